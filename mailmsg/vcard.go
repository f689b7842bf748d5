package mailmsg

import (
	"strings"
)

// Contact is one card (vCard 2.1, 3.0 and 4.0; RFC 6350), what of it an address book shows.
type Contact struct {
	Name          string
	Organisation  string
	Title         string
	Emails        []string
	Phones        []string
	Address, Note string
	URL           string
}

const maxContacts = 1000

func (p *parser) addContacts(body []byte, kind media) {
	text, _ := toUTF8(body, kind.params["charset"])
	for _, c := range parseContacts(text) {
		if len(p.m.Contacts) < maxContacts {
			p.m.Contacts = append(p.m.Contacts, c)
		}
	}
}

// parseContacts reads any number of cards; a card without an end is one too.
func parseContacts(text string) []Contact {
	var list []Contact
	var c *Contact
	done := func() {
		if c != nil && (c.Name != "" || len(c.Emails) > 0 || len(c.Phones) > 0 || c.Organisation != "") {
			list = append(list, *c)
		}
		c = nil
	}
	for line := range contentLines(text) {
		switch name := line.name; {
		case name == "BEGIN" && strings.EqualFold(line.value, "VCARD"):
			done()
			c = &Contact{}
		case name == "END" && strings.EqualFold(line.value, "VCARD"):
			done()
		case c != nil:
			c.take(line)
		}
	}
	done()
	return list
}

func (c *Contact) take(line contentLine) {
	const most = 100
	value := line.text()
	switch line.name {
	case "FN":
		c.Name = value
	case "N":
		if c.Name == "" { // family; given; more; before; after
			parts := structured(line)
			c.Name = plainLine(strings.Join([]string{at(parts, 3), at(parts, 1), at(parts, 2), at(parts, 0), at(parts, 4)}, " "))
		}
	case "ORG":
		c.Organisation = plainLine(strings.Join(structured(line), ", "))
	case "TITLE":
		c.Title = value
	case "EMAIL":
		if value != "" && len(c.Emails) < most {
			c.Emails = append(c.Emails, cleanAddress(value))
		}
	case "TEL":
		if rest, ok := cutFold(value, "tel:"); ok {
			value = rest
		}
		if value != "" && len(c.Phones) < most {
			c.Phones = append(c.Phones, value)
		}
	case "ADR":
		c.Address = joinFilled(structured(line), ", ")
	case "NOTE":
		c.Note = value
	case "URL":
		c.URL = value
	}
}

// structured cuts a value at its semicolons and takes the escapes out of the pieces.
func structured(line contentLine) []string {
	var parts []string
	value, start := line.decoded(), 0
	for i := 0; i <= len(value); i++ {
		if i < len(value) && value[i] == '\\' {
			i++
			continue
		}
		if i == len(value) || value[i] == ';' {
			parts = append(parts, plainLine(unescape(value[min(start, len(value)):min(i, len(value))])))
			start = i + 1
		}
	}
	return parts
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

func joinFilled(list []string, between string) string {
	var filled []string
	for _, s := range list {
		if s != "" {
			filled = append(filled, s)
		}
	}
	return strings.Join(filled, between)
}
