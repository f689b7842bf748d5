package app

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"satchel/autoconfig"
	"satchel/viewmodel"
)

// village is an internet in which two domains tell their servers: one its own, one another owner's. Nothing else answers.
type village struct{}

func (v *village) options() autoconfig.Options {
	return autoconfig.Options{Resolver: v, Transport: v, Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.DNSError{Err: "no such host", IsNotFound: true}
	}}
}

func (v *village) RoundTrip(r *http.Request) (*http.Response, error) {
	host := map[string]string{"autoconfig.house.example": "pop.house.example", "autoconfig.rented.example": "pop.landlord.example"}[r.URL.Host]
	if host == "" {
		return nil, &net.DNSError{Err: "no such host", IsNotFound: true}
	}
	body := `<clientConfig><emailProvider><incomingServer type="pop3"><hostname>` + host +
		`</hostname><port>995</port><socketType>SSL</socketType></incomingServer></emailProvider></clientConfig>`
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

func (v *village) LookupMX(context.Context, string) ([]*net.MX, error) {
	return nil, &net.DNSError{Err: "no such host", IsNotFound: true}
}

func (v *village) LookupSRV(context.Context, string, string, string) (string, []*net.SRV, error) {
	return "", nil, &net.DNSError{Err: "no such host", IsNotFound: true}
}

// lookingPage is the page of a new account in the village.
func lookingPage(b *bench) *accountPage {
	b.shell.lookup = (&village{}).options()
	p := newPage(b, nil)
	p.password.SetText("secret")
	return p
}

func TestProviderIsRecognisedWhileTyping(t *testing.T) {
	b := newBench(t, 0)
	p := lookingPage(b)
	if p.fields.Visible() || p.fold.Text != "Server and safety: found by your address" {
		t.Errorf("at first: %q", p.fold.Text)
	}
	test.Type(p.email, "ann@gmail.com")
	if p.fold.Text != "Server and safety: pop.gmail.com, encrypted" || len(p.advice.Objects) != 2 || !p.advice.Visible() {
		t.Errorf("line %q, %d pieces of advice", p.fold.Text, len(p.advice.Objects))
	}
	p.email.SetText("ann@gmail.example")
	if p.server.Text != "" || p.advice.Visible() || p.fold.Text != "Server and safety: Satchel looks for that of gmail.example" {
		t.Errorf("after another address: %q, server %q", p.fold.Text, p.server.Text)
	}
}

func TestNoPOP3IsSaidBeforeTheFailure(t *testing.T) {
	b := newBench(t, 0)
	p := lookingPage(b)
	p.email.SetText("ann@icloud.com")
	p.submit()
	if p.stop != nil || !strings.Contains(p.state.Text, "iCloud offers no POP3") {
		t.Errorf("says %q", p.state.Text)
	}
}

func TestSlipIsAskedFirst(t *testing.T) {
	b := newBench(t, 0)
	p := lookingPage(b)
	p.email.SetText("ann@gmial.com")
	p.submit()
	if p.stop != nil || !strings.Contains(p.state.Text, "address is right") {
		t.Errorf("says %q", p.state.Text)
	}
	p.keepTyped()
	p.submit()
	b.until("nothing was found", func() bool { return strings.Contains(p.state.Text, "found no POP3 server for gmial.com") })
	if !p.fields.Visible() || !p.mozilla.Visible() {
		t.Error("the person cannot go on")
	}
}

func TestServersAreFound(t *testing.T) {
	b := newBench(t, 0)
	p := lookingPage(b)
	p.email.SetText("ann@house.example")
	p.submit()
	if p.stop == nil || !p.bar.Visible() {
		t.Error("no look-up is under way")
	}
	b.until("the server is tried", func() bool { return p.anyway.Visible() })
	if p.server.Text != "pop.house.example" || p.user.Text != "ann@house.example" || p.byHand {
		t.Errorf("server %q, user %q", p.server.Text, p.user.Text)
	}
	p.finish()
	b.until("the mail is shown again", func() bool { return b.shell.page == nil })
	accounts, err := b.shell.session.store.Accounts(t.Context())
	b.check(err)
	if len(accounts) != 2 || accounts[1].Host != "pop.house.example" || accounts[1].TLS != viewmodel.TLSImplicit {
		t.Errorf("accounts %+v", accounts)
	}
}

func TestAnotherOwnerIsAskedFor(t *testing.T) {
	b := newBench(t, 0)
	p := lookingPage(b)
	p.email.SetText("ann@rented.example")
	p.submit()
	b.until("the question is asked", func() bool { return b.shell.win.Canvas().Overlays().Top() != nil })
	if p.stop != nil {
		t.Error("signing in before the answer")
	}
	b.shell.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}, 0)
	p.setup.Agree()
	p.submit()
	b.until("the server is tried", func() bool { return p.anyway.Visible() })
	if p.server.Text != "pop.landlord.example" {
		t.Errorf("server %q", p.server.Text)
	}
}

func TestServerByHandIsNotLookedUp(t *testing.T) {
	b := newBench(t, 0)
	p := lookingPage(b)
	test.Type(p.server, "127.0.0.1:1")
	p.email.SetText("ann@gmail.com")
	p.submit()
	b.until("it was tried", func() bool { return p.anyway.Visible() })
	if p.server.Text != "127.0.0.1" || p.port.Text != "1" {
		t.Errorf("server %q:%q", p.server.Text, p.port.Text)
	}
}

func TestLookUpCanBeStopped(t *testing.T) {
	b := newBench(t, 0)
	p := lookingPage(b)
	p.email.SetText("ann@house.example")
	p.submit()
	p.cancel()
	if p.stop != nil || p.bar.Visible() || p.save.Disabled() {
		t.Error("the form does not go on after the look-up was stopped")
	}
}
