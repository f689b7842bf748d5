package mailmsg

import (
	"bytes"
	"strings"

	"golang.org/x/net/html/atom"
)

// hiddenPart is an element that a browser would not show, while the reading is within it.
type hiddenPart struct {
	tag   atom.Atom // 0 outside
	depth int       // elements of that name which are open
	any   bool      // there was one
}

func (h *hiddenPart) end(tag atom.Atom) {
	if tag != h.tag {
		return
	}
	if h.depth--; h.depth == 0 {
		h.tag = 0
	}
}

// inHidden says whether the element that starts here is not shown: it is within a hidden one, or is one itself. Only
// elements that must be closed can hide something: of a paragraph or a table cell nobody knows where it ends.
func (w *htmlWriter) inHidden(tag atom.Atom, attrs string) bool {
	if w.hidden.tag != 0 {
		if tag == w.hidden.tag {
			w.hidden.depth++
		}
		return true
	}
	switch tag {
	case atom.Div, atom.Span, atom.Table, atom.Font, atom.A, atom.Section, atom.Strong, atom.B, atom.I, atom.Em:
	default:
		return false
	}
	if w.showAll || attrs == "" || !hides(attrs) {
		return false
	}
	w.hidden = hiddenPart{tag: tag, depth: 1, any: true}
	return true
}

// hides reads the attributes of an element: hidden, or a style that comes to the same.
func hides(attrs string) bool {
	for name := " "; name != ""; {
		var value string
		name, value, attrs = nextAttr(attrs)
		switch {
		case strings.EqualFold(name, "hidden"):
			return true
		case strings.EqualFold(name, "style") && hiddenStyle(value):
			return true
		}
	}
	return false
}

func hiddenStyle(style string) bool {
	var room [200]byte
	plain := room[:0] // lower case, without blanks
	for i := range len(style) {
		if c := style[i]; c >= 'A' && c <= 'Z' {
			plain = append(plain, c|0x20)
		} else if c > ' ' {
			plain = append(plain, c)
		}
	}
	for _, way := range [...]string{"display:none", "visibility:hidden", "mso-hide:all"} {
		if bytes.Contains(plain, []byte(way)) {
			return true
		}
	}
	return false
}

// invisible says whether a word has no letter one could see.
func invisible(word string) bool {
	for _, r := range word {
		switch r {
		case '\u00ad', '\u034f', '\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\u2060', '\ufeff':
		default:
			return false
		}
	}
	return true
}
