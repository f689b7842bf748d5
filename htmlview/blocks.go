package htmlview

// blocks lays out the block-level children of a box one below the other and gives the height of the content.
// own: the box is a formatting context, margins of children stay inside.
func (l *layouter) blocks(b *box, e *edges, in space, own bool) float32 {
	f := flow{l: l, b: b, e: e, in: in}
	f.collapseTop = !own && e.inner(top) == 0
	f.collapseBottom = !own && e.inner(bottom) == 0
	f.atStart = f.collapseTop
	f.quirky = l.quirkyContainer(b)
	for _, c := range b.children {
		switch {
		case c.st.position == positionAbsolute:
			c.x, c.y = e.inner(left), e.inner(top)+f.y+f.strut.sum()
			l.pending = append(l.pending, c)
		case c.st.float != floatNone:
			f.float(c)
		default:
			f.block(c)
		}
	}
	return f.end()
}

// flow is the state of a stack of blocks.
type flow struct {
	l                           *layouter
	b                           *box
	e                           *edges
	in                          space
	y                           float32 // bottom of the last block with a height, below the content box's top
	strut                       strut   // margins that are still to be collapsed
	atStart                     bool    // all margins so far show outside the parent
	seen                        bool    // a block with a height was placed
	collapseTop, collapseBottom bool
	quirky                      bool
}

// gap is the distance that the margins collected so far make.
func (f *flow) gap() float32 {
	if f.atStart {
		return 0
	}
	if f.quirky && !f.seen {
		return f.strut.plain()
	}
	return f.strut.sum()
}

func (f *flow) float(c *box) {
	y := f.y + f.gap()
	f.l.placeFloat(c, f.in, y, f.e)
}

// placeFloat lays out a float and places it at y of the content box or below.
func (l *layouter) placeFloat(c *box, in space, y float32, e *edges) {
	ce := l.edgesOf(c, in.cbW)
	l.place(c, space{cbW: in.cbW, cbH: in.cbH})
	w, h := c.w+ce.marginWidth(), c.h+ce.margin[top]+ce.margin[bottom]
	from := in.oy + y
	if c.st.clear != floatNone {
		from = max(from, in.floats.bottom(c.st.clear))
	}
	x, at := in.floats.add(c.st.float, from, w, h, in.ox, in.ox+in.cbW)
	c.x = x - in.ox + ce.margin[left] + e.inner(left)
	c.y = at - in.oy + ce.margin[top] + e.inner(top)
}

// block places one block-level child.
func (f *flow) block(c *box) {
	l, in := f.l, f.in
	m := l.marginsOf(c, in.cbW)
	if m.empty && c.st.clear == floatNone {
		f.strut.merge(m.top)
		f.put(c, f.y+f.gap())
		return
	}
	f.strut.merge(m.top)
	y := f.y + f.gap()
	if c.st.clear != floatNone {
		if clear := in.floats.bottom(c.st.clear) - in.oy; clear > y {
			y = clear
			f.atStart = false
			if m.empty {
				f.y, f.strut = y, strut{}
			}
		}
	}
	if m.empty {
		f.put(c, y)
		return
	}
	f.put(c, y)
	f.y = c.y + c.h - f.e.inner(top)
	f.strut = m.bottom
	f.atStart, f.seen = false, true
}

// put lays out a child whose border box's top is y below the content box's top.
func (f *flow) put(c *box, y float32) {
	l, in := f.l, f.in
	ce := l.edgesOf(c, in.cbW)
	if c.kind != boxBlock && c.newContext() || c.st.overflow || c.kind == boxFlex {
		f.putBeside(c, y, &ce)
		return
	}
	w := l.usedWidth(c, &ce, in)
	x := f.offset(c, &ce, w, 0, in.cbW)
	l.place(c, space{cbW: in.cbW, cbH: in.cbH, floats: in.floats, ox: in.ox + x, oy: in.oy + y})
	c.x, c.y = f.e.inner(left)+x, f.e.inner(top)+y
}

// putBeside places a box that may not overlap floats: beside them where there is room, else below.
func (f *flow) putBeside(c *box, y float32, ce *edges) {
	l, in := f.l, f.in
	lo, hi := in.floats.band(in.oy+y, 1, in.ox, in.ox+in.cbW)
	cbW := in.cbW
	if (lo > in.ox || hi < in.ox+in.cbW) && c.st.width.IsAuto() && c.kind != boxImage {
		least, _ := l.intrinsic(c)
		if least+ce.marginWidth() <= hi-lo {
			cbW = hi - lo // an automatic width fills what the floats leave
		}
	}
	l.place(c, space{cbW: cbW, cbH: in.cbH})
	at, lo, hi := in.floats.fit(in.oy+y, c.w+max(0, ce.margin[left])+max(0, ce.margin[right]), c.h, in.ox, in.ox+in.cbW)
	y = at - in.oy
	x := f.offset(c, ce, c.w, lo-in.ox, hi-in.ox)
	c.x, c.y = f.e.inner(left)+x, f.e.inner(top)+y
}

// offset is the left edge of a block's border box between lo and hi of the content box: margins, automatic ones, and
// the alignment that center and align ask for (CSS 2.1, 10.3.3).
func (f *flow) offset(c *box, ce *edges, w, lo, hi float32) float32 {
	room := hi - lo - w
	ml, mr := ce.margin[left], ce.margin[right]
	al, ar := ce.autoMargin[left], ce.autoMargin[right]
	switch {
	case al && ar:
		return lo + max(0, room/2)
	case al:
		return lo + max(0, room-mr)
	case ar:
		return lo + ml
	}
	free := room - ml - mr
	st := f.b.st
	if c.around != nil {
		st = c.around
	}
	if free > 0 {
		switch st.textAlign {
		case alignBlockCenter:
			return lo + ml + free/2
		case alignBlockRight:
			return lo + ml + free
		case alignBlockLeft:
			return lo + ml
		default:
		}
	}
	if st.rtl {
		return lo + ml + free
	}
	return lo + ml
}

// end gives the height of the content.
func (f *flow) end() float32 {
	if f.collapseBottom && !f.definite() {
		return f.y
	}
	if f.atStart {
		return 0
	}
	if f.quirky {
		return max(0, f.y+f.strut.plain())
	}
	return max(0, f.y+f.strut.sum())
}

func (f *flow) definite() bool { return f.in.cbH >= 0 && !f.b.st.height.IsAuto() }
