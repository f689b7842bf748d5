package widgets

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// toastStay is how long the undo bar stays unless told otherwise.
const toastStay = 8 * time.Second

// Layer is the content of a window: the real content, and floating above it the
// tooltip and the undo bar, which take no room and hide nothing for long. Widgets
// find it as the canvas's content, so it must be set with Window.SetContent itself.
type Layer struct {
	widget.BaseWidget

	// OnKey gets the keys a control with the focus has no use for, such as Escape.
	OnKey func(ev *fyne.KeyEvent, mods fyne.KeyModifier)
	// OnFocus is told which control got the focus, to bring it into view.
	OnFocus func(fyne.CanvasObject)
	// Post hands a function to the UI goroutine; NewLayer sets fyne.Do.
	Post func(func())

	content fyne.CanvasObject
	tip     *bubble
	toast   *Toast
	drop    *fyne.Container   // what floats below a field
	spark   *canvas.Rectangle // draws nothing: refreshing it has the window drawn
	round   int               // counts toasts, so that the timer of an earlier one does nothing
}

// NewLayer puts content below the floating parts.
func NewLayer(content fyne.CanvasObject) *Layer {
	l := &Layer{Post: fyne.Do, content: content, tip: newBubble(), toast: newToast(), drop: container.NewWithoutLayout(), spark: canvas.NewRectangle(color.Transparent)}
	l.ExtendBaseWidget(l)
	l.toast.Hide()
	l.toast.closed = l.HideToast
	return l
}

// SetContent exchanges the real content.
func (l *Layer) SetContent(content fyne.CanvasObject) {
	l.content = content
	l.Refresh()
}

// Toast shows one sentence at the foot with an action such as "Undo" (none if
// action is ""), in place of the one before, until it is used, closed or the time is
// over. stay 0 means 8 seconds.
func (l *Layer) Toast(text, action string, tapped func(), stay time.Duration) {
	if stay == 0 {
		stay = toastStay
	}
	l.toast.set(text, action, tapped)
	l.toast.Show()
	l.Refresh()
	l.round++
	round := l.round
	time.AfterFunc(stay, func() {
		l.Post(func() {
			if l.round == round {
				l.HideToast()
			}
		})
	})
}

// passKey hands a key, for which the control o has no use, to the window of o.
func passKey(o fyne.CanvasObject, ev *fyne.KeyEvent) {
	if l := layerOf(o); l != nil && l.OnKey != nil {
		l.OnKey(ev, keyModifiers())
	}
}

// tellFocus tells the window of o that o has got the focus.
func tellFocus(o fyne.CanvasObject) {
	if l := layerOf(o); l != nil && l.OnFocus != nil {
		l.OnFocus(o)
	}
}

// HideToast takes the bar away, for instance once its action can no longer be done.
func (l *Layer) HideToast() {
	l.round++
	l.toast.Hide()
	canvas.Refresh(l.spark)
}

// Said is the sentence at the foot, "" for none.
func (l *Layer) Said() string {
	if !l.toast.Visible() {
		return ""
	}
	return l.toast.text
}

// ShowDragged shows what is being dragged beside the pointer, "" for nothing any more.
func (l *Layer) ShowDragged(text string, at fyne.Position) {
	if text == "" {
		l.hideTip()
		return
	}
	l.showTip(text, at)
}

func (l *Layer) showTip(text string, at fyne.Position) {
	l.tip.set(text)
	size := l.tip.MinSize()
	room := l.Size()
	at = at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(l))
	pos := fyne.NewPos(at.X+8, at.Y+20)
	if pos.X+size.Width > room.Width-4 {
		pos.X = max(4, room.Width-4-size.Width)
	}
	if pos.Y+size.Height > room.Height-4 {
		pos.Y = max(4, at.Y-size.Height-8)
	}
	l.tip.Resize(size)
	l.tip.Move(pos)
	l.tip.Show()
	canvas.Refresh(l.spark) // the window does not know a tip that was never drawn
}

// showDrop floats o below what is at that place of the canvas and so high; above it where there is more room.
func (l *Layer) showDrop(o fyne.CanvasObject, at fyne.Position, high, width float32) {
	const edge = 4
	o.Show()
	at = at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(l))
	size, room := o.MinSize(), l.Size()
	size.Width = min(max(size.Width, min(width, 420*unit())), room.Width-2*edge)
	x := max(edge, min(at.X, room.Width-edge-size.Width))
	y := at.Y + high
	if y+size.Height > room.Height-edge && at.Y-size.Height > edge {
		y = at.Y - size.Height - 2
	}
	l.drop.Objects = []fyne.CanvasObject{o}
	place(o, x, y, size.Width, size.Height)
	l.drop.Refresh()
	canvas.Refresh(l.spark)
}

func (l *Layer) hideDrop() {
	l.drop.Objects = nil
	l.drop.Refresh()
	canvas.Refresh(l.spark)
}

func (l *Layer) hideTip() {
	l.tip.Hide()
	canvas.Refresh(l.spark)
}

// CreateRenderer implements fyne.Widget.
func (l *Layer) CreateRenderer() fyne.WidgetRenderer { return &layerRenderer{layer: l} }

type layerRenderer struct{ layer *Layer }

func (r *layerRenderer) Layout(size fyne.Size) {
	l := r.layer
	l.content.Resize(size)
	l.content.Move(fyne.NewPos(0, 0))
	l.toast.width = size.Width - 32
	foot := l.toast.MinSize()
	place(l.toast, round((size.Width-foot.Width)/2), size.Height-foot.Height-16, foot.Width, foot.Height)
}

func (r *layerRenderer) MinSize() fyne.Size { return r.layer.content.MinSize() }
func (r *layerRenderer) Destroy()           {}

func (r *layerRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.layer.spark, r.layer.content, r.layer.drop, r.layer.toast, r.layer.tip}
}

func (r *layerRenderer) Refresh() {
	r.Layout(r.layer.Size())
	r.layer.toast.Refresh()
	r.layer.tip.Refresh()
	canvas.Refresh(r.layer.spark)
}

// bubble is the tooltip's look.
type bubble struct {
	widget.BaseWidget
	text string
}

func newBubble() *bubble {
	b := &bubble{}
	b.ExtendBaseWidget(b)
	b.Hide()
	return b
}

func (b *bubble) set(text string) { b.text = text; b.Refresh() }

// CreateRenderer implements fyne.Widget.
func (b *bubble) CreateRenderer() fyne.WidgetRenderer {
	r := &bubbleRenderer{bubble: b, ground: canvas.NewRectangle(color.Transparent), text: newParagraph()}
	r.Refresh()
	return r
}

type bubbleRenderer struct {
	bubble *bubble
	ground *canvas.Rectangle
	text   *paragraph
}

func (r *bubbleRenderer) Destroy() {}
func (r *bubbleRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.text.box}
}
func (r *bubbleRenderer) MinSize() fyne.Size {
	return fyne.NewSize(round(r.text.widest)+18, r.text.height+8)
}

func (r *bubbleRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.text.box.Move(fyne.NewPos(9, 4))
}

func (r *bubbleRenderer) Refresh() {
	r.ground.FillColor = themeColor(ColorNameTipGround)
	r.ground.CornerRadius = 5
	r.text.set(r.bubble.text, newMeasurer(13*unit(), fyne.TextStyle{}), ColorNameTipText, 320*unit())
	canvas.Refresh(r.ground)
}
