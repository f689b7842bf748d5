package signin

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

var client = Client{ID: "client", Secret: "client-secret"}

func TestBrowserGrants(t *testing.T) {
	s := newStandin(t)
	s.iss = s.URL
	now := time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC) // this computer's clock is wrong by decades: no harm
	o := Options{Open: s.browser, HTTP: s.Client(), Now: func() time.Time { return now }, Hint: "ann@example.org"}
	g, err := Browser(t.Context(), s.issuer(), client, o)
	if err != nil {
		t.Fatal(err)
	}
	if g.Access != "secret-access-0" || g.Refresh != "secret-refresh-0" || !g.Expires.Equal(now.Add(time.Hour)) || !g.Fresh(now) {
		t.Errorf("grant %+v", g)
	}
	if g.Fresh(now.Add(59*time.Minute + 30*time.Second)) {
		t.Error("a token in its last minute is taken for fresh")
	}
	if s.asked.Get("scope") != "mail.pop offline" || s.asked.Get("login_hint") != "ann@example.org" || !strings.HasPrefix(s.asked.Get("redirect_uri"), "http://127.0.0.1:") {
		t.Errorf("asked %v", s.asked)
	}
	g, err = g.Renew(t.Context(), o)
	if err != nil || g.Access != "secret-access-1" || g.Refresh != "secret-refresh-0" {
		t.Errorf("renewed %+v, %v", g, err)
	}
	s.rotate = true
	if g, err = g.Renew(t.Context(), o); err != nil || g.Refresh != "secret-refresh-2" {
		t.Errorf("the new refresh token is lost: %+v, %v", g, err)
	}
}

func TestBrowserRefuses(t *testing.T) {
	tests := []struct {
		name string
		bend func(*standin, *Issuer, *Options)
		want error
	}{
		{"the person said no", func(s *standin, _ *Issuer, _ *Options) { s.deny = "access_denied" }, ErrDenied},
		{"an error nobody knows", func(s *standin, _ *Issuer, _ *Options) { s.deny = "server_error" }, ErrDenied},
		{"scopes unknown", func(s *standin, _ *Issuer, _ *Options) { s.deny = "invalid_scope" }, ErrScope},
		{"mail not ticked", func(s *standin, _ *Issuer, _ *Options) { s.scope = "profile offline" }, ErrScope},
		{"client unknown", func(s *standin, _ *Issuer, _ *Options) { s.tokenError = "invalid_client" }, ErrClient},
		{"code used up", func(s *standin, _ *Issuer, _ *Options) { s.tokenError = "invalid_grant" }, ErrRevoked},
		{"the answer of another issuer", func(s *standin, _ *Issuer, _ *Options) { s.iss = "https://evil.example" }, ErrIssuer},
		{"no name though promised", func(_ *standin, i *Issuer, _ *Options) { i.NamesIss = true }, ErrIssuer},
		{"token endpoint leaves TLS", func(s *standin, _ *Issuer, _ *Options) { s.redirectToken = "http://127.0.0.1:1/" }, ErrNetwork},
		{"token endpoint in the clear", func(_ *standin, i *Issuer, _ *Options) { i.TokenURL = "http://127.0.0.1:1/" }, errInsecure},
		{"the browser is closed", func(_ *standin, _ *Issuer, o *Options) {
			o.Open, o.Wait = func(string) error { return nil }, 50*time.Millisecond
		}, ErrNoAnswer},
		{"no browser", func(_ *standin, _ *Issuer, o *Options) { o.Open = func(string) error { return errors.New("none") } }, ErrBrowser},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newStandin(t)
			i, o := s.issuer(), Options{Open: s.browser, HTTP: s.Client()}
			tt.bend(s, &i, &o)
			g, err := Browser(t.Context(), i, client, o)
			if !errors.Is(err, tt.want) || g.Access != "" {
				t.Errorf("grant %+v, %v; want %v", g, err, tt.want)
			}
			checkWords(t, err)
		})
	}
}

// checkWords wants a sentence for an error, and nothing secret in either.
func checkWords(t *testing.T, err error) {
	t.Helper()
	text := Sentence("Gmail", err)
	if !strings.HasSuffix(text, ".") || !strings.Contains(text, " ") {
		t.Errorf("%v: %q", err, text)
	}
	for _, secret := range []string{"secret-", "code0", client.Secret} {
		if strings.Contains(fmt.Sprint(err)+text, secret) {
			t.Errorf("%q stands in %v or %q", secret, err, text)
		}
	}
}

func TestPortTaken(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s := newStandin(t)
	_, err = Browser(t.Context(), s.issuer(), client, Options{Open: s.browser, Port: l.Addr().(*net.TCPAddr).Port})
	if !errors.Is(err, ErrPort) {
		t.Errorf("err = %v", err)
	}
	checkWords(t, err)
}

func TestNoClient(t *testing.T) {
	s := newStandin(t)
	if _, err := Browser(t.Context(), s.issuer(), Client{}, Options{Open: s.browser}); !errors.Is(err, ErrNoClient) {
		t.Errorf("err = %v", err)
	}
}

func TestStopped(t *testing.T) {
	s := newStandin(t)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := Browser(ctx, s.issuer(), client, Options{Open: func(string) error { cancel(); return nil }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
}

// TestStrangersAnswersChangeNothing: any page in the browser can send requests to the loopback address.
func TestStrangersAnswersChangeNothing(t *testing.T) {
	s := newStandin(t)
	open := func(address string) error {
		u, err := url.Parse(address)
		if err != nil {
			return err
		}
		q := u.Query()
		back, state := q.Get("redirect_uri"), q.Get("state")
		forged := []func() (*http.Request, error){
			func() (*http.Request, error) { return http.NewRequest(http.MethodGet, back+"?code=evil", nil) },
			func() (*http.Request, error) {
				return http.NewRequest(http.MethodGet, back+"?code=evil&state=guessed", nil)
			},
			func() (*http.Request, error) {
				return http.NewRequest(http.MethodGet, back+"?error=access_denied&state=", nil)
			},
			func() (*http.Request, error) {
				return http.NewRequest(http.MethodPost, back+"?code=evil&state="+state, nil)
			},
			func() (*http.Request, error) {
				return http.NewRequest(http.MethodGet, back+"x?code=evil&state="+state, nil)
			},
			func() (*http.Request, error) { // DNS rebinding: another site's name led here
				r, err := http.NewRequest(http.MethodGet, back+"?code=evil&state="+state, nil)
				r.Host = "evil.example"
				return r, err
			},
		}
		for n, make := range forged {
			r, err := make()
			if err != nil {
				return err
			}
			resp, err := http.DefaultClient.Do(r)
			if err != nil {
				return err
			}
			resp.Body.Close()
			if resp.StatusCode != http.StatusNotFound || resp.Header.Get("Content-Security-Policy") == "" {
				t.Errorf("forged answer %d was met with %s", n, resp.Status)
			}
		}
		return s.browser(address)
	}
	g, err := Browser(t.Context(), s.issuer(), client, Options{Open: open, HTTP: s.Client()})
	if err != nil || g.Access != "secret-access-0" {
		t.Errorf("after forged answers: %+v, %v", g, err)
	}
}

func TestRevoked(t *testing.T) {
	s := newStandin(t)
	s.tokenError = "invalid_grant"
	g := Grant{TokenURL: s.URL + "/token", ClientID: "client", Access: "secret-access-0", Refresh: "secret-refresh-0"}
	same, err := g.Renew(t.Context(), Options{HTTP: s.Client()})
	if !errors.Is(err, ErrRevoked) || same != g {
		t.Errorf("%+v, %v", same, err)
	}
	checkWords(t, err)
	if _, err := (Grant{}).Renew(t.Context(), Options{}); !errors.Is(err, ErrRevoked) {
		t.Errorf("without a refresh token: %v", err)
	}
	s.Close()
	if _, err := g.Renew(t.Context(), Options{HTTP: s.Client()}); !errors.Is(err, ErrNetwork) {
		t.Errorf("an issuer that is away: %v", err)
	}
}

func TestDevice(t *testing.T) {
	s := newStandin(t)
	s.pending = 1
	var shown Code
	g, err := Device(t.Context(), s.issuer(), client, Options{HTTP: s.Client()}, func(c Code) { shown = c })
	if err != nil || g.Access != "secret-access-0" || shown.Code != "ABCD-EFGH" || !strings.HasSuffix(shown.Address, "/activate") {
		t.Errorf("%+v, %v, shown %+v", g, err, shown)
	}
	s.tokenError = "access_denied"
	if _, err := Device(t.Context(), s.issuer(), client, Options{HTTP: s.Client()}, func(Code) {}); !errors.Is(err, ErrDenied) {
		t.Errorf("err = %v", err)
	}
	i := s.issuer()
	i.DeviceURL = ""
	if _, err := Device(t.Context(), i, client, Options{}, func(Code) {}); !errors.Is(err, ErrDevice) {
		t.Errorf("err = %v", err)
	}
}

// drawer is a keeper of secrets that may fail.
type drawer struct {
	mu   sync.Mutex
	kept map[string]string
	full bool
}

func (d *drawer) Get(_ context.Context, key string) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if secret, ok := d.kept[key]; ok {
		return secret, nil
	}
	return "", errors.New("nothing there")
}

func (d *drawer) Set(_ context.Context, key, secret string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.full {
		return errors.New("full")
	}
	d.kept[key] = secret
	return nil
}

func (d *drawer) Delete(_ context.Context, key string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.kept, key)
	return nil
}

func TestRefreshKeepsTheGrant(t *testing.T) {
	s := newStandin(t)
	s.rotate = true
	d := &drawer{kept: map[string]string{}}
	g, err := Browser(t.Context(), s.issuer(), client, Options{Open: s.browser, HTTP: s.Client()})
	if err != nil {
		t.Fatal(err)
	}
	if err := Save(t.Context(), d, "k", g); err != nil || d.kept["k"] != "secret-access-0" {
		t.Fatalf("kept %v, %v", d.kept, err)
	}
	for n := 1; n <= 3; n++ {
		access, err := Refresh(t.Context(), d, "k", Options{HTTP: s.Client()})
		if want := fmt.Sprint("secret-access-", n); err != nil || access != want || d.kept["k"] != want {
			t.Errorf("renewal %d gave %q, %v", n, access, err)
		}
	}
	d.kept["k.grant"] = "secret-no json"
	if _, err := Refresh(t.Context(), d, "k", Options{}); err == nil || strings.Contains(err.Error(), "secret-") {
		t.Errorf("a broken grant: %v", err)
	}
	if err := Forget(t.Context(), d, "k"); err != nil || len(d.kept) > 0 {
		t.Errorf("left behind: %v, %v", d.kept, err)
	}
	if _, err := Refresh(t.Context(), d, "k", Options{}); err == nil {
		t.Error("refreshed without a grant")
	}
}
