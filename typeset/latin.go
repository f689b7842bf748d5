package typeset

import (
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// latinTable holds the advances and pair adjustments of a bundled face for U+0020 to U+00FF. The bundled fonts adjust
// these characters by pairs only, so that a table gives what HarfBuzz gives, fifty times as fast; a test compares the
// two on running text.
type latinTable struct {
	glyph   [latinCount]uint32
	advance [latinCount]int32
	pair    [latinCount * latinCount]int16
}

const (
	latinFirst = 0x20
	latinCount = 0x100 - latinFirst

	pairUnknown = -1 << 15
	pairComplex = -1<<15 + 1 // a ligature or a moved glyph: leave it to HarfBuzz
)

// latin shapes text that the table covers; nil where it does not.
func (f *Fonts) latin(fc *face, text []rune, level uint8) []unitGlyph {
	if !fc.bundled || level&1 == 1 {
		return nil
	}
	for _, r := range text {
		if r < latinFirst || r >= 0x7F && r < 0xA0 || r >= 0x100 || r == 0xAD {
			return nil
		}
	}
	if fc.latin == nil {
		fc.latin = newLatinTable(fc)
	}
	t := fc.latin
	units := make([]unitGlyph, len(text))
	for i, r := range text {
		at := int(r) - latinFirst
		units[i] = unitGlyph{id: t.glyph[at], cluster: int32(i), advance: t.advance[at]}
		if i == 0 {
			continue
		}
		k := (int(text[i-1])-latinFirst)*latinCount + at
		adjust := t.pair[k]
		if adjust == pairUnknown {
			adjust = measurePair(fc, t, text[i-1], r)
			t.pair[k] = adjust
		}
		if adjust == pairComplex {
			return nil
		}
		units[i-1].advance += int32(adjust)
	}
	return units
}

func newLatinTable(fc *face) *latinTable {
	t := &latinTable{}
	for i := range t.glyph {
		if gid, ok := fc.font.NominalGlyph(rune(i + latinFirst)); ok {
			t.glyph[i] = uint32(gid)
		}
		t.advance[i] = int32(fc.font.HorizontalAdvance(font.GID(t.glyph[i])))
	}
	for i := range t.pair {
		t.pair[i] = pairUnknown
	}
	return t
}

// measurePair asks HarfBuzz once how two characters stand beside one another.
func measurePair(fc *face, t *latinTable, a, b rune) int16 {
	units := shapeUnits(shaping.Input{
		Text: []rune{a, b}, RunEnd: 2, Direction: di.DirectionLTR, Face: fc.font, Size: fixed.I(int(fc.upem)),
		Script: language.Latin, Language: language.NewLanguage("en"),
	}, 0)
	if len(units) != 2 || units[0].dx != 0 || units[1].dx != 0 || units[0].dy != 0 || units[1].dy != 0 ||
		units[0].id != t.glyph[a-latinFirst] || units[1].id != t.glyph[b-latinFirst] || units[1].advance != t.advance[b-latinFirst] {
		return pairComplex
	}
	return int16(units[0].advance - t.advance[a-latinFirst])
}
