package mailmsg

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/net/html"
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
func (w *htmlWriter) inHidden(z *html.Tokenizer, tag atom.Atom, attributes bool) bool {
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
	if w.showAll || !attributes || !hides(z) {
		return false
	}
	w.hidden = hiddenPart{tag: tag, depth: 1, any: true}
	return true
}

// hides reads the attributes of an element: hidden, or a style that comes to the same.
func hides(z *html.Tokenizer) bool {
	hidden := false
	for more := true; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "hidden":
			hidden = true
		case "style":
			style := bytes.Join(bytes.Fields(bytes.ToLower(value)), nil)
			for _, way := range [...]string{"display:none", "visibility:hidden", "mso-hide:all"} {
				hidden = hidden || bytes.Contains(style, []byte(way))
			}
		}
	}
	return hidden
}

// invisible says whether a word has no letter one could see.
func invisible(word []byte) bool {
	for i := 0; i < len(word); {
		r, n := utf8.DecodeRune(word[i:])
		switch r {
		case '\u00ad', '\u034f', '\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\u2060', '\ufeff':
		default:
			return false
		}
		i += n
	}
	return true
}
