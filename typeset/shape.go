package typeset

import (
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// Span is a stretch of a paragraph in one style.
type Span struct {
	Start, End    int // runes
	Font          Font
	LetterSpacing float32 // px after every cluster
	WordSpacing   float32 // px after every space
	Kern          bool    // false only where a test or a caller wants bare advances
}

// Glyph is one drawn shape of a run. Distances are px.
type Glyph struct {
	ID      uint32
	Cluster int32 // first rune of the paragraph that it stands for
	Advance float32
	DX, DY  float32 // from the pen, DY upwards
}

// Run is a stretch of a paragraph in one face, one direction and one style. Paragraph.Glyphs gives its glyphs.
type Run struct {
	Start, End int
	Span       int
	Size       float32
	Level      uint8   // odd: right to left
	plain      bool    // glyphs holds only the words that latin could not make of its table
	glyphs     []Glyph // from left to right
	face       *face
}

// Paragraph is shaped text: what a line breaker and a painter need to know.
type Paragraph struct {
	Text    []rune
	Spans   []Span
	Runs    []Run       // in order of the text
	Levels  []uint8     // per rune
	Advance []float32   // per rune: a cluster's width stands at its first rune
	Breaks  []BreakKind // per rune: what may happen before it; one more for the end
}

// Shape turns text into glyphs. spans cover the text in order without gaps; base is the paragraph's level, 1 for right to
// left. Control characters and ObjectRune get no width and no glyph.
func (f *Fonts) Shape(text []rune, spans []Span, base uint8) *Paragraph {
	p := &Paragraph{
		Text: text, Spans: spans, Levels: levels(text, base),
		Advance: make([]float32, len(text)), Breaks: breaks(text),
	}
	for n, span := range spans {
		f.shapeSpan(p, n, span)
	}
	return p
}

// shapeSpan cuts a span into runs of one level and face, and shapes each.
func (f *Fonts) shapeSpan(p *Paragraph, n int, span Span) {
	own := f.face(span.Font)
	start := span.Start
	var current *face
	for i := span.Start; i < span.End; i++ {
		r := p.Text[i]
		fc := current
		if emoji := isEmoji(r) || i+1 < span.End && p.Text[i+1] == picturesSelector; emoji || fc == nil || !staysWith(fc, own, r) {
			fc = f.resolve(own, span.Font, r, emoji)
		}
		if isMark(r) && i > span.Start || invisible(r) && current != nil {
			fc = current // a mark or a joiner stays with what it belongs to
		}
		if i > start && (fc != current || p.Levels[i] != p.Levels[start]) {
			f.shapeRun(p, n, start, i, current)
			start = i
		}
		current = fc
	}
	if start < span.End {
		f.shapeRun(p, n, start, span.End, current)
	}
}

// staysWith is the quick way to say that a fallback is not needed: plain characters in the font asked for.
func staysWith(current, own *face, r rune) bool {
	return current == own && r < 0x100
}

func isMark(r rune) bool {
	return r >= 0x300 && r <= 0x36F || r >= 0x1F3FB && r <= 0x1F3FF || r >= 0x20D0 && r <= 0x20FF
}

func (f *Fonts) shapeRun(p *Paragraph, n, start, end int, fc *face) {
	run := Run{Start: start, End: end, Span: n, Size: p.Spans[n].Font.Size, Level: p.Levels[start], face: fc}
	if run.plain = plainLatin(&run, p.Text[start:end]); run.plain {
		f.shapePlain(p, &run, plainPart)
	} else {
		run.glyphs = f.complex(&run, p.Text)
		p.settle(&run, run.glyphs)
	}
	p.Runs = append(p.Runs, run)
}

// settle gives shaped glyphs the spacing of their span, and the paragraph their advances.
func (p *Paragraph) settle(run *Run, glyphs []Glyph) {
	span := &p.Spans[run.Span]
	for i := range glyphs {
		g := &glyphs[i]
		if r := p.Text[g.Cluster]; r < 0x20 || r == objectRune || r == 0xAD || r >= 0x200B && r <= 0x200F || r >= 0x2028 && r <= 0x202E || r >= 0x2066 && r <= 0x2069 {
			g.ID, g.Advance = noGlyph, 0
		} else if i+1 == len(glyphs) || glyphs[i+1].Cluster != g.Cluster { // the last of its cluster
			g.Advance += span.LetterSpacing
			if r == ' ' || r == 0xA0 {
				g.Advance += span.WordSpacing
			}
		}
		p.Advance[g.Cluster] += g.Advance
	}
}

// noGlyph marks what is shaped but not drawn.
const noGlyph = 1<<32 - 1

// unitGlyph is a shaped glyph in font units, its cluster counted from the run's start.
type unitGlyph struct {
	id              uint32
	cluster         int32
	advance, dx, dy int32
}

type shapeKey struct {
	text  string
	face  int
	level uint8
}

// maxShaped bounds the cache of shaped runs, maxShapedText the runs kept in it.
const (
	maxShaped     = 20000
	maxShapedText = 200
)

// complex shapes a run with HarfBuzz.
func (f *Fonts) complex(run *Run, text []rune) []Glyph {
	units := f.units(run.face, text, run.Start, run.End, run.Level)
	scale := run.Size / run.face.upem
	glyphs := make([]Glyph, len(units))
	for i, u := range units {
		glyphs[i] = u.scaled(scale, int32(run.Start))
	}
	return glyphs
}

// scaled is the glyph in px; its cluster counts from start.
func (u unitGlyph) scaled(scale float32, start int32) Glyph {
	return Glyph{ID: u.id, Cluster: u.cluster + start, Advance: float32(u.advance) * scale, DX: float32(u.dx) * scale, DY: float32(u.dy) * scale}
}

// units shapes in font units, out of the cache where it can.
func (f *Fonts) units(fc *face, text []rune, start, end int, level uint8) []unitGlyph {
	key := shapeKey{face: fc.index, level: level & 1}
	if end-start <= maxShapedText {
		key.text = string(text[start:end])
		if units, ok := f.shaped[key]; ok {
			return units
		}
	}
	in := shaping.Input{
		Text: text, RunStart: start, RunEnd: end, Direction: di.DirectionLTR, Face: fc.font,
		Size: fixed.I(int(fc.upem)), Script: scriptOf(text[start:end]), Language: language.NewLanguage("en"),
	}
	if level&1 == 1 {
		in.Direction = di.DirectionRTL
	}
	units := shapeUnits(in, start)
	if key.text != "" {
		if len(f.shaped) >= maxShaped {
			clear(f.shaped)
		}
		f.shaped[key] = units
	}
	return units
}

// maxRun is the most that is shaped in one go: HarfBuzz takes more than linear time for hostile text.
const maxRun = 4000

func shapeUnits(in shaping.Input, start int) []unitGlyph {
	var shaper shaping.HarfbuzzShaper
	var units []unitGlyph
	end := in.RunEnd
	var pieces [][2]int
	for at := in.RunStart; at < end; at += maxRun {
		pieces = append(pieces, [2]int{at, min(at+maxRun, end)})
	}
	for k := range pieces {
		piece := pieces[k]
		if in.Direction == di.DirectionRTL { // from left to right the last piece comes first
			piece = pieces[len(pieces)-1-k]
		}
		in.RunStart, in.RunEnd = piece[0], piece[1]
		for _, g := range shaper.Shape(in).Glyphs {
			units = append(units, unitGlyph{
				id: uint32(g.GlyphID), cluster: int32(g.TextIndex() - start),
				advance: int32(g.Advance.Round()), dx: int32(g.XOffset.Round()), dy: int32(g.YOffset.Round()),
			})
		}
	}
	return units
}

// scriptOf is the first real script of the text.
func scriptOf(text []rune) language.Script {
	for _, r := range text {
		if s := language.LookupScript(r); s.Strong() {
			return s
		}
	}
	return language.Latin
}

// Slanted says whether a run must be leaned by the painter: italics were asked for and its face, a fallback, has none.
func (f *Fonts) Slanted(p *Paragraph, run int) bool {
	r := &p.Runs[run]
	return p.Spans[r.Span].Font.Italic && !r.face.italic
}
