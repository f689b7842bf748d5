package htmlview

import (
	"strings"
	"testing"
)

func text(p *Page) string {
	var words []string
	for _, w := range p.Words {
		words = append(words, w.Text)
	}
	return strings.Join(words, " ")
}

func TestFoldQuotes(t *testing.T) {
	tests := []struct{ name, src, want string }{ // want: what stays
		{"Gmail", "<div>own</div><div class=gmail_quote>On day X wrote:<blockquote>old</blockquote></div>", "own"},
		{"Apple", "own<br><blockquote type=cite>old</blockquote>", "own"},
		{"Thunderbird", "<p>own</p><div class=moz-cite-prefix>X wrote:</div><blockquote type=cite>old</blockquote>", "own"},
		{"Outlook on the web", "<div>own</div><div id=appendonsend></div><hr><div id=divRplyFwdMsg>From: X</div><div>old</div>", "own"},
		{"Outlook", "<div><p>own</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p>From: X</p></div></div><p>old</p></div>", "own"},
		{"Yahoo", "<div>own</div><div class=yahoo_quoted>old</div>", "own"},
		{"nothing but a quote", "<blockquote type=cite>old</blockquote>", "old"},
		{"words after it", "own<blockquote type=cite>old</blockquote>more", "own old more"},
		{"a quotation of a book", "own<blockquote>book</blockquote>", "own book"},
		{"no quote", "own", "own"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			layOut(t, "") // opens the fonts
			l := Parse([]byte(tt.src))
			view := View{Width: 700, Fonts: testFonts, Words: true, FoldQuotes: true}
			p := l.Layout(view)
			if got := text(p); got != tt.want {
				t.Errorf("%q stays, want %q", got, tt.want)
			}
			view.FoldQuotes = false
			whole := text(l.Layout(view))
			if p.Folded != (whole != tt.want) {
				t.Errorf("Folded is %v; unfolded it reads %q", p.Folded, whole)
			}
			if strings.Contains(tt.src, "old") && !strings.Contains(whole, "old") {
				t.Errorf("the quote is lost: %q", whole)
			}
		})
	}
}

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
