package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Words is a label whose text can be selected and copied. A selectable label of the
// toolkit stops the Tab key, and shows nothing for it: in a page with five of them
// the focus seems to be lost. Words can be selected only while the pointer is on it
// or something of it is selected, so that Tab passes it by.
type Words struct {
	widget.Label
}

// NewWords makes a label over as many lines as it needs.
func NewWords(text string) *Words {
	w := &Words{}
	w.Text = text
	w.Wrapping = fyne.TextWrapWord
	w.ExtendBaseWidget(w)
	return w
}

// MouseIn implements desktop.Hoverable.
func (w *Words) MouseIn(*desktop.MouseEvent) { w.setSelectable(true) }

// MouseMoved implements desktop.Hoverable.
func (w *Words) MouseMoved(*desktop.MouseEvent) { w.setSelectable(true) }

// MouseOut implements desktop.Hoverable.
func (w *Words) MouseOut() {
	if w.SelectedText() == "" {
		w.setSelectable(false)
	}
}

func (w *Words) setSelectable(on bool) {
	if w.Selectable != on {
		w.Selectable = on
		w.Refresh()
	}
}
