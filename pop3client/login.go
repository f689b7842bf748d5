package pop3client

import (
	"context"
	"fmt"
	"strings"
)

// Credentials sign in. Mechanism is "auto", "user" or "plain"; "" is "auto".
type Credentials struct{ Mechanism, User, Password string }

// Login signs in and then asks CAPA anew, as servers tell more afterwards.
//
// "auto" is AUTH PLAIN where it is offered, else USER and PASS. There is no
// second try with another mechanism: it would count as one more failure, and
// servers lock accounts after few. A refusal is *ServerError; only with Code
// "AUTH" the server says that the password is to blame (RFC 3206).
func (c *Conn) Login(ctx context.Context, cr Credentials) error {
	if err := checkArgument("user name", cr.User); err != nil {
		return err
	}
	if err := checkArgument("password", cr.Password); err != nil {
		return err
	}
	signIn, err := c.mechanism(cr.Mechanism)
	if err != nil {
		return err
	}
	return c.do(ctx, func() error {
		defer func() { c.secrets = nil }()
		if err := signIn(cr); err != nil {
			return fmt.Errorf("sign in: %w", err)
		}
		return c.askCapabilities()
	})
}

// mechanism picks how to sign in from what the server offers. Without CAPA any
// way may be there, so the one asked for is tried.
func (c *Conn) mechanism(name string) (func(Credentials) error, error) {
	plain := c.caps.offersSASL("PLAIN")
	onlyOthers := !plain && c.caps.Has("SASL") && !c.caps.Has("USER")
	switch strings.ToLower(name) {
	case "", "auto":
		if plain {
			return c.authPlain, nil
		}
		if onlyOthers {
			return nil, fmt.Errorf("%w: the server offers %v", ErrNoMechanism, c.caps["SASL"])
		}
		return c.userPass, nil
	case "user":
		return c.userPass, nil
	case "plain":
		if !plain && c.caps != nil {
			return nil, fmt.Errorf("%w: PLAIN is not offered", ErrNoMechanism)
		}
		return c.authPlain, nil
	}
	return nil, fmt.Errorf("%w: %q is unknown", ErrNoMechanism, name)
}

// userPass signs in with USER and PASS (RFC 1939 section 7).
func (c *Conn) userPass(cr Credentials) error {
	if err := c.ask("USER " + cr.User); err != nil {
		return err
	}
	c.keepSecret(cr.Password)
	return c.ask("PASS " + cr.Password)
}

// keepSecret keeps secret out of traces and errors until Login returns.
func (c *Conn) keepSecret(secret string) {
	if secret != "" {
		c.secrets = append(c.secrets, secret)
	}
}
