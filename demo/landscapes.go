package demo

import "math"

// landscape is a sky with a sun, ridges one behind another, and perhaps water.
type landscape struct {
	sky, low rgb     // colour at the top, and above the horizon
	sun      rgb     // its colour
	sunX     float64 // share of the width
	sunY     float64 // share of the height
	sunR     float64
	ridges   []ridge // the farthest first
	water    float64 // where it begins; 0: no water
	stars    bool
	boats    bool
}

// ridge is one line of hills: its middle height, how much it moves up and down, and
// how often; y runs downwards.
type ridge struct {
	y, swing, often, shift float64
	colour                 rgb
}

var (
	dawn = landscape{
		sky: hex(0x5B7FB5), low: hex(0xFBD9B0), sun: hex(0xFFF6DC), sunX: 0.66, sunY: 0.42, sunR: 0.06,
		ridges: []ridge{
			{0.52, 0.05, 2.1, 0.3, hex(0xA9A7C4)}, {0.60, 0.07, 1.6, 2.0, hex(0x8088AE)},
			{0.70, 0.06, 2.3, 4.1, hex(0x5C6C8F)}, {0.82, 0.08, 1.3, 1.2, hex(0x3D5262)}, {0.94, 0.05, 2.6, 5.0, hex(0x24382F)},
		},
	}
	day = landscape{
		sky: hex(0x4D9BD8), low: hex(0xD8EEF7), sun: hex(0xFFFBE0), sunX: 0.22, sunY: 0.2, sunR: 0.07,
		ridges: []ridge{
			{0.56, 0.05, 1.7, 1.0, hex(0x9CC3B8)}, {0.66, 0.07, 1.2, 3.3, hex(0x77AE74)},
			{0.78, 0.06, 1.9, 0.2, hex(0x55934A)}, {0.92, 0.05, 1.1, 2.2, hex(0x3B7336)},
		},
	}
	dusk = landscape{
		sky: hex(0x2A2350), low: hex(0xF2925C), sun: hex(0xFFE3A0), sunX: 0.4, sunY: 0.5, sunR: 0.08,
		ridges: []ridge{
			{0.58, 0.06, 1.8, 0.8, hex(0x8A4A68)}, {0.68, 0.07, 1.4, 2.7, hex(0x5E3560)},
			{0.80, 0.06, 2.2, 4.4, hex(0x3A2650)}, {0.93, 0.05, 1.5, 1.9, hex(0x1E173A)},
		},
	}
	night = landscape{
		sky: hex(0x0C0F26), low: hex(0x2E3A6B), sun: hex(0xF7F2DC), sunX: 0.78, sunY: 0.28, sunR: 0.075, stars: true,
		ridges: []ridge{
			{0.66, 0.07, 0.9, 0.5, hex(0x232B55)}, {0.77, 0.06, 1.3, 2.9, hex(0x191F42)}, {0.90, 0.06, 0.8, 4.2, hex(0x0E1230)},
		},
	}
	sea = landscape{
		sky: hex(0x6FB1DC), low: hex(0xEAF4F4), sun: hex(0xFFFDF0), sunX: 0.7, sunY: 0.25, sunR: 0.06, water: 0.58, boats: true,
		ridges: []ridge{{0.57, 0.025, 2.4, 1.4, hex(0x9DB9C4)}, {0.585, 0.05, 0.9, 3.4, hex(0x6E9AA0)}},
	}
	harbour = landscape{
		sky: hex(0x7E8FC4), low: hex(0xFFDDBE), sun: hex(0xFFF2CE), sunX: 0.3, sunY: 0.4, sunR: 0.06, water: 0.62, boats: true,
		ridges: []ridge{{0.56, 0.06, 1.3, 0.6, hex(0xA39BB5)}, {0.62, 0.07, 0.8, 2.4, hex(0x6E7290)}},
	}
)

func (l landscape) paint(x, y, wide, edge float64) rgb {
	if l.water == 0 || y < l.water {
		return l.air(x, y, wide, edge)
	}
	// Water shows what stands above it, darker, and drawn out sideways by the waves,
	// which grow towards the one who looks.
	depth := (y - l.water) / (1 - l.water)
	wave := 0.012 * depth * math.Sin(140*math.Sqrt(depth)+7*math.Sin(9*x))
	above := l.water - (y-l.water)*0.9
	c := mix(l.air(x+wave, max(0, above), wide, edge), mix(l.sky, hex(0x123048), 0.55), 0.28+0.4*depth)
	glint := math.Exp(-math.Abs(x-l.sunX*wide)*(14-9*depth)) * max(0, math.Sin(170*math.Sqrt(depth)+5*math.Sin(17*x)))
	return mix(c, l.sun, 0.55*glint)
}

// air is everything but the water.
func (l landscape) air(x, y, wide, edge float64) rgb {
	// From the nearest ridge backwards, as far as one can see: most of a picture is
	// hidden behind something.
	first := len(l.ridges)
	var tops [8]float64
	for first > 0 {
		first--
		tops[first] = l.ridges[first].top(x, y)
		if y > tops[first]+edge {
			break
		}
	}
	var c rgb
	if first == 0 {
		c = l.above(x, y, wide, edge)
	}
	for i := first; i < len(l.ridges); i++ {
		if y > tops[i]-edge {
			haze := 0.35 * math.Exp(-(y-tops[i])*9) * float64(len(l.ridges)-i) / float64(len(l.ridges))
			c = mix(c, mix(l.ridges[i].colour, l.low, haze), inside(tops[i]-y, edge))
		}
	}
	if l.boats {
		c = boat(c, x-0.44*wide, y-l.water, 0.55, edge)
		c = boat(c, x-0.57*wide, y-l.water, 0.75, edge)
		c = boat(c, x-0.86*wide, y-l.water, 1.05, edge)
	}
	return c
}

// top is where a ridge begins at x. Where y is above all of it, its highest point is
// near enough.
func (r ridge) top(x, y float64) float64 {
	if highest := r.y - r.swing; y < highest-0.02 {
		return highest
	}
	at := x * r.often
	return r.y - r.swing*(0.6*math.Sin(at*2+r.shift)+0.28*math.Sin(at*5.3+2*r.shift)+0.08*math.Sin(at*17+r.shift))
}

// above is the sky with what is in it.
func (l landscape) above(x, y, wide, edge float64) rgb {
	away := math.Hypot(x-l.sunX*wide, y-l.sunY)
	c := mix(l.sky, l.low, math.Pow(min(1, y/0.62), 1.3))
	c = mix(c, l.sun, 0.55*math.Exp(-away*5))
	if l.stars {
		c = mix(c, hex(0xFFFFFF), star(x, y))
	}
	return mix(c, l.sun, inside(away-l.sunR, edge))
}

// star is how bright the sky's stars are at a point: one in some of the squares of a
// grid, its place and size taken from the square's numbers.
func star(x, y float64) float64 {
	const grid = 26
	sx, sy := math.Floor(x*grid), math.Floor(y*grid)
	lot := frac(math.Sin(sx*127.1+sy*311.7) * 43758.5453)
	if lot < 0.6 {
		return 0
	}
	away := math.Hypot(frac(x*grid)-0.2-0.6*frac(lot*57), frac(y*grid)-0.2-0.6*frac(lot*91))
	return (lot - 0.4) * max(0, 1-away*11)
}

// boat puts a small sailing boat on c, its keel at (0, 0).
func boat(c rgb, x, y, size, edge float64) rgb {
	x, y, edge = x/size, y/size, edge/size
	mast := max(math.Abs(x)-0.003, math.Abs(y+0.09)-0.075)
	c = mix(c, hex(0x5A4636), inside(mast, edge))
	sail := max(0.006-x, y+0.03, x*1.9-(y+0.155)*0.9)
	c = mix(c, hex(0xFBF6EC), inside(sail, edge))
	jib := max(x+0.006, y+0.034, -x*2.1-(y+0.14)*0.9)
	c = mix(c, hex(0xD9654B), inside(jib, edge))
	hull := max(-0.022-y, y+0.001, math.Abs(x)-0.075-(-y)*0.9)
	return mix(c, hex(0x37475E), inside(hull, edge))
}
