package mailmsg

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestPreview(t *testing.T) {
	tests := []struct {
		name, in string
		n        int
		want     string
	}{
		{"one line", "Hello Bob,\n\nhow are you?\n", 80, "Hello Bob, how are you?"},
		{"cut between words", "Hello Bob, how are you?", 14, "Hello Bob, how"},
		{"no room for the next word", "Hello Bob, how", 13, "Hello Bob,"},
		{"long word", "Donaudampfschifffahrt", 5, "Donau"},
		{"script without blanks", "今日は " + strings.Repeat("世", 50), 20, "今日は " + strings.Repeat("世", 16)},
		{"quotes", "> old\n>> older\nYes.\n", 80, "Yes."},
		{"who wrote the quote", "Yes.\n\nOn Monday Ann wrote:\n> really?\n", 80, "Yes."},
		{"a colon without quote", "Bring this:\nbread\n", 80, "Bring this: bread"},
		{"signature", "Yes.\n-- \nAnn Lee\n", 80, "Yes."},
		{"forwarded", "See below.\n\n-----Original Message-----\nFrom: x\n", 80, "See below."},
		{"a quoted head", "Ja.\n\nVon: Ann Lee <ann@example.org>\nGesendet: Montag, 2. März 2026 10:00\nAn: Bo\nBetreff: Tee\n\nTee?\n", 80, "Ja."},
		{"a telephone's signature", "Ja.\n\nVon meinem iPhone gesendet\n", 80, "Ja."},
		{"only quotes", "> Shall we?\n", 80, "Shall we?"},
		{"only a forwarded letter", "-----Original Message-----\nHello\n", 80, "Hello"},
		{"links", "Look: https://example.org/a?b=c <http://x/> here", 80, "Look: here"},
		{"rules and filler", "=====\n* Offer *\n\u200c\u00a0\u200c\u034f \u00ad\n", 80, "Offer"},
		{"pictures", "[picture: our logo]\nHello[picture: sun] Bob [picture: no end", 80, "Hello Bob [picture: no end"},
		{"direction overrides", "a\u202eb", 80, "ab"},
		{"nothing", "", 80, ""},
		{"no room", "Hello", 0, ""},
		{"negative", "Hello", -1, ""},
		{"endless room", "Hello", int(^uint(0) >> 1), "Hello"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Preview(tt.in, tt.n); got != tt.want {
				t.Errorf("Preview(%q, %d) = %q, want %q", tt.in, tt.n, got, tt.want)
			}
		})
	}
}

func TestSearchText(t *testing.T) {
	tests := []struct {
		name, text string
		n          int
		want       string
	}{
		{"white space", " one\n\n two\tthree ", 100, "one two three"},
		{"whole words", "one two three", 8, "one two"},
		{"a word too long", "Grüße", 3, "Gr"},
		{"no room", "one", 0, ""},
		{"negative", "one", -5, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := SearchText(&Message{Text: tt.text}, tt.n); got != tt.want {
				t.Errorf("SearchText(%q, %d) = %q, want %q", tt.text, tt.n, got, tt.want)
			}
		})
	}
}

func FuzzPreview(f *testing.F) {
	f.Add("Hello\n> old\n-- \nAnn https://x", 10)
	f.Add("世界\u202e\xff", 1)
	f.Fuzz(func(t *testing.T, text string, n int) {
		got := Preview(text, n)
		switch {
		case !utf8.ValidString(got):
			t.Errorf("Preview(%q, %d) = %q is not UTF-8", text, n, got)
		case utf8.RuneCountInString(got) > max(n, 0):
			t.Errorf("Preview(%q, %d) = %q is too long", text, n, got)
		case strings.ContainsFunc(got, unicode.IsControl) || strings.ContainsFunc(got, isBidiControl) || got != strings.TrimSpace(got):
			t.Errorf("Preview(%q, %d) = %q is not one clean line", text, n, got)
		}
		if s := SearchText(&Message{Text: text}, n); len(s) > max(n, 0) {
			t.Errorf("SearchText of %q, %d is %d bytes", text, n, len(s))
		}
	})
}
