package htmlview

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
