package htmlview

import "satchel/typeset"

// cursor is a place in an inline context: the item that comes next, and the rune.
type cursor struct{ item, pos int }

// lineEnd is where a line ends.
type lineEnd struct {
	next   cursor  // where the next line starts
	width  float32 // without the white space at the end
	forced bool    // by a line end of the text
	last   bool    // nothing follows
	filled bool    // the line has a content that gives it a height
}

// breaker finds the end of lines.
type breaker struct {
	l    *layouter
	b    *box
	ctx  *inlineContext
	cbW  float32
	cbH  float32
	room float32
	// float is asked to place a float found at x of the line; it says by how much the room has shrunk.
	float func(it *inlineItem, x float32) float32
}

// slack is how much a line may be too wide: rounding of sums, not text that does not fit.
const slack = 0.02

// line finds the end of the line that starts at from; x is where it starts, after an indent.
func (k *breaker) line(from cursor, x float32) lineEnd {
	s := scan{breaker: k, from: from, x: x, solid: x}
	s.end.next = cursor{len(k.ctx.items), len(k.ctx.para.Text)}
	for i := from.item; i < len(k.ctx.items); i++ {
		if s.item(i) {
			return s.end
		}
	}
	s.end.width, s.end.last = s.solid, true
	return s.end
}

// scan goes along a line until it is full.
type scan struct {
	*breaker
	from   cursor
	x      float32 // right edge of all so far
	solid  float32 // right edge of what does not hang over the line's end
	full   bool    // wider than the room with no chance to break yet: the next one is taken
	chance chance
	end    lineEnd
}

// chance is the last place where the line may end.
type chance struct {
	at     cursor
	solid  float32
	filled bool
	ok     bool
}

// item goes past one item and says whether the line ends; end is set then.
func (s *scan) item(i int) bool {
	it := &s.ctx.items[i]
	switch it.kind {
	case itemOpen:
		if s.offer(i, it.start) {
			return true
		}
		e := s.l.edgesOf(it.box, s.cbW)
		s.edge(e.margin[left] + e.inner(left))
	case itemClose:
		e := s.l.edgesOf(it.box, s.cbW)
		s.edge(e.margin[right] + e.inner(right))
		return s.solid > s.room+slack && s.take()
	case itemFloat:
		if s.float != nil && !it.placed {
			s.room -= s.float(it, s.solid)
		}
	case itemAtomic:
		if s.offer(i, it.start) {
			return true
		}
		s.x += s.atomicWidth(it)
		s.solid = s.x
		if s.overflows() {
			return true
		}
		s.end.filled = true
	case itemText:
		for q := max(it.start, s.from.pos); q < it.end; q++ {
			if s.rune(i, it, q) {
				return true
			}
		}
	default:
	}
	return false
}

// edge adds the margin, border and padding of an inline box.
func (s *scan) edge(w float32) {
	if w != 0 {
		s.x += w
		s.solid = s.x
		s.end.filled = true
	}
}

// offer notes that the line may end before rune pos, and ends it there if it is too wide already.
func (s *scan) offer(item, pos int) bool {
	if pos <= s.from.pos || s.ctx.para.Breaks[pos] != typeset.MayBreak || !s.breaksAt(item, pos) {
		return false
	}
	solid := s.solid
	if s.ctx.para.Text[pos-1] == softHyphen {
		if solid += s.l.hyphenWidth(s.hyphenStyle(item, pos)); solid > s.room+slack && s.chance.ok {
			return s.full && s.take() // the word ends before, where the hyphen has room
		}
	}
	if !s.chance.ok || s.chance.at.pos != pos {
		s.chance = chance{cursor{item, pos}, solid, s.end.filled, true}
	}
	return s.full && s.take()
}

// take ends the line at the last chance; false where there was none.
func (s *scan) take() bool {
	if s.chance.ok {
		s.end.next, s.end.width, s.end.filled = s.chance.at, s.chance.solid, s.chance.filled
	}
	return s.chance.ok
}

// overflows ends the line at the last chance if it has become too wide.
func (s *scan) overflows() bool {
	if s.solid <= s.room+slack {
		return false
	}
	s.full = true
	return s.take()
}

// rune goes past one character of a text.
func (s *scan) rune(item int, it *inlineItem, q int) bool {
	if s.offer(item, q) {
		return true
	}
	r := s.ctx.para.Text[q]
	if r == '\n' {
		s.forced(item, it, q)
		return true
	}
	advance := s.ctx.para.Advance[q]
	s.x += advance
	if r == ' ' && it.st.space.wraps() { // hangs over the end
		s.end.filled = s.end.filled || it.st.space.keepsSpace()
		return false
	}
	s.end.filled = true
	s.solid = s.x
	if s.solid > s.room+slack && advance > 0 && q > s.from.pos && s.cuts(it.st) {
		s.chance = chance{cursor{item, q}, s.solid - advance, true, true}
	}
	return s.overflows()
}

// cuts says whether a word that is too wide may be cut between any two clusters.
func (s *scan) cuts(st *style) bool {
	return st.breakAll || !s.chance.ok && (st.breakWords || st.breakAnywhere) && st.space.wraps()
}

// forced ends the line after a line end of the text.
func (s *scan) forced(item int, it *inlineItem, q int) {
	next := cursor{item, q + 1}
	if q+1 == it.end {
		next.item++
	}
	s.end.width, s.end.forced, s.end.filled = s.solid, true, true
	s.end.next, s.end.last = s.past(next)
}

// past skips closing tags after a forced line end, so that an empty line is not made of them alone, and says whether
// anything is left.
func (k *breaker) past(c cursor) (cursor, bool) {
	for i := c.item; i < len(k.ctx.items); i++ {
		it := &k.ctx.items[i]
		if it.kind != itemClose && (it.kind != itemText || it.end > c.pos) {
			return c, false
		}
	}
	return c, true
}

// breaksAt says whether white-space lets a line end before rune pos, which stands in item.
func (k *breaker) breaksAt(item, pos int) bool {
	it := &k.ctx.items[item]
	if it.kind == itemText && pos > it.start {
		return it.st.space.wraps()
	}
	// Between two items: what is around both decides; the nearest known to be so is the block, or a wrapping neighbour.
	for j := item - 1; j >= 0; j-- {
		prev := &k.ctx.items[j]
		if prev.kind == itemText && prev.end > prev.start {
			if prev.st.space.wraps() {
				return true
			}
			if it.kind == itemText && !it.st.space.wraps() {
				return it.box.parent != prev.box.parent && k.b.st.space.wraps()
			}
			return k.b.st.space.wraps()
		}
		if prev.kind == itemAtomic {
			return prev.box.parent.st.space.wraps()
		}
	}
	return k.b.st.space.wraps()
}

// softHyphen is seen only where a line ends at it.
const softHyphen = 0xAD

// hyphenStyle is the style of the text that ends before rune pos, which stands in item or begins it.
func (k *breaker) hyphenStyle(item, pos int) *style {
	for j := item; j >= 0; j-- {
		if it := &k.ctx.items[j]; it.kind == itemText && it.start < pos {
			return it.st
		}
	}
	return k.b.st
}

// hyphenWidth is the width of the hyphen at a line's end.
func (l *layouter) hyphenWidth(st *style) float32 { return l.plain("-", st).Advance[0] }
