package mailmsg

import (
	"html"
	"strings"
)

// enrichedTags are the commands of text/enriched (RFC 1896 section 3) and text/richtext (RFC 1341 section 7.1.3) that have
// their like in HTML. Others, such as fonts, only lose their effect.
var enrichedTags = map[string][2]string{
	"bold": {"<b>", "</b>"}, "italic": {"<i>", "</i>"}, "underline": {"<u>", "</u>"}, "fixed": {"<tt>", "</tt>"},
	"smaller": {"<small>", "</small>"}, "bigger": {"<big>", "</big>"}, "excerpt": {"<blockquote>", "</blockquote>"},
	"center": {"<div align=center>", "</div>"}, "flushright": {"<div align=right>", "</div>"}, "flushleft": {"<div>", "</div>"},
	"indent": {"<div style=\"margin-left: 2em\">", "</div>"}, "paragraph": {"<p>", "</p>"},
	"subscript": {"<sub>", "</sub>"}, "superscript": {"<sup>", "</sup>"},
}

// maxEnriched elements are open within one another at most; real letters have a handful.
const maxEnriched = 100

// htmlFromEnriched makes a page of text/enriched, or of the older text/richtext, where single line ends mean nothing and
// <nl> is one. Whatever is not closed is closed at the end. It stops when the page has grown to most bytes.
func htmlFromEnriched(text string, old bool, most int) string {
	w := enrichedWriter{old: old}
	w.out.Grow(min(len(text)+len(text)/8, most))
	for text != "" && w.out.Len() < most {
		i := strings.IndexAny(text, "<\n")
		if i < 0 {
			w.text(text)
			break
		}
		w.text(text[:i])
		text = text[i:]
		switch {
		case text[0] == '\n':
			n := len(text) - len(strings.TrimLeft(text, "\n"))
			w.lineEnds(n)
			text = text[n:]
		case strings.HasPrefix(text, "<<") && !old:
			w.text("<")
			text = text[2:]
		default:
			name, n := enrichedCommand(text)
			if n == 0 {
				w.text("<")
				n = 1
			} else {
				w.command(name)
			}
			text = text[n:]
		}
	}
	for len(w.open) > 0 {
		w.close(len(w.open) - 1)
	}
	return w.out.String()
}

// enrichedCommand reads "<bold>" or "</bold>": a name of up to 60 letters, digits and dashes. n is 0 for what is none.
func enrichedCommand(s string) (name string, n int) {
	end := strings.IndexByte(s[:min(len(s), 64)], '>')
	if end < 2 {
		return "", 0
	}
	name = strings.ToLower(s[1:end])
	if strings.Trim(strings.TrimPrefix(name, "/"), "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return "", 0
	}
	return name, end + 1
}

type enrichedWriter struct {
	out    strings.Builder
	old    bool // text/richtext
	open   []string
	hidden int // depth of <param> and <comment>, which are for programs
	nofill int // depth of <nofill>, where lines end as they do
}

func (w *enrichedWriter) text(s string) {
	if w.hidden == 0 {
		w.out.WriteString(html.EscapeString(s))
	}
}

// lineEnds writes n line ends: one is a blank, each further one is one.
func (w *enrichedWriter) lineEnds(n int) {
	switch {
	case w.hidden > 0:
	case w.nofill > 0:
		w.breaks(n)
	case n == 1 || w.old:
		w.out.WriteByte('\n')
	default:
		w.breaks(n - 1)
	}
}

// breaks writes n line breaks; a thousand look like any more.
func (w *enrichedWriter) breaks(n int) {
	w.out.WriteString(strings.Repeat("<br>\n", min(n, 1000)))
}

func (w *enrichedWriter) command(name string) {
	closing := strings.HasPrefix(name, "/")
	switch word := strings.TrimPrefix(name, "/"); word {
	case "param", "comment":
		w.count(&w.hidden, closing)
	case "nofill":
		w.count(&w.nofill, closing)
	case "nl", "np":
		if w.old && w.hidden == 0 {
			w.out.WriteString("<br>\n")
		}
	case "lt":
		if w.old {
			w.text("<")
		}
	default:
		if w.hidden > 0 || enrichedTags[word][0] == "" {
			return
		}
		if !closing {
			if len(w.open) < maxEnriched {
				w.open = append(w.open, word)
				w.out.WriteString(enrichedTags[word][0])
			}
			return
		}
		for i := len(w.open) - 1; i >= 0; i-- {
			if w.open[i] == word {
				w.close(i)
				return
			}
		}
	}
}

func (w *enrichedWriter) count(depth *int, closing bool) {
	if !closing {
		*depth++
	} else if *depth > 0 {
		*depth--
	}
}

// close ends the element at i of the open ones and all within it.
func (w *enrichedWriter) close(i int) {
	for j := len(w.open) - 1; j >= i; j-- {
		w.out.WriteString(enrichedTags[w.open[j]][1])
	}
	w.open = w.open[:i]
}
