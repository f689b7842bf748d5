package pop3client

import (
	"crypto/hmac"
	"crypto/md5"
	"encoding/hex"
	"regexp"
)

// plain is PLAIN (RFC 4616): who signs in and the password, in one piece.
type plain struct{ credentials Credentials }

func (p *plain) first() []byte {
	return []byte("\x00" + p.credentials.User + "\x00" + p.credentials.Password)
}
func (*plain) next([]byte) ([]byte, error) { return nil, errChallenge }
func (*plain) end(refused error) error     { return refused }

// login is LOGIN, which no standard describes: a challenge for the user and one
// for the password. What they say differs from server to server and counts for
// nothing.
type login struct{ answers []string }

func (*login) first() []byte { return nil }

func (l *login) next([]byte) ([]byte, error) {
	if len(l.answers) == 0 {
		return nil, errChallenge
	}
	answer := l.answers[0]
	l.answers = l.answers[1:]
	return []byte(answer), nil
}

func (*login) end(refused error) error { return refused }

// cramMD5 is CRAM-MD5 (RFC 2195): it hides the password, but does not hold up
// against guessing, nor against somebody between the two sides.
type cramMD5 struct {
	credentials Credentials
	answered    bool
}

func (*cramMD5) first() []byte { return nil }

func (m *cramMD5) next(challenge []byte) ([]byte, error) {
	if m.answered {
		return nil, errChallenge
	}
	m.answered = true
	mac := hmac.New(md5.New, []byte(m.credentials.Password))
	mac.Write(challenge)
	return []byte(m.credentials.User + " " + hex.EncodeToString(mac.Sum(nil))), nil
}

func (*cramMD5) end(refused error) error { return refused }

// apop signs in with the digest of the greeting's stamp (RFC 1939 section 7).
func (c *Conn) apop(cr Credentials) error {
	digest := apopDigest(c.stamp, cr.Password)
	c.keepSecret(digest)
	return blameWay(c.ask("APOP " + cr.User + " " + digest))
}

func apopDigest(stamp, password string) string {
	sum := md5.Sum([]byte(stamp + password))
	return hex.EncodeToString(sum[:])
}

// stampInGreeting is a msg-id (RFC 5322 section 3.6.4) and nothing wider: whoever
// may put any bytes there learns the password character by character, from
// stamps with equal digests (CVE-2007-1558).
var (
	stampInGreeting = regexp.MustCompile(`<([^<>]*)>`)
	msgID           = regexp.MustCompile("^" + dotAtom + "@(" + dotAtom + `|\[[!-Z^-~]+\])$`)
)

const dotAtom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"

// stampOf finds the stamp in a greeting; "": there is none that may be used.
func stampOf(greeting string) string {
	found := stampInGreeting.FindStringSubmatch(greeting)
	if found == nil || !msgID.MatchString(found[1]) {
		return ""
	}
	return found[0]
}
