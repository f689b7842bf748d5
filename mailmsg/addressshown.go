package mailmsg

import (
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// Shown is the address as a person is to read it: a domain of other alphabets in its own letters where these cannot pass for
// others, and in its ASCII form ("xn--…") where they can. The part before the @ is nobody's to check but the server's; only
// what turns the writing direction or is not seen at all is left out of it.
//
// Address.Address is what mail goes to; two that are shown alike may differ.
func (a Address) Shown() string {
	at := strings.LastIndexByte(a.Address, '@')
	if at < 0 {
		return visible(a.Address)
	}
	return visible(a.Address[:at]) + "@" + ShownDomain(a.Address[at+1:])
}

// ShownDomain is Shown for the name of a host alone.
func ShownDomain(domain string) string {
	if domain = visible(domain); isASCII([]byte(domain)) && !strings.Contains(strings.ToLower(domain), "xn--") {
		return domain
	}
	ascii, err := idna.Lookup.ToASCII(domain)
	if err != nil { // not a name that can be registered
		if isASCII([]byte(domain)) {
			return domain
		}
		if ascii, err = idna.Punycode.ToASCII(domain); err != nil {
			return domain
		}
		return ascii
	}
	labels := strings.Split(ascii, ".")
	for i, label := range labels {
		if shown, err := idna.Display.ToUnicode(label); err == nil && !couldPassForOther(shown, labels[len(labels)-1]) {
			labels[i] = shown
		}
	}
	return strings.Join(labels, ".")
}

// HasLookAlike tells whether the domain of the address could pass for another, which is why Shown gives its ASCII form.
func (a Address) HasLookAlike() bool {
	domain := a.Address[strings.LastIndexByte(a.Address, '@')+1:]
	if ascii, err := idna.Punycode.ToASCII(strings.ToLower(domain)); err == nil {
		domain = ascii
	}
	return strings.Contains(strings.ToLower(ShownDomain(domain)), "xn--")
}

func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if isBidiControl(r) || isInvisible(r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
}

// couldPassForOther tells of a label whether it mixes alphabets that no language mixes, or is made of letters only that look
// like Latin ones, under a domain that is not of that alphabet (Unicode Technical Standard 39, sections 4 and 5).
func couldPassForOther(label, top string) bool {
	var scripts scriptSet
	foreign, alike := false, true
	for _, r := range label {
		if r < 0x80 && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			continue // digits and hyphens are of every script
		}
		s := scriptOf(r)
		scripts |= s
		foreign = foreign || s != scriptLatin
		alike = alike && (strings.ContainsRune(likeLatin, r) || unicode.Is(unicode.Mn, r))
	}
	if !foreign {
		return strings.ContainsAny(label, "ıɩɡɑ") // Latin letters that differ from others by a dot, or less
	}
	return scripts.mixed() || alike && !strings.HasPrefix(top, "xn--")
}

// scriptSet is a set of scripts, one bit each.
type scriptSet uint64

const (
	scriptLatin    scriptSet = 1 << iota
	scriptHan                // and what goes with it everywhere
	scriptKana               // Japanese
	scriptHangul             // Korean
	scriptBopomofo           // Chinese
	scriptOther              // none known
	firstAlone
)

// aloneScripts stand alone in a label; each has a bit from firstAlone on.
var aloneScripts = []*unicode.RangeTable{
	unicode.Cyrillic, unicode.Greek, unicode.Armenian, unicode.Georgian, unicode.Hebrew, unicode.Arabic, unicode.Devanagari, unicode.Bengali,
	unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala,
	unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Ethiopic, unicode.Tibetan,
}

func scriptOf(r rune) scriptSet {
	switch {
	case unicode.Is(unicode.Latin, r):
		return scriptLatin
	case unicode.Is(unicode.Han, r) || r == '々' || r == '〇':
		return scriptHan
	case unicode.In(r, unicode.Hiragana, unicode.Katakana) || r == 'ー' || r == '・':
		return scriptKana
	case unicode.Is(unicode.Hangul, r):
		return scriptHangul
	case unicode.Is(unicode.Bopomofo, r):
		return scriptBopomofo
	case unicode.Is(unicode.Mn, r) && unicode.Is(unicode.Inherited, r):
		return 0 // an accent goes with the letter before it
	}
	for i, table := range aloneScripts {
		if unicode.Is(table, r) {
			return firstAlone << i
		}
	}
	return scriptOther
}

// mixed knows the languages that write in several scripts: Japanese, Korean and Chinese, each with Latin letters too.
func (s scriptSet) mixed() bool {
	asian, alone := s&(scriptKana|scriptHangul|scriptBopomofo), s&^(firstAlone-1)
	return s&scriptOther != 0 || asian&(asian-1) != 0 || alone&(alone-1) != 0 || alone != 0 && s != alone
}

// likeLatin are Cyrillic, Greek and Armenian letters that many fonts draw like Latin ones.
const likeLatin = "асеорхуѕіјԛԝһԁӏьԍүпгтнмквьοανιρκτυχωϲյոսհօցզ"
