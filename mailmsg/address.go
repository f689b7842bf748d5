package mailmsg

import (
	"strings"
)

// Address is one mailbox; Name is decoded, both may be empty, never both.
type Address struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// ParseAddresses reads what a person typed, or an address field: one address or several, with or without names.
func ParseAddresses(text string) []Address { return parseAddresses([]string{text}) }

// parseAddresses reads address fields (RFC 5322 section 3.4) by what they mean rather than by the grammar: "Doe, John
// <j@x>" is one person, an address without brackets is found, and a text without any address is kept as a name.
func parseAddresses(values []string) []Address {
	var list []Address
	for _, value := range values {
		var waiting []string // pieces without address: the beginning of a name with commas in it, perhaps
		for _, p := range splitAddresses(value) {
			a, bracketed := p.address()
			switch {
			case a == (Address{}):
			case a.Address == "" && !p.group:
				waiting = append(waiting, a.Name)
			case bracketed && a.Name != "" && len(waiting) > 0:
				a.Name = strings.Join(append(waiting, a.Name), ", ")
				waiting = nil
				list = append(list, a)
			default:
				list = append(appendNames(list, waiting), a)
				waiting = nil
			}
		}
		list = appendNames(list, waiting)
	}
	return list
}

func appendNames(list []Address, names []string) []Address {
	for _, name := range names {
		list = append(list, Address{Name: name})
	}
	return list
}

// address makes an Address of the pieces. bracketed: it had an address in <>.
func (b mailbox) address() (a Address, bracketed bool) {
	name := decodeWords(b.phrase)
	if b.hasAddr {
		addr := cleanAddress(decodeWords(b.angle))
		if addr == "" { // "ann@example.org <>"
			addr, name = pickAddress(name)
		}
		if name == "" {
			name = decodeWords(b.comment)
		}
		return Address{Name: cleanName(name), Address: addr}, addr != ""
	}
	if b.group {
		return Address{Name: cleanName(name)}, false
	}
	addr, rest := pickAddress(name)
	if rest == "" {
		rest = decodeWords(b.comment)
	}
	return Address{Name: cleanName(rest), Address: addr}, false
}

// pickAddress finds the word with an @ in it and returns the other words as the rest.
func pickAddress(s string) (addr, rest string) {
	words := strings.Fields(s)
	for i, w := range words {
		at := strings.IndexByte(w, '@')
		switch {
		case at <= 0 && len(words) == 3 && i == 1 && w == "@": // "ann @ example.org"
			return cleanAddress(words[0] + "@" + words[2]), ""
		case at <= 0 || at == len(w)-1:
			continue
		}
		others := append(append([]string{}, words[:i]...), words[i+1:]...)
		return cleanAddress(w), strings.Join(others, " ")
	}
	return "", s
}

// cleanAddress takes off what is not address: blanks, mailto:, a source route, brackets and quotes around it.
func cleanAddress(s string) string {
	s = plainLine(s)
	if len(s) > 7 && strings.EqualFold(s[:7], "mailto:") {
		s = s[7:]
	}
	if strings.HasPrefix(s, "@") { // @relay,@relay2:ann@example.org (RFC 5322 section 4.4)
		if _, real, ok := strings.Cut(s, ":"); ok {
			s = real
		}
	}
	s = strings.Trim(s, "<>[]()'\",; ")
	if strings.HasPrefix(s, "=?") {
		s = decodeWords(s)
	}
	if !strings.ContainsAny(s, " \t") || strings.Contains(s, `"`) {
		return s
	}
	for _, w := range strings.Fields(s) { // <Ann ann@example.org>
		if at := strings.LastIndexByte(w, '@'); at > 0 && at < len(w)-1 {
			return strings.Trim(w, "<>()'\",; ")
		}
	}
	if strings.Contains(s, "@") {
		return strings.Join(strings.Fields(s), "") // <ann @ example.org>
	}
	return s
}

// cleanName makes a name one line, without quotes around it and without characters that turn the writing direction, by
// which a name could be made to look like another address.
func cleanName(s string) string {
	s = strings.Map(func(r rune) rune {
		if isBidiControl(r) {
			return -1
		}
		return r
	}, s)
	s = plainLine(s)
	for _, q := range []string{`"`, `'`} {
		if len(s) >= 2 && strings.HasPrefix(s, q) && strings.HasSuffix(s, q) {
			s = strings.TrimSpace(s[1 : len(s)-1])
		}
	}
	return s
}
