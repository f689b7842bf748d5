package widgets

import "sort"

// geometry is where rows and headings of a list are. All rows are of one height and
// all headings of another, so any place among a million rows is found by halving.
type geometry struct {
	rows   int
	rowH   float64
	headH  float64
	groups []Group // sorted by First, within the rows
}

// headsBefore is how many headings lie above the top edge of row i.
func (g *geometry) headsBefore(i int) int {
	return sort.Search(len(g.groups), func(n int) bool { return g.groups[n].First > i })
}

// top is the top edge of row i, below its heading if it has one.
func (g *geometry) top(i int) float64 {
	return float64(i)*g.rowH + float64(g.headsBefore(i))*g.headH
}

// heading is the title above row i, "" for none.
func (g *geometry) heading(i int) string {
	if n := g.headsBefore(i); n > 0 && g.groups[n-1].First == i {
		return g.groups[n-1].Title
	}
	return ""
}

// start is the top edge of row i with its heading.
func (g *geometry) start(i int) float64 {
	if g.heading(i) != "" {
		return g.top(i) - g.headH
	}
	return g.top(i)
}

// height is the height of all.
func (g *geometry) height() float64 {
	return float64(g.rows)*g.rowH + float64(g.headsBefore(g.rows))*g.headH
}

// at is the first row whose lower edge is below y: the row at y, or the one below a
// heading at y; rows if y is below all.
func (g *geometry) at(y float64) int {
	return sort.Search(g.rows, func(i int) bool { return g.top(i)+g.rowH > y })
}

// rowAt is the row at y, or -1 on a heading or outside.
func (g *geometry) rowAt(y float64) int {
	i := g.at(y)
	if y < 0 || i >= g.rows || y < g.top(i) {
		return -1
	}
	return i
}

// cleaned drops headings outside the rows, without a title or out of order, which
// would put rows in the wrong place.
func cleaned(groups []Group, rows int) []Group {
	last, ok := -1, true
	for _, g := range groups {
		ok = ok && g.First > last && g.First < rows && g.Title != ""
		last = g.First
	}
	if ok {
		return groups
	}
	var kept []Group
	last = -1
	for _, g := range groups {
		if g.First > last && g.First < rows && g.Title != "" {
			kept = append(kept, g)
			last = g.First
		}
	}
	return kept
}
