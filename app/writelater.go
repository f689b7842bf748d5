package app

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/assets"
	"satchel/viewmodel"
	"satchel/words"
)

// laterButton opens the menu of times to send the letter at.
func (w *writer) laterButton() *widgets.Button {
	b := widgets.NewIconButton(widgets.Icon(assets.ChevronDown), words.T("Send later"), nil)
	b.OnTapped = func() {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", w.laterItems()...), w.win.Canvas(), at.AddXY(0, b.Size().Height))
	}
	return b
}

func (w *writer) laterItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, l := range viewmodel.LaterChoices(w.shell.now()) {
		items = append(items, fyne.NewMenuItem(l.Title, func() { w.sendAt(l.At) }))
	}
	return append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(words.T("At another time…"), w.askLater))
}

// askLater asks for a time to send the letter at.
func (w *writer) askLater() {
	field := widgets.NewInput("", viewmodel.Clock(w.shell.now().Add(time.Hour)))
	problem := wrapped("")
	problem.Importance = widget.DangerImportance
	problem.Hide()
	take := func() {
		at, wrong := viewmodel.ParseLater(field.Text, w.shell.now())
		if wrong != "" {
			problem.SetText(wrong)
			setShown(problem, true)
			return
		}
		w.dismiss()
		w.sendAt(at)
	}
	field.OnSubmitted = func(string) { take() }
	no := widgets.NewButton(words.T("Cancel"), nil, func() { w.dismiss() })
	no.Outlined = true
	content := container.NewVBox(
		wrapped(words.T("A time such as 18:30, or a day and a time such as 2026-12-24 18:30. The letter goes then if Satchel is open, else with its next start.")),
		field, problem, vgap(),
		container.NewHBox(layout.NewSpacer(), no, widgets.NewAccentButton(words.T("Send then"), nil, take)))
	w.show(words.T("When shall it go?"), content, field)
}
