package htmlview

import "satchel/htmlview/css"

// natural gives a picture's own size; ok is false where nothing is known of it.
func (l *layouter) natural(b *box) (w, h float32, ok bool) {
	p, ok := l.picture(b.node, b.node.attr("src"))
	if !ok {
		return 0, 0, false
	}
	if p.Width <= 0 || p.Height <= 0 {
		p.Width, p.Height = likelySize(b)
	}
	return p.Width, p.Height, true
}

// likelySize guesses a picture's own size by what the letter asks for, its attributes before its style: most are
// banners.
func likelySize(b *box) (w, h float32) {
	side := func(attr string, style css.Length) float32 {
		if l, ok := dimension(b.node.attr(attr)); ok && l.Unit == css.Fixed && l.Px > 0 {
			return l.Px
		}
		if style.Unit == css.Fixed {
			return style.Px
		}
		return 0
	}
	w, h = side("width", b.st.width), side("height", b.st.height)
	if w == 0 && h == 0 && b.st.maxWidth.Unit == css.Fixed {
		w = b.st.maxWidth.Px
	}
	switch {
	case w > 0 && h == 0:
		h = w * 0.4
	case h > 0 && w == 0:
		w = h * 2
	case w == 0:
		w, h = 200, 60
	}
	return max(1, w), max(1, h)
}

// altText is what stands in the place of a picture that is not shown.
func (b *box) altText() string { return b.node.attr("alt") }

// imageSize gives the content box of a picture (CSS 2.1, 10.3.2, 10.6.2 and 10.4).
func (l *layouter) imageSize(b *box, e *edges, in space, percent bool) (w, h float32) {
	st := b.st
	nw, nh, known := l.natural(b)
	if !known {
		nw, nh, known = b.askedSize() // its place is kept
	}
	if !known {
		nw, nh = l.unknownSize(b)
	}
	ratio := float32(0)
	if nw > 0 && nh > 0 && known {
		ratio = nw / nh
	}
	inner := func(v float32, horizontal bool) float32 {
		if !st.borderBox {
			return max(0, v)
		}
		if horizontal {
			return max(0, v-e.horizontal())
		}
		return max(0, v-e.vertical())
	}
	hasW := st.width.Unit == css.Fixed || st.width.Unit == css.Relative && percent
	if hasW {
		w = inner(st.width.Of(in.cbW), true)
	}
	hasH := st.height.Unit == css.Fixed || st.height.Unit == css.Relative && in.cbH >= 0 && percent
	if hasH {
		h = inner(st.height.Of(max(0, in.cbH)), false)
	}
	switch {
	case hasW && !hasH:
		h = nh
		if ratio > 0 {
			h = w / ratio
		}
	case hasH && !hasW:
		w = nw
		if ratio > 0 {
			w = h * ratio
		}
	case !hasW:
		w, h = nw, nh
	}
	maxW, maxH := float32(1e9), float32(1e9)
	if st.maxWidth.Unit == css.Fixed || st.maxWidth.Unit == css.Relative && percent {
		maxW = inner(st.maxWidth.Of(in.cbW), true)
	}
	if st.maxHeight.Unit == css.Fixed || st.maxHeight.Unit == css.Relative && in.cbH >= 0 && percent {
		maxH = inner(st.maxHeight.Of(max(0, in.cbH)), false)
	}
	var minW, minH float32
	if st.minWidth.Unit == css.Fixed || st.minWidth.Unit == css.Relative && percent {
		minW = inner(st.minWidth.Of(in.cbW), true)
	}
	if st.minHeight.Unit == css.Fixed {
		minH = inner(st.minHeight.Px, false)
	}
	return constrain(w, h, ratio, hasW, hasH, minW, maxW, minH, maxH)
}

// constrain applies least and greatest sizes; a side that is automatic follows the other one.
func constrain(w, h, ratio float32, hasW, hasH bool, minW, maxW, minH, maxH float32) (float32, float32) {
	maxW, maxH = max(minW, maxW), max(minH, maxH)
	cw, ch := min(max(w, minW), maxW), min(max(h, minH), maxH)
	if ratio > 0 {
		switch {
		case !hasW && !hasH && cw != w && ch != h && w > 0 && h > 0: // both: the stronger one rules
			if cw/w <= ch/h && cw < w {
				ch = min(max(cw/ratio, minH), maxH)
			} else {
				cw = min(max(ch*ratio, minW), maxW)
			}
		case !hasH && cw != w:
			ch = min(max(cw/ratio, minH), maxH)
		case !hasW && ch != h:
			cw = min(max(ch*ratio, minW), maxW)
		}
	}
	return cw, ch
}

// askedSize is the size that a picture's attributes give, where they give both sides.
func (b *box) askedSize() (w, h float32, ok bool) {
	width, okW := dimension(b.node.attr("width"))
	height, okH := dimension(b.node.attr("height"))
	if !okW || !okH || width.Unit != css.Fixed || height.Unit != css.Fixed || width.Px <= 0 || height.Px <= 0 {
		return 0, 0, false
	}
	return width.Px, height.Px, true
}

// unknownSize is the place of a picture that is not known: its alternative text, or a small icon.
func (l *layouter) unknownSize(b *box) (w, h float32) {
	alt := b.altText()
	if alt == "" {
		if b.node.has("alt") || b.node.attr("src") == "" {
			return 0, 0
		}
		return 16, 16
	}
	for _, a := range l.altParagraph(b).Advance {
		w += a
	}
	m := l.fonts.Metrics(b.st.font())
	return min(w+16, 1000), max(16, m.LineHeight())
}

// image lays out a picture.
func (l *layouter) image(b *box, in space) {
	e := l.edgesOf(b, in.cbW)
	if in.forced {
		in.cbW = max(0, in.forcedW)
	}
	w, h := l.imageSize(b, &e, in, true)
	if in.forced {
		if w > 0 && b.st.height.IsAuto() {
			h = h * max(0, in.forcedW-e.horizontal()) / w
		}
		w = max(0, in.forcedW-e.horizontal())
	}
	b.w, b.h = w+e.horizontal(), h+e.vertical()
}

// imageIntrinsic: a picture whose width is a share of what is around can be as narrow as one likes.
func (l *layouter) imageIntrinsic(b *box, e *edges) (least, most float32) {
	w, _ := l.imageSize(b, e, space{cbH: -1}, false)
	most = w + e.horizontal()
	least = most
	if b.st.width.Unit == css.Relative || b.st.maxWidth.Unit == css.Relative {
		least = e.horizontal()
		if b.st.minWidth.Unit == css.Fixed {
			least += b.st.minWidth.Px
		}
	}
	return least, most
}
