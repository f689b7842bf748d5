package css

import "strings"

// Env is what media conditions are asked about.
type Env struct {
	Width, Height float64 // CSS px of the pane
	Dark          bool
}

// Media is a list of media queries; one of them must hold. The zero value always holds.
type Media struct{ queries []query }

type query struct {
	not   bool
	never bool // another medium, or something unknown
	tests []mediaTest
}

type mediaTest struct {
	feature string // width, height, min-…, max-…
	px      float64
	text    string
}

func parseMedia(prelude []Value) Media {
	var m Media
	if len(prelude) == 0 {
		return m
	}
	for _, part := range splitCommas(prelude) {
		m.queries = append(m.queries, parseQuery(part))
	}
	return m
}

// ParseMedia reads the media attribute of a style element.
func ParseMedia(src string) Media {
	p := newParser(src)
	var list []Value
	for !p.end {
		list = append(list, p.value(0))
	}
	return parseMedia(list)
}

func parseQuery(list []Value) query {
	q := query{never: len(list) == 0}
	for _, v := range list {
		switch {
		case v.Is("not"):
			q.not = true
		case v.Is("only") || v.Is("and") || v.Is("screen") || v.Is("all"):
		case v.Kind == Block && v.Text == "(":
			t, ok := parseFeature(v.Args)
			if !ok {
				q.never = true
			}
			q.tests = append(q.tests, t)
		default:
			q.never = true
		}
	}
	return q
}

func parseFeature(args []Value) (mediaTest, bool) {
	if len(args) == 0 || args[0].Kind != Ident {
		return mediaTest{}, false
	}
	t := mediaTest{feature: args[0].Text}
	if len(args) == 1 {
		return t, true
	}
	if len(args) < 3 || args[1].Text != ":" {
		return parseRange(args)
	}
	v := args[2]
	t.text = v.Text
	if px, ok := v.px(16); ok {
		t.px = px
	} else if v.Kind != Ident {
		t.px = v.Num
	}
	return t, true
}

// parseRange reads (width <= 600px).
func parseRange(args []Value) (mediaTest, bool) {
	op := ""
	for _, v := range args[1 : len(args)-1] {
		op += v.Text
	}
	px, ok := args[len(args)-1].px(16)
	if !ok {
		return mediaTest{}, false
	}
	switch op {
	case "<=":
		return mediaTest{feature: "max-" + args[0].Text, px: px}, true
	case "<":
		return mediaTest{feature: "max-" + args[0].Text, px: px - 0.01}, true
	case ">=":
		return mediaTest{feature: "min-" + args[0].Text, px: px}, true
	case ">":
		return mediaTest{feature: "min-" + args[0].Text, px: px + 0.01}, true
	}
	return mediaTest{}, false
}

// px converts an absolute or font-relative length; em is the font size.
func (v Value) px(em float64) (float64, bool) {
	switch {
	case v.Kind == Number && v.Num == 0:
		return 0, true
	case v.Kind == Dimension:
		if f, ok := unitPx[v.Unit]; ok {
			return v.Num * f, true
		}
		if v.Unit == "em" || v.Unit == "rem" {
			return v.Num * em, true
		}
	}
	return 0, false
}

// Matches says whether one of the queries holds.
func (m Media) Matches(env Env) bool {
	if len(m.queries) == 0 {
		return true
	}
	for _, q := range m.queries {
		if q.holds(env) {
			return true
		}
	}
	return false
}

func (q query) holds(env Env) bool {
	ok := !q.never
	for _, t := range q.tests {
		ok = ok && t.holds(env)
	}
	return ok != q.not
}

func (t mediaTest) holds(env Env) bool {
	feature := strings.Replace(t.feature, "device-", "", 1)
	switch feature {
	case "width":
		return t.px == env.Width
	case "min-width":
		return env.Width >= t.px
	case "max-width":
		return env.Width <= t.px
	case "height":
		return t.px == env.Height
	case "min-height":
		return env.Height >= t.px
	case "max-height":
		return env.Height <= t.px
	case "prefers-color-scheme":
		return t.text == "dark" && env.Dark || t.text == "light" && !env.Dark
	case "orientation":
		return (t.text == "landscape") == (env.Width > env.Height)
	case "-webkit-min-pixel-ratio", "-webkit-min-device-pixel-ratio", "min-resolution":
		return t.px <= 1
	case "color", "hover", "pointer", "any-hover", "any-pointer":
		return t.text != "none" && t.text != "coarse"
	}
	return false
}

// Asks says whether one of the queries tests this feature.
func (m Media) Asks(feature string) bool {
	for _, q := range m.queries {
		for _, t := range q.tests {
			if t.feature == feature {
				return true
			}
		}
	}
	return false
}
