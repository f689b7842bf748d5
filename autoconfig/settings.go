package autoconfig

import (
	"errors"
	"time"
)

// ErrAddress reports that the text is no mail address with a domain.
var ErrAddress = errors.New("autoconfig: not a mail address")

// Source says where settings come from.
type Source string

// The sources, in the order in which they are believed.
const (
	BuiltIn    Source = "built-in"   // the list in the program
	Autoconfig Source = "autoconfig" // the domain's own file
	Directory  Source = "directory"  // Mozilla's, asked only with the person's consent
	MX         Source = "mx"         // the provider that receives the domain's mail
	SRV        Source = "srv"        // RFC 6186 records
	Guess      Source = "guess"      // usual names, of which a server answered
	None       Source = "none"
)

// Settings are how an address is set up.
type Settings struct {
	Address, Domain string // Domain in ASCII form
	Provider        string // for people; "" unknown
	Source          Source
	POP3, SMTP      []Server      // to be tried in order; POP3 empty: none is known, or there is none
	Notes           []Note        // what the person must know first
	Suggestion      string        // the address that was probably meant, "" none. Nobody was asked about the one typed.
	Confirm         []string      // owners of servers (domains) that are not the address's own: ask before using them
	Every           time.Duration // least time between two checks, 0 not known
	Offline         bool          // nothing was found, and the network did not answer at all
}

// Server is one server to try.
type Server struct {
	Host string
	Port int
	TLS  string // "implicit", "starttls", "none"
	User string
	Auth string // as mailstore.Account.Auth: "auto" with a password, "xoauth2" where only an access token is taken
}

// Kind says what a note is about.
type Kind string

// The kinds of notes.
const (
	NoPOP3       Kind = "no-pop3"      // no way to go on
	NeedsOAuth2  Kind = "oauth2"       // no password is taken
	EnablePOP3   Kind = "enable-pop3"  // to be switched on first
	AppPassword  Kind = "app-password" // a password made for Satchel is needed, or may be
	OwnPassword  Kind = "own-password" // the password for mail is not that of the website
	Paid         Kind = "paid"
	Moving       Kind = "moving"
	Interval     Kind = "interval"
	Hides        Kind = "hides"
	KeepsDeleted Kind = "keeps-deleted"
	ClearText    Kind = "clear-text"
	OtherOwner   Kind = "other-owner"
	Typo         Kind = "typo"
	NotFound     Kind = "not-found"
	Refused      Kind = "refused" // an answer was not to be trusted
)

// Note is one thing to know, in a sentence or two.
type Note struct {
	Kind  Kind
	Text  string
	Link  string   // https, "" none
	Steps []string // to get there
}

// Has reports whether there is a note of a kind.
func (s Settings) Has(k Kind) bool {
	for _, n := range s.Notes {
		if n.Kind == k {
			return true
		}
	}
	return false
}

// Final reports that there is no use in trying: the provider has no POP3, or takes no password.
func (s Settings) Final() bool { return s.Has(NoPOP3) || s.Has(NeedsOAuth2) }
