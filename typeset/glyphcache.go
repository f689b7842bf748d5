package typeset

import "image"

// maxCachedSize is the largest text, in device px, whose glyphs are kept.
const maxCachedSize = 200

// glyphBudget bounds the pixels of all glyphs kept, about one byte each.
const glyphBudget = 16 << 20

type glyphKey struct {
	face  int
	id    uint32
	size  float32 // device px
	sub   uint8   // quarter of a pixel
	slant bool
}

// drawnGlyph is a glyph as coverage or as colours; both nil where there is nothing to see.
type drawnGlyph struct {
	mask  *image.Alpha
	color *image.RGBA
}

// glyphCache keeps drawn glyphs. When it is full it starts anew: what is on the screen comes back at once.
type glyphCache struct {
	glyphs map[glyphKey]drawnGlyph
	used   int
}

func (c *glyphCache) get(key glyphKey) (drawnGlyph, bool) {
	g, ok := c.glyphs[key]
	return g, ok
}

func (c *glyphCache) put(key glyphKey, g drawnGlyph) {
	if c.glyphs == nil || c.used > glyphBudget {
		c.glyphs, c.used = make(map[glyphKey]drawnGlyph), 0
	}
	c.glyphs[key] = g
	c.used += 64
	if g.mask != nil {
		c.used += len(g.mask.Pix)
	}
	if g.color != nil {
		c.used += len(g.color.Pix)
	}
}
