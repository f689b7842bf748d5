package htmlview

import (
	"image/color"
	"math"

	"satchel/htmlview/css"
)

var sides = [4]string{"top", "right", "bottom", "left"}

func borderProperties(rest setter) {
	for i, name := range sides {
		rest("border-"+name, func(a *applier, v []css.Value) { a.setBorder(v, i) })
		rest("border-"+name+"-width", func(a *applier, v []css.Value) { a.setBorderWidth(i, v[0]) })
		rest("border-"+name+"-style", func(a *applier, v []css.Value) { a.setBorderStyle(i, v[0]) })
		rest("border-"+name+"-color", func(a *applier, v []css.Value) { a.setBorderColor(i, v[0]) })
	}
	rest("border", func(a *applier, v []css.Value) { a.setBorder(v, top, right, bottom, left) })
	rest("border-width", func(a *applier, v []css.Value) {
		a.four(v, func(_ int, w css.Value) bool { _, ok := a.borderWidth(w); return ok }, a.setBorderWidth)
	})
	rest("border-style", func(a *applier, v []css.Value) {
		a.four(v, func(_ int, w css.Value) bool { _, ok := borderStyles[w.Text]; return ok }, a.setBorderStyle)
	})
	rest("border-color", func(a *applier, v []css.Value) {
		a.four(v, func(_ int, w css.Value) bool { _, ok := a.color(w); return ok }, a.setBorderColor)
	})
	rest("border-radius", func(a *applier, v []css.Value) { a.setRadius(v) })
	for i, name := range []string{"top-left", "top-right", "bottom-right", "bottom-left"} {
		rest("border-"+name+"-radius", func(a *applier, v []css.Value) { a.length(&a.st.radius[i], v[0], true) })
	}
}

var borderStyles = map[string]borderStyle{"none": borderNone, "hidden": borderHidden, "solid": borderSolid, "dashed": borderDashed,
	"dotted": borderDotted, "double": borderDouble, "groove": borderGroove, "ridge": borderRidge, "inset": borderInset, "outset": borderOutset}

// borderWidth reads a width and makes it whole pixels, at least one if it is not nothing.
func (a *applier) borderWidth(v css.Value) (float32, bool) {
	switch v.Text {
	case "thin":
		return 1, true
	case "medium":
		return 3, true
	case "thick":
		return 5, true
	}
	l, ok := v.Length(a.scale)
	if !ok || l.Unit != css.Fixed || l.Px < 0 {
		return 0, false
	}
	if l.Px > 0 && l.Px < 1 {
		return 1, true
	}
	return float32(math.Floor(float64(l.Px))), true
}

func (a *applier) setBorderWidth(i int, v css.Value) {
	if w, ok := a.borderWidth(v); ok {
		a.st.border[i].width = w
	}
}

func (a *applier) setBorderStyle(i int, v css.Value) {
	if s, ok := borderStyles[v.Text]; ok {
		a.st.border[i].style = s
	}
}

func (a *applier) setBorderColor(i int, v css.Value) {
	if v.Is("currentcolor") {
		a.st.border[i].hasColor = false
	} else if c, ok := a.color(v); ok {
		a.st.border[i].color, a.st.border[i].hasColor = c, true
	}
}

// setBorder reads the shorthand: width, style and colour in any order; what is missing is reset.
func (a *applier) setBorder(v []css.Value, edges ...int) {
	b := border{width: 3}
	for _, w := range v {
		if s, ok := borderStyles[w.Text]; ok && w.Kind == css.Ident {
			b.style = s
		} else if px, ok := a.borderWidth(w); ok {
			b.width = px
		} else if w.Is("currentcolor") {
			b.hasColor = false
		} else if c, ok := a.color(w); ok {
			b.color, b.hasColor = c, true
		} else {
			return
		}
	}
	for _, i := range edges {
		a.st.border[i] = b
	}
}

func (a *applier) setRadius(v []css.Value) {
	for i, w := range v {
		if w.Text == "/" && w.Kind == css.Delim {
			v = v[:i] // the vertical radii of an ellipse are taken for the horizontal ones
			break
		}
	}
	if len(v) == 0 {
		return
	}
	good := func(_ int, w css.Value) bool { l, ok := w.Length(a.scale); return ok && l.Px >= 0 }
	if len(v) == 2 { // two values are diagonals, not sides
		v = []css.Value{v[0], v[1], v[0], v[1]}
	}
	a.four(v, good, func(i int, w css.Value) { a.length(&a.st.radius[i], w, true) })
}

// shade gives the colour of a side of a three-dimensional border.
func shade(b border, edge int) color.NRGBA {
	darkSide := edge == top || edge == left
	switch b.style {
	case borderInset, borderGroove:
	case borderOutset, borderRidge:
		darkSide = !darkSide
	default:
		return b.color
	}
	if !b.hasColor {
		if darkSide {
			return color.NRGBA{0x9A, 0x9A, 0x9A, 0xFF}
		}
		return color.NRGBA{0xEE, 0xEE, 0xEE, 0xFF}
	}
	c := b.color
	if darkest := max(c.R, c.G, c.B); darkest <= 0x20 { // no room for a darker one
		c = lighter(c)
		if !darkSide {
			c = lighter(c)
		}
		return c
	}
	switch {
	case darkSide:
		return scaled(c, -0.33)
	case min(c.R, c.G, c.B) >= 0xEB:
		return c
	}
	return lighter(c)
}

// tableParts are the elements whose frames are shaded from the colour of their text, where they have no other.
var tableParts = set("table td th tr tbody thead tfoot caption")

func lighter(c color.NRGBA) color.NRGBA {
	if c.R|c.G|c.B == 0 {
		return color.NRGBA{0x54, 0x54, 0x54, c.A}
	}
	return scaled(c, 0.33)
}

// scaled changes a colour so that its strongest part grows by a share of the whole range.
func scaled(c color.NRGBA, by float32) color.NRGBA {
	strongest := float32(max(c.R, c.G, c.B)) / 255
	f := max(0, strongest+by) / strongest
	to := func(v uint8) uint8 { return uint8(min(float32(v)*f+.5, 255)) }
	return color.NRGBA{to(c.R), to(c.G), to(c.B), c.A}
}
