package app

import (
	"context"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"satchel/app/widgets"
	"satchel/mailstore"
	"satchel/viewmodel"
	"satchel/words"
)

func (p *settingsPage) accounts() {
	s := p.shell
	p.section(words.T("Accounts"))
	for _, a := range s.places.vm.Accounts() {
		button := func(text string, f func()) *widgets.Button {
			b := widgets.NewButton(text, nil, f)
			b.Outlined = true
			return b
		}
		links := container.NewHBox(
			button(words.T("Settings…"), func() { showAccountSettings(s, a.ID) }),
			button(words.T("At your provider…"), func() { showServerPage(s, a) }),
			button(words.T("Remove…"), func() { askRemoveAccount(s, a) }))
		p.row(a.Email, "", words.T("name password server what stays at your provider interval limit signature remove"), nil, links)
	}
	p.button(words.T("Another mail address"), "", words.T("Add an account…"), func() { showAccountForm(s, nil) })
}

func (p *settingsPage) appearance() {
	s := p.shell
	p.section(words.T("Appearance"))
	looks := []string{"", "light", "dark"}
	p.choice(words.T("Light or dark"), "", []string{words.T("As the system has it"), words.T("Light"), words.T("Dark")},
		max(0, slices.Index(looks, s.prefs.Appearance)), func(i int) { s.setLook(func(w *prefs) { w.Appearance = looks[i] }) })
	var sizes []string
	for _, size := range textSizes {
		sizes = append(sizes, fmt.Sprintf("%d %%", size))
	}
	p.choice(words.T("Text size"), words.T("Of the whole window. A letter alone is made larger by Ctrl + and smaller by Ctrl −."), sizes,
		max(0, slices.Index(textSizes, s.prefs.TextSize)), func(i int) { s.setLook(func(w *prefs) { w.TextSize = textSizes[i] }) })
	p.check(words.T("More letters in the list"), words.T("The rows of the list stand closer together."), s.prefs.Close,
		func(on bool) { s.setPrefs(func(w *prefs) { w.Close = on }) })
}

func (p *settingsPage) reading() {
	s := p.shell
	p.section(words.T("Reading"))
	after := []int{0, usualReadMS, 5000, 10_000, -1}
	p.choice(words.T("A letter counts as read"), "", []string{words.T("at once"), words.T("after a moment"),
		words.N("after %d second", "after %d seconds", 5), words.N("after %d second", "after %d seconds", 10), words.T("only when I mark it")},
		max(0, slices.Index(after, s.prefs.ReadMS)), func(i int) { s.setPrefs(func(w *prefs) { w.ReadMS = after[i] }) })
	p.check(words.T("Show letters as plain text"), words.T("Without the colours, pictures and fonts that a sender chose. Each letter can be shown as a web page all the same."),
		s.prefs.Plain, func(on bool) { s.setPrefs(func(w *prefs) { w.Plain = on }) })
	list := container.NewVBox()
	p.row(words.T("Pictures from the internet"), words.T("They are fetched only when you say so: a sender learns by them that you read the letter. These senders may always show theirs:"),
		words.T("senders remote images tracking"), nil, list)
	p.readTrusts(list)
}

// readTrusts lists the senders that may show pictures.
func (p *settingsPage) readTrusts(list *fyne.Container) {
	s, ses := p.shell, p.shell.session
	background(s.jobs, ses.store.PictureTrusts, func(trusts []mailstore.PictureTrust, err error) {
		list.RemoveAll()
		if err != nil {
			s.trouble(words.T("read the senders of pictures"), err)
			return
		}
		if len(trusts) == 0 {
			list.Add(wrapped(words.T("None so far.")))
		}
		for _, t := range trusts {
			take := widgets.NewButton(words.T("Take back"), nil, func() { p.takeTrustBack(list, t.Address) })
			take.Outlined = true
			take.Tip = words.T("Pictures of this sender are asked about again")
			list.Add(container.NewBorder(nil, nil, nil, take, wrapped(viewmodel.Shortened(t.Address))))
		}
		p.column.Refresh()
	})
}

func (p *settingsPage) takeTrustBack(list *fyne.Container, address string) {
	s, ses := p.shell, p.shell.session
	inOrder(s.jobs, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, ses.store.DistrustPictures(ctx, address)
	},
		func(_ struct{}, err error) {
			if err != nil {
				s.trouble(words.T("keep your choice for this sender"), err)
			}
			p.readTrusts(list)
		})
}

func (p *settingsPage) privacy() {
	p.section(words.T("Privacy"))
	p.row(words.T("What Satchel tells others"), words.T("Nothing but what fetching and sending your mail needs. It sends no read receipts, no statistics and no reports, follows no link by itself, and letters cannot run programs."),
		words.T("telemetry tracking receipt"), nil, nil)
	p.row(words.T("Your passwords"), words.T("They lie in this computer's keyring, or in a file locked by your passphrase. They are in no backup and in no export."), "", nil, nil)
}

func (p *settingsPage) storage() {
	s := p.shell
	p.section(words.T("Storage"))
	last := wrapped("")
	p.row(words.T("Last backup"), "", words.T("save copy reminder"), nil, last)
	ses := s.session
	background(s.jobs, func(ctx context.Context) (viewmodel.LastBackup, error) { return readLastBackup(ctx, ses.store) },
		func(b viewmodel.LastBackup, _ error) {
			last.SetText(viewmodel.BackupIntro(b, s.now()))
			p.column.Refresh()
		})
	p.button(words.T("A copy of all mail in one file"), words.T("It is read back and compared. Satchel says when a backup is missing or a month old."), words.T("Make a backup…"), func() { showBackup(s) })
	p.button(words.T("A backup made by Satchel"), "", words.T("Bring a backup in…"), func() { showRestore(s) })
	p.button(words.T("Mail of another program"), "", words.T("Bring mail in…"), func() { showImport(s) })
	p.button(words.T("Files that other programs read"), "", words.T("Write mail out…"), func() { showExport(s) })
	p.binDays()
}

// binDays is how long the Bin keeps mail.
func (p *settingsPage) binDays() {
	s, ses := p.shell, p.shell.session
	days := []int{7, 30, 90, 365, 0}
	var options []string
	for _, n := range days[:len(days)-1] {
		options = append(options, words.N("for %d day", "for %d days", n))
	}
	options = append(options, words.T("until I empty it"))
	c := widgets.NewChoice(options, nil)
	c.Disable() // until it is known
	p.row(words.T("The Bin keeps letters"), words.T("Then they are deleted from this computer for good."), "", asWideAs(c, options), nil)
	background(s.jobs, ses.store.BinDays, func(now int, err error) {
		if err != nil {
			return // the choice stays out of reach
		}
		if i := slices.Index(days, now); i >= 0 {
			c.SetSelectedIndex(i)
		}
		c.OnChanged = func(string) {
			chosen := days[max(0, c.SelectedIndex())]
			inOrder(s.jobs, func(ctx context.Context) (struct{}, error) { return struct{}{}, ses.store.SetBinDays(ctx, chosen) },
				func(_ struct{}, err error) {
					if err != nil {
						s.trouble(words.T("keep this setting"), err)
					}
				})
		}
		if !s.readOnly() {
			c.Enable()
		}
	})
}

func (p *settingsPage) notifications() {
	s := p.shell
	p.section(words.T("Notifications"))
	kinds := []string{"", notifyCount, notifyNever}
	p.choice(words.T("New mail while another window is in front"), "",
		[]string{words.T("say who wrote and what about"), words.T("say only that it has come"), words.T("say nothing")},
		max(0, slices.Index(kinds, s.prefs.Notify)), func(i int) { s.setPrefs(func(w *prefs) { w.Notify = kinds[i] }) })
}

func (p *settingsPage) language() {
	s := p.shell
	p.section(words.T("Language"))
	tags, names := []string{""}, []string{words.T("As the system has it")}
	for _, l := range words.Languages() {
		tags, names = append(tags, l.Tag), append(names, l.Name)
	}
	p.choice(words.T("Language of this window"), "Language Sprache Langue Idioma Lingua", names, max(0, slices.Index(tags, s.prefs.Language)), func(i int) {
		s.speak(tags[i])
		showSettings(s)
	})
}
