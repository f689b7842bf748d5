package printing

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"satchel/typeset"
)

// kappa makes a cubic curve a quarter of a circle.
const kappa = 0.5523

// rounded adds a box to the path, with round corners where it has some.
func (c *canvas) rounded(b typeset.Box, radii typeset.Radii) {
	if radii == (typeset.Radii{}) {
		// Numbers are bounded: a sheet's background reaches far below all pages.
		b = b.Intersect(typeset.Box{X: c.slice.X - 100, Y: c.slice.Y - 100, W: c.slice.W + 200, H: c.slice.H + 200})
		c.put("%s re\n", nums(b.X, b.Y, b.W, b.H))
		return
	}
	r := fit(b, radii)
	k := float32(1 - kappa)
	x0, y0, x1, y1 := b.X, b.Y, b.Right(), b.Bottom()
	c.put("%s m\n", nums(x0+r[0], y0))
	corner := func(x, y, dx1, dy1, dx2, dy2, r float32) {
		c.put("%s l\n", nums(x+dx1*r, y+dy1*r))
		c.put("%s c\n", nums(x+dx1*r*k, y+dy1*r*k, x+dx2*r*k, y+dy2*r*k, x+dx2*r, y+dy2*r))
	}
	corner(x1, y0, -1, 0, 0, 1, r[1])
	corner(x1, y1, 0, -1, -1, 0, r[2])
	corner(x0, y1, 1, 0, 0, -1, r[3])
	corner(x0, y0, 0, 1, 1, 0, r[0])
	c.put("h\n")
}

// fit shrinks radii that do not fit side by side (CSS backgrounds 5.5).
func fit(b typeset.Box, r typeset.Radii) typeset.Radii {
	f := float32(1)
	for _, side := range [4][2]float32{{r[0] + r[1], b.W}, {r[2] + r[3], b.W}, {r[1] + r[2], b.H}, {r[3] + r[0], b.H}} {
		if side[0] > side[1] && side[0] > 0 {
			f = min(f, side[1]/side[0])
		}
	}
	for i := range r {
		r[i] = max(0, r[i]*f)
	}
	return r
}

// border draws the sides of a frame: as one ring where all are alike, else one by one with slanting ends.
func (c *canvas) border(b *typeset.Border) {
	w := b.Widths
	inner := typeset.Box{X: b.X + w[3], Y: b.Y + w[0], W: b.W - w[1] - w[3], H: b.H - w[0] - w[2]}
	if look, ok := alike(b); ok {
		c.ink(look, "rg")
		c.alpha(look.A)
		c.rounded(b.Box, b.Radii)
		if inner.W > 0 && inner.H > 0 {
			r := fit(b.Box, b.Radii)
			c.rounded(inner, typeset.Radii{max(0, r[0]-max(w[0], w[3])), max(0, r[1]-max(w[0], w[1])), max(0, r[2]-max(w[1], w[2])), max(0, r[3]-max(w[2], w[3]))})
		}
		c.put("f*\n")
		return
	}
	x0, y0, x1, y1 := b.X, b.Y, b.Right(), b.Bottom()
	ix0, iy0, ix1, iy1 := inner.X, inner.Y, inner.Right(), inner.Bottom()
	sides := [4][4][2]float32{
		{{x0, y0}, {x1, y0}, {ix1, iy0}, {ix0, iy0}},
		{{x1, y0}, {x1, y1}, {ix1, iy1}, {ix1, iy0}},
		{{x1, y1}, {x0, y1}, {ix0, iy1}, {ix1, iy1}},
		{{x0, y1}, {x0, y0}, {ix0, iy0}, {ix0, iy1}},
	}
	for i, s := range sides {
		if w[i] <= 0 || b.Colors[i].A == 0 {
			continue
		}
		c.put("q\n")
		c.alpha(b.Colors[i].A)
		c.side(s, w[i], b.Colors[i], b.Styles[i])
		c.put("Q\n")
	}
}

// alike gives the colour of a frame whose sides are all solid and of one colour.
func alike(b *typeset.Border) (look color.NRGBA, ok bool) {
	for i := range b.Widths {
		if b.Widths[i] <= 0 {
			continue
		}
		if b.Styles[i] != typeset.Solid || ok && b.Colors[i] != look {
			return look, false
		}
		look, ok = b.Colors[i], true
	}
	return look, ok
}

// side draws one side of a frame; the corners run along its outer edge and back along its inner one.
func (c *canvas) side(s [4][2]float32, width float32, ink color.NRGBA, style typeset.LineStyle) {
	mix := func(a, b [2]float32, t float32) [2]float32 {
		return [2]float32{a[0] + (b[0]-a[0])*t, a[1] + (b[1]-a[1])*t}
	}
	quad := func(a, b, d, e [2]float32) {
		c.put("%s m %s l %s l %s l f\n", nums(a[:]...), nums(b[:]...), nums(d[:]...), nums(e[:]...))
	}
	switch style {
	case typeset.Dashed, typeset.Dotted:
		from, to := mix(s[0], s[3], .5), mix(s[1], s[2], .5)
		c.ink(ink, "RG")
		if style == typeset.Dotted {
			c.put("%s w [0 %s] 0 d 1 J\n", num(width), num(2*width))
		} else {
			c.put("%s w [%s] 0 d\n", num(width), num(3*width))
		}
		c.put("%s m %s l S\n", nums(from[:]...), nums(to[:]...))
	case typeset.Double:
		c.ink(ink, "rg")
		for _, t := range [2]float32{0, 2. / 3} {
			quad(mix(s[0], s[3], t), mix(s[1], s[2], t), mix(s[1], s[2], t+1./3), mix(s[0], s[3], t+1./3))
		}
	default:
		c.ink(ink, "rg")
		quad(s[0], s[1], s[2], s[3])
	}
}

// gradient paints a linear gradient over the clip (ISO 32000-1, 8.7.4.5.3). Its colours are taken for opaque.
func (c *canvas) gradient(f *typeset.Fill) {
	stops := f.Gradient.Stops
	if len(stops) == 0 {
		return
	}
	rad := float64(f.Gradient.Angle) * math.Pi / 180
	sin, cos := float32(math.Sin(rad)), float32(math.Cos(rad))
	half := (f.W*abs(sin) + f.H*abs(cos)) / 2
	cx, cy := f.X+f.W/2, f.Y+f.H/2
	name := fmt.Sprintf("S%d", len(c.shadings))
	c.shadings = append(c.shadings, fmt.Sprintf("/%s << /ShadingType 2 /ColorSpace /DeviceRGB /Coords [%s] /Function %s /Extend [true true] >>",
		name, nums(cx-half*sin, cy+half*cos, cx+half*sin, cy-half*cos), ramp(stops)))
	c.put("/%s sh\n", name)
}

// ramp is the function of a gradient's colours from 0 to 1.
func ramp(stops []typeset.Stop) string {
	rgb := func(c color.NRGBA) string { return nums(float32(c.R)/255, float32(c.G)/255, float32(c.B)/255) }
	piece := func(a, b color.NRGBA) string {
		return fmt.Sprintf("<< /FunctionType 2 /Domain [0 1] /C0 [%s] /C1 [%s] /N 1 >>", rgb(a), rgb(b))
	}
	var pieces, bounds, encode []string
	last, at := stops[0].Color, float32(0)
	add := func(to typeset.Stop) {
		if to.At > at+.002 {
			if len(pieces) > 0 {
				bounds = append(bounds, num(at))
			}
			pieces, encode = append(pieces, piece(last, to.Color)), append(encode, "0 1")
			at = to.At
		}
		last = to.Color
	}
	for _, s := range stops {
		s.At = min(max(s.At, at), 1)
		add(s)
	}
	if at < 1 {
		add(typeset.Stop{At: 1, Color: last})
	}
	if len(pieces) == 1 {
		return pieces[0]
	}
	return fmt.Sprintf("<< /FunctionType 3 /Domain [0 1] /Functions [%s] /Bounds [%s] /Encode [%s] >>",
		strings.Join(pieces, " "), strings.Join(bounds, " "), strings.Join(encode, " "))
}

func abs(v float32) float32 {
	if v < 0 {
		return -v
	}
	return v
}
