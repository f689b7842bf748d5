package htmlview

import (
	"slices"

	"satchel/htmlview/css"
)

// table is the grid of a table box.
type table struct {
	b            *box
	rows         []*tableRow
	cells        []*tableCell
	columns      []column
	spacing      [2]float32
	above, below []*box // captions
	gridY, gridH float32
	widths       []float32
}

type tableRow struct {
	box, group *box
	cells      []*tableCell // that start here
	y, h       float32
	base       float32 // of its baseline-aligned cells
	percent    float32
}

type tableCell struct {
	box              *box
	row, col         int
	rowSpan, colSpan int
	natural          float32 // height that its content asks for
	base             float32
	borders          [4]border // in the collapsing model
}

// column is what the cells of a column ask for (CSS tables 3, 4.4).
type column struct {
	least, most float32
	percent     float32
	fixed       bool
}

// grid builds a table's grid and measures its columns, once.
func (l *layouter) grid(b *box) *table {
	if b.table != nil {
		return b.table
	}
	t := &table{b: b}
	b.table = t
	if !b.st.collapse {
		t.spacing = b.st.spacing
	}
	var groups []*box
	var cols []*box
	for _, c := range b.children {
		switch c.kind {
		case boxCaption:
			if c.st.captionBottom {
				t.below = append(t.below, c)
			} else {
				t.above = append(t.above, c)
			}
		case boxColumn:
			cols = append(cols, c)
		default:
			groups = append(groups, c)
		}
	}
	rank := func(c *box) int {
		switch c.st.display {
		case displayHeaderGroup:
			return 0
		case displayFooterGroup:
			return 2
		}
		return 1
	}
	slices.SortStableFunc(groups, func(a, b *box) int { return rank(a) - rank(b) })
	for _, g := range groups {
		if g.kind == boxRow {
			t.rows = append(t.rows, &tableRow{box: g})
			continue
		}
		for _, r := range g.children {
			if r.kind == boxRow {
				t.rows = append(t.rows, &tableRow{box: r, group: g})
			}
		}
	}
	starts := l.fill(t)
	l.collapse(t)
	l.measureColumns(t, cols, starts)
	return t
}

// fill gives each cell its place in the grid. Columns in which no cell starts are joined with the one before, so that a
// colspan of a thousand costs nothing. It returns the original number of each column.
func (l *layouter) fill(t *table) []int {
	var busy []int // per column: rows that a cell from above still takes
	startsAt := map[int]bool{0: true}
	for ri, row := range t.rows {
		col := 0
		for _, c := range row.box.children {
			if c.kind != boxCell {
				continue
			}
			if l.cells >= maxCells {
				l.notes.add(NoteTooComplex)
				break
			}
			for col < len(busy) && busy[col] > 0 {
				col++
			}
			span := spanOf(c, "colspan", maxSpan)
			down := spanOf(c, "rowspan", maxRowSpan)
			if c.node.attr("rowspan") == "0" || ri+down > len(t.rows) {
				down = len(t.rows) - ri
			}
			if col+span > maxColumns {
				break
			}
			l.cells++
			cell := &tableCell{box: c, row: ri, col: col, rowSpan: down, colSpan: span}
			t.cells = append(t.cells, cell)
			row.cells = append(row.cells, cell)
			startsAt[col] = true
			for len(busy) < col+span {
				busy = append(busy, 0)
			}
			for k := col; k < col+span; k++ {
				busy[k] = down
			}
			col += span
		}
		for k := range busy {
			if busy[k] > 0 {
				busy[k]--
			}
		}
	}
	var starts []int
	index := make([]int, len(busy)+1)
	for k := range busy {
		if startsAt[k] {
			starts = append(starts, k)
		}
		index[k] = len(starts) - 1
	}
	index[len(busy)] = len(starts)
	for _, c := range t.cells {
		first := index[c.col]
		end := len(starts)
		if c.col+c.colSpan < len(busy) {
			end = index[c.col+c.colSpan]
			if !startsAt[c.col+c.colSpan] {
				end++
			}
		}
		c.col, c.colSpan = first, max(1, end-first)
	}
	t.columns = make([]column, len(starts))
	return starts
}

func spanOf(c *box, attr string, most int) int {
	if c.anon {
		return 1
	}
	l, ok := dimension(c.node.attr(attr))
	if !ok || l.Px < 1 {
		return 1
	}
	return min(int(l.Px), most)
}

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
