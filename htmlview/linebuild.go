package htmlview

import "satchel/typeset"

// inlineState is an inline box on one line. State 0 is the block itself.
type inlineState struct {
	box             *box
	st              *style
	parent          int
	shift           float32 // of its baseline against the line's, downwards
	counts          bool    // its text takes part in the line's height
	first, last     bool    // its edges stand on this line
	from, to        float32 // horizontal extent
	seen            bool
	ascent, descent float32 // of the content area
	dx, dy          float32 // by position: relative
	usedA, usedD    float32 // what the faces in use ask for above and below, where the line-height is normal
}

// build places the line's parts and gives the line's height.
func (lb *lineBuilder) build(from cursor, end lineEnd, x, y, room, indent float32) float32 {
	parts := lb.pieces(from, end)
	states := lb.states(parts)
	if own := lb.listItem(); own != nil { // the quirk about lines without text of their own is not for list items
		states[0].counts = true
	}
	if item := lb.markedBy(); item != nil && from == (cursor{}) { // a marker stands on this line, in the item's own font
		states = append(states, inlineState{box: item, st: item.st, counts: true})
	}
	ascent, descent := lb.extent(parts, states)
	total := indent
	for k := range parts {
		total += parts[k].w
	}
	free := room - total
	x += indent
	if lb.b.st.textAlign == alignJustify && !end.forced && !end.last && free > 0 {
		parts = lb.justify(parts, free)
	} else {
		x += lb.alignment(free)
	}
	lb.arrange(parts, states, x)
	lb.emit(parts, states, y, ascent, ascent+descent)
	return ascent + descent
}

// listItem is the list item whose lines these are; nil: none.
func (lb *lineBuilder) listItem() *box {
	b := lb.b
	if b.anon && b.parent != nil {
		b = b.parent
	}
	if b.st.display == displayListItem {
		return b
	}
	return nil
}

// markedBy is the list item whose marker stands on the block's first line; nil: none.
func (lb *lineBuilder) markedBy() *box {
	for b := lb.b; b != nil; b = b.parent {
		if lb.l.marked(b) {
			return b
		}
		if b.parent == nil || b.kind != boxBlock || b.outOfFlow() || b.parent.inline || b.parent.children[0] != b {
			return nil
		}
	}
	return nil
}

// alignment is how far the line's start moves to the right.
func (lb *lineBuilder) alignment(free float32) float32 {
	st := lb.b.st
	al := st.textAlign
	switch al {
	case alignStart, alignJustify:
		al = alignLeft
		if st.rtl {
			al = alignRight
		}
	case alignEnd:
		al = alignRight
		if st.rtl {
			al = alignLeft
		}
	default:
	}
	switch al {
	case alignCenter, alignBlockCenter:
		if free < 0 {
			return 0
		}
		return free / 2
	case alignRight, alignBlockRight:
		if free < 0 && !st.rtl {
			return 0
		}
		return free
	default:
	}
	return 0
}

// states follows the opening and closing of inline boxes over the line.
func (lb *lineBuilder) states(parts []piece) []inlineState {
	states := []inlineState{{box: lb.b, st: lb.b.st, parent: -1, counts: !lb.quirks}}
	stack := []int{0}
	push := func(item int, first bool) {
		it := &lb.ctx.items[item]
		m := lb.l.fonts.Metrics(it.st.font())
		states = append(states, inlineState{box: it.box, st: it.st, parent: stack[len(stack)-1], first: first, counts: !lb.quirks, ascent: m.Ascent, descent: m.Descent})
		n := len(states) - 1
		states[n].shift = states[states[n].parent].shift + lb.shift(it.st, &states[states[n].parent])
		dx, dy := lb.l.offset(it.st)
		states[n].dx, states[n].dy = states[states[n].parent].dx+dx, states[states[n].parent].dy+dy
		stack = append(stack, n)
	}
	for _, item := range lb.open {
		push(item, false)
	}
	for k := range parts {
		pc := &parts[k]
		switch pc.kind {
		case itemOpen:
			push(pc.item, true)
			lb.open = append(lb.open, pc.item)
			e := lb.l.edgesOf(lb.ctx.items[pc.item].box, lb.in.cbW)
			pc.w = e.margin[left] + e.inner(left)
		case itemClose:
			n := stack[len(stack)-1]
			states[n].last = true
			pc.state = n
			if len(stack) > 1 {
				stack = stack[:len(stack)-1]
			}
			lb.open = lb.open[:max(0, len(lb.open)-1)]
			e := lb.l.edgesOf(lb.ctx.items[pc.item].box, lb.in.cbW)
			pc.w = e.margin[right] + e.inner(right)
			continue
		case itemAtomic:
			e := lb.l.edgesOf(lb.ctx.items[pc.item].box, lb.in.cbW)
			pc.w = lb.ctx.items[pc.item].box.w + e.marginWidth()
		case itemText:
			it := &lb.ctx.items[pc.item]
			if pc.end > pc.start || it.isBreak || lb.ctx.para.Text[pc.start] == '\n' {
				states[stack[len(stack)-1]].counts = true
				lb.usedFaces(&states[stack[len(stack)-1]], pc)
			}
		default:
		}
		pc.state = stack[len(stack)-1]
	}
	return states
}

// justify cuts text at spaces and spreads the free room over them.
func (lb *lineBuilder) justify(parts []piece, free float32) []piece {
	text := lb.ctx.para.Text
	var out []piece
	spaces := 0
	for _, pc := range parts {
		if pc.kind != itemText {
			out = append(out, pc)
			continue
		}
		start := pc.start
		for q := pc.start; q < pc.end; q++ {
			if text[q] != ' ' && q+1 < pc.end {
				continue
			}
			part := pc
			part.start, part.end, part.w, part.hyphen = start, q+1, 0, 0
			if q+1 == pc.end {
				part.w, part.hyphen = pc.hyphen, pc.hyphen
			}
			for s := start; s <= q; s++ {
				part.w += lb.ctx.para.Advance[s]
			}
			if text[q] == ' ' {
				part.spaces = 1
				spaces++
			}
			out = append(out, part)
			start = q + 1
		}
	}
	if spaces > 0 {
		for k := range out {
			out[k].w += float32(out[k].spaces) * free / float32(spaces)
		}
	}
	return out
}

// usedFaces notes the distances of a fallback face: with a normal line-height the line makes room for it.
func (lb *lineBuilder) usedFaces(s *inlineState, pc *piece) {
	if s.st.lineHeight.set || pc.end <= pc.start {
		return
	}
	if m, ok := lb.l.fonts.RunMetrics(lb.ctx.para, pc.run); ok {
		above := floor(m.LineGap / 2)
		s.usedA, s.usedD = max(s.usedA, m.Ascent+above), max(s.usedD, m.Descent+m.LineGap-above)
	}
}

// arrange gives the parts their horizontal places in visual order and the inline boxes their extent.
func (lb *lineBuilder) arrange(parts []piece, states []inlineState, x float32) {
	order := lb.visual(parts)
	for _, k := range order {
		pc := &parts[k]
		pc.x = x
		x += pc.w
		if pc.kind == itemFloat || pc.kind == itemAbsolute {
			continue
		}
		lo, hi := pc.x, x
		for n := pc.state; n > 0; n = states[n].parent {
			s := &states[n]
			if n == pc.state { // margins lie outside
				e := lb.l.edgesOf(s.box, lb.in.cbW)
				switch pc.kind {
				case itemOpen:
					lo += e.margin[left]
				case itemClose:
					hi -= e.margin[right]
				default:
				}
			}
			if !s.seen {
				s.from, s.to, s.seen = lo, hi, true
			}
			s.from, s.to = min(s.from, lo), max(s.to, hi)
		}
	}
}

// visual gives the order of the parts from left to right.
func (lb *lineBuilder) visual(parts []piece) []int {
	any := false
	levels := make([]uint8, len(parts))
	for k := range parts {
		levels[k] = parts[k].level
		any = any || parts[k].level > 0
	}
	if !any {
		order := make([]int, len(parts))
		for k := range order {
			order[k] = k
		}
		return order
	}
	base := uint8(0)
	if lb.b.st.rtl {
		base = 1
	}
	// An edge goes with the text inside it.
	for k := len(parts) - 2; k >= 0; k-- {
		if parts[k].kind == itemOpen {
			levels[k] = levels[k+1]
		}
	}
	for k := range parts {
		if parts[k].kind == itemClose {
			levels[k] = base
			if k > 0 {
				levels[k] = levels[k-1]
			}
		}
	}
	return typeset.VisualOrder(levels)
}

// emit makes the fragments: first the inline boxes, outer ones before inner ones, then what stands in them.
func (lb *lineBuilder) emit(parts []piece, states []inlineState, y, ascent, height float32) {
	dx, dy := lb.e.inner(left), lb.e.inner(top)
	base := dy + y + ascent
	for i := 1; i < len(states); i++ {
		s := &states[i]
		if !s.seen {
			continue
		}
		e := lb.l.edgesOf(s.box, lb.in.cbW)
		lb.b.frags = append(lb.b.frags, frag{
			kind: fragInline, x: dx + s.from + s.dx, w: s.to - s.from, y: base + s.shift - s.ascent - e.inner(top) + s.dy, h: s.ascent + s.descent + e.vertical(),
			box: s.box, st: s.st, lineBase: base, first: s.first, last: s.last,
		})
	}
	for k := range parts {
		pc := &parts[k]
		it := &lb.ctx.items[pc.item]
		s := &states[pc.state]
		switch pc.kind {
		case itemAbsolute:
			lb.absolute(it, pc.x, y)
		case itemAtomic:
			lb.placeAtomic(it.box, dx+pc.x, base, s, dy+y, height)
		case itemText:
			if pc.end <= pc.start {
				if k == len(parts)-1 && len(lb.b.frags) == 0 { // a line of its own height and no glyph: keep its baseline
					lb.b.frags = append(lb.b.frags, frag{kind: fragText, x: dx + pc.x, y: base, lineBase: base, baseline: base, st: it.st, start: pc.start, end: pc.start, run: -1})
				}
				continue
			}
			m := lb.l.fonts.Metrics(it.st.font())
			b := base + s.shift + s.dy
			lb.b.frags = append(lb.b.frags, frag{kind: fragText, x: dx + pc.x + s.dx, y: b - m.Ascent, w: pc.w, h: m.Ascent + m.Descent, baseline: b, lineBase: base,
				st: it.st, node: it.node, box: it.box, run: pc.run, start: pc.start, end: pc.end, hyphen: pc.hyphen})
		default:
		}
	}
}

// placeAtomic gives an atomic box its place on the line.
func (lb *lineBuilder) placeAtomic(b *box, x, base float32, s *inlineState, lineTop, height float32) {
	e := lb.l.edgesOf(b, lb.in.cbW)
	h := lb.atomicHeight(b)
	switch b.st.verticalAlign {
	case alignTop:
		b.y = lineTop + e.margin[top]
	case alignBottom:
		b.y = lineTop + height - h + e.margin[top]
	default:
		b.y = base + lb.atomicBase(b, s) - b.ascent + e.margin[top]
	}
	b.x, b.y = x+e.margin[left]+s.dx, b.y+s.dy
	b.placedIn = lb.b
	lb.b.frags = append(lb.b.frags, frag{kind: fragAtomic, x: b.x, y: b.y, w: b.w, h: b.h, box: b, st: b.st, lineBase: base})
}
