package app

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"

	"satchel/app/widgets"
	"satchel/viewmodel"
	"satchel/words"
)

// targetsHeight has room for nine folders; the list scrolls.
const targetsHeight = 9 * 30

// askMove asks by its name for the folder that the selected messages shall go to: a few letters and Return.
func (a *actions) askMove() {
	s := a.shell
	ids := s.list.selection()
	if len(ids) == 0 || !s.mayChange() {
		return
	}
	targets := viewmodel.MoveTargets(a.targets(ids))
	if here := s.places.current(); s.list.search == "" {
		targets = slices.DeleteFunc(targets, func(t viewmodel.MoveTarget) bool { return t.ID == here.ID })
	}
	if len(targets) == 0 {
		s.layer.Toast(words.T("There is no folder that all of these messages can be moved to."), "", nil, 0)
		return
	}
	var box *dialog.CustomDialog
	field := newFindField(words.T("Find a folder"))
	rows := widgets.NewPlaces()
	none := wrapped(words.T("No folder is called that."))
	do := widgets.NewAccentButton(words.T("Move"), nil, nil)
	accept := func() {
		at := slices.IndexFunc(targets, func(t viewmodel.MoveTarget) bool { return t.ID == rows.Selected() })
		if at >= 0 {
			box.Hide()
			a.moveTo(targets[at].Place)
		}
	}
	show := func(typed string) {
		found := viewmodel.FindTargets(targets, typed)
		shown := make([]widgets.Place, len(found))
		for i, t := range found {
			shown[i] = widgets.Place{ID: t.ID, Title: t.Path, Icon: widgets.Icon(placeIcon(t.Place))}
		}
		rows.SetPlaces(shown)
		none.Hidden = len(found) > 0
		if len(found) == 0 {
			do.Disable()
		} else {
			rows.Select(found[0].ID)
			do.Enable()
		}
		none.Refresh()
	}
	field.OnChanged = show
	field.OnSubmitted = func(string) { accept() }
	field.onStep = rows.TypedKey
	do.OnTapped = accept
	cancel := widgets.NewButton(words.T("Cancel"), nil, func() { box.Hide() })
	cancel.Outlined = true
	show("")
	rows.OnKey = func(ev *fyne.KeyEvent, mods fyne.KeyModifier) {
		if ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter {
			accept()
			return
		}
		s.typedKey(ev, mods)
	}
	room := canvas.NewRectangle(color.Transparent)
	room.SetMinSize(fyne.NewSize(0, min(targetsHeight*textScale(), s.win.Canvas().Size().Height/2)))
	list := container.NewStack(room, rows, container.NewVBox(none))
	content := container.NewVBox(field, list, vgap(), container.NewHBox(layout.NewSpacer(), cancel, do))
	title := words.N("Move %d message", "Move %d messages", len(ids))
	box = newBox(s, title, content)
	s.showBox(title, box)
	s.win.Canvas().Focus(field)
}

// findField is an entry over a list: Up and Down go to the list, so that one need not leave the field.
type findField struct {
	widgets.Input
	onStep func(*fyne.KeyEvent)
}

func newFindField(hint string) *findField {
	f := &findField{}
	f.PlaceHolder = hint
	f.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	f.ExtendBaseWidget(f)
	return f
}

// TypedKey implements fyne.Focusable.
func (f *findField) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyUp || ev.Name == fyne.KeyDown {
		f.onStep(ev)
		return
	}
	f.Input.TypedKey(ev)
}
