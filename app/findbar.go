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

// findBar is the line above the letter that finds words in it.
type findBar struct {
	pane   *letterPane
	field  *widgets.Field
	count  *widget.Label
	object *fyne.Container
}

func newFindBar(p *letterPane) *findBar {
	b := &findBar{pane: p, count: widget.NewLabel("")}
	b.field = widgets.NewField(words.T("Find in this letter"), widgets.Icon(assets.Search))
	b.field.OnChanged = func(text string) {
		p.view.Find(text)
		b.update()
	}
	b.field.OnSubmitted = func(string) { b.step(1) }
	b.field.OnEscape = b.close
	b.field.OnDown = func() { b.step(1) }
	b.count.Importance = widget.LowImportance
	icon := func(name assets.Name, tip string, f func()) *widgets.Button {
		return widgets.NewIconButton(widgets.Icon(name), tip, f)
	}
	line := container.NewBorder(nil, nil, nil, container.NewHBox(b.count,
		icon(assets.ChevronUp, words.T("The one before (Ctrl Shift G)"), func() { b.step(-1) }),
		icon(assets.ChevronDown, words.T("The next one (Return or Ctrl G)"), func() { b.step(1) }),
		icon(assets.Close, words.T("Close (Escape)"), b.close)), b.field)
	b.object = newEdges(nil, container.New(layout.NewCustomPaddedLayout(3, 3, 8, 8), line), widgets.NewHairline())
	b.object.Hide()
	return b
}

// open shows the bar and puts the cursor into it. A selected word is what is looked for.
func (b *findBar) open() {
	if b.pane.id == 0 {
		return
	}
	if text := b.pane.view.SelectedText(); text != "" && len(text) < 60 {
		b.field.SetText(text)
	}
	setShown(b.object, true)
	b.pane.object.Refresh()
	b.pane.shell.win.Canvas().Focus(b.field)
	b.pane.view.Find(b.field.Text)
	b.update()
}

// close takes the bar and its marks away.
func (b *findBar) close() {
	if !b.object.Visible() {
		return
	}
	b.object.Hide()
	b.pane.view.Find("")
	b.pane.object.Refresh()
	if b.pane.shell.win.Canvas().Focused() == b.field {
		b.pane.shell.win.Canvas().Focus(b.pane.view)
	}
}

// step goes on to the next place, or with -1 to the one before.
func (b *findBar) step(by int) {
	if !b.object.Visible() {
		b.open()
		return
	}
	b.pane.view.FindNext(by)
	b.update()
}

// update says how many places there are.
func (b *findBar) update() {
	at, of := b.pane.view.Found()
	text := ""
	switch {
	case b.field.Text == "":
	case of == 0:
		text = words.T("Not found")
	default:
		text = words.T("%s of %s", viewmodel.Number(at), viewmodel.Number(of))
		if b.pane.view.FoundMore() {
			text += "+"
		}
	}
	if b.count.Text != text {
		b.count.SetText(text)
	}
}

// stacked puts objects below one another without gaps; hidden ones take no room.
type stacked struct{}

// Layout implements fyne.Layout.
func (stacked) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range objects {
		if o.Visible() {
			h := o.MinSize().Height
			o.Move(fyne.NewPos(0, y))
			o.Resize(fyne.NewSize(size.Width, h))
			y += h
		}
	}
}

// MinSize implements fyne.Layout.
func (stacked) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		if o.Visible() {
			least := o.MinSize()
			size = fyne.NewSize(max(size.Width, least.Width), size.Height+least.Height)
		}
	}
	return size
}
