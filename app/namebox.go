package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"

	"satchel/app/widgets"
	"satchel/words"
)

// askName asks for a name and hands it on without spaces around it; an empty one is not
// taken. text stands above the field, "" for none.
func askName(s *shell, title, text, name, yes string, take func(string)) {
	if !s.mayChange() {
		return
	}
	var box *dialog.CustomDialog
	field := widgets.NewInput(name, "")
	accept := func() {
		if name := strings.TrimSpace(field.Text); name != "" {
			box.Hide()
			take(name)
		}
	}
	field.OnSubmitted = func(string) { accept() }
	cancel := widgets.NewButton(words.T("Cancel"), nil, func() { box.Hide() })
	cancel.Outlined = true
	do := widgets.NewAccentButton(yes, nil, accept)
	allow := func(text string) {
		if strings.TrimSpace(text) == "" {
			do.Disable()
		} else {
			do.Enable()
		}
	}
	field.OnChanged = allow
	allow(name)
	content := container.NewVBox()
	if text != "" {
		content.Add(wrapped(text))
	}
	content.Add(field)
	content.Add(vgap())
	content.Add(container.NewHBox(layout.NewSpacer(), cancel, do))
	box = newBox(s, title, content)
	s.showBox(title, box)
	s.win.Canvas().Focus(field)
	field.TypedShortcut(&fyne.ShortcutSelectAll{})
}
