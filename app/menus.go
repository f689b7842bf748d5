package app

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"satchel/mailstore"
	"satchel/viewmodel"
	"satchel/words"
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
	m.settings = item(words.T("Account settings"), nil, "", 0)
	m.server = item(words.T("At your provider"), nil, "", 0)
	m.remove = item(words.T("Remove an account"), nil, "", 0)
	m.settings.ChildMenu, m.server.ChildMenu, m.remove.ChildMenu = fyne.NewMenu(""), fyne.NewMenu(""), fyne.NewMenu("")
	leave := item(words.T("Quit"), s.quit, fyne.KeyQ, ctrl)
	leave.IsQuit = true
	return fyne.NewMenu(words.T("File"),
		item(words.T("Get mail"), func() { s.checkNow() }, fyne.KeyF5, 0),
		item(words.T("Write a letter"), s.write, fyne.KeyN, ctrl),
		fyne.NewMenuItemSeparator(),
		item(words.T("Add an account…"), func() { showAccountForm(s, nil) }, "", 0),
		m.settings, m.server, m.remove,
		fyne.NewMenuItemSeparator(),
		item(words.T("Bring mail from another program…"), func() { showImport(s) }, "", 0),
		item(words.T("Write mail for another program…"), func() { showExport(s) }, "", 0),
		fyne.NewMenuItemSeparator(),
		item(words.T("Make a backup…"), func() { showBackup(s) }, "", 0),
		item(words.T("Bring a backup in…"), func() { showRestore(s) }, "", 0),
		fyne.NewMenuItemSeparator(),
		item(words.T("Print…"), s.letter.print, fyne.KeyP, ctrl),
		fyne.NewMenuItemSeparator(),
		item(words.T("Settings…"), func() { showSettings(s) }, fyne.KeyComma, ctrl),
		fyne.NewMenuItemSeparator(),
		leave)
}

func (m *menus) edit() *fyne.Menu {
	s := m.shell
	undo := fyne.NewMenuItem(words.T("Undo"), func() {
		if !s.forward(&fyne.ShortcutUndo{}) {
			s.actions.undo()
		}
	})
	undo.Shortcut = &fyne.ShortcutUndo{}
	redo := fyne.NewMenuItem(words.T("Redo"), func() {
		if !s.forward(&fyne.ShortcutRedo{}) {
			s.actions.redo()
		}
	})
	redo.Shortcut = &fyne.ShortcutRedo{}
	clip := fyne.NewMenuItem(words.T("Copy"), func() { s.copy() })
	clip.Shortcut = &fyne.ShortcutCopy{}
	all := fyne.NewMenuItem(words.T("Select all"), func() { s.selectAll() })
	all.Shortcut = &fyne.ShortcutSelectAll{}
	return fyne.NewMenu(words.T("Edit"), undo, redo, item(words.T("What was changed…"), func() { showChanges(s) }, fyne.KeyH, ctrl),
		fyne.NewMenuItemSeparator(), clip, all, fyne.NewMenuItemSeparator(),
		item(words.T("Find in this letter…"), s.letter.find.open, fyne.KeyF, ctrl),
		item(words.T("Find the next one"), func() { s.letter.find.step(1) }, fyne.KeyG, ctrl),
		item(words.T("Find the one before"), func() { s.letter.find.step(-1) }, fyne.KeyG, ctrl|fyne.KeyModifierShift),
		item(words.T("Search all mail"), s.focusSearch, fyne.KeyK, ctrl))
}

func (m *menus) view() *fyne.Menu {
	s := m.shell
	looks := fyne.NewMenu("")
	for _, look := range []struct{ key, text string }{{"", words.T("As the system has it")}, {"light", words.T("Light")}, {"dark", words.T("Dark")}} {
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
	appearance, textSize := item(words.T("Appearance"), nil, "", 0), item(words.T("Text size"), nil, "", 0)
	appearance.ChildMenu, textSize.ChildMenu = looks, sizes
	m.sort = item(words.T("Sort by"), nil, "", 0)
	m.sort.ChildMenu = fyne.NewMenu("", s.list.orderItems()...)
	return fyne.NewMenu(words.T("View"), m.sort, appearance, textSize, fyne.NewMenuItemSeparator(),
		item(words.T("Larger letter"), func() { s.letter.zoom(1) }, fyne.KeyPlus, ctrl),
		item(words.T("Smaller letter"), func() { s.letter.zoom(-1) }, fyne.KeyMinus, ctrl),
		item(words.T("Letter in usual size"), func() { s.letter.zoom(0) }, fyne.Key0, ctrl),
		fyne.NewMenuItemSeparator(),
		item(words.T("Web page or plain text"), func() { s.letter.showPlain(!s.letter.plain) }, "", 0),
		item(words.T("Sender's colours or dark ones"), s.letter.toggleOriginal, "", 0),
		item(words.T("Show the original"), func() { showSource(s) }, fyne.KeyU, ctrl))
}

// folder is about the place selected.
func (m *menus) folder() *fyne.Menu {
	s := m.shell
	a := s.actions
	return fyne.NewMenu(words.T("Folder"),
		item(words.T("New folder…"), func() { a.askNewFolder(s.places.holder()) }, fyne.KeyN, ctrl|fyne.KeyModifierShift),
		item(words.T("Rename…"), func() { a.askRename(s.places.current()) }, fyne.KeyF2, 0),
		item(words.T("Move…"), s.places.showMoveMenu, "", 0),
		item(words.T("Delete"), func() { a.deleteFolder(s.places.current()) }, "", 0),
		fyne.NewMenuItemSeparator(),
		item(words.T("Mark all as read"), func() { a.readAll(s.places.current()) }, fyne.KeyT, ctrl|fyne.KeyModifierShift),
		item(words.T("Empty the Bin…"), func() { a.askEmptyBin(s.places.byRole(mailstore.Bin)) }, "", 0),
		item(words.T("Empty Junk…"), func() { a.askEmptyJunk(s.places.byRole(mailstore.Junk)) }, "", 0),
		fyne.NewMenuItemSeparator(),
		item(words.T("Save this search…"), a.askSaveSearch, fyne.KeyS, ctrl|fyne.KeyModifierShift))
}

func (m *menus) message() *fyne.Menu {
	a := m.shell.actions
	return fyne.NewMenu(words.T("Message"),
		item(words.T("Reply"), func() { a.answer(viewmodel.Reply) }, fyne.KeyR, ctrl),
		item(words.T("Reply to all"), func() { a.answer(viewmodel.ReplyAll) }, fyne.KeyR, ctrl|fyne.KeyModifierShift),
		item(words.T("Forward"), func() { a.answer(viewmodel.Forward) }, fyne.KeyL, ctrl),
		item(words.T("Write anew from this"), a.editAsNew, "", 0),
		fyne.NewMenuItemSeparator(),
		item(words.T("Archive"), a.archive, fyne.KeyE, ctrl),
		item(words.T("Junk"), a.junk, fyne.KeyJ, ctrl),
		item(words.T("Move to Bin"), a.bin, fyne.KeyDelete, 0),
		item(words.T("Move to a folder…"), a.askMove, fyne.KeyM, ctrl),
		fyne.NewMenuItemSeparator(),
		item(words.T("Read or unread"), a.toggleUnread, fyne.KeyT, ctrl),
		item(words.T("Star"), func() { a.toggleStar(m.shell.list.selection()) }, fyne.KeyD, ctrl))
}

func (m *menus) help() *fyne.Menu {
	s := m.shell
	return fyne.NewMenu(words.T("Help"),
		item(words.T("Doctor…"), func() { showDoctor(s) }, "", 0),
		item(words.T("Keys…"), func() { showKeys(s) }, fyne.KeyF1, 0),
		item(words.T("About Satchel…"), func() { showAbout(s) }, "", 0))
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
	move := item(words.T("Move to"), nil, "", 0)
	move.ChildMenu = fyne.NewMenu("")
	for _, target := range a.targets(ids) {
		move.ChildMenu.Items = append(move.ChildMenu.Items, item(indented(target), func() { a.moveTo(target) }, "", 0))
	}
	move.Disabled = len(move.ChildMenu.Items) == 0
	menu := fyne.NewMenu("",
		item(words.T("Mark as read"), func() { a.setUnread(false) }, "", 0),
		item(words.T("Mark as unread"), func() { a.setUnread(true) }, "", 0),
		item(words.T("Star"), func() { a.toggleStar(ids) }, fyne.KeyD, ctrl),
		fyne.NewMenuItemSeparator(),
		item(words.T("Archive"), a.archive, fyne.KeyE, ctrl),
		item(words.T("Junk"), a.junk, fyne.KeyJ, ctrl),
		move,
		item(words.T("Move to Bin"), a.bin, fyne.KeyDelete, 0),
	)
	if s.places.current().Role == mailstore.Bin && s.list.search == "" {
		menu.Items[len(menu.Items)-1].Label = words.T("Delete for good…")
	}
	if len(ids) == 1 {
		menu.Items = append([]*fyne.MenuItem{
			item(words.T("Reply"), func() { a.answer(viewmodel.Reply) }, fyne.KeyR, ctrl),
			item(words.T("Reply to all"), func() { a.answer(viewmodel.ReplyAll) }, fyne.KeyR, ctrl|fyne.KeyModifierShift),
			item(words.T("Forward"), func() { a.answer(viewmodel.Forward) }, fyne.KeyL, ctrl),
			item(words.T("Write anew from this"), a.editAsNew, "", 0),
			fyne.NewMenuItemSeparator(),
		}, menu.Items...)
		menu.Items = append(menu.Items, fyne.NewMenuItemSeparator(), item(words.T("Show the original"), func() { showSource(s) }, fyne.KeyU, ctrl))
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
