package mailmsg

import (
	"net/netip"
	"slices"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// LearnProvider tells from letters of one account whose Authentication-Results to believe: the site ("example.org") whose
// servers delivered the letters and say that they checked them. "" where the letters do not tell; five are needed, of three
// senders, and three of four have to agree.
//
// RFC 8601 section 5 asks for it, as anybody can write such a field. A sender could pass for the provider only by writing
// three quarters of the mail, and only where the provider writes no such field itself, which stands above all others.
func LearnProvider(letters []*Message) (site string) {
	const fewest, senders = 5, 3
	votes, from, delivered := map[string]int{}, map[string]map[string]bool{}, 0
	for _, m := range letters {
		if m.Received.IsZero() {
			continue // our own, or never sent
		}
		delivered++
		if m.Checker == "" || len(m.From) == 0 {
			continue
		}
		if votes[m.Checker]++; from[m.Checker] == nil {
			from[m.Checker] = map[string]bool{}
		}
		from[m.Checker][strings.ToLower(m.From[0].Address)] = true
	}
	for checker, n := range votes {
		if n >= fewest && len(from[checker]) >= senders && n*4 >= delivered*3 {
			return checker
		}
	}
	return ""
}

// SenderProved tells whether the provider's servers found that the letter comes from where its From field says: by DMARC, or
// by a signature or envelope of the same site (RFC 7489 section 3.1). results are for those who want to know more.
func (m *Message) SenderProved(provider string) (results AuthResults, proved bool) {
	results, ok := m.AuthenticatedBy(provider)
	if !ok || len(m.From) != 1 {
		return results, false
	}
	from := addressSite(m.From[0].Address)
	if from == "" {
		return results, false
	}
	for _, check := range []struct{ method, property string }{{"dmarc", "header.from"}, {"dkim", "header.d"}, {"dkim", "header.i"}, {"spf", "smtp.mailfrom"}} {
		for _, r := range results.Results {
			if value := r.Property[check.property]; r.Method == check.method && r.Result == "pass" && value != "" && addressSite(value) == from {
				proved = true
			}
			if r.Method == "dmarc" && r.Result == "fail" {
				return results, false // the domain's own rule comes first
			}
		}
	}
	return results, proved
}

// addressSite is the site of an address or a domain.
func addressSite(s string) string {
	return siteOf(s[strings.LastIndexByte(s, '@')+1:])
}

// siteOf is the part of a host's name that one owner registered: "example.co.uk" of "mx1.example.co.uk". "" for numbers and
// for names that belong to no one, such as "localhost".
func siteOf(host string) string {
	host = strings.ToLower(strings.Trim(host, ". \t\""))
	if ascii, err := idna.ToASCII(host); err == nil {
		host = ascii
	}
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil || !strings.Contains(host, ".") {
		return ""
	}
	if host = strings.Trim(host, "[]"); strings.HasSuffix(host, ".local") || strings.HasSuffix(host, ".localdomain") || strings.HasSuffix(host, ".internal") {
		return ""
	}
	site, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return ""
	}
	return site
}

// checked notes which Authentication-Results stand where the last site that took the message writes: above the Received field
// of another. It gives that site, "" where none of the fields is of it.
func (m *Message) checked(h header) {
	if !slices.ContainsFunc(h.fields, func(f field) bool { return f.is("Authentication-Results") }) {
		return
	}
	site, inside := "", true
	for _, f := range h.fields {
		switch {
		case f.is("Received") && inside:
			by := siteOf(receivedBy(h.decode(f.value)))
			if site == "" {
				site = by
			} else if by != "" && by != site {
				inside = false
			}
		case f.is("Authentication-Results"):
			r := parseAuthResults(h.decode(f.value))
			if r.Server == "" || len(m.Authentication) >= maxAuthFields {
				continue
			}
			r.delivering = inside
			m.Authentication = append(m.Authentication, r)
		}
	}
	if site == "" {
		return
	}
	for _, r := range m.Authentication {
		if r.delivering && siteOf(r.Server) == site {
			m.Checker = site
			return
		}
	}
}

// receivedBy is the host that wrote a Received field: "from a (b) by mx.example.org with ESMTPS …" (RFC 5321 section 4.4).
func receivedBy(value string) string {
	depth := 0
	plain := strings.Map(func(r rune) rune {
		switch r {
		case '(':
			depth++
		case ')':
			depth = max(depth-1, 0)
			return ' '
		}
		if depth > 0 {
			return -1
		}
		return r
	}, CutBytes(value, 2000))
	words := strings.Fields(plain)
	for i, word := range words {
		if strings.EqualFold(word, "by") && i+1 < len(words) {
			return strings.TrimRight(words[i+1], ";,")
		}
	}
	return ""
}
