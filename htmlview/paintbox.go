package htmlview

import (
	"slices"

	"satchel/htmlview/css"
	"satchel/typeset"
)

// box paints a box whose base stands at (x, y): background, border, what is inside.
func (w *painter) box(b *box, x, y float32) {
	if !b.laid && b.kind != boxRow && b.kind != boxRowGroup {
		return
	}
	dx, dy := w.l.relative(b)
	x, y = x+b.x+dx, y+b.y+dy
	st := b.st
	area := typeset.Box{X: x, Y: y, W: b.w, H: b.h}
	if b.kind == boxTable {
		area.Y, area.H = y+b.table.gridY, b.table.gridH
	}
	radii := w.radii(st, area)
	faded := st.opacity < 1
	if faded {
		defer w.fade(st.opacity)()
	}
	w.grow(area)
	if !st.hidden && b.kind != boxColumn && !st.clipped {
		w.decorate(b, area, radii)
	}
	clips := (st.overflow || st.clipped) && b.kind != boxImage && b.node != w.l.letter.body && b.node != w.l.letter.root && b.kind != boxRow && b.kind != boxRowGroup
	if clips {
		defer w.clipTo(b, area, radii)()
	}
	switch b.kind {
	case boxImage:
		w.image(b, area, radii)
		return
	default:
	}
	w.marker(b, x, y)
	if b.inline {
		w.lines(b, x, y)
		return
	}
	w.children(b, x, y)
}

// children paints a box's children: in the flow first, then floats, then what is positioned, by z-index.
func (w *painter) children(b *box, x, y float32) {
	var floats, positioned []*box
	list := b.children
	if b.kind == boxTable {
		w.tableChildren(b, x, y)
		return
	}
	for _, c := range list {
		switch {
		case c.kind == boxColumn:
		case c.st.position == positionAbsolute || c.st.position == positionRelative && c.st.zIndex != 0:
			positioned = append(positioned, c)
		case c.st.float != floatNone:
			floats = append(floats, c)
		default:
			w.box(c, x, y)
		}
	}
	for _, c := range floats {
		w.box(c, x, y)
	}
	slices.SortStableFunc(positioned, func(a, b *box) int { return a.st.zIndex - b.st.zIndex })
	for _, c := range positioned {
		w.box(c, x, y)
	}
}

// tableChildren paints row groups, rows and cells in the order of the source, which is the order of the words.
func (w *painter) tableChildren(b *box, x, y float32) {
	for _, c := range b.children {
		if c.kind != boxColumn {
			w.box(c, x, y)
		}
	}
}

// fade opens a group with an opacity; what it returns closes it.
func (w *painter) fade(opacity float32) func() {
	before := w.opacity
	w.opacity *= opacity
	w.add(&typeset.Push{Box: w.clip, Opacity: opacity})
	return func() {
		w.add(&typeset.Pop{})
		w.opacity = before
	}
}

// clipTo opens a group cut to the padding box.
func (w *painter) clipTo(b *box, area typeset.Box, radii typeset.Radii) func() {
	before := w.clip
	e := w.l.edgesOf(b, b.w)
	inner := typeset.Box{X: area.X + e.border[left], Y: area.Y + e.border[top], W: max(0, area.W-e.border[left]-e.border[right]), H: max(0, area.H-e.border[top]-e.border[bottom])}
	if b.st.clipped {
		inner = typeset.Box{}
	}
	w.clip = w.clip.Intersect(inner)
	w.add(&typeset.Push{Box: inner, Radii: radii, Opacity: 1})
	return func() {
		w.add(&typeset.Pop{})
		w.clip = before
	}
}

func (w *painter) radii(st *style, area typeset.Box) typeset.Radii {
	var r typeset.Radii
	for i := range r {
		r[i] = st.radius[i].Of(min(area.W, area.H))
	}
	return r
}

// decorate paints background and border.
func (w *painter) decorate(b *box, area typeset.Box, radii typeset.Radii) {
	st := b.st
	widths := [4]float32{}
	borders := st.border
	if b.kind == boxTable && st.collapse {
		borders = [4]border{}
	}
	if b.cell != nil {
		borders = b.cell.borders
	}
	for i := range widths {
		widths[i] = borders[i].used()
	}
	if b.kind == boxRow || b.kind == boxRowGroup {
		widths = [4]float32{}
	}
	if b != w.canvasFrom {
		if c := st.background.color; c.A > 0 {
			w.add(&typeset.Fill{Box: area, Radii: radii, Color: c})
		}
		if paintsBackground(st) {
			w.backgroundPicture(b.node, st, area, radii)
		}
	}
	if widths != [4]float32{} {
		frame := &typeset.Border{Box: area, Radii: radii, Widths: widths}
		if b.cell != nil { // collapsed borders stand on the grid's lines
			frame.X, frame.Y = area.X-widths[left]/2, area.Y-widths[top]/2
			frame.W, frame.H = area.W+(widths[left]+widths[right])/2, area.H+(widths[top]+widths[bottom])/2
		}
		for i := range widths {
			frame.Colors[i] = shade(borders[i], i)
			switch borders[i].style {
			case borderDashed:
				frame.Styles[i] = typeset.Dashed
			case borderDotted:
				frame.Styles[i] = typeset.Dotted
			case borderDouble:
				frame.Styles[i] = typeset.Double
			default:
			}
		}
		w.add(frame)
	}
	if b.node != w.l.letter.body && (st.background.color.A > 12 || widths != [4]float32{}) && area.W*area.H >= 16 {
		w.page.Boxes = append(w.page.Boxes, PaintedBox{Box: area, Background: st.background.color, Borders: widths})
	}
}

// backgroundPicture paints a gradient or a picture behind a box.
func (w *painter) backgroundPicture(from *node, st *style, area typeset.Box, radii typeset.Radii) {
	bg := &st.background
	if bg.gradient != nil {
		w.add(&typeset.Fill{Box: area, Radii: radii, Gradient: bg.gradient})
		return
	}
	if bg.url == "" {
		return
	}
	p, ok := w.l.picture(from, bg.url)
	if !ok || p.Width <= 0 || p.Height <= 0 || p.Image == nil {
		return
	}
	tw, th := backgroundSize(bg, area, p.Width, p.Height)
	if tw <= 0 || th <= 0 {
		return
	}
	at := func(l css.Length, room float32) float32 { return l.Of(room) }
	tile := typeset.Box{X: area.X + at(bg.pos[0], area.W-tw), Y: area.Y + at(bg.pos[1], area.H-th), W: tw, H: th}
	w.add(&typeset.Picture{Box: area, Radii: radii, Image: p.Image, Tile: tile, RepeatX: !bg.noX, RepeatY: !bg.noY})
}

func backgroundSize(bg *background, area typeset.Box, nw, nh float32) (float32, float32) {
	ratio := nw / nh
	switch {
	case bg.cover:
		f := max(area.W/nw, area.H/nh)
		return nw * f, nh * f
	case bg.contain:
		f := min(area.W/nw, area.H/nh)
		return nw * f, nh * f
	}
	sw, sh := bg.size[0], bg.size[1]
	hasW, hasH := sw.Unit == css.Fixed || sw.Unit == css.Relative, sh.Unit == css.Fixed || sh.Unit == css.Relative
	w, h := sw.Of(area.W), sh.Of(area.H)
	switch {
	case hasW && hasH:
		return w, h
	case hasW:
		return w, w / ratio
	case hasH:
		return h * ratio, h
	}
	return nw, nh
}
