package cli

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"satchel/pop3client/pop3test"
	"satchel/signin"
)

// issuer grants "old" at the front page, and "new" for its refresh token while revoked is false.
type issuer struct {
	*httptest.Server
	revoked, deny bool
	renewals      int
}

func startIssuer(t *testing.T) *issuer {
	i := &issuer{}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/oauth-authorization-server", func(w http.ResponseWriter, _ *http.Request) {
		json.NewEncoder(w).Encode(map[string]any{"issuer": i.URL, "authorization_endpoint": i.URL + "/authorize", "token_endpoint": i.URL + "/token"})
	})
	mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) {
		back := r.URL.Query().Get("redirect_uri") + "?state=" + r.URL.Query().Get("state")
		if i.deny {
			back += "&error=access_denied"
		}
		http.Redirect(w, r, back+"&code=c", http.StatusFound)
	})
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		token := "old-token-of-ann"
		if r.PostFormValue("grant_type") == "refresh_token" {
			i.renewals++
			token = "new-token-of-ann"
			if i.revoked {
				w.WriteHeader(http.StatusBadRequest)
				json.NewEncoder(w).Encode(map[string]string{"error": "invalid_grant"})
				return
			}
		}
		json.NewEncoder(w).Encode(map[string]any{"access_token": token, "token_type": "Bearer", "refresh_token": "refresh-of-ann", "expires_in": 3600})
	})
	i.Server = httptest.NewTLSServer(mux)
	t.Cleanup(i.Close)
	return i
}

// through lets a world's commands reach the issuer, with a browser that says yes.
func (i *issuer) through(w *world) {
	w.env.SignIn = signin.Options{HTTP: i.Client(), Open: func(address string) error {
		go func() {
			if resp, err := i.Client().Get(address); err == nil {
				resp.Body.Close()
			}
		}()
		return nil
	}}
}

// TestSignInThroughTheWebsite: the access token has run out before the first check; the grant renews it without anybody.
func TestSignInThroughTheWebsite(t *testing.T) {
	w, i := newWorld(t), startIssuer(t)
	i.through(w)
	s := startServer(t, pop3test.Config{Tokens: map[string]string{"ann": "new-token-of-ann"}, Mechanisms: []string{"XOAUTH2"}, Messages: letters(3)})
	a := w.want(exitDone, "account", "add", "ann@example.org", "--id", "ann", "--pop3", s.Addr(), "--tls", "implicit", "--ca", w.caFile(s), "--user", "ann",
		"--sign-in", "--issuer", i.URL, "--scope", "mail", "--client-id", "mine")
	if !strings.Contains(a.err, "sign in in your browser") {
		t.Errorf("says %q", a.err)
	}
	f := w.want(exitDone, "fetch")
	if i.renewals != 1 || !strings.Contains(f.out, "3") {
		t.Errorf("%d renewals, %q", i.renewals, f.out)
	}
	w.want(exitDone, "fetch")
	if i.renewals != 1 {
		t.Errorf("renewed %d times: the new token was not kept", i.renewals)
	}
	for _, text := range []string{a.out, a.err, f.out, f.err} {
		if strings.Contains(text, "-of-ann") {
			t.Errorf("a token is shown: %q", text)
		}
	}
}

func TestSignInRefused(t *testing.T) {
	w, i := newWorld(t), startIssuer(t)
	i.through(w)
	s := startServer(t, pop3test.Config{Tokens: map[string]string{"ann": "new-token-of-ann"}, Mechanisms: []string{"XOAUTH2"}, Messages: letters(1)})
	w.add(s, "ann")
	sign := []string{"account", "sign-in", "ann", "--issuer", i.URL, "--scope", "mail", "--client-id", "mine"}

	i.deny = true
	if a := w.want(exitAuth, sign...); !strings.Contains(a.err, "answered with no") {
		t.Errorf("says %q", a.err)
	}
	i.deny, i.revoked = false, true
	w.want(exitDone, sign...)
	if a := w.want(exitAuth, "fetch"); strings.Contains(a.out+a.err, "-of-ann") || i.renewals != 1 {
		t.Errorf("says %q %q, %d renewals", a.out, a.err, i.renewals)
	}
	i.revoked = false
	w.want(exitDone, sign...)
	w.want(exitDone, "fetch")

	if a := w.want(exitUsage, "account", "sign-in", "ann"); !strings.Contains(a.err, "does not know a website") {
		t.Errorf("says %q", a.err)
	}
	i.Close()
	if a := w.want(exitNetwork, sign...); !strings.Contains(a.err, "does not answer") {
		t.Errorf("says %q", a.err)
	}
}

// TestSignInNeedsAClient: no identity is in the source, and that is said before anything is opened.
func TestSignInNeedsAClient(t *testing.T) {
	w := newWorld(t)
	w.env.SignIn.Open = func(string) error { t.Error("a browser was opened"); return nil }
	a := w.want(exitUsage, "account", "add", "ann@outlook.com", "--sign-in")
	if !strings.Contains(a.err, "no identity of its own at Outlook.com") || !strings.Contains(a.err, "--client-id") {
		t.Errorf("says %q", a.err)
	}
	if a := w.want(exitUsage, "account", "add", "ann@outlook.com", "--password-stdin"); !strings.Contains(a.err, "--sign-in") {
		t.Errorf("says %q", a.err)
	}
}
