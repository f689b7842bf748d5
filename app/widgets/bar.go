package widgets

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Bar is a thin progress bar. A value below 0 means: under way, end unknown.
type Bar struct {
	widget.BaseWidget
	value float64
	phase float32 // of the moving piece while the end is unknown, 0 to 1
	anim  *fyne.Animation
}

// NewBar makes a bar at 0.
func NewBar() *Bar {
	b := &Bar{}
	b.ExtendBaseWidget(b)
	return b
}

// Set shows value from 0 to 1; below 0 the end is unknown and a piece wanders along
// until the next Set or Hide.
func (b *Bar) Set(value float64) {
	if value == b.value {
		return
	}
	b.value = value
	if value < 0 && b.Visible() {
		b.wander()
	} else {
		b.rest()
	}
	b.Refresh()
}

// Show implements fyne.CanvasObject.
func (b *Bar) Show() {
	if b.value < 0 {
		b.wander()
	}
	b.BaseWidget.Show()
}

// Hide implements fyne.CanvasObject. A hidden bar must not keep the window drawing.
func (b *Bar) Hide() {
	b.rest()
	b.BaseWidget.Hide()
}

func (b *Bar) wander() {
	if b.anim != nil {
		return
	}
	b.anim = fyne.NewAnimation(1600*time.Millisecond, func(done float32) {
		b.phase = done
		b.Refresh()
	})
	b.anim.RepeatCount = fyne.AnimationRepeatForever
	b.anim.Start()
}

func (b *Bar) rest() {
	if b.anim != nil {
		b.anim.Stop()
		b.anim = nil
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	r := &barRenderer{bar: b, track: canvas.NewRectangle(color.Transparent), done: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type barRenderer struct {
	bar         *Bar
	track, done *canvas.Rectangle
}

func (r *barRenderer) Destroy()                     { r.bar.rest() }
func (r *barRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.track, r.done} }
func (r *barRenderer) MinSize() fyne.Size           { return fyne.NewSize(40, 4) }

// span is where the filled part begins and ends, from 0 to 1.
func (b *Bar) span() (from, to float32) {
	if b.value >= 0 {
		return 0, float32(min(1, b.value))
	}
	const length = 0.3
	at := b.phase*(1+length) - length
	return max(0, at), min(1, at+length)
}

func (r *barRenderer) Layout(size fyne.Size) {
	h := min(4, size.Height)
	y := round((size.Height - h) / 2)
	from, to := r.bar.span()
	place(r.track, 0, y, size.Width, h)
	place(r.done, from*size.Width, y, (to-from)*size.Width, h)
}

func (r *barRenderer) Refresh() {
	r.track.FillColor, r.done.FillColor = themeColor(ColorNameHairline), themeColor(ColorNameAccent)
	r.track.CornerRadius, r.done.CornerRadius = 2, 2
	r.Layout(r.bar.Size())
	canvas.Refresh(r.track)
}

// Hairline is a one-pixel divider: as wide or as high as its container makes it.
type Hairline struct {
	widget.BaseWidget
}

// NewHairline makes a divider.
func NewHairline() *Hairline {
	h := &Hairline{}
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer implements fyne.Widget.
func (h *Hairline) CreateRenderer() fyne.WidgetRenderer {
	r := &hairlineRenderer{line: canvas.NewRectangle(themeColor(ColorNameHairline))}
	r.objects = []fyne.CanvasObject{r.line}
	return r
}

type hairlineRenderer struct {
	line    *canvas.Rectangle
	objects []fyne.CanvasObject
}

func (r *hairlineRenderer) Destroy()                     {}
func (r *hairlineRenderer) MinSize() fyne.Size           { return fyne.NewSize(1, 1) }
func (r *hairlineRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *hairlineRenderer) Layout(size fyne.Size)        { r.line.Resize(size) }

func (r *hairlineRenderer) Refresh() {
	r.line.FillColor = themeColor(ColorNameHairline)
	canvas.Refresh(r.line)
}
