package mailstore

import (
	"strings"
	"unicode"
)

// Chinese, Japanese and Korean are written without spaces between words, or with endings grown to them, so that people
// look for any part of a run of characters. In the index each such character is a word of its own, and what is looked
// for is a phrase of them: a substring of any length is found, and no second index is needed.

// cjk are the scripts whose characters are words of their own.
var cjk = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Yi}

// isCJK is quick for what is none: all of it lies beyond U+1100.
func isCJK(r rune) bool { return r >= 0x1100 && (r == 'ー' || unicode.In(r, cjk...)) }

// spaced sets spaces around the characters that are words of their own. Other text comes back as it is.
func spaced(text string) string {
	first := strings.IndexFunc(text, isCJK)
	if first < 0 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text) + len(text)/2)
	b.WriteString(text[:first])
	for _, r := range text[first:] {
		if !isCJK(r) {
			b.WriteRune(r)
			continue
		}
		b.WriteByte(' ')
		b.WriteRune(r)
		b.WriteByte(' ')
	}
	return b.String()
}
