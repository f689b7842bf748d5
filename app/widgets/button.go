package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Button is flat: icon, text or both. It is pressed by mouse, Return or Space.
type Button struct {
	widget.BaseWidget

	Text     string
	Icon     fyne.Resource
	Tip      string // shown while the pointer rests on it
	Accent   bool   // filled with the accent colour: the one main action of a screen
	Outlined bool   // with a hairline around it: an action of second rank
	On       bool   // pressed in: a filter that is on
	OnTapped func()

	disabled, hovered, pressed, focused bool
	ink                                 fyne.ThemeColorName // of text and icon, "" for the usual
	gone                                func() bool         // if true nothing is drawn nor pressed, nil for never
	tip                                 tip
}

// NewButton makes a flat button with icon (may be nil) and text.
func NewButton(text string, icon fyne.Resource, tapped func()) *Button {
	b := &Button{Text: text, Icon: icon, OnTapped: tapped}
	b.ExtendBaseWidget(b)
	return b
}

// NewAccentButton makes a button filled with the accent colour. An icon of the set
// is drawn in the colour of the text on it.
func NewAccentButton(text string, icon fyne.Resource, tapped func()) *Button {
	b := NewButton(text, icon, tapped)
	b.Accent = true
	return b
}

// NewIconButton makes a square button without text; tip says what it does.
func NewIconButton(icon fyne.Resource, tip string, tapped func()) *Button {
	b := NewButton("", icon, tapped)
	b.Tip = tip
	return b
}

// SetText changes the text and redraws.
func (b *Button) SetText(text string) {
	if b.Text != text {
		b.Text = text
		b.Refresh()
	}
}

// SetIcon changes the icon and redraws.
func (b *Button) SetIcon(icon fyne.Resource) {
	if b.Icon != icon {
		b.Icon = icon
		b.Refresh()
	}
}

// SetOn presses the button in or lets it out.
func (b *Button) SetOn(on bool) {
	if b.On != on {
		b.On = on
		b.Refresh()
	}
}

// Enable implements fyne.Disableable.
func (b *Button) Enable() { b.setDisabled(false) }

// Disable implements fyne.Disableable.
func (b *Button) Disable() { b.setDisabled(true) }

// Disabled implements fyne.Disableable.
func (b *Button) Disabled() bool { return b.disabled }

func (b *Button) setDisabled(disabled bool) {
	if b.disabled != disabled {
		b.disabled = disabled
		b.Refresh()
	}
}

// Tapped implements fyne.Tappable.
func (b *Button) Tapped(*fyne.PointEvent) {
	b.tip.hide()
	if !b.disabled && b.OnTapped != nil && !b.away() {
		b.OnTapped()
	}
}

func (b *Button) away() bool { return b.gone != nil && b.gone() }

// MouseDown implements desktop.Mouseable.
func (b *Button) MouseDown(*desktop.MouseEvent) { b.tip.hide(); b.pressed = true; b.Refresh() }

// MouseUp implements desktop.Mouseable.
func (b *Button) MouseUp(*desktop.MouseEvent) { b.pressed = false; b.Refresh() }

// MouseIn implements desktop.Hoverable.
func (b *Button) MouseIn(ev *desktop.MouseEvent) {
	b.hovered = true
	b.Refresh()
	b.tip.want(b, b.Tip, ev.AbsolutePosition)
}

// MouseMoved implements desktop.Hoverable.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *Button) MouseOut() {
	b.hovered, b.pressed = false, false
	b.tip.hide()
	b.Refresh()
}

// FocusGained implements fyne.Focusable.
func (b *Button) FocusGained() { b.focused = true; b.Refresh(); tellFocus(b) }

// FocusLost implements fyne.Focusable.
func (b *Button) FocusLost() { b.focused = false; b.Refresh() }

// TypedRune implements fyne.Focusable.
func (b *Button) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (b *Button) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		passKey(b, ev)
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{
		button: b,
		ground: canvas.NewRectangle(color.Transparent),
		ring:   canvas.NewRectangle(color.Transparent),
		icon:   canvas.NewImageFromResource(nil),
		text:   canvas.NewText("", color.Transparent),
	}
	r.icon.FillMode = canvas.ImageFillContain
	r.objects = []fyne.CanvasObject{r.ground, r.ring, r.icon, r.text}
	r.Refresh()
	return r
}

type buttonRenderer struct {
	button  *Button
	ground  *canvas.Rectangle
	ring    *canvas.Rectangle // the outline, or the focus
	icon    *canvas.Image
	text    *canvas.Text
	look    *measurer
	drawn   string
	objects []fyne.CanvasObject
}

const (
	buttonHeight = 30
	buttonIcon   = 18
	buttonPad    = 10
	buttonGap    = 6
)

func (r *buttonRenderer) Destroy()                     { r.button.tip.hide() }
func (r *buttonRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *buttonRenderer) hasIcon() bool { return r.button.Icon != nil }

func (r *buttonRenderer) MinSize() fyne.Size {
	u := unit()
	h := round(buttonHeight * u)
	b := r.button
	if b.Text == "" {
		return fyne.NewSize(h+2, h)
	}
	w := 2*buttonPad*u + r.look.width(b.Text) + 1
	if r.hasIcon() {
		w += (buttonIcon + buttonGap) * u
	}
	return fyne.NewSize(round(w), h)
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	u := unit()
	r.ground.Resize(size)
	r.placeRing(size)
	icon := round(buttonIcon * u)
	textW := r.look.width(r.button.Text)
	w := textW
	if r.hasIcon() {
		w += icon
		if textW > 0 {
			w += buttonGap * u
		}
	}
	x := round((size.Width - w) / 2)
	if r.hasIcon() {
		place(r.icon, x, round((size.Height-icon)/2), icon, icon)
		x += icon + buttonGap*u
	}
	h := r.text.MinSize().Height
	place(r.text, x, round((size.Height-h)/2), textW+1, h)
}

func (r *buttonRenderer) Refresh() {
	b := r.button
	ink := r.ink()
	r.look = newMeasurerOnce(r.look, 13*unit(), fyne.TextStyle{Bold: b.Accent})
	setText(r.text, b.Text, r.look, ink)
	r.showIcon(ink)
	r.showGround()
	r.Layout(b.Size())
	canvas.Refresh(r.ground)
}

// ink is the colour of the text.
func (r *buttonRenderer) ink() fyne.ThemeColorName {
	switch b := r.button; {
	case b.disabled:
		return theme.ColorNameDisabled
	case b.Accent:
		return ColorNameOnAccent
	case b.ink != "":
		return b.ink
	case b.On:
		return ColorNameAccent
	}
	return theme.ColorNameForeground
}

func (r *buttonRenderer) showIcon(ink fyne.ThemeColorName) {
	b := r.button
	r.icon.Hidden = !r.hasIcon() || r.button.away()
	if r.icon.Hidden {
		return
	}
	showIcon(r.icon, &r.drawn, b.Icon, ink)
}

func (r *buttonRenderer) showGround() {
	b := r.button
	r.ground.CornerRadius, r.ring.CornerRadius = 6, 6
	r.ground.Hidden = false
	switch active := !b.disabled && !b.away(); {
	case b.Accent && b.disabled:
		r.ground.FillColor = themeColor(theme.ColorNameDisabledButton)
	case b.Accent && b.pressed:
		r.ground.FillColor = shade(themeColor(ColorNameAccent), 0.82)
	case b.Accent && b.hovered:
		r.ground.FillColor = shade(themeColor(ColorNameAccent), 0.91)
	case b.Accent:
		r.ground.FillColor = themeColor(ColorNameAccent)
	case active && b.pressed:
		r.ground.FillColor = themeColor(theme.ColorNamePressed)
	case b.On:
		r.ground.FillColor = themeColor(ColorNameSelected)
	case active && b.hovered:
		r.ground.FillColor = themeColor(theme.ColorNameHover)
	default:
		r.ground.Hidden = true
	}
	r.ring.Hidden = !b.focused && !b.Outlined
	r.ring.StrokeWidth, r.ring.StrokeColor = 1, themeColor(theme.ColorNameInputBorder)
	if b.focused {
		r.ring.StrokeWidth, r.ring.StrokeColor = focusStroke, themeColor(ColorNameAccent)
	}
	if b.Accent {
		r.ring.CornerRadius += ringGap
	}
}

// focusStroke is the width of the ring around what the keyboard acts on, ringGap the
// space between it and a filled button: on the fill itself it could not be seen.
const (
	focusStroke = 2
	ringGap     = 4
)

func (r *buttonRenderer) placeRing(size fyne.Size) {
	gap := float32(0)
	if r.button.Accent {
		gap = ringGap
	}
	place(r.ring, -gap, -gap, size.Width+2*gap, size.Height+2*gap)
}
