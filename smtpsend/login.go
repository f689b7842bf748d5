package smtpsend

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"satchel/sasl"
)

// Credentials sign in. Mechanism is one of Mechanisms; "" is "auto". For xoauth2 and oauthbearer the password is an OAuth
// access token.
type Credentials struct{ Mechanism, User, Password string }

// way is one way to sign in.
type way struct {
	word, name string
	shows      bool // who reads the connection has the secret
}

var (
	scramWay = way{"scram-sha-256", "SCRAM-SHA-256", false}
	cramWay  = way{"cram-md5", "CRAM-MD5", false}
	plainWay = way{"plain", "PLAIN", true}
	loginWay = way{"login", "LOGIN", true}
	xoauth2  = way{"xoauth2", "XOAUTH2", true}
	bearer   = way{"oauthbearer", "OAUTHBEARER", true}

	allWays = []way{plainWay, loginWay, cramWay, scramWay, xoauth2, bearer}

	// Under TLS nobody reads along, and servers that offer MD5 must keep the password in clear for it.
	autoUnderTLS = []way{scramWay, plainWay, loginWay, cramWay}
	autoInClear  = []way{scramWay, cramWay, plainWay, loginWay}
)

// Words that Credentials.Mechanism may hold beside the ways to sign in.
const (
	Auto = "auto" // the safest way that is offered
	None = "none" // not at all: a server in one's own house
)

// Mechanisms are the words that Credentials.Mechanism may hold, "auto" first.
func Mechanisms() []string {
	words := []string{Auto}
	for _, w := range allWays {
		words = append(words, w.word)
	}
	return append(words, None)
}

// ways are those to try, the best first; never none. Only "auto" gives several. offered are the names behind AUTH.
func ways(word string, offered []string, secured, clearAllowed bool) ([]way, error) {
	word = strings.ToLower(word)
	wanted := autoInClear
	if secured {
		wanted = autoUnderTLS
	}
	if word != "" && word != Auto {
		i := slices.IndexFunc(allWays, func(w way) bool { return w.word == word })
		if i < 0 {
			return nil, fmt.Errorf("%w: %q is unknown", ErrNoMechanism, word)
		}
		wanted = allWays[i : i+1]
	}
	var list []way
	hidden := false // a way is there that must not be used
	for _, w := range wanted {
		switch {
		case !slices.ContainsFunc(offered, func(name string) bool { return strings.EqualFold(name, w.name) }):
		case w.shows && !secured && !clearAllowed:
			hidden = true
		default:
			list = append(list, w)
		}
	}
	switch {
	case len(list) > 0:
		return list, nil
	case hidden:
		return nil, fmt.Errorf("%w: every way to sign in shows the password", ErrClearText)
	}
	return nil, fmt.Errorf("%w: the server offers %q", ErrNoMechanism, offered)
}

// Login signs in. "auto" takes the strongest way that is offered, and another only where the server does not know that
// one after all (504): refused credentials are not tried in another way, as servers lock accounts after few failures. A
// refusal is *ServerError, of a token perhaps within *sasl.TokenError.
func (s *Session) Login(ctx context.Context, cr Credentials) error {
	if strings.EqualFold(cr.Mechanism, None) {
		return nil
	}
	if strings.ContainsAny(cr.User+cr.Password, "\x00\r\n") {
		return fmt.Errorf("sign in: %w", ErrArgument)
	}
	_, offered := s.client.Extension("AUTH")
	list, err := ways(cr.Mechanism, strings.Fields(offered), s.secured, s.opts.clearAllowed(s.host))
	if err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	defer s.wire.during(ctx)()
	for _, w := range list {
		var refused *ServerError
		if err = s.signIn(w, cr); !errors.As(err, &refused) || refused.Code != 504 {
			break
		}
	}
	var refused *ServerError
	if err != nil && !errors.As(err, &refused) {
		s.Close()
	}
	if err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	return nil
}

func (s *Session) signIn(w way, cr Credentials) error {
	m, err := s.mechanism(w, sasl.Credentials{User: cr.User, Password: cr.Password})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrArgument, err)
	}
	return m.End(s.refusal("AUTH", s.client.Auth(exchange{w.name, m})))
}

func (s *Session) mechanism(w way, cr sasl.Credentials) (sasl.Mechanism, error) {
	switch w {
	case plainWay:
		return sasl.Plain(cr), nil
	case loginWay:
		return sasl.Login(cr), nil
	case cramWay:
		return sasl.CramMD5(cr), nil
	case scramWay:
		return sasl.ScramSHA256(cr), nil
	case xoauth2:
		return sasl.XOAuth2(cr)
	}
	return sasl.OAuthBearer(cr, s.host, s.port)
}

// exchange is a mechanism as go-smtp wants it.
type exchange struct {
	name string
	m    sasl.Mechanism
}

func (e exchange) Start() (string, []byte, error)        { return e.name, e.m.First(), nil }
func (e exchange) Next(challenge []byte) ([]byte, error) { return e.m.Next(challenge) }
