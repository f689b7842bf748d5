package mailmsg

import (
	"net/url"
	"strings"
)

// MailingList is what a message says of the list it came over (RFC 2369, RFC 2919). All of it is the sender's claim.
type MailingList struct {
	ID          string   // "list.example.org"
	Name        string   // the words before the id
	Post        string   // address to write to, "" where nobody may
	Unsubscribe []string // https, http and mailto addresses, in the sender's order
	OneClick    bool     // a POST to the https address is enough (RFC 8058); only to be believed if the sender is proved
	Archive     string
	Help        string
}

// IsList tells whether the message came over a list.
func (l MailingList) IsList() bool { return l.ID != "" || l.Post != "" || len(l.Unsubscribe) > 0 }

func mailingList(h header) MailingList {
	var l MailingList
	if id := plainLine(decodeWords(h.get("List-Id"))); id != "" {
		name, rest, bracketed := strings.Cut(id, "<")
		if bracketed {
			l.Name = cleanName(name)
			id, _, _ = strings.Cut(rest, ">")
		}
		l.ID = strings.TrimSpace(id)
	}
	l.Unsubscribe = listAddresses(h.all("List-Unsubscribe"))
	l.Archive = firstOf(listAddresses(h.all("List-Archive")))
	l.Help = firstOf(listAddresses(h.all("List-Help")))
	for _, address := range listAddresses(h.all("List-Post")) {
		if rest, ok := cutFold(address, "mailto:"); ok {
			l.Post, _, _ = strings.Cut(rest, "?")
			break
		}
	}
	if post := strings.ReplaceAll(h.get("List-Unsubscribe-Post"), " ", ""); strings.EqualFold(post, "List-Unsubscribe=One-Click") {
		for _, address := range l.Unsubscribe {
			l.OneClick = l.OneClick || strings.HasPrefix(address, "https:")
		}
	}
	return l
}

// listAddresses are the addresses in <>, those only of schemes that make sense; without any <> the words.
func listAddresses(values []string) []string {
	var list []string
	for _, value := range values {
		words := strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
		if strings.Contains(value, "<") {
			words = inBrackets(value)
		}
		for _, word := range words {
			word = strings.Join(strings.Fields(word), "") // folded in the middle
			if u, err := url.Parse(word); err == nil && len(list) < 20 {
				switch u.Scheme = strings.ToLower(u.Scheme); {
				case (u.Scheme == "https" || u.Scheme == "http") && u.Host != "", u.Scheme == "mailto" && u.Opaque != "":
					list = append(list, u.String())
				}
			}
		}
	}
	return list
}

// inBrackets are the texts within <>.
func inBrackets(s string) []string {
	var list []string
	for {
		_, rest, ok := strings.Cut(s, "<")
		if !ok {
			return list
		}
		inner, after, closed := strings.Cut(rest, ">")
		if !closed {
			return list
		}
		list, s = append(list, inner), after
	}
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// cutFold is strings.CutPrefix without regard to the case of ASCII letters.
func cutFold(s, prefix string) (rest string, ok bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}
