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
	tight  bool    // it is wider than the room, and a lower place with more room would help
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
	end := lineEnd{next: cursor{len(k.ctx.items), len(k.ctx.para.Text)}}
	p := k.ctx.para
	solid := x // right edge of what does not hang
	var chance struct {
		cursor
		solid  float32
		ok     bool
		filled bool
	}
	full := false // wider than the room: take the next chance
	offer := func(item, pos int) {
		if !chance.ok || chance.pos != pos {
			chance.cursor, chance.solid, chance.ok, chance.filled = cursor{item, pos}, solid, true, end.filled
		}
	}
	stop := func() lineEnd {
		end.next, end.width, end.filled = chance.cursor, chance.solid, chance.filled
		return end
	}
	pos := from.pos
	for i := from.item; i < len(k.ctx.items); i++ {
		it := &k.ctx.items[i]
		switch it.kind {
		case itemOpen:
			if it.start > from.pos && p.Breaks[it.start] == typeset.MayBreak && k.breaksAt(i, it.start) {
				offer(i, it.start)
				if full {
					return stop()
				}
			}
			e := k.l.edgesOf(it.box, k.cbW)
			if w := e.margin[left] + e.inner(left); w != 0 {
				x += w
				solid = x
				end.filled = true
			}
		case itemClose:
			e := k.l.edgesOf(it.box, k.cbW)
			if w := e.margin[right] + e.inner(right); w != 0 {
				x += w
				solid = x
				end.filled = true
			}
			if solid > k.room+slack && chance.ok {
				return stop()
			}
		case itemFloat:
			if k.float != nil && !it.placed {
				k.room -= k.float(it, solid)
			}
		case itemAtomic:
			if it.start > from.pos && p.Breaks[it.start] == typeset.MayBreak && k.breaksAt(i, it.start) {
				offer(i, it.start)
				if full {
					return stop()
				}
			}
			x += k.atomicWidth(it)
			solid = x
			if solid > k.room+slack {
				if chance.ok {
					return stop()
				}
				full = true
			}
			end.filled = true
		case itemText:
			for q := max(it.start, pos); q < it.end; q++ {
				if q > from.pos && p.Breaks[q] == typeset.MayBreak && k.breaksAt(i, q) {
					offer(i, q)
					if full {
						return stop()
					}
				}
				r := p.Text[q]
				if r == '\n' {
					if solid > k.room+slack && chance.ok && full {
						return stop()
					}
					end.next, end.width, end.forced, end.filled = cursor{i, q + 1}, solid, true, true
					if q+1 == it.end {
						end.next.item = i + 1
					}
					end.next, end.last = k.past(end.next)
					return end
				}
				x += p.Advance[q]
				if r == ' ' && it.st.space.wraps() {
					if it.st.space.keepsSpace() {
						end.filled = true
					}
					continue
				}
				end.filled = true
				solid = x
				if solid > k.room+slack {
					if it.st.breakAll || !chance.ok && (it.st.breakWords || it.st.breakAnywhere) && it.st.space.wraps() {
						if q > from.pos && k.clusterStart(q) && (it.st.breakAll || k.anyBefore(from, i, q)) {
							chance.cursor, chance.solid, chance.ok, chance.filled = cursor{i, q}, solid-p.Advance[q], true, true
							return stop()
						}
					}
					if chance.ok {
						return stop()
					}
					full = true
				}
			}
		}
	}
	end.width, end.last = solid, true
	end.tight = full
	return end
}

// past skips closing tags after a forced line end, so that an empty line is not made of them alone, and says whether
// anything is left.
func (k *breaker) past(c cursor) (cursor, bool) {
	for i := c.item; i < len(k.ctx.items); i++ {
		it := &k.ctx.items[i]
		if it.kind != itemClose && !(it.kind == itemText && it.end <= c.pos) {
			return c, false
		}
	}
	return c, true
}

// anyBefore says whether the line holds something before rune q.
func (k *breaker) anyBefore(from cursor, item, q int) bool { return q > from.pos }

// clusterStart says whether a cluster starts at q, so that a word can be cut before it.
func (k *breaker) clusterStart(q int) bool {
	return k.ctx.para.Advance[q] > 0
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

// atomicWidth lays out a box that stands in a line and gives the width of its margin box.
func (k *breaker) atomicWidth(it *inlineItem) float32 {
	e := k.l.edgesOf(it.box, k.cbW)
	key := layoutKey{w: k.cbW, cbH: k.cbH, done: true}
	if it.box.laidFor != key {
		it.box.laidFor = key
		k.l.place(it.box, space{cbW: k.cbW, cbH: k.cbH})
		k.l.setAscent(it.box, &e)
	}
	return it.box.w + e.marginWidth()
}

// setAscent finds an atomic box's baseline (CSS 2.1, 10.8.1).
func (l *layouter) setAscent(b *box, e *edges) {
	b.ascent = e.margin[top] + b.h + e.margin[bottom]
	if b.kind == boxImage || b.st.overflow {
		return
	}
	if y, ok := baselineOf(b, b.kind != boxTable); ok {
		b.ascent = e.margin[top] + y
	}
}

// baselineOf finds the baseline of a box's last line, or of its first one.
func baselineOf(b *box, last bool) (float32, bool) {
	if b.inline {
		var y float32
		found := false
		for i := range b.frags {
			if f := &b.frags[i]; f.kind != fragInline && (last || !found) {
				y, found = f.lineBase, true
			}
		}
		return y, found
	}
	n := len(b.children)
	for k := range b.children {
		c := b.children[k]
		if last {
			c = b.children[n-1-k]
		}
		if c.outOfFlow() || c.kind == boxColumn {
			continue
		}
		if y, ok := baselineOf(c, last); ok {
			return c.y + y, true
		}
	}
	return 0, false
}
