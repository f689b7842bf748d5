package app

import (
	"context"
	"net/url"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/signin"
	"satchel/words"
)

// websiteBox lets the person sign in through the provider's website, in the own browser.
type websiteBox struct {
	page       *accountPage
	issuer     signin.Issuer
	name       string
	id, secret *widgets.Input // of a client of the person's own; hidden where this build has one
	own        *fyne.Container
	state      *widgets.Words
	bar        *widgets.Bar
	open       *widgets.Button
	box        *dialog.CustomDialog
	stop       context.CancelFunc // of the waiting, nil for none
}

// signInThroughWebsite asks for what is needed and opens the browser on the person's word.
func (p *accountPage) signInThroughWebsite() {
	issuer, name, ok := p.setup.Website()
	if !ok || p.stop != nil {
		return
	}
	b := &websiteBox{page: p, issuer: issuer, name: name, id: widgets.NewInput("", ""), secret: widgets.NewPasswordInput(), state: wrapped(""), bar: widgets.NewBar()}
	b.state.Hide()
	b.bar.Hide()
	b.id.OnSubmitted = func(string) { b.begin() }
	b.secret.OnSubmitted = b.id.OnSubmitted
	about := wrapped(words.T("This Satchel has no client id of its own at %s, which its website asks for. If you have one that you registered there yourself, for a program on a computer, type it here.", name))
	b.own = container.NewVBox(about, widget.NewLabel(words.T("Client id")), b.id, widget.NewLabel(words.T("Client secret, if it came with one")), b.secret)
	if _, builtIn := signin.BuiltIn(issuer.ID); builtIn {
		b.own.Hide()
	}
	b.open = widgets.NewAccentButton(words.T("Open the browser"), nil, b.begin)
	cancel := widgets.NewButton(words.T("Cancel"), nil, func() { b.box.Hide() })
	cancel.Outlined = true
	title := words.T("Sign in to %s", name)
	b.box = newBox(p.shell, title, container.NewVBox(
		wrapped(words.T("Your browser will show the page of %s. Sign in there and allow Satchel to fetch and send your mail. Satchel never sees your password.", name)),
		b.own, b.bar, b.state, vgap(), container.NewHBox(layout.NewSpacer(), cancel, b.open)))
	p.shell.showBox(title, b.box, func() {
		if b.stop != nil {
			b.stop()
		}
	})
	if b.own.Visible() {
		p.shell.win.Canvas().Focus(b.id)
	} else {
		p.shell.win.Canvas().Focus(b.open)
	}
}

// begin opens the browser and waits for its answer.
func (b *websiteBox) begin() {
	if b.stop != nil {
		return
	}
	client, builtIn := signin.BuiltIn(b.issuer.ID)
	if !builtIn {
		client = signin.Client{ID: b.id.Text, Secret: b.secret.Text}
	}
	s := b.page.shell
	ctx, cancel := context.WithCancel(s.jobs.ctx)
	b.stop = cancel
	b.say(words.T("Waiting for the answer of your browser…"), true)
	o := s.signIn
	o.Hint = b.page.email.Text
	if o.Open == nil {
		o.Open = s.openBrowser
	}
	background(s.jobs, func(context.Context) (signin.Grant, error) { return signin.Browser(ctx, b.issuer, client, o) },
		func(g signin.Grant, err error) {
			if ctx.Err() != nil {
				return // closed by hand
			}
			cancel()
			b.stop = nil
			if err != nil {
				b.say(signin.Sentence(b.name, err), false)
				return
			}
			b.box.Hide()
			b.page.granted(g)
		})
}

func (b *websiteBox) say(text string, working bool) {
	b.state.SetText(text)
	b.state.Show()
	b.bar.Set(-1)
	setShown(b.bar, working)
	setEnabled(b.open, !working)
}

// granted goes on with what the website allowed.
func (p *accountPage) granted(g signin.Grant) {
	p.grant = g
	p.setup.Grant()
	p.preset()
	p.showAdvice()
	p.submit()
}

// openBrowser opens an address from a worker's goroutine and waits until the system has taken it.
func (s *shell) openBrowser(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	done := make(chan error, 1)
	s.jobs.post(func() { done <- s.app.OpenURL(u) })
	select {
	case err := <-done:
		return err
	case <-s.jobs.ctx.Done():
		return s.jobs.ctx.Err()
	}
}
