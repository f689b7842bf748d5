package pop3client

import (
	"crypto/md5"
	"encoding/hex"
	"regexp"
)

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
