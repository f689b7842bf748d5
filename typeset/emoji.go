package typeset

import (
	"bytes"
	"image"

	"github.com/fyne-io/oksvg"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/srwiley/rasterx"
)

// picturesSelector asks for the coloured form of the character before it (Unicode 16, section 23.4).
const picturesSelector = 0xFE0F

// isEmoji tells characters that are pictures by default (Emoji_Presentation, UTS #51).
func isEmoji(r rune) bool {
	switch {
	case r >= 0x1F000 && r <= 0x1FAFF:
		return true
	case r < 0x231A || r > 0x2B55:
		return false
	case r >= 0x23E9 && r <= 0x23EC, r >= 0x2648 && r <= 0x2653, r >= 0x2753 && r <= 0x2755, r >= 0x2795 && r <= 0x2797:
		return true
	}
	switch r {
	case 0x231A, 0x231B, 0x23F0, 0x23F3, 0x25FD, 0x25FE, 0x2614, 0x2615, 0x267F, 0x2693, 0x26A1, 0x26AA, 0x26AB, 0x26BD, 0x26BE, 0x26C4,
		0x26C5, 0x26CE, 0x26D4, 0x26EA, 0x26F2, 0x26F3, 0x26F5, 0x26FA, 0x26FD, 0x2705, 0x270A, 0x270B, 0x2728, 0x274C, 0x274E, 0x2757,
		0x27B0, 0x27BF, 0x2B1B, 0x2B1C, 0x2B50, 0x2B55:
		return true
	}
	return false
}

// emojiFace gives the face of Options.Emoji if it has r; nil: none.
func (f *Fonts) emojiFace(r rune) *face {
	if f.emoji == nil || !f.emoji.open() || !f.emoji.has(r) {
		return nil
	}
	return f.emoji
}

// inColor says whether a face has a coloured picture for r that Paint can draw.
func (fc *face) inColor(r rune) bool {
	gid, ok := fc.font.NominalGlyph(r)
	if !ok {
		return false
	}
	switch data := fc.font.GlyphData(gid).(type) {
	case font.GlyphBitmap:
		return data.Format == font.PNG || data.Format == font.JPG
	case font.GlyphSVG:
		return true
	}
	return false
}

// drawSVG paints a glyph that is a drawing to the text's size.
func drawSVG(fc *face, data font.GlyphSVG, key glyphKey) (drawn drawnGlyph, ok bool) {
	defer func() {
		if recover() != nil { // a fault of the drawing costs its colours
			drawn, ok = drawnGlyph{}, false
		}
	}()
	icon, err := oksvg.ReadIconStream(bytes.NewReader(data.Source), oksvg.IgnoreErrorMode)
	if err != nil || icon.ViewBox.W <= 0 || icon.ViewBox.H <= 0 {
		return drawnGlyph{}, false
	}
	// The view box is the em square; its y says how far that reaches above the base line.
	em := float64(key.size)
	rise := icon.ViewBox.Y / icon.ViewBox.H
	if rise <= 0 || rise > 1 {
		rise = float64(fc.ascent / fc.upem)
	}
	box := image.Rect(0, clampPx(float32(-rise*em)), clampPx(float32(em*icon.ViewBox.W/icon.ViewBox.H)), clampPx(float32((1-rise)*em)))
	if box.Empty() {
		return drawnGlyph{}, false
	}
	icon.SetTarget(icon.ViewBox.X, icon.ViewBox.Y, float64(box.Dx()), float64(box.Dy()))
	img := image.NewRGBA(image.Rect(0, 0, box.Dx(), box.Dy()))
	scanner := rasterx.NewScannerGV(box.Dx(), box.Dy(), img, img.Bounds())
	icon.Draw(rasterx.NewDasher(box.Dx(), box.Dy(), scanner), 1)
	img.Rect = box
	return drawnGlyph{color: img}, true
}

// glyphBox is where a glyph of a coloured font is painted, relative to the pen, in device pixels.
func glyphBox(fc *face, key glyphKey) image.Rectangle {
	scale := key.size / fc.upem
	if e, ok := fc.font.GlyphExtents(opentype.GID(key.id)); ok && e.Width > 0 {
		return image.Rect(clampPx(e.XBearing*scale), clampPx(-e.YBearing*scale), clampPx((e.XBearing+e.Width)*scale), clampPx(-(e.YBearing+e.Height)*scale))
	}
	return image.Rect(0, -int(key.size), int(key.size), 0)
}
