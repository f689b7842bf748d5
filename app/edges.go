package app

import "fyne.io/fyne/v2"

// edges stacks a top and a bottom (either may be nil) around a middle without the gaps
// of Fyne's border layout, which show as seams between coloured grounds.
type edges struct{ top, middle, bottom fyne.CanvasObject }

// newEdges puts the objects into a container.
func newEdges(top, middle, bottom fyne.CanvasObject) *fyne.Container {
	e := &edges{top, middle, bottom}
	box := &fyne.Container{Layout: e}
	for _, o := range []fyne.CanvasObject{middle, top, bottom} {
		if o != nil {
			box.Objects = append(box.Objects, o)
		}
	}
	return box
}

// MinSize implements fyne.Layout.
func (e *edges) MinSize([]fyne.CanvasObject) fyne.Size {
	size := e.middle.MinSize()
	for _, o := range []fyne.CanvasObject{e.top, e.bottom} {
		if o != nil && o.Visible() {
			edge := o.MinSize()
			size.Height += edge.Height
			size.Width = max(size.Width, edge.Width)
		}
	}
	return size
}

// Layout implements fyne.Layout. Edges get their width first: a wrapped text knows its
// height only then.
func (e *edges) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	top, bottom := edgeHeight(e.top, size.Width), edgeHeight(e.bottom, size.Width)
	if e.top != nil {
		e.top.Move(fyne.NewPos(0, 0))
	}
	if e.bottom != nil {
		e.bottom.Move(fyne.NewPos(0, size.Height-bottom))
	}
	e.middle.Move(fyne.NewPos(0, top))
	e.middle.Resize(fyne.NewSize(size.Width, max(0, size.Height-top-bottom)))
}

func edgeHeight(o fyne.CanvasObject, width float32) float32 {
	if o == nil || !o.Visible() {
		return 0
	}
	o.Resize(fyne.NewSize(width, o.Size().Height))
	height := o.MinSize().Height
	o.Resize(fyne.NewSize(width, height))
	return height
}
