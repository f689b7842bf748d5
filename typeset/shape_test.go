package typeset

import (
	"math"
	"slices"
	"testing"
)

func newTestFonts(t testing.TB) *Fonts {
	t.Helper()
	f, err := NewFonts(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func span(text []rune, ft Font) []Span { return []Span{{End: len(text), Font: ft}} }

func width(p *Paragraph) float64 {
	w := 0.0
	for _, a := range p.Advance {
		w += float64(a)
	}
	return w
}

// TestLatinTableGivesWhatHarfBuzzGives compares the quick way with the complete one on running text.
func TestLatinTableGivesWhatHarfBuzzGives(t *testing.T) {
	latin := []rune("AVATAR To. We Yes, \"office\" flight - final office VA. T.V. é à Ñandú L'été fi ffi fl 1,234.56 (f) f) «A» Äpfel.")
	f := newTestFonts(t)
	for fam := Sans; fam <= Mono; fam++ {
		for style := range 4 {
			ft := Font{Family: fam, Bold: style&1 == 1, Italic: style&2 == 2, Size: 16}
			quick := f.Shape(latin, span(latin, ft), 0)
			run := Run{End: len(latin), Size: 16, face: f.face(ft)}
			glyphs := f.complex(&run, latin)
			full := 0.0
			for _, g := range glyphs {
				full += float64(g.Advance)
			}
			if math.Abs(width(quick)-full) > 0.01 {
				t.Errorf("%v: quick %.3f px, complete %.3f px", ft, width(quick), full)
			}
			made := quick.Glyphs(&quick.Runs[0], 0, len(latin), nil)
			if !slices.EqualFunc(made, glyphs, nearlySame) {
				t.Errorf("%v: quick %v, complete %v", ft, made, glyphs)
			}
			for cut := range latin { // lines may end anywhere
				pieces := quick.Glyphs(&quick.Runs[0], cut, len(latin), quick.Glyphs(&quick.Runs[0], 0, cut, nil))
				if !slices.EqualFunc(pieces, made, nearlySame) {
					t.Errorf("%v: cut at %d: %v, whole %v", ft, cut, pieces, made)
				}
			}
		}
	}
}

// TestPartsAreShapedAlike: where a long text is cut makes no difference.
func TestPartsAreShapedAlike(t *testing.T) {
	text := []rune("AVATAR To. office We Yes, \"office\"\nflight - final office VA.\u00a0T.V. Ñandú L'été fi ffi fl 1,234.56 f) «A» y. ")
	f := newTestFonts(t)
	for fam := Sans; fam <= Mono; fam++ {
		spans := span(text, Font{Family: fam, Size: 16})
		spans[0].LetterSpacing, spans[0].WordSpacing = 1, 3
		whole := f.Shape(text, spans, 0)
		want := whole.Glyphs(&whole.Runs[0], 0, len(text), nil)
		for size := 1; size < 40; size++ {
			p := &Paragraph{Text: text, Spans: spans, Advance: make([]float32, len(text))}
			run := Run{End: len(text), Size: 16, plain: true, face: f.face(spans[0].Font)}
			f.shapePlain(p, &run, size)
			if got := p.Glyphs(&run, 0, len(text), nil); !slices.EqualFunc(got, want, nearlySame) {
				t.Fatalf("%v in parts of %d: %v, whole %v", fam, size, got, want)
			}
			for i := range text {
				if math.Abs(float64(p.Advance[i]-whole.Advance[i])) > 0.01 {
					t.Fatalf("%v in parts of %d: advance %d is %v, whole %v", fam, size, i, p.Advance[i], whole.Advance[i])
				}
			}
		}
	}
}

func nearlySame(a, b Glyph) bool {
	return a.ID == b.ID && a.Cluster == b.Cluster && a.DX == b.DX && a.DY == b.DY && math.Abs(float64(a.Advance-b.Advance)) < 0.01
}

func TestMetricsAreThoseOfArialTimesAndCourier(t *testing.T) {
	f := newTestFonts(t)
	tests := []struct {
		ft                        Font
		ascent, descent, distance float32
		width                     float64 // of "Hello"
	}{
		{Font{Family: Sans, Size: 16}, 14, 3, 18, 36.46},
		{Font{Family: Serif, Size: 16}, 14, 3, 18, 35.54},
		{Font{Family: Mono, Size: 16}, 13, 5, 18, 48.01},
	}
	for _, tt := range tests {
		m := f.Metrics(tt.ft)
		if m.Ascent != tt.ascent || m.Descent != tt.descent || m.LineHeight() != tt.distance {
			t.Errorf("%v: %+v, want %v %v %v", tt.ft, m, tt.ascent, tt.descent, tt.distance)
		}
		text := []rune("Hello")
		if w := width(f.Shape(text, span(text, tt.ft), 0)); math.Abs(w-tt.width) > 0.02 {
			t.Errorf("%v: Hello is %.2f px wide, want %.2f", tt.ft, w, tt.width)
		}
	}
}

func TestFamily(t *testing.T) {
	f := newTestFonts(t)
	tests := []struct {
		names []string
		want  Family
	}{
		{[]string{"Arial"}, Sans},
		{[]string{"No Such Font", "Georgia", "Arial"}, Serif},
		{[]string{"no such", "MONOSPACE"}, Mono},
		{[]string{"no such font"}, Sans},
		{nil, Sans},
	}
	for _, tt := range tests {
		if got := f.Family(tt.names); got != tt.want {
			t.Errorf("Family(%v) = %v, want %v", tt.names, got, tt.want)
		}
	}
}

func TestLetterAndWordSpacing(t *testing.T) {
	f := newTestFonts(t)
	text := []rune("ab cd")
	plain := width(f.Shape(text, span(text, Font{Size: 16}), 0))
	s := span(text, Font{Size: 16})
	s[0].LetterSpacing, s[0].WordSpacing = 2, 5
	if got := width(f.Shape(text, s, 0)); math.Abs(got-plain-15) > 0.01 {
		t.Errorf("spacing adds %.2f px, want 15", got-plain)
	}
}

// FuzzShape: every text has one advance for each rune, and every rune belongs to exactly one run.
func FuzzShape(f *testing.F) {
	for _, s := range []string{"plain", "fi ffi", "שלום abc 123", "مرحبا (x)", "e\u0301\u0316", "👨‍👩‍👧 \U0001F1E9\U0001F1EA", "\u202eabc", "a\nb\tc\x00", "한국어 日本"} {
		f.Add(s, uint8(0))
	}
	fonts := newTestFonts(f)
	f.Fuzz(func(t *testing.T, s string, base uint8) {
		text := []rune(s)
		if len(text) > 500 {
			return
		}
		p := fonts.Shape(text, span(text, Font{Size: 16}), base&1)
		next := 0
		for _, r := range p.Runs {
			if r.Start != next || r.End <= r.Start {
				t.Fatalf("run %d-%d after %d", r.Start, r.End, next)
			}
			next = r.End
			for _, g := range p.Glyphs(&r, r.Start, r.End, nil) {
				if int(g.Cluster) < r.Start || int(g.Cluster) >= r.End {
					t.Fatalf("cluster %d outside %d-%d", g.Cluster, r.Start, r.End)
				}
			}
		}
		if next != len(text) || len(p.Breaks) != len(text)+1 {
			t.Fatalf("runs end at %d of %d", next, len(text))
		}
	})
}
