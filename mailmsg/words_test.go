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
		if joined := strings.Join(slices.Collect(runs(text)), " "); joined != strings.Join(want, " ") {
			t.Fatalf("runs(%q) make %q, want %q", text, joined, strings.Join(want, " "))
		}
		if got, want := SearchText(&Message{Text: text}, len(text)/2), startOf(want, len(text)/2); got != want {
			t.Fatalf("SearchText(%q, %d) = %q, want %q", text, len(text)/2, got, want)
		}
	})
}

// startOf joins as many words as n bytes have room for, at least the beginning of the first.
func startOf(words []string, n int) string {
	if len(words) > 0 && len(words[0]) > n {
		return CutBytes(words[0], n)
	}
	for k := len(words); k > 0; k-- {
		if text := strings.Join(words[:k], " "); len(text) <= n {
			return text
		}
	}
	return ""
}
