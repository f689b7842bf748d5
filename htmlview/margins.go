package htmlview

import "satchel/htmlview/css"

// strut is a set of adjoining margins (CSS 2.1, 8.3.1). Quirky ones come from the browser's own sheet.
type strut struct{ pos, neg, quirky float32 }

func (s *strut) add(v float32, quirky bool) {
	switch {
	case v < 0:
		s.neg = min(s.neg, v)
	case quirky:
		s.quirky = max(s.quirky, v)
	default:
		s.pos = max(s.pos, v)
	}
}

func (s *strut) merge(o strut) {
	s.pos, s.neg, s.quirky = max(s.pos, o.pos), min(s.neg, o.neg), max(s.quirky, o.quirky)
}

func (s strut) sum() float32 { return max(s.pos, s.quirky) + s.neg }

// plain is the sum without the quirky margins.
func (s strut) plain() float32 { return s.pos + s.neg }

// marginMemo is what collapses through the edges of a box.
type marginMemo struct {
	top, bottom strut
	empty       bool // top and bottom meet: both are the whole
}

// marginsOf gives the margins that show outside a block-level box: its own and those of its first and last children that
// have nothing in between.
func (l *layouter) marginsOf(b *box, cbW float32) *marginMemo {
	if b.margins != nil {
		return b.margins
	}
	m := &marginMemo{}
	b.margins = m
	e := l.edgesOf(b, cbW)
	m.top.add(e.margin[top], b.st.quirkyMargin[top])
	m.bottom.add(e.margin[bottom], b.st.quirkyMargin[bottom])
	if b.newContext() || b.kind != boxBlock {
		return m
	}
	h := b.st.height
	autoHeight := h.Unit != css.Fixed || h.Px == 0
	m.empty = e.vertical() == 0 && autoHeight && b.st.minHeight.Px <= 0 && !l.marked(b)
	if b.inline {
		m.empty = m.empty && !holdsLines(b)
	} else {
		l.childMargins(b, m, &e, cbW)
	}
	if m.empty {
		m.top.merge(m.bottom)
		m.bottom = m.top
	}
	return m
}

// childMargins adds the margins of first and last children, and notes whether any child has a height.
func (l *layouter) childMargins(b *box, m *marginMemo, e *edges, cbW float32) {
	open := e.inner(top) == 0
	quirky := l.quirkyContainer(b)
	for _, c := range b.children {
		if c.outOfFlow() {
			continue
		}
		cm := l.marginsOf(c, cbW)
		if open && c.st.clear == floatNone {
			m.top.merge(without(cm.top, quirky))
		}
		if !cm.empty {
			open = false
			m.empty = false
		}
		if c.st.clear != floatNone {
			open = false
		}
	}
	if e.inner(bottom) != 0 || b.st.height.Unit == css.Fixed && b.st.height.Px > 0 {
		return
	}
	for i := len(b.children) - 1; i >= 0; i-- {
		c := b.children[i]
		if c.outOfFlow() {
			continue
		}
		cm := l.marginsOf(c, cbW)
		m.bottom.merge(cm.bottom)
		if !cm.empty {
			break
		}
	}
}

// quirkyContainer says whether the browser's own margins vanish at the box's edges (quirks 3.4).
func (l *layouter) quirkyContainer(b *box) bool {
	return l.letter.mode == fullQuirks && (b.kind == boxCell || b.node == l.letter.body && !b.anon)
}

func without(s strut, quirky bool) strut {
	if quirky {
		s.quirky = 0
	}
	return s
}

// marked says whether a list item has a marker, whose line gives it a height.
func (l *layouter) marked(b *box) bool {
	return b.st.display == displayListItem && b.st.listType != listNone
}

// holdsLines says whether an inline context will have a line with a height.
func holdsLines(b *box) bool {
	for _, c := range b.children {
		switch {
		case c.outOfFlow():
		case c.kind == boxText:
			if !isBlankText(c) && c.rawText() != "" {
				return true
			}
		case c.kind == boxInline:
			if inlineEdges(c.st) || holdsLines(c) {
				return true
			}
		default:
			return true
		}
	}
	return false
}
