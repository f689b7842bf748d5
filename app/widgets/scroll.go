package widgets

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// wheelFactor makes one notch of a mouse wheel, 25 pixels in Fyne, three lines of
// text, as other programs have it.
const wheelFactor = 2.6

// scroller is how far something is scrolled. Positions are float64: with a million
// rows a float32 can no longer tell neighbouring pixels apart.
type scroller struct {
	offset  float64 // of the top edge of the page into the content
	page    float64 // height of what is visible
	content float64 // height of all
}

// max is the greatest offset.
func (s *scroller) max() float64 { return math.Max(0, s.content-s.page) }

// to scrolls to offset, kept within the content, and says whether that moved it.
func (s *scroller) to(offset float64) bool {
	offset = math.Min(math.Max(0, offset), s.max())
	moved := offset != s.offset
	s.offset = offset
	return moved
}

// reveal scrolls as little as needed to show top to bottom.
func (s *scroller) reveal(top, bottom float64) {
	switch {
	case top < s.offset || bottom-top > s.page:
		s.to(top)
	case bottom > s.offset+s.page:
		s.to(bottom - s.page)
	}
}

const (
	barZone    = 12 // width that takes the mouse
	barThin    = 5  // width of the thumb at rest
	barThick   = 8  // width under the pointer
	barInset   = 2  // distance to the edge
	thumbLeast = 28 // height of the thumb however long the content is
)

// scrollBar is the thin bar at the right edge of list, text and sidebar, or at the foot of a wide letter.
type scrollBar struct {
	widget.BaseWidget
	state    *scroller
	moved    func() // after the user scrolled with the bar
	sideways bool   // it lies at the foot

	hovered  bool
	dragFrom float64 // offset when the drag began
	dragged  float32 // pixels since
	dragging bool
}

// along is a distance in the bar's direction.
func (b *scrollBar) along(dx, dy float32) float32 {
	if b.sideways {
		return dx
	}
	return dy
}

// length is how long the bar is.
func (b *scrollBar) length() float64 { return float64(b.along(b.Size().Width, b.Size().Height)) }

func newScrollBar(state *scroller, moved func()) *scrollBar {
	b := &scrollBar{state: state, moved: moved}
	b.ExtendBaseWidget(b)
	return b
}

// thumb is the place of the thumb in a bar of this height.
func (s *scroller) thumb(height float64) (top, length float64) {
	if s.content <= s.page || height <= 0 {
		return 0, 0
	}
	length = math.Min(height, math.Max(thumbLeast, height*s.page/s.content))
	return (height - length) * s.offset / s.max(), length
}

func (b *scrollBar) CreateRenderer() fyne.WidgetRenderer {
	thumb := canvas.NewRectangle(themeColor(theme.ColorNameScrollBar))
	return &scrollBarRenderer{bar: b, thumb: thumb, objects: []fyne.CanvasObject{thumb}}
}

func (b *scrollBar) MinSize() fyne.Size {
	if b.sideways {
		return fyne.NewSize(0, barZone)
	}
	return fyne.NewSize(barZone, 0)
}

// Dragged moves the content as far as the pointer moved along the bar.
func (b *scrollBar) Dragged(ev *fyne.DragEvent) {
	if !b.dragging {
		b.dragging, b.dragFrom, b.dragged = true, b.state.offset, 0
	}
	b.dragged += b.along(ev.Dragged.DX, ev.Dragged.DY)
	_, length := b.state.thumb(b.length())
	if room := b.length() - length; room > 0 && length > 0 {
		b.scroll(b.dragFrom + float64(b.dragged)*b.state.max()/room)
	}
}

func (b *scrollBar) DragEnd() { b.dragging = false; b.Refresh() }

// Tapped scrolls a page towards the pointer.
func (b *scrollBar) Tapped(ev *fyne.PointEvent) {
	top, length := b.state.thumb(b.length())
	switch y := float64(b.along(ev.Position.X, ev.Position.Y)); {
	case y < top:
		b.scroll(b.state.offset - b.state.page)
	case y > top+length:
		b.scroll(b.state.offset + b.state.page)
	}
}

func (b *scrollBar) scroll(offset float64) {
	if b.state.to(offset) && b.moved != nil {
		b.moved()
	}
}

func (b *scrollBar) MouseIn(*desktop.MouseEvent)    { b.hovered = true; b.Refresh() }
func (b *scrollBar) MouseMoved(*desktop.MouseEvent) {}
func (b *scrollBar) MouseOut()                      { b.hovered = false; b.Refresh() }

type scrollBarRenderer struct {
	bar     *scrollBar
	thumb   *canvas.Rectangle
	objects []fyne.CanvasObject
}

func (r *scrollBarRenderer) Layout(size fyne.Size) {
	top, length := r.bar.state.thumb(float64(r.bar.along(size.Width, size.Height)))
	if length == 0 {
		r.thumb.Hide()
		return
	}
	width := float32(barThin)
	if r.bar.hovered || r.bar.dragging {
		width = barThick
	}
	r.thumb.CornerRadius = width / 2
	if r.bar.sideways {
		place(r.thumb, float32(top)+barInset, size.Height-width-barInset, float32(length)-2*barInset, width)
	} else {
		place(r.thumb, size.Width-width-barInset, float32(top)+barInset, width, float32(length)-2*barInset)
	}
	r.thumb.Show()
}

func (r *scrollBarRenderer) MinSize() fyne.Size           { return r.bar.MinSize() }
func (r *scrollBarRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *scrollBarRenderer) Destroy()                     {}

func (r *scrollBarRenderer) Refresh() {
	r.thumb.FillColor = themeColor(theme.ColorNameScrollBar)
	r.Layout(r.bar.Size())
	canvas.Refresh(r.thumb)
}
