package viewmodel

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Setting is what can be found of one setting.
type Setting struct {
	Section string // the heading above it
	Title   string
	Hint    string // what it means, "" where the title says all
	Words   string // more that people may look for, and the choices it has
}

// Answers says whether a setting has all words of a query, each as the beginning of a word or within one. Case and accents
// do not matter; an empty query finds all.
func (s Setting) Answers(query string) bool {
	text := plainLetters(s.Section + " " + s.Title + " " + s.Hint + " " + s.Words)
	for _, word := range strings.Fields(plainLetters(query)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// plainLetters is a text in small letters without accents.
func plainLetters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(strings.ToValidUTF8(text, "")))
}
