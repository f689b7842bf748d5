package svg

import "math"

// line is a run of points, in px of what is painted; closed where its end is joined to its start.
type line struct {
	points []point
	closed bool
}

// outline collects lines; curves are cut into straight pieces after the transform.
type outline struct {
	m     matrix
	lines []line
	p     *painter
	start point // of the open line, and where the pen is, before the transform
	pen   point
	open  bool
}

func (o *outline) move(x, y float64) {
	o.start, o.pen, o.open = point{x, y}, point{x, y}, false
}

// begin opens a line at the pen where none is.
func (o *outline) begin() {
	if !o.open {
		o.lines = append(o.lines, line{points: []point{o.m.at(o.pen.x, o.pen.y)}})
		o.open = true
	}
}

func (o *outline) add(p point) {
	o.p.take(20)
	l := &o.lines[len(o.lines)-1]
	l.points = append(l.points, p)
}

func (o *outline) line(x, y float64) {
	o.begin()
	o.pen = point{clamp(x), clamp(y)}
	o.add(o.m.at(o.pen.x, o.pen.y))
}

func (o *outline) close() {
	if o.open {
		o.lines[len(o.lines)-1].closed = true
	}
	o.pen, o.open = o.start, false
}

// cube adds a cubic curve.
func (o *outline) cube(x1, y1, x2, y2, x, y float64) {
	o.begin()
	a, b, c := o.m.at(o.pen.x, o.pen.y), o.m.at(x1, y1), o.m.at(x2, y2)
	o.pen = point{clamp(x), clamp(y)}
	d := o.m.at(o.pen.x, o.pen.y)
	bend := math.Max(math.Hypot(a.x-2*b.x+c.x, a.y-2*b.y+c.y), math.Hypot(b.x-2*c.x+d.x, b.y-2*c.y+d.y))
	n := int(min(math.Sqrt(bend*3)+1, 100)) // pieces that stay within a tenth of a px
	for i := 1; i <= n; i++ {
		t := float64(i) / float64(n)
		u := 1 - t
		k0, k1, k2, k3 := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
		o.add(point{k0*a.x + k1*b.x + k2*c.x + k3*d.x, k0*a.y + k1*b.y + k2*c.y + k3*d.y})
	}
}

func (o *outline) quad(x1, y1, x, y float64) {
	p := o.pen
	o.cube(p.x+(x1-p.x)*2/3, p.y+(y1-p.y)*2/3, x+(x1-x)*2/3, y+(y1-y)*2/3, x, y)
}

// arc adds a part of an ellipse (SVG 1.1, F.6).
func (o *outline) arc(rx, ry, turn float64, large, sweep bool, x, y float64) {
	p := o.pen
	rx, ry = math.Abs(rx), math.Abs(ry)
	if rx < 1e-9 || ry < 1e-9 || p.x == x && p.y == y {
		o.line(x, y)
		return
	}
	sin, cos := math.Sincos(turn * math.Pi / 180)
	hx, hy := (p.x-x)/2, (p.y-y)/2
	x1, y1 := cos*hx+sin*hy, -sin*hx+cos*hy
	if l := x1*x1/(rx*rx) + y1*y1/(ry*ry); l > 1 {
		rx, ry = rx*math.Sqrt(l), ry*math.Sqrt(l)
	}
	den := rx*rx*y1*y1 + ry*ry*x1*x1
	k := 0.0
	if den > 0 {
		k = math.Sqrt(max(0, (rx*rx*ry*ry-den)/den))
	}
	if large == sweep {
		k = -k
	}
	cx1, cy1 := k*rx*y1/ry, -k*ry*x1/rx
	cx, cy := cos*cx1-sin*cy1+(p.x+x)/2, sin*cx1+cos*cy1+(p.y+y)/2
	from := math.Atan2((y1-cy1)/ry, (x1-cx1)/rx)
	sweepBy := math.Atan2((-y1-cy1)/ry, (-x1-cx1)/rx) - from
	if sweep && sweepBy < 0 {
		sweepBy += 2 * math.Pi
	} else if !sweep && sweepBy > 0 {
		sweepBy -= 2 * math.Pi
	}
	n := int(math.Ceil(math.Abs(sweepBy)/(math.Pi/2) - 1e-9))
	step := sweepBy / float64(max(1, n))
	kappa := 4.0 / 3 * math.Tan(step/4)
	at := func(c, s float64) (float64, float64) { return cx + cos*rx*c - sin*ry*s, cy + sin*rx*c + cos*ry*s }
	for i := range n {
		s0, c0 := math.Sincos(from + float64(i)*step)
		s1, c1 := math.Sincos(from + float64(i+1)*step)
		ax, ay := at(c0-kappa*s0, s0+kappa*c0)
		bx, by := at(c1+kappa*s1, s1-kappa*c1)
		ex, ey := at(c1, s1)
		if i == n-1 {
			ex, ey = x, y
		}
		o.cube(ax, ay, bx, by, ex, ey)
	}
}

// pathArgs is how many numbers each command takes.
var pathArgs = map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'S': 4, 'Q': 4, 'T': 2, 'A': 7, 'Z': 0}

// path adds path data (SVG 1.1, 8.3). It ends at the first mistake, as browsers have it.
func (o *outline) path(s string) {
	var command byte
	var control point // of the curve before, for smooth ones
	before := byte(0)
	for s = skip(s); s != ""; s = skip(s) {
		if c := s[0]; c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
			command, s = c, skip(s[1:])
		} else if command == 0 || upper(command) == 'Z' {
			return
		}
		n, ok := pathArgs[upper(command)]
		if !ok || before == 0 && upper(command) != 'M' {
			return
		}
		var v [7]float64
		for i := range n {
			var ok bool
			if v[i], s, ok = pathNumber(skip(s), upper(command) == 'A' && (i == 3 || i == 4)); !ok {
				return
			}
		}
		if command >= 'a' {
			relative(upper(command), &v, o.pen)
		}
		control = o.command(upper(command), v, before, control)
		before = upper(command)
		switch command { // more points after a move are lines
		case 'M':
			command = 'L'
		case 'm':
			command = 'l'
		}
	}
}

// pathNumber reads a number, or a flag, which may stand without a space before the next one.
func pathNumber(s string, flag bool) (float64, string, bool) {
	if flag {
		if s == "" || s[0] != '0' && s[0] != '1' {
			return 0, s, false
		}
		return float64(s[0] - '0'), s[1:], true
	}
	return number(s)
}

func upper(c byte) byte {
	if c >= 'a' {
		return c - 'a' + 'A'
	}
	return c
}

// relative makes a command's points absolute.
func relative(command byte, v *[7]float64, pen point) {
	switch command {
	case 'H':
		v[0] += pen.x
	case 'V':
		v[0] += pen.y
	case 'A':
		v[5] += pen.x
		v[6] += pen.y
	default:
		for i := 0; i+1 < pathArgs[command]; i += 2 {
			v[i] += pen.x
			v[i+1] += pen.y
		}
	}
}

// command does one, and gives the control point that a smooth curve after it mirrors.
func (o *outline) command(c byte, v [7]float64, before byte, control point) point {
	pen := o.pen
	mirrored := func(kinds ...byte) point {
		for _, k := range kinds {
			if before == k {
				return point{2*pen.x - control.x, 2*pen.y - control.y}
			}
		}
		return pen
	}
	switch c {
	case 'M':
		o.move(v[0], v[1])
	case 'L':
		o.line(v[0], v[1])
	case 'H':
		o.line(v[0], pen.y)
	case 'V':
		o.line(pen.x, v[0])
	case 'C':
		o.cube(v[0], v[1], v[2], v[3], v[4], v[5])
		return point{v[2], v[3]}
	case 'S':
		k := mirrored('C', 'S')
		o.cube(k.x, k.y, v[0], v[1], v[2], v[3])
		return point{v[0], v[1]}
	case 'Q':
		o.quad(v[0], v[1], v[2], v[3])
		return point{v[0], v[1]}
	case 'T':
		k := mirrored('Q', 'T')
		o.quad(k.x, k.y, v[0], v[1])
		return k
	case 'A':
		o.arc(v[0], v[1], v[2], v[3] == 1, v[4] == 1, v[5], v[6])
	case 'Z':
		o.close()
	}
	return o.pen
}
