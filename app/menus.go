package app

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"satchel/mailstore"
	"satchel/viewmodel"
)

// textSizes are the whole window's text sizes in the menu, in percent.
var textSizes = []int{80, 90, 100, 110, 125, 150, 175, 200}

// menus is the menu bar: every action with its key.
type menus struct {
	shell      *shell
	main       *fyne.MainMenu
	settings   *fyne.MenuItem
	server     *fyne.MenuItem
	remove     *fyne.MenuItem
	appearance map[string]*fyne.MenuItem
	sizes      map[int]*fyne.MenuItem
	sort       *fyne.MenuItem
}

func newMenus(s *shell) *menus {
	m := &menus{shell: s, appearance: map[string]*fyne.MenuItem{}, sizes: map[int]*fyne.MenuItem{}}
	m.main = fyne.NewMainMenu(m.file(), m.edit(), m.view(), m.folder(), m.message(), m.help())
	m.setLook(s.prefs)
	return m
}

// item is a menu item with its key. Keys without Ctrl are only shown here: typedKey
// carries them out.
func item(text string, f func(), key fyne.KeyName, mods fyne.KeyModifier) *fyne.MenuItem {
	i := fyne.NewMenuItem(text, f)
	if key != "" {
		i.Shortcut = &desktop.CustomShortcut{KeyName: key, Modifier: mods}
	}
	return i
}

const ctrl = fyne.KeyModifierShortcutDefault

func (m *menus) file() *fyne.Menu {
	s := m.shell
	m.settings = item("Account settings", nil, "", 0)
	m.server = item("At your provider", nil, "", 0)
	m.remove = item("Remove an account", nil, "", 0)
	m.settings.ChildMenu, m.server.ChildMenu, m.remove.ChildMenu = fyne.NewMenu(""), fyne.NewMenu(""), fyne.NewMenu("")
	leave := item("Quit", s.quit, fyne.KeyQ, ctrl)
	leave.IsQuit = true
	return fyne.NewMenu("File",
		item("Get mail", func() { s.checkNow() }, fyne.KeyF5, 0),
		item("Write a letter", s.write, fyne.KeyN, ctrl),
		fyne.NewMenuItemSeparator(),
		item("Add an account…", func() { showAccountForm(s, nil) }, "", 0),
		m.settings, m.server, m.remove,
		fyne.NewMenuItemSeparator(),
		item("Bring mail from another program…", func() { showImport(s) }, "", 0),
		item("Write mail for another program…", func() { showExport(s) }, "", 0),
		fyne.NewMenuItemSeparator(),
		item("Make a backup…", func() { showBackup(s) }, "", 0),
		item("Bring a backup in…", func() { showRestore(s) }, "", 0),
		fyne.NewMenuItemSeparator(),
		item("Print…", s.letter.print, fyne.KeyP, ctrl),
		fyne.NewMenuItemSeparator(),
		item("Settings…", func() { showSettings(s) }, fyne.KeyComma, ctrl),
		fyne.NewMenuItemSeparator(),
		leave)
}

func (m *menus) edit() *fyne.Menu {
	s := m.shell
	undo := fyne.NewMenuItem("Undo", func() {
		if !s.forward(&fyne.ShortcutUndo{}) {
			s.actions.undo()
		}
	})
	undo.Shortcut = &fyne.ShortcutUndo{}
	redo := fyne.NewMenuItem("Redo", func() {
		if !s.forward(&fyne.ShortcutRedo{}) {
			s.actions.redo()
		}
	})
	redo.Shortcut = &fyne.ShortcutRedo{}
	clip := fyne.NewMenuItem("Copy", func() { s.copy() })
	clip.Shortcut = &fyne.ShortcutCopy{}
	all := fyne.NewMenuItem("Select all", func() { s.selectAll() })
	all.Shortcut = &fyne.ShortcutSelectAll{}
	return fyne.NewMenu("Edit", undo, redo, item("What was changed…", func() { showChanges(s) }, fyne.KeyH, ctrl),
		fyne.NewMenuItemSeparator(), clip, all, fyne.NewMenuItemSeparator(),
		item("Find in this letter…", s.letter.find.open, fyne.KeyF, ctrl),
		item("Find the next one", func() { s.letter.find.step(1) }, fyne.KeyG, ctrl),
		item("Find the one before", func() { s.letter.find.step(-1) }, fyne.KeyG, ctrl|fyne.KeyModifierShift),
		item("Search all mail", s.focusSearch, fyne.KeyK, ctrl))
}

func (m *menus) view() *fyne.Menu {
	s := m.shell
	looks := fyne.NewMenu("")
	for _, look := range []struct{ key, text string }{{"", "As the system has it"}, {"light", "Light"}, {"dark", "Dark"}} {
		i := item(look.text, func() { s.setLook(func(p *prefs) { p.Appearance = look.key }) }, "", 0)
		m.appearance[look.key] = i
		looks.Items = append(looks.Items, i)
	}
	sizes := fyne.NewMenu("")
	for _, size := range textSizes {
		i := item(fmt.Sprintf("%d %%", size), func() { s.setLook(func(p *prefs) { p.TextSize = size }) }, "", 0)
		m.sizes[size] = i
		sizes.Items = append(sizes.Items, i)
	}
	appearance, textSize := item("Appearance", nil, "", 0), item("Text size", nil, "", 0)
	appearance.ChildMenu, textSize.ChildMenu = looks, sizes
	m.sort = item("Sort by", nil, "", 0)
	m.sort.ChildMenu = fyne.NewMenu("", s.list.orderItems()...)
	return fyne.NewMenu("View", m.sort, appearance, textSize, fyne.NewMenuItemSeparator(),
		item("Larger letter", func() { s.letter.zoom(1) }, fyne.KeyPlus, ctrl),
		item("Smaller letter", func() { s.letter.zoom(-1) }, fyne.KeyMinus, ctrl),
		item("Letter in usual size", func() { s.letter.zoom(0) }, fyne.Key0, ctrl),
		fyne.NewMenuItemSeparator(),
		item("Web page or plain text", func() { s.letter.showPlain(!s.letter.plain) }, "", 0),
		item("Sender's colours or dark ones", s.letter.toggleOriginal, "", 0),
		item("Show the original", func() { showSource(s) }, fyne.KeyU, ctrl))
}

// folder is about the place selected.
func (m *menus) folder() *fyne.Menu {
	s := m.shell
	a := s.actions
	return fyne.NewMenu("Folder",
		item("New folder…", func() { a.askNewFolder(s.places.holder()) }, fyne.KeyN, ctrl|fyne.KeyModifierShift),
		item("Rename…", func() { a.askRename(s.places.current()) }, fyne.KeyF2, 0),
		item("Move…", s.places.showMoveMenu, "", 0),
		item("Delete", func() { a.deleteFolder(s.places.current()) }, "", 0),
		fyne.NewMenuItemSeparator(),
		item("Mark all as read", func() { a.readAll(s.places.current()) }, fyne.KeyT, ctrl|fyne.KeyModifierShift),
		item("Empty the Bin…", func() { a.askEmptyBin(s.places.byRole(mailstore.Bin)) }, "", 0),
		item("Empty Junk…", func() { a.askEmptyJunk(s.places.byRole(mailstore.Junk)) }, "", 0),
		fyne.NewMenuItemSeparator(),
		item("Save this search…", a.askSaveSearch, fyne.KeyS, ctrl|fyne.KeyModifierShift))
}

func (m *menus) message() *fyne.Menu {
	a := m.shell.actions
	return fyne.NewMenu("Message",
		item("Reply", func() { a.answer(viewmodel.Reply) }, fyne.KeyR, ctrl),
		item("Reply to all", func() { a.answer(viewmodel.ReplyAll) }, fyne.KeyR, ctrl|fyne.KeyModifierShift),
		item("Forward", func() { a.answer(viewmodel.Forward) }, fyne.KeyL, ctrl),
		fyne.NewMenuItemSeparator(),
		item("Archive", a.archive, fyne.KeyE, ctrl),
		item("Junk", a.junk, fyne.KeyJ, ctrl),
		item("Move to Bin", a.bin, fyne.KeyDelete, 0),
		fyne.NewMenuItemSeparator(),
		item("Read or unread", a.toggleUnread, fyne.KeyT, ctrl),
		item("Star", func() { a.toggleStar(m.shell.list.selection()) }, fyne.KeyD, ctrl))
}

func (m *menus) help() *fyne.Menu {
	s := m.shell
	return fyne.NewMenu("Help",
		item("Doctor…", func() { showDoctor(s) }, "", 0),
		item("Keys…", func() { showKeys(s) }, fyne.KeyF1, 0),
		item("About Satchel…", func() { showAbout(s) }, "", 0))
}

// setOrder ticks the order of the list.
func (m *menus) setOrder() {
	m.sort.ChildMenu.Items = m.shell.list.orderItems()
	m.main.Refresh()
}

// setLook ticks what is in force.
func (m *menus) setLook(p prefs) {
	for key, i := range m.appearance {
		i.Checked = key == p.Appearance
	}
	for size, i := range m.sizes {
		i.Checked = size == p.TextSize
	}
	m.main.Refresh()
}

// setAccounts lists the accounts for their settings.
func (m *menus) setAccounts(accounts []mailstore.Account) {
	settings, server, remove := m.settings.ChildMenu, m.server.ChildMenu, m.remove.ChildMenu
	settings.Items, server.Items, remove.Items = nil, nil, nil
	for _, a := range accounts {
		settings.Items = append(settings.Items, item(a.Email+"…", func() { showAccountSettings(m.shell, a.ID) }, "", 0))
		server.Items = append(server.Items, item(a.Email+"…", func() { showServerPage(m.shell, a) }, "", 0))
		remove.Items = append(remove.Items, item(a.Email+"…", func() { askRemoveAccount(m.shell, a) }, "", 0))
	}
	for _, i := range []*fyne.MenuItem{m.settings, m.server, m.remove} {
		i.Disabled = len(accounts) == 0
	}
	m.main.Refresh()
}

// showMenu is the context menu of the selected messages.
func (a *actions) showMenu(at fyne.Position) {
	s := a.shell
	ids := s.list.selection()
	if len(ids) == 0 {
		return
	}
	move := item("Move to", nil, "", 0)
	move.ChildMenu = fyne.NewMenu("")
	for _, target := range a.targets(ids) {
		move.ChildMenu.Items = append(move.ChildMenu.Items, item(indented(target), func() { a.moveTo(target) }, "", 0))
	}
	move.Disabled = len(move.ChildMenu.Items) == 0
	menu := fyne.NewMenu("",
		item("Mark as read", func() { a.setUnread(false) }, "", 0),
		item("Mark as unread", func() { a.setUnread(true) }, "", 0),
		item("Star", func() { a.toggleStar(ids) }, fyne.KeyD, ctrl),
		fyne.NewMenuItemSeparator(),
		item("Archive", a.archive, fyne.KeyE, ctrl),
		item("Junk", a.junk, fyne.KeyJ, ctrl),
		move,
		item("Move to Bin", a.bin, fyne.KeyDelete, 0),
	)
	if s.places.current().Role == mailstore.Bin && s.list.search == "" {
		menu.Items[len(menu.Items)-1].Label = "Delete for good…"
	}
	if len(ids) == 1 {
		menu.Items = append([]*fyne.MenuItem{
			item("Reply", func() { a.answer(viewmodel.Reply) }, fyne.KeyR, ctrl),
			item("Reply to all", func() { a.answer(viewmodel.ReplyAll) }, fyne.KeyR, ctrl|fyne.KeyModifierShift),
			item("Forward", func() { a.answer(viewmodel.Forward) }, fyne.KeyL, ctrl),
			fyne.NewMenuItemSeparator(),
		}, menu.Items...)
		menu.Items = append(menu.Items, fyne.NewMenuItemSeparator(), item("Show the original", func() { showSource(s) }, fyne.KeyU, ctrl))
	}
	widget.ShowPopUpMenuAtPosition(menu, s.win.Canvas(), at)
}

// targets are the folders all of these messages can be moved to: those of their
// account, none where they are of several.
func (a *actions) targets(ids []mailstore.MessageID) []viewmodel.Place {
	var account mailstore.AccountID
	for _, id := range ids {
		h, ok := a.shell.list.vm.Head(id)
		if !ok || account != 0 && h.Account != account {
			return nil
		}
		account = h.Account
	}
	return a.shell.places.vm.Targets(account)
}

func indented(p viewmodel.Place) string {
	text := viewmodel.Shortened(p.Title)
	for range p.Level {
		text = "    " + text
	}
	return text
}
