package htmlview

import (
	"slices"

	"satchel/htmlview/css"
)

// measureColumns finds what each column asks for: cells of one column first, then wider ones by what they lack.
func (l *layouter) measureColumns(t *table, cols []*box, starts []int) {
	l.columnElements(t, cols, starts)
	var wide []*tableCell
	for _, c := range t.cells {
		if c.colSpan > 1 {
			wide = append(wide, c)
			continue
		}
		want := l.cellColumn(c)
		t.columns[c.col].take(want)
	}
	slices.SortStableFunc(wide, func(a, b *tableCell) int { return a.colSpan - b.colSpan })
	for _, c := range wide {
		t.spread(c, l.cellColumn(c))
	}
	total := float32(0)
	for i := range t.columns { // together at most 100 %
		p := &t.columns[i]
		p.percent = min(p.percent, max(0, 100-total))
		total += p.percent
	}
}

func (p *column) take(o column) {
	p.least = max(p.least, o.least)
	switch {
	case p.fixed == o.fixed:
		p.most = max(p.most, o.most)
	case o.fixed:
		p.most, p.fixed = o.most, true
	}
	p.most = max(p.most, p.least)
	p.percent = max(p.percent, o.percent)
}

// cellColumn is what one cell asks of its columns.
func (l *layouter) cellColumn(c *tableCell) column {
	b := c.box
	st := b.st
	e := l.edgesOf(b, 0)
	least, most := l.intrinsic(b)
	w := column{least: least, most: most}
	switch st.width.Unit {
	case css.Fixed:
		px := l.toBorderBox(st, &e, st.width.Px)
		if st.nowrapCell && l.letter.mode == fullQuirks {
			w.least = max(w.least, px)
		}
		w.most, w.fixed = max(px, w.least), true
	case css.Relative:
		w.percent = st.width.Percent
	default:
	}
	if st.maxWidth.Unit == css.Fixed {
		w.most = max(w.least, min(w.most, l.toBorderBox(st, &e, st.maxWidth.Px)))
	}
	return w
}

// columnElements takes the widths of col and colgroup.
func (l *layouter) columnElements(t *table, cols []*box, starts []int) {
	at := 0
	var one func(c *box, group *box)
	apply := func(st *style, span int) {
		for k := 0; k < span && at < maxColumns; k, at = k+1, at+1 {
			i, ok := slices.BinarySearch(starts, at)
			if !ok {
				continue
			}
			switch st.width.Unit {
			case css.Fixed:
				t.columns[i].take(column{most: st.width.Px, fixed: true})
			case css.Relative:
				t.columns[i].percent = max(t.columns[i].percent, st.width.Percent)
			default:
			}
		}
	}
	one = func(c *box, group *box) {
		inner := 0
		for _, k := range c.children {
			if k.kind == boxColumn {
				inner++
				one(k, c)
			}
		}
		if inner > 0 {
			return
		}
		st := c.st
		if st.width.IsAuto() && group != nil {
			st = group.st
		}
		apply(st, spanOf(c, "span", maxSpan))
	}
	for _, c := range cols {
		one(c, nil)
	}
}

// spread gives the columns below a wide cell what they lack for it.
func (t *table) spread(c *tableCell, want column) {
	cols := t.columns[c.col : c.col+c.colSpan]
	gaps := t.spacing[0] * float32(c.colSpan-1)
	if want.percent > 0 {
		spreadPercent(cols, want.percent)
	}
	least, most := float32(0), float32(0)
	for i := range cols {
		least += cols[i].least
		most += cols[i].most
	}
	if lack := want.least - gaps; lack > least {
		for i, w := range distribute(cols, lack, lack) {
			cols[i].least = max(cols[i].least, w)
			cols[i].most = max(cols[i].most, cols[i].least)
		}
	}
	if lack := want.most - gaps; lack > most {
		for i, w := range distribute(cols, lack, lack) {
			cols[i].most = max(cols[i].most, w)
		}
	}
}

// spreadPercent gives the columns without a percentage what a wide cell's percentage leaves for them.
func spreadPercent(cols []column, percent float32) {
	free, most, n := percent, float32(0), 0
	for i := range cols {
		free -= cols[i].percent
		if cols[i].percent == 0 {
			most += cols[i].most
			n++
		}
	}
	if free <= 0 || n == 0 {
		return
	}
	for i := range cols {
		if cols[i].percent > 0 {
			continue
		}
		if most > 0 {
			cols[i].percent = free * cols[i].most / most
		} else {
			cols[i].percent = free / float32(n)
		}
	}
}

func (t *table) gaps() float32 {
	if len(t.columns) == 0 {
		return 0
	}
	return t.spacing[0] * float32(len(t.columns)+1)
}

// least is the narrowest that the grid can be, without the table's own edges.
func (t *table) least() float32 {
	w := t.gaps()
	for i := range t.columns {
		w += t.columns[i].least
	}
	return w
}

// maxTable bounds what percentages can ask for.
const maxTable = 100000

// most is how wide the grid would like to be. percents: the table grows until the percentages of its columns hold.
func (t *table) most(percents bool) float32 {
	sum, rest, share, need := float32(0), float32(0), float32(0), float32(0)
	for i := range t.columns {
		c := &t.columns[i]
		sum += c.most
		if c.percent > 0 {
			share += c.percent
			need = max(need, c.most*100/c.percent)
		} else {
			rest += c.most
		}
	}
	if percents && share > 0 {
		if rest > 0 {
			if share >= 100 {
				need = maxTable
			} else {
				need = max(need, rest*100/(100-share))
			}
		}
		sum = max(sum, min(need, maxTable))
	}
	return sum + t.gaps()
}

// tableIntrinsic is the border box of a table.
func (l *layouter) tableIntrinsic(b *box, e *edges, least, most float32) (float32, float32) {
	least, most = least+e.horizontal(), most+e.horizontal()
	for _, c := range append(b.table.above[:len(b.table.above):len(b.table.above)], b.table.below...) {
		cl, _ := l.intrinsic(c)
		least = max(least, cl)
	}
	if b.st.width.Unit == css.Fixed {
		w := max(least, l.toBorderBox(b.st, e, b.st.width.Px))
		return w, w
	}
	if b.st.width.Unit == css.Auto && !insideCell(b) {
		most = max(most, b.table.most(true)+e.horizontal())
	}
	return least, max(least, most)
}

// insideCell says whether a table stands in a cell of another one: the percentages of its columns do not widen it then.
func insideCell(b *box) bool {
	for p := b.parent; p != nil; p = p.parent {
		if p.kind == boxCell {
			return true
		}
	}
	return false
}
