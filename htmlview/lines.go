package htmlview

type fragKind uint8

const (
	fragText fragKind = iota
	fragAtomic
	fragInline // the background and border of an inline box on one line
)

// frag is one thing on a line, placed relative to the border box of the block that holds the line.
type frag struct {
	kind        fragKind
	x, y, w, h  float32
	baseline    float32
	lineBase    float32 // baseline of the line
	box         *box
	st          *style
	node        *node // of a text
	run         int
	start, end  int
	first, last bool    // edges of an inline box that stand on this line
	hyphen      float32 // of a text: the width of the hyphen at its end
}

// lines lays out an inline context and gives the height of its lines.
func (l *layouter) lines(b *box, e *edges, in space) float32 {
	ctx := l.context(b)
	b.frags = b.frags[:0]
	for i := range ctx.items {
		ctx.items[i].placed = false
	}
	lb := &lineBuilder{l: l, b: b, ctx: ctx, e: e, in: in, quirks: l.letter.mode != noQuirks}
	at := cursor{}
	y := float32(0)
	for first := true; at.item < len(ctx.items); first = false {
		var last bool
		at, y, last = lb.line(at, y, first)
		if last {
			break
		}
	}
	return y
}

// lineBuilder places the lines of one block.
type lineBuilder struct {
	l      *layouter
	b      *box
	ctx    *inlineContext
	e      *edges
	in     space
	quirks bool
	open   []int // items of the inline boxes open at the line's start
}

// line finds and places the line that starts at from, at y of the content box or below, and gives the place after it.
func (lb *lineBuilder) line(from cursor, y float32, first bool) (cursor, float32, bool) {
	in := lb.in
	indent := float32(0)
	if first && !lb.b.anon || first && lb.b.anon && lb.firstChild() {
		indent = lb.b.st.indent.Of(in.cbW)
	}
	height := lb.l.lineHeight(lb.b.st)
	var end lineEnd
	lo, hi := in.ox, in.ox+in.cbW
	for try := 0; ; try++ {
		lo, hi = in.floats.band(in.oy+y, max(height, 1), in.ox, in.ox+in.cbW)
		k := breaker{l: lb.l, b: lb.b, ctx: lb.ctx, cbW: in.cbW, cbH: in.cbH, room: hi - lo}
		k.float = func(it *inlineItem, x float32) float32 { return lb.float(it, x, y, &lo, &hi) }
		end = k.line(from, indent)
		narrowed := lo > in.ox || hi < in.ox+in.cbW
		if narrowed && end.width > hi-lo+slack && try < 1000 {
			if next, ok := in.floats.nextBottom(in.oy + y); ok {
				y = next - in.oy
				continue
			}
		}
		break
	}
	if !end.filled {
		lb.skip(from, end.next, y)
		lb.late(from, end.next, y)
		return end.next, y, end.last
	}
	x := lo - in.ox
	h := lb.build(from, end, x, y, hi-lo, indent)
	y += h
	lb.late(from, end.next, y)
	y = lb.clearAfter(end, y)
	return end.next, y, end.last
}

// firstChild says whether the anonymous block is the first of its parent, so that the parent's indent is its own.
func (lb *lineBuilder) firstChild() bool {
	p := lb.b.parent
	return p != nil && len(p.children) > 0 && p.children[0] == lb.b
}

// clearAfter moves below floats where the line ended with a br that clears.
func (lb *lineBuilder) clearAfter(end lineEnd, y float32) float32 {
	if !end.forced || end.next.item == 0 {
		return y
	}
	for i := end.next.item - 1; i >= 0; i-- {
		it := &lb.ctx.items[i]
		if it.kind == itemText {
			if it.isBreak && it.st.clear != floatNone {
				return max(y, lb.in.floats.bottom(it.st.clear)-lb.in.oy)
			}
			break
		}
	}
	return y
}

// float places a float found while a line is filled, if it has room beside what is already there, and says how much
// room it takes from the line.
func (lb *lineBuilder) float(it *inlineItem, x, y float32, lo, hi *float32) float32 {
	in := lb.in
	ce := lb.l.edgesOf(it.box, in.cbW)
	if x > 0 {
		lb.l.place(it.box, space{cbW: in.cbW, cbH: in.cbH})
		if it.box.w+ce.marginWidth() > *hi-*lo-x {
			return 0 // below this line
		}
	}
	it.placed = true
	lb.l.placeFloat(it.box, in, y, lb.e)
	l2, h2 := in.floats.band(in.oy+y, max(lb.l.lineHeight(lb.b.st), 1), in.ox, in.ox+in.cbW)
	shrink := (*hi - *lo) - (h2 - l2)
	*lo, *hi = l2, h2
	return shrink
}

// late places the floats of a finished line that had no room beside it, and notes absolute boxes.
func (lb *lineBuilder) late(from, to cursor, y float32) {
	for i := from.item; i < to.item; i++ {
		it := &lb.ctx.items[i]
		if it.kind == itemFloat && !it.placed {
			it.placed = true
			lb.l.placeFloat(it.box, lb.in, y, lb.e)
		}
	}
}

// skip keeps the stack of open boxes right over a line that is not shown.
func (lb *lineBuilder) skip(from, to cursor, y float32) {
	for i := from.item; i < to.item; i++ {
		switch it := &lb.ctx.items[i]; it.kind {
		case itemOpen:
			lb.open = append(lb.open, i)
		case itemClose:
			lb.open = lb.open[:max(0, len(lb.open)-1)]
		case itemAbsolute:
			lb.absolute(it, 0, y)
		default:
		}
	}
}

func (lb *lineBuilder) absolute(it *inlineItem, x, y float32) {
	it.box.x, it.box.y = lb.e.inner(left)+x, lb.e.inner(top)+y
	it.box.parent = lb.b
	lb.l.pending = append(lb.l.pending, it.box)
}

// lineHeight is the used line-height.
func (l *layouter) lineHeight(st *style) float32 {
	lh := st.lineHeight
	switch {
	case !lh.set:
		return l.fonts.Metrics(st.font()).LineHeight()
	case lh.px > 0:
		return lh.px
	}
	return lh.factor * st.size
}

// leading gives ascent and descent of a style's text with the line-height's share above and below; whole pixels above,
// as browsers do.
func (l *layouter) leading(st *style) (ascent, descent float32) {
	m := l.fonts.Metrics(st.font())
	gap := l.lineHeight(st) - m.Ascent - m.Descent
	above := floor(gap / 2)
	return m.Ascent + above, m.Descent + gap - above
}

func floor(v float32) float32 {
	i := float32(int(v))
	if i > v {
		i--
	}
	return i
}

// piece is a part of a line in logical order.
type piece struct {
	kind       itemKind
	item       int
	start, end int
	run        int
	w          float32
	level      uint8
	state      int // the inline box it stands in
	x          float32
	spaces     int
	hyphen     float32 // width of the hyphen that stands after it
}

// pieces cuts the line into parts of one run each, without the white space at its end.
func (lb *lineBuilder) pieces(from cursor, end lineEnd) []piece {
	var out []piece
	p := lb.ctx.para
	to := end.next
	for i := from.item; i < len(lb.ctx.items) && (i < to.item || i == to.item && to.pos > lb.ctx.items[i].start); i++ {
		it := &lb.ctx.items[i]
		if it.kind != itemText {
			pc := piece{kind: it.kind, item: i, start: it.start, end: it.end}
			if it.start < len(p.Levels) {
				pc.level = p.Levels[it.start]
			}
			out = append(out, pc)
			continue
		}
		start, stop := max(it.start, from.pos), min(it.end, to.pos)
		for run := lb.ctx.runAt[i]; run < len(p.Runs) && p.Runs[run].Start < stop; run++ {
			s, t := max(start, p.Runs[run].Start), min(stop, p.Runs[run].End)
			if s >= t {
				continue
			}
			out = append(out, piece{kind: itemText, item: i, start: s, end: t, run: run, level: p.Levels[s]})
		}
	}
	lb.trim(out)
	lb.hyphenate(out, end)
	for k := range out {
		if out[k].kind == itemText {
			for q := out[k].start; q < out[k].end; q++ {
				out[k].w += p.Advance[q]
			}
			out[k].w += out[k].hyphen
		}
	}
	return out
}

// hyphenate lets a line that ends at a soft hyphen show it.
func (lb *lineBuilder) hyphenate(parts []piece, end lineEnd) {
	if end.last || end.forced {
		return
	}
	for k := len(parts) - 1; k >= 0; k-- {
		switch pc := &parts[k]; pc.kind {
		case itemAtomic:
			return
		case itemText:
			if pc.end > pc.start && pc.end == end.next.pos && lb.ctx.para.Text[pc.end-1] == softHyphen {
				pc.hyphen = lb.l.hyphenWidth(lb.ctx.items[pc.item].st)
			}
			return
		default:
		}
	}
}

// trim takes the white space at the end of a line away.
func (lb *lineBuilder) trim(out []piece) {
	text := lb.ctx.para.Text
	for k := len(out) - 1; k >= 0; k-- {
		switch out[k].kind {
		case itemAtomic:
			return
		case itemText:
			st := lb.ctx.items[out[k].item].st
			for out[k].end > out[k].start {
				r := text[out[k].end-1]
				if r != '\n' && (r != ' ' || st.space == spacePre) {
					return
				}
				out[k].end--
			}
		default:
		}
	}
}
