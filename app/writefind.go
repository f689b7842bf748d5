package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/assets"
	"satchel/viewmodel"
	"satchel/words"
)

// writeFind is the line above the text that finds words in it.
type writeFind struct {
	writer *writer
	field  *widgets.Field
	count  *widget.Label
	object *fyne.Container
}

func newWriteFind(w *writer) *writeFind {
	b := &writeFind{writer: w, count: widget.NewLabel("")}
	b.field = widgets.NewField(words.T("Find in this letter"), widgets.Icon(assets.Search))
	b.field.OnChanged = func(string) { b.find(0) }
	b.field.OnSubmitted = func(string) { b.find(1) }
	b.field.OnDown = func() { b.find(1) }
	b.field.OnEscape = b.close
	b.count.Importance = widget.LowImportance
	icon := func(name assets.Name, tip string, f func()) *widgets.Button {
		return widgets.NewIconButton(widgets.Icon(name), tip, f)
	}
	line := container.NewBorder(nil, nil, nil, container.NewHBox(b.count,
		icon(assets.ChevronUp, words.T("The one before (Ctrl Shift G)"), func() { b.find(-1) }),
		icon(assets.ChevronDown, words.T("The next one (Return or Ctrl G)"), func() { b.find(1) }),
		icon(assets.Close, words.T("Close (Escape)"), b.close)), b.field)
	b.object = container.New(layout.NewCustomPaddedLayout(0, 6, 18, 18), line)
	b.object.Hide()
	return b
}

// open shows the line. A selected word is what is looked for.
func (b *writeFind) open() {
	if text := b.writer.editor.Document().Selected().Text(); text != "" && len(text) < 60 {
		b.field.SetText(text)
	}
	setShown(b.object, true)
	b.writer.layer.Refresh()
	b.writer.win.Canvas().Focus(b.field)
	b.find(0)
}

func (b *writeFind) close() {
	b.object.Hide()
	b.writer.layer.Refresh()
	b.writer.win.Canvas().Focus(b.writer.editor)
}

// find goes to a place, see widgets.Editor.Find, and says how many there are.
func (b *writeFind) find(by int) {
	if !b.object.Visible() {
		b.open()
		return
	}
	at, of := b.writer.editor.Find(b.field.Text, by)
	text := ""
	switch {
	case b.field.Text == "":
	case of == 0:
		text = words.T("Not found")
	default:
		text = words.T("%s of %s", viewmodel.Number(at), viewmodel.Number(of))
	}
	b.count.SetText(text)
}
