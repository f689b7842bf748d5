package svg

import (
	"math"
	"strconv"
	"strings"
)

// maxCoordinate bounds every number, so that sums stay exact enough.
const maxCoordinate = 1e6

func clamp(v float64) float64 {
	if v != v {
		return 0
	}
	return min(max(v, -maxCoordinate), maxCoordinate)
}

var units = map[string]float64{"px": 1, "pt": 96. / 72, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "em": 16, "rem": 16, "ex": 8}

// length reads a length; a percentage is of whole. What cannot be read is 0.
func length(s string, whole float64) float64 {
	s = strings.TrimSpace(s)
	v, rest, ok := number(s)
	if !ok {
		return 0
	}
	switch rest = strings.ToLower(strings.TrimSpace(rest)); {
	case rest == "%":
		return clamp(v * whole / 100)
	case units[rest] > 0:
		return clamp(v * units[rest])
	}
	return v
}

// number reads one from the start of s.
func number(s string) (v float64, rest string, ok bool) {
	i, digits := 0, 0
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		i++
	}
	for ; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
		digits++
	}
	if i < len(s) && s[i] == '.' {
		for i++; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
			digits++
		}
	}
	if digits == 0 {
		return 0, s, false
	}
	if e := i; e < len(s) && (s[e] == 'e' || s[e] == 'E') {
		e++
		if e < len(s) && (s[e] == '+' || s[e] == '-') {
			e++
		}
		if e < len(s) && s[e] >= '0' && s[e] <= '9' { // else the letter is a unit's: em, ex
			for e < len(s) && s[e] >= '0' && s[e] <= '9' {
				e++
			}
			i = e
		}
	}
	v, _ = strconv.ParseFloat(s[:i], 64)
	return clamp(v), s[i:], true
}

// skip passes over white space and commas.
func skip(s string) string { return strings.TrimLeft(s, " \t\r\n\f,") }

// numbers reads a list of at most most numbers.
func numbers(s string, most int) []float64 {
	var out []float64
	for s = skip(s); s != "" && len(out) < most; s = skip(s) {
		v, rest, ok := number(s)
		if !ok {
			break
		}
		out, s = append(out, v), strings.TrimPrefix(rest, "%")
	}
	return out
}

// point is a place.
type point struct{ x, y float64 }

// matrix maps (x, y) to (ax+cy+e, bx+dy+f), as in SVG.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

func (m matrix) at(x, y float64) point {
	return point{clamp(m[0]*x + m[2]*y + m[4]), clamp(m[1]*x + m[3]*y + m[5])}
}

// then gives the map that does n first and m after it.
func (m matrix) then(n matrix) matrix {
	out := matrix{
		m[0]*n[0] + m[2]*n[1], m[1]*n[0] + m[3]*n[1],
		m[0]*n[2] + m[2]*n[3], m[1]*n[2] + m[3]*n[3],
		m[0]*n[4] + m[2]*n[5] + m[4], m[1]*n[4] + m[3]*n[5] + m[5],
	}
	for i := range out {
		out[i] = clamp(out[i])
	}
	return out
}

// scale is how much longer things become, on average.
func (m matrix) scale() float64 { return math.Sqrt(math.Abs(m[0]*m[3] - m[1]*m[2])) }

// inverse undoes m; false where it flattens everything.
func (m matrix) inverse() (matrix, bool) {
	det := m[0]*m[3] - m[1]*m[2]
	if math.Abs(det) < 1e-12 {
		return identity, false
	}
	return matrix{
		m[3] / det, -m[1] / det, -m[2] / det, m[0] / det,
		(m[2]*m[5] - m[3]*m[4]) / det, (m[1]*m[4] - m[0]*m[5]) / det,
	}, true
}

// transform reads a transform attribute. What cannot be read ends it.
func transform(s string) matrix {
	m := identity
	for range 64 {
		name, rest, ok := strings.Cut(skip(s), "(")
		if !ok {
			break
		}
		args, after, _ := strings.Cut(rest, ")")
		v := numbers(args, 6)
		next, ok := single(strings.TrimSpace(name), v)
		if !ok {
			break
		}
		m, s = m.then(next), after
	}
	return m
}

func single(name string, v []float64) (matrix, bool) {
	radians := func(i int) float64 { return v[i] * math.Pi / 180 }
	switch {
	case name == "matrix" && len(v) == 6:
		return matrix(v), true
	case name == "translate" && len(v) == 1:
		return matrix{1, 0, 0, 1, v[0], 0}, true
	case name == "translate" && len(v) == 2:
		return matrix{1, 0, 0, 1, v[0], v[1]}, true
	case name == "scale" && len(v) == 1:
		return matrix{v[0], 0, 0, v[0], 0, 0}, true
	case name == "scale" && len(v) == 2:
		return matrix{v[0], 0, 0, v[1], 0, 0}, true
	case name == "rotate" && (len(v) == 1 || len(v) == 3):
		sin, cos := math.Sincos(radians(0))
		turn := matrix{cos, sin, -sin, cos, 0, 0}
		if len(v) == 1 {
			return turn, true
		}
		return matrix{1, 0, 0, 1, v[1], v[2]}.then(turn).then(matrix{1, 0, 0, 1, -v[1], -v[2]}), true
	case name == "skewX" && len(v) == 1:
		return matrix{1, 0, clamp(math.Tan(radians(0))), 1, 0, 0}, true
	case name == "skewY" && len(v) == 1:
		return matrix{1, clamp(math.Tan(radians(0))), 0, 1, 0, 0}, true
	}
	return identity, false
}
