package htmlview

import (
	"testing"

	"satchel/typeset"
)

func TestCopyOfAPage(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"paragraphs", "<p>One <b>two</b> three</p><p>four", "One two three\nfour"},
		{"soft breaks are spaces", "<p style='width:60px'>one two three four", "one two three four"},
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
