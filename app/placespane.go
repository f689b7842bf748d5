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
	p.object = container.NewStack(newGround(widgets.ColorNameSidebar), p.rows)
	return p
}

// set shows the accounts and folders of the store.
func (p *placesPane) set(inv inventory) {
	p.vm.Set(inv.accounts, inv.folders)
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
	w := widgets.Place{ID: r.ID, Title: r.Title, Count: r.Count, Strong: r.Strong, Level: r.Level, Heading: r.Heading, Folded: r.Folded}
	if r.Heading {
		w.Colour = accountColour(r.Colour)
	} else {
		w.Icon = widgets.Icon(placeIcon(r))
	}
	return w
}

func placeIcon(r viewmodel.Place) assets.Name {
	if r.ID == viewmodel.AllInboxes {
		return assets.AllInboxes
	}
	switch r.Role {
	case mailstore.Inbox:
		return assets.Inbox
	case mailstore.Drafts:
		return assets.Drafts
	case mailstore.Sent:
		return assets.Sent
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

// showMenu is the context menu of an account.
func (p *placesPane) showMenu(at fyne.Position, id string) {
	place, ok := p.vm.Find(id)
	if !ok || !place.Heading {
		return
	}
	for _, a := range p.vm.Accounts() {
		if a.ID == place.Account {
			menu := fyne.NewMenu("",
				fyne.NewMenuItem("Account settings…", func() { showAccountSettings(p.shell, a.ID) }),
				fyne.NewMenuItem("What is at your provider…", func() { showServerPage(p.shell, a) }),
				fyne.NewMenuItemSeparator(),
				fyne.NewMenuItem("Remove this account…", func() { askRemoveAccount(p.shell, a) }),
			)
			widget.ShowPopUpMenuAtPosition(menu, p.shell.win.Canvas(), at)
		}
	}
}

// pad is the grid's unit: 8 pixels.
func pad() float32 { return 2 * theme.Padding() }
