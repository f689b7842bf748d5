package pop3client

import (
	"fmt"
	"slices"
	"strings"
)

// way is one way to sign in.
type way struct {
	word  string // in Credentials
	sasl  string // the name behind AUTH; "": a command of its own
	shows bool   // who reads the connection has the secret
	token bool   // signs in with an access token
}

// Every way there is. SCRAM proves the password without showing it, and makes
// the server prove that it knows it too.
var (
	scramSHA256 = way{"scram-sha-256", "SCRAM-SHA-256", false, false}
	cramMD5Way  = way{"cram-md5", "CRAM-MD5", false, false}
	apopWay     = way{"apop", "", false, false}
	plainWay    = way{"plain", "PLAIN", true, false}
	loginWay    = way{"login", "LOGIN", true, false}
	userWay     = way{"user", "", true, false}
	xoauth2     = way{"xoauth2", "XOAUTH2", true, true}
	oauthBearer = way{"oauthbearer", "OAUTHBEARER", true, true}

	allWays = []way{userWay, apopWay, plainWay, loginWay, cramMD5Way, scramSHA256, xoauth2, oauthBearer}

	// Under TLS nobody reads along, and the servers that only offer MD5 besides
	// must keep the password in clear for it: those ways come last.
	autoUnderTLS = []way{scramSHA256, plainWay, loginWay, userWay, cramMD5Way, apopWay}
	autoInClear  = []way{scramSHA256, cramMD5Way, apopWay, plainWay, loginWay, userWay}
)

// Mechanisms are the words that Credentials.Mechanism may hold, "auto" first.
func Mechanisms() []string {
	words := []string{"auto"}
	for _, w := range allWays {
		words = append(words, w.word)
	}
	return words
}

// offer is all that the choice of a way depends on.
type offer struct {
	Caps         Capabilities // nil: the server has no CAPA
	Stamp        string       // of the greeting, for APOP; "": none
	TLS          bool
	ClearAllowed bool // secrets may be shown without TLS
}

// ways are those to try, the best first; never none. Only "auto" gives several.
func (o offer) ways(word string) ([]way, error) {
	word = strings.ToLower(word)
	if word == "" || word == "auto" {
		return o.auto()
	}
	i := slices.IndexFunc(allWays, func(w way) bool { return w.word == word })
	if i < 0 {
		return nil, fmt.Errorf("%w: %q is unknown", ErrNoMechanism, word)
	}
	w := allWays[i]
	switch {
	case w.shows && !o.protects():
		return nil, fmt.Errorf("%w: %s shows the password", ErrClearText, w.word)
	case !o.has(w):
		return nil, fmt.Errorf("%w: %s is not offered", ErrNoMechanism, w.word)
	}
	return []way{w}, nil
}

func (o offer) auto() ([]way, error) {
	order := autoInClear
	if o.TLS {
		order = autoUnderTLS
	}
	var ways []way
	hidden := false // a way is there that must not be used
	for _, w := range order {
		switch {
		case !o.guess(w):
		case w.shows && !o.protects():
			hidden = true
		default:
			ways = append(ways, w)
		}
	}
	switch {
	case len(ways) > 0:
		return ways, nil
	case hidden:
		return nil, fmt.Errorf("%w: every way to sign in shows the password", ErrClearText)
	}
	return nil, fmt.Errorf("%w: the server offers %v", ErrNoMechanism, o.Caps["SASL"])
}

// protects reports whether a secret may cross the connection as it is.
func (o offer) protects() bool { return o.TLS || o.ClearAllowed }

// has reports whether the way may be there. Without CAPA any may, so the one
// asked for is tried; and some servers have USER without a word about it.
func (o offer) has(w way) bool {
	switch {
	case w.word == apopWay.word:
		return o.Stamp != ""
	case w.sasl == "":
		return true
	}
	return o.Caps == nil || o.Caps.offersSASL(w.sasl)
}

// guess is has for a way that nobody asked for: of what is not offered, only USER
// is worth a try, and not beside a list of other ways.
func (o offer) guess(w way) bool {
	switch {
	case w.sasl != "":
		return o.Caps.offersSASL(w.sasl)
	case w.word == userWay.word:
		return o.Caps.Has("USER") || !o.Caps.Has("SASL")
	}
	return o.has(w)
}
