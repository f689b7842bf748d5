package typeset

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	_ "image/jpeg" // bitmaps of emoji fonts
	_ "image/png"
	"math"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/vector"
)

// subpixels is how many horizontal positions within a pixel a glyph is drawn at.
const subpixels = 4

// text draws the glyphs of a piece of a line.
func (p *painter) text(t *Text) {
	run := &t.Para.Runs[t.Run]
	p.glyphs = t.Para.Glyphs(run, t.Start, t.End, p.glyphs[:0])
	x := t.X
	y := clampPx(t.Baseline * p.scale)
	src := image.NewUniform(t.Color)
	for _, g := range p.glyphs {
		if g.ID != noGlyph {
			p.glyph(run, g, (x+g.DX)*p.scale, y-clampPx(g.DY*p.scale), src, t.Slant)
		}
		x += g.Advance
	}
}

func (p *painter) glyph(run *Run, g Glyph, x float32, y int, src *image.Uniform, slant bool) {
	if x != x || abs32(x) > limit {
		return
	}
	whole := math.Floor(float64(x))
	sub := int((float64(x) - whole) * subpixels)
	key := glyphKey{face: run.face.index, id: g.ID, size: run.Size * p.scale, sub: uint8(sub), slant: slant}
	if key.size > maxCachedSize {
		p.bigGlyph(run.face, g.ID, key.size, x, y, src)
		return
	}
	drawn, ok := p.fonts.glyphs.get(key)
	if !ok {
		drawn = drawGlyph(run.face, key)
		p.fonts.glyphs.put(key, drawn)
	}
	top := p.top()
	if drawn.color != nil {
		r := drawn.color.Bounds().Add(image.Pt(int(whole), y))
		part := r.Intersect(top.clip)
		draw.Draw(top.img, part, drawn.color, drawn.color.Bounds().Min.Add(part.Min.Sub(r.Min)), draw.Over)
		return
	}
	if drawn.mask == nil {
		return
	}
	r := drawn.mask.Bounds().Add(image.Pt(int(whole), y))
	part := r.Intersect(top.clip)
	if part.Empty() {
		return
	}
	draw.DrawMask(top.img, part, src, image.Point{}, drawn.mask, drawn.mask.Bounds().Min.Add(part.Min.Sub(r.Min)), draw.Over)
}

// bigGlyph draws a glyph too large to be kept, as much of it as is inside the clip.
func (p *painter) bigGlyph(fc *face, id uint32, size, x float32, y int, src *image.Uniform) {
	outline, ok := fc.font.GlyphDataOutline(gid16(id))
	if !ok {
		return
	}
	area := p.top().clip
	r := vector.NewRasterizer(area.Dx(), area.Dy())
	addOutline(r, outline, size/fc.upem, x-float32(area.Min.X), float32(y-area.Min.Y), false)
	r.Draw(p.top().img, area, src, image.Point{})
}

// drawGlyph rasterises one glyph at its size and sub-pixel position; its bounds are relative to the pen.
func drawGlyph(fc *face, key glyphKey) drawnGlyph {
	fc.font.SetPpem(uint16(key.size), uint16(key.size))
	var outline font.GlyphOutline
	switch data := fc.font.GlyphData(opentype.GID(key.id)).(type) {
	case font.GlyphBitmap:
		return drawBitmap(fc, data, key)
	case font.GlyphSVG:
		if drawn, ok := drawSVG(fc, data, key); ok {
			return drawn
		}
		outline = data.Outline
	case font.GlyphOutline:
		outline = data
	case font.GlyphColor:
		outline, _ = fc.font.GlyphDataOutline(gid16(key.id))
	}
	scale := key.size / fc.upem
	bounds := outlineBounds(outline, scale)
	if bounds.Empty() {
		return drawnGlyph{}
	}
	r := vector.NewRasterizer(bounds.Dx(), bounds.Dy())
	addOutline(r, outline, scale, float32(key.sub)/subpixels-float32(bounds.Min.X), -float32(bounds.Min.Y), key.slant)
	mask := image.NewAlpha(bounds)
	r.DrawOp = draw.Src
	r.Draw(mask, bounds, image.NewUniform(color.Alpha{A: 255}), image.Point{})
	return drawnGlyph{mask: mask}
}

// slantShare is how far an upright face leans where it has no italic.
const slantShare = 0.2

func outlineBounds(o font.GlyphOutline, scale float32) image.Rectangle {
	if len(o.Segments) == 0 {
		return image.Rectangle{}
	}
	x0, y0, x1, y1 := float32(math.Inf(1)), float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.Inf(-1))
	for i := range o.Segments {
		for _, a := range o.Segments[i].ArgsSlice() {
			x0, x1 = min(x0, a.X*scale), max(x1, a.X*scale)
			y0, y1 = min(y0, -a.Y*scale), max(y1, -a.Y*scale)
		}
	}
	lean := slantShare * max(abs32(y0), abs32(y1))
	return image.Rect(clampPx(x0-lean)-1, clampPx(y0)-1, clampPx(x1+lean)+2, clampPx(y1)+2)
}

func addOutline(r *vector.Rasterizer, o font.GlyphOutline, scale, dx, dy float32, slant bool) {
	at := func(a opentype.SegmentPoint) (float32, float32) {
		x := a.X * scale
		if slant {
			x += slantShare * a.Y * scale
		}
		return x + dx, dy - a.Y*scale
	}
	open := false
	for _, s := range o.Segments {
		x0, y0 := at(s.Args[0])
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			if open {
				r.ClosePath()
			}
			r.MoveTo(x0, y0)
			open = true
		case opentype.SegmentOpLineTo:
			r.LineTo(x0, y0)
		case opentype.SegmentOpQuadTo:
			x1, y1 := at(s.Args[1])
			r.QuadTo(x0, y0, x1, y1)
		case opentype.SegmentOpCubeTo:
			x1, y1 := at(s.Args[1])
			x2, y2 := at(s.Args[2])
			r.CubeTo(x0, y0, x1, y1, x2, y2)
		}
	}
	if open {
		r.ClosePath()
	}
}

// drawBitmap scales a picture of a colour font to the text's size.
func drawBitmap(fc *face, data font.GlyphBitmap, key glyphKey) drawnGlyph {
	if data.Format != font.PNG && data.Format != font.JPG {
		return drawnGlyph{}
	}
	img, _, err := image.Decode(bytes.NewReader(data.Data))
	if err != nil {
		return drawnGlyph{}
	}
	box := glyphBox(fc, key)
	if box.Empty() {
		return drawnGlyph{}
	}
	dst := image.NewRGBA(box)
	xdraw.CatmullRom.Scale(dst, box, img, img.Bounds(), xdraw.Src, nil)
	return drawnGlyph{color: dst}
}

// gid16 is a glyph's number in a font's tables; out of range becomes the box for missing characters.
func gid16(id uint32) uint16 {
	if id > math.MaxUint16 {
		return 0
	}
	return uint16(id)
}
