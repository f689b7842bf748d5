package pop3client

import (
	"encoding/base64"
	"errors"
	"fmt"

	"satchel/sasl"
)

// maxCommandLine is the length of a command with its CRLF (RFC 2449 section 4).
// A longer initial response must wait for the server's empty challenge (RFC 5034
// section 4).
const maxCommandLine = 255

// newMechanism begins an exchange.
func (c *Conn) newMechanism(w way, cr Credentials) (sasl.Mechanism, error) {
	own := sasl.Credentials{User: cr.User, Password: cr.Password}
	switch w {
	case plainWay:
		return sasl.Plain(own), nil
	case loginWay:
		return sasl.Login(own), nil
	case cramMD5Way:
		return sasl.CramMD5(own), nil
	case scramSHA256:
		return sasl.ScramSHA256(own), nil
	case xoauth2:
		return sasl.XOAuth2(own)
	}
	return sasl.OAuthBearer(own, c.host, c.port)
}

// inOurWords gives an error of an exchange the kind it has in this package, and hides what a server may have repeated.
func (c *Conn) inOurWords(err error) error {
	var token *sasl.TokenError
	switch {
	case errors.As(err, &token):
		told := &TokenError{Status: printable(c.hide(token.Status)), Scope: printable(c.hide(token.Scope))}
		errors.As(token.Refused, &told.Refused)
		return told
	case errors.Is(err, sasl.ErrProtocol):
		return fmt.Errorf("%w: %w", ErrProtocol, err)
	case errors.Is(err, sasl.ErrArgument):
		return fmt.Errorf("%w: %w", ErrArgument, err)
	}
	return err
}

// auth signs in by SASL (RFC 5034). All responses are kept secret, those of
// proving mechanisms too: a password can be guessed from them at leisure.
func (c *Conn) auth(name string, m sasl.Mechanism) error {
	initial := m.First()
	if err := c.send(c.authLine(name, initial)); err != nil {
		return err
	}
	for n := 0; ; n++ { // each mechanism knows how many challenges it wants
		challenge, ended, err := c.authReply()
		if n == 0 {
			err = blameWay(err)
		}
		if ended {
			return c.inOurWords(m.End(err))
		}
		if err != nil {
			return err
		}
		response := initial
		// An empty challenge is the wait of the two-step form, or of a server that
		// overlooks an initial response.
		if n > 0 || initial == nil || challenge != "" {
			if response, err = answerTo(challenge, m); err != nil {
				return c.cancel(c.inOurWords(err))
			}
		}
		if err := c.send(c.encode(response)); err != nil {
			return err
		}
	}
}

func (c *Conn) authLine(name string, initial []byte) string {
	line := "AUTH " + name
	if initial == nil {
		return line
	}
	if whole := line + " " + c.encode(initial); len(whole)+len("\r\n") <= maxCommandLine {
		return whole
	}
	return line
}

func answerTo(challenge string, m sasl.Mechanism) ([]byte, error) {
	decoded, err := base64.StdEncoding.DecodeString(challenge)
	if err != nil {
		return nil, fmt.Errorf("%w: a challenge that is not base64", ErrProtocol)
	}
	return m.Next(decoded)
}

func (c *Conn) encode(response []byte) string {
	text := base64.StdEncoding.EncodeToString(response)
	c.keepSecret(text)
	return text
}

// authReply reads the answer within AUTH. ended: err is the server's last word,
// nil for +OK.
func (c *Conn) authReply() (challenge string, ended bool, err error) {
	kind, code, text, err := c.readReply()
	switch {
	case err != nil:
		return "", false, err
	case kind == replyErr:
		return "", true, &ServerError{Command: "AUTH", Code: code, Text: text}
	}
	return text, kind == replyOK, nil
}

// cancel takes the exchange back (RFC 5034 section 4) and returns why.
func (c *Conn) cancel(why error) error {
	if err := c.send("*"); err != nil {
		return fmt.Errorf("%w, and then: %w", why, err)
	}
	// Whatever the answer is: why ends the session, also if it says +OK.
	_, _, _, _ = c.readReply()
	return why
}
