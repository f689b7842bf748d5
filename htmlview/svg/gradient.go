package svg

import (
	"image/color"
	"math"
	"sort"
	"strings"
)

// gradient gives a colour to each place, in the drawing's own coordinates or a shape's box.
type gradient struct {
	radial            bool
	x1, y1, x2, y2    float64 // of a linear one
	cx, cy, r, fx, fy float64 // of a radial one
	stops             []stop
	spread            string
	toOwn             matrix // from px to the gradient's own coordinates
}

type stop struct {
	at float64
	c  [4]float64 // straight, 0 to 1
}

const maxStops = 256

// gradient finds the gradient with an id for a shape of the given box; false where there is none that can be painted.
func (p *painter) gradient(id string, m matrix, box [4]float64, alpha float64) (*gradient, bool) {
	e := p.d.ids[id]
	if e == nil || e.Tag != "lineargradient" && e.Tag != "radialgradient" {
		return nil, false
	}
	chain := p.chain(e)
	attr := func(name, otherwise string) string {
		for _, e := range chain {
			if v, ok := e.Attr(name); ok {
				return v
			}
		}
		return otherwise
	}
	g := &gradient{radial: e.Tag == "radialgradient", spread: strings.TrimSpace(attr("spreadmethod", "pad"))}
	w, h := p.width, p.height
	if attr("gradientunits", "") != "userSpaceOnUse" {
		if box[2] <= 0 || box[3] <= 0 {
			return nil, false
		}
		m, w, h = m.then(matrix{box[2], 0, 0, box[3], box[0], box[1]}), 1, 1
	}
	at := func(name, otherwise string, whole float64) float64 { return length(attr(name, otherwise), whole) }
	g.x1, g.y1, g.x2, g.y2 = at("x1", "0%", w), at("y1", "0%", h), at("x2", "100%", w), at("y2", "0%", h)
	g.cx, g.cy, g.r = at("cx", "50%", w), at("cy", "50%", h), at("r", "50%", math.Hypot(w, h)/math.Sqrt2)
	g.fx, g.fy = at("fx", attr("cx", "50%"), w), at("fy", attr("cy", "50%"), h)
	own, ok := m.then(transform(attr("gradienttransform", ""))).inverse()
	if !ok {
		return nil, false
	}
	g.toOwn = own
	for _, e := range chain {
		if g.stops = p.stops(e, alpha); len(g.stops) > 0 {
			break
		}
	}
	return g, len(g.stops) > 0
}

// chain is a gradient and those whose stops and attributes it takes over by href.
func (p *painter) chain(e *element) []*element {
	list := []*element{e}
	for len(list) < 8 {
		id, ok := strings.CutPrefix(strings.TrimSpace(e.attr("href")), "#")
		next := p.d.ids[id]
		if !ok || next == nil || next.Tag != "lineargradient" && next.Tag != "radialgradient" {
			break
		}
		list, e = append(list, next), next
	}
	return list
}

func (p *painter) stops(e *element, alpha float64) []stop {
	var out []stop
	last := 0.0
	for _, c := range e.children {
		if c.Tag != "stop" || len(out) >= maxStops {
			continue
		}
		l := p.lookOf(c, firstLook())
		last = max(last, min(max(length(c.attr("offset"), 1), 0), 1))
		n := l.stop
		out = append(out, stop{last, [4]float64{float64(n.R) / 255, float64(n.G) / 255, float64(n.B) / 255, float64(n.A) / 255 * l.stopOp * alpha}})
	}
	return out
}

// color gives the colour in the middle of a pixel.
func (g *gradient) color(x, y int) color.NRGBA {
	q := g.toOwn.at(float64(x)+.5, float64(y)+.5)
	var t float64
	if g.radial {
		t = g.radius(q)
	} else {
		dx, dy := g.x2-g.x1, g.y2-g.y1
		if n := dx*dx + dy*dy; n > 0 {
			t = ((q.x-g.x1)*dx + (q.y-g.y1)*dy) / n
		} else {
			t = 1
		}
	}
	switch g.spread {
	case "repeat":
		t -= math.Floor(t)
	case "reflect":
		if t = math.Mod(math.Abs(t), 2); t > 1 {
			t = 2 - t
		}
	}
	return g.mix(min(max(t, 0), 1))
}

// radius says how far a place is from the focus, in shares of the way to the circle.
func (g *gradient) radius(q point) float64 {
	if g.r <= 0 {
		return 1
	}
	dx, dy := q.x-g.fx, q.y-g.fy
	cx, cy := g.cx-g.fx, g.cy-g.fy
	a, b, c := dx*dx+dy*dy, dx*cx+dy*cy, cx*cx+cy*cy-g.r*g.r
	if a == 0 {
		return 0
	}
	if c >= 0 { // the focus lies outside: take the distance from the middle
		return math.Hypot(q.x-g.cx, q.y-g.cy) / g.r
	}
	way := (b + math.Sqrt(b*b-a*c)) / a // the circle is hit at focus + way times the distance
	return 1 / way
}

func (g *gradient) mix(t float64) color.NRGBA {
	k := sort.Search(len(g.stops), func(i int) bool { return g.stops[i].at > t })
	c := g.stops[max(0, k-1)].c
	if k > 0 && k < len(g.stops) {
		a, b := g.stops[k-1], g.stops[k]
		f := (t - a.at) / max(1e-9, b.at-a.at)
		for i := range c {
			c[i] = a.c[i] + (b.c[i]-a.c[i])*f
		}
	}
	to := func(v float64) uint8 { return uint8(min(max(v, 0), 1)*255 + .5) }
	return color.NRGBA{to(c[0]), to(c[1]), to(c[2]), to(c[3])}
}
