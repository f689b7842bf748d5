package htmlview

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// Warning is a reason to show a link's real target before it is opened.
type Warning string

// Warnings of links.
const (
	WarnTextMismatch Warning = "text-mismatch" // the text names another site than the target
	WarnHomograph    Warning = "homograph"     // the site's name mixes scripts, or looks like another one in Latin letters
	WarnUserInfo     Warning = "userinfo"      // the address hides a name before its site: https://bank.example@evil.example
	WarnIPHost       Warning = "ip-host"       // the site has no name, only a number
)

// Target gives the address that a link may open: absolute, and of a scheme that can do no harm. false: the link is not
// to be offered.
func Target(base, href string) (string, bool) {
	u, err := url.Parse(plainAddress(href))
	if err != nil {
		return "", false
	}
	if !u.IsAbs() {
		b, err := url.Parse(plainAddress(base))
		if err != nil || !b.IsAbs() {
			return "", false
		}
		u = b.ResolveReference(u)
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		return u.String(), u.Host != ""
	case "mailto", "tel":
		return u.String(), u.Opaque != ""
	}
	return "", false
}

// plainAddress drops what browsers drop from addresses: white space around and line ends inside.
func plainAddress(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' {
			return -1
		}
		return r
	}, strings.TrimFunc(s, func(r rune) bool { return r <= ' ' }))
}

// Warnings says what a reader must know of a link before it opens. text is what the link shows, alternative texts of
// its pictures included; target is what Target gave.
func Warnings(text, target string) []Warning {
	u, err := url.Parse(target)
	if err != nil || u.Host == "" {
		return nil
	}
	var list []Warning
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if named := namedHost(text); named != "" && !sameSite(named, host) {
		list = append(list, WarnTextMismatch)
	}
	if deceptive(host) {
		list = append(list, WarnHomograph)
	}
	if u.User != nil {
		list = append(list, WarnUserInfo)
	}
	if isNumber(host) {
		list = append(list, WarnIPHost)
	}
	return list
}

// namedHost finds the site that a text claims to lead to: the text as a whole must be an address or a host's name.
func namedHost(text string) string {
	clean := strings.Map(func(r rune) rune {
		if zeroWidth(r) || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, text)
	clean = strings.ToLower(strings.Trim(strings.TrimSpace(clean), "<>()[]\"'.,;"))
	if clean == "" || strings.ContainsFunc(clean, unicode.IsSpace) || strings.Contains(clean, "@") && !strings.Contains(clean, "://") {
		return ""
	}
	if !strings.Contains(clean, "://") {
		clean = "http://" + clean
	}
	u, err := url.Parse(clean)
	if err != nil {
		return ""
	}
	host := u.Hostname()
	dot := strings.LastIndexByte(host, '.')
	if dot <= 0 || dot == len(host)-1 || len(host)-dot < 3 {
		return ""
	}
	for _, r := range host {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '-' && !unicode.IsMark(r) {
			return ""
		}
	}
	if last := host[dot+1:]; strings.ContainsFunc(last, unicode.IsDigit) && !isNumber(host) {
		return "" // "version 1.2b": no site
	}
	return host
}

// sameSite says whether two hosts belong to one owner: their registrable domains are the same.
func sameSite(a, b string) bool {
	return Site(a) == Site(b)
}

// Site gives whom a host belongs to: its registrable domain, or the host itself where it has none.
func Site(host string) string {
	if ascii, err := idna.ToASCII(host); err == nil {
		host = ascii
	}
	host = strings.TrimPrefix(host, "www.")
	if isNumber(host) {
		return host
	}
	if s, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return s
	}
	return host
}

// isNumber says whether a host is an IP address in any way of writing that browsers take.
func isNumber(host string) bool {
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return true
	}
	parts := strings.Split(host, ".")
	if len(parts) > 4 {
		return false
	}
	for _, p := range parts {
		if _, err := strconv.ParseUint(p, 0, 32); err != nil {
			return false
		}
	}
	return true
}

// deceptive says whether a host's name mixes scripts within a label, or is made of foreign letters that all look like
// Latin ones.
func deceptive(host string) bool {
	if shown, err := idna.ToUnicode(host); err == nil {
		host = shown
	}
	for _, label := range strings.Split(host, ".") {
		if mixedScript(label) || looksLatin(label) {
			return true
		}
	}
	return false
}

func mixedScript(label string) bool {
	latin, other := false, false
	for _, r := range label {
		switch {
		case unicode.Is(unicode.Latin, r):
			latin = true
		case unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Armenian, unicode.Cherokee, unicode.Hebrew, unicode.Arabic):
			other = true
		}
	}
	return latin && other
}

// lookAlike are Cyrillic and Greek letters that many fonts draw like Latin ones.
const lookAlike = "асеорхуѕіјԛԝһԁӏьοανιρκτυχ"

func looksLatin(label string) bool {
	foreign := 0
	for _, r := range label {
		switch {
		case strings.ContainsRune(lookAlike, r):
			foreign++
		case r == '-' || unicode.IsDigit(r):
		default:
			return false
		}
	}
	return foreign > 0
}
