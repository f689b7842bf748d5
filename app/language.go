package app

import (
	"satchel/viewmodel"
	"satchel/words"
)

// speak changes the language of the window at once: all of it is made anew, on the place that is open.
func (s *shell) speak(tag string) {
	s.prefs = s.currentPrefs()
	s.prefs.Language = tag
	words.Use(tag)
	s.wish = s.places.selected()
	s.rebuild()
	s.letter.view.SetZoom(s.prefs.LetterZoom)
	s.applyPrefs()
	s.places.vm.SetFoldState(s.prefs.Folded)
	s.list.setOrder(viewmodel.OrderOf(s.prefs.SortBy, s.prefs.Reverse))
	s.showMail()
	s.refresh()
	s.savePrefs()
}

// rebuild makes all texts of the window anew.
func (s *shell) rebuild() {
	s.letter.stop()
	if s.list.unwanted != nil {
		s.list.unwanted()
	}
	s.foot = nil // the old one stops to tick
	s.build()
	s.layer.SetContent(s.panes.whole)
	s.panes.width(s.win.Canvas().Size().Width)
	s.panes.restore()
	s.win.SetMainMenu(s.menu.main)
	if s.session != nil { // for what is shown before they are read anew
		s.places.set(s.known)
		s.menu.setAccounts(s.known.accounts)
	}
}

// setPrefs changes what is remembered, and has it in force at once.
func (s *shell) setPrefs(change func(*prefs)) {
	change(&s.prefs)
	s.applyPrefs()
	s.savePrefs()
}

// applyPrefs shows what the preferences say, the look apart.
func (s *shell) applyPrefs() {
	if s.list.list.Close != s.prefs.Close {
		s.list.list.Close = s.prefs.Close
		s.list.list.Refresh()
	}
}

// build makes the panes and the menu.
func (s *shell) build() {
	s.places = newPlacesPane(s)
	s.menu = nil // the list asks for it
	s.list = newListPane(s)
	s.letter = newLetterPane(s)
	s.foot = newFoot(s)
	s.top = newTopBar(s)
	s.panes = newPanes(s)
	s.menu = newMenus(s)
}
