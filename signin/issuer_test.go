package signin

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"satchel/autoconfig/providers"
)

// standin is an issuer on loopback that keeps to the standards, but for what a test bends.
type standin struct {
	*httptest.Server
	t testing.TB

	// bent by tests, before the first request
	deny, iss, scope string         // error code at the front page; iss in the answer; scope in the token's answer
	tokenError       string         // error code of the token endpoint
	redirectToken    string         // the token endpoint sends on to there
	expires          int            // seconds; 0: not said
	rotate           bool           // a new refresh token with each answer
	pending          int            // device: answers "not yet" so often
	metadata         map[string]any // replaces what it says of itself

	mu         sync.Mutex
	challenges map[string]string // by code
	renewals   int
	asked      url.Values // of the last front page
}

func newStandin(t testing.TB) *standin {
	s := &standin{t: t, expires: 3600, challenges: map[string]string{}}
	mux := http.NewServeMux()
	mux.HandleFunc("/authorize", s.authorize)
	mux.HandleFunc("/token", s.token)
	mux.HandleFunc("/device", s.device)
	mux.HandleFunc("/.well-known/oauth-authorization-server", s.describe)
	s.Server = httptest.NewTLSServer(mux)
	t.Cleanup(s.Close)
	return s
}

func (s *standin) issuer() Issuer {
	return Issuer{ID: "standin", Identifier: s.URL, AuthURL: s.URL + "/authorize", TokenURL: s.URL + "/token", DeviceURL: s.URL + "/device",
		Scopes: []string{"mail.pop", "offline"}, Must: []string{"mail.pop"}}
}

func (s *standin) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = q
	if q.Get("code_challenge_method") != "S256" || q.Get("state") == "" || q.Get("client_id") != "client" {
		http.Error(w, "not asked as it should be", http.StatusBadRequest)
		return
	}
	back := url.Values{"state": {q.Get("state")}}
	if s.iss != "" {
		back.Set("iss", s.iss)
	}
	if s.deny != "" {
		back.Set("error", s.deny)
	} else {
		code := fmt.Sprint("code", len(s.challenges))
		s.challenges[code] = q.Get("code_challenge")
		back.Set("code", code)
	}
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
}

func (s *standin) token(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	refuse := func(code string) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		json.NewEncoder(w).Encode(map[string]string{"error": code, "error_description": "secret-refresh-0 is bad"})
	}
	if s.redirectToken != "" {
		http.Redirect(w, r, s.redirectToken, http.StatusTemporaryRedirect)
		return
	}
	if s.tokenError != "" {
		refuse(s.tokenError)
		return
	}
	switch r.PostFormValue("grant_type") {
	case "authorization_code":
		sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
		code := r.PostFormValue("code")
		challenge, known := s.challenges[code]
		delete(s.challenges, code) // once
		if !known || challenge != base64.RawURLEncoding.EncodeToString(sum[:]) {
			refuse("invalid_grant")
			return
		}
	case "refresh_token":
		if !strings.HasPrefix(r.PostFormValue("refresh_token"), "secret-refresh-") {
			refuse("invalid_grant")
			return
		}
		s.renewals++
	case "urn:ietf:params:oauth:grant-type:device_code":
		if s.pending > 0 {
			s.pending--
			refuse("authorization_pending")
			return
		}
	default:
		refuse("unsupported_grant_type")
		return
	}
	answer := map[string]any{"access_token": fmt.Sprint("secret-access-", s.renewals), "token_type": "Bearer"}
	if s.renewals == 0 || s.rotate {
		answer["refresh_token"] = fmt.Sprint("secret-refresh-", s.renewals)
	}
	if s.expires > 0 {
		answer["expires_in"] = s.expires
	}
	if s.scope != "" {
		answer["scope"] = s.scope
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(answer)
}

func (s *standin) device(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{"device_code": "dev", "user_code": "ABCD-EFGH", "verification_uri": s.URL + "/activate", "expires_in": 60, "interval": 1})
}

func (s *standin) describe(w http.ResponseWriter, _ *http.Request) {
	m := map[string]any{"issuer": s.URL, "authorization_endpoint": s.URL + "/authorize", "token_endpoint": s.URL + "/token", "authorization_response_iss_parameter_supported": true}
	for k, v := range s.metadata {
		m[k] = v
	}
	json.NewEncoder(w).Encode(m)
}

// browser is a person's browser that knows the issuer's certificate and goes where it is sent.
func (s *standin) browser(address string) error {
	go func() { // a browser is another program
		resp, err := s.Client().Get(address)
		if err != nil {
			s.t.Errorf("browser: %v", err)
			return
		}
		resp.Body.Close()
	}()
	return nil
}

func TestIssuersOfProviders(t *testing.T) {
	for domain, want := range map[string]string{
		"gmail.com": "accounts.google.com", "outlook.com": "login.microsoftonline.com", "yahoo.com": "login.yahoo.com", "aol.com": "login.aol.com",
		"att.net": "login.yahoo.com", "fastmail.com": "www.fastmail.com", "web.de": "", "comcast.net": "",
	} {
		i, ok := Of(providers.OfDomain(domain))
		if i.ID != want || ok != (want != "") {
			t.Errorf("%s: issuer %q, %v", domain, i.ID, ok)
		}
		if ok && (i.check() != nil || len(i.Scopes) == 0) {
			t.Errorf("%s: %+v", domain, i)
		}
		for _, scope := range i.Scopes {
			if strings.Contains(scope, "contacts") || strings.Contains(scope, "calendar") || strings.Contains(scope, "IMAP") {
				t.Errorf("%s asks for more than mail by POP3: %s", domain, scope)
			}
		}
	}
	if _, ok := Of(nil); ok {
		t.Error("nobody's issuer is known")
	}
}

// TestNoClientInTheSource: identities come with a build or from the person.
func TestNoClientInTheSource(t *testing.T) {
	for id := range known {
		if c, ok := BuiltIn(id); ok || c.Secret != "" {
			t.Errorf("%s has a client in the source", id)
		}
	}
}

func TestDiscover(t *testing.T) {
	s := newStandin(t)
	i, err := Discover(t.Context(), s.Client(), s.URL+"/", "mail.pop")
	if err != nil || i.TokenURL != s.URL+"/token" || !i.NamesIss || i.Scopes[0] != "mail.pop" {
		t.Fatalf("%+v, %v", i, err)
	}
	tests := []struct {
		name string
		m    map[string]any
	}{
		{"of another", map[string]any{"issuer": "https://evil.example"}},
		{"token in the clear", map[string]any{"token_endpoint": "http://evil.example/token"}},
		{"no front page", map[string]any{"authorization_endpoint": ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newStandin(t)
			s.metadata = tt.m
			if i, err := Discover(t.Context(), s.Client(), s.URL); err == nil {
				t.Errorf("taken: %+v", i)
			}
		})
	}
	if _, err := Discover(t.Context(), nil, "http://example.org"); err == nil {
		t.Error("asked without TLS")
	}
}
