package demo

import "math"

// garden is beds in the evening: rows of green that run to a hedge under the sky.
func garden(x, y, wide, edge float64) rgb {
	const hedge = 0.36
	c := mix(hex(0x8DBBE0), hex(0xFCE8C4), y/hedge)
	c = mix(c, hex(0xFFF7DE), 0.7*math.Exp(-5*math.Hypot(x-0.75*wide, y-0.26)))
	far := hedge - 0.05 - 0.035*math.Sin(3*x+1) - 0.02*math.Sin(8*x)
	c = mix(c, hex(0x8FB08A), inside(far-y, edge))
	near := hedge - 0.012*math.Abs(math.Sin(19*x)) - 0.008*math.Abs(math.Sin(43*x+1))
	c = mix(c, mix(hex(0x4F7A45), hex(0x35592F), (y-near)*22), inside(near-y, edge))
	if y < hedge+0.03 {
		return c
	}
	depth := (y - hedge - 0.03) / (1 - hedge - 0.03) // 0 far, 1 near
	row := (x-wide/2)/(0.1+0.9*depth)*3.1 + 0.5
	soil := mix(hex(0x8A6A4A), hex(0x5B4230), depth)
	soil = mix(soil, hex(0x3D2C20), 0.5*math.Pow(math.Abs(2*frac(row)-1), 3))
	soil = mix(soil, hex(0xA5835E), 0.25*frac(43758.5453*math.Sin(math.Floor(row*40)*12.9898+math.Floor(60/(0.1+depth))*78.233)))
	along := 7 / (0.14 + depth) // plants stand closer the farther away they are
	leafy := 0.30 + 0.09*math.Sin(along*6.283) + 0.03*math.Sin(row*60+along*19)
	off := math.Abs(frac(row) - 0.5)
	green := mix(hex(0x9CC25B), hex(0x356B2E), off/leafy+0.25*math.Sin(along*12.57+row*21))
	if int(math.Floor(row))%3 == 0 {
		green = mix(green, hex(0x9A3B5B), 0.45) // beetroot
	}
	return mix(soil, mix(green, hex(0xFFEFC2), 0.12*(1-depth)), inside((off-leafy)*0.3*(0.1+0.9*depth), edge))
}

// bedPlan is a drawing of an allotment from above: beds, paths, a shed, the water
// butt where it is and where it will be.
func bedPlan(x, y, wide, edge float64) rgb {
	c := hex(0xF5F1E6)
	if frac(x*16) < 16*edge || frac(y*16) < 16*edge {
		c = hex(0xE8E2D2)
	}
	box := func(x0, y0, x1, y1 float64, fill uint32) {
		d := max(x0*wide-x, x-x1*wide, y0-y, y-y1)
		c = mix(c, hex(0x4A4A44), inside(d-0.004, edge))
		c = mix(c, hex(fill), inside(d, edge))
	}
	for i, fill := range []uint32{0xA9C77E, 0xC9D78F, 0x8FB573, 0xE3B873} {
		left := 0.06 + 0.155*float64(i)
		box(left, 0.1, left+0.125, 0.62, fill)
		if y > 0.1 && y < 0.62 && x > left*wide && x < (left+0.125)*wide && frac(y*22) < 0.28 {
			c = mix(c, hex(0x5E7F48), 0.45)
		}
	}
	box(0.72, 0.1, 0.94, 0.36, 0xB98F66)   // shed
	box(0.72, 0.23, 0.94, 0.236, 0x8A6746) // its ridge
	box(0.06, 0.72, 0.62, 0.92, 0xD98A4B)  // pumpkins
	for i := range 5 {
		d := ellipse(x, y, (0.12+0.11*float64(i))*wide, 0.82, 0.055, 0.045)
		c = mix(c, hex(0xF0A94F), inside(d, edge))
	}
	box(0.735, 0.47, 0.835, 0.62, 0xB8B8B4) // the new base
	c = mix(c, hex(0x2E6FA8), inside(math.Hypot(x-0.87*wide, y-0.8)-0.075, edge))
	return mix(c, hex(0x6FA9D6), inside(math.Hypot(x-0.87*wide, y-0.8)-0.055, edge))
}

// leafTile is two leaves on a stem.
func leafTile(x, y, _, edge float64) rgb {
	c := mix(hex(0xE3EDCB), hex(0xD2E2B4), y)
	stem := max(math.Abs(x-0.5-0.05*math.Sin(4*y))-0.014, 0.3-y, y-0.9)
	c = mix(c, hex(0x5F8A43), inside(stem, edge))
	for _, side := range []float64{-1, 1} {
		// A leaf is where two circles overlap; turned, so that it points up and out.
		dx, dy := (x-0.5)*side, y-0.6
		u, v := dx*0.82-dy*0.57-0.22, dx*0.57+dy*0.82
		d := max(math.Hypot(u, v-0.16), math.Hypot(u, v+0.16)) - 0.28
		c = mix(c, mix(hex(0x7FB04F), hex(0x3F7A35), 0.5+3*v), inside(d, edge))
		c = mix(c, hex(0xCFE3A6), 0.7*inside(max(math.Abs(v)-0.006, d+0.03), edge))
	}
	return c
}

// bulbTile is a head of garlic.
func bulbTile(x, y, _, edge float64) rgb {
	c := mix(hex(0xF3E4DA), hex(0xE7CFC0), y)
	neck := max(math.Abs(x-0.5)-0.035-0.12*max(0, y-0.26), 0.16-y, y-0.5)
	body := ellipse(x, y, 0.5, 0.6, 0.29, 0.25)
	c = mix(c, hex(0xE9DCC6), inside(min(neck, body), edge))
	fold := math.Abs(math.Sin((x - 0.5) / (0.06 + 0.30*math.Sqrt(max(0, 0.0625-(y-0.6)*(y-0.6)))) * 5.2))
	c = mix(c, mix(hex(0xFBF4E8), hex(0xB98AA0), math.Pow(fold, 6)*0.8+0.9*max(0, y-0.72)), inside(body, edge))
	root := max(ellipse(x, y, 0.5, 0.86, 0.07, 0.025), 0)
	return mix(c, hex(0xA58B6B), inside(root-0.001, edge))
}

// flowerTile is a flower with eight petals.
func flowerTile(x, y, _, edge float64) rgb {
	c := mix(hex(0xFBE6EA), hex(0xF3D0DA), y)
	dx, dy := x-0.5, y-0.5
	away, turn := math.Hypot(dx, dy), math.Atan2(dy, dx)
	petal := 0.22 + 0.15*math.Abs(math.Cos(4*turn))
	c = mix(c, mix(hex(0xF7A8C0), hex(0xC74B82), 1.5-3.4*away), inside((away-petal)*0.6, edge))
	c = mix(c, hex(0xE58AAE), 0.6*math.Pow(math.Abs(math.Sin(4*turn)), 12)*inside(away-petal, edge))
	c = mix(c, hex(0xF4C64E), inside(away-0.09, edge))
	return mix(c, hex(0xD99A2B), inside(away-0.05, edge))
}
