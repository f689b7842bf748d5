package svg

import "math"

// shape adds what a basic shape or a path draws; false where the element is none.
func (o *outline) shape(e *element, w, h float64) bool {
	get := func(name string, whole float64) float64 { return length(e.attr(name), whole) }
	diagonal := math.Hypot(w, h) / math.Sqrt2
	switch e.Tag {
	case "path":
		o.path(e.attr("d"))
	case "rect":
		o.rect(get("x", w), get("y", h), get("width", w), get("height", h), e, w, h)
	case "circle":
		r := get("r", diagonal)
		o.ellipse(get("cx", w), get("cy", h), r, r)
	case "ellipse":
		o.ellipse(get("cx", w), get("cy", h), get("rx", w), get("ry", h))
	case "line":
		o.move(get("x1", w), get("y1", h))
		o.line(get("x2", w), get("y2", h))
	case "polyline", "polygon":
		v := numbers(e.attr("points"), 1<<20)
		for i := 0; i+1 < len(v); i += 2 {
			if i == 0 {
				o.move(v[0], v[1])
			} else {
				o.line(v[i], v[i+1])
			}
		}
		if e.Tag == "polygon" {
			o.close()
		}
	default:
		return false
	}
	return true
}

func (o *outline) rect(x, y, w, h float64, e *element, vw, vh float64) {
	if w <= 0 || h <= 0 {
		return
	}
	rx, hasX := e.Attr("rx")
	ry, hasY := e.Attr("ry")
	if !hasX {
		rx = ry
	}
	if !hasY {
		ry = rx
	}
	a, b := min(max(0, length(rx, vw)), w/2), min(max(0, length(ry, vh)), h/2)
	o.move(x+a, y)
	o.line(x+w-a, y)
	if a == 0 || b == 0 {
		o.line(x+w, y+h)
		o.line(x, y+h)
		o.close()
		return
	}
	o.arc(a, b, 0, false, true, x+w, y+b)
	o.line(x+w, y+h-b)
	o.arc(a, b, 0, false, true, x+w-a, y+h)
	o.line(x+a, y+h)
	o.arc(a, b, 0, false, true, x, y+h-b)
	o.line(x, y+b)
	o.arc(a, b, 0, false, true, x+a, y)
	o.close()
}

func (o *outline) ellipse(cx, cy, rx, ry float64) {
	if rx <= 0 || ry <= 0 {
		return
	}
	o.move(cx+rx, cy)
	o.arc(rx, ry, 0, false, true, cx-rx, cy)
	o.arc(rx, ry, 0, false, true, cx+rx, cy)
	o.close()
}
