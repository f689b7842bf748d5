package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/assets"
	"satchel/mailstore"
	"satchel/viewmodel"
	"satchel/words"
)

// placesPane is the sidebar.
type placesPane struct {
	shell  *shell
	vm     viewmodel.Places
	rows   *widgets.Places
	object fyne.CanvasObject
}

func newPlacesPane(s *shell) *placesPane {
	p := &placesPane{shell: s, rows: widgets.NewPlaces()}
	p.rows.OnSelect = func(id string) { p.choose(id) }
	p.rows.OnFold = p.fold
	p.rows.OnMenu = p.showMenu
	p.rows.OnKey = s.typedKey
	p.rows.OnRune = s.typedRune
	p.object = container.NewStack(newGround(), p.rows)
	return p
}

// set shows the accounts and folders of the store.
func (p *placesPane) set(inv inventory) {
	p.vm.Set(inv.accounts, inv.folders, inv.searches)
	p.draw()
	if _, there := p.vm.Find(p.selected()); !there && p.selected() == "" && p.shell.list.wanted() && p.shell.list.place != "" {
		p.choose(viewmodel.AllInboxes) // the place shown is gone with its account
	}
}

func (p *placesPane) draw() {
	rows := make([]widgets.Place, 0, len(p.vm.Rows()))
	for _, r := range p.vm.Rows() {
		rows = append(rows, widgetPlace(r))
	}
	p.rows.SetPlaces(rows)
}

func widgetPlace(r viewmodel.Place) widgets.Place {
	w := widgets.Place{ID: r.ID, Title: r.Title, Count: r.Count, Strong: r.Strong, Level: r.Level, Heading: r.Heading, Holds: r.Holds, Folded: r.Folded}
	switch {
	case r.ID == viewmodel.SearchesID:
	case r.Heading:
		w.Colour = accountColour(r.Colour)
	default:
		w.Icon = widgets.Icon(placeIcon(r))
	}
	return w
}

func placeIcon(r viewmodel.Place) assets.Name {
	switch {
	case r.ID == viewmodel.AllInboxes:
		return assets.AllInboxes
	case r.Search != 0:
		return assets.Search
	}
	switch r.Role {
	case mailstore.Inbox:
		return assets.Inbox
	case mailstore.Drafts:
		return assets.Drafts
	case mailstore.Sent:
		return assets.Sent
	case mailstore.Outbox:
		return assets.Outbox
	case mailstore.Junk:
		return assets.Junk
	case mailstore.Bin:
		return assets.Bin
	case mailstore.Archive:
		return assets.Archive
	}
	return assets.Folder
}

func (p *placesPane) selected() string { return p.rows.Selected() }

// choose shows the list of a place, and ends a search.
func (p *placesPane) choose(id string) {
	place, ok := p.vm.Find(id)
	if !ok || place.Heading {
		return
	}
	p.rows.Select(id)
	p.shell.top.clearSearch()
	p.shell.panes.list()
	p.shell.list.show(place)
	p.shell.title()
}

// current is the place shown.
func (p *placesPane) current() viewmodel.Place {
	place, _ := p.vm.Find(p.selected())
	return place
}

func (p *placesPane) fold(id string, folded bool) {
	p.vm.Fold(id, folded)
	p.draw()
	p.shell.savePrefs()
}

// showMenu is the context menu of a place.
func (p *placesPane) showMenu(at fyne.Position, id string) {
	place, ok := p.vm.Find(id)
	if !ok {
		return
	}
	items := p.folderItems(place)
	for _, a := range p.vm.Accounts() {
		if place.Heading && a.ID == place.Account {
			items = append(items, fyne.NewMenuItemSeparator(),
				fyne.NewMenuItem(words.T("Account settings…"), func() { showAccountSettings(p.shell, a.ID) }),
				fyne.NewMenuItem(words.T("Sending…"), func() { showSending(p.shell, a.ID) }),
				fyne.NewMenuItem(words.T("What is at your provider…"), func() { showServerPage(p.shell, a) }),
				fyne.NewMenuItemSeparator(),
				fyne.NewMenuItem(words.T("Remove this account…"), func() { askRemoveAccount(p.shell, a) }))
		}
	}
	if len(items) > 0 {
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), p.shell.win.Canvas(), at)
	}
}

// folderItems is what can be done with a folder, a saved search or the folders of an
// account.
func (p *placesPane) folderItems(place viewmodel.Place) []*fyne.MenuItem {
	a := p.shell.actions
	var items []*fyne.MenuItem
	add := func(on bool, text string, f func()) {
		if on {
			items = append(items, fyne.NewMenuItem(text, f))
		}
	}
	line := func() {
		if len(items) > 0 && !items[len(items)-1].IsSeparator {
			items = append(items, fyne.NewMenuItemSeparator())
		}
	}
	add(place.MayHold() && place.Heading, words.T("New folder…"), func() { a.askNewFolder(place) })
	add(place.MayHold() && !place.Heading, words.T("New folder inside…"), func() { a.askNewFolder(place) })
	add(place.Own() || place.Search != 0, words.T("Rename…"), func() { a.askRename(place) })
	if targets := p.vm.FolderTargets(place); place.Own() && len(targets) > 0 {
		move := fyne.NewMenuItem(words.T("Move to"), nil)
		move.ChildMenu = fyne.NewMenu("")
		for _, into := range targets {
			move.ChildMenu.Items = append(move.ChildMenu.Items, fyne.NewMenuItem(indented(into), func() { a.moveFolder(place, into) }))
		}
		items = append(items, move)
	}
	line()
	add(!place.Heading && place.Search == 0, words.T("Mark all as read"), func() { a.readAll(place) })
	line()
	add(place.Role == mailstore.Bin, words.T("Empty the Bin…"), func() { a.askEmptyBin(place) })
	add(place.Role == mailstore.Junk, words.T("Empty Junk…"), func() { a.askEmptyJunk(place) })
	add(place.Own() && !place.InBin, words.T("Delete the folder"), func() { a.deleteFolder(place) })
	add(place.Search != 0, words.T("Remove this search"), func() { a.deleteFolder(place) })
	if n := len(items); n > 0 && items[n-1].IsSeparator {
		items = items[:n-1]
	}
	return items
}

// holder is where a new folder goes when the menu bar asks for one: the folder shown, or
// the top of its account, or of the first one.
func (p *placesPane) holder() viewmodel.Place {
	current := p.current()
	if current.MayHold() && current.Own() {
		return current
	}
	for _, row := range p.vm.Rows() {
		if row.Heading && row.Account != 0 && (current.Account == 0 || row.Account == current.Account) {
			return row
		}
	}
	return viewmodel.Place{}
}

// byRole is that folder of the account shown, or of the first one.
func (p *placesPane) byRole(role mailstore.Role) viewmodel.Place {
	current := p.current()
	for _, row := range p.vm.Rows() {
		if row.Role == role && row.Folder != 0 && (current.Account == 0 || row.Account == current.Account) {
			return row
		}
	}
	return viewmodel.Place{}
}

// showMoveMenu offers the places the folder shown can be moved to.
func (p *placesPane) showMoveMenu() {
	for _, i := range p.folderItems(p.current()) {
		if i.ChildMenu != nil {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.rows)
			widget.ShowPopUpMenuAtPosition(i.ChildMenu, p.shell.win.Canvas(), at.AddXY(pad(), pad()))
			return
		}
	}
	p.shell.layer.Toast(words.T("Only folders of your own can be moved. Choose one first."), "", nil, 0)
}

// titles are the rows that are not folded away, for tests on the real program.
func (p *placesPane) titles() []string {
	titles := []string{}
	for _, id := range p.rows.Shown() {
		place, _ := p.vm.Find(id)
		titles = append(titles, indented(place))
	}
	return titles
}

// dragged follows messages that are dragged over the window.
func (p *placesPane) dragged(at fyne.Position, keys []int64) {
	place, ok := p.dropAt(at, keys)
	text := words.N("%d message", "%d messages", len(keys))
	if ok {
		text += " " + words.T("to %s", viewmodel.Shortened(place.Title))
	}
	p.rows.ShowDrop(place.ID)
	p.shell.layer.ShowDragged(text, at)
}

// dropped moves them to the folder they were let go on.
func (p *placesPane) dropped(at fyne.Position, keys []int64) {
	p.rows.ShowDrop("")
	p.shell.layer.ShowDragged("", at)
	if place, ok := p.dropAt(at, keys); ok {
		p.shell.actions.moveTo(place)
	}
}

// dropAt is the folder at a position that the messages can be moved to.
func (p *placesPane) dropAt(at fyne.Position, keys []int64) (viewmodel.Place, bool) {
	id := p.rows.PlaceAt(at)
	if id == "" {
		return viewmodel.Place{}, false
	}
	for _, target := range p.shell.actions.targets(messageIDs(keys)) {
		if target.ID == id {
			return target, true
		}
	}
	return viewmodel.Place{}, false
}

// pad is the grid's unit: 8 pixels.
func pad() float32 { return 2 * theme.Padding() }
