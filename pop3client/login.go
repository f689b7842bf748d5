package pop3client

import (
	"context"
	"errors"
	"fmt"
	"regexp"
)

// Credentials sign in. User and Password go out as the UTF-8 they are.
//
// Mechanism is "auto" or "", or one way alone: "user", "apop", "plain", "login",
// "cram-md5", "scram-sha-256", "xoauth2" or "oauthbearer". For the last two the
// password is an OAuth access token.
type Credentials struct{ Mechanism, User, Password string }

// Login signs in and then asks CAPA anew, as servers tell more afterwards; with
// Options.Recall the inventory asks it.
//
// "auto" takes the strongest way that is offered, and another one only where the
// server does not know that way after all. Refused credentials are not tried in
// another way, but for APOP's: it would count as one more failure, and servers
// lock accounts after few. A refusal is *ServerError; only with Code "AUTH" the server says
// that the password is to blame (RFC 3206). A refused access token may come as
// *TokenError. ErrServerProof ends the session.
func (c *Conn) Login(ctx context.Context, cr Credentials) error {
	if err := checkArgument("user name", cr.User); err != nil {
		return err
	}
	if err := checkArgument("password", cr.Password); err != nil {
		return err
	}
	ways, err := c.waysFor(ctx, cr)
	if err != nil {
		return err
	}
	return c.do(ctx, func() error {
		defer func() { c.secrets = nil }()
		if err := c.askUTF8(); err != nil {
			return err
		}
		err := c.signIn(ways, cr)
		if c.recalled && (blamesCredentials(err) || errors.Is(err, ErrNoMechanism)) {
			err = c.signInAnew(ways, cr, err)
		}
		if err != nil {
			return fmt.Errorf("sign in: %w", err)
		}
		return c.signedIn()
	})
}

func (c *Conn) offer() offer {
	_, secure := c.TLSState()
	return offer{Caps: c.caps, Stamp: c.stamp, TLS: secure, ClearAllowed: c.opts.AllowClear || isThisComputer(c.host)}
}

// askUTF8 asks for headers as they were written, where the server would else
// replace addresses beyond ASCII (RFC 6856 section 2). A refusal costs nothing
// but that.
func (c *Conn) askUTF8() error {
	if !c.caps.Has("UTF8") || c.askedUTF8 {
		return nil
	}
	c.askedUTF8 = true
	if err := c.ask("UTF8"); err != nil && !isRefusal(err) {
		return fmt.Errorf("ask for UTF-8: %w", err)
	}
	return nil
}

// signIn tries ways until one is known to the server.
func (c *Conn) signIn(ways []way, cr Credentials) error {
	var doubted, err error
	for i, w := range ways {
		err = c.signInBy(w, cr)
		if i+1 < len(ways) && w == apopWay && blamesCredentials(err) {
			doubted = err
			continue
		}
		if !errors.Is(err, errUnknownWay) {
			break
		}
	}
	switch {
	case doubted != nil && err != nil && !isRefusal(err):
		// Hung up on: it was the password, and the next check must not try it again.
		c.end(err)
		return doubted
	case errors.Is(err, errUnknownWay):
		return fmt.Errorf("%w: %w", ErrNoMechanism, err)
	}
	return err
}

// blamesCredentials reports a refusal that does not speak of the server's own
// state. It says nothing about the password after APOP, which is offered by no more
// than a stamp: servers greet with one though they cannot check a digest, having no
// password in clear; nor after a way that is no longer offered.
func blamesCredentials(err error) bool {
	var refused *ServerError
	return errors.As(err, &refused) && (refused.Code == "" || refused.Code == "AUTH")
}

func (c *Conn) signInBy(w way, cr Credentials) error {
	c.keepSecret(cr.Password)
	switch {
	case w.sasl != "":
		m, err := c.newMechanism(w, cr)
		if err != nil {
			return c.inOurWords(err)
		}
		return c.auth(w.sasl, m)
	case w.word == "apop":
		return c.apop(cr)
	}
	return c.userPass(cr)
}

// userPass signs in with USER and PASS (RFC 1939 section 7).
func (c *Conn) userPass(cr Credentials) error {
	if err := c.ask("USER " + cr.User); err != nil {
		return blameWay(err)
	}
	return c.ask("PASS " + cr.Password)
}

// keepSecret keeps secret out of traces and errors until Login returns.
func (c *Conn) keepSecret(secret string) {
	if secret != "" {
		c.secrets = append(c.secrets, secret)
	}
}

// errUnknownWay marks the refusal of a way to sign in, not of who signs in.
var errUnknownWay = errors.New("pop3: the server does not know this way to sign in")

// unknownWay are the words for it; there is no response code. They must name the
// way or the command, or stand alone: "unknown user" is another matter.
var unknownWay = regexp.MustCompile(`(?i)\b(un(known|supported|recogni[sz]ed|implemented)|invalid|bad|no such|not (a valid|supported|implemented|recogni[sz]ed|available|enabled|allowed))\b.{0,40}\b(command|mechanisms?|method|(sasl|auth(entication)?) (type|scheme))\b` +
	`|\b(command|mechanisms?|method|(sasl|auth(entication)?) (type|scheme))\b.{0,40}\b(un(known|supported|recogni[sz]ed|implemented|available)|invalid|disabled|not (valid|supported|implemented|recogni[sz]ed|available|enabled|allowed|known|found))\b` +
	`|^\W*(un(known|supported|recogni[sz]ed|implemented)|not (supported|implemented|recogni[sz]ed))\W*$`)

// blameWay marks the refusal of a first command if it speaks of the way.
func blameWay(err error) error {
	var refused *ServerError
	if errors.As(err, &refused) && refused.Code == "" && unknownWay.MatchString(refused.Text) {
		return fmt.Errorf("%w: %w", errUnknownWay, err)
	}
	return err
}
