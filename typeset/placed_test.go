package typeset

import (
	"strings"
	"testing"
)

// TestPlacedGlyphsStandForTheirText: what the glyphs of a line stand for is the line's text, from left to right, also where
// a letter and its mark are one glyph, and of a piece of a run.
func TestPlacedGlyphsStandForTheirText(t *testing.T) {
	tests := []struct {
		name, text string
		start, end int
		level      uint8
		want       string
	}{
		{"plain", "Hello", 0, 5, 0, "H|e|l|l|o"},
		{"a piece", "Hello", 1, 3, 0, "e|l"},
		{"composed", "e\u0301x", 0, 3, 0, "e\u0301|x"},
		{"Hebrew", "\u05d0\u05d1\u05d2", 0, 3, 1, "\u05d2|\u05d1|\u05d0"},
		{"a piece of Hebrew", "\u05d0\u05d1\u05d2", 0, 2, 1, "\u05d1|\u05d0"},
		{"nothing drawn for a line end", "a\nb", 0, 3, 0, "a|b"},
	}
	f := newTestFonts(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := []rune(tt.text)
			p := f.Shape(text, span(text, Font{Size: 20}), tt.level)
			var got []string
			x := float32(-1)
			for i := range p.Runs {
				glyphs, size := f.Placed(&Text{Box: Box{X: 5, Y: 0, W: 100, H: 20}, Baseline: 15, Para: p, Run: i, Start: max(tt.start, p.Runs[i].Start), End: min(tt.end, p.Runs[i].End)})
				for _, g := range glyphs {
					if g.Text != "" {
						got = append(got, g.Text)
					}
					if size != 20 || g.X < x || g.Y != 15 {
						t.Errorf("glyph %+v at size %v", g, size)
					}
				}
			}
			if s := strings.Join(got, "|"); s != tt.want {
				t.Errorf("%q, want %q", s, tt.want)
			}
		})
	}
}

func TestGlyphShape(t *testing.T) {
	f := newTestFonts(t)
	text := []rune("I ")
	p := f.Shape(text, span(text, Font{Size: 20}), 0)
	glyphs, _ := f.Placed(&Text{Para: p, End: 2})
	bar, space := f.GlyphShape(glyphs[0].Face, glyphs[0].ID), f.GlyphShape(glyphs[1].Face, glyphs[1].ID)
	if len(bar.Outline) < 5 || bar.Upem != 2048 || bar.Image != nil || len(space.Outline) != 0 || space.Advance <= 0 {
		t.Errorf("%+v, %+v", bar, space)
	}
	for _, s := range bar.Outline {
		if y := s.Points[0].Y; y < 0 || y > 2048 {
			t.Errorf("a point at %v: y goes upwards", y)
		}
	}
	if info := f.FaceInfo(glyphs[0].Face); !strings.HasPrefix(info.Name, "Liberation") || info.Ascent <= 0 || info.Descent <= 0 || info.Bold || info.Italic {
		t.Errorf("%+v", info)
	}
}
