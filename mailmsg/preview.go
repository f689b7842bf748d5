package mailmsg

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Preview is the first words of a text for a list: one line, at most n runes, quotes, signature, links and pictures left out.
// A letter of nothing but quotes is previewed by them.
func Preview(text string, n int) string {
	if n <= 0 {
		return ""
	}
	n = min(n, 1<<20)
	// Filler and links may take many times the room of what is kept, but no list waits for a book to be read.
	text = CutBytes(text, 64*n+16<<10)
	if start := CutBytes(text, 8*n+1<<10); len(start) < len(text) {
		if line := previewOf(ownText(start, false), n, false); utf8.RuneCountInString(line) > n-20 {
			return line // as good as full: most texts need no more than that
		}
	}
	if line := previewOf(ownText(text, true), n, false); line != "" {
		return line
	}
	return previewOf(text, n, true)
}

// ownText is a text without what is quoted in it and without its signature. whole: text is all of the letter.
func ownText(text string, whole bool) string {
	var out strings.Builder
	pos := 0
	for _, f := range textFolds(text, whole) {
		if f.Kind != ForwardFold {
			out.WriteString(text[pos:f.Start])
			pos = f.End
		}
	}
	if pos == 0 {
		return text
	}
	out.WriteString(text[pos:])
	return out.String()
}

func previewOf(text string, n int, quotes bool) string {
	w := previewWriter{left: n}
	for text != "" && !w.full {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		switch {
		case line == "-- " || line == "-- \r" || isForwardLine(line):
			if !quotes {
				return w.out.String()
			}
			continue
		case strings.HasPrefix(line, ">"):
			if !quotes {
				continue
			}
			line = strings.TrimLeft(line, "> ")
		case strings.HasSuffix(strings.TrimSpace(line), ":") && quoteFollows(text):
			continue // "On Monday Ann wrote:"
		}
		for word := range words(dropPictures(line)) {
			if word = previewWord(word); word != "" && !w.add(word) {
				break
			}
		}
	}
	return w.out.String()
}

// previewWriter collects words while there is room.
type previewWriter struct {
	out  strings.Builder
	left int // runes
	full bool
}

// add appends a word, cut if it is the first and longer than all there is room for.
func (w *previewWriter) add(word string) bool {
	size := utf8.RuneCountInString(word)
	if w.out.Len() > 0 {
		size++
	}
	if size > w.left {
		w.full = true
		if w.out.Len() == 0 || size > 20 && w.left > 5 {
			w.cut(word)
		}
		return false
	}
	if w.out.Len() > 0 {
		w.out.WriteByte(' ')
	}
	w.out.WriteString(word)
	w.left -= size
	return true
}

// cut fills the room left with the start of a word that does not fit, as in scripts without blanks.
func (w *previewWriter) cut(word string) {
	if w.out.Len() > 0 {
		w.out.WriteByte(' ')
		w.left--
	}
	for _, r := range word {
		if w.left == 0 {
			return
		}
		w.out.WriteRune(r)
		w.left--
	}
}

// previewWord returns a word without what cannot be seen, "" for links, rulers and the like.
func previewWord(word string) string {
	if isPlainWord(word) {
		return word
	}
	word = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError || unicode.IsControl(r) || isBidiControl(r) || isInvisible(r) || r == 0x034F:
			return -1
		}
		return r
	}, word)
	if strings.Trim(word, "\u200c\u200d") == "" {
		return "" // filler of newsletters
	}
	if isLink(word) || strings.Trim(word, "-=_*~#+.|<>[]()\u2500\u2014\u2013\u2022") == "" {
		return ""
	}
	return word
}

// isPlainWord is true for most words, of which nothing is left out: visible ASCII with a letter or digit among it, no link.
func isPlainWord(word string) bool {
	plain := false
	for i := range len(word) {
		switch b := word[i]; {
		case b <= ' ' || b >= 0x7F || b == ':':
			return false
		case '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'z':
			plain = true
		}
	}
	return plain
}

// dropPictures takes out the descriptions that textFromHTML puts in place of pictures.
func dropPictures(line string) string {
	const mark = "[picture: "
	if !strings.Contains(line, mark) {
		return line
	}
	var out strings.Builder
	for {
		before, after, found := strings.Cut(line, mark)
		_, rest, closed := strings.Cut(after, "]")
		if !found || !closed {
			out.WriteString(line)
			return out.String()
		}
		out.WriteString(before)
		out.WriteByte(' ')
		line = rest
	}
}

func isLink(word string) bool {
	word = strings.ToLower(strings.TrimLeft(word, "<([\"'"))
	for _, scheme := range []string{"http://", "https://", "mailto:", "cid:", "ftp://"} {
		if strings.HasPrefix(word, scheme) {
			return true
		}
	}
	return false
}

// isForwardLine is true for "-----Original Message-----" in the languages of common mailers: a word between rows of dashes.
func isForwardLine(line string) bool {
	line = strings.TrimSpace(line)
	return len(line) > 12 && strings.HasPrefix(line, "-----") && strings.HasSuffix(line, "-----") && strings.Trim(line, "-") != ""
}

// quoteFollows tells whether the next line with something on it is a quote.
func quoteFollows(text string) bool {
	return strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), ">")
}

// SearchText is the text a search finds a message by: body words with one blank between, at most n bytes, no markup.
func SearchText(m *Message, n int) string {
	n = max(n, 0)
	var out strings.Builder
	out.Grow(min(n+1, len(m.Text)))
	for run := range runs(m.Text) {
		if out.Len() > n {
			break
		}
		if out.Len() > 0 {
			out.WriteByte(' ')
		}
		out.WriteString(run[:min(len(run), n+1)])
	}
	text := out.String()
	if len(text) <= n {
		return text
	}
	if blank := strings.LastIndexByte(text[:n+1], ' '); blank >= 0 {
		return text[:blank]
	}
	return CutBytes(text, n)
}
