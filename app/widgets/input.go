package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Input is a one-line entry which lets the window have Escape and F6.
type Input struct {
	widget.Entry
}

// NewInput makes an entry with a text and a hint.
func NewInput(text, hint string) *Input {
	i := &Input{}
	i.Text, i.PlaceHolder = text, hint
	i.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	i.ExtendBaseWidget(i)
	return i
}

// NewPasswordInput makes an entry which shows dots, and the text on demand.
func NewPasswordInput() *Input {
	i := NewInput("", "")
	i.Password = true // the entry makes the eye by itself
	return i
}

// FocusGained implements fyne.Focusable.
func (i *Input) FocusGained() { i.Entry.FocusGained(); tellFocus(i) }

// TypedKey implements fyne.Focusable.
func (i *Input) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape || ev.Name == fyne.KeyF6 {
		passKey(i, ev)
		return
	}
	i.Entry.TypedKey(ev)
}

// TypedShortcut implements fyne.Shortcutable. The window gets those that are of no use in a field.
func (i *Input) TypedShortcut(s fyne.Shortcut) {
	if k, ok := s.(*desktop.CustomShortcut); ok && !movesInField(k.KeyName) {
		passShortcut(i, s)
		return
	}
	i.Entry.TypedShortcut(s)
}

// movesInField says that a key with modifiers is about the text of a field.
func movesInField(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyBackspace, fyne.KeyDelete:
		return true
	default:
		return false
	}
}

// Choice is a select box with the same frame as an entry beside it.
type Choice struct {
	widget.Select

	// OnSubmitted is called on Return.
	OnSubmitted func()

	focused bool
	frame   *canvas.Rectangle
}

// NewChoice makes a select box with nothing selected.
func NewChoice(options []string, changed func(string)) *Choice {
	c := &Choice{frame: canvas.NewRectangle(color.Transparent)}
	c.Options, c.OnChanged = options, changed
	c.ExtendBaseWidget(c)
	return c
}

// FocusGained implements fyne.Focusable.
func (c *Choice) FocusGained() { c.focused = true; c.Select.FocusGained(); tellFocus(c) }

// FocusLost implements fyne.Focusable.
func (c *Choice) FocusLost() { c.focused = false; c.Select.FocusLost() }

// TypedKey implements fyne.Focusable.
func (c *Choice) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if c.OnSubmitted != nil {
			c.OnSubmitted()
		}
	case fyne.KeyEscape, fyne.KeyF6:
		passKey(c, ev)
	default:
		c.Select.TypedKey(ev)
	}
}

// CreateRenderer implements fyne.Widget.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	r := &choiceRenderer{WidgetRenderer: c.Select.CreateRenderer(), choice: c}
	r.showFrame()
	return r
}

// choiceRenderer draws a frame over what the toolkit draws.
type choiceRenderer struct {
	fyne.WidgetRenderer
	choice *Choice
}

func (r *choiceRenderer) Objects() []fyne.CanvasObject {
	inside := r.WidgetRenderer.Objects()
	return append(inside[:len(inside):len(inside)], r.choice.frame)
}

func (r *choiceRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.choice.frame.Resize(size)
}

func (r *choiceRenderer) Refresh() {
	r.showFrame()
	r.WidgetRenderer.Refresh()
	canvas.Refresh(r.choice.frame)
}

func (r *choiceRenderer) showFrame() {
	f := r.choice.frame
	f.CornerRadius = theme.InputRadiusSize()
	f.StrokeWidth, f.StrokeColor = theme.InputBorderSize(), themeColor(theme.ColorNameInputBorder)
	if r.choice.focused {
		f.StrokeWidth, f.StrokeColor = focusStroke, themeColor(ColorNameAccent)
	}
}

// Check is a check box which lets the window have the keys it does not use.
type Check struct {
	widget.Check
}

// NewCheck makes a check box.
func NewCheck(text string, changed func(bool)) *Check {
	c := &Check{}
	c.Text, c.OnChanged = text, changed
	c.ExtendBaseWidget(c)
	return c
}

// FocusGained implements fyne.Focusable.
func (c *Check) FocusGained() { c.Check.FocusGained(); tellFocus(c) }

// TypedKey implements fyne.Focusable.
func (c *Check) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape || ev.Name == fyne.KeyF6 {
		passKey(c, ev)
		return
	}
	c.Check.TypedKey(ev)
}
