package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"

	"satchel/app/widgets"
	"satchel/viewmodel"
	"satchel/words"
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
	cancel, do := widgets.NewButton(words.T("Cancel"), nil, press(nil)), widgets.NewAccentButton(q.Yes, nil, press(yes))
	if q.Wary {
		cancel, do = widgets.NewAccentButton(words.T("Cancel"), nil, press(nil)), widgets.NewButton(q.Yes, nil, press(yes))
	}
	cancel.Outlined, do.Outlined = !q.Wary, q.Wary
	buttons = append(buttons, cancel)
	if other != nil && q.Other != "" {
		b := widgets.NewButton(q.Other, nil, press(other))
		b.Outlined = true
		buttons = append(buttons, b)
	}
	buttons = append(buttons, do)
	content.Add(vgap())
	content.Add(container.NewHBox(buttons...))
	box = newBox(s, q.Title, content)
	s.showBox(q.Title, box)
	s.win.Canvas().Focus(cancel) // Return must not do what was not read
}

// newBox makes a dialog without the toolkit's title, which would stand apart from the
// left edge of all that is below it.
func newBox(s *shell, title string, content fyne.CanvasObject) *dialog.CustomDialog {
	upwards := layout.NewCustomPaddedLayout(-boxTop*textScale(), 0, 0, 0)
	return dialog.NewCustomWithoutButtons("", container.New(upwards, container.NewVBox(subheading(title), content)), s.win)
}

// boxTop is how much of the room for the toolkit's title is taken back.
const boxTop = 18

// showBox shows a dialog that Escape closes; meanwhile no key reaches what is below.
// closed are called once it is closed in whatever way.
func (s *shell) showBox(title string, box dialog.Dialog, closed ...func()) {
	s.dismiss, s.boxTitle = box.Hide, title
	box.SetOnClosed(func() {
		s.dismiss, s.boxTitle = nil, ""
		for _, f := range closed {
			f()
		}
	})
	box.Resize(fyne.NewSize(questionWidth*textScale(), 0))
	box.Show()
}

// tell says something that was asked for, such as why a file was not saved.
func tell(s *shell, title string, lines ...string) {
	var box *dialog.CustomDialog
	done := widgets.NewAccentButton(words.T("Close"), nil, func() { box.Hide() })
	content := container.NewVBox()
	for _, line := range lines {
		content.Add(wrapped(line))
	}
	content.Add(vgap())
	content.Add(container.NewHBox(layout.NewSpacer(), done))
	box = newBox(s, title, content)
	s.showBox(title, box)
	s.win.Canvas().Focus(done)
}

// wrapped is a text over as many lines as it needs, to be selected and copied.
func wrapped(text string) *widgets.Words { return widgets.NewWords(text) }
