package signin

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/oauth2"
)

const (
	httpTimeout  = 30 * time.Second
	answerWithin = 10 * time.Minute // a person may have to look for a phone
	margin       = time.Minute      // a token is taken for run out that much before
)

// Options of signing in; the zero value is right but for Open.
type Options struct {
	Open func(address string) error // opens the person's browser
	HTTP *http.Client               // for the issuer; nil: one of its own. Redirects away from https are refused with any
	Now  func() time.Time           // nil: time.Now
	Port int                        // of the redirect, where a client was registered with one; 0: any that is free
	Hint string                     // the mail address, which the page may fill in
	Wait time.Duration              // for the browser's answer; 0: ten minutes
}

func (o Options) now() time.Time {
	if o.Now != nil {
		return o.Now()
	}
	return time.Now()
}

// answer is what the browser brought back.
type answer struct {
	code string
	err  error
}

// Browser lets the person sign in with the own browser and gives the grant. It waits for the answer on a loopback address
// that only this computer reaches, and for an answer to this very question.
func Browser(ctx context.Context, i Issuer, c Client, o Options) (Grant, error) {
	if c.ID == "" {
		return Grant{}, ErrNoClient
	}
	if err := i.check(); err != nil {
		return Grant{}, err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", o.Port))
	if err != nil {
		return Grant{}, fmt.Errorf("%w: %w", ErrPort, err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	host := fmt.Sprintf("%s:%d", i.host(), port)
	config := i.config(c, "http://"+host+"/")
	state, verifier := rand.Text(), oauth2.GenerateVerifier()

	wait := &waiting{issuer: i, host: host, state: state, answers: make(chan answer, 1)}
	server := &http.Server{Handler: wait, ReadHeaderTimeout: 10 * time.Second, MaxHeaderBytes: 32 << 10}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(listener) // ends by Shutdown
	}()
	defer func() {
		// The page that says "you can close this" is still on its way.
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		if server.Shutdown(closing) != nil {
			_ = server.Close()
		}
		<-ended
	}()

	if err := o.Open(config.AuthCodeURL(state, i.params(verifier, o.Hint)...)); err != nil {
		return Grant{}, fmt.Errorf("%w: %w", ErrBrowser, err)
	}
	code, err := wait.answer(ctx, o.Wait)
	if err != nil {
		return Grant{}, err
	}
	token, err := config.Exchange(withClient(ctx, o.HTTP), code, oauth2.VerifierOption(verifier))
	if err != nil {
		return Grant{}, kindOf(ctx, err)
	}
	return i.grant(c, token, o.now())
}

func (i Issuer) config(c Client, redirect string) oauth2.Config {
	return oauth2.Config{
		ClientID: c.ID, ClientSecret: c.Secret, RedirectURL: redirect, Scopes: i.Scopes,
		Endpoint: oauth2.Endpoint{AuthURL: i.AuthURL, TokenURL: i.TokenURL, DeviceAuthURL: i.DeviceURL, AuthStyle: oauth2.AuthStyleInParams},
	}
}

func (i Issuer) params(verifier, hint string) []oauth2.AuthCodeOption {
	list := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(verifier)}
	for k, v := range i.extra {
		list = append(list, oauth2.SetAuthURLParam(k, v))
	}
	if hint != "" {
		list = append(list, oauth2.SetAuthURLParam("login_hint", hint))
	}
	return list
}

func withClient(ctx context.Context, client *http.Client) context.Context {
	return context.WithValue(ctx, oauth2.HTTPClient, httpsOnly(client))
}

// waiting is the page to which the issuer sends the browser back.
type waiting struct {
	issuer      Issuer
	host, state string
	answers     chan answer
}

func (w *waiting) answer(ctx context.Context, within time.Duration) (string, error) {
	if within <= 0 {
		within = answerWithin
	}
	timer := time.NewTimer(within)
	defer timer.Stop()
	select {
	case a := <-w.answers:
		return a.code, a.err
	case <-timer.C:
		return "", ErrNoAnswer
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// ServeHTTP takes the one answer that is meant. Any page in the browser may send requests here: what does not know the
// state is told so and changes nothing, not even that Satchel waits on.
func (w *waiting) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	out.Header().Set("Content-Type", "text/html; charset=utf-8")
	out.Header().Set("Content-Security-Policy", "default-src 'none'")
	out.Header().Set("Referrer-Policy", "no-referrer") // the address holds the code
	out.Header().Set("Cache-Control", "no-store")
	q := r.URL.Query()
	known := subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(w.state)) == 1
	if r.Method != http.MethodGet || r.URL.Path != "/" || r.Host != w.host || !known {
		out.WriteHeader(http.StatusNotFound)
		fmt.Fprint(out, page("This is not the answer that Satchel waits for."))
		return
	}
	a := w.read(q)
	text := "You are signed in. You can close this page and go back to Satchel."
	if a.err != nil {
		text = "Satchel was not let in. You can close this page; Satchel says why."
	}
	fmt.Fprint(out, page(text))
	select {
	case w.answers <- a:
	default: // there was one already
	}
}

// read takes the answer apart: an error, another issuer's (RFC 9207, mix-up), or the code.
func (w *waiting) read(q url.Values) answer {
	iss := q.Get("iss")
	switch {
	case iss == "" && w.issuer.NamesIss, iss != "" && w.issuer.Identifier != "" && iss != w.issuer.Identifier:
		return answer{err: ErrIssuer}
	case q.Get("error") != "":
		if kind := kindOfCode(q.Get("error")); kind != nil && !errors.Is(kind, ErrRevoked) {
			return answer{err: kind}
		}
		return answer{err: ErrDenied}
	case q.Get("code") == "":
		return answer{err: ErrDenied}
	}
	return answer{code: q.Get("code")}
}

func page(text string) string {
	return "<!doctype html><html lang=en><meta charset=utf-8><title>Satchel</title><p>" + text + "</p></html>"
}
