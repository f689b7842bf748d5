package autoconfig

import "strings"

// popular are the domains that most people have their address at; a domain that is nearly one of them is more likely a
// slip of the finger than a provider of its own, and some such domains are held by people who wait for such mail.
var popular = []string{
	"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "hotmail.fr", "hotmail.de", "hotmail.it", "live.com", "msn.com",
	"yahoo.com", "yahoo.co.uk", "yahoo.fr", "yahoo.de", "yahoo.it", "yahoo.es", "ymail.com", "aol.com", "icloud.com",
	"gmx.de", "gmx.net", "gmx.at", "gmx.ch", "gmx.com", "web.de", "t-online.de", "freenet.de", "posteo.de", "mail.com",
	"orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "libero.it", "virgilio.it", "tiscali.it", "alice.it",
	"comcast.net", "verizon.net", "sbcglobal.net", "bellsouth.net", "charter.net", "btinternet.com", "virginmedia.com",
	"fastmail.com", "zoho.com", "proton.me", "protonmail.com", "yandex.ru", "mail.ru", "bluewin.ch", "telenet.be", "ziggo.nl", "seznam.cz",
}

// meant gives the popular domain that was probably meant, "" for none. The domain is none of the list's itself.
func meant(domain string) string {
	for _, p := range popular {
		if domain == p {
			return ""
		}
	}
	for _, p := range popular {
		if near(domain, p) {
			return p
		}
	}
	return ""
}

// near reports whether typed is one slip away from a domain: two neighbours swapped, or, where the name is long enough
// not to be somebody else's, one letter too many, too few or wrong.
func near(typed, domain string) bool {
	name, ending, _ := strings.Cut(domain, ".")
	if typed == name && len(name) > 3 {
		return true // "gmail"
	}
	typedName, typedEnding, dotted := strings.Cut(typed, ".")
	switch {
	case swapped(typed, domain):
		return true
	case strings.ReplaceAll(typed, ".", "") == strings.ReplaceAll(domain, ".", ""): // "gmailcom", "g.mail.com"
		return true
	case !dotted || len(name) < 4:
		return false
	case typedEnding == ending:
		return len(name) >= 5 && oneEdit(typedName, name)
	case typedName == name:
		return !knownEnding[typedEnding] && oneEdit(typedEnding, ending)
	}
	return false
}

// knownEnding are those which providers of the same name really have, or may have.
var knownEnding = map[string]bool{
	"com": true, "net": true, "org": true, "de": true, "fr": true, "it": true, "es": true, "ch": true, "at": true, "be": true, "nl": true, "ca": true,
	"cz": true, "ru": true, "me": true, "se": true, "dk": true, "no": true, "fi": true, "pl": true, "pt": true, "eu": true,
	"co.uk": true, "co.nz": true, "co.jp": true, "co.in": true, "co.za": true, "com.au": true, "com.br": true, "uk": true, "in": true, "gr": true, "info": true, "biz": true,
}

// swapped reports whether b is a with two neighbouring letters swapped.
func swapped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := 0; i+1 < len(a); i++ {
		if a[i] != b[i] {
			return a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
		}
	}
	return false
}

// oneEdit reports whether one letter put in, left out or changed makes b of a.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 || a == b {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return a[i+1:] == b[i+1:]
	}
	return a[i:] == b[i+1:]
}
