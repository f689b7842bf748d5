package svg

import (
	"image/color"
	"strings"

	"satchel/htmlview/css"
)

// ink is what an area is filled with: nothing, a colour or a gradient of the drawing.
type ink struct {
	on    bool
	color color.NRGBA
	ref   string // id of a gradient; empty: color
}

// look is how an element is painted.
type look struct {
	fill, stroke               ink
	fillOpacity, strokeOpacity float64
	width                      float64
	cap, join                  string
	sharp                      float64
	dashes                     []float64
	dashOffset                 float64
	evenOdd, clipEvenOdd       bool
	color                      color.NRGBA
	hidden                     bool

	// Of the element alone.
	opacity float64
	gone    bool   // display: none
	clip    string // id of a clipPath; empty: none
	mask    string
	stop    color.NRGBA
	stopOp  float64
}

func firstLook() look {
	black := color.NRGBA{A: 255}
	return look{fill: ink{on: true, color: black}, fillOpacity: 1, strokeOpacity: 1, width: 1, cap: "butt", sharp: 4, color: black, opacity: 1}
}

// presentation are the attributes that are properties too.
var presentation = []string{"color", "fill", "stroke", "fill-opacity", "stroke-opacity", "stroke-width", "stroke-linecap", "stroke-linejoin",
	"stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "fill-rule", "clip-rule", "opacity", "display", "visibility", "clip-path", "mask",
	"stop-color", "stop-opacity"}

// lookOf computes an element's look: attributes, then the sheet, then its style attribute.
func (p *painter) lookOf(e *element, parent look) look {
	l := parent
	l.opacity, l.gone, l.clip, l.mask, l.stop, l.stopOp = 1, false, "", "", color.NRGBA{A: 255}, 1
	for _, name := range presentation {
		if v, ok := e.Attr(name); ok {
			l.decls(css.ParseDecls(name + ":" + v))
		}
	}
	for _, m := range p.d.rules.Match(&e.Element, p.matching, nil) {
		if m.Pseudo == "" {
			l.decls(m.Decls)
		}
	}
	if v, ok := e.Attr("style"); ok {
		l.decls(css.ParseDecls(v))
	}
	p.take(500)
	return l
}

func (l *look) decls(list []css.Decl) {
	for _, d := range list {
		if len(d.Values) > 0 && !d.Values[0].Is("inherit") {
			l.set(d.Prop, d.Values)
		}
	}
}

func (l *look) set(prop string, v []css.Value) {
	switch prop {
	case "color":
		if c, ok := v[0].Color(); ok {
			l.color = c
		}
	case "fill":
		l.fill.set(v, l.color)
	case "stroke":
		l.stroke.set(v, l.color)
	case "fill-opacity":
		share(v[0], &l.fillOpacity)
	case "stroke-opacity":
		share(v[0], &l.strokeOpacity)
	case "opacity":
		share(v[0], &l.opacity)
	case "stop-opacity":
		share(v[0], &l.stopOp)
	case "stop-color":
		if c, ok := colorOf(v[0], l.color); ok {
			l.stop = c
		}
	case "stroke-width":
		size(v[0], &l.width)
	case "stroke-linecap":
		l.cap = v[0].Text
	case "stroke-linejoin":
		l.join = v[0].Text
	case "stroke-miterlimit":
		size(v[0], &l.sharp)
	case "stroke-dashoffset":
		size(v[0], &l.dashOffset)
	case "stroke-dasharray":
		l.dashes = dashes(v)
	case "fill-rule":
		l.evenOdd = v[0].Is("evenodd")
	case "clip-rule":
		l.clipEvenOdd = v[0].Is("evenodd")
	case "display":
		l.gone = v[0].Is("none")
	case "visibility":
		l.hidden = v[0].Is("hidden") || v[0].Is("collapse")
	case "clip-path":
		l.clip = reference(v[0])
	case "mask":
		l.mask = reference(v[0])
	}
}

func colorOf(v css.Value, current color.NRGBA) (color.NRGBA, bool) {
	if v.Is("currentcolor") {
		return current, true
	}
	return v.Color()
}

// set reads a paint: none, a colour, or url(#id) with what stands for it.
func (i *ink) set(v []css.Value, current color.NRGBA) {
	switch c, ok := colorOf(v[0], current); {
	case v[0].Is("none"):
		*i = ink{}
	case ok:
		*i = ink{on: true, color: c}
	case v[0].Kind == css.URL:
		*i = ink{on: true, ref: reference(v[0])}
		if len(v) > 1 {
			i.color, _ = colorOf(v[1], current)
		}
	}
}

// reference is the id that url(#id) names; empty where it leads out of the drawing.
func reference(v css.Value) string {
	if id, ok := strings.CutPrefix(v.Text, "#"); ok && v.Kind == css.URL {
		return id
	}
	return ""
}

func share(v css.Value, to *float64) {
	switch v.Kind {
	case css.Number:
		*to = min(max(v.Num, 0), 1)
	case css.Percent:
		*to = min(max(v.Num/100, 0), 1)
	default:
	}
}

func size(v css.Value, to *float64) {
	if v.Kind == css.Number || v.Kind == css.Dimension {
		unit := units[v.Unit]
		if unit == 0 {
			unit = 1
		}
		*to = clamp(v.Num * unit)
	}
}

const maxDashes = 64

// dashes reads a pattern; an odd one counts twice (SVG 1.1, 11.4).
func dashes(v []css.Value) []float64 {
	var out []float64
	for _, d := range v {
		if d.Kind != css.Number && d.Kind != css.Dimension {
			continue
		}
		if d.Num < 0 || len(out) >= maxDashes {
			return nil
		}
		n := 0.0
		size(d, &n)
		out = append(out, n)
	}
	if len(out)%2 == 1 {
		out = append(out, out...)
	}
	return out
}
