package htmlview

import (
	"image/color"
	"math"
)

// oklab is a colour by lightness, 0 to 1, and two axes of hue (Björn Ottosson, "A perceptual color space for image
// processing", 2020).
type oklab struct{ l, a, b float64 }

func linear(v uint8) float64 {
	f := float64(v) / 255
	if f <= 0.04045 {
		return f / 12.92
	}
	return math.Pow((f+0.055)/1.055, 2.4)
}

func gamma(f float64) uint8 {
	if f <= 0.0031308 {
		f *= 12.92
	} else {
		f = 1.055*math.Pow(f, 1/2.4) - 0.055
	}
	return uint8(math.Round(min(max(f, 0), 1) * 255))
}

func toLab(c color.NRGBA) oklab {
	r, g, b := linear(c.R), linear(c.G), linear(c.B)
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	return oklab{0.2104542553*l + 0.7936177850*m - 0.0040720468*s, 1.9779984951*l - 2.4285922050*m + 0.4505937099*s, 0.0259040371*l + 0.7827717662*m - 0.8086757660*s}
}

// color gives the colour; what no screen can show loses saturation.
func (o oklab) color(alpha uint8) color.NRGBA {
	for range 20 {
		if c, ok := o.exact(alpha); ok {
			return c
		}
		o.a, o.b = o.a*0.85, o.b*0.85
	}
	o.a, o.b = 0, 0
	c, _ := o.exact(alpha)
	return c
}

func (o oklab) exact(alpha uint8) (color.NRGBA, bool) {
	l := o.l + 0.3963377774*o.a + 0.2158037573*o.b
	m := o.l - 0.1055613458*o.a - 0.0638541728*o.b
	s := o.l - 0.0894841775*o.a - 1.2914855480*o.b
	l, m, s = l*l*l, m*m*m, s*s*s
	r := 4.0767416621*l - 3.3077115913*m + 0.2309699292*s
	g := -1.2684380046*l + 2.6097574011*m - 0.3413193965*s
	b := -0.0041960863*l - 0.7034186147*m + 1.7076147010*s
	const edge = 1e-3
	ok := r > -edge && r < 1+edge && g > -edge && g < 1+edge && b > -edge && b < 1+edge
	return color.NRGBA{gamma(r), gamma(g), gamma(b), alpha}, ok
}

// contrast is the ratio of two colours' luminances, 1 to 21 (WCAG 2.1).
func contrast(a, b color.NRGBA) float64 {
	lum := func(c color.NRGBA) float64 { return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B) }
	x, y := lum(a)+0.05, lum(b)+0.05
	return max(x, y) / min(x, y)
}
