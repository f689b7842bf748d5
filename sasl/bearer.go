package sasl

import (
	"encoding/json"
	"fmt"
	"strings"
)

// TokenError reports that an access token was refused with a reason. Get a fresh one and sign in anew; the same one will
// be refused again. Its texts are the server's and may hold anything.
type TokenError struct {
	Status string // "invalid_token" or a number such as "401", as the server says
	Scope  string // what the token should have allowed; "": not said
	// Refused is the refusal that followed; errors.As finds it too.
	Refused error
}

func (e *TokenError) Error() string { return "sasl: access token refused" }
func (e *TokenError) Unwrap() error { return e.Refused }

// bearer is XOAUTH2 or OAUTHBEARER. Both send all in one piece, and tell of a failure in a challenge that wants a dummy
// answer before the refusal comes.
type bearer struct {
	message string
	dummy   string
	failure *TokenError // nil: no challenge so far
}

// Fields of both are separated by this byte, which cannot be part of one.
const fieldEnd = "\x01"

// XOAuth2 is XOAUTH2, as Google and Microsoft describe it.
func XOAuth2(cr Credentials) (Mechanism, error) {
	token, err := bearerToken(cr)
	if err != nil {
		return nil, err
	}
	return &bearer{message: "user=" + cr.User + fieldEnd + token}, nil
}

// OAuthBearer is OAUTHBEARER (RFC 7628). host and port are of the server; port "": not said.
func OAuthBearer(cr Credentials, host, port string) (Mechanism, error) {
	token, err := bearerToken(cr)
	if err != nil {
		return nil, err
	}
	message := "n,a=" + saslName(cr.User) + "," + fieldEnd + "host=" + host + fieldEnd
	if port != "" {
		message += "port=" + port + fieldEnd
	}
	return &bearer{message: message + token, dummy: fieldEnd}, nil
}

func bearerToken(cr Credentials) (string, error) {
	if strings.Contains(cr.User+cr.Password, fieldEnd) {
		return "", ErrArgument
	}
	return "auth=Bearer " + cr.Password + fieldEnd + fieldEnd, nil
}

func (b *bearer) First() []byte { return []byte(b.message) }

func (b *bearer) Next(challenge []byte) ([]byte, error) {
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
	b.failure.Scope = told.Scope
	if told.Status != nil {
		b.failure.Status = fmt.Sprint(told.Status)
	}
	return []byte(b.dummy), nil
}

func (b *bearer) End(refused error) error {
	switch {
	case b.failure == nil:
		return refused
	case refused == nil:
		return fmt.Errorf("%w: success after a failure", ErrProtocol)
	}
	b.failure.Refused = refused
	return b.failure
}
