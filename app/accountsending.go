package app

import (
	"context"
	"crypto/rand"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/autoconfig"
	"satchel/mailsend"
	"satchel/mailstore"
	"satchel/viewmodel"
	"satchel/words"
)

// sendingPage is the page on which an account's server for sending is set up and tried.
type sendingPage struct {
	shell   *shell
	account mailstore.Account
	form    viewmodel.SendingForm

	server, port, user, password *widgets.Input
	tls                          *widgets.Choice
	same                         *widgets.Check
	own                          *fyne.Container // user name and password
	problems                     map[viewmodel.FormField]*widgets.Words
	state                        *widgets.Words
	bar                          *widgets.Bar
	save, anyway                 *widgets.Button
	stop                         context.CancelFunc // of work under way, nil for none
}

// showSending shows that page for an account as the store has it now.
func showSending(s *shell, id mailstore.AccountID) {
	if s.session == nil || !s.mayChange() {
		return
	}
	store := s.session.store
	background(s.jobs, func(ctx context.Context) (mailstore.Account, error) { return store.Account(ctx, id) },
		func(a mailstore.Account, err error) {
			if err != nil {
				s.trouble(words.T("open the account's settings"), err)
				return
			}
			p := &sendingPage{shell: s, account: a, form: viewmodel.SendingFormOf(a), problems: map[viewmodel.FormField]*widgets.Words{}}
			s.showPage(p.build(), p.cancel)
			s.win.Canvas().Focus(p.server)
			if a.SMTPHost == "" {
				p.lookUp()
			}
		})
}

// sendingLine leads from the page of an account to that of its sending.
func (p *accountPage) sendingLine() fyne.CanvasObject {
	if p.account == nil {
		return container.NewVBox()
	}
	b := widgets.NewButton(viewmodel.SendingLine(*p.account)+"…", nil, func() { showSending(p.shell, p.account.ID) })
	b.Tip = words.T("Which server sends your letters, and how Satchel signs in there")
	return container.NewHBox(b)
}

func (p *sendingPage) build() fyne.CanvasObject {
	entry := func(text, hint string) *widgets.Input {
		e := widgets.NewInput(text, hint)
		e.OnSubmitted = func(string) { p.submit() }
		return e
	}
	p.server, p.port = entry(p.form.Server, "smtp.example.org"), entry(p.form.Port, "465")
	p.user = entry(p.form.User, p.account.User)
	p.password = widgets.NewPasswordInput()
	p.password.OnSubmitted = func(string) { p.submit() }
	if p.account.SMTPSecretKey != "" {
		p.password.SetPlaceHolder(words.T("unchanged"))
	}
	p.tls = widgets.NewChoice(viewmodel.TLSChoices(), func(string) {
		p.form.Port = p.port.Text
		p.form.SetTLS(viewmodel.TLSNames()[max(0, p.tls.SelectedIndex())])
		p.port.SetText(p.form.Port)
	})
	p.tls.OnSubmitted = p.submit
	p.own = container.NewVBox(p.field(words.T("User name for sending"), p.user, ""), p.field(words.T("Password for sending"), p.password, viewmodel.FieldPassword))
	p.same = widgets.NewCheck(words.T("Sign in as for fetching, as %s", p.account.User), func(on bool) {
		p.form.Own = !on
		setShown(p.own, !on)
	})
	p.fill()

	p.save = widgets.NewAccentButton(words.T("Check and save"), nil, p.submit)
	p.anyway = widgets.NewButton(words.T("Save without the check"), nil, p.write)
	p.anyway.Outlined = true
	p.anyway.Hide()
	cancel := widgets.NewButton(words.T("Cancel"), nil, p.cancel)
	cancel.Outlined = true
	p.state, p.bar = wrapped(""), widgets.NewBar()
	p.state.Hide()
	p.bar.Hide()
	line := container.New(&serverLayout{}, p.field(words.T("Server for sending, at your provider"), p.server, viewmodel.FieldServer), p.field(words.T("Port"), p.port, viewmodel.FieldPort))
	column := container.NewVBox(heading(words.T("Sending from %s", p.account.Email)),
		wrapped(words.T("Letters go to your provider's server for sending (SMTP). Satchel signs in there to see whether it is right, and sends nothing.")),
		line, p.field(words.T("Connection"), p.tls, viewmodel.FieldTLS), p.same, p.own)
	return withFoot(fromTop(column), p.bar, p.state, container.NewHBox(layout.NewSpacer(), cancel, p.anyway, p.save))
}

// fill puts the form into the fields.
func (p *sendingPage) fill() {
	tls, port := p.form.TLS, p.form.Port
	for i, name := range viewmodel.TLSNames() {
		if name == tls {
			p.tls.SetSelectedIndex(i)
		}
	}
	p.form.Port = port
	p.server.SetText(p.form.Server)
	p.port.SetText(port)
	p.user.SetText(p.form.User)
	p.same.SetChecked(!p.form.Own)
	setShown(p.own, p.form.Own)
}

// field is a label, what is typed, and the place for a problem.
func (p *sendingPage) field(label string, input fyne.CanvasObject, field viewmodel.FormField) fyne.CanvasObject {
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

// lookUp fills the fields with what is known of the address's provider, unless the person has begun to type.
func (p *sendingPage) lookUp() {
	if p.form.Preset(autoconfig.Known(p.account.Email).SMTP) {
		p.fill()
		p.say(words.T("This is what Satchel knows of your provider."), false)
		return
	}
	s := p.shell
	ctx, cancel := context.WithCancel(s.jobs.ctx)
	p.stop = cancel
	p.say(words.T("Looking for your provider's server…"), true)
	email, o := p.account.Email, s.lookup
	o.AsTyped = true
	background(s.jobs, func(context.Context) (autoconfig.Settings, error) { return autoconfig.Lookup(ctx, email, o) },
		func(found autoconfig.Settings, err error) {
			if ctx.Err() != nil {
				return // stopped by hand
			}
			cancel()
			p.stop = nil
			switch {
			case p.server.Text != "":
				p.say("", false)
			case err == nil && p.form.Preset(found.SMTP):
				p.fill()
				p.say(words.T("This was found for your address."), false)
			default:
				p.say(words.T("No server was found for your address. Your provider's help pages name it, often as \"outgoing mail\"."), false)
			}
		})
}

// read takes what was typed, and shows what is wrong with it.
func (p *sendingPage) read() bool {
	p.form.Server, p.form.Port, p.form.User, p.form.Password = p.server.Text, p.port.Text, p.user.Text, p.password.Text
	found := p.form.Problems()
	for field, label := range p.problems {
		label.SetText(found[field])
		setShown(label, found[field] != "")
	}
	for _, f := range []struct {
		field viewmodel.FormField
		input fyne.Focusable
	}{{viewmodel.FieldServer, p.server}, {viewmodel.FieldPort, p.port}, {viewmodel.FieldTLS, p.tls}, {viewmodel.FieldPassword, p.password}} {
		if found[f.field] != "" {
			p.shell.win.Canvas().Focus(f.input)
			return false
		}
	}
	return true
}

// submit signs in to see whether all is right, and saves then.
func (p *sendingPage) submit() {
	if p.stop != nil || !p.read() {
		return
	}
	setShown(p.anyway, false)
	a := p.account
	p.form.Fill(&a)
	s := p.shell
	ctx, cancel := context.WithCancel(s.jobs.ctx)
	p.stop = cancel
	p.say(viewmodel.SendingStep(mailsend.Connecting, a.SMTPHost), true)
	ses, password := s.session, p.form.Password
	if !p.form.Own {
		password = ""
	}
	background(s.jobs, func(context.Context) (mailsend.Tried, error) {
		return trySending(ctx, ses, a, password, func(step mailsend.Step) {
			s.jobs.post(func() {
				if ctx.Err() == nil {
					p.say(viewmodel.SendingStep(step, a.SMTPHost), true)
				}
			})
		})
	}, func(tried mailsend.Tried, err error) {
		if ctx.Err() != nil {
			return // stopped by hand
		}
		cancel()
		p.stop = nil
		switch {
		case err != nil:
			p.say(secretTrouble(err), false)
		case tried.Result != mailsend.OK:
			p.say(tried.Sentence, false)
			setShown(p.anyway, true)
		default:
			p.write()
		}
	})
}

// trySending signs in as sending would. An empty password is the one that is kept.
func trySending(ctx context.Context, ses *session, a mailstore.Account, password string, step func(mailsend.Step)) (mailsend.Tried, error) {
	if password == "" {
		key := a.SecretKey
		if a.SMTPSecretKey != "" {
			key = a.SMTPSecretKey
		}
		var err error
		if password, err = ses.secrets.Get(ctx, key); err != nil {
			return mailsend.Tried{}, err
		}
	}
	return ses.sender.TestSignIn(ctx, a, password, step), nil
}

// write saves the settings, and has what waited for them sent.
func (p *sendingPage) write() {
	if !p.read() {
		return
	}
	s := p.shell
	ses, form, id := s.session, p.form, p.account.ID
	p.say(words.T("Saving…"), true)
	inOrder(s.jobs, func(ctx context.Context) (struct{}, error) { return struct{}{}, saveSending(ctx, ses, id, form) }, func(_ struct{}, err error) {
		if err != nil {
			p.say(secretTrouble(err), false)
			return
		}
		s.showMail()
		s.layer.Toast(words.T("Sending from %s is set up.", p.account.Email), "", nil, 0)
		s.refresh()
	})
}

// saveSending changes how an account sends; the password first, since it is the part that can be refused.
func saveSending(ctx context.Context, ses *session, id mailstore.AccountID, form viewmodel.SendingForm) error {
	a, err := ses.store.Account(ctx, id)
	if err != nil {
		return err
	}
	before, key := a.SMTPSecretKey, ""
	if form.Own {
		key = before
	}
	if form.Own && form.Password != "" {
		key = rand.Text() // a new one: the old one is good as long as the account names it
		if err := ses.secrets.Set(ctx, key, form.Password); err != nil {
			return err
		}
	}
	if _, err := ses.store.UpdateAccount(ctx, id, func(a *mailstore.Account) {
		form.Fill(a)
		a.SMTPSecretKey = key
	}); err != nil {
		return err
	}
	if before != "" && before != key {
		_ = ses.secrets.Delete(ctx, before) // what nobody names any more does no harm
	}
	ses.reload()
	return nil
}

// say shows a sentence below the form; working shows that it is about work under way.
func (p *sendingPage) say(text string, working bool) {
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

// cancel stops what is under way, else leaves the page.
func (p *sendingPage) cancel() {
	if p.stop != nil {
		p.stop()
		p.stop = nil
		p.say(words.T("Stopped. Nothing was changed."), false)
		return
	}
	p.shell.showMail()
}

// tryNewSending signs in for sending to the server of a new account, and adds to what was said how that went.
func (s *shell) tryNewSending(email, said string) {
	ses := s.session
	var id mailstore.AccountID
	background(s.jobs, func(ctx context.Context) (mailsend.Tried, error) {
		list, err := ses.store.Accounts(ctx)
		if err != nil {
			return mailsend.Tried{}, err
		}
		for _, a := range list {
			if a.Email == email {
				id = a.ID
				if a.SMTPHost == "" {
					return mailsend.Tried{}, errNoSending
				}
				return trySending(ctx, ses, a, "", nil)
			}
		}
		return mailsend.Tried{}, mailstore.ErrNotFound
	}, func(tried mailsend.Tried, err error) {
		text := viewmodel.NewSending(said, tried, err == nil)
		if err == nil && tried.Result == mailsend.OK {
			s.layer.Toast(text, "", nil, 0)
			return
		}
		if id != 0 {
			s.layer.Toast(text, words.T("Set up sending"), func() { s.layer.HideToast(); showSending(s, id) }, troubleStays)
		}
	})
}
