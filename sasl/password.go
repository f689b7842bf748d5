package sasl

import (
	"crypto/hmac"
	"crypto/md5"
	"encoding/hex"
)

// Plain is PLAIN (RFC 4616): who signs in and the password, in one piece.
func Plain(cr Credentials) Mechanism { return plain{cr} }

type plain struct{ credentials Credentials }

func (p plain) First() []byte {
	return []byte("\x00" + p.credentials.User + "\x00" + p.credentials.Password)
}
func (plain) Next([]byte) ([]byte, error) { return nil, errChallenge }
func (plain) End(refused error) error     { return refused }

// Login is LOGIN, which no standard describes: a challenge for the user and one for the password. What they say differs
// from server to server and counts for nothing.
func Login(cr Credentials) Mechanism { return &login{answers: []string{cr.User, cr.Password}} }

type login struct{ answers []string }

func (*login) First() []byte { return nil }

func (l *login) Next([]byte) ([]byte, error) {
	if len(l.answers) == 0 {
		return nil, errChallenge
	}
	answer := l.answers[0]
	l.answers = l.answers[1:]
	return []byte(answer), nil
}

func (*login) End(refused error) error { return refused }

// CramMD5 is CRAM-MD5 (RFC 2195): it hides the password, but does not hold up against guessing, nor against somebody
// between the two sides.
func CramMD5(cr Credentials) Mechanism { return &cramMD5{credentials: cr} }

type cramMD5 struct {
	credentials Credentials
	answered    bool
}

func (*cramMD5) First() []byte { return nil }

func (m *cramMD5) Next(challenge []byte) ([]byte, error) {
	if m.answered {
		return nil, errChallenge
	}
	m.answered = true
	mac := hmac.New(md5.New, []byte(m.credentials.Password))
	mac.Write(challenge)
	return []byte(m.credentials.User + " " + hex.EncodeToString(mac.Sum(nil))), nil
}

func (*cramMD5) End(refused error) error { return refused }
