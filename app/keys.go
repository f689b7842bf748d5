package app

import (
	"net/url"
	"slices"
	"strings"

	"satchel/words"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// typedKey gets the keys nobody else has a use for: from the panes, and from the
// window where nothing has the focus.
func (s *shell) typedKey(ev *fyne.KeyEvent, mods fyne.KeyModifier) {
	if s.win.Canvas().Overlays().Top() != nil {
		if ev.Name == fyne.KeyEscape && s.dismiss != nil {
			s.dismiss()
		}
		return
	}
	if s.page != nil { // it covers what the other keys are for
		if ev.Name == fyne.KeyEscape && s.pageBack != nil {
			s.pageBack()
		}
		return
	}
	switch ev.Name {
	case fyne.KeyF1:
		showKeys(s)
	case fyne.KeyF6:
		s.nextPane(mods&fyne.KeyModifierShift != 0)
	case fyne.KeyF5:
		s.checkNow()
	case fyne.KeyF2:
		s.actions.askRename(s.places.current())
	case fyne.KeyDelete, fyne.KeyBackspace:
		s.actions.bin()
	case fyne.KeyEscape:
		s.letter.goBack()
	case fyne.KeyDown, fyne.KeyUp, fyne.KeyHome, fyne.KeyEnd:
		s.win.Canvas().Focus(s.list.list)
		s.list.list.TypedKey(ev)
	default:
	}
}

// nextPane moves the keyboard on to the next of places, list, letter and search.
func (s *shell) nextPane(backwards bool) {
	panes := []fyne.Focusable{s.places.rows, s.list.list, s.letter.view, s.top.field}
	if s.panes.narrow && s.panes.reading {
		panes = slices.Delete(panes, 1, 2)
	} else if s.panes.narrow {
		panes = slices.Delete(panes, 2, 3)
	}
	step := 1
	if backwards {
		step = len(panes) - 1
	}
	// From anywhere else, such as a button, it goes to the first: -1 and one step.
	at := slices.Index(panes, s.win.Canvas().Focused())
	s.win.Canvas().Focus(panes[(at+step+len(panes))%len(panes)])
}

// addZoomKeys adds the keys that the plus sign has on keyboards where it shares its key.
func (s *shell) addZoomKeys() {
	for _, key := range []*desktop.CustomShortcut{
		{KeyName: fyne.KeyEqual, Modifier: ctrl}, {KeyName: fyne.KeyEqual, Modifier: ctrl | fyne.KeyModifierShift},
		{KeyName: fyne.KeyPlus, Modifier: ctrl | fyne.KeyModifierShift},
	} {
		s.win.Canvas().AddShortcut(key, func(fyne.Shortcut) { s.letter.zoom(1) })
	}
}

// focusSearch puts the cursor into the search field.
func (s *shell) focusSearch() {
	if s.page == nil {
		s.win.Canvas().Focus(s.top.field)
	}
}

// forward hands a shortcut to an entry that has the focus; false if none has. The menu
// bar gets shortcuts first, but Ctrl Z in a field is about the field.
func (s *shell) forward(shortcut fyne.Shortcut) bool {
	field, ok := s.win.Canvas().Focused().(interface {
		fyne.Shortcutable
		Undo() // only what is typed into has it
	})
	if ok {
		field.TypedShortcut(shortcut)
	}
	return ok
}

// copy puts the selected text on the clipboard.
func (s *shell) copy() {
	shortcut := &fyne.ShortcutCopy{Clipboard: s.app.Clipboard()}
	if target, ok := s.win.Canvas().Focused().(fyne.Shortcutable); ok {
		target.TypedShortcut(shortcut)
	}
}

// selectAll is about whatever has the focus, else the list.
func (s *shell) selectAll() {
	target, ok := s.win.Canvas().Focused().(fyne.Shortcutable)
	if !ok {
		s.win.Canvas().Focus(s.list.list)
		target = s.list.list
	}
	target.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// openLink opens a link of a letter in the browser, if it is one that only shows
// something.
func (s *shell) openLink(link string) {
	u, err := url.Parse(link)
	if err != nil {
		return
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https", "mailto", "tel":
		if err := s.app.OpenURL(u); err != nil {
			tell(s, words.T("The link was not opened"), words.T("This computer has no program for it. The link is:\n%s", link))
		}
	}
}
