package htmlview

import (
	"image/color"

	"satchel/typeset"
)

// lines paints an inline context: backgrounds of inline boxes, texts, boxes that stand in lines, then floats.
func (w *painter) lines(b *box, x, y float32) {
	for i := range b.frags {
		f := &b.frags[i]
		switch f.kind {
		case fragInline:
			w.inlineBox(f, x, y)
		case fragText:
			w.text(b, f, x, y)
		case fragAtomic:
			w.box(f.box, x, y)
		}
	}
	w.endWord()
	for i := range b.ifc.items {
		it := &b.ifc.items[i]
		switch it.kind {
		case itemFloat:
			w.box(it.box, x, y)
		case itemAbsolute:
			w.box(it.box, x, y)
		default:
		}
	}
}

// inlineBox paints what an inline box shows on one line.
func (w *painter) inlineBox(f *frag, x, y float32) {
	st := f.st
	if st.hidden {
		return
	}
	area := typeset.Box{X: x + f.x, Y: y + f.y, W: f.w, H: f.h}
	radii := w.radii(st, area)
	if c := st.background.color; c.A > 0 {
		w.add(&typeset.Fill{Box: area, Radii: radii, Color: c})
	}
	w.backgroundPicture(f.box.node, st, area, radii)
	frame := &typeset.Border{Box: area, Radii: radii}
	any := false
	for i := range frame.Widths {
		if i == left && !f.first || i == right && !f.last {
			continue
		}
		frame.Widths[i] = st.border[i].used()
		frame.Colors[i] = shade(st.border[i], i)
		any = any || frame.Widths[i] > 0
	}
	if any {
		w.add(frame)
	}
}

// text paints one piece of text and collects its words.
func (w *painter) text(b *box, f *frag, x, y float32) {
	if f.run < 0 {
		return
	}
	st := f.st
	area := typeset.Box{X: x + f.x, Y: y + f.y, W: f.w, H: f.h}
	w.grow(area)
	if st.hidden {
		w.endWord()
		return
	}
	para := b.ifc.para
	if f.hyphen > 0 {
		area = w.hyphen(f, para, area, y+f.baseline)
	}
	if st.color.A > 0 {
		ink := st.color
		if st.revealed && !blankRunes(para.Text[f.start:f.end]) {
			w.add(&typeset.Fill{Box: area, Color: revealGround})
			ink = revealInk
			w.page.Revealed++
		}
		w.decoration(st, area, y+f.baseline, true)
		w.add(&typeset.Text{Box: area, Baseline: y + f.baseline, Para: para, Run: f.run, Start: f.start, End: f.end, Color: ink, Slant: w.l.fonts.Slanted(para, f.run), Order: readingOrder(f)})
		w.decoration(st, area, y+f.baseline, false)
	}
	switch {
	case f.node == nil:
	case w.l.words:
		w.words(b, f, area)
	case w.shown(area):
		w.growLink(w.link(f.node), area)
	}
}

// hyphen paints the one at the end of a line, which is not the letter's text, and gives the area that is left.
func (w *painter) hyphen(f *frag, para *typeset.Paragraph, area typeset.Box, base float32) typeset.Box {
	mark, text := area, area
	mark.W = f.hyphen
	text.W -= f.hyphen
	if para.Runs[f.run].Level&1 == 1 {
		text.X += f.hyphen
	} else {
		mark.X = text.Right()
	}
	if p := w.l.plain("-", f.st); f.st.color.A > 0 && len(p.Runs) > 0 {
		w.add(&typeset.Text{Box: mark, Baseline: base, Para: p, End: 1, Color: f.st.color, Order: -1})
		w.decoration(f.st, mark, base, true)
		w.decoration(f.st, mark, base, false)
	}
	return text
}

// readingOrder sorts texts as the letter has them, wherever they stand on the page. Generated text is not the letter's.
func readingOrder(f *frag) int {
	if f.node == nil {
		return -1
	}
	return f.node.seq<<32 | f.start
}

// decoration draws the lines at a text: those below it before the text, that through it after.
func (w *painter) decoration(st *style, area typeset.Box, base float32, before bool) {
	d := st.decor
	line := func(y float32) {
		thick := max(1, floor(st.size/16+.5))
		c := d.color
		if c.A == 0 {
			c = st.color
		}
		w.add(&typeset.Fill{Box: typeset.Box{X: area.X, Y: floor(y + .5), W: area.W, H: thick}, Color: c})
	}
	if before {
		if d.underline {
			line(base + max(1, st.size*0.1))
		}
		if d.overline {
			line(area.Y)
		}
	} else if d.strike {
		line(base - st.size*0.27)
	}
}

// marker paints a list item's number or bullet.
func (w *painter) marker(b *box, x, y float32) {
	m := b.marker
	if m == nil || b.st.hidden {
		return
	}
	st := b.st
	area := typeset.Box{X: x + m.x, Y: y + m.y, W: m.w, H: m.h}
	base := area.Y + m.ascent
	if m.content != "" {
		p := w.l.plain(m.content, st)
		for i := range p.Runs {
			r := &p.Runs[i]
			w.add(&typeset.Text{Box: area, Baseline: base, Para: p, Run: i, Start: r.Start, End: r.End, Color: st.color, Order: -1})
			area.X += p.Width(r)
		}
		return
	}
	side := m.w
	dot := typeset.Box{X: area.X, Y: base - st.size*.2 - side, W: side, H: side}
	round := typeset.Radii{side / 2, side / 2, side / 2, side / 2}
	switch st.listType {
	case listCircle:
		w.add(&typeset.Border{Box: dot, Radii: round, Widths: [4]float32{1, 1, 1, 1}, Colors: [4]color.NRGBA{st.color, st.color, st.color, st.color}})
	case listSquare:
		w.add(&typeset.Fill{Box: dot, Color: st.color})
	default:
		w.add(&typeset.Fill{Box: dot, Radii: round, Color: st.color})
	}
}

// image paints a picture, or its place with its alternative text.
func (w *painter) image(b *box, area typeset.Box, radii typeset.Radii) {
	if b.st.hidden || b.st.clipped {
		return
	}
	e := w.l.edgesOf(b, area.W)
	inner := typeset.Box{X: area.X + e.inner(left), Y: area.Y + e.inner(top), W: max(0, area.W-e.horizontal()), H: max(0, area.H-e.vertical())}
	p, known := w.l.picture(b.node, b.node.attr("src"))
	if d := b.node.drawing; d != nil {
		if img := w.l.drawing(d, inner); img != nil && inner.W > 0 && inner.H > 0 {
			w.add(&typeset.Picture{Box: inner, Radii: radii, Image: img})
		} else {
			w.alt(b, inner)
		}
		w.growLink(w.link(b.node), area)
		return
	}
	switch {
	case known && p.Image != nil:
		w.add(&typeset.Picture{Box: inner, Radii: radii, Image: p.Image})
	case known:
		w.add(&typeset.Picture{Box: inner, Radii: radii, Placeholder: color.NRGBA{0xCC, 0xCC, 0xCC, 0xFF}, HasPlaceholder: true})
	default:
		w.alt(b, inner)
	}
	if area.W >= 1 && area.H >= 1 && w.opacity >= 0.05 && w.shown(area) {
		link := w.link(b.node)
		w.growLink(link, area)
		w.page.Images = append(w.page.Images, Image{Src: b.node.attr("src"), Alt: b.node.attr("alt"), Box: area, Link: link, Known: known})
	}
}

// alt writes the alternative text of a picture that is not shown into its place.
func (w *painter) alt(b *box, inner typeset.Box) {
	if b.altText() == "" || inner.W < 8 || inner.H < 8 {
		return
	}
	frame := color.NRGBA{0xC0, 0xC0, 0xC0, 0xFF}
	w.add(&typeset.Border{Box: inner, Widths: [4]float32{1, 1, 1, 1}, Colors: [4]color.NRGBA{frame, frame, frame, frame}})
	p := w.l.altParagraph(b)
	m := w.l.fonts.Metrics(b.st.font())
	w.add(&typeset.Push{Box: inner, Opacity: 1})
	x := inner.X + 4
	for i := range p.Runs {
		r := &p.Runs[i]
		t := &typeset.Text{Box: typeset.Box{X: x, Y: inner.Y + 2, W: p.Width(r), H: m.Ascent + m.Descent}, Baseline: inner.Y + 2 + m.Ascent, Para: p, Run: i, Start: r.Start, End: r.End, Color: b.st.color, Order: -1}
		x += t.W
		w.add(t)
	}
	w.add(&typeset.Pop{})
}
