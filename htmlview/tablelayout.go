package htmlview

import "satchel/htmlview/css"

// tableLayout lays out a table with its captions.
func (l *layouter) tableLayout(b *box, in space) {
	t := l.grid(b)
	e := l.edgesOf(b, in.cbW)
	b.w = l.tableWidth(t, &e, in)
	inner := max(0, b.w-e.horizontal())
	t.widths = l.columnWidths(t, inner)
	if sum := total(t.widths) + t.gaps(); sum > inner+slack { // columns of a fixed layout can ask for more
		b.w = sum + e.horizontal()
	}
	y := l.captions(t.above, b, 0)
	t.gridY = y
	l.cellsOf(t)
	l.rowHeights(t)
	t.gridH = l.tableHeight(t, &e, in)
	l.placeRows(t, &e, y)
	b.h = l.captions(t.below, b, y+t.gridH)
}

// captions lays out captions from y on and gives the y below them.
func (l *layouter) captions(list []*box, b *box, y float32) float32 {
	for _, c := range list {
		e := l.edgesOf(c, b.w)
		l.place(c, space{cbW: b.w, cbH: -1})
		c.x, c.y = e.margin[left], y+e.margin[top]
		y += c.h + e.margin[top] + e.margin[bottom]
	}
	return y
}

// tableWidth is the border box's width (CSS 2.1, 17.5.2).
func (l *layouter) tableWidth(t *table, e *edges, in space) float32 {
	b := t.b
	least := t.least() + e.horizontal()
	for _, c := range append(t.above[:len(t.above):len(t.above)], t.below...) {
		cl, _ := l.intrinsic(c)
		least = max(least, cl)
	}
	if in.forced {
		return max(least, in.forcedW)
	}
	var w float32
	switch b.st.width.Unit {
	case css.Fixed, css.Relative:
		w = l.toBorderBox(b.st, e, b.st.width.Of(in.cbW))
	default:
		most := t.most(true) + e.horizontal()
		w = min(max(least, in.cbW-e.marginWidth()), most)
	}
	if v := b.st.maxWidth; v.Unit == css.Fixed || v.Unit == css.Relative {
		w = min(w, l.toBorderBox(b.st, e, v.Of(in.cbW)))
	}
	if v := b.st.minWidth; v.Unit == css.Fixed || v.Unit == css.Relative {
		w = max(w, l.toBorderBox(b.st, e, v.Of(in.cbW)))
	}
	if b.st.fixedTable && !b.st.width.IsAuto() {
		return max(w, e.horizontal())
	}
	return max(w, least)
}

// columnWidths shares the table's width out to its columns.
func (l *layouter) columnWidths(t *table, inner float32) []float32 {
	room := max(0, inner-t.gaps())
	if t.b.st.fixedTable && !t.b.st.width.IsAuto() {
		return l.fixedColumns(t, room)
	}
	return distribute(t.columns, room, room)
}

// fixedColumns takes widths from the col elements and the first row alone (CSS 2.1, 17.5.2.1).
func (l *layouter) fixedColumns(t *table, room float32) []float32 {
	cols := make([]column, len(t.columns))
	if len(t.rows) > 0 {
		for _, c := range t.rows[0].cells {
			st := c.box.st
			ce := l.edgesOf(c.box, 0)
			for k := c.col; k < c.col+c.colSpan; k++ {
				switch st.width.Unit {
				case css.Fixed:
					w := l.toBorderBox(st, &ce, st.width.Px) / float32(c.colSpan)
					cols[k].take(column{least: w, most: w, fixed: true})
				case css.Relative:
					cols[k].percent = st.width.Percent / float32(c.colSpan)
				default:
				}
			}
		}
	}
	return distribute(cols, room, room)
}

// spanWidth is the width of a cell.
func (t *table) spanWidth(c *tableCell) float32 {
	w := t.spacing[0] * float32(c.colSpan-1)
	for k := c.col; k < c.col+c.colSpan; k++ {
		w += t.widths[k]
	}
	return w
}

// cellsOf lays out the cells at their widths.
func (l *layouter) cellsOf(t *table) {
	for _, c := range t.cells {
		l.place(c.box, space{cbW: t.b.w, cbH: -1, forced: true, forcedW: t.spanWidth(c)})
		c.natural = c.box.h
		c.base = l.cellBase(c.box)
	}
}

// cellBase is the baseline of a cell's first line, or the bottom of its content.
func (l *layouter) cellBase(b *box) float32 {
	if y, ok := baselineOf(b, false); ok {
		return y
	}
	e := l.edgesOf(b, b.w)
	return b.h - e.inner(bottom)
}

// valign is the vertical alignment of a cell: its own, or that of its row (inherit, as in the browser's sheet).
func valign(b *box) verticalAlign {
	return b.st.verticalAlign
}

// rowHeights finds each row's height (CSS 2.1, 17.5.3).
func (l *layouter) rowHeights(t *table) {
	for _, row := range t.rows {
		above, below := float32(0), float32(0)
		row.h = 0
		if h := row.box.st.height; h.Unit == css.Fixed {
			row.h = h.Px
		}
		for _, c := range row.cells {
			if !alignsBase(c.box) {
				continue
			}
			above = max(above, c.base)
			if c.rowSpan == 1 {
				below = max(below, c.natural-c.base)
			}
		}
		row.base = above
		row.h = max(row.h, above+below)
		for _, c := range row.cells {
			if c.rowSpan == 1 {
				row.h = max(row.h, c.natural)
			}
		}
	}
	for _, c := range t.cells {
		if c.rowSpan > 1 {
			t.stretchRows(c)
		}
	}
}

func alignsBase(b *box) bool {
	switch valign(b) {
	case alignTop, alignMiddle, alignBottom:
		return false
	default:
	}
	return true
}

// stretchRows makes room for a cell over several rows: in proportion to what they have, or all in the last one.
func (t *table) stretchRows(c *tableCell) {
	rows := t.rows[c.row:min(len(t.rows), c.row+c.rowSpan)]
	have := t.spacing[1] * float32(len(rows)-1)
	sum := float32(0)
	for _, r := range rows {
		sum += r.h
	}
	lack := c.natural - have - sum
	if lack <= 0 || len(rows) == 0 {
		return
	}
	if sum <= 0 {
		rows[len(rows)-1].h += lack
		return
	}
	for _, r := range rows {
		r.h += lack * r.h / sum
	}
}

// tableHeight is the height of the grid's border box; a height that was asked for is spread over the rows.
func (l *layouter) tableHeight(t *table, e *edges, in space) float32 {
	h := e.vertical() + t.spacing[1]
	if len(t.rows) == 0 {
		h = e.vertical()
	}
	sum := float32(0)
	for _, r := range t.rows {
		h += r.h + t.spacing[1]
		sum += r.h
	}
	want := float32(0)
	if v, ok := l.definiteHeight(t.b, e, in); ok {
		want = v
	}
	if v, ok := l.heightOf(t.b, e, t.b.st.minHeight, in); ok {
		want = max(want, v)
	}
	extra := want - h
	if extra <= 0 || len(t.rows) == 0 {
		return max(h, want)
	}
	l.spreadHeight(t, extra, sum)
	return want
}

// spreadHeight gives extra height to the rows without a height of their own, else to all.
func (l *layouter) spreadHeight(t *table, extra, sum float32) {
	auto, autoSum := 0, float32(0)
	for _, r := range t.rows {
		if !r.fixedHeight() {
			auto++
			autoSum += r.h
		}
	}
	for _, r := range t.rows {
		switch {
		case auto > 0 && r.fixedHeight():
		case auto > 0 && autoSum > 0:
			r.h += extra * r.h / autoSum
		case auto > 0:
			r.h += extra / float32(auto)
		case sum > 0:
			r.h += extra * r.h / sum
		default:
			r.h += extra / float32(len(t.rows))
		}
	}
}

func (r *tableRow) fixedHeight() bool {
	if r.box.st.height.Unit == css.Fixed {
		return true
	}
	for _, c := range r.cells {
		if c.box.st.height.Unit == css.Fixed {
			return true
		}
	}
	return false
}
