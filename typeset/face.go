package typeset

import (
	"bytes"

	"github.com/go-text/typesetting/font"
)

// face is one font file, opened when it is first needed.
type face struct {
	index   int
	read    func() ([]byte, error)
	font    *font.Face
	failed  bool
	bundled bool
	italic  bool

	upem                          float32
	ascent, descent, gap, xHeight float32 // font units
	underlinePos, underlineSize   float32
	latin                         *latinTable
}

// open reads the face at its first use and says whether it can be used.
func (fc *face) open() bool {
	if fc.font != nil {
		return true
	}
	if fc.failed || fc.read == nil {
		return false
	}
	data, err := fc.read()
	if err == nil {
		var parsed *font.Face
		if parsed, err = font.ParseTTF(bytes.NewReader(data)); err == nil {
			fc.set(parsed)
		}
	}
	fc.failed = err != nil
	return err == nil
}

func (fc *face) set(parsed *font.Face) {
	fc.font = parsed
	fc.italic = parsed.Describe().Aspect.Style == font.StyleItalic
	fc.upem = float32(parsed.Upem())
	if fc.upem == 0 {
		fc.upem = 1000
	}
	fc.ascent, fc.descent = 0.8*fc.upem, 0.2*fc.upem
	if e, ok := parsed.FontHExtents(); ok {
		fc.ascent, fc.descent, fc.gap = e.Ascender, -e.Descender, e.LineGap
	}
	fc.xHeight = parsed.LineMetric(font.XHeight)
	fc.underlinePos = parsed.LineMetric(font.UnderlinePosition)
	fc.underlineSize = parsed.LineMetric(font.UnderlineThickness)
}

// metrics gives the face's distances at a size.
func (fc *face) metrics(size float32) Metrics {
	scale := float64(size) / float64(fc.upem)
	return Metrics{
		Ascent:  round(float64(fc.ascent) * scale),
		Descent: round(float64(fc.descent) * scale),
		LineGap: round(float64(fc.gap) * scale),
		XHeight: float32(float64(fc.xHeight) * scale),
	}
}

func (fc *face) has(r rune) bool {
	_, ok := fc.font.NominalGlyph(r)
	return ok
}

// coverage counts the characters of a face roughly: a face for many scripts is asked before one for a single script.
func (fc *face) coverage() int {
	n := 0
	for r := rune(0x20); r < 0x3000; r += 7 {
		if fc.has(r) {
			n++
		}
	}
	return n
}
