package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"satchel/assets"
)

// Toast is the bar at the foot of a window: what was done, and how to undo it. A
// Layer shows and hides it.
type Toast struct {
	widget.BaseWidget
	text   string
	action *Button
	close  *Button
	width  float32 // the most it may take
	closed func()
}

func newToast() *Toast {
	t := &Toast{width: 600}
	t.action = NewButton("", nil, nil)
	t.action.ink = ColorNameTipAccent
	t.close = NewIconButton(Icon(assets.Close), "", func() { t.closed() })
	t.close.ink = ColorNameTipText
	t.ExtendBaseWidget(t)
	return t
}

func (t *Toast) set(text, action string, tapped func()) {
	t.text = text
	t.action.Text = action
	t.action.Hidden = action == ""
	t.action.OnTapped = func() {
		t.closed()
		if tapped != nil {
			tapped()
		}
	}
	t.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (t *Toast) CreateRenderer() fyne.WidgetRenderer {
	r := &toastRenderer{toast: t, ground: canvas.NewRectangle(color.Transparent), text: newParagraph()}
	r.Refresh()
	return r
}

type toastRenderer struct {
	toast  *Toast
	ground *canvas.Rectangle
	text   *paragraph
}

func (r *toastRenderer) Destroy() {}

func (r *toastRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.text.box, r.toast.action, r.toast.close}
}

// buttons is the width of action and close with the space before them.
func (r *toastRenderer) buttons() float32 {
	w := r.toast.close.MinSize().Width + 6
	if r.toast.action.Visible() {
		w += r.toast.action.MinSize().Width + 12
	}
	return w
}

// fill wraps the sentence at the width there is.
func (r *toastRenderer) fill() {
	room := max(80, r.toast.width-16-r.buttons())
	r.text.set(r.toast.text, newMeasurer(13*unit(), fyne.TextStyle{}), ColorNameTipText, room)
}

func (r *toastRenderer) MinSize() fyne.Size {
	r.fill()
	return fyne.NewSize(round(r.text.widest)+16+r.buttons(), max(r.text.height+16, r.toast.close.MinSize().Height+8))
}

func (r *toastRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.text.box.Move(fyne.NewPos(16, round((size.Height-r.text.height)/2)))
	x := size.Width - 4
	for _, b := range []*Button{r.toast.close, r.toast.action} {
		if b.Visible() {
			min := b.MinSize()
			x -= min.Width
			place(b, x, round((size.Height-min.Height)/2), min.Width, min.Height)
			x -= 2
		}
	}
}

func (r *toastRenderer) Refresh() {
	r.ground.FillColor = themeColor(ColorNameTipGround)
	r.ground.CornerRadius = 6
	r.fill()
	r.toast.action.Refresh()
	r.toast.close.Refresh()
	r.Layout(r.toast.Size())
	canvas.Refresh(r.ground)
}
