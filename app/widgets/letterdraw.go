package widgets

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"satchel/typeset"
	"satchel/words"
)

// tileObject is one tile on the screen, used anew for another when the letter scrolls.
type tileObject struct {
	raster *canvas.Raster
	at     tilePlace
	tile   *tile // nil: not in use
}

func newTileObject() *tileObject {
	o := &tileObject{}
	o.raster = canvas.NewRaster(func(w, h int) image.Image {
		if o.tile == nil {
			return image.NewRGBA(image.Rect(0, 0, 1, 1))
		}
		return o.tile.image
	})
	o.raster.ScaleMode = canvas.ImageScalePixels // a tile has the very pixels of the screen
	o.raster.Hide()
	return o
}

// letterRenderer draws a LetterView. Everything of the letter lies below the header, the bars and the status line, and is
// clipped to the view, as the toolkit does with all that scrolls.
type letterRenderer struct {
	view    *LetterView
	spark   *canvas.Rectangle // draws nothing: refreshing it has the window drawn
	ground  *canvas.Rectangle // the letter's background, below the header only
	tiles   []*tileObject
	page    *fyne.Container // the tiles
	moving  *fyne.Container // animated pictures, over their tiles
	marks   []*canvas.Rectangle
	marked  *fyne.Container
	fold    *Button
	head    *fyne.Container // holds the header, hidden once scrolled out of sight
	empty   *paragraph
	below   *paragraph // the note
	look    *measurer
	status  *canvas.Rectangle
	target  *canvas.Text
	small   *measurer
	ring    *canvas.Rectangle // around everything, for who came by keyboard
	bar     *scrollBar
	across  *scrollBar
	objects []fyne.CanvasObject
}

// CreateRenderer implements fyne.Widget.
func (v *LetterView) CreateRenderer() fyne.WidgetRenderer {
	clear := func() *canvas.Rectangle { return canvas.NewRectangle(color.Transparent) }
	r := &letterRenderer{
		view: v, spark: clear(), ground: clear(), page: container.NewWithoutLayout(), moving: container.NewWithoutLayout(), marked: container.NewWithoutLayout(),
		head: container.NewWithoutLayout(), empty: newParagraph(), below: newParagraph(), status: clear(), target: canvas.NewText("", color.Transparent), ring: clear(),
	}
	r.fold = NewButton(words.T("… quoted text"), nil, func() { v.SetFolded(false) })
	r.fold.Outlined = true
	moved := func() {
		v.glide.stop()
		v.redraw()
	}
	r.bar, r.across = newScrollBar(&v.view, moved), newScrollBar(&v.side, moved)
	r.across.sideways = true
	r.setHeader(v.header)
	r.objects = []fyne.CanvasObject{r.spark, r.ground, r.page, r.moving, r.marked, r.fold, r.empty.box, r.below.box, r.head, r.status, r.target, r.ring, r.bar, r.across}
	v.drawn = r
	return r
}

func (r *letterRenderer) setHeader(header fyne.CanvasObject) {
	r.head.Objects = nil
	if header != nil {
		r.head.Objects = []fyne.CanvasObject{header}
	}
	r.head.Refresh()
}

func (r *letterRenderer) MinSize() fyne.Size           { return fyne.NewSize(200, 100) }
func (r *letterRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *letterRenderer) Destroy() {
	r.view.stopCrawl()
	r.view.glide.stop()
	r.view.films.stop()
}

// Layout orders a new layout of the letter only if the width has changed.
func (r *letterRenderer) Layout(size fyne.Size) {
	v := r.view
	place(r.bar, size.Width-barZone, 0, barZone, size.Height)
	place(r.across, 0, size.Height-barZone, size.Width-barZone, barZone)
	at := v.topPlace()
	v.view.page, v.side.page = float64(size.Height), float64(size.Width)
	v.measureHeader()
	if v.sheet != nil && !at.inHead {
		v.view.to(at.in(v.sheet, v.headerH))
	}
	v.lay()
	r.place()
}

// Refresh follows a change of the theme.
func (r *letterRenderer) Refresh() {
	v := r.view
	v.measureHeader()
	v.lay()
	r.head.Refresh()
	r.fold.Refresh()
	r.place()
}

// place draws what is in view, and orders what is missing.
func (r *letterRenderer) place() {
	v := r.view
	size := v.Size()
	top := r.toDevice(v.view.offset)
	r.head.Hidden = v.header == nil || v.view.offset >= v.headerH
	r.head.Resize(fyne.NewSize(size.Width, float32(v.headerH)))
	r.head.Move(fyne.NewPos(0, -top))
	y := float32(v.headerH) - top
	r.ground.Hidden = v.sheet == nil
	if v.sheet != nil {
		r.ground.FillColor = v.sheet.ground
	}
	place(r.ground, 0, max(0, y), size.Width, size.Height-max(0, y))
	r.placeTiles(y)
	r.placeFilms(y)
	r.placeMarks(y)
	r.placeFold(y)
	r.placeEmpty(size, y)
	r.placeNote(y)
	r.placeStatus(size)
	r.ring.Resize(size)
	r.ring.StrokeWidth, r.ring.StrokeColor = focusStroke, themeColor(ColorNameAccent)
	r.ring.Hidden = !v.focused || v.pressed || v.Alone || v.chosen >= 0
	r.bar.Refresh()
	r.across.Hidden = v.side.max() == 0
	if !r.across.Hidden {
		r.across.Refresh()
	}
	canvas.Refresh(r.spark)
	v.orderTiles()
}

// toDevice rounds a distance to whole device pixels, as tiles between two of them would be blurred.
func (r *letterRenderer) toDevice(v float64) float32 {
	device := 1.0
	if s := r.view.sheet; s != nil {
		device = float64(s.device)
	}
	return float32(math.Round(v*device) / device)
}

// placeTiles shows the tiles in view; the page begins at y.
func (r *letterRenderer) placeTiles(y float32) {
	v := r.view
	want := map[tilePlace]*tile{}
	for _, at := range v.around(0, 0) {
		if t := v.tiles[at]; t != nil {
			want[at] = t
		}
	}
	var free []*tileObject
	for _, o := range r.tiles {
		if t := want[o.at]; o.tile != nil && t == o.tile {
			r.placeTile(o, y)
			delete(want, o.at)
		} else {
			free = append(free, o)
		}
	}
	for at, t := range want {
		var o *tileObject
		if n := len(free); n > 0 {
			o, free = free[n-1], free[:n-1]
		} else {
			o = newTileObject()
			r.tiles = append(r.tiles, o)
			r.page.Objects = append(r.page.Objects, o.raster)
		}
		o.at, o.tile = at, t
		r.placeTile(o, y)
		o.raster.Show()
		canvas.Refresh(o.raster)
	}
	for _, o := range free {
		if o.tile != nil {
			o.tile = nil
			o.raster.Hide()
		}
	}
}

func (r *letterRenderer) placeTile(o *tileObject, y float32) {
	s := r.view.sheet
	left := r.toDevice(r.view.side.offset)
	size := o.tile.image.Bounds()
	place(o.raster, float32(o.at.column*letterTileWidth)/s.device-left, y+float32(o.at.row*letterTileHeight)/s.device, float32(size.Dx())/s.device, float32(size.Dy())/s.device)
}

// Marks are laid over the letter, whatever its colours are: it can be read through them.
const pickedAlpha = 0x50

var (
	hitMark   = color.NRGBA{R: 0xFF, G: 0xD5, B: 0x00, A: 0x68}
	atHitMark = color.NRGBA{R: 0xFF, G: 0x96, B: 0x00, A: 0x90}
)

// placeMarks marks what is selected, what was found and the link with the focus.
func (r *letterRenderer) placeMarks(y float32) {
	v := r.view
	used := 0
	s := v.sheet
	if s == nil {
		r.hideMarks(0)
		return
	}
	from := float32((v.view.offset - v.headerH) / float64(s.scale))
	to := from + float32(v.view.page)/s.scale
	left := r.toDevice(v.side.offset)
	mark := func(b typeset.Box, fill, stroke color.Color) {
		if b.Bottom() < from || b.Y > to || b.W <= 0 {
			return
		}
		if used == len(r.marks) {
			m := canvas.NewRectangle(color.Transparent)
			r.marks = append(r.marks, m)
			r.marked.Objects = append(r.marked.Objects, m)
		}
		m := r.marks[used]
		used++
		m.FillColor, m.StrokeColor, m.StrokeWidth, m.CornerRadius = fill, stroke, 0, 2
		if stroke != nil {
			m.StrokeWidth = 2
		}
		place(m, b.X*s.scale-left, y+b.Y*s.scale, b.W*s.scale, b.H*s.scale)
		m.Show()
	}
	for _, a := range v.found.areas {
		fill := hitMark
		if a.hit == v.found.at {
			fill = atHitMark
		}
		mark(a.box, fill, nil)
	}
	if v.picked.end > v.picked.start {
		fill := veil(themeColor(ColorNameAccent), pickedAlpha)
		for _, b := range v.pickedAreas() {
			mark(b, fill, nil)
		}
	}
	if v.chosen >= 0 && v.chosen < len(s.Links) {
		for _, b := range s.Links[v.chosen].Areas {
			mark(typeset.Box{X: b.X - 2, Y: b.Y - 1, W: b.W + 4, H: b.H + 2}, color.Transparent, themeColor(ColorNameAccent))
		}
	}
	r.hideMarks(used)
}

// hideMarks hides all marks from a number on.
func (r *letterRenderer) hideMarks(from int) {
	for _, m := range r.marks[from:] {
		m.Hide()
	}
}

// veil is a colour through which the letter can be read.
func veil(c color.Color, alpha uint8) color.Color {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A = alpha
	return n
}

// placeFold shows the line that stands for the quoted letter.
func (r *letterRenderer) placeFold(y float32) {
	v := r.view
	if !v.Folded() {
		r.fold.Hide()
		return
	}
	_, h := v.sheet.size()
	size := r.fold.MinSize()
	place(r.fold, TextMargin, round(y+float32(h)-16*unit()), size.Width, size.Height)
	r.fold.Show()
}

// placeEmpty shows what is said in place of a text: below a header where there is one,
// else in the middle.
func (r *letterRenderer) placeEmpty(size fyne.Size, y float32) {
	v := r.view
	empty := ""
	if v.sheet == nil || v.sheet.text.Len() == 0 && len(v.sheet.Images) == 0 {
		empty = v.Empty
	}
	width := max(80, min(size.Width-2*TextMargin, 640*unit()))
	r.look = newMeasurerOnce(r.look, round(14*unit()), fyne.TextStyle{})
	r.empty.centred = v.header == nil
	r.empty.set(empty, r.look, ColorNameMuted, width)
	at := fyne.NewPos(TextMargin, y+textTop)
	if v.header == nil {
		at = fyne.NewPos(round((size.Width-width)/2), round(max(textTop, size.Height*0.4-r.empty.height)))
	}
	r.empty.box.Move(at)
}

// setNote wraps the note for the view's width and gives its height.
func (r *letterRenderer) setNote(note string) float32 {
	r.look = newMeasurerOnce(r.look, round(14*unit()), fyne.TextStyle{})
	r.below.set(note, r.look, ColorNameMuted, max(80, r.view.Size().Width-2*TextMargin))
	return r.below.height
}

// placeNote shows the note at the end of the letter, on the program's own ground.
func (r *letterRenderer) placeNote(y float32) {
	v := r.view
	note := v.note()
	r.below.box.Hidden = note == ""
	if note == "" {
		return
	}
	r.setNote(note)
	r.below.box.Move(fyne.NewPos(TextMargin, y+float32(v.view.content-v.headerH)-r.below.height-textTop))
}

// placeStatus shows where a link leads, at the foot of the view.
func (r *letterRenderer) placeStatus(size fyne.Size) {
	target := r.view.Hovered()
	r.status.Hidden, r.target.Hidden = target == "", target == ""
	if target == "" {
		return
	}
	r.small = newMeasurerOnce(r.small, round(12*unit()), fyne.TextStyle{})
	text := shownTarget(r.small, printable(target), size.Width-32)
	setText(r.target, text, r.small, ColorNameTipText)
	least := r.target.MinSize()
	r.status.FillColor, r.status.CornerRadius = themeColor(ColorNameTipGround), 4
	place(r.status, 4, size.Height-least.Height-10, least.Width+16, least.Height+6)
	place(r.target, 12, size.Height-least.Height-7, least.Width, least.Height)
}
