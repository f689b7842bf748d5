package pop3client

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// TokenError reports that an access token was refused with a reason. Get a fresh
// one and sign in anew; the same one will be refused again.
type TokenError struct {
	Status string // "invalid_token" or a number such as "401", as the server says
	Scope  string // what the token should have allowed; "": not said
	// Refused is the -ERR that followed; errors.As finds it too.
	Refused *ServerError
}

func (e *TokenError) Error() string {
	return fmt.Sprintf("pop3: access token refused: status %q, scope %q", e.Status, e.Scope)
}

func (e *TokenError) Unwrap() error { return e.Refused }

// bearer is XOAUTH2, as Google and Microsoft describe it, and OAUTHBEARER (RFC
// 7628). Both send all in one piece, and tell of a failure in a challenge that
// wants a dummy answer before the refusal comes.
type bearer struct {
	message string
	dummy   string
	hide    func(string) string // what is said about the failure, fit to be shown
	failure *TokenError         // nil: no challenge so far
}

// Fields of both are separated by this byte, which cannot be part of one.
const fieldEnd = "\x01"

func newBearer(w way, cr Credentials, c *Conn) (*bearer, error) {
	if strings.Contains(cr.User+cr.Password, fieldEnd) {
		return nil, fmt.Errorf("%w: user name or token holds a control character", ErrArgument)
	}
	token := "auth=Bearer " + cr.Password + fieldEnd + fieldEnd
	b := &bearer{hide: func(s string) string { return printable(c.hide(s)) }}
	if w == xoauth2 {
		b.message = "user=" + cr.User + fieldEnd + token
		return b, nil
	}
	b.message = "n,a=" + saslName(cr.User) + "," + fieldEnd + "host=" + c.host + fieldEnd
	if c.port != "" {
		b.message += "port=" + c.port + fieldEnd
	}
	b.message += token
	b.dummy = fieldEnd
	return b, nil
}

func (b *bearer) first() []byte { return []byte(b.message) }

func (b *bearer) next(challenge []byte) ([]byte, error) {
	if b.failure != nil {
		return nil, errChallenge
	}
	b.failure = &TokenError{}
	var told struct {
		Status any    `json:"status"` // a string by the standard, a number from some
		Scope  string `json:"scope"`
	}
	// What cannot be read is a failure all the same, of which less is known.
	_ = json.Unmarshal(challenge, &told)
	b.failure.Scope = b.hide(told.Scope)
	if told.Status != nil {
		b.failure.Status = b.hide(fmt.Sprint(told.Status))
	}
	return []byte(b.dummy), nil
}

func (b *bearer) end(refused error) error {
	switch {
	case b.failure == nil:
		return refused
	case refused == nil:
		return fmt.Errorf("%w: +OK to a failure", ErrProtocol)
	}
	errors.As(refused, &b.failure.Refused)
	return b.failure
}
