package mailmsg

import (
	"slices"
	"strings"
	"testing"
	"unicode"
)

func FuzzWords(f *testing.F) {
	for _, seed := range []string{"", " ", "one", " one  two\tthree\r\n", "\u00A0a\u2003b\u0085", "\xff \xc3", "München\u3000東京"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, want := slices.Collect(words(text)), strings.FieldsFunc(text, unicode.IsSpace)
		if !slices.Equal(got, want) {
			t.Fatalf("words(%q) = %q, want %q", text, got, want)
		}
	})
}
