package autoconfig

import (
	"net/mail"
	"net/netip"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// address is a mail address taken apart; domain is in its ASCII form, lower case.
type address struct{ local, domain string }

func (a address) String() string { return a.local + "@" + a.domain }

func parseAddress(text string) (address, error) {
	text = strings.TrimSpace(text)
	at := strings.LastIndexByte(text, '@')
	if at < 1 || len(text) > 254 || strings.ContainsAny(text[:at], "\"<>()") {
		return address{}, ErrAddress
	}
	domain, err := idna.Lookup.ToASCII(strings.TrimSuffix(strings.ToLower(text[at+1:]), "."))
	if err != nil {
		return address{}, ErrAddress
	}
	a := address{text[:at], domain}
	if parsed, err := mail.ParseAddress(a.String()); err != nil || parsed.Address != a.String() || !validHost(domain) {
		return address{}, ErrAddress
	}
	return a, nil
}

// validHost accepts a host's name in ASCII, as it may stand in a certificate; no IP addresses, which prove nothing.
func validHost(host string) bool {
	if host == "" || len(host) > 253 {
		return false
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return false
	}
	for _, label := range strings.Split(host, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
	}
	return !strings.ContainsFunc(host, func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._", r)
	})
}

// owner is the registered domain that a host belongs to: "example.co.uk" of "pop.example.co.uk".
func owner(host string) string {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	base, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return host // a public suffix itself, or one name alone as in a house's own network
	}
	return base
}
