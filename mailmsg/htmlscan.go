package mailmsg

import (
	"html"
	"strings"

	"golang.org/x/net/html/atom"
)

// markKind is what a piece of markup is.
type markKind int

const (
	markText markKind = iota
	markStart
	markEnd
)

// markScanner cuts a page into texts and tags as a browser does (HTML Living Standard section 13.2.5), leaving comments
// out. It reads several times quicker than a tokenizer that is right about every attribute, and copies nothing.
type markScanner struct {
	rest string
	raw  string // name of the element whose content is text up to its end tag, "" outside of one

	kind  markKind
	text  string    // of a text, with its character references
	tag   atom.Atom // of a tag, 0 for names that are not HTML's
	attrs string    // of a start tag
}

// next goes to the next piece. It returns false at the end, and for a tag that does not end.
func (m *markScanner) next() bool {
	for m.rest != "" {
		if m.raw != "" {
			m.rawText()
			if m.text != "" {
				return true
			}
			continue
		}
		i := strings.IndexByte(m.rest, '<')
		if i < 0 {
			m.kind, m.text, m.rest = markText, m.rest, ""
			return true
		}
		if i == 0 {
			found, end := m.markup()
			if end {
				return false
			}
			if found {
				return true
			}
			continue
		}
		m.kind, m.text, m.rest = markText, m.rest[:i], m.rest[i:]
		return true
	}
	return false
}

// markup reads what begins with "<". found: it is something to look at; end: it goes to the end of the page.
func (m *markScanner) markup() (found, end bool) {
	s := m.rest
	switch {
	case len(s) > 1 && isLetter(s[1]):
		return m.startTag(1)
	case len(s) > 2 && s[1] == '/' && isLetter(s[2]):
		size := tagEnd(s, 2)
		if size < 0 {
			return false, true
		}
		m.kind, m.tag = markEnd, tagAtom(s[2:2+nameLen(s[2:])])
		m.rest = s[size:]
		return true, false
	case strings.HasPrefix(s, "<!--"):
		m.rest = afterComment(s[4:])
		return false, false
	case len(s) > 1 && (s[1] == '!' || s[1] == '?' || s[1] == '/'):
		if i := strings.IndexByte(s, '>'); i >= 0 {
			m.rest = s[i+1:]
			return false, false
		}
		return false, true
	}
	m.kind, m.text, m.rest = markText, "<", s[1:]
	return true, false
}

func (m *markScanner) startTag(at int) (found, end bool) {
	s := m.rest
	size := tagEnd(s, at)
	if size < 0 {
		return false, true
	}
	name := s[at : at+nameLen(s[at:])]
	m.kind, m.tag, m.attrs, m.rest = markStart, tagAtom(name), s[at+len(name):size-1], s[size:]
	switch m.tag {
	case atom.Script, atom.Style, atom.Title, atom.Textarea, atom.Iframe, atom.Noembed, atom.Noframes, atom.Xmp:
		m.raw = name
	default:
	}
	return true, false
}

// rawText reads up to the end tag of the element whose content has no tags in it.
func (m *markScanner) rawText() {
	s := m.rest
	m.kind, m.text = markText, ""
	for pos := 0; ; {
		i := strings.Index(s[pos:], "</")
		if i < 0 {
			m.text, m.rest, m.raw = s, "", ""
			return
		}
		pos += i
		after := s[pos+2:]
		if len(after) > len(m.raw) && strings.EqualFold(after[:len(m.raw)], m.raw) && nameLen(after) == len(m.raw) {
			m.text, m.rest, m.raw = s[:pos], s[pos:], ""
			return
		}
		pos += 2
	}
}

// afterComment is what follows a comment; one without an end goes to the end of the page.
func afterComment(s string) string {
	if strings.HasPrefix(s, ">") {
		return s[1:]
	}
	if strings.HasPrefix(s, "->") {
		return s[2:]
	}
	if i := strings.Index(s, "-->"); i >= 0 {
		return s[i+3:]
	}
	return ""
}

// tagEnd is the length of the tag s starts with, -1 where it has no end. A ">" within a quoted value is none.
func tagEnd(s string, at int) int {
	value := false // behind an equals sign, where a quote opens a value
	for pos := at; pos < len(s); pos++ {
		switch c := s[pos]; {
		case c == '>':
			return pos + 1
		case c == '=':
			value = true
		case (c == '"' || c == '\'') && value:
			end := strings.IndexByte(s[pos+1:], c)
			if end < 0 {
				return -1
			}
			pos += end + 1
			value = false
		case c > ' ':
			value = false
		}
	}
	return -1
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// nameLen is the length of the tag's name that s starts with.
func nameLen(s string) int {
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c == '/' || c == '>' {
			return i
		}
	}
	return len(s)
}

func tagAtom(name string) atom.Atom {
	var lower [16]byte
	if len(name) > len(lower) {
		return 0
	}
	for i := range len(name) {
		c := name[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		lower[i] = c
	}
	return atom.Lookup(lower[:len(name)])
}

// nextAttr cuts one attribute off: its name as it is written, its value decoded. name is "" at the end.
func nextAttr(s string) (name, value, rest string) {
	s = strings.TrimLeft(s, " \t\r\n\f/")
	end := strings.IndexAny(s, " \t\r\n\f/=")
	if end < 0 {
		return s, "", ""
	}
	if end == 0 { // "=" in front
		end = 1
	}
	name = s[:end]
	after := strings.TrimLeft(s[end:], " \t\r\n\f")
	if !strings.HasPrefix(after, "=") {
		return name, "", after
	}
	after = strings.TrimLeft(after[1:], " \t\r\n\f")
	if after != "" && (after[0] == '"' || after[0] == '\'') {
		value, rest, _ = strings.Cut(after[1:], after[:1])
	} else if end = strings.IndexAny(after, " \t\r\n\f"); end >= 0 {
		value, rest = after[:end], after[end:]
	} else {
		value = after
	}
	return name, decodeRefs(value), rest
}

// decodeRefs decodes character references such as &uuml;.
func decodeRefs(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	return html.UnescapeString(s)
}
