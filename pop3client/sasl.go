package pop3client

import (
	"encoding/base64"
	"fmt"
)

// maxCommandLine is the length of a command with its CRLF (RFC 2449 section 4).
// A longer initial response must wait for the server's empty challenge (RFC 5034
// section 4).
const maxCommandLine = 255

// mechanism is the client's part of one SASL exchange (RFC 4422).
type mechanism interface {
	// first is the initial response; nil: the server speaks first.
	first() []byte
	// next answers a challenge. An error cancels the exchange, as it must at the
	// latest when there is nothing more to say.
	next(challenge []byte) ([]byte, error)
	// end judges the server's last word, nil for +OK or its refusal, and returns
	// what Login is to return.
	end(refused error) error
}

// newMechanism begins an exchange.
func (c *Conn) newMechanism(w way, cr Credentials) (mechanism, error) {
	switch w {
	case plainWay:
		return &plain{cr}, nil
	case loginWay:
		return &login{answers: []string{cr.User, cr.Password}}, nil
	case cramMD5Way:
		return &cramMD5{credentials: cr}, nil
	case scramSHA256:
		return newScram(cr), nil
	}
	return newBearer(w, cr, c)
}

// auth signs in by SASL (RFC 5034). All responses are kept secret, those of
// proving mechanisms too: a password can be guessed from them at leisure.
func (c *Conn) auth(name string, m mechanism) error {
	initial := m.first()
	if err := c.send(c.authLine(name, initial)); err != nil {
		return err
	}
	for n := 0; ; n++ { // each mechanism knows how many challenges it wants
		challenge, ended, err := c.authReply()
		if n == 0 {
			err = blameWay(err)
		}
		if ended {
			return m.end(err)
		}
		if err != nil {
			return err
		}
		response := initial
		// An empty challenge is the wait of the two-step form, or of a server that
		// overlooks an initial response.
		if n > 0 || initial == nil || challenge != "" {
			if response, err = answerTo(challenge, m); err != nil {
				return c.cancel(err)
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

func answerTo(challenge string, m mechanism) ([]byte, error) {
	decoded, err := base64.StdEncoding.DecodeString(challenge)
	if err != nil {
		return nil, fmt.Errorf("%w: a challenge that is not base64", ErrProtocol)
	}
	return m.next(decoded)
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

// errChallenge reports a challenge after all has been said.
var errChallenge = fmt.Errorf("%w: one challenge too many", ErrProtocol)
