package svg

import "math"

// pen is how a line is drawn, in px of what is painted.
type pen struct {
	half   float64 // of the width
	cap    string  // butt, round, square
	join   string  // as SVG names them
	sharp  float64 // how many widths a pointed corner may reach
	dashes []float64
	offset float64
}

// stroke gives the areas that a pen covers along lines: convex pieces that all run the same way round, so that where they
// overlap they count once.
func (p *painter) stroke(lines []line, by pen) []line {
	var out []line
	for _, l := range lines {
		l.points = distinct(l.points, l.closed)
		for _, part := range p.dashed(l, by) {
			out = p.along(out, part, by)
		}
	}
	return out
}

// distinct leaves out points that repeat the one before.
func distinct(list []point, closed bool) []point {
	out := list[:0:0]
	for _, q := range list {
		if n := len(out); n == 0 || math.Hypot(q.x-out[n-1].x, q.y-out[n-1].y) > 1e-6 {
			out = append(out, q)
		}
	}
	if n := len(out); closed && n > 1 && math.Hypot(out[0].x-out[n-1].x, out[0].y-out[n-1].y) <= 1e-6 {
		out = out[:n-1]
	}
	return out
}

// dashed cuts a line into its dashes.
func (p *painter) dashed(l line, by pen) []line {
	total := 0.0
	for _, d := range by.dashes {
		total += d
	}
	if total < 0.05 || len(l.points) < 2 { // finer than can be seen
		return []line{l}
	}
	points := l.points
	if l.closed {
		points = append(points[:len(points):len(points)], points[0])
	}
	k := 0
	at := math.Mod(by.offset, total)
	if at < 0 {
		at += total
	}
	for at >= by.dashes[k] {
		at -= by.dashes[k]
		k = (k + 1) % len(by.dashes)
		p.take(1)
	}
	left := by.dashes[k] - at
	on := k%2 == 0
	var out []line
	current := []point{points[0]}
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		whole := math.Hypot(b.x-a.x, b.y-a.y)
		for gone := 0.0; gone < whole; {
			p.take(50)
			step := min(left, whole-gone)
			gone += step
			left -= step
			q := point{a.x + (b.x-a.x)*gone/whole, a.y + (b.y-a.y)*gone/whole}
			if on {
				current = append(current, q)
			}
			if left <= 1e-9 {
				if on {
					out = append(out, line{points: distinct(current, false)})
				}
				k = (k + 1) % len(by.dashes)
				left, on, current = by.dashes[k], k%2 == 0, []point{q}
			}
		}
	}
	if on && len(current) > 1 {
		out = append(out, line{points: distinct(current, false)})
	}
	return out
}

// along adds the pieces of one line.
func (p *painter) along(out []line, l line, by pen) []line {
	n := len(l.points)
	if n == 0 {
		return out
	}
	if n == 1 {
		if by.cap == "round" {
			out = append(out, p.disc(l.points[0], by.half))
		}
		return out
	}
	segments := n - 1
	if l.closed {
		segments = n
	}
	for i := range segments {
		a, b := l.points[i], l.points[(i+1)%n]
		d := direction(a, b)
		if by.cap == "square" && !l.closed {
			if i == 0 {
				a = point{a.x - d.x*by.half, a.y - d.y*by.half}
			}
			if i == segments-1 {
				b = point{b.x + d.x*by.half, b.y + d.y*by.half}
			}
		}
		nx, ny := -d.y*by.half, d.x*by.half
		out = append(out, p.convex(point{a.x + nx, a.y + ny}, point{b.x + nx, b.y + ny}, point{b.x - nx, b.y - ny}, point{a.x - nx, a.y - ny}))
		if i+1 < segments || l.closed {
			out = p.joint(out, d, l.points[(i+1)%n], direction(l.points[(i+1)%n], l.points[(i+2)%n]), by)
		}
	}
	if by.cap == "round" && !l.closed {
		out = append(out, p.disc(l.points[0], by.half), p.disc(l.points[n-1], by.half))
	}
	return out
}

func direction(a, b point) point {
	l := math.Hypot(b.x-a.x, b.y-a.y)
	if l == 0 {
		return point{1, 0}
	}
	return point{(b.x - a.x) / l, (b.y - a.y) / l}
}

// joint fills the outer side of a corner.
func (p *painter) joint(out []line, d point, at, e point, by pen) []line {
	cross, dot := d.x*e.y-d.y*e.x, d.x*e.x+d.y*e.y
	if math.Abs(cross) < 1e-4 && dot > 0 {
		return out
	}
	if by.join == "round" {
		return append(out, p.disc(at, by.half))
	}
	side := -by.half
	if cross < 0 {
		side = by.half
	}
	a, b := point{at.x - d.y*side, at.y + d.x*side}, point{at.x - e.y*side, at.y + e.x*side}
	// A pointed corner is 1/sin(angle/2) times the width long (SVG 1.1, 11.4); dot is minus the angle's cosine.
	if sin := math.Sqrt(max(0, (1-dot)/2)); by.join != "bevel" && dot > -0.9999 && 1/math.Sqrt(max(1e-9, 1-sin*sin)) <= by.sharp {
		t := math.Abs(by.half) * sin / math.Sqrt(max(1e-9, 1-sin*sin))
		return append(out, p.convex(at, a, point{a.x + d.x*t, a.y + d.y*t}, b))
	}
	return append(out, p.convex(at, a, b))
}

// convex makes a piece that runs the one way round.
func (p *painter) convex(points ...point) line {
	p.take(25 * len(points))
	area := 0.0
	for i, a := range points {
		b := points[(i+1)%len(points)]
		area += a.x*b.y - a.y*b.x
	}
	if area < 0 {
		for i, j := 0, len(points)-1; i < j; i, j = i+1, j-1 {
			points[i], points[j] = points[j], points[i]
		}
	}
	return line{points: points, closed: true}
}

func (p *painter) disc(at point, r float64) line {
	n := int(min(8+math.Sqrt(r)*6, 90))
	points := make([]point, n)
	for i := range points {
		s, c := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		points[i] = point{at.x + r*c, at.y + r*s}
	}
	return p.convex(points...)
}
