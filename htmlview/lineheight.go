package htmlview

// shift is how far a box's baseline lies below its parent's.
func (lb *lineBuilder) shift(st *style, parent *inlineState) float32 {
	switch st.verticalAlign {
	case alignSub:
		return floor(parent.st.size/5) + 1
	case alignSuper:
		return -(floor(parent.st.size/3) + 1)
	case alignLength:
		return -st.raise.Px - st.raise.Percent*lb.l.lineHeight(st)/100
	case alignMiddle, alignBaselineMiddle:
		ascent, descent := lb.l.leading(st)
		return (ascent-descent)/2 - lb.l.fonts.Metrics(parent.st.font()).XHeight/2
	case alignTextTop:
		ascent, _ := lb.l.leading(st)
		return ascent - lb.l.fonts.Metrics(parent.st.font()).Ascent
	case alignTextBottom:
		_, descent := lb.l.leading(st)
		return lb.l.fonts.Metrics(parent.st.font()).Descent - descent
	default:
	}
	return 0
}

// extent finds the line's height above and below its baseline (CSS 2.1, 10.8).
func (lb *lineBuilder) extent(parts []piece, states []inlineState) (ascent, descent float32) {
	some := false
	take := func(a, d float32) {
		if !some {
			ascent, descent, some = a, d, true
			return
		}
		ascent, descent = max(ascent, a), max(descent, d)
	}
	for i := range states {
		s := &states[i]
		if s.counts {
			a, d := lb.l.leading(s.st)
			a, d = max(a, s.usedA), max(d, s.usedD)
			take(a-s.shift, d+s.shift)
		}
	}
	tallest := float32(0)
	for k := range parts {
		if parts[k].kind != itemAtomic {
			continue
		}
		b := lb.ctx.items[parts[k].item].box
		h := lb.atomicHeight(b)
		switch b.st.verticalAlign {
		case alignTop, alignBottom:
			tallest = max(tallest, h)
		default:
			base := lb.atomicBase(b, &states[parts[k].state])
			take(b.ascent-base, h-b.ascent+base)
		}
	}
	if grow := tallest - (ascent + descent); grow > 0 {
		if some && lb.onlyBottom(parts) {
			ascent += grow
		} else {
			descent += grow
		}
	}
	return ascent, descent
}

func (lb *lineBuilder) onlyBottom(parts []piece) bool {
	for k := range parts {
		if parts[k].kind == itemAtomic && lb.ctx.items[parts[k].item].box.st.verticalAlign == alignTop {
			return false
		}
	}
	return true
}

func (lb *lineBuilder) atomicHeight(b *box) float32 {
	e := lb.l.edgesOf(b, lb.in.cbW)
	return b.h + e.margin[top] + e.margin[bottom]
}

// atomicBase is where an atomic box's baseline lies below the line's.
func (lb *lineBuilder) atomicBase(b *box, parent *inlineState) float32 {
	h := lb.atomicHeight(b)
	m := lb.l.fonts.Metrics(parent.st.font())
	switch b.st.verticalAlign {
	case alignMiddle:
		return parent.shift - m.XHeight/2 - h/2 + b.ascent
	case alignBaselineMiddle:
		return parent.shift - h/2 + b.ascent
	case alignTextTop:
		return parent.shift - m.Ascent + b.ascent
	case alignTextBottom:
		return parent.shift + m.Descent - h + b.ascent
	default:
	}
	return parent.shift + lb.shift(b.st, parent)
}
