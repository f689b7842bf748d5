package app

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"satchel/app/widgets"
	"satchel/signin"
)

// microsoft answers at the token endpoint of an issuer that is known, and nothing else.
type microsoft struct{ deny bool }

func (m microsoft) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host != "login.microsoftonline.com" || !strings.HasSuffix(r.URL.Path, "/token") {
		return nil, io.ErrUnexpectedEOF
	}
	body := `{"access_token":"access-of-ann","refresh_token":"refresh-of-ann","token_type":"Bearer","expires_in":3600}`
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

// browse is a browser in which the person answers at once.
func (m microsoft) browse(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	back := strings.Replace(u.Query().Get("redirect_uri"), "localhost", "127.0.0.1", 1) + "?state=" + u.Query().Get("state")
	if m.deny {
		back += "&error=access_denied"
	}
	go func() {
		req, err := http.NewRequest(http.MethodGet, back+"&code=c", nil)
		if err != nil {
			return
		}
		req.Host = strings.TrimSuffix(strings.TrimPrefix(u.Query().Get("redirect_uri"), "http://"), "/")
		if resp, err := http.DefaultClient.Do(req); err == nil {
			resp.Body.Close()
		}
	}()
	return nil
}

func websitePage(b *bench, m microsoft) *accountPage {
	b.shell.signIn = signin.Options{HTTP: &http.Client{Transport: m}, Open: m.browse}
	p := newPage(b, nil)
	test.Type(p.email, "ann@outlook.com")
	return p
}

func TestWebsiteInPlaceOfAPassword(t *testing.T) {
	b := newBench(t, 0)
	p := websitePage(b, microsoft{})
	p.submit()
	if p.stop != nil || !strings.Contains(p.state.Text, "sign in with your browser first") {
		t.Errorf("says %q", p.state.Text)
	}
	test.Type(p.server, "127.0.0.1:1") // so that the test reaches no one
	p.signInThroughWebsite()
	if b.shell.boxTitle != "Sign in to Outlook.com" {
		t.Fatalf("the box is %q", b.shell.boxTitle)
	}
	test.Type(b.shell.win.Canvas().Focused(), "my-client")
	press(b, "Return")
	b.until("signing in was tried", func() bool { return p.anyway.Visible() })
	if b.shell.boxTitle != "" || !p.setup.Granted() {
		t.Error("the box is still there")
	}
	if strings.Contains(p.password.Text, "access") {
		t.Error("the token stands in the password field")
	}
	p.finish()
	b.until("the mail is shown again", func() bool { return b.shell.page == nil })
	accounts, err := b.shell.session.store.Accounts(t.Context())
	b.check(err)
	secrets := b.shell.session.secrets
	if token, err := secrets.Get(t.Context(), accounts[1].SecretKey); err != nil || token != "access-of-ann" {
		t.Errorf("token %q, %v", token, err)
	}
	if grant, err := secrets.Get(t.Context(), accounts[1].SecretKey+".grant"); err != nil || !strings.Contains(grant, "refresh-of-ann") || !strings.Contains(grant, "my-client") {
		t.Errorf("grant %v", err)
	}
}

func TestWebsiteSaysNo(t *testing.T) {
	b := newBench(t, 0)
	p := websitePage(b, microsoft{deny: true})
	p.signInThroughWebsite()
	press(b, "Return") // without a client id
	b.until("it says that one is needed", func() bool { return boxSays(b, "no identity of its own") })
	test.Type(b.shell.win.Canvas().Focused(), "my-client")
	press(b, "Return")
	b.until("it says why", func() bool { return boxSays(b, "answered with no") })
	if p.setup.Granted() {
		t.Error("granted all the same")
	}
}

// boxSays tells whether a text stands in the dialog in front.
func boxSays(b *bench, text string) bool {
	top := b.shell.win.Canvas().Overlays().Top()
	return top != nil && says(top, text)
}

func says(tree fyne.CanvasObject, text string) bool {
	if w, ok := tree.(*widgets.Words); ok && w.Visible() && strings.Contains(w.Text, text) {
		return true
	}
	return slices.ContainsFunc(children(tree), func(o fyne.CanvasObject) bool { return says(o, text) })
}
