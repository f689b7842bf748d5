package mailmsg

import (
	"bytes"
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// textFromHTML makes a text to read of HTML: paragraphs, lists, quotes, lines of tables, pictures by their description.
// It looks at tags one by one and builds no tree, so no nesting is too deep for it and nothing needs to be closed.
//
// What a browser would not show is left out too: letters begin with hidden words for the list of another program.
func textFromHTML(markup string) string {
	w := htmlWriter{out: make([]byte, 0, len(markup)/4+64)}
	text := w.read(markup)
	if w.hidden.tag != 0 || text == "" && w.hidden.any {
		// The hidden part never ended, or it was all: better too much to read than too little.
		w = htmlWriter{out: w.out[:0], showAll: true}
		text = w.read(markup)
	}
	return text
}

func (w *htmlWriter) read(markup string) string {
	for m := (markScanner{rest: markup}); m.next(); {
		switch m.kind {
		case markText:
			if w.skip == 0 && w.hidden.tag == 0 {
				w.text(decodeRefs(m.text))
			}
		case markStart:
			w.start(m.tag, m.attrs)
		case markEnd:
			w.end(m.tag)
		}
	}
	return cleanText(string(bytes.TrimRight(w.out, " \n")) + w.lastLineEnd())
}

// htmlWriter writes words with the white space HTML means.
type htmlWriter struct {
	out   []byte
	space bool      // a blank is due before the next word
	lines int       // line ends due before the next word: 1 or 2
	skip  atom.Atom // content is left out until this element's end
	pre   int       // depth of elements that keep white space
	quote int       // depth of block quotes
	item  []byte    // "- " due at the start of the next line
	lists []int     // per open list the last number, -1 without numbers

	hidden  hiddenPart
	showAll bool // hidden parts are shown
}

const maxIndent = 8 // deeper lists and quotes are not moved further to the right

func (w *htmlWriter) lastLineEnd() string {
	if len(bytes.TrimRight(w.out, " \n")) == 0 {
		return ""
	}
	return "\n"
}

// text writes the words of a piece of text.
func (w *htmlWriter) text(b string) {
	if w.pre > 0 {
		w.preformatted(b)
		return
	}
	for i := 0; i < len(b); {
		n := spaceLen(b[i:])
		if n > 0 {
			w.space = true
			i += n
			continue
		}
		start := i
		i++ // past 0xC2 too, which here starts another character than the blank that does not break
		for i < len(b) && b[i] > ' ' && b[i] != 0xC2 {
			i++
		}
		w.word(b[start:i])
	}
}

// spaceLen returns the length of the white space b starts with, 0 if none. U+00A0 counts as such.
func spaceLen(b string) int {
	switch {
	case b[0] <= ' ':
		return 1
	case b[0] == 0xC2 && len(b) > 1 && b[1] == 0xA0:
		return 2
	}
	return 0
}

func (w *htmlWriter) word(b string) {
	if invisible(b) {
		return // newsletters fill the list's preview with hundreds of these
	}
	w.begin()
	w.out = append(w.out, b...)
}

// begin writes the white space that is due.
func (w *htmlWriter) begin() {
	fresh := len(w.out) == 0
	if w.lines > 0 && !fresh {
		for range w.lines {
			w.out = append(w.out, '\n')
		}
	}
	if fresh || w.lines > 0 {
		w.indent()
	} else if w.space {
		w.out = append(w.out, ' ')
	}
	w.lines, w.space = 0, false
}

func (w *htmlWriter) indent() {
	for range min(w.quote, maxIndent) {
		w.out = append(w.out, "> "...)
	}
	for range min(len(w.lists)-1, maxIndent) {
		w.out = append(w.out, "  "...)
	}
	if len(w.item) > 0 {
		w.out = append(w.out, w.item...)
		w.item = w.item[:0]
	} else if len(w.lists) > 0 {
		w.out = append(w.out, "  "...)
	}
}

func (w *htmlWriter) preformatted(b string) {
	if strings.ContainsAny(b, "\r\f\v") {
		b = lineEnds.Replace(b)
	}
	for b != "" {
		line, rest, more := strings.Cut(b, "\n")
		if line != "" {
			w.begin()
			w.out = append(w.out, strings.ReplaceAll(line, "\u00a0", " ")...)
		}
		if more {
			w.lineEnd()
		}
		b = rest
	}
}

// lineEnds are all that cleanText takes for one.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n", "\v", "\n")

// newline asks for at least n line ends before the next word.
func (w *htmlWriter) newline(n int) {
	if n > 0 {
		w.lines, w.space = max(w.lines, n), false
	}
}

// lineEnd is a <br>: two of them leave a line empty, more do not leave more.
func (w *htmlWriter) lineEnd() { w.lines, w.space = min(w.lines+1, 2), false }

func (w *htmlWriter) start(tag atom.Atom, attrs string) {
	if w.skip != 0 || w.inHidden(tag, attrs) {
		return
	}
	switch tag {
	case atom.Script, atom.Style, atom.Title, atom.Template, atom.Iframe, atom.Noembed, atom.Noframes:
		w.skip = tag
	case atom.Br:
		w.lineEnd()
	case atom.Hr:
		w.newline(1)
		w.word("----------")
		w.newline(1)
	case atom.Img:
		w.picture(attrs)
	case atom.Ul, atom.Ol:
		w.newline(w.listBreak())
		number := -1
		if tag == atom.Ol {
			number = 0
		}
		w.lists = append(w.lists, number)
	case atom.Li:
		w.listItem()
	case atom.Td, atom.Th:
		w.space = true
	case atom.Blockquote:
		w.newline(2)
		w.quote++
	case atom.Pre:
		w.newline(2)
		w.pre++
	default:
		w.newline(breaks[tag])
	}
}

func (w *htmlWriter) end(tag atom.Atom) {
	if w.skip != 0 {
		if tag == w.skip {
			w.skip = 0
		}
		return
	}
	if w.hidden.tag != 0 {
		w.hidden.end(tag)
		return
	}
	switch tag {
	case atom.Ul, atom.Ol:
		if len(w.lists) > 0 {
			w.lists = w.lists[:len(w.lists)-1]
		}
		w.item = w.item[:0]
		w.newline(w.listBreak())
	case atom.Li:
		w.newline(1)
	case atom.Blockquote:
		w.newline(2)
		w.quote = max(w.quote-1, 0)
	case atom.Pre:
		w.newline(2)
		w.pre = max(w.pre-1, 0)
	default:
		w.newline(breaks[tag])
	}
}

// breaks is how many line ends stand before and after an element.
var breaks = map[atom.Atom]int{
	atom.P: 2, atom.H1: 2, atom.H2: 2, atom.H3: 2, atom.H4: 2, atom.H5: 2, atom.H6: 2, atom.Table: 1, atom.Dl: 2,
	atom.Div: 1, atom.Tr: 1, atom.Section: 1, atom.Article: 1, atom.Header: 1, atom.Footer: 1,
	atom.Center:  1, //nolint:misspell // HTML is American
	atom.Address: 1, atom.Dt: 1, atom.Dd: 1, atom.Form: 1, atom.Fieldset: 1, atom.Figure: 1, atom.Caption: 1, atom.Main: 1,
	atom.Aside: 1, atom.Nav: 1, atom.Body: 1, atom.Html: 1, atom.Option: 1,
}

// listBreak is how many line ends stand around a list: an inner one stands close to its item.
func (w *htmlWriter) listBreak() int {
	if len(w.lists) > 0 {
		return 1
	}
	return 2
}

func (w *htmlWriter) listItem() {
	w.newline(1)
	w.item = w.item[:0]
	if n := len(w.lists); n > 0 && w.lists[n-1] >= 0 {
		w.lists[n-1]++
		w.item = append(strconv.AppendInt(w.item, int64(w.lists[n-1]), 10), ". "...)
		return
	}
	w.item = append(w.item, "- "...)
}

// picture writes a picture's description; one without is decoration.
func (w *htmlWriter) picture(attrs string) {
	for name := " "; name != ""; {
		var value string
		name, value, attrs = nextAttr(attrs)
		if !strings.EqualFold(name, "alt") {
			continue
		}
		if alt := plainLine(value); alt != "" {
			w.word("[picture: " + alt + "]")
			w.space = true
		}
		return
	}
}

// metaCharset returns the charset an HTML page names itself (meta tag or byte order mark), "" for none.
func metaCharset(raw []byte) string {
	head := raw[:min(len(raw), 1024)]
	if _, name, certain := charset.DetermineEncoding(head, ""); certain {
		return name
	}
	// A meta tag counts as uncertain there; windows-1252 is what it answers when it found none.
	head = bytes.ToLower(head) // may change the length, so offsets hold for this copy only
	if i := bytes.Index(head, []byte("charset=")); i >= 0 {
		label := string(bytes.TrimLeft(head[i+len("charset="):], "\"' "))
		if end := strings.IndexAny(label, "\"'/>; \r\n"); end >= 0 {
			label = label[:end]
		}
		return label
	}
	return ""
}
