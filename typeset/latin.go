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

// plainLatin says whether the table covers a run.
func plainLatin(run *Run, text []rune) bool {
	if !run.face.bundled || run.Level&1 == 1 {
		return false
	}
	for _, r := range text {
		if r != '\n' && (r < latinFirst || r >= 0x7F && r < 0xA0 || r >= 0x100 || r == 0xAD) {
			return false
		}
	}
	return true
}

// plainPart is how many characters are shaped by the table at once: of a long text only the advances are to be kept.
const plainPart = 4096

// shapePlain shapes a run that the table covers, part by part from gap to gap.
func (f *Fonts) shapePlain(p *Paragraph, run *Run, size int) {
	fc := run.face
	if fc.latin == nil {
		fc.latin = newLatinTable(fc)
	}
	endsJoined := false // the last glyph is one of those kept
	for start := run.Start; start < run.End; {
		end := min(start+size, run.End)
		for end < run.End && !isGap(p.Text[end]) {
			end++
		}
		if before := p.Text[max(start-1, 0)]; start > run.Start && before != '\n' && p.Text[start] != '\n' {
			if adjust := fc.latin.adjust(fc, before, p.Text[start]); adjust != pairComplex {
				by := float32(adjust) * run.Size / fc.upem
				p.Advance[start-1] += by
				if endsJoined {
					last := &run.glyphs[len(run.glyphs)-1]
					last.Advance += by
					p.Advance[last.Cluster] += by
					p.Advance[start-1] -= by
				}
			}
		}
		part := *run
		part.Start, part.End = start, end
		glyphs, joined := f.latin(&part, p.Text[start:end])
		p.settle(&part, glyphs)
		run.glyphs = append(run.glyphs, gather(glyphs, joined)...)
		endsJoined = len(joined) > 0 && joined[len(joined)-1][1] == len(glyphs)
		start = end
	}
}

// latin shapes text that the table covers. Words in which characters join, as f and i, are left to HarfBuzz one by one: a
// word comes again and is shaped once. joined are the stretches of glyphs of those words. The glyphs are overwritten by
// the next call.
func (f *Fonts) latin(run *Run, text []rune) (glyphs []Glyph, joined [][2]int) {
	scale := run.Size / run.face.upem
	glyphs, f.joined = f.scratch[:0], f.joined[:0]
	for start := 0; start < len(text); {
		end := start + 1
		for end < len(text) && !isGap(text[end]) {
			end++
		}
		glyphs = f.latinWord(run, text, start, end, scale, glyphs)
		start = end
	}
	f.scratch = glyphs
	return glyphs, f.joined
}

// gather copies the glyphs of some stretches.
func gather(glyphs []Glyph, stretches [][2]int) []Glyph {
	n := 0
	for _, s := range stretches {
		n += s[1] - s[0]
	}
	if n == 0 {
		return nil
	}
	out := make([]Glyph, 0, n)
	for _, s := range stretches {
		out = append(out, glyphs[s[0]:s[1]]...)
	}
	return out
}

func isGap(r rune) bool { return r == ' ' || r == '\n' || r == 0xA0 }

// latinWord appends the glyphs of a word with the gap before it.
func (f *Fonts) latinWord(run *Run, text []rune, start, end int, scale float32, glyphs []Glyph) []Glyph {
	t, from := run.face.latin, len(glyphs)
	for i := start; i < end; i++ {
		r := text[i]
		if r == '\n' {
			glyphs = append(glyphs, Glyph{ID: noGlyph, Cluster: int32(run.Start + i)})
			continue
		}
		at := int(r) - latinFirst
		if i > 0 && text[i-1] != '\n' {
			adjust := t.adjust(run.face, text[i-1], r)
			switch {
			case adjust == pairComplex && i > start && !isGap(text[i-1]):
				return f.joinedWord(run, text, start, end, scale, glyphs[:from])
			case adjust != pairComplex && len(glyphs) > 0:
				glyphs[len(glyphs)-1].Advance += float32(adjust) * scale
			}
		}
		glyphs = append(glyphs, Glyph{ID: t.glyph[at], Cluster: int32(run.Start + i), Advance: float32(t.advance[at]) * scale})
	}
	return glyphs
}

// joinedWord shapes a word by HarfBuzz; the gap before it is the table's.
func (f *Fonts) joinedWord(run *Run, text []rune, start, end int, scale float32, glyphs []Glyph) []Glyph {
	word := start
	for word < end && isGap(text[word]) {
		word++
	}
	glyphs = f.latinWord(run, text, start, word, scale, glyphs)
	if word > 0 && text[word-1] != '\n' && len(glyphs) > 0 {
		if adjust := run.face.latin.adjust(run.face, text[word-1], text[word]); adjust != pairComplex {
			glyphs[len(glyphs)-1].Advance += float32(adjust) * scale
		}
	}
	first := len(glyphs)
	for _, u := range f.units(run.face, text[word:end], 0, end-word, 0) {
		glyphs = append(glyphs, u.scaled(scale, int32(run.Start+word)))
	}
	f.joined = append(f.joined, [2]int{first, len(glyphs)})
	return glyphs
}

// adjust is what the pair changes at the first character's advance.
func (t *latinTable) adjust(fc *face, a, b rune) int16 {
	k := (int(a)-latinFirst)*latinCount + int(b) - latinFirst
	if t.pair[k] == pairUnknown {
		t.pair[k] = measurePair(fc, t, a, b)
	}
	return t.pair[k]
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
