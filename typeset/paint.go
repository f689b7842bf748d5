package typeset

import (
	"image"
	"image/color"
	"image/draw"
	"math"
)

// Paint draws the part of a page that lies below dst: the page's pixel (x, y) at this scale is drawn at dst's (x, y), so
// that a tile is an image with the bounds of its place on the page. What dst holds stays where the page paints nothing.
func (f *Fonts) Paint(dst *image.RGBA, page *List, scale float32) {
	p := &painter{fonts: f, scale: scale, layers: []layer{{img: dst, clip: dst.Bounds(), opacity: 1}}}
	skip := 0 // groups that lie outside
	for _, item := range page.Items {
		switch it := item.(type) {
		case *Push:
			if skip > 0 || !p.push(it) {
				skip++
			}
			continue
		case *Pop:
			if skip > 0 {
				skip--
			} else {
				p.pop()
			}
			continue
		}
		if skip > 0 || !p.visible(item.Bounds()) {
			continue
		}
		switch it := item.(type) {
		case *Fill:
			p.fill(it)
		case *Border:
			p.border(it)
		case *Text:
			p.text(it)
		case *Picture:
			p.picture(it)
		}
	}
}

type painter struct {
	fonts  *Fonts
	scale  float32
	layers []layer
	glyphs []Glyph // of the text under way
}

// layer is a group under way. img is its own image where own is set, else the one of the layer below.
type layer struct {
	img     *image.RGBA
	clip    image.Rectangle
	own     bool
	opacity float32
	box     Box
	radii   Radii
}

func (p *painter) top() *layer { return &p.layers[len(p.layers)-1] }

// limit keeps coordinates within what image.Rectangle and the rasteriser hold.
const limit = 1 << 22

func clampPx(v float32) int {
	if v != v {
		return 0
	}
	return int(math.Floor(float64(min(max(v, -limit), limit)) + 0.5))
}

// snap gives the device pixels of a box, edges rounded one by one, as neighbours must meet.
func (p *painter) snap(b Box) image.Rectangle {
	return image.Rect(clampPx(b.X*p.scale), clampPx(b.Y*p.scale), clampPx(b.Right()*p.scale), clampPx(b.Bottom()*p.scale))
}

func (p *painter) visible(b Box) bool {
	r := p.snap(b)
	r.Min.X, r.Min.Y, r.Max.X, r.Max.Y = r.Min.X-1, r.Min.Y-1, r.Max.X+1, r.Max.Y+1
	return r.Overlaps(p.top().clip)
}

// push opens a group; false where nothing of it can be seen.
func (p *painter) push(g *Push) bool {
	below := p.top()
	clip := p.snap(g.Box).Intersect(below.clip)
	if clip.Empty() || g.Opacity <= 0 {
		return false
	}
	next := layer{img: below.img, clip: clip, opacity: g.Opacity, box: g.Box, radii: g.Radii}
	if g.Opacity < 1 || g.Radii != (Radii{}) {
		next.img, next.own = image.NewRGBA(clip), true
	}
	p.layers = append(p.layers, next)
	return true
}

func (p *painter) pop() {
	if len(p.layers) == 1 {
		return
	}
	done := *p.top()
	p.layers = p.layers[:len(p.layers)-1]
	if !done.own {
		return
	}
	below := p.top()
	if done.radii == (Radii{}) {
		mask := image.NewUniform(color.Alpha16{A: uint16(done.opacity * 0xFFFF)})
		draw.DrawMask(below.img, done.clip, done.img, done.clip.Min, mask, image.Point{}, draw.Over)
		return
	}
	mask := p.roundMask(done.clip, done.box, done.radii, done.opacity)
	draw.DrawMask(below.img, done.clip, done.img, done.clip.Min, mask, done.clip.Min, draw.Over)
}

func (p *painter) fill(f *Fill) {
	top := p.top()
	if f.Gradient != nil {
		p.gradient(f)
		return
	}
	if f.Color.A == 0 {
		return
	}
	src := image.NewUniform(f.Color)
	if f.Radii == (Radii{}) && !f.Soft {
		draw.Draw(top.img, p.snap(f.Box).Intersect(top.clip), src, image.Point{}, draw.Over)
		return
	}
	area := p.cover(f.Box).Intersect(top.clip)
	if area.Empty() {
		return
	}
	mask := p.roundMask(area, f.Box, f.Radii, 1)
	draw.DrawMask(top.img, area, src, image.Point{}, mask, area.Min, draw.Over)
}

// cover is the smallest rectangle of device pixels around a box.
func (p *painter) cover(b Box) image.Rectangle {
	r := p.snap(b)
	return image.Rect(r.Min.X-1, r.Min.Y-1, r.Max.X+1, r.Max.Y+1)
}
