package mailindex

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// marked sets brackets around the hits.
func marked(s Snippet) string {
	var b strings.Builder
	at := 0
	for _, m := range s.Marks {
		b.WriteString(s.Text[at:m.From] + "[" + s.Text[m.From:m.To] + "]")
		at = m.To
	}
	return b.String() + s.Text[at:]
}

func TestSnippet(t *testing.T) {
	long := strings.Repeat("one two three ", 20)
	for _, tt := range []struct {
		text  string
		marks []string
		n     int
		want  string
	}{
		{"the red car", []string{"red"}, 50, "the [red] car"},
		{"the red Car is red", []string{"car", "red"}, 50, "the [red] [Car] is [red]"},
		{"München liegt", []string{"munch"}, 50, "[Münch]en liegt"},
		{"scarlet car", []string{"car"}, 50, "scarlet [car]"},
		{"来週の東京で", []string{"東京"}, 50, "来週の[東京]で"},
		{"nothing here", []string{"xyz"}, 50, "nothing here"},
		{"a b", nil, 50, "a b"},
		{"", []string{"a"}, 50, ""},
		{long + "needle " + long, []string{"needle"}, 60, "… two three one two three one two three [needle] one two three …"},
		{long, nil, 20, "one two three one …"},
	} {
		if got := marked(snippet(tt.text, tt.marks, tt.n)); got != tt.want {
			t.Errorf("snippet(%.20q, %q) = %q, want %q", tt.text, tt.marks, got, tt.want)
		}
	}
}

func FuzzSnippet(f *testing.F) {
	f.Add("the red car", "red", 5)
	f.Add("Ünï\u0301 ﬁ", "u", 3)
	f.Fuzz(func(t *testing.T, text, mark string, n int) {
		text = strings.ToValidUTF8(text, "?")
		s := snippet(text, []string{mark}, min(max(n, 0), 300))
		at := 0
		for _, m := range s.Marks {
			if m.From < at || m.To <= m.From || m.To > len(s.Text) {
				t.Fatalf("%q: marks %v", s.Text, s.Marks)
			}
			at = m.To
		}
		if !utf8.ValidString(s.Text) || !utf8.ValidString(marked(s)) {
			t.Fatalf("%q is cut within a character", s.Text)
		}
	})
}
