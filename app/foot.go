package app

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/viewmodel"
	"satchel/words"
)

// footRefresh keeps "next 14:30" true while nothing happens.
const footRefresh = 20 * time.Second

// foot is the quiet line below the sidebar.
type foot struct {
	shell   *shell
	text    *widget.Label
	bar     *widgets.Bar
	details *widgets.Button
	object  fyne.CanvasObject
	line    viewmodel.Line
}

func newFoot(s *shell) *foot {
	f := &foot{shell: s, text: widget.NewLabel(""), bar: widgets.NewBar()}
	f.text.Wrapping = fyne.TextWrapWord
	f.text.Importance = widget.LowImportance
	f.text.SizeName = theme.SizeNameCaptionText
	f.details = widgets.NewButton(words.T("Details"), nil, f.showDetails)
	f.details.Hide()
	f.bar.Hide()
	inside := newEdges(f.bar, quiet(f.text), container.New(layout.NewCustomPaddedLayout(0, 4, 4, 4), container.NewHBox(f.details)))
	f.object = container.NewStack(newGround(), newEdges(widgets.NewHairline(), inside, nil))
	f.tick()
	return f
}

func (f *foot) tick() {
	if f.shell.foot != nil && f.shell.foot != f { // another one was made
		return
	}
	f.update()
	f.shell.jobs.later(footRefresh, f.tick)
}

// update draws the present state, if it differs from what is drawn.
func (f *foot) update() {
	line := f.shell.status.Line(f.shell.now())
	if line == f.line {
		return
	}
	f.line = line
	text := line.Text
	if line.Working { // on two lines from the start: with longer numbers it would need them, and jump
		text = strings.Replace(text, " · ", "\n", 1)
	}
	if text != f.text.Text {
		f.text.SetText(text)
	}
	f.bar.Set(line.Fraction)
	setShown(f.bar, line.Working)
	setShown(f.details, line.Details != "")
}

func setShown(o fyne.CanvasObject, shown bool) {
	if o.Visible() == shown {
		return
	}
	if shown {
		o.Show()
	} else {
		o.Hide()
	}
}

// showDetails says all that is known about the problems.
func (f *foot) showDetails() {
	tell(f.shell, words.T("What went wrong"), f.line.Details)
}
