package sasl

import (
	"bytes"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// A server asks for so many rounds of hashing: fewer would make a stolen answer
// cheap to guess from (RFC 7677 section 4), more would keep this computer busy
// for longer than a second or two.
const (
	minIterations = 4096
	maxIterations = 2_000_000
)

// scram is one exchange of it.
type scram struct {
	password  string
	nonce     string // ours
	bare      string // the first message without its header
	step      int    // challenges answered
	signature []byte // what the server has to show
	proved    bool   // and has shown
}

// noBinding is the header "no channel binding, none wanted".
const noBinding = "n,,"

// ScramSHA256 is SCRAM-SHA-256 without channel binding (RFC 5802, RFC 7677). It proves the password without showing it,
// and lets nobody pass for the server who does not know it too.
func ScramSHA256(cr Credentials) Mechanism { return newScram(cr) }

func newScram(cr Credentials) *scram { return newScramWith(cr, rand.Text()) }

func newScramWith(cr Credentials, nonce string) *scram {
	return &scram{
		password: saslPrep(cr.Password),
		nonce:    nonce,
		bare:     "n=" + saslName(saslPrep(cr.User)) + ",r=" + nonce,
	}
}

func (s *scram) First() []byte { return []byte(noBinding + s.bare) }

func (s *scram) Next(challenge []byte) ([]byte, error) {
	s.step++
	switch s.step {
	case 1:
		return s.prove(string(challenge))
	case 2:
		s.proved = s.proves(string(challenge))
		if !s.proved && !bytes.HasPrefix(challenge, []byte("e=")) {
			return nil, ErrServerProof
		}
		return []byte{}, nil // after "e=", the refusal follows
	}
	return nil, errChallenge
}

// end: +OK alone is no proof. Whoever sits on the line could have said it.
func (s *scram) End(refused error) error {
	if refused == nil && !s.proved {
		return ErrServerProof
	}
	return refused
}

// prove answers the server's first message with the proof that the password is
// known, and computes what the server must answer.
func (s *scram) prove(serverFirst string) ([]byte, error) {
	nonce, salt, iterations, err := s.parseFirst(serverFirst)
	if err != nil {
		return nil, err
	}
	salted, err := pbkdf2.Key(sha256.New, s.password, salt, iterations, sha256.Size)
	if err != nil {
		return nil, fmt.Errorf("hash the password: %w", err)
	}
	final := "c=" + base64.StdEncoding.EncodeToString([]byte(noBinding)) + ",r=" + nonce
	message := s.bare + "," + serverFirst + "," + final
	clientKey := mac(salted, "Client Key")
	storedKey := sha256.Sum256(clientKey)
	proof := mac(storedKey[:], message)
	for i := range proof {
		proof[i] ^= clientKey[i]
	}
	s.signature = mac(mac(salted, "Server Key"), message)
	return []byte(final + ",p=" + base64.StdEncoding.EncodeToString(proof)), nil
}

// parseFirst reads "r=nonce,s=salt,i=iterations", behind which extensions may
// follow; one in front, "m=", must be understood and is not.
func (s *scram) parseFirst(text string) (nonce string, salt []byte, iterations int, err error) {
	parts := strings.Split(text, ",")
	if len(parts) < 3 {
		return "", nil, 0, fmt.Errorf("%w: first message of SCRAM", ErrProtocol)
	}
	nonce, okNonce := strings.CutPrefix(parts[0], "r=")
	encoded, okSalt := strings.CutPrefix(parts[1], "s=")
	count, okCount := strings.CutPrefix(parts[2], "i=")
	salt, err = base64.StdEncoding.DecodeString(encoded)
	if !okNonce || !okSalt || !okCount || err != nil || len(salt) == 0 {
		return "", nil, 0, fmt.Errorf("%w: first message of SCRAM", ErrProtocol)
	}
	// A nonce without a part of the server's own, or for another exchange, is a
	// replay.
	if !strings.HasPrefix(nonce, s.nonce) || len(nonce) == len(s.nonce) || !isPrintable(nonce) {
		return "", nil, 0, fmt.Errorf("%w: nonce of SCRAM", ErrProtocol)
	}
	iterations, err = strconv.Atoi(count)
	if err != nil || iterations < minIterations || iterations > maxIterations {
		return "", nil, 0, fmt.Errorf("%w: SCRAM with %.20q iterations", ErrProtocol, count)
	}
	return nonce, salt, iterations, nil
}

// proves checks the server's last message: "v=" and the signature, perhaps with
// extensions behind.
func (s *scram) proves(serverFinal string) bool {
	encoded, _, _ := strings.Cut(serverFinal, ",")
	encoded, ok := strings.CutPrefix(encoded, "v=")
	got, err := base64.StdEncoding.DecodeString(encoded)
	return ok && err == nil && hmac.Equal(got, s.signature)
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// isPrintable is ASCII without blanks.
func isPrintable(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// saslName escapes what separates fields (RFC 5802 section 5.1).
func saslName(s string) string { return strings.NewReplacer("=", "=3D", ",", "=2C").Replace(s) }

// saslPrep brings a password typed on different keyboards into one form (RFC 4013
// section 2): other blanks become spaces, invisible characters vanish, and the
// rest is NFKC. What the standard forbids stays as it is: the server may know.
func saslPrep(s string) string {
	return norm.NFKC.String(strings.Map(func(r rune) rune {
		switch {
		case r == 0x00A0, r == 0x1680, 0x2000 <= r && r <= 0x200A, r == 0x202F, r == 0x205F, r == 0x3000:
			return ' '
		case r == 0x00AD, r == 0x034F, r == 0x1806, 0x180B <= r && r <= 0x180D, 0x200B <= r && r <= 0x200D,
			r == 0x2060, 0xFE00 <= r && r <= 0xFE0F, r == 0xFEFF:
			return -1
		}
		return r
	}, s))
}
