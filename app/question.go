package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/viewmodel"
)

// questionWidth lets a sentence of usual length take two lines.
const questionWidth = 460

// askQuestion says what will happen and does it on yes. other is the milder way, nil
// for none. extra objects stand below the sentences.
func askQuestion(s *shell, q viewmodel.Question, yes, other func(), extra ...fyne.CanvasObject) {
	content := container.NewVBox(wrapped(q.Text))
	for _, line := range q.Lines {
		content.Add(wrapped(line))
	}
	for _, o := range extra {
		content.Add(o)
	}
	var box *dialog.CustomDialog
	press := func(f func()) func() {
		return func() {
			box.Hide()
			if f != nil {
				f()
			}
		}
	}
	buttons := []fyne.CanvasObject{layout.NewSpacer()}
	cancel := widgets.NewButton("Cancel", nil, press(nil))
	cancel.Outlined = true
	buttons = append(buttons, cancel)
	if other != nil && q.Other != "" {
		b := widgets.NewButton(q.Other, nil, press(other))
		b.Outlined = true
		buttons = append(buttons, b)
	}
	buttons = append(buttons, widgets.NewAccentButton(q.Yes, nil, press(yes)))
	content.Add(container.NewHBox(buttons...))
	box = dialog.NewCustomWithoutButtons(q.Title, content, s.win)
	s.showBox(q.Title, box)
	s.win.Canvas().Focus(nil) // Return must not do what was not read
}

// showBox shows a dialog that Escape closes; meanwhile no key reaches what is below.
func (s *shell) showBox(title string, box dialog.Dialog) {
	s.dismiss, s.boxTitle = box.Hide, title
	box.SetOnClosed(func() { s.dismiss, s.boxTitle = nil, "" })
	box.Resize(fyne.NewSize(questionWidth*textScale(), 0))
	box.Show()
}

// tell says something that was asked for, such as why a file was not saved.
func tell(s *shell, title, text string) {
	s.showBox(title, dialog.NewCustom(title, "Close", wrapped(text), s.win))
}

// wrapped is a text over as many lines as it needs, to be selected and copied.
func wrapped(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Wrapping = fyne.TextWrapWord
	l.Selectable = true
	return l
}
