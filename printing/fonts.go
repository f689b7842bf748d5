package printing

import (
	"fmt"
	"image"
	"slices"
	"strings"

	"satchel/typeset"
)

// fontSet collects the glyphs that a file shows and writes their fonts at its end.
type fontSet struct {
	source *typeset.Fonts
	faces  map[typeset.FaceID]*outlineFont
	emoji  map[typeset.FaceID][]*pictureFont
	shapes map[glyphOf]typeset.Shape
	places map[glyphText]code
	names  []fontName
}

type glyphOf struct {
	face typeset.FaceID
	id   uint32
}

// glyphText is a glyph with the text it stands for: each pair has a code of its own, so that what is copied from the file
// is what the letter says.
type glyphText struct {
	glyphOf
	text string
}

// code is what a glyph is written as: a number in a font.
type code struct {
	font    int // in names
	number  int
	advance float32 // in thousandths of the size
	wide    bool    // two bytes
}

// fontName is a font's place in the dictionary of resources.
type fontName struct {
	name string
	ref  ref
}

// outlineFont is a composite font of outlines (ISO 32000-1, 9.7), codes counting from 1.
type outlineFont struct {
	info   typeset.FaceInfo
	font   int
	glyphs []typeset.Shape
	texts  []string
}

// pictureFont is a font of coloured pictures (Type 3, ISO 32000-1, 9.6.5): at most 255 of them.
type pictureFont struct {
	font   int
	glyphs []typeset.Shape
	texts  []string
}

func newFontSet(source *typeset.Fonts) *fontSet {
	return &fontSet{source: source, faces: map[typeset.FaceID]*outlineFont{}, emoji: map[typeset.FaceID][]*pictureFont{},
		shapes: map[glyphOf]typeset.Shape{}, places: map[glyphText]code{}}
}

// code gives a glyph its number in a font.
func (s *fontSet) code(f *file, g typeset.Placed) code {
	key := glyphText{glyphOf{g.Face, g.ID}, g.Text}
	if c, ok := s.places[key]; ok {
		return c
	}
	shape, ok := s.shapes[key.glyphOf]
	if !ok {
		shape = s.source.GlyphShape(g.Face, g.ID)
		s.shapes[key.glyphOf] = shape
	}
	c := code{advance: 1000 * shape.Advance / shape.Upem}
	if shape.Image != nil {
		font := s.pictures(f, g.Face)
		font.glyphs, font.texts = append(font.glyphs, shape), append(font.texts, g.Text)
		c.font, c.number = font.font, len(font.glyphs)
	} else {
		font := s.outlines(f, g.Face)
		font.glyphs, font.texts = append(font.glyphs, shape), append(font.texts, g.Text)
		c.font, c.number, c.wide = font.font, len(font.glyphs)-1, true
	}
	s.places[key] = c
	return c
}

// maxGlyphs of one font; a face with more glyphs in use gets another font.
const maxGlyphs = 60000

func (s *fontSet) outlines(f *file, face typeset.FaceID) *outlineFont {
	font, ok := s.faces[face]
	if !ok || len(font.glyphs) >= maxGlyphs {
		font = &outlineFont{info: s.source.FaceInfo(face), font: s.name(f), glyphs: []typeset.Shape{s.source.GlyphShape(face, 0)}, texts: []string{""}}
		s.faces[face] = font
	}
	return font
}

func (s *fontSet) pictures(f *file, face typeset.FaceID) *pictureFont {
	list := s.emoji[face]
	if len(list) == 0 || len(list[len(list)-1].glyphs) >= 255 {
		list = append(list, &pictureFont{font: s.name(f)})
		s.emoji[face] = list
	}
	return list[len(list)-1]
}

func (s *fontSet) name(f *file) int {
	s.names = append(s.names, fontName{fmt.Sprintf("F%d", len(s.names)), f.reserve()})
	return len(s.names) - 1
}

// write writes all fonts, in the order of their names.
func (s *fontSet) write(f *file, pictures *pictureSet) {
	outlines := map[int]*outlineFont{}
	for _, font := range s.faces {
		outlines[font.font] = font
	}
	emoji := map[int]*pictureFont{}
	for _, list := range s.emoji {
		for _, font := range list {
			emoji[font.font] = font
		}
	}
	for i, name := range s.names {
		if font, ok := outlines[i]; ok {
			font.write(f, name.ref, i)
		} else if font, ok := emoji[i]; ok {
			font.write(f, name.ref, pictures)
		}
	}
}

// postScriptName makes a name for a subset: six letters, then the face's name.
func postScriptName(info typeset.FaceInfo, n int) string {
	clean := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, info.Name)
	style := map[[2]bool]string{{true, false}: "-Bold", {false, true}: "-Italic", {true, true}: "-BoldItalic"}[[2]bool{info.Bold, info.Italic}]
	return fmt.Sprintf("SATC%c%c+%s%s", 'A'+n/26%26, 'A'+n%26, clean, style)
}

func (o *outlineFont) write(f *file, r ref, n int) {
	name := postScriptName(o.info, n)
	child, descriptor, data, unicode := f.reserve(), f.reserve(), f.reserve(), f.reserve()
	perMille := func(v float32) string { return num(1000 * v / o.info.Upem) }
	italic := "0"
	if o.info.Italic {
		italic = "-12"
	}
	f.object(r, fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%s] /ToUnicode %s >>", name, child, unicode))
	widths := make([]string, len(o.glyphs))
	for i, g := range o.glyphs {
		widths[i] = num(1000 * g.Advance / g.Upem)
	}
	f.object(child, fmt.Sprintf("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "+
		"/FontDescriptor %s /CIDToGIDMap /Identity /W [0 [%s]] >>", name, descriptor, strings.Join(widths, " ")))
	f.object(descriptor, fmt.Sprintf("<< /Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [%s %s %s %s] /ItalicAngle %s /Ascent %s /Descent %s /CapHeight %s /StemV 80 /FontFile2 %s >>",
		name, perMille(-o.info.Upem), perMille(-o.info.Descent), perMille(2*o.info.Upem), perMille(o.info.Ascent), italic,
		perMille(o.info.Ascent), perMille(-o.info.Descent), perMille(0.8*o.info.Ascent), data))
	program := fontFile(o.info, o.glyphs)
	f.stream(data, fmt.Sprintf("/Length1 %d", len(program)), program)
	f.stream(unicode, "", toUnicode(o.texts, true))
}

// toUnicode writes the map from codes to text (ISO 32000-1, 9.10.3). Glyphs that stand for nothing of their own are left
// out.
func toUnicode(texts []string, wide bool) []byte {
	digits, space := 2, "<00> <FF>"
	first := 1
	if wide {
		digits, space, first = 4, "<0000> <FFFF>", 0
	}
	var lines []string
	for i, text := range texts {
		if text != "" {
			lines = append(lines, fmt.Sprintf("<%0*X> <%s>", digits, i+first, utf16Hex(text)))
		}
	}
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n" + space + "\nendcodespacerange\n")
	for chunk := range slices.Chunk(lines, 100) {
		fmt.Fprintf(&b, "%d beginbfchar\n%s\nendbfchar\n", len(chunk), strings.Join(chunk, "\n"))
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return []byte(b.String())
}

// write writes the font with a little drawing for each glyph, whose picture stands in the font's own resources.
func (p *pictureFont) write(f *file, r ref, pictures *pictureSet) {
	var procs, names, widths, images []string
	for i, g := range p.glyphs {
		unit := 1000 / g.Upem
		image := pictures.object(f, g.Image, image.Point{})
		images = append(images, fmt.Sprintf("/I%d %s", i, image))
		proc := f.reserve()
		f.stream(proc, "", fmt.Appendf(nil, "%s 0 d0 q %s cm /I%d Do Q", num(g.Advance*unit),
			nums(g.ImageBox.W*unit, 0, 0, g.ImageBox.H*unit, g.ImageBox.X*unit, g.ImageBox.Y*unit), i))
		procs = append(procs, fmt.Sprintf("/g%d %s", i+1, proc))
		names = append(names, fmt.Sprintf("/g%d", i+1))
		widths = append(widths, num(g.Advance*unit))
	}
	unicode := f.reserve()
	f.stream(unicode, "", toUnicode(p.texts, false))
	f.object(r, fmt.Sprintf("<< /Type /Font /Subtype /Type3 /FontBBox [0 -500 2000 1500] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << %s >> "+
		"/Encoding << /Type /Encoding /Differences [1 %s] >> /FirstChar 1 /LastChar %d /Widths [%s] /Resources << /XObject << %s >> >> /ToUnicode %s >>",
		strings.Join(procs, " "), strings.Join(names, " "), len(p.glyphs), strings.Join(widths, " "), strings.Join(images, " "), unicode))
}
