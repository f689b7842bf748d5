package app

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"satchel/app/widgets"
	"satchel/assets"
	"satchel/words"
)

// searchPause is how long typing must rest before a search begins: shorter than a
// pause that is felt, longer than the time between two letters.
const searchPause = 120 * time.Millisecond

// topBar holds Get mail and the search.
type topBar struct {
	shell  *shell
	field  *widgets.Field
	object *fyne.Container
	timer  *time.Timer
	quiet  bool // the text is changed by the program
}

func newTopBar(s *shell) *topBar {
	t := &topBar{shell: s}
	get := widgets.NewButton(words.T("Get mail"), widgets.Icon(assets.GetMail), func() { s.checkNow() })
	get.Tip = words.T("Ask your provider for new mail now (F5)")
	write := widgets.NewButton(words.T("Write"), widgets.Icon(assets.Write), s.write)
	write.Tip = words.T("Write a letter (Ctrl N)")
	t.field = widgets.NewField(words.T("Search all mail"), widgets.Icon(assets.Search))
	t.field.OnChanged = t.changed
	t.field.OnEscape = func() {
		t.find("")
		s.win.Canvas().Focus(s.list.list)
	}
	t.field.OnDown = s.list.enter
	t.field.OnSubmitted = func(text string) {
		t.find(text)
		s.list.enter()
	}
	line := container.New(layout.NewCustomPaddedLayout(5, 5, 8, 8),
		container.NewBorder(nil, nil, container.NewHBox(get, write), nil, container.New(&searchLayout{}, t.field)))
	t.object = container.NewStack(newGround(),
		newEdges(nil, line, widgets.NewHairline()))
	return t
}

// changed waits for the typing to rest.
func (t *topBar) changed(text string) {
	if t.quiet {
		return
	}
	if t.timer != nil {
		t.timer.Stop()
	}
	t.timer = t.shell.jobs.later(searchPause, func() { t.find(t.field.Text) })
}

// find searches at once.
func (t *topBar) find(text string) {
	if t.timer != nil {
		t.timer.Stop()
	}
	t.shell.list.find(text)
}

// clearSearch empties the field without a search: another place was chosen.
func (t *topBar) clearSearch() {
	if t.timer != nil {
		t.timer.Stop()
	}
	t.quiet = true
	t.field.SetText("")
	t.quiet = false
}

// searchLayout puts the field to the right, wide enough for a few words.
type searchLayout struct{}

const searchWidth = 360

func (searchLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(160, objects[0].MinSize().Height)
}

func (searchLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(size.Width-16, searchWidth*textScale())
	height := objects[0].MinSize().Height
	objects[0].Move(fyne.NewPos(size.Width-width, (size.Height-height)/2))
	objects[0].Resize(fyne.NewSize(width, height))
}
