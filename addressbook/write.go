package addressbook

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"satchel/mailstore"
)

// Version of what is written.
type Version string

// Versions. Nearly every program reads the older one.
const (
	V3 Version = "3.0"
	V4 Version = "4.0"
)

// Write writes contacts as one file.
func Write(w io.Writer, list []mailstore.Contact, v Version) error {
	out := writer{w: bufio.NewWriter(w), version: v}
	for i := range list {
		out.contact(&list[i])
	}
	if err := out.w.Flush(); err != nil {
		return fmt.Errorf("write contacts: %w", err)
	}
	return nil
}

type writer struct {
	w       *bufio.Writer // holds the first error
	version Version
}

func (w *writer) contact(c *mailstore.Contact) {
	w.line("BEGIN:VCARD")
	w.line("VERSION:" + string(w.version))
	if c.UID != "" {
		w.line("UID:" + escape(c.UID))
	}
	w.line("FN:" + escape(c.Shown()))
	lines := slices.Collect(strings.Lines(c.Card))
	isN := func(text string) bool { l, _ := parseLine(text); return l.name == "N" }
	if !slices.ContainsFunc(lines, isN) { // 3.0 wants it
		w.line("N:" + partsOf(c.Name))
	}
	var rest []string
	typed := map[string][]line{}
	for _, text := range lines {
		text = strings.TrimRight(text, "\r\n")
		l, ok := parseLine(text)
		switch {
		case !ok:
		case l.name == "EMAIL":
			key := strings.ToLower(oneLine(strings.TrimPrefix(unescape(l.value), "mailto:")))
			typed[key] = append(typed[key], l)
		default:
			rest = append(rest, text)
		}
	}
	for i, a := range c.Addresses {
		same := typed[strings.ToLower(a)]
		if len(same) == 0 {
			same = []line{{name: "EMAIL", value: escape(a)}}
		}
		for j, l := range same {
			if i == 0 && j == 0 && len(c.Addresses) > 1 {
				l.params = append(slices.Clone(l.params), map[Version]string{V3: "TYPE=PREF", V4: "PREF=1"}[w.version])
			}
			w.line(l.String())
		}
	}
	if len(c.Groups) > 0 {
		names := make([]string, len(c.Groups))
		for i, g := range c.Groups {
			names[i] = escape(g)
		}
		w.line("CATEGORIES:" + strings.Join(names, ","))
	}
	if c.Notes != "" {
		w.line("NOTE:" + escape(c.Notes))
	}
	for _, text := range rest {
		w.line(text)
	}
	if !c.Changed.IsZero() {
		w.line("REV:" + c.Changed.UTC().Format("20060102T150405Z"))
	}
	w.line("END:VCARD")
}

// partsOf guesses the parts of a name: the last word is the family's.
func partsOf(name string) string {
	at := strings.LastIndexByte(name, ' ')
	if at < 0 {
		return ";" + escape(name) + ";;;"
	}
	return escape(name[at+1:]) + ";" + escape(name[:at]) + ";;;"
}

// line writes one, folded to 75 octets between two characters.
func (w *writer) line(text string) {
	const most = 75
	room := most
	for len(text) > room {
		cut := room
		for cut > 0 && !utf8.RuneStart(text[cut]) {
			cut--
		}
		if cut == 0 {
			cut = room
		}
		w.w.WriteString(text[:cut] + "\r\n ") //nolint:errcheck // Flush tells
		text, room = text[cut:], most-1
	}
	w.w.WriteString(text + "\r\n") //nolint:errcheck // Flush tells
}

// Renamed is what is kept of a card whose person has another name now: without the parts of the old one.
func Renamed(card string) string {
	var b strings.Builder
	for text := range strings.Lines(card) {
		if l, ok := parseLine(text); !ok || l.name != "N" && l.name != "SORT-STRING" {
			b.WriteString(text)
		}
	}
	return b.String()
}
