package widgets

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Radio is a list of which one option is chosen. It is one stop of the Tab key, as
// elsewhere on a desktop; the arrow keys choose.
type Radio struct {
	widget.BaseWidget

	Options  []string
	Selected string
	// OnChanged is called after another option was chosen, by whomever.
	OnChanged func(string)
	// OnSubmitted is called on Return.
	OnSubmitted func()

	focused bool
	hover   int // option under the pointer, -1 for none
}

// NewRadio makes a list with nothing chosen.
func NewRadio(options []string, changed func(string)) *Radio {
	r := &Radio{Options: options, OnChanged: changed, hover: -1}
	r.ExtendBaseWidget(r)
	return r
}

// SetSelected chooses an option; a text which is none of them changes nothing.
func (r *Radio) SetSelected(option string) {
	if option == r.Selected || !slices.Contains(r.Options, option) {
		return
	}
	r.Selected = option
	r.Refresh()
	if r.OnChanged != nil {
		r.OnChanged(option)
	}
}

// rowHeight is that of one option.
func (r *Radio) rowHeight() float32 { return round(radioRow * unit()) }

// at is the option at a height, -1 for none.
func (r *Radio) at(y float32) int {
	if n := int(y / r.rowHeight()); y >= 0 && n < len(r.Options) {
		return n
	}
	return -1
}

// Tapped implements fyne.Tappable.
func (r *Radio) Tapped(ev *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(r); c != nil && !r.focused {
		c.Focus(r)
	}
	if n := r.at(ev.Position.Y); n >= 0 {
		r.SetSelected(r.Options[n])
	}
}

// MouseIn implements desktop.Hoverable.
func (r *Radio) MouseIn(ev *desktop.MouseEvent) { r.MouseMoved(ev) }

// MouseMoved implements desktop.Hoverable.
func (r *Radio) MouseMoved(ev *desktop.MouseEvent) { r.setHover(r.at(ev.Position.Y)) }

// MouseOut implements desktop.Hoverable.
func (r *Radio) MouseOut() { r.setHover(-1) }

func (r *Radio) setHover(n int) {
	if n != r.hover {
		r.hover = n
		r.Refresh()
	}
}

// FocusGained implements fyne.Focusable.
func (r *Radio) FocusGained() { r.focused = true; r.Refresh(); tellFocus(r) }

// FocusLost implements fyne.Focusable.
func (r *Radio) FocusLost() { r.focused = false; r.Refresh() }

// TypedRune implements fyne.Focusable.
func (r *Radio) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (r *Radio) TypedKey(ev *fyne.KeyEvent) {
	n := slices.Index(r.Options, r.Selected)
	switch ev.Name {
	case fyne.KeyUp, fyne.KeyLeft:
		r.step(n - 1)
	case fyne.KeyDown, fyne.KeyRight:
		r.step(n + 1)
	case fyne.KeySpace:
		r.step(max(n, 0))
	case fyne.KeyReturn, fyne.KeyEnter:
		if r.OnSubmitted != nil {
			r.OnSubmitted()
		}
	default:
		passKey(r, ev)
	}
}

func (r *Radio) step(n int) {
	if n >= 0 && n < len(r.Options) {
		r.SetSelected(r.Options[n])
	}
}

// Measures of an option at text scale 1.
const (
	radioRow    = 28
	radioCircle = 16
	radioInset  = 6 // as that of a label's text above it
)

// CreateRenderer implements fyne.Widget.
func (r *Radio) CreateRenderer() fyne.WidgetRenderer {
	d := &radioRenderer{radio: r}
	d.Refresh()
	return d
}

// radioOption is one line: circle, the dot in it, text, and the ring of the focus.
type radioOption struct {
	ground, ring *canvas.Rectangle
	circle, dot  *canvas.Circle
	text         *canvas.Text
}

type radioRenderer struct {
	radio   *Radio
	options []radioOption
	objects []fyne.CanvasObject
	look    *measurer
}

func (d *radioRenderer) Destroy()                     {}
func (d *radioRenderer) Objects() []fyne.CanvasObject { return d.objects }

func (d *radioRenderer) MinSize() fyne.Size {
	var widest float32
	for _, option := range d.radio.Options {
		widest = max(widest, d.look.width(option))
	}
	u := unit()
	return fyne.NewSize(round((2*radioInset+radioCircle+8)*u+widest), d.radio.rowHeight()*float32(len(d.radio.Options)))
}

func (d *radioRenderer) Layout(fyne.Size) {
	u, rowH := unit(), d.radio.rowHeight()
	size := round(radioCircle * u)
	for i, o := range d.options {
		y := float32(i) * rowH
		x := round(radioInset * u)
		width := d.look.width(d.radio.Options[i])
		textX := x + size + 8*u
		for _, box := range []*canvas.Rectangle{o.ground, o.ring} {
			place(box, 0, y+1, textX+width+radioInset*u, rowH-2)
		}
		place(o.circle, x, y+round((rowH-size)/2), size, size)
		place(o.dot, x+size*0.25, y+round((rowH-size)/2)+size*0.25, size*0.5, size*0.5)
		h := o.text.MinSize().Height
		place(o.text, textX, y+round((rowH-h)/2), width+1, h)
	}
}

func (d *radioRenderer) Refresh() {
	r := d.radio
	d.look = newMeasurerOnce(d.look, 13*unit(), fyne.TextStyle{})
	for len(d.options) < len(r.Options) {
		o := radioOption{canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent),
			canvas.NewCircle(color.Transparent), canvas.NewCircle(color.Transparent), canvas.NewText("", color.Transparent)}
		d.options = append(d.options, o)
		d.objects = append(d.objects, o.ground, o.ring, o.circle, o.dot, o.text)
	}
	for i, option := range r.Options {
		d.show(d.options[i], option, i == r.hover)
	}
	d.Layout(r.Size())
	for _, o := range d.objects {
		canvas.Refresh(o)
	}
}

func (d *radioRenderer) show(o radioOption, option string, hover bool) {
	chosen := option == d.radio.Selected
	setText(o.text, option, d.look, theme.ColorNameForeground)
	o.circle.StrokeWidth, o.circle.StrokeColor = 1.5, themeColor(theme.ColorNameInputBorder)
	if chosen {
		o.circle.StrokeColor = themeColor(ColorNameAccent)
	}
	o.dot.FillColor, o.dot.Hidden = themeColor(ColorNameAccent), !chosen
	o.ground.CornerRadius, o.ring.CornerRadius = 6, 6
	o.ground.FillColor, o.ground.Hidden = themeColor(theme.ColorNameHover), !hover
	o.ring.StrokeWidth, o.ring.StrokeColor = focusStroke, themeColor(ColorNameAccent)
	o.ring.Hidden = !d.radio.focused || !chosen
}
