package htmlview

import "slices"

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
		default:
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
