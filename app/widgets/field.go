package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"satchel/assets"
)

// Field is a one-line entry in Satchel's look, usually for searching. All of
// widget.Entry is there: Text, SetText, OnChanged, OnSubmitted.
type Field struct {
	widget.Entry

	// OnEscape is called on Escape after the text was cleared.
	OnEscape func()
	// OnDown is called on the arrow down key, to go on into a list.
	OnDown func()
	// OnCleared is called when the cross was clicked.
	OnCleared func()

	cross *Button
}

// NewField makes an empty field with a hint and an icon (may be nil) at its left.
// While there is text, a cross at the right clears it.
func NewField(hint string, icon fyne.Resource) *Field {
	f := &Field{}
	f.PlaceHolder = hint
	f.cross = NewIconButton(Icon(assets.Close), "", f.clear)
	f.cross.ink = ColorNameMuted
	f.cross.gone = func() bool { return f.Text == "" } // the entry redraws it with each letter
	f.ActionItem = f.cross
	f.ExtendBaseWidget(f)
	if icon != nil {
		f.SetIcon(inked(icon, ColorNameMuted))
	}
	return f
}

func (f *Field) clear() {
	f.SetText("")
	if f.OnCleared != nil {
		f.OnCleared()
	}
}

// TypedKey implements fyne.Focusable.
func (f *Field) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case ev.Name == fyne.KeyEscape:
		f.SetText("")
		if f.OnEscape != nil {
			f.OnEscape()
		}
	case ev.Name == fyne.KeyF6:
		passKey(f, ev)
	case ev.Name == fyne.KeyDown && f.OnDown != nil:
		f.OnDown()
	default:
		f.Entry.TypedKey(ev)
	}
}

// TypedShortcut implements fyne.Shortcutable. The window gets those that are of no use in a field.
func (f *Field) TypedShortcut(s fyne.Shortcut) {
	if k, ok := s.(*desktop.CustomShortcut); ok && !movesInField(k.KeyName) {
		passShortcut(f, s)
		return
	}
	f.Entry.TypedShortcut(s)
}
