package mailindex

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"satchel/mailmsg"
)

// Snippet is the piece of a letter's text around the first hit of a search.
type Snippet struct {
	Text  string
	Marks []Mark
}

// Mark is a hit in a snippet, in bytes from one place up to before another.
type Mark struct{ From, To int }

const (
	snippetBefore = 40      // characters before the first hit
	snippetWhole  = 4 << 20 // octets; of larger messages only the beginning is looked at
	snippetStart  = 1 << 20 // how much of those
)

// SnippetOf reads a message of that many octets and gives at most n characters of its words around the first of marks,
// compared as the search does: without case and accents. Without a hit in the text it gives its beginning.
func SnippetOf(r io.Reader, octets int64, marks []string, n int) (s Snippet) {
	defer func() {
		if recover() != nil {
			s = Snippet{} // as in Of: a nicety that is missing
		}
	}()
	if octets > snippetWhole {
		r, octets = io.LimitReader(r, snippetStart), snippetStart
	}
	m := mailmsg.Parse(spooled{r, int(octets)}, mailmsg.Options{NamesOnly: true})
	text := strings.Join(strings.Fields(m.Text), " ")
	if text == "" {
		text = strings.Join(strings.Fields(mailmsg.SearchText(m, searchText)), " ")
	}
	return snippet(text, marks, n)
}

func snippet(text string, marks []string, n int) Snippet {
	all := hits(text, marks)
	from := 0
	if len(all) > 0 {
		from = back(text, all[0].From, snippetBefore)
	}
	to := forward(text, from, n)
	s := Snippet{Text: text[from:to]}
	for _, m := range all {
		if m.From >= from && m.To <= to {
			s.Marks = append(s.Marks, Mark{m.From - from, m.To - from})
		}
	}
	if from > 0 {
		s = s.shifted("… ")
	}
	if to < len(text) {
		s.Text += " …"
	}
	return s
}

func (s Snippet) shifted(before string) Snippet {
	s.Text = before + s.Text
	for i := range s.Marks {
		s.Marks[i].From += len(before)
		s.Marks[i].To += len(before)
	}
	return s
}

// back goes some characters back, then on to the start of a word.
func back(text string, at, n int) int {
	from := at
	for ; n > 0 && from > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	if space := strings.IndexByte(text[from:at], ' '); from > 0 && space >= 0 {
		from += space + 1
	}
	return from
}

// forward goes some characters on, then back to the end of a word.
func forward(text string, at, n int) int {
	to := at
	for ; n > 0 && to < len(text); n-- {
		_, size := utf8.DecodeRuneInString(text[to:])
		to += size
	}
	if space := strings.LastIndexByte(text[at:to], ' '); to < len(text) && space > 0 {
		to = at + space
	}
	return to
}

// hits are the places of all marks in order, none within another.
func hits(text string, marks []string) []Mark {
	folded, origin := fold(text)
	var list []Mark
	next := 0
	for at := 0; at < len(folded); {
		n := hitAt(folded, at, marks)
		if n == 0 {
			_, size := utf8.DecodeRuneInString(folded[at:])
			at += size
			continue
		}
		if from, to := origin[at], origin[at+n]; from >= next && to > from {
			list = append(list, Mark{from, to})
			next = to
		}
		at += n
	}
	return list
}

// hitAt gives the length of the longest mark that begins at a place which is the start of a word, or anywhere for
// scripts without spaces.
func hitAt(folded string, at int, marks []string) (longest int) {
	before, _ := utf8.DecodeLastRuneInString(folded[:at])
	here, _ := utf8.DecodeRuneInString(folded[at:])
	if at > 0 && isLetter(before) && isLetter(here) && here < 0x1100 {
		return 0
	}
	for _, mark := range marks {
		if word, _ := fold(mark); word != "" && len(word) > longest && strings.HasPrefix(folded[at:], word) {
			longest = len(word)
		}
	}
	return longest
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// fold gives the text as the search compares it, and for each byte of that, and its end, where it comes from.
func fold(text string) (folded string, origin []int) {
	var b strings.Builder
	for i, r := range text {
		for _, d := range norm.NFD.String(string(r)) {
			if unicode.Is(unicode.Mn, d) {
				continue
			}
			before := b.Len()
			b.WriteRune(unicode.ToLower(d))
			for range b.Len() - before {
				origin = append(origin, i)
			}
		}
	}
	return b.String(), append(origin, len(text))
}
