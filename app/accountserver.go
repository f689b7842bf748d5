package app

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"satchel/app/widgets"
	"satchel/assets"
	"satchel/autoconfig"
	"satchel/viewmodel"
	"satchel/words"
)

// serverFold is one line that says which server will be used; opened it shows the fields.
func (p *accountPage) serverFold() fyne.CanvasObject {
	p.fields = p.serverFields()
	p.fold = widgets.NewButton("", nil, func() { p.openFold(!p.fields.Visible()) })
	p.fold.Tip = words.T("Server, port, encryption and user name")
	p.openFold(p.account != nil) // what is there is looked at; what is new is found
	return container.NewVBox(container.NewHBox(p.fold), p.fields)
}

func (p *accountPage) openFold(open bool) {
	setShown(p.fields, open)
	icon := assets.ChevronRight
	if open {
		icon = assets.ChevronDown
	}
	p.fold.SetIcon(widgets.Icon(icon))
	p.showServerLine()
	if p.column != nil {
		p.column.Refresh()
	}
}

func (p *accountPage) showServerLine() {
	text := words.T("Server and safety")
	if !p.fields.Visible() {
		text += ": " + p.setup.ServerLine(p.form)
	}
	p.fold.SetText(text)
}

// addressTyped follows the address: the provider of the list is recognised as soon as it is whole.
func (p *accountPage) addressTyped(text string) {
	if p.account != nil || !p.setup.Typed(text) {
		return
	}
	if p.stop == nil && p.state != nil {
		p.say("", false) // what was said was about the address before
		setShown(p.mozilla, false)
	}
	p.preset()
	p.showAdvice()
}

// preset puts what is known into the fields, unless the person has named a server.
func (p *accountPage) preset() {
	if !p.byHand {
		p.setup.Preset(&p.form)
		p.presetting = true
		p.server.SetText(p.form.Server)
		p.port.SetText(p.form.Port)
		p.user.SetText(p.form.User)
		p.chooseTLS(p.form.TLS)
		p.presetting = false
	}
	p.showServerLine()
}

// serverTyped notes that the person says how to reach the server; without a name it is left to Satchel again.
func (p *accountPage) serverTyped(string) {
	if !p.presetting {
		p.byHand = p.server.Text != ""
	}
}

// toLookUp reports whether the server is still to be found.
func (p *accountPage) toLookUp() bool {
	return p.account == nil && !p.byHand && p.form.Server == ""
}

// lookUp asks for the servers of the address, shows the steps, and goes on to sign in.
func (p *accountPage) lookUp(mozilla bool) {
	s := p.shell
	ctx, cancel := context.WithCancel(s.jobs.ctx)
	p.stop = cancel
	email, domain := p.form.Email, p.setup.Domain()
	o := s.lookup
	o.AsTyped, o.Directory = p.setup.AsTyped(), mozilla
	o.Report = func(step autoconfig.Source) {
		s.jobs.post(func() {
			if ctx.Err() == nil {
				p.say(viewmodel.StepWords(step, domain), true)
			}
		})
	}
	p.say(words.T("Looking for the server of %s…", domain), true)
	background(s.jobs, func(context.Context) (autoconfig.Settings, error) {
		return autoconfig.Lookup(ctx, email, o)
	}, func(found autoconfig.Settings, err error) {
		if ctx.Err() != nil {
			return // stopped by hand
		}
		cancel()
		p.stop = nil
		p.lookedUp(found, err, mozilla)
	})
}

// lookedUp goes on with what was found, or says what the person can do.
func (p *accountPage) lookedUp(found autoconfig.Settings, err error, mozilla bool) {
	if err != nil {
		p.say(viewmodel.Trouble(words.T("look for the server"), err), false)
		return
	}
	p.setup.Found(found)
	p.showAdvice()
	p.preset()
	if missing := p.setup.Missing(); missing != "" {
		p.openFold(true)
		p.say(missing, false)
		setShown(p.mozilla, p.setup.MayAskMozilla() && !mozilla)
		p.shell.win.Canvas().Focus(p.server)
		return
	}
	p.say("", false)
	p.signInIfSure()
}

// signInIfSure signs in where nothing has to be decided first.
func (p *accountPage) signInIfSure() {
	if final := p.setup.Final(); final != "" && !p.byHand {
		p.say(final, false)
		return
	}
	if p.setup.Suggestion() != "" && !p.byHand {
		p.say(words.T("Please say first whether the address is right."), false)
		return
	}
	if q, ask := p.setup.OwnerQuestion(); ask && !p.byHand {
		askQuestion(p.shell, q, func() {
			p.setup.Agree()
			p.submit()
		}, nil)
		return
	}
	if p.read(true) {
		p.signIn()
	}
}

// mozillaButton offers to ask a third party, which learns the domain: only on the person's word.
func (p *accountPage) mozillaButton() fyne.CanvasObject {
	ask := widgets.NewButton(words.T("Ask Mozilla's directory, which learns the domain"), nil, func() {
		if p.stop == nil {
			p.mozilla.Hide()
			p.lookUp(true)
		}
	})
	ask.Outlined = true
	p.mozilla = container.NewHBox(layout.NewSpacer(), ask)
	p.mozilla.Hide()
	return p.mozilla
}
