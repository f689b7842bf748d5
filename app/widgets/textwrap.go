package widgets

import (
	"strings"
	"unicode/utf8"
)

// textLine is one line on the screen: text[start:end] with the line feed if it has
// one. All lines together are the text, byte for byte.
type textLine struct {
	start, end int
	body       int // where drawing begins: after the ">" of a quote's first line
	quote      int // level of quotation, 0 for none
}

// quoteIndent is how far each level of quotation is moved to the right, at text
// scale 1, and quoteDeepest the last level that is.
const (
	quoteIndent  = 14
	quoteDeepest = 5
)

// textAdvance tells the width of a rune.
type textAdvance interface{ advance(r rune) float32 }

// wrapText breaks text at width. A word wider than that is broken anywhere; spaces
// at the end of a line hang over its edge. indent is the width of a quote level.
func wrapText(text string, look textAdvance, width, indent float32) []textLine {
	lines := make([]textLine, 0, len(text)/48+1)
	for start := 0; start < len(text); {
		end := len(text)
		if n := strings.IndexByte(text[start:], '\n'); n >= 0 {
			end = start + n + 1
		}
		level, prefix := quoteLevel(text[start:end])
		room := max(width-indent*float32(min(level, quoteDeepest)), 8*look.advance('0'))
		lines = wrapParagraph(lines, text, textLine{start, end, start + prefix, level}, look, room)
		start = end
	}
	if len(text) == 0 || text[len(text)-1] == '\n' {
		lines = append(lines, textLine{start: len(text), end: len(text), body: len(text)})
	}
	return lines
}

// wrapParagraph appends the lines of one paragraph.
func wrapParagraph(lines []textLine, text string, par textLine, look textAdvance, width float32) []textLine {
	line := par
	var x, breakX float32
	breakAt := line.start // the last place to break, line.start for none yet
	var before rune
	for i := par.body; i < par.end; {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		w := look.advance(r)
		if r == ' ' || r == '\t' || r == '\n' {
			x += w
			i += size
			breakAt, breakX, before = i, x, r
			continue
		}
		if (r >= 0x2e80 || before >= 0x2e80) && i > line.body && breakable(before, r) {
			breakAt, breakX = i, x
		}
		if x+w > width && i > line.body && !joins(r) && before != zeroWidthJoiner {
			if breakAt <= line.body {
				breakAt, breakX = i, x
			}
			lines = append(lines, textLine{line.start, breakAt, line.body, line.quote})
			line.start, line.body = breakAt, breakAt
			x -= breakX
			breakX = 0
		}
		x += w
		i += size
		before = r
	}
	return append(lines, textLine{line.start, par.end, line.body, line.quote})
}

// breakable says whether a line may end between two runes without a space: beside
// an ideograph, unless r is a mark which must not begin a line.
func breakable(before, r rune) bool {
	return (wide(before) || wide(r)) && !joins(r) && !strings.ContainsRune("、。，．）」』】》〉！？：；,.!?:;)]}”’ー", r)
}

// quoteLevel counts the ">" at the beginning of a line, written together or with
// single spaces between them, and tells where the quoted text begins.
func quoteLevel(line string) (level, prefix int) {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '>':
			level++
			prefix = i + 1
		case ' ':
			if i != prefix || level == 0 {
				return level, prefix
			}
			if prefix = i + 1; i+1 >= len(line) || line[i+1] != '>' {
				return level, prefix
			}
		default:
			return level, prefix
		}
	}
	return level, prefix
}

// wordAt is the word around offset, or the run of spaces or signs there.
func wordAt(text string, offset int) (start, end int) {
	if offset >= len(text) {
		return len(text), len(text)
	}
	r, _ := utf8.DecodeRuneInString(text[offset:])
	kind := runeKind(r)
	start, end = offset, offset
	for start > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:start])
		if runeKind(r) != kind {
			break
		}
		start -= size
	}
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if runeKind(r) != kind {
			break
		}
		end += size
	}
	return start, end
}

// runeKind parts letters, spaces, line ends and signs.
func runeKind(r rune) int {
	switch {
	case r == '\n':
		return 0
	case r == ' ' || r == '\t' || r == 0xa0:
		return 1
	case r == '_' || r == '\'' || r == '’' || r >= 0x80 || (r >= '0' && r <= '9') || (r|0x20 >= 'a' && r|0x20 <= 'z'):
		return 2
	}
	return 3
}

// paragraphAt is the paragraph around offset with its line feed.
func paragraphAt(text string, offset int) (start, end int) {
	offset = min(offset, len(text))
	start = strings.LastIndexByte(text[:offset], '\n') + 1
	if n := strings.IndexByte(text[offset:], '\n'); n >= 0 {
		return start, offset + n + 1
	}
	return start, len(text)
}
