package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// splitGrab is the width that takes the mouse, around the one-pixel line.
const splitGrab = 7

// Split shows two objects side by side with a hairline between them which can be
// dragged. When the window grows, the right side gets the space.
type Split struct {
	widget.BaseWidget

	// OnMoved is called after the user dragged the line to a new offset.
	OnMoved func(offset float32)
	// MinLeft and MinRight are the least widths, in addition to the objects' own.
	MinLeft, MinRight float32

	left, right fyne.CanvasObject
	offset      float32
	handle      *splitHandle
}

// NewSplit makes a split with the line at offset pixels from the left.
func NewSplit(left, right fyne.CanvasObject, offset float32) *Split {
	s := &Split{left: left, right: right, offset: offset}
	s.handle = newSplitHandle(s)
	s.ExtendBaseWidget(s)
	return s
}

// Offset is the width of the left side as wished for by user or SetOffset; a window
// too narrow shows less of it.
func (s *Split) Offset() float32 { return s.offset }

// SetOffset moves the line, in pixels from the left.
func (s *Split) SetOffset(offset float32) {
	s.offset = offset
	s.Refresh()
}

// SetSides exchanges what is shown; a hidden side gives its room to the other, and
// the line goes away. Call Refresh after hiding or showing a side.
func (s *Split) SetSides(left, right fyne.CanvasObject) {
	s.left, s.right = left, right
	s.Refresh()
}

// leastLeft and leastRight are the widths below which the line does not go.
func (s *Split) leastLeft() float32  { return max(s.MinLeft, s.left.MinSize().Width) }
func (s *Split) leastRight() float32 { return max(s.MinRight, s.right.MinSize().Width) }

// at is where the line is in a split of this width. Where both least widths do not
// fit, the left side keeps its own, as it is what leads to the right.
func (s *Split) at(width float32) float32 {
	offset := min(s.offset, width-1-s.leastRight())
	return round(max(offset, s.leastLeft()))
}

// CreateRenderer implements fyne.Widget.
func (s *Split) CreateRenderer() fyne.WidgetRenderer { return &splitRenderer{split: s} }

type splitRenderer struct{ split *Split }

func (r *splitRenderer) Destroy() {}

func (r *splitRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.split.left, r.split.right, r.split.handle}
}

func (r *splitRenderer) MinSize() fyne.Size {
	s := r.split
	left, right := s.left.MinSize(), s.right.MinSize()
	size := fyne.NewSize(1, max(left.Height, right.Height))
	if s.left.Visible() {
		size.Width += s.leastLeft()
	}
	if s.right.Visible() {
		size.Width += s.leastRight()
	}
	return size
}

func (r *splitRenderer) Layout(size fyne.Size) {
	s := r.split
	s.handle.Hidden = !s.left.Visible() || !s.right.Visible()
	if s.handle.Hidden {
		for _, side := range []fyne.CanvasObject{s.left, s.right} {
			if side.Visible() {
				place(side, 0, 0, size.Width, size.Height)
			}
		}
		return
	}
	x := s.at(size.Width)
	place(s.left, 0, 0, x, size.Height)
	place(s.right, x+1, 0, size.Width-x-1, size.Height)
	place(s.handle, x-splitGrab/2, 0, splitGrab, size.Height)
}

func (r *splitRenderer) Refresh() {
	r.Layout(r.split.Size())
	r.split.handle.Refresh()
	canvas.Refresh(r.split)
}

// splitHandle is the line with the zone that can be grabbed.
type splitHandle struct {
	widget.BaseWidget
	split   *Split
	line    *canvas.Rectangle
	hovered bool
	grip    float32 // the offset when the drag began
	moved   float32 // pixels since
	drag    bool
}

func newSplitHandle(s *Split) *splitHandle {
	h := &splitHandle{split: s, line: canvas.NewRectangle(color.Transparent)}
	h.ExtendBaseWidget(h)
	return h
}

func (h *splitHandle) Cursor() desktop.Cursor         { return desktop.HResizeCursor }
func (h *splitHandle) MouseIn(*desktop.MouseEvent)    { h.hovered = true; h.Refresh() }
func (h *splitHandle) MouseMoved(*desktop.MouseEvent) {}
func (h *splitHandle) MouseOut()                      { h.hovered = false; h.Refresh() }
func (h *splitHandle) MinSize() fyne.Size             { return fyne.NewSize(splitGrab, 0) }

func (h *splitHandle) CreateRenderer() fyne.WidgetRenderer {
	r := &splitHandleRenderer{h}
	r.Refresh()
	return r
}

// Dragged moves the line with the pointer: the way is summed up from the start of
// the drag, so that a pointer beyond a limit meets the line again on its way back.
func (h *splitHandle) Dragged(ev *fyne.DragEvent) {
	s := h.split
	if !h.drag {
		h.drag, h.moved, h.grip = true, 0, s.at(s.Size().Width)
	}
	h.moved += ev.Dragged.DX
	s.offset = h.grip + h.moved
	s.offset = s.at(s.Size().Width)
	s.Refresh()
	if s.OnMoved != nil {
		s.OnMoved(s.offset)
	}
}

func (h *splitHandle) DragEnd() { h.drag = false; h.Refresh() }

type splitHandleRenderer struct{ handle *splitHandle }

func (r *splitHandleRenderer) Destroy()           {}
func (r *splitHandleRenderer) MinSize() fyne.Size { return r.handle.MinSize() }
func (r *splitHandleRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.handle.line}
}

func (r *splitHandleRenderer) Layout(size fyne.Size) {
	place(r.handle.line, splitGrab/2, 0, 1, size.Height)
	if r.handle.hovered || r.handle.drag {
		place(r.handle.line, splitGrab/2-1, 0, 3, size.Height)
	}
}

func (r *splitHandleRenderer) Refresh() {
	r.handle.line.FillColor = themeColor(ColorNameHairline)
	if r.handle.hovered || r.handle.drag {
		r.handle.line.FillColor = themeColor(ColorNameAccent)
	}
	r.Layout(r.handle.Size())
	canvas.Refresh(r.handle.line)
}
