package htmlview

import (
	"testing"

	"satchel/typeset"
)

func TestCopyOfAPage(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"paragraphs", "<p>One <b>two</b> three</p><p>four", "One two three\nfour"},
		{"soft breaks are spaces", "<p style='width:60px'>one two three four", "one two three four"},
		{"a word cut at its hyphen", "<p style='width:40px'>well-known words", "well-known words"},
		{"a word cut anywhere", "<p style='width:60px;overflow-wrap:anywhere'>https://a.example/a/long/address", "https://a.example/a/long/address"},
		{"Japanese", "<p style='width:40px'>日本語の文章です", "日本語の文章です"},
		{"lines of a pre", "<pre>one\n two\n\nthree</pre>", "one\n two\n\nthree"},
		{"hard breaks", "one<br>two", "one\ntwo"},
		{"cells", "<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a\tb\nc\td"},
		{"a float comes where it is read", "<p>before <span style='float:right'>float</span> after", "before \tfloat\tafter"},
		{"markers stay", "<ol><li>first<li>second</ol>", "first\nsecond"},
		{"hidden text stays hidden", "a<span style='display:none'>x</span>b", "ab"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := typeset.NewSelection(layOut(t, tt.src).List)
			if got := s.Copy(0, s.Len()); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// TestFindWithinWords: soft hyphens are no part of what is looked for, whether a line ends at them or not.
func TestFindWithinWords(t *testing.T) {
	for _, width := range []string{"60px", "400px"} {
		s := typeset.NewSelection(layOut(t, "<p style='width:"+width+"'>die Sicher&shy;heit und Sicherheit").List)
		hits := s.Find("sicherheit")
		if len(hits) != 2 || s.Copy(hits[0].Start, hits[0].End) != "Sicher\u00adheit" || s.Copy(hits[1].Start, hits[1].End) != "Sicherheit" {
			t.Errorf("%s wide: %v", width, hits)
		}
	}
}
