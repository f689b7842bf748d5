package typeset

import (
	"strings"
	"testing"
)

func TestBreaks(t *testing.T) {
	tests := []struct{ text, want string }{ // a bar where a line may break
		{"two words", "two |words"},
		{"a  b", "a  |b"},
		{"http://example.org/a/b", "http://example.org/a/b"},
		{"path?x=1&y=2", "path?|x=1&y=2"},
		{"well-known", "well-|known"},
		{"no -5 minus", "no |-5 |minus"},
		{"ABCD-1234", "ABCD-|1234"},
		{"a(b)", "a(b)"},
		{"a) (b", "a) |(b"},
		{"x.(y)", "x.|(y)"},
		{"no\u00a0break", "no\u00a0break"},
		{"日本語", "日|本|語"},
		{"x\uFFFCy", "x|\uFFFC|y"},
		{"\uFFFC\u00a0z", "\uFFFC|\u00a0z"},
		{"zero\u200bwidth", "zero\u200b|width"},
	}
	for _, tt := range tests {
		var got strings.Builder
		text := []rune(tt.text)
		for i, kind := range breaks(text)[:len(text)] {
			if kind != NoBreak {
				got.WriteByte('|')
			}
			got.WriteRune(text[i])
		}
		if got.String() != tt.want {
			t.Errorf("breaks of %q: %q, want %q", tt.text, got.String(), tt.want)
		}
	}
}
