package widgets

import "slices"

// selection is which rows of a list are selected, by key. focus is the row the
// keyboard acts on, anchor the fixed end of a range. Both remember the row they were
// last seen at, where the search for them begins.
type selection struct {
	keys   map[int64]struct{}
	focus  spot
	anchor spot
}

// spot is a key and where it was last; row is -1 for no key at all.
type spot struct {
	key int64
	row int
}

func newSelection() selection {
	return selection{keys: map[int64]struct{}{}, focus: spot{row: -1}, anchor: spot{row: -1}}
}

// has says whether key is selected.
func (s *selection) has(key int64) bool {
	_, ok := s.keys[key]
	return ok
}

// only selects row alone.
func (s *selection) only(m ListModel, row int) {
	clear(s.keys)
	s.add(m, row)
	s.anchor = s.focus
}

// toggle turns row on or off and keeps the rest.
func (s *selection) toggle(m ListModel, row int) {
	key := m.Key(row)
	if s.has(key) {
		delete(s.keys, key)
	} else {
		s.keys[key] = struct{}{}
	}
	s.focus = spot{key, row}
	s.anchor = s.focus
}

// extend selects from the anchor to row; what was selected elsewhere stays if keep.
func (s *selection) extend(m ListModel, row int, keep bool) {
	from := indexOf(m, s.anchor)
	if from < 0 {
		s.only(m, row)
		return
	}
	if !keep {
		clear(s.keys)
	}
	for i := min(from, row); i <= max(from, row); i++ {
		s.keys[m.Key(i)] = struct{}{}
	}
	s.anchor.row = from
	s.focus = spot{m.Key(row), row}
}

// all selects every row; the focus stays.
func (s *selection) all(m ListModel) {
	for i := range m.Len() {
		s.keys[m.Key(i)] = struct{}{}
	}
	if indexOf(m, s.focus) < 0 && m.Len() > 0 {
		s.focus = spot{m.Key(0), 0}
	}
}

func (s *selection) add(m ListModel, row int) {
	s.focus = spot{m.Key(row), row}
	s.keys[s.focus.key] = struct{}{}
}

// clear selects nothing.
func (s *selection) clear() { *s = newSelection() }

// rows are the rows of the selected keys in order; keys no longer in the model are
// left out.
func (s *selection) rows(m ListModel) []int {
	if len(s.keys) == 0 {
		return nil
	}
	rows := make([]int, 0, len(s.keys))
	_, quick := m.(ListIndexer)
	if quick || len(s.keys) == 1 {
		for key := range s.keys {
			if row := indexOf(m, spot{key, s.hint(key)}); row >= 0 {
				rows = append(rows, row)
			}
		}
		slices.Sort(rows)
		return rows
	}
	for i := 0; i < m.Len() && len(rows) < len(s.keys); i++ {
		if s.has(m.Key(i)) {
			rows = append(rows, i)
		}
	}
	return rows
}

// hint is where to begin looking for key.
func (s *selection) hint(key int64) int {
	if s.focus.key == key {
		return max(0, s.focus.row)
	}
	return max(0, s.anchor.row)
}

// prune forgets what the model no longer has and finds focus and anchor again.
func (s *selection) prune(m ListModel) {
	if len(s.keys) > 0 {
		rows := s.rows(m)
		if len(rows) < len(s.keys) {
			clear(s.keys)
			for _, row := range rows {
				s.keys[m.Key(row)] = struct{}{}
			}
		}
	}
	s.focus = found(m, s.focus)
	s.anchor = found(m, s.anchor)
}

// found is at with its row brought up to date.
func found(m ListModel, at spot) spot {
	if row := indexOf(m, at); row >= 0 {
		return spot{at.key, row}
	}
	return spot{row: -1}
}

// indexOf is the row of at.key, or -1. Without a ListIndexer it looks outwards from
// where the key was last: new mail moves rows by a few.
func indexOf(m ListModel, at spot) int {
	if m == nil || at.row < 0 {
		return -1
	}
	if quick, ok := m.(ListIndexer); ok {
		return quick.Index(at.key)
	}
	n := m.Len()
	start := min(at.row, n-1)
	for d := 0; d < n; d++ {
		if i := start - d; i >= 0 && m.Key(i) == at.key {
			return i
		}
		if i := start + d; i < n && m.Key(i) == at.key {
			return i
		}
		if start-d < 0 && start+d >= n {
			break
		}
	}
	return -1
}
