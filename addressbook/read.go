package addressbook

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"satchel/mailstore"
)

const (
	mostContacts = 100_000  // of one file
	mostCard     = 16 << 20 // octets kept of one card
)

// ErrNoCards says that a file is no vCard file.
var ErrNoCards = errors.New("addressbook: there is no vCard in it")

// Read reads all cards of a file. What it cannot read of a card is left out of it; ErrNoCards when there is none, else an
// error is one of r, and what was read so far is given with it.
func Read(r io.Reader) ([]mailstore.Contact, error) {
	lines := newLineReader(r)
	var f file
	var card []line
	inside, nested, size := false, 0, 0
	for {
		text, err := lines.logical()
		if err != nil {
			if inside {
				f.add(card)
			}
			if err = f.end(err); err != nil {
				return f.list, fmt.Errorf("read a vCard file: %w", err)
			}
			return f.list, nil
		}
		l, ok := parseLine(text)
		if !ok {
			continue
		}
		bound := strings.EqualFold(strings.TrimSpace(l.value), "vcard")
		switch {
		case bound && l.name == "BEGIN" && inside && len(card) > 0 && card[len(card)-1].name == "AGENT":
			nested++ // somebody's secretary, within
			card = card[:len(card)-1]
		case bound && l.name == "BEGIN":
			if inside {
				f.add(card) // the one before has no end
			}
			inside, nested, size, card = true, 0, 0, nil
		case bound && l.name == "END" && nested > 0:
			nested--
		case bound && l.name == "END":
			if inside {
				f.add(card)
			}
			inside, card = false, nil
		case inside && nested == 0:
			if size += len(text); size <= mostCard {
				card = append(card, l.plainly())
			}
		}
	}
}

// file is what was read of one.
type file struct {
	list   []mailstore.Contact
	cards  int
	groups []group
}

// group is a card that names others.
type group struct {
	name    string
	members []string // "mailto:" and address, or a UID
}

func (f *file) add(card []line) {
	f.cards++
	if len(f.list) >= mostContacts {
		return
	}
	kind := ""
	for _, l := range card {
		if l.name == "KIND" || l.name == "X-ADDRESSBOOKSERVER-KIND" {
			kind = strings.ToLower(strings.TrimSpace(l.value))
		}
	}
	if kind == "group" {
		g := group{}
		for _, l := range card {
			switch l.name {
			case "FN":
				g.name = unescape(l.value)
			case "MEMBER", "X-ADDRESSBOOKSERVER-MEMBER":
				g.members = append(g.members, strings.TrimSpace(unescape(l.value)))
			}
		}
		f.groups = append(f.groups, g)
		return
	}
	if c := contact(card); c.Shown() != "" || c.Notes != "" || c.Card != "" {
		f.list = append(f.list, c)
	}
}

// end puts the contacts into the groups that name them.
func (f *file) end(err error) error {
	for _, g := range f.groups {
		for i := range f.list {
			c := &f.list[i]
			in := func(member string) bool {
				if address, ok := strings.CutPrefix(strings.ToLower(member), "mailto:"); ok {
					return slices.ContainsFunc(c.Addresses, func(a string) bool { return strings.EqualFold(a, address) })
				}
				return c.UID != "" && strings.TrimPrefix(member, "urn:uuid:") == strings.TrimPrefix(c.UID, "urn:uuid:")
			}
			if g.name != "" && slices.ContainsFunc(g.members, in) {
				c.Groups = appendOnce(c.Groups, oneLine(g.name))
			}
		}
	}
	if !errors.Is(err, io.EOF) {
		return err
	}
	if f.cards == 0 {
		return ErrNoCards
	}
	return nil
}

// reader gathers one contact.
type reader struct {
	c         mailstore.Contact
	preferred string
	structure string   // the name made of its parts
	n         []string // lines of N
	rest      []string
	typed     map[string][]string // lines of addresses that say more, by address in lower case
}

// dropped are lines that say nothing of the person, or are made anew.
var dropped = map[string]bool{"BEGIN": true, "END": true, "VERSION": true, "PRODID": true, "REV": true, "KIND": true, "MEMBER": true, "X-ADDRESSBOOKSERVER-KIND": true, "X-ADDRESSBOOKSERVER-MEMBER": true, "AGENT": true}

func contact(card []line) mailstore.Contact {
	r := reader{typed: map[string][]string{}}
	for _, l := range card {
		r.line(l)
	}
	c := &r.c
	if r.preferred != "" {
		i := slices.IndexFunc(c.Addresses, func(a string) bool { return strings.EqualFold(a, r.preferred) })
		c.Addresses = append([]string{c.Addresses[i]}, slices.Delete(slices.Clone(c.Addresses), i, i+1)...)
	}
	if c.Name == "" {
		c.Name = r.structure
	}
	if len(c.Addresses) > 0 && c.Name == c.Addresses[0] {
		c.Name = "" // a card has to have one
	}
	var keep []string
	for _, a := range c.Addresses {
		keep = append(keep, r.typed[strings.ToLower(a)]...)
	}
	for _, n := range r.n {
		if n != "N:"+partsOf(c.Name) {
			keep = append(keep, n)
		}
	}
	for _, text := range append(keep, r.rest...) {
		if !strings.Contains("\n"+c.Card, "\n"+text+"\n") {
			c.Card += text + "\n"
		}
	}
	return *c
}

func (r *reader) line(l line) {
	switch c := &r.c; l.name {
	case "FN":
		if c.Name == "" {
			c.Name = oneLine(unescape(l.value))
			return
		}
	case "N":
		if r.structure == "" {
			r.structure = wholeName(l.value)
		}
		if strings.Trim(l.value, "; ") != "" {
			r.n = append(r.n, l.String())
		}
		return
	case "EMAIL":
		r.email(l)
		return
	case "CATEGORIES":
		for _, one := range split(l.value, ',') {
			c.Groups = appendOnce(c.Groups, oneLine(unescape(one)))
		}
		return
	case "NOTE":
		if note := strings.TrimRight(unescape(l.value), " \n"); note != "" {
			c.Notes = strings.TrimPrefix(c.Notes+"\n\n"+note, "\n\n")
		}
		return
	case "UID":
		if uid := oneLine(unescape(l.value)); c.UID == "" {
			c.UID = uid
			return
		}
	}
	if !dropped[l.name] && l.value != "" {
		r.rest = append(r.rest, l.String())
	}
}

func (r *reader) email(l line) {
	address := oneLine(strings.TrimPrefix(unescape(l.value), "mailto:"))
	if address == "" {
		return
	}
	r.c.Addresses = appendOnce(r.c.Addresses, address)
	address = r.c.Addresses[slices.IndexFunc(r.c.Addresses, func(a string) bool { return strings.EqualFold(a, address) })]
	l.value = escape(address) // as it was written first
	if pref := l.param("PREF"); r.preferred == "" && (slices.Contains(l.param("TYPE"), "pref") || len(pref) > 0 && pref[0] == "1") {
		r.preferred = address
	}
	l.params = slices.DeleteFunc(slices.Clone(l.params), func(p string) bool {
		p = strings.ToUpper(p)
		return strings.HasPrefix(p, "PREF=") || p == "PREF" || p == "TYPE=PREF" || p == "INTERNET" || p == "TYPE=INTERNET"
	})
	if len(l.params) > 0 || l.group != "" {
		key := strings.ToLower(address)
		r.typed[key] = append(r.typed[key], l.String())
	}
}

// wholeName is a name out of its parts: family; given; more; before; after.
func wholeName(value string) string {
	parts := split(value, ';')
	var words []string
	for _, i := range []int{3, 1, 2, 0, 4} {
		if i < len(parts) {
			for _, one := range split(parts[i], ',') {
				words = append(words, unescape(one))
			}
		}
	}
	return oneLine(strings.Join(words, " "))
}

// oneLine is a text without line ends and with single spaces.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func appendOnce(list []string, one string) []string {
	if one == "" || slices.ContainsFunc(list, func(o string) bool { return strings.EqualFold(o, one) }) {
		return list
	}
	return append(list, one)
}
