package typeset

import (
	"image"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
)

// FaceID names one face of a Fonts.
type FaceID int

// Placed is a glyph of a text with its place on the page, for what draws by itself: a printer's file.
type Placed struct {
	Face FaceID
	ID   uint32
	X, Y float32 // CSS px: the pen, on the base line but for marks
	Text string  // what it stands for; "" where another glyph of its cluster stands for it
}

// Placed gives the glyphs of a piece of a line from left to right, with its font size.
func (f *Fonts) Placed(t *Text) (glyphs []Placed, size float32) {
	run := &t.Para.Runs[t.Run]
	x := t.X
	list := t.Para.Glyphs(run, t.Start, t.End, nil)
	for i, g := range list {
		if g.ID != noGlyph {
			glyphs = append(glyphs, Placed{FaceID(run.face.index), g.ID, x + g.DX, t.Baseline - g.DY, t.Para.standsFor(run, list, i, min(run.End, t.End))})
		}
		x += g.Advance
	}
	return glyphs, run.Size
}

// standsFor gives the text of one glyph: that of its cluster, shared out among the cluster's glyphs where there are as many
// of both, else given to the first one. end is where the piece ends.
func (p *Paragraph) standsFor(run *Run, list []Glyph, i, end int) string {
	first, last := i, i+1
	for first > 0 && list[first-1].Cluster == list[i].Cluster {
		first--
	}
	for last < len(list) && list[last].Cluster == list[i].Cluster {
		last++
	}
	rtl := run.Level&1 == 1
	start := int(list[i].Cluster)
	if rtl && first > 0 {
		end = int(list[first-1].Cluster)
	} else if !rtl && last < len(list) {
		end = int(list[last].Cluster)
	}
	text := p.Text[min(start, end):end]
	switch at := i - first; {
	case len(text) == last-first && rtl:
		return string(text[len(text)-1-at])
	case len(text) == last-first:
		return string(text[at])
	case at > 0:
		return ""
	}
	return string(text)
}

// SegmentOp says what a Segment draws.
type SegmentOp uint8

// Operations and how many points they have.
const (
	MoveTo SegmentOp = iota // 1
	LineTo                  // 1
	QuadTo                  // 2
	CubeTo                  // 3
)

// Point is a place in font units, y upwards.
type Point struct{ X, Y float32 }

// Segment is a piece of an outline.
type Segment struct {
	Op     SegmentOp
	Points [3]Point
}

// Shape is what a glyph looks like: an outline, or a picture where its face has it in colour. All distances are in font
// units, Upem of which are the font's size.
type Shape struct {
	Upem, Advance float32
	Outline       []Segment
	Image         image.Image // nil: Outline
	ImageBox      Box         // its place from the pen; Y is its lower edge
}

// GlyphShape gives the form of a glyph.
func (f *Fonts) GlyphShape(id FaceID, glyph uint32) Shape {
	fc := f.faces[id]
	s := Shape{Upem: fc.upem, Advance: fc.font.HorizontalAdvance(opentype.GID(glyph))}
	if _, plain := fc.font.GlyphData(opentype.GID(glyph)).(font.GlyphOutline); plain {
		s.Outline = outlineOf(fc, glyph)
		return s
	}
	if drawn := drawGlyph(fc, glyphKey{face: fc.index, id: glyph, size: colorSize}); drawn.color != nil {
		unit, r := fc.upem/colorSize, drawn.color.Rect
		s.Image = drawn.color
		s.ImageBox = Box{float32(r.Min.X) * unit, -float32(r.Max.Y) * unit, float32(r.Dx()) * unit, float32(r.Dy()) * unit}
		return s
	}
	s.Outline = outlineOf(fc, glyph)
	return s
}

func outlineOf(fc *face, glyph uint32) []Segment {
	outline, _ := fc.font.GlyphDataOutline(gid16(glyph))
	list := make([]Segment, 0, len(outline.Segments))
	for _, seg := range outline.Segments {
		to := Segment{Op: MoveTo}
		switch seg.Op {
		case opentype.SegmentOpMoveTo:
		case opentype.SegmentOpLineTo:
			to.Op = LineTo
		case opentype.SegmentOpQuadTo:
			to.Op = QuadTo
		case opentype.SegmentOpCubeTo:
			to.Op = CubeTo
		}
		for i, p := range seg.Args {
			to.Points[i] = Point{p.X, p.Y}
		}
		list = append(list, to)
	}
	return list
}

// colorSize is the size in px that coloured glyphs are drawn at: text of 30 px in the fineness of a printer.
const colorSize = 128

// FaceInfo describes a face; distances are in font units.
type FaceInfo struct {
	Name            string
	Italic, Bold    bool
	Upem            float32
	Ascent, Descent float32 // both positive
}

// FaceInfo describes a face.
func (f *Fonts) FaceInfo(id FaceID) FaceInfo {
	fc := f.faces[id]
	d := fc.font.Describe()
	return FaceInfo{Name: d.Family, Italic: fc.italic, Bold: d.Aspect.Weight >= 600, Upem: fc.upem, Ascent: fc.ascent, Descent: fc.descent}
}
