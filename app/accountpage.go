package app

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/mailstore"
	"satchel/signin"
	"satchel/viewmodel"
	"satchel/words"
)

// accountPage is the form of an account, new or existing.
type accountPage struct {
	shell   *shell
	account *mailstore.Account // nil: a new one
	form    viewmodel.AccountForm
	setup   viewmodel.Setup // of a new account
	there   string          // what the last sign-in found at the provider, "" none yet
	grant   signin.Grant    // of the provider's website, where no password is taken

	name, email, password, server, port, user, days *widgets.Input
	tls                                             *widgets.Choice
	clear                                           *widgets.Check
	keep                                            *widgets.Radio
	keepMeans                                       *widgets.Words
	limit                                           *widgets.Choice
	bin                                             *widgets.Check
	daysBox                                         fyne.CanvasObject
	problems                                        map[viewmodel.FormField]*widgets.Words
	advice, column                                  *fyne.Container
	fields                                          fyne.CanvasObject // of the server
	fold                                            *widgets.Button
	mozilla                                         *fyne.Container
	byHand                                          bool // the person names the server
	presetting                                      bool // the fields change because something was found
	state                                           *widgets.Words
	bar                                             *widgets.Bar
	save, anyway                                    *widgets.Button
	stop                                            context.CancelFunc // of a check under way, nil for none
}

// showAccountForm shows the form of a new account, or of the one given.
func showAccountForm(s *shell, a *mailstore.Account) {
	if s.session == nil {
		return
	}
	p := &accountPage{shell: s, account: a, form: viewmodel.NewAccountForm(), problems: map[viewmodel.FormField]*widgets.Words{}}
	if a != nil {
		p.form = viewmodel.FormOf(*a)
	}
	s.showPage(p.build(), p.cancel)
	s.win.Canvas().Focus(p.name)
}

// showAccountSettings shows the form of an account as the store has it now.
func showAccountSettings(s *shell, id mailstore.AccountID) {
	if s.session == nil {
		return
	}
	store := s.session.store
	background(s.jobs, func(ctx context.Context) (mailstore.Account, error) { return store.Account(ctx, id) },
		func(a mailstore.Account, err error) {
			if err != nil {
				s.trouble(words.T("open the account's settings"), err)
				return
			}
			showAccountForm(s, &a)
		})
}

// build makes the page and fills it from the form.
func (p *accountPage) build() fyne.CanvasObject {
	p.makeFields()
	title, save := words.T("Set up your mail"), words.T("Check and finish")
	if p.account != nil {
		title, save = words.T("Settings of %s", p.account.Email), words.T("Save")
	}
	p.save = widgets.NewAccentButton(save, nil, p.submit)
	p.anyway = widgets.NewButton(words.T("Save without the check"), nil, p.finish)
	p.anyway.Outlined = true
	p.anyway.Hide()
	cancel := widgets.NewButton(words.T("Cancel"), nil, p.cancel)
	cancel.Outlined = true
	p.state, p.bar = wrapped(""), widgets.NewBar()
	p.state.Hide()
	p.bar.Hide()
	column := container.NewVBox(heading(title))
	column.Add(p.personFields())
	column.Add(p.serverFold())
	column.Add(p.sendingLine())
	column.Add(p.keepFields())
	p.column = column
	return withFoot(fromTop(column), p.bar, p.state, p.mozillaButton(),
		container.NewHBox(layout.NewSpacer(), cancel, p.anyway, p.save))
}

func heading(text string) *widgets.Words {
	l := wrapped(text)
	l.SizeName = theme.SizeNameHeadingText
	l.TextStyle.Bold = true
	return l
}

func subheading(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.SizeName = theme.SizeNameSubHeadingText
	l.TextStyle.Bold = true
	return l
}

// makeFields makes the entries with the form's values.
func (p *accountPage) makeFields() {
	entry := func(text, hint string) *widgets.Input {
		e := widgets.NewInput(text, hint)
		e.OnSubmitted = func(string) { p.submit() }
		return e
	}
	p.name = entry(p.form.Name, "Ann Hartley")
	p.email = entry(p.form.Email, "ann@example.org")
	p.email.OnChanged = p.addressTyped
	p.password = widgets.NewPasswordInput()
	p.password.OnSubmitted = func(string) { p.submit() }
	if p.account != nil {
		p.email.Disable()
		p.password.SetPlaceHolder(words.T("unchanged"))
	}
	p.server = entry(p.form.Server, "pop.example.org")
	p.server.OnChanged = p.serverTyped
	p.port = entry(p.form.Port, viewmodel.UsualPort(p.form.TLS))
	p.user = entry(p.form.User, words.T("usually your whole address"))
	p.port.OnChanged, p.user.OnChanged = p.serverTyped, p.serverTyped
	p.days = entry(p.form.KeepDays, "30")
	p.clear = widgets.NewCheck(words.T("I know that others could read my password on the way"), nil)
	p.clear.SetChecked(p.form.AllowClear)
	p.tls = widgets.NewChoice(viewmodel.TLSChoices(), func(string) { p.tlsChosen() })
	p.tls.OnSubmitted = p.submit
	p.chooseTLS(p.form.TLS)
}

func (p *accountPage) chooseTLS(tls string) {
	for i, name := range viewmodel.TLSNames() {
		if name == tls {
			p.tls.SetSelectedIndex(i)
		}
	}
}

// field is a label, what is typed, and the place for a problem.
func (p *accountPage) field(label string, input fyne.CanvasObject, field viewmodel.FormField) fyne.CanvasObject {
	box := container.New(layout.NewCustomPaddedVBoxLayout(0), widget.NewLabel(label), input)
	if field != "" {
		problem := wrapped("")
		problem.Importance = widget.DangerImportance
		problem.Hide()
		p.problems[field] = problem
		box.Add(problem)
	}
	return box
}

func (p *accountPage) personFields() fyne.CanvasObject {
	p.advice = container.NewVBox()
	p.advice.Hide()
	return container.NewVBox(
		p.field(words.T("Your name"), p.name, ""),
		p.field(words.T("Mail address"), p.email, viewmodel.FieldEmail),
		p.field(words.T("Password"), p.password, viewmodel.FieldPassword),
		p.advice) // behind the fields: Tab leads from one to the next
}

func (p *accountPage) serverFields() fyne.CanvasObject {
	line := container.New(&serverLayout{},
		p.field(words.T("POP3 server of your provider"), p.server, viewmodel.FieldServer),
		p.field(words.T("Port"), p.port, viewmodel.FieldPort))
	return container.NewVBox(line,
		p.field(words.T("Connection"), container.NewVBox(p.tls, p.clear), viewmodel.FieldTLS),
		p.field(words.T("User name"), p.user, ""))
}

// serverLayout gives the port a quarter of the line.
type serverLayout struct{}

// MinSize implements fyne.Layout.
func (serverLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(200, max(o[0].MinSize().Height, o[1].MinSize().Height))
}

// Layout implements fyne.Layout.
func (serverLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	port := size.Width / 4
	o[0].Resize(fyne.NewSize(size.Width-port-pad(), size.Height))
	o[1].Move(fyne.NewPos(size.Width-port, 0))
	o[1].Resize(fyne.NewSize(port, size.Height))
}

func (p *accountPage) keepFields() fyne.CanvasObject {
	var titles []string
	for _, c := range viewmodel.KeepChoices() {
		titles = append(titles, c.Title)
	}
	p.keepMeans = wrapped("")
	p.keepMeans.Importance = widget.LowImportance
	p.daysBox = p.field(words.T("Number of days"), p.days, viewmodel.FieldKeep)
	p.keep = widgets.NewRadio(titles, func(string) { p.keepChosen() })
	p.keep.OnSubmitted = p.submit
	p.keep.SetSelected(titles[p.form.Keep])
	binMeans := wrapped(viewmodel.BinMeans(p.form.BinRemoves))
	binMeans.Importance = widget.LowImportance
	p.bin = widgets.NewCheck(words.T("What I delete for good from the Bin, delete there too"), func(on bool) { binMeans.SetText(viewmodel.BinMeans(on)) })
	p.bin.SetChecked(p.form.BinRemoves)
	p.limit = widgets.NewChoice(viewmodel.LimitChoices(), nil)
	p.limit.OnSubmitted = p.submit
	p.limit.SetSelectedIndex(p.form.Limit)
	return container.NewVBox(subheading(words.T("What stays at your provider?")), p.keep, p.daysBox, quiet(p.keepMeans),
		p.bin, quiet(binMeans), p.field(words.T("Large messages"), p.limit, ""))
}

func (p *accountPage) tlsChosen() {
	p.form.Port = p.port.Text
	p.form.SetTLS(viewmodel.TLSNames()[max(0, p.tls.SelectedIndex())])
	p.port.SetText(p.form.Port)
	p.serverTyped("")
	setShown(p.clear, p.form.TLS == viewmodel.TLSNone)
}

func (p *accountPage) keepChosen() {
	for i, c := range viewmodel.KeepChoices() {
		if c.Title == p.keep.Selected {
			p.form.Keep = i
			p.keepMeans.SetText(c.Means)
		}
	}
	setShown(p.daysBox, p.form.Keep == viewmodel.KeepOtherDays)
}

// read takes what was typed into the form and shows what is wrong with it. With server false the server need not be
// known yet.
func (p *accountPage) read(server bool) bool {
	p.form.Name, p.form.Email, p.form.Password = p.name.Text, p.email.Text, p.password.Text
	p.form.Server, p.form.Port, p.form.User = p.server.Text, p.port.Text, p.user.Text
	p.form.KeepDays, p.form.AllowClear = p.days.Text, p.clear.Checked
	p.form.Limit, p.form.BinRemoves = max(0, p.limit.SelectedIndex()), p.bin.Checked
	if p.setup.Granted() {
		p.form.Password = p.grant.Access
	}
	p.form.Tidy()
	p.server.SetText(p.form.Server)
	p.port.SetText(p.form.Port)
	found := p.form.Problems()
	if !server && p.toLookUp() {
		delete(found, viewmodel.FieldServer)
		delete(found, viewmodel.FieldPort)
	}
	if p.setup.NeedsWebsite() && !p.byHand {
		delete(found, viewmodel.FieldPassword) // it would be of no use
		delete(found, viewmodel.FieldServer)
		delete(found, viewmodel.FieldPort)
	}
	if found[viewmodel.FieldServer] != "" || found[viewmodel.FieldPort] != "" || found[viewmodel.FieldTLS] != "" {
		p.openFold(true)
	}
	for field, label := range p.problems {
		label.SetText(found[field])
		setShown(label, found[field] != "")
	}
	p.showProblem(found)
	return len(found) == 0
}

// showProblem puts the keyboard where the first problem is, from top to bottom.
func (p *accountPage) showProblem(found map[viewmodel.FormField]string) {
	for _, f := range []struct {
		field viewmodel.FormField
		input fyne.Focusable
	}{
		{viewmodel.FieldEmail, p.email}, {viewmodel.FieldPassword, p.password}, {viewmodel.FieldServer, p.server},
		{viewmodel.FieldPort, p.port}, {viewmodel.FieldTLS, p.tls}, {viewmodel.FieldKeep, p.days},
	} {
		if found[f.field] != "" {
			p.shell.win.Canvas().Focus(f.input)
			return
		}
	}
}

// say shows a sentence below the form; working shows that it is about work under way.
func (p *accountPage) say(text string, working bool) {
	p.state.SetText(text)
	setShown(p.state, text != "")
	p.bar.Set(-1)
	setShown(p.bar, working)
	if working {
		p.save.Disable()
	} else {
		p.save.Enable()
	}
}

// cancel stops a check under way, else leaves the page.
func (p *accountPage) cancel() {
	if p.stop != nil {
		p.stop()
		p.stop = nil
		p.say(words.T("The check was stopped. Nothing was changed."), false)
		return
	}
	p.leave()
}

// leave goes back to the mail, or to the welcome where there is none.
func (p *accountPage) leave() {
	if p.stop != nil {
		p.stop()
	}
	s := p.shell
	s.showMail()
	if len(s.places.vm.Rows()) == 0 {
		showWelcome(s)
	}
}
