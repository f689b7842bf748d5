package widgets

import (
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

func TestFit(t *testing.T) {
	newTestApp(t)
	look := newMeasurer(13, fyne.TextStyle{})
	texts := []string{
		"", "short", "A sender whose name goes on and on beyond any card", "ideographs 会议记录和下周的安排和更多",
		"موعد الاجتماع القادم مع كل الزملاء", "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301",
		"two\nlines", "bad \xff byte", strings.Repeat("x", 5000),
	}
	for _, s := range texts {
		for _, width := range []float32{20, 80, 300} {
			got := look.fit(s, width)
			if real := look.measure(got); real > width+1 {
				t.Errorf("fit(%.20q, %v) = %q is %v wide", s, width, got, real)
			}
			if !utf8.ValidString(got) || strings.Contains(got, "\n") {
				t.Errorf("fit(%.20q, %v) = %q cannot be drawn", s, width, got)
			}
			if strings.HasSuffix(got, "e…") && strings.HasPrefix(s, "e\u0301") {
				t.Errorf("fit(%q, %v) = %q lost an accent", s, width, got)
			}
		}
	}
	if got := look.fit("short", 300); got != "short" {
		t.Errorf("fit of a text with room = %q", got)
	}
	if got := look.fit(texts[2], 80); !strings.HasSuffix(got, "…") || !strings.HasPrefix(got, "A sen") {
		t.Errorf("fit of a long text = %q", got)
	}
}

// TestAdvanceIsCloseToShaping: a line of summed advances must never be drawn wider than was reckoned with, and not be
// broken much too early either. How wide ideographs are drawn depends on the fonts of the system, so only the first holds
// for them everywhere.
func TestAdvanceIsCloseToShaping(t *testing.T) {
	newTestApp(t)
	look := newMeasurer(14, fyne.TextStyle{})
	tests := []struct {
		text    string
		bundled bool // the toolkit's own font has all of it
	}{
		{"We meet on Tuesday at ten. Please bring the tools.", true},
		{"Ihre Fahrkarte nach München", true},
		{"会议记录和下周的安排", false},
	}
	for _, tt := range tests {
		var sum float32
		for _, r := range tt.text {
			sum += look.advance(r)
		}
		real := look.measure(tt.text)
		if sum < real*0.98 {
			t.Errorf("sum of %q = %v, drawn wider: %v", tt.text, sum, real)
		}
		if tt.bundled && sum > real*1.04 {
			t.Errorf("sum of %q = %v, drawn much narrower: %v", tt.text, sum, real)
		}
	}
}

func TestPrintable(t *testing.T) {
	tests := []struct{ in, want string }{
		{"plain", "plain"},
		{"a\tb", "a    b"},
		{"bell\a\x00", "bell"},
		{"evil\u202egpj.exe", "evilgpj.exe"},
		{"family \U0001F468\u200d\U0001F469", "family \U0001F468\u200d\U0001F469"},
		{"bad\xff", "bad\ufffd"},
	}
	for _, tt := range tests {
		if got := printable(tt.in); got != tt.want {
			t.Errorf("printable(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestInitials(t *testing.T) {
	tests := []struct{ in, want string }{
		{"Ann Example", "AE"},
		{"  jürgen  müller-lüdenscheidt ", "JL"},
		{"ann@example.org", "A"},
		{"\"O'Neil\"", "ON"},
		{"王 小明", "王"},
		{"", "?"},
		{"*** !!!", "?"},
		{"42", "4"},
	}
	for _, tt := range tests {
		if got := initials(tt.in); got != tt.want {
			t.Errorf("initials(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestPersonColour(t *testing.T) {
	if PersonColour("Ann@Example.org ") != PersonColour("ann@example.org") {
		t.Error("the colour depends on how the address is written")
	}
	seen := map[any]bool{}
	for c := 'a'; c <= 'z'; c++ {
		seen[PersonColour(string(c)+"@example.org")] = true
	}
	if len(seen) < 5 {
		t.Errorf("26 people share %d colours", len(seen))
	}
}
