package css

import (
	"image/color"
	"math"
	"strconv"
	"strings"

	"golang.org/x/image/colornames"
)

// Color reads a colour. ok is false for what is none; currentcolor is the caller's affair.
func (v Value) Color() (c color.NRGBA, ok bool) {
	switch v.Kind {
	case Hash:
		return hexColor(v.Text)
	case Ident:
		return namedColor(v.Text)
	case Function:
		switch v.Text {
		case "rgb", "rgba":
			return rgbColor(v.Args)
		case "hsl", "hsla":
			return hslColor(v.Args)
		}
	default:
	}
	return c, false
}

func namedColor(name string) (color.NRGBA, bool) {
	switch name {
	case "transparent":
		return color.NRGBA{}, true
	case "rebeccapurple":
		return color.NRGBA{0x66, 0x33, 0x99, 0xFF}, true
	case "canvas", "window", "background":
		return color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}, true
	case "canvastext", "windowtext", "buttontext":
		return color.NRGBA{0, 0, 0, 0xFF}, true
	case "linktext":
		return color.NRGBA{0, 0, 0xEE, 0xFF}, true
	}
	c, ok := colornames.Map[name]
	return color.NRGBA(c), ok // all of them are opaque
}

func hexColor(s string) (color.NRGBA, bool) {
	if len(s) == 3 || len(s) == 4 {
		var double strings.Builder
		for _, c := range s {
			double.WriteRune(c)
			double.WriteRune(c)
		}
		s = double.String()
	}
	if len(s) == 6 {
		s += "ff"
	}
	n, err := strconv.ParseUint(s, 16, 32)
	if err != nil || len(s) != 8 {
		return color.NRGBA{}, false
	}
	return color.NRGBA{uint8(n >> 24), uint8(n >> 16), uint8(n >> 8), uint8(n)}, true
}

// numbers gives the numbers of a function, commas and slashes left out.
func numbers(args []Value) []Value {
	var out []Value
	for _, v := range args {
		if v.Kind == Number || v.Kind == Percent || v.Kind == Dimension || v.Is("none") {
			out = append(out, v)
		}
	}
	return out
}

func alpha(list []Value) uint8 {
	if len(list) < 4 {
		return 255
	}
	a := list[3].Num
	if list[3].Kind == Percent {
		a /= 100
	}
	return uint8(math.Round(min(max(a, 0), 1) * 255))
}

func rgbColor(args []Value) (color.NRGBA, bool) {
	list := numbers(args)
	if len(list) < 3 {
		return color.NRGBA{}, false
	}
	var c [3]uint8
	for i := range c {
		n := list[i].Num
		if list[i].Kind == Percent {
			n = n * 255 / 100
		}
		c[i] = uint8(math.Round(min(max(n, 0), 255)))
	}
	return color.NRGBA{c[0], c[1], c[2], alpha(list)}, true
}

func hslColor(args []Value) (color.NRGBA, bool) {
	list := numbers(args)
	if len(list) < 3 {
		return color.NRGBA{}, false
	}
	h := math.Mod(math.Mod(list[0].Num, 360)+360, 360) / 60
	s, l := min(max(list[1].Num/100, 0), 1), min(max(list[2].Num/100, 0), 1)
	chroma := (1 - math.Abs(2*l-1)) * s
	x := chroma * (1 - math.Abs(math.Mod(h, 2)-1))
	var r, g, b float64
	switch int(h) {
	case 0:
		r, g = chroma, x
	case 1:
		r, g = x, chroma
	case 2:
		g, b = chroma, x
	case 3:
		g, b = x, chroma
	case 4:
		r, b = x, chroma
	default:
		r, b = chroma, x
	}
	m := l - chroma/2
	to := func(v float64) uint8 { return uint8(math.Round((v + m) * 255)) }
	return color.NRGBA{to(r), to(g), to(b), alpha(list)}, true
}

// LegacyColor reads the colour of an HTML attribute, which takes any text (HTML, "rules for parsing a legacy colour
// value").
func LegacyColor(s string) (color.NRGBA, bool) {
	s = strings.TrimSpace(s)
	if s == "" || strings.EqualFold(s, "transparent") {
		return color.NRGBA{}, false
	}
	if c, ok := namedColor(strings.ToLower(s)); ok {
		return c, true
	}
	if len(s) == 4 && s[0] == '#' {
		if c, ok := hexColor(s[1:]); ok {
			return c, true
		}
	}
	s = strings.TrimPrefix(s, "#")
	if len(s) > 128 {
		s = s[:128]
	}
	digits := []byte(s)
	for i, c := range digits {
		if !isHex(c) {
			digits[i] = '0'
		}
	}
	for len(digits) == 0 || len(digits)%3 != 0 {
		digits = append(digits, '0')
	}
	n := len(digits) / 3
	parts := [3][]byte{digits[:n], digits[n : 2*n], digits[2*n:]}
	for n > 8 {
		for i := range parts {
			parts[i] = parts[i][1:]
		}
		n--
	}
	for n > 2 && parts[0][0] == '0' && parts[1][0] == '0' && parts[2][0] == '0' {
		for i := range parts {
			parts[i] = parts[i][1:]
		}
		n--
	}
	var c [3]uint8
	for i, p := range parts {
		v, _ := strconv.ParseUint(string(p[:min(n, 2)]), 16, 8)
		c[i] = uint8(v)
	}
	return color.NRGBA{c[0], c[1], c[2], 255}, true
}
