package typeset

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/bidi"
)

// In these tests capital letters stand for Hebrew ones.
func hebrew(s string) []rune {
	var out []rune
	for _, r := range s {
		if r >= 'A' && r <= 'Z' {
			r = 0x5D0 + r - 'A'
		}
		out = append(out, r)
	}
	return out
}

func TestLevels(t *testing.T) {
	tests := []struct {
		name, text string
		base       uint8
		want       string // a digit for each rune
	}{
		{"plain", "abc def", 0, "0000000"},
		{"word in Latin", "ab CD ef", 0, "00011000"},
		{"number in Hebrew", "AB 12 CD", 0, "11122111"},
		{"number in a Hebrew paragraph", "AB 12", 1, "11122"},
		{"Latin in Hebrew", "AB cd", 1, "11122"},
		{"brackets follow the paragraph", "a (B) c", 0, "0001000"},
		{"brackets of Latin in a Hebrew paragraph", "a[b]", 1, "2222"},
		{"brackets after Hebrew", "A[b]", 1, "1121"},
		{"brackets around both", "AB (c D)", 1, "11112111"},
		{"price", "A $5", 1, "1122"},
		{"isolate", "a \u2067b C\u2069 d", 0, "000211000"},
		{"override is obeyed here, dropped by callers", "\u202eab\u202cc", 0, "01110"},
		{"white space at the end", "A ", 0, "10"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got strings.Builder
			for _, lv := range levels(hebrew(tt.text), tt.base) {
				got.WriteByte('0' + lv)
			}
			if got.String() != tt.want {
				t.Errorf("levels of %q = %s, want %s", tt.text, got.String(), tt.want)
			}
		})
	}
}

func TestVisualOrder(t *testing.T) {
	tests := []struct {
		levels []uint8
		want   []int
	}{
		{[]uint8{0, 0, 0}, []int{0, 1, 2}},
		{[]uint8{1, 1, 1}, []int{2, 1, 0}},
		{[]uint8{1, 2, 1}, []int{2, 1, 0}},
		{[]uint8{0, 1, 1, 0}, []int{0, 2, 1, 3}},
		{[]uint8{1, 2, 2, 1}, []int{3, 1, 2, 0}},
		{nil, []int{}},
	}
	for _, tt := range tests {
		if got := VisualOrder(tt.levels); !slices.Equal(got, tt.want) {
			t.Errorf("VisualOrder(%v) = %v, want %v", tt.levels, got, tt.want)
		}
	}
}

// FuzzLevels compares with another implementation, of which only the directions can be had: they are the levels' parity.
func FuzzLevels(f *testing.F) {
	for _, s := range []string{"abc שלום 12", "(א) [b] ג", "مرحبا 1,2 + 3%", "\u2067x\u2069 א", "א-1 ב/2", "a\u0301א\u05b0"} {
		f.Add(s, uint8(0))
		f.Add(s, uint8(1))
	}
	f.Fuzz(func(t *testing.T, s string, base uint8) {
		base &= 1
		text := []rune(s)
		if len(text) == 0 || len(text) > 200 {
			return
		}
		for _, r := range text {
			props, _ := bidi.LookupRune(r)
			switch props.Class() {
			case bidi.B, bidi.BN, bidi.LRE, bidi.RLE, bidi.LRO, bidi.RLO, bidi.PDF, bidi.S, bidi.FSI, bidi.LRI, bidi.RLI, bidi.PDI, bidi.WS:
				return // levels of what is not drawn are free to differ, and white space at a line's end is the line's affair
			default:
			}
			if props.IsBracket() {
				return // the other one does not pair brackets (N0); TestLevels does
			}
		}
		var p bidi.Paragraph
		// The other one takes the base direction from the text where it can; marks fix it.
		mark := "\u200e"
		if base == 1 {
			mark = "\u200f"
		}
		if _, err := p.SetString(mark + string(text)); err != nil {
			return
		}
		order, err := p.Order()
		if err != nil {
			return
		}
		got := levels(append([]rune(mark), text...), base)
		for i := range order.NumRuns() {
			run := order.Run(i)
			start, end := run.Pos()
			for k := start; k <= end && k < len(got); k++ {
				if rtl := run.Direction() == bidi.RightToLeft; rtl != (got[k]&1 == 1) {
					t.Fatalf("%q, base %d: rune %d has level %d, the other says right to left: %v", s, base, k, got[k], rtl)
				}
			}
		}
	})
}
