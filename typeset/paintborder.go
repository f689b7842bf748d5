package typeset

import (
	"image"
	"image/color"
	"image/draw"
)

// border draws the sides of a frame.
func (p *painter) border(b *Border) {
	w := b.Widths
	area := p.cover(b.Box).Intersect(p.top().clip)
	if area.Empty() || w == [4]float32{} {
		return
	}
	uniform := true
	for i := range w {
		if w[i] > 0 && (b.Colors[i] != b.Colors[firstSide(w)] || b.Styles[i] != Solid) {
			uniform = false
		}
	}
	if uniform && b.Radii != (Radii{}) {
		p.ring(area, b, b.Colors[firstSide(w)])
		return
	}
	x0, y0, x1, y1 := p.edge(b.X), p.edge(b.Y), p.edge(b.Right()), p.edge(b.Bottom())
	// Inner edges, also on device pixels.
	ix0, iy0, ix1, iy1 := x0+p.thick(w[3]), y0+p.thick(w[0]), x1-p.thick(w[1]), y1-p.thick(w[2])
	sides := [4][8]float32{
		{x0, y0, x1, y0, ix1, iy0, ix0, iy0},
		{x1, y0, x1, y1, ix1, iy1, ix1, iy0},
		{x1, y1, x0, y1, ix0, iy1, ix1, iy1},
		{x0, y1, x0, y0, ix0, iy0, ix0, iy1},
	}
	if uniform {
		p.frame(b.Colors[firstSide(w)], [4]float32{x0, y0, x1, y1}, [4]float32{ix0, iy0, ix1, iy1})
		return
	}
	for i, side := range sides {
		if w[i] <= 0 || b.Colors[i].A == 0 {
			continue
		}
		part := p.sideBox(side).Intersect(area)
		if part.Empty() {
			continue
		}
		q := p.path(part)
		switch b.Styles[i] {
		case Dashed, Dotted:
			q.dashes(side, i, p.thick(w[i]), b.Styles[i])
		case Double:
			q.double(side)
		default:
			q.polygon(side[:]...)
		}
		q.r.DrawOp = draw.Over
		q.r.Draw(p.top().img, part, image.NewUniform(b.Colors[i]), image.Point{})
	}
}

// sideBox is the device pixels around one side.
func (p *painter) sideBox(s [8]float32) image.Rectangle {
	x0, x1 := min(s[0], s[2], s[4], s[6]), max(s[0], s[2], s[4], s[6])
	y0, y1 := min(s[1], s[3], s[5], s[7]), max(s[1], s[3], s[5], s[7])
	return p.cover(Box{x0, y0, x1 - x0, y1 - y0})
}

// frame fills the ring between two rectangles (left, top, right, bottom) in one colour.
func (p *painter) frame(c color.NRGBA, outer, inner [4]float32) {
	top := p.top()
	src := image.NewUniform(c)
	for _, r := range [4][4]float32{
		{outer[0], outer[1], outer[2], inner[1]}, {outer[0], inner[3], outer[2], outer[3]},
		{outer[0], inner[1], inner[0], inner[3]}, {inner[2], inner[1], outer[2], inner[3]},
	} {
		area := p.snap(Box{r[0], r[1], r[2] - r[0], r[3] - r[1]})
		if r[2] > r[0] && r[3] > r[1] {
			draw.Draw(top.img, area.Intersect(top.clip), src, image.Point{}, draw.Over)
		}
	}
}

func firstSide(w [4]float32) int {
	for i, v := range w {
		if v > 0 {
			return i
		}
	}
	return 0
}

// edge moves a coordinate onto a device pixel's edge; thick makes a width a whole number of device pixels.
func (p *painter) edge(v float32) float32 { return float32(clampPx(v*p.scale)) / p.scale }

func (p *painter) thick(w float32) float32 {
	if w <= 0 {
		return 0
	}
	return float32(max(1, int(min(w, limit)*p.scale))) / p.scale
}

// ring draws a frame in one colour with round corners.
func (p *painter) ring(area image.Rectangle, b *Border, c color.NRGBA) {
	w := b.Widths
	q := p.path(area)
	q.rounded(b.Box, b.Radii, false)
	inner := Box{b.X + w[3], b.Y + w[0], b.W - w[1] - w[3], b.H - w[0] - w[2]}
	if inner.W > 0 && inner.H > 0 {
		r := fitRadii(b.Box, b.Radii)
		q.rounded(inner, Radii{r[0] - max(w[0], w[3]), r[1] - max(w[0], w[1]), r[2] - max(w[1], w[2]), r[3] - max(w[2], w[3])}, true)
	}
	q.r.DrawOp = draw.Over
	q.r.Draw(p.top().img, area, image.NewUniform(c), image.Point{})
}

// maxDashes bounds the pieces of a side: longer sides get longer pieces.
const maxDashes = 2000

// dashes draws a side in pieces, squares where it is dotted.
func (q path) dashes(side [8]float32, i int, thick float32, style LineStyle) {
	unit := thick
	if style == Dashed {
		unit = 3 * thick
		if thick >= 3 {
			unit = 2 * thick
		}
	}
	horizontal := i == 0 || i == 2
	lo, hi := min(side[0], side[2]), max(side[0], side[2])
	if !horizontal {
		lo, hi = min(side[1], side[3]), max(side[1], side[3])
	}
	if unit <= 0 {
		return
	}
	unit = max(unit, (hi-lo)/maxDashes)
	for at := lo; at < hi; at += 2 * unit {
		end := min(at+unit, hi)
		if horizontal {
			y0, y1 := min(side[1], side[5]), max(side[1], side[5])
			q.polygon(at, y0, end, y0, end, y1, at, y1)
		} else {
			x0, x1 := min(side[0], side[4]), max(side[0], side[4])
			q.polygon(x0, at, x1, at, x1, end, x0, end)
		}
	}
}

// double draws the outer and the inner third of a side.
func (q path) double(s [8]float32) {
	mix := func(a, b, t float32) float32 { return a + (b-a)*t }
	third := func(t float32) (x0, y0, x1, y1 float32) {
		return mix(s[0], s[6], t), mix(s[1], s[7], t), mix(s[2], s[4], t), mix(s[3], s[5], t)
	}
	for _, t := range []float32{0, 2. / 3} {
		ax, ay, bx, by := third(t)
		cx, cy, dx, dy := third(t + 1./3)
		q.polygon(ax, ay, bx, by, dx, dy, cx, cy)
	}
}
