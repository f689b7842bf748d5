package widgets

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"satchel/editor"
	"satchel/typeset"
)

// lineKey says what a painted line shows. A paragraph never changes, so what was painted of it stays right.
type lineKey struct {
	para   *editor.Paragraph
	line   int
	mark   string // of a list's item: it depends on those before
	serial int    // of the layout
	device float32
	ground color.NRGBA
}

// lineObject is one line on the screen, used anew for another when the text scrolls or changes.
type lineObject struct {
	raster *canvas.Raster
	key    lineKey
	image  *image.RGBA
	used   bool
}

func newLineObject() *lineObject {
	o := &lineObject{}
	o.raster = canvas.NewRaster(func(int, int) image.Image {
		if o.image == nil {
			return image.NewRGBA(image.Rect(0, 0, 1, 1))
		}
		return o.image
	})
	o.raster.ScaleMode = canvas.ImageScalePixels // it has the very pixels of the screen
	return o
}

// shownLine is one line in view.
type shownLine struct {
	para, line int
	y          float32 // in the view
	height     float32
}

type editorRenderer struct {
	editor  *Editor
	spark   *canvas.Rectangle // draws nothing: refreshing it has the window drawn
	ground  *canvas.Rectangle
	lines   []*lineObject
	page    *fyne.Container // the lines
	marks   []*canvas.Rectangle
	marked  *fyne.Container
	caret   *canvas.Rectangle
	hint    *canvas.Text
	look    *measurer
	bar     *scrollBar
	objects []fyne.CanvasObject
}

// CreateRenderer implements fyne.Widget.
func (e *Editor) CreateRenderer() fyne.WidgetRenderer {
	clear := func() *canvas.Rectangle { return canvas.NewRectangle(color.Transparent) }
	r := &editorRenderer{
		editor: e, spark: clear(), ground: clear(), page: container.NewWithoutLayout(), marked: container.NewWithoutLayout(),
		caret: clear(), hint: canvas.NewText("", color.Transparent),
	}
	r.bar = newScrollBar(&e.view, func() {
		e.glide.stop()
		e.redraw()
	})
	r.objects = []fyne.CanvasObject{r.spark, r.ground, r.page, r.marked, r.hint, r.caret, r.bar}
	e.drawn = r
	return r
}

func (r *editorRenderer) MinSize() fyne.Size           { return fyne.NewSize(200, 80) }
func (r *editorRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *editorRenderer) Destroy() {
	r.editor.stopCrawl()
	r.editor.glide.stop()
	r.editor.blink.stop()
}

// Layout lays the text out anew only if the width has changed.
func (r *editorRenderer) Layout(size fyne.Size) {
	e := r.editor
	e.view.page = float64(size.Height)
	place(r.bar, size.Width-barZone, 0, barZone, size.Height)
	e.relay()
	r.place()
}

// Refresh follows a change of the theme.
func (r *editorRenderer) Refresh() {
	r.editor.relay()
	r.place()
}

// place draws what is in view.
func (r *editorRenderer) place() {
	e := r.editor
	r.ground.FillColor = themeColor(theme.ColorNameBackground)
	r.ground.Resize(e.Size())
	shown := r.inView()
	r.placeLines(shown)
	r.placeMarks(shown)
	r.placeHint()
	r.placeCaret()
	r.bar.Refresh()
}

// inView lays out and gives the lines in view.
func (r *editorRenderer) inView() (shown []shownLine) {
	e := r.editor
	if e.layout == nil || e.view.page == 0 {
		return nil
	}
	para, top := e.layout.At(e.view.offset - e.topRoom())
	if grown := e.layout.Lay(para); grown != 0 && top < e.view.offset-e.topRoom() {
		e.view.content += float64(grown)
		e.view.to(e.view.offset + float64(grown)) // what is below it does not move
	}
	for y := top + e.topRoom() - e.view.offset; para < e.doc.Len() && y < e.view.page; para++ {
		e.layout.Lay(para)
		for n := e.layout.LineAt(para, float32(max(0, -y))); n < e.layout.Lines(para); n++ {
			line := e.layout.Line(para, n)
			at := y + float64(line.Y)
			if at >= e.view.page {
				break
			}
			shown = append(shown, shownLine{para, n, float32(at), line.H})
		}
		y += float64(e.layout.Line(para, e.layout.Lines(para)-1).Bottom())
	}
	before := e.view.offset
	e.measure()
	if e.view.offset != before { // the end came nearer than was guessed
		return r.inView()
	}
	return shown
}

// placeLines shows the lines in view, and paints those that are new.
func (r *editorRenderer) placeLines(shown []shownLine) {
	e := r.editor
	device := deviceScale(e)
	ground := color.NRGBAModel.Convert(r.ground.FillColor).(color.NRGBA)
	have := make(map[lineKey][]*lineObject, len(r.lines))
	for _, o := range r.lines {
		o.used = false
		have[o.key] = append(have[o.key], o)
	}
	keys := make([]lineKey, len(shown))
	taken := make([]*lineObject, len(shown))
	for i, at := range shown {
		keys[i] = lineKey{para: e.doc.Paragraph(at.para), line: at.line, serial: e.serial, device: device, ground: ground}
		if at.line == 0 {
			keys[i].mark = e.layout.Mark(at.para)
		}
		if list := have[keys[i]]; len(list) > 0 {
			taken[i], have[keys[i]] = list[0], list[1:]
			list[0].used = true
		}
	}
	next := 0
	for i, at := range shown {
		o := taken[i]
		if o == nil {
			o, next = r.free(next)
			o.used, o.key = true, keys[i]
			o.image = e.paint(at, device, ground)
			canvas.Refresh(o.raster)
		}
		y := float32(math.Round(float64(at.y*device))) / device
		place(o.raster, 0, y, float32(o.image.Rect.Dx())/device, float32(o.image.Rect.Dy())/device)
		o.raster.Show()
	}
	for _, o := range r.lines {
		if !o.used {
			o.raster.Hide()
		}
	}
	canvas.Refresh(r.spark)
}

// free gives a line object that is not in use, the first one from a number on.
func (r *editorRenderer) free(from int) (o *lineObject, next int) {
	for i := from; i < len(r.lines); i++ {
		if !r.lines[i].used {
			return r.lines[i], i + 1
		}
	}
	o = newLineObject()
	r.lines = append(r.lines, o)
	r.page.Objects = append(r.page.Objects, o.raster)
	return o, len(r.lines)
}

// paint paints a line over the width of the view.
func (e *Editor) paint(at shownLine, device float32, ground color.NRGBA) *image.RGBA {
	w := int(math.Ceil(float64((e.look.Width + 2*TextMargin) * device)))
	h := int(math.Ceil(float64(at.height * device)))
	left := int(math.Round(float64(TextMargin * device)))
	img := image.NewRGBA(image.Rect(-left, 0, w-left, h))
	draw.Draw(img, img.Rect, image.NewUniform(ground), image.Point{}, draw.Src)
	e.fonts.fonts.Paint(img, e.layout.List(at.para, at.line), device)
	img.Rect = image.Rect(0, 0, w, h)
	return img
}

// placeMarks marks what is selected.
func (r *editorRenderer) placeMarks(shown []shownLine) {
	e := r.editor
	used := 0
	if s := e.doc.Selection(); !s.Empty() {
		alpha := uint8(pickedAlpha)
		if !e.focused {
			alpha /= 2
		}
		fill := veil(themeColor(ColorNameAccent), alpha)
		for _, at := range shown {
			for _, b := range e.layout.Selected(s, at.para, at.line) {
				r.mark(used, typeset.Box{X: TextMargin + b.X, Y: at.y, W: b.W, H: at.height}, fill)
				used++
			}
		}
	}
	for _, m := range r.marks[used:] {
		m.Hide()
	}
}

func (r *editorRenderer) mark(n int, b typeset.Box, fill color.Color) {
	if n == len(r.marks) {
		m := canvas.NewRectangle(color.Transparent)
		r.marks = append(r.marks, m)
		r.marked.Objects = append(r.marked.Objects, m)
	}
	m := r.marks[n]
	m.FillColor = fill
	place(m, b.X, b.Y, b.W, b.H)
	m.Show()
}

// placeHint shows the hint while there is no text.
func (r *editorRenderer) placeHint() {
	e := r.editor
	text := ""
	if e.doc.Len() == 1 && e.doc.Paragraph(0).Len() == 0 {
		text = e.Hint
	}
	r.look = newMeasurerOnce(r.look, round(14*unit()), fyne.TextStyle{})
	setText(r.hint, text, r.look, ColorNameMuted)
	r.hint.Move(fyne.NewPos(TextMargin, float32(e.topRoom())))
}

// placeCaret shows the caret where there is a focus.
func (r *editorRenderer) placeCaret() {
	e := r.editor
	r.caret.Hidden = !e.focused || e.layout == nil || e.blink.off
	if !r.caret.Hidden {
		x, y, height := e.caret()
		r.caret.FillColor = themeColor(theme.ColorNameForeground)
		wide := max(1, round(editorCaret*unit()))
		room := round(height * 0.1)
		place(r.caret, round(x-wide/2), round(float32(y-e.view.offset)+room), wide, height-2*room)
	}
	canvas.Refresh(r.spark)
}

// deviceScale is the device pixels for each of Fyne's where an object stands.
func deviceScale(o fyne.CanvasObject) float32 {
	const far = 4096 // one pixel would be rounded
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil {
		if x, _ := c.PixelCoordinateForPosition(fyne.NewPos(far, 0)); x > 0 {
			return float32(x) / far
		}
	}
	return 1
}
