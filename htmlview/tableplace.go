package htmlview

import "satchel/htmlview/css"

// placeRows gives rows, groups and cells their places, and cells their full height.
func (l *layouter) placeRows(t *table, e *edges, y float32) {
	x := make([]float32, len(t.columns)+1)
	x[0] = e.inner(left) + t.spacing[0]
	for i, w := range t.widths {
		x[i+1] = x[i] + w + t.spacing[0]
	}
	right := t.b.w - e.inner(right) - t.spacing[0]
	at := y + e.inner(top) + t.spacing[1]
	for _, r := range t.rows {
		r.y = at
		at += r.h + t.spacing[1]
		r.box.w, r.box.h = max(0, right-x[0]), r.h
		r.box.x, r.box.y = x[0], r.y
		if g := r.group; g != nil {
			if g.laidFor.w != t.b.w+1 || g.h == 0 && g.y == 0 {
				g.laidFor.w = t.b.w + 1
				g.x, g.y, g.w = x[0], r.y, r.box.w
			}
			g.h = r.y + r.h - g.y
			r.box.x, r.box.y = r.box.x-g.x, r.y-g.y
		}
	}
	for _, c := range t.cells {
		last := t.rows[min(len(t.rows), c.row+c.rowSpan)-1]
		h := last.y + last.h - t.rows[c.row].y
		c.box.x, c.box.y = x[c.col]-x[0], 0
		if t.b.st.rtl { // the first column stands to the right
			c.box.x = right - x[0] - c.box.x - c.box.w
		}
		if l.letter.mode == noQuirks || h > c.natural {
			l.relayoutPercent(t, c, h)
		}
		l.alignCell(t, c, h)
	}
	for _, r := range t.rows {
		if r.group != nil {
			r.group.laidFor = layoutKey{}
		}
	}
}

// relayoutPercent lays a cell out again where its content asks for a share of its height, which is known only now.
func (l *layouter) relayoutPercent(t *table, c *tableCell, h float32) {
	if l.again >= maxAgain || !asksHeight(c.box) {
		return
	}
	l.again++
	l.place(c.box, space{cbW: t.b.w, cbH: -1, forced: true, forcedW: c.box.w, forcedH: h})
	l.again--
	c.natural = c.box.contentH
	c.base = l.cellBase(c.box)
}

// maxAgain bounds how often cells within cells are laid out again: each level doubles the work.
const maxAgain = 4

func asksHeight(b *box) bool {
	for _, c := range b.children {
		if c.st.height.Unit == css.Relative || c.kind == boxInline && asksHeight(c) || c.anon && c.kind == boxBlock && asksHeight(c) {
			return true
		}
	}
	return false
}

// alignCell moves a cell's content down to where vertical-align wants it.
func (l *layouter) alignCell(t *table, c *tableCell, h float32) {
	free := max(0, h-c.box.contentH)
	dy := float32(0)
	switch valign(c.box) {
	case alignTop:
	case alignMiddle:
		dy = free / 2
	case alignBottom:
		dy = free
	default:
		dy = min(max(0, t.rows[c.row].base-c.base), free)
	}
	c.box.h = h
	if dy > 0 {
		c.box.shiftContent(dy)
	}
}

// shiftContent moves all that is inside a box down.
func (b *box) shiftContent(dy float32) {
	for _, c := range b.children {
		c.y += dy
	}
	for i := range b.frags {
		f := &b.frags[i]
		f.y += dy
		f.baseline += dy
		f.lineBase += dy
		if f.kind == fragAtomic && f.box.parent != b {
			f.box.y += dy
		}
	}
	if b.ifc != nil {
		for i := range b.ifc.items {
			if it := &b.ifc.items[i]; it.kind == itemFloat && it.box.parent != b {
				it.box.y += dy
			}
		}
	}
}
