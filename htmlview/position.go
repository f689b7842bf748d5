package htmlview

import (
	"strings"

	"satchel/htmlview/css"
	"satchel/typeset"
)

// absolutes lays out the absolutely positioned boxes against the boxes that hold them (CSS 2.1, 10.3.7), simplified:
// automatic widths shrink to fit, and what would stand outside of the letter is cut off by the painter.
func (l *layouter) absolutes(root *box) {
	done := map[*box]bool{}
	for i := 0; i < len(l.pending); i++ { // boxes inside these are appended while it runs
		b := l.pending[i]
		if done[b] || i > maxNodes {
			continue
		}
		done[b] = true
		l.absolute(b, root)
	}
}

func (l *layouter) absolute(b, root *box) {
	holder := root
	for p := b.parent; p != nil; p = p.parent {
		if p.st.position != positionStatic && p.kind != boxInline {
			holder = p
			break
		}
	}
	hx, hy := holder.origin()
	px, py := b.parent.origin()
	he := l.edgesOf(holder, holder.w)
	cbX, cbY := hx+he.border[left], hy+he.border[top]
	cbW, cbH := holder.w-he.border[left]-he.border[right], holder.h-he.border[top]-he.border[bottom]
	if holder == root {
		cbX, cbY, cbW, cbH = 0, 0, l.width, max(l.height, root.h)
	}
	e := l.edgesOf(b, cbW)
	st := b.st
	ins := func(i int) (float32, bool) {
		whole := cbW
		if i == top || i == bottom {
			whole = cbH
		}
		return st.inset[i].Of(whole), !st.inset[i].IsAuto()
	}
	lf, hasL := ins(left)
	rt, hasR := ins(right)
	tp, hasT := ins(top)
	bt, hasB := ins(bottom)
	in := space{cbW: cbW, cbH: cbH}
	if hasL && hasR && st.width.IsAuto() && b.kind != boxImage && b.kind != boxTable {
		in.forced, in.forcedW = true, max(0, cbW-lf-rt-e.marginWidth())
	}
	if hasT && hasB && st.height.IsAuto() && b.kind != boxImage {
		in.forcedH = max(0, cbH-tp-bt-e.margin[top]-e.margin[bottom])
	}
	l.place(b, in)
	switch {
	case hasL:
		b.x = cbX + lf + e.margin[left] - px
	case hasR:
		b.x = cbX + cbW - rt - e.margin[right] - b.w - px
	default:
		b.x += e.margin[left]
	}
	switch {
	case hasT:
		b.y = cbY + tp + e.margin[top] - py
	case hasB:
		b.y = cbY + cbH - bt - e.margin[bottom] - b.h - py
	default:
		b.y += e.margin[top]
	}
}

// base is the box whose border box a box's place is relative to.
func (b *box) base() *box {
	if b.placedIn != nil {
		return b.placedIn
	}
	return b.parent
}

// origin is a box's place on the page, without what position: relative moves.
func (b *box) origin() (x, y float32) {
	for p := b; p != nil; p = p.base() {
		if p.kind == boxInline {
			continue
		}
		x += p.x
		y += p.y
	}
	return x, y
}

// relative is how far position: relative moves a box.
func (l *layouter) relative(b *box) (dx, dy float32) { return l.offset(b.st) }

// offset is how far a style moves its box.
func (l *layouter) offset(st *style) (dx, dy float32) {
	if st.position != positionRelative {
		return 0, 0
	}
	i := st.inset
	switch {
	case i[left].Unit == css.Fixed:
		dx = i[left].Px
	case i[right].Unit == css.Fixed:
		dx = -i[right].Px
	}
	switch {
	case i[top].Unit == css.Fixed:
		dy = i[top].Px
	case i[bottom].Unit == css.Fixed:
		dy = -i[bottom].Px
	}
	return dx, dy
}

// listMarker makes the marker of a list item: a text right before its first line.
func (l *layouter) listMarker(b *box, e *edges) {
	b.marker = nil
	if !l.marked(b) || b.node == nil {
		return
	}
	m := l.newBox(boxText, b.st, b.node)
	m.content = marker(b.st.listType, ordinal(b.node))
	metrics := l.fonts.Metrics(b.st.font())
	base, ok := baselineOf(b, false)
	if !ok {
		a, d := l.leading(b.st)
		base = e.inner(top) + a
		if b.h < e.vertical()+a+d {
			b.h = e.vertical() + a + d
		}
	}
	m.ascent = metrics.Ascent
	m.y, m.h = base-metrics.Ascent, metrics.Ascent+metrics.Descent
	if m.content == "" {
		m.w = b.st.size * 0.35
		m.x = e.inner(left) - b.st.size*0.6 - m.w + b.st.size*0.05
	} else {
		for _, a := range l.plain(m.content, b.st).Advance {
			m.w += a
		}
		m.x = e.inner(left) - m.w
	}
	if b.st.rtl {
		m.x = b.w - e.inner(right) + (e.inner(left) - m.x - m.w)
	}
	b.marker = m
}

// plain shapes a short text in one style.
func (l *layouter) plain(text string, st *style) *typeset.Paragraph {
	runes := []rune(text)
	return l.fonts.Shape(runes, []typeset.Span{{Start: 0, End: len(runes), Font: st.font()}}, 0)
}

func (l *layouter) altParagraph(b *box) *typeset.Paragraph {
	return l.plain(strings.Join(strings.Fields(b.altText()), " "), b.st)
}

// firstStrongRTL says whether the first letter of a node's text is written from right to left.
func firstStrongRTL(n *node, budget int) bool {
	rtl, _ := strongIn(n, &budget)
	return rtl
}

// strongRunes finds the first letter among the first bytes of a text.
func strongRunes(text string, most int) (rtl, found bool) {
	for i, r := range text {
		switch {
		case i >= most:
			return false, false
		case r >= 0x590 && r <= 0x8FF || r >= 0xFB1D && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFC:
			return true, true
		case r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= 0xC0 && r < 0x2000 || r > 0x2BFF:
			return false, true
		}
	}
	return false, false
}

func strongIn(n *node, budget *int) (rtl, found bool) {
	if rtl, found = strongRunes(n.text, *budget); found {
		return rtl, true
	}
	if *budget -= len(n.text); *budget < 0 {
		return false, true
	}
	for _, c := range n.children {
		if rtl, found := strongIn(c, budget); found {
			return rtl, true
		}
	}
	return false, false
}
