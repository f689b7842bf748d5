package providers

import (
	_ "embed"
	"strings"
	"sync"
	"time"
)

//go:embed providers.txt
var facts string

//go:embed notes.txt
var notes string

// Provider is one mail provider.
type Provider struct {
	ID, Name   string
	Domains    []string // lower case
	POP3, SMTP []Server // in order of preference; POP3 may be empty without NoPOP3: then it is not known
	Also       []string // further names of its POP3 servers
	OAuth2     OAuth2   // the zero value: none known

	NoPOP3       bool   // it has none, which is sure
	Enable       *Place // where POP3 must be switched on first; nil: need not
	AppPassword  *Place // where to make the password for a program; nil: need not
	OnlyTwoSteps bool   // AppPassword holds only where signing in takes two steps
	OwnPassword  *Place // where to make the password for mail, which is not that of the website; nil: need not
	Steps        []string
	Paid         bool
	Hides        bool
	KeepsDeleted bool
	Every        time.Duration // least time between two checks; 0: not known
	Moving       string        // where its mailboxes are being moved to, "" nowhere
}

// Place is a page of the provider; URL is "" where none is known.
type Place struct{ URL string }

// Server is one of a provider's servers. Host and User are forms, to be filled with an address by For.
type Server struct {
	Host string
	Port int
	TLS  string   // "implicit", "starttls", "none"
	Auth []string // of "password", "encrypted", "oauth2", "none", in order of preference
	User string   // "email", "local", or a form
}

// OAuth2 is where a provider grants access tokens (RFC 6749).
type OAuth2 struct{ Issuer, AuthURL, TokenURL string }

// For fills in an address of the provider.
func (s Server) For(local, domain string) (host, user string) {
	fill := strings.NewReplacer("%EMAILLOCALPART%", local, "%EMAILDOMAIN%", domain, "%EMAILADDRESS%", local+"@"+domain)
	switch s.User {
	case "email":
		user = local + "@" + domain
	case "local":
		user = local
	default:
		user = fill.Replace(s.User)
	}
	return fill.Replace(s.Host), user
}

// Has reports whether a way to sign in is among the server's.
func (s Server) Has(auth string) bool {
	for _, a := range s.Auth {
		if a == auth {
			return true
		}
	}
	return false
}

// list is the whole list with its indexes; it is read once and never changed.
type list struct {
	all      []*Provider
	byDomain map[string]*Provider
	byPOP3   map[string]*Provider // by host, without forms
	byHost   map[string]bool      // any server's
}

// known reads the list at its first use: two milliseconds that a start without a question need not pay.
var known = sync.OnceValue(func() *list {
	all, err := parse(facts, notes)
	if err != nil {
		panic(err) // the files are in the program, and a test reads them
	}
	return index(all)
})

func index(all []*Provider) *list {
	l := &list{all: all, byDomain: map[string]*Provider{}, byPOP3: map[string]*Provider{}, byHost: map[string]bool{}}
	for _, p := range all {
		for _, d := range p.Domains {
			l.byDomain[d] = p
		}
		for _, s := range p.POP3 {
			if l.byPOP3[s.Host] == nil || p.Hides || p.Every > 0 { // of several with one server, the one of which more is known
				l.byPOP3[s.Host] = p
			}
			l.byHost[s.Host] = true
		}
		for _, host := range p.Also {
			l.byPOP3[host], l.byHost[host] = p, true
		}
		for _, s := range p.SMTP {
			l.byHost[s.Host] = true
		}
	}
	return l
}

// All gives every provider. They belong to the list: change nothing in them.
func All() []*Provider { return known().all }

// OfDomain finds the provider of an address's domain (lower case, ASCII form); nil where it is not in the list.
func OfDomain(domain string) *Provider { return known().byDomain[domain] }

// OfMX finds the provider that runs an MX host, by the longest of its domains that ends the host's name; nil for none.
func OfMX(host string) *Provider {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	for strings.Contains(host, ".") { // a top-level domain is nobody's
		if p := known().byDomain[host]; p != nil {
			return p
		}
		_, host, _ = strings.Cut(host, ".")
	}
	return nil
}

// OfServer finds the provider by the name of its POP3 server; nil where it is not in the list.
func OfServer(host string) *Provider {
	return known().byPOP3[strings.ToLower(strings.TrimSuffix(host, "."))]
}

// HasServer reports whether a host is a POP3 or SMTP server of any provider in the list.
func HasServer(host string) bool { return known().byHost[strings.ToLower(host)] }
