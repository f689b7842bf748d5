package htmlview

import (
	"testing"
)

func TestPlainText(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"lines", "one\n\ntwo\n", "one 8 8, two 8 44"},
		{"quote", "own\n> old\n>> older\nend", "own 8 8, old 20 28, older 32 48, end 8 68"},
		{"markup is text", "<b>x</b> & <script>", "<b>x</b> 8 8, & 80 8, <script> 95 8"},
		{"first line empty", "\nx", "x 8 26"},
		{"lines from right to left", "אב\n\nx", "אב 672 8, x 8 44"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			layOut(t, "")
			p := ParseText(tt.src).Layout(View{Width: 700, Fonts: testFonts, Words: true})
			if got := where(p); got != tt.want {
				t.Errorf("%s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestPlainTextLinks(t *testing.T) {
	tests := []struct{ src, want string }{
		{"see https://a.test/x?y=1&z.", "https://a.test/x?y=1&z"},
		{"(www.a.test/x)", "http://www.a.test/x"},
		{"(https://a.test/x_(y))", "https://a.test/x_(y)"},
		{"write mailto:a@b.test, please", "mailto:a@b.test"},
		{"javascript:alert(1)", ""},
	}
	for _, tt := range tests {
		layOut(t, "")
		p := ParseText(tt.src).Layout(View{Width: 700, Fonts: testFonts, Words: true})
		got := ""
		if len(p.Links) > 0 {
			got = p.Links[0].Target
		}
		if got != tt.want {
			t.Errorf("%q links to %q, want %q", tt.src, got, tt.want)
		}
	}
}

func TestColumnsGetAMonospacedFont(t *testing.T) {
	if needsColumns("Dear Ann,\n\nhow are you?  Fine, I hope.\n") {
		t.Error("a letter is taken for a table")
	}
	if !needsColumns("Item      Price\nApples    1.20\nPears     2.10\n") {
		t.Error("a table is taken for a letter")
	}
}
