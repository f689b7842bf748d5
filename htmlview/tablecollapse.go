package htmlview

// collapse finds the borders of the collapsing model: of the borders that meet at an edge the widest wins
// (CSS 2.1, 17.6.2.1).
func (l *layouter) collapse(t *table) {
	if !t.b.st.collapse {
		return
	}
	type place struct{ row, col int }
	at := map[place]*tableCell{}
	for _, c := range t.cells {
		for r := c.row; r < c.row+c.rowSpan; r++ {
			for k := c.col; k < c.col+c.colSpan; k++ {
				at[place{r, k}] = c
			}
		}
	}
	own := t.b.st.border
	for _, c := range t.cells {
		st := c.box.st
		row := t.rows[c.row].box.st
		for i := range c.borders {
			c.borders[i] = st.border[i]
		}
		c.borders[top] = stronger(c.borders[top], row.border[top])
		c.borders[bottom] = stronger(c.borders[bottom], row.border[bottom])
		meet := func(edge, other int, r, k int, outer bool) {
			if outer {
				c.borders[edge] = stronger(c.borders[edge], own[edge])
			} else if n := at[place{r, k}]; n != nil {
				c.borders[edge] = stronger(c.borders[edge], n.box.st.border[other])
			}
		}
		meet(top, bottom, c.row-1, c.col, c.row == 0)
		meet(bottom, top, c.row+c.rowSpan, c.col, c.row+c.rowSpan >= len(t.rows))
		meet(left, right, c.row, c.col-1, c.col == 0)
		meet(right, left, c.row, c.col+c.colSpan, c.col+c.colSpan >= len(t.columns))
		c.box.cell = c
	}
}

// stronger is the border that wins.
func stronger(a, b border) border {
	switch {
	case a.style == borderHidden || b.style == borderNone:
		return a
	case b.style == borderHidden || a.style == borderNone:
		return b
	case b.width > a.width:
		return b
	}
	return a
}

// collapsedBorder is a cell's share of the borders around it.
func (b *box) collapsedBorder() [4]float32 {
	var w [4]float32
	if b.cell != nil {
		for i := range w {
			w[i] = b.cell.borders[i].used() / 2
		}
	}
	return w
}

// collapsedEdges is the table's own share: half of the widest border at each side.
func (l *layouter) collapsedEdges(b *box) [4]float32 {
	t := l.grid(b)
	var w [4]float32
	for i := range w {
		w[i] = b.st.border[i].used() / 2
	}
	for _, c := range t.cells {
		if c.row == 0 {
			w[top] = max(w[top], c.borders[top].used()/2)
		}
		if c.row+c.rowSpan >= len(t.rows) {
			w[bottom] = max(w[bottom], c.borders[bottom].used()/2)
		}
		if c.col == 0 && c.row == 0 {
			w[left] = max(w[left], c.borders[left].used()/2)
		}
		if c.col+c.colSpan >= len(t.columns) && c.row == 0 {
			w[right] = max(w[right], c.borders[right].used()/2)
		}
	}
	return w
}
