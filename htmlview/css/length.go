package css

import "math"

// Length is a distance or one of the words that stand for one: Px plus Percent of something the property names.
type Length struct {
	Px      float32
	Percent float32 // 50 for 50 %
	Unit    LengthKind
}

// LengthKind says what a Length is.
type LengthKind uint8

// Kinds of lengths. The zero Length is auto.
const (
	Auto LengthKind = iota
	Fixed
	Relative // has a share in percent
	None     // of max-width
	MinContent
	MaxContent
	FitContent
)

// Px makes a fixed length.
func Px(v float32) Length { return Length{Px: v, Unit: Fixed} }

// IsAuto says whether nothing was asked for.
func (l Length) IsAuto() bool { return l.Unit == Auto }

// Of resolves the length against what its percentage is of.
func (l Length) Of(whole float32) float32 { return l.Px + l.Percent*whole/100 }

var unitPx = map[string]float64{"px": 1, "pt": 96. / 72, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6}

// Scale is what relative units mean.
type Scale struct {
	Em, Rem, Ex    float32
	Width, Height  float32 // of the viewport, CSS px
	UnitlessLength bool    // quirks mode: a bare number is a length in px
}

// maxLength bounds every length, so that sums stay exact enough.
const maxLength = 1e6

func clampLength(v float64) float32 {
	if v != v {
		return 0
	}
	return float32(min(max(v, -maxLength), maxLength))
}

// Length reads a length or percentage.
func (v Value) Length(s Scale) (Length, bool) {
	switch v.Kind {
	case Number:
		if v.Num == 0 || s.UnitlessLength {
			return Px(clampLength(v.Num)), true
		}
	case Percent:
		return Length{Percent: clampLength(v.Num), Unit: Relative}, true
	case Dimension:
		if px, ok := s.dimension(v); ok {
			return Px(clampLength(px)), true
		}
	case Function:
		if v.Text == "calc" || v.Text == "min" || v.Text == "max" || v.Text == "clamp" {
			return s.math(v)
		}
	default:
	}
	return Length{}, false
}

func (s Scale) dimension(v Value) (float64, bool) {
	if f, ok := unitPx[v.Unit]; ok {
		return v.Num * f, true
	}
	switch v.Unit {
	case "em":
		return v.Num * float64(s.Em), true
	case "rem":
		return v.Num * float64(s.Rem), true
	case "ex":
		return v.Num * float64(s.Ex), true
	case "ch":
		return v.Num * float64(s.Em) * 0.556, true
	case "vw":
		return v.Num * float64(s.Width) / 100, true
	case "vh":
		return v.Num * float64(s.Height) / 100, true
	case "vmin":
		return v.Num * float64(min(s.Width, s.Height)) / 100, true
	case "vmax":
		return v.Num * float64(max(s.Width, s.Height)) / 100, true
	}
	return 0, false
}

// term is a sum under way: px, percent, or a bare number.
type term struct {
	px, percent, num float64
	isNum            bool
}

// math does calc(), and min(), max() and clamp() where all parts are of one kind.
func (s Scale) math(v Value) (Length, bool) {
	t, ok := s.function(v)
	if !ok || t.isNum && t.num != 0 {
		return Length{}, false
	}
	if t.percent != 0 {
		return Length{Px: clampLength(t.px), Percent: clampLength(t.percent), Unit: Relative}, true
	}
	return Px(clampLength(t.px)), true
}

func (s Scale) function(v Value) (term, bool) {
	parts := splitCommas(v.Args)
	if v.Text == "calc" {
		return s.sum(v.Args)
	}
	var best term
	for i, part := range parts {
		t, ok := s.sum(part)
		if !ok {
			return t, false
		}
		value := func(t term) float64 { return t.px + t.percent*float64(s.Width)/100 + t.num }
		switch {
		case i == 0:
			best = t
		case v.Text == "min" && value(t) < value(best), v.Text == "max" && value(t) > value(best):
			best = t
		case v.Text == "clamp" && i == 1 && value(t) > value(best), v.Text == "clamp" && i == 2 && value(t) < value(best):
			best = t
		}
	}
	return best, len(parts) > 0
}

func (s Scale) sum(list []Value) (term, bool) {
	total, sign, ok := term{isNum: true}, 1.0, false
	for i := 0; i < len(list); {
		t, n, good := s.product(list[i:])
		if !good {
			return t, false
		}
		total.px += sign * t.px
		total.percent += sign * t.percent
		total.num += sign * t.num
		total.isNum = total.isNum && t.isNum
		i, ok = i+n, true
		if i == len(list) {
			break
		}
		switch {
		case list[i].Text == "+" && list[i].Kind == Delim:
			sign = 1
			i++
		case list[i].Text == "-" && list[i].Kind == Delim:
			sign = -1
			i++
		default:
			return total, false
		}
	}
	return total, ok
}

func (s Scale) product(list []Value) (term, int, bool) {
	t, ok := s.factor(list[0])
	if !ok {
		return t, 0, false
	}
	i := 1
	for i+1 < len(list) && list[i].Kind == Delim && (list[i].Text == "*" || list[i].Text == "/") {
		u, ok := s.factor(list[i+1])
		if !ok {
			return t, 0, false
		}
		f := u.num
		if list[i].Text == "/" {
			if !u.isNum || u.num == 0 {
				return t, 0, false
			}
			f = 1 / u.num
		} else if !u.isNum {
			if !t.isNum {
				return t, 0, false
			}
			t, f = u, t.num
		}
		t.px, t.percent, t.num = t.px*f, t.percent*f, t.num*f
		i += 2
	}
	return t, i, true
}

func (s Scale) factor(v Value) (term, bool) {
	switch v.Kind {
	case Number:
		return term{num: v.Num, isNum: true}, true
	case Percent:
		return term{percent: v.Num}, true
	case Dimension:
		px, ok := s.dimension(v)
		return term{px: px}, ok && !math.IsNaN(px)
	case Block:
		return s.sum(v.Args)
	case Function:
		switch v.Text {
		case "calc", "min", "max", "clamp":
			return s.function(v)
		}
	default:
	}
	return term{}, false
}
