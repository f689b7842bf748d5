package signin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"satchel/autoconfig/providers"
)

// Issuer is who grants access to mailboxes, and how it is asked.
type Issuer struct {
	ID         string   // its name, as providers.OAuth2.Issuer; a client is registered with one
	Identifier string   // what it calls itself (RFC 8414, RFC 9207): an https address; "" unknown
	AuthURL    string   // where the person's browser goes
	TokenURL   string   // where codes become tokens
	DeviceURL  string   // RFC 8628; "" it has none, or none for mail
	Scopes     []string // asked for; the smallest that fetch and send mail
	Must       []string // of them, without which no mail can be fetched
	NamesIss   bool     // it promises to name itself in each answer (RFC 9207)
	Host       string   // of the loopback redirect: "127.0.0.1" (RFC 8252 section 7.3) or "localhost"
	extra      map[string]string
}

// known are the issuers whose scopes are known. Their addresses come from the list of providers where that has them.
var known = map[string]Issuer{
	"accounts.google.com": {
		Identifier: "https://accounts.google.com", Scopes: []string{"https://mail.google.com/"}, Must: []string{"https://mail.google.com/"},
		extra: map[string]string{"access_type": "offline", "prompt": "consent"}, // without both there is no refresh token
	},
	"login.microsoftonline.com": {
		Scopes:    []string{"https://outlook.office.com/POP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send", "offline_access"},
		Must:      []string{"https://outlook.office.com/POP.AccessAsUser.All"},
		AuthURL:   "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
		TokenURL:  "https://login.microsoftonline.com/common/oauth2/v2.0/token",
		DeviceURL: "https://login.microsoftonline.com/common/oauth2/v2.0/devicecode",
		Host:      "localhost", // its registration knows no 127.0.0.1
	},
	"login.yahoo.com": {Scopes: []string{"mail-w"}},
	"login.aol.com":   {Scopes: []string{"mail-w"}},
	"www.fastmail.com": {
		Scopes:  []string{"https://www.fastmail.com/dev/protocol-pop", "https://www.fastmail.com/dev/protocol-smtp", "offline_access"},
		Must:    []string{"https://www.fastmail.com/dev/protocol-pop"},
		AuthURL: "https://api.fastmail.com/oauth/authorize", TokenURL: "https://api.fastmail.com/oauth/refresh",
	},
}

// byProvider names the issuer of providers of the list that has none for them.
var byProvider = map[string]string{
	"hotmail.com": "login.microsoftonline.com", "office365.com": "login.microsoftonline.com", "att.net": "login.yahoo.com", "messagingengine.com": "www.fastmail.com",
}

// Of gives the issuer of a provider; false where none is known well enough to ask for no more than mail.
func Of(p *providers.Provider) (Issuer, bool) {
	if p == nil {
		return Issuer{}, false
	}
	id := p.OAuth2.Issuer
	if id == "" {
		id = byProvider[p.ID]
	}
	issuer, ok := known[id]
	if !ok {
		return Issuer{}, false
	}
	issuer.ID = id
	if issuer.AuthURL == "" {
		for _, other := range providers.All() { // the provider itself, or one with the same issuer
			if other.OAuth2.Issuer == id {
				issuer.AuthURL, issuer.TokenURL = other.OAuth2.AuthURL, other.OAuth2.TokenURL
				break
			}
		}
	}
	return issuer, issuer.check() == nil
}

// errInsecure reports an address that is not protected: tokens would pass in the clear.
var errInsecure = errors.New("signin: an address without https")

func (i Issuer) check() error {
	list := []string{i.AuthURL, i.TokenURL}
	if i.DeviceURL != "" {
		list = append(list, i.DeviceURL)
	}
	for _, text := range list {
		if u, err := url.Parse(text); err != nil || u.Scheme != "https" || u.Host == "" {
			return fmt.Errorf("%w: %q", errInsecure, text)
		}
	}
	return nil
}

func (i Issuer) host() string {
	if i.Host == "" {
		return "127.0.0.1"
	}
	return i.Host
}

const maxMetadata = 256 << 10

// Discover asks an issuer how it is asked (RFC 8414, or what OpenID Connect has for it). identifier is its https address.
// What it says must be about itself: ErrIssuer where it names another.
func Discover(ctx context.Context, client *http.Client, identifier string, scopes ...string) (Issuer, error) {
	base, err := url.Parse(strings.TrimSuffix(identifier, "/"))
	if err != nil || base.Scheme != "https" || base.Host == "" {
		return Issuer{}, fmt.Errorf("%w: %q", errInsecure, identifier)
	}
	var last error
	for _, path := range []string{"/.well-known/oauth-authorization-server" + base.Path, base.Path + "/.well-known/openid-configuration"} {
		u := url.URL{Scheme: "https", Host: base.Host, Path: path}
		issuer, err := discover(ctx, client, u.String(), strings.TrimSuffix(identifier, "/"))
		if err == nil || errors.Is(err, ErrIssuer) {
			issuer.ID, issuer.Scopes = base.Host, scopes
			return issuer, err
		}
		last = err
	}
	return Issuer{}, last
}

func discover(ctx context.Context, client *http.Client, address, identifier string) (Issuer, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return Issuer{}, err
	}
	resp, err := httpsOnly(client).Do(req)
	if err != nil {
		return Issuer{}, fmt.Errorf("%w: %w", ErrNetwork, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return Issuer{}, fmt.Errorf("%w: %s", ErrNetwork, resp.Status)
	}
	var m struct {
		Issuer        string `json:"issuer"`
		Authorization string `json:"authorization_endpoint"`
		Token         string `json:"token_endpoint"`
		Device        string `json:"device_authorization_endpoint"`
		NamesIss      bool   `json:"authorization_response_iss_parameter_supported"`
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxMetadata)).Decode(&m); err != nil {
		return Issuer{}, fmt.Errorf("signin: metadata: %w", err)
	}
	if strings.TrimSuffix(m.Issuer, "/") != identifier {
		return Issuer{}, fmt.Errorf("%w: it calls itself %q", ErrIssuer, m.Issuer)
	}
	i := Issuer{Identifier: m.Issuer, AuthURL: m.Authorization, TokenURL: m.Token, DeviceURL: m.Device, NamesIss: m.NamesIss}
	return i, i.check()
}

// httpsOnly is the client without redirects that leave TLS; nil: one of its own.
func httpsOnly(client *http.Client) *http.Client {
	c := http.Client{Timeout: httpTimeout}
	if client != nil {
		c.Transport = client.Transport
	}
	c.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		if req.URL.Scheme != "https" || len(via) > 3 {
			return errInsecure
		}
		return nil
	}
	return &c
}
