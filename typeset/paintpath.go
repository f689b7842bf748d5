package typeset

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// kappa makes a cubic curve a quarter of a circle.
const kappa = 0.5523

// path draws into a rasteriser whose origin stands at (ox, oy) of the page's device pixels.
type path struct {
	r      *vector.Rasterizer
	ox, oy float32
	scale  float32
}

func (p *painter) path(area image.Rectangle) path {
	return path{r: vector.NewRasterizer(area.Dx(), area.Dy()), ox: float32(area.Min.X), oy: float32(area.Min.Y), scale: p.scale}
}

func (q path) at(x, y float32) (float32, float32) {
	return min(max(x*q.scale, -limit), limit) - q.ox, min(max(y*q.scale, -limit), limit) - q.oy
}

func (q path) polygon(points ...float32) {
	x, y := q.at(points[0], points[1])
	q.r.MoveTo(x, y)
	for i := 2; i+1 < len(points); i += 2 {
		x, y := q.at(points[i], points[i+1])
		q.r.LineTo(x, y)
	}
	q.r.ClosePath()
}

// rounded adds a box with round corners; reverse makes a hole of it.
func (q path) rounded(b Box, radii Radii, reverse bool) {
	radii = fitRadii(b, radii)
	l, t, r, bt := b.X, b.Y, b.Right(), b.Bottom()
	k := float32(1 - kappa)
	type pt struct{ x, y float32 }
	line := func(a pt) { x, y := q.at(a.x, a.y); q.r.LineTo(x, y) }
	cube := func(a, b, c pt) {
		ax, ay := q.at(a.x, a.y)
		bx, by := q.at(b.x, b.y)
		cx, cy := q.at(c.x, c.y)
		q.r.CubeTo(ax, ay, bx, by, cx, cy)
	}
	a0, a1, a2, a3 := radii[0], radii[1], radii[2], radii[3]
	// The eight ends of the four arcs, clockwise from the top side's left end, with their control points.
	ends := [4][4]pt{
		{{r - a1, t}, {r - a1*k, t}, {r, t + a1*k}, {r, t + a1}},
		{{r, bt - a2}, {r, bt - a2*k}, {r - a2*k, bt}, {r - a2, bt}},
		{{l + a3, bt}, {l + a3*k, bt}, {l, bt - a3*k}, {l, bt - a3}},
		{{l, t + a0}, {l, t + a0*k}, {l + a0*k, t}, {l + a0, t}},
	}
	start := ends[3][3]
	x, y := q.at(start.x, start.y)
	q.r.MoveTo(x, y)
	if !reverse {
		for _, e := range ends {
			line(e[0])
			cube(e[1], e[2], e[3])
		}
	} else {
		for i := 3; i >= 0; i-- {
			e := ends[i]
			line(e[3])
			cube(e[2], e[1], e[0])
		}
	}
	q.r.ClosePath()
}

// fitRadii shrinks radii that do not fit side by side (CSS backgrounds 5.5).
func fitRadii(b Box, r Radii) Radii {
	f := float32(1)
	for _, c := range [][2]float32{{r[0] + r[1], b.W}, {r[2] + r[3], b.W}, {r[1] + r[2], b.H}, {r[3] + r[0], b.H}} {
		if c[0] > c[1] && c[0] > 0 {
			f = min(f, c[1]/c[0])
		}
	}
	for i := range r {
		r[i] = max(0, r[i]*f)
	}
	return r
}

// roundMask is the coverage of a rounded box over area, times opacity.
func (p *painter) roundMask(area image.Rectangle, b Box, radii Radii, opacity float32) *image.Alpha {
	mask := image.NewAlpha(area)
	q := p.path(area)
	q.rounded(b, radii, false)
	q.r.DrawOp = draw.Src
	src := image.NewUniform(color.Alpha16{A: uint16(min(opacity, 1) * 0xFFFF)})
	q.r.Draw(mask, area, src, image.Point{})
	return mask
}

// gradient paints a linear gradient over a box (CSS images 3.1).
func (p *painter) gradient(f *Fill) {
	top := p.top()
	area := p.snap(f.Box).Intersect(top.clip)
	if area.Empty() || len(f.Gradient.Stops) == 0 {
		return
	}
	img := image.NewRGBA(area)
	rad := float64(f.Gradient.Angle) * math.Pi / 180
	sin, cos := float32(math.Sin(rad)), float32(math.Cos(rad))
	length := abs32(f.W*sin) + abs32(f.H*cos)
	if length == 0 {
		length = 1
	}
	cx, cy := f.X+f.W/2, f.Y+f.H/2
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			dx, dy := (float32(x)+.5)/p.scale-cx, (float32(y)+.5)/p.scale-cy
			img.Set(x, y, f.Gradient.at((dx*sin-dy*cos)/length+.5))
		}
	}
	if f.Radii == (Radii{}) {
		draw.Draw(top.img, area, img, area.Min, draw.Over)
		return
	}
	draw.DrawMask(top.img, area, img, area.Min, p.roundMask(area, f.Box, f.Radii, 1), area.Min, draw.Over)
}

func (g *Gradient) at(t float32) color.NRGBA {
	stops := g.Stops
	if t <= stops[0].At {
		return stops[0].Color
	}
	for i := 1; i < len(stops); i++ {
		a, b := stops[i-1], stops[i]
		if t > b.At {
			continue
		}
		share := float32(1)
		if b.At > a.At {
			share = (t - a.At) / (b.At - a.At)
		}
		mix := func(u, v uint8) uint8 { return uint8(float32(u) + (float32(v)-float32(u))*share + .5) }
		return color.NRGBA{R: mix(a.Color.R, b.Color.R), G: mix(a.Color.G, b.Color.G), B: mix(a.Color.B, b.Color.B), A: mix(a.Color.A, b.Color.A)}
	}
	return stops[len(stops)-1].Color
}

func abs32(v float32) float32 {
	if v < 0 {
		return -v
	}
	return v
}
