package htmlview

import (
	"strings"

	"satchel/htmlview/css"
	"satchel/typeset"
)

func backgroundProperties(rest setter) {
	rest("background-color", func(a *applier, v []css.Value) { a.setBackgroundColor(v[0]) })
	rest("background-image", func(a *applier, v []css.Value) {
		a.st.background.url, a.st.background.gradient = "", nil
		a.setBackgroundImage(v[0])
	})
	rest("background-repeat", func(a *applier, v []css.Value) { a.setRepeat(v) })
	rest("background-position", func(a *applier, v []css.Value) { a.setBackgroundPosition(v) })
	rest("background-size", func(a *applier, v []css.Value) { a.setBackgroundSize(v) })
	rest("background", func(a *applier, v []css.Value) { a.setBackground(v) })
}

func (a *applier) setBackgroundColor(v css.Value) bool {
	b := &a.st.background
	if v.Is("currentcolor") {
		b.current = true
		return true
	}
	c, ok := a.color(v)
	if ok {
		b.color, b.current = c, false
	}
	return ok
}

func (a *applier) setBackgroundImage(v css.Value) bool {
	b := &a.st.background
	switch {
	case v.Kind == css.URL:
		b.url = v.Text
	case v.Kind == css.Function && strings.HasSuffix(v.Text, "linear-gradient"):
		b.gradient = a.linearGradient(v)
	case v.Kind == css.Function && strings.HasSuffix(v.Text, "radial-gradient"):
		if g := a.linearGradient(v); g != nil && len(g.Stops) > 0 { // its first colour is enough
			b.gradient = &typeset.Gradient{Stops: g.Stops[:1]}
		}
	case v.Is("none"):
	default:
		return false
	}
	return true
}

// linearGradient reads a gradient's direction and stops.
func (a *applier) linearGradient(v css.Value) *typeset.Gradient {
	g := &typeset.Gradient{Angle: 180}
	prefixed := strings.HasPrefix(v.Text, "-")
	if prefixed {
		g.Angle = 180
	}
	var at []float32
	for i, part := range commaParts(v.Args) {
		if len(part) == 0 {
			continue
		}
		if i == 0 {
			if angle, ok := gradientAngle(part, prefixed); ok {
				g.Angle = angle
				continue
			}
		}
		c, ok := a.color(part[0])
		if !ok {
			continue
		}
		pos := float32(-1)
		if len(part) > 1 && part[1].Kind == css.Percent {
			pos = min(max(float32(part[1].Num)/100, 0), 1)
		}
		g.Stops = append(g.Stops, typeset.Stop{Color: c})
		at = append(at, pos)
	}
	if len(g.Stops) == 0 {
		return nil
	}
	placeStops(g.Stops, at)
	return g
}

func commaParts(list []css.Value) [][]css.Value {
	var out [][]css.Value
	start := 0
	for i := 0; i <= len(list); i++ {
		if i == len(list) || list[i].Kind == css.Delim && list[i].Text == "," {
			out = append(out, list[start:i])
			start = i + 1
		}
	}
	return out
}

// placeStops spreads the stops without a place evenly between those that have one.
func placeStops(stops []typeset.Stop, at []float32) {
	if at[0] < 0 {
		at[0] = 0
	}
	if n := len(at) - 1; at[n] < 0 {
		at[n] = 1
	}
	for i := 0; i < len(at); i++ {
		if at[i] >= 0 {
			stops[i].At = at[i]
			continue
		}
		end := i
		for at[end] < 0 {
			end++
		}
		step := (at[end] - at[i-1]) / float32(end-i+1)
		for ; i < end; i++ {
			at[i] = at[i-1] + step
			stops[i].At = at[i]
		}
		stops[end].At = at[end]
	}
}

func gradientAngle(part []css.Value, prefixed bool) (float32, bool) {
	if part[0].Kind == css.Dimension && part[0].Unit == "deg" {
		if prefixed {
			return 90 - float32(part[0].Num), true
		}
		return float32(part[0].Num), true
	}
	words := ""
	for _, w := range part {
		words += w.Text + " "
	}
	to := strings.HasPrefix(words, "to ")
	if !to && !prefixed {
		return 0, false
	}
	angle, ok := map[string]float32{"top": 0, "right": 90, "bottom": 180, "left": 270, "top right": 45, "right top": 45,
		"bottom right": 135, "right bottom": 135, "bottom left": 225, "left bottom": 225, "top left": 315, "left top": 315}[strings.TrimSpace(strings.TrimPrefix(words, "to "))]
	if prefixed && !to {
		angle += 180 // the old syntax names where it starts
	}
	return angle, ok
}

func (a *applier) setRepeat(v []css.Value) {
	b := &a.st.background
	switch v[0].Text {
	case "no-repeat":
		b.noX, b.noY = true, true
	case "repeat-x":
		b.noX, b.noY = false, true
	case "repeat-y":
		b.noX, b.noY = true, false
	case "repeat", "round", "space":
		b.noX, b.noY = false, false
	}
	if len(v) > 1 {
		b.noY = v[1].Is("no-repeat")
	}
}

var positionWords = map[string]css.Length{"left": {Unit: css.Relative}, "top": {Unit: css.Relative}, "center": {Percent: 50, Unit: css.Relative},
	"right": {Percent: 100, Unit: css.Relative}, "bottom": {Percent: 100, Unit: css.Relative}}

func (a *applier) setBackgroundPosition(v []css.Value) bool {
	b := &a.st.background
	pos := [2]css.Length{{Percent: 50, Unit: css.Relative}, {Percent: 50, Unit: css.Relative}}
	for i, w := range v {
		if i > 1 {
			break
		}
		if l, ok := positionWords[w.Text]; ok && w.Kind == css.Ident {
			axis := i
			if w.Is("top") || w.Is("bottom") {
				axis = 1
			} else if w.Is("left") || w.Is("right") {
				axis = 0
			}
			pos[axis] = l
		} else if l, ok := w.Length(a.scale); ok {
			pos[i] = l
		} else {
			return false
		}
	}
	b.pos = pos
	return true
}

func (a *applier) setBackgroundSize(v []css.Value) {
	b := &a.st.background
	b.cover, b.contain, b.size = v[0].Is("cover"), v[0].Is("contain"), [2]css.Length{}
	for i, w := range v {
		if i < 2 && !b.cover && !b.contain {
			a.length(&b.size[i], w, true)
		}
	}
}

// setBackground reads the shorthand, of several layers the last one's colour and the first one's picture.
func (a *applier) setBackground(v []css.Value) {
	before := a.st.background
	a.st.background = background{}
	for n, layer := range commaParts(v) {
		if n > 0 && (a.st.background.url != "" || a.st.background.gradient != nil) {
			for _, w := range layer {
				a.setBackgroundColor(w)
			}
			continue
		}
		if !a.backgroundLayer(layer) {
			a.st.background = before
			return
		}
	}
}

func (a *applier) backgroundLayer(v []css.Value) bool {
	var pos, repeat []css.Value
	for i := 0; i < len(v); i++ {
		w := v[i]
		switch {
		case w.Kind == css.Delim && w.Text == "/":
			size := v[i+1:]
			n := 0
			for n < len(size) && n < 2 && (size[n].Kind == css.Dimension || size[n].Kind == css.Percent || size[n].Kind == css.Number || size[n].Is("auto") || size[n].Is("cover") || size[n].Is("contain")) {
				n++
			}
			if n > 0 {
				a.setBackgroundSize(size[:n])
			}
			i += n
		case w.Is("scroll") || w.Is("fixed") || w.Is("local") || w.Is("border-box") || w.Is("padding-box") || w.Is("content-box"):
		case w.Is("repeat") || w.Is("no-repeat") || w.Is("repeat-x") || w.Is("repeat-y") || w.Is("round") || w.Is("space"):
			repeat = append(repeat, w)
		case a.setBackgroundImage(w) || a.setBackgroundColor(w):
		default:
			pos = append(pos, w)
		}
	}
	if len(repeat) > 0 {
		a.setRepeat(repeat)
	}
	return len(pos) == 0 || a.setBackgroundPosition(pos)
}
