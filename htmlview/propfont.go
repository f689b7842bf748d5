package htmlview

import (
	"strings"

	"satchel/htmlview/css"
)

// setFont reads the font shorthand; its line-height counts in the second pass, its rest in the first.
func setFont(a *applier, v []css.Value) {
	if len(v) == 1 && (v[0].Is("caption") || v[0].Is("menu") || v[0].Is("icon")) {
		return
	}
	size := -1
	for i := range v {
		if v[i].Kind == css.Ident && fontWords[v[i].Text] || v[i].Kind == css.Number && v[i].Num >= 1 {
			continue
		}
		size = i
		break
	}
	if size < 0 || size == len(v)-1 {
		return
	}
	if _, ok := a.size(v[size]); !ok {
		return
	}
	next := size + 1
	var height []css.Value
	if next+1 < len(v) && v[next].Text == "/" {
		height = v[next+1 : next+2]
		next += 2
	}
	if next >= len(v) {
		return
	}
	if a.pass == passRest {
		a.st.lineHeight = lineHeight{}
		if height != nil {
			a.setLineHeight(height[0])
		}
		return
	}
	a.st.weight, a.st.italic, a.st.smallCaps = 400, false, false
	for _, w := range v[:size] {
		switch {
		case w.Is("italic") || w.Is("oblique"):
			a.st.italic = true
		case w.Is("small-caps"):
			a.st.smallCaps = true
		default:
			a.setWeight(w)
		}
	}
	a.setFamily(v[next:])
	a.setSize(v[size])
}

var fontWords = set("normal italic oblique bold bolder lighter small-caps")

func (a *applier) setFamily(v []css.Value) {
	var names []string
	var words []string
	flush := func() {
		if len(words) > 0 {
			names = append(names, strings.Join(words, " "))
			words = nil
		}
	}
	for _, part := range v {
		switch {
		case part.Kind == css.Delim && part.Text == ",":
			flush()
		case part.Kind == css.Ident || part.Kind == css.String:
			words = append(words, part.Text)
		case part.Kind == css.Delim:
			return
		}
	}
	flush()
	if len(names) > 0 {
		a.families(names)
	}
}

// families takes a family list. The size follows where the list becomes, or stops being, "monospace" alone: its default
// is 13 px, as in all browsers.
func (a *applier) families(names []string) {
	was := a.st.monospace
	a.st.family = a.c.fonts.Family(names)
	a.st.monospace = len(names) == 1 && strings.EqualFold(names[0], "monospace")
	if a.st.monospace != was {
		if was {
			a.st.size *= 16. / 13
		} else {
			a.st.size *= 13. / 16
		}
	}
}

var sizeWords = map[string]float32{"xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32, "xxx-large": 48}

// size reads a font size.
func (a *applier) size(v css.Value) (float32, bool) {
	if v.Kind == css.Ident {
		if px, ok := sizeWords[v.Text]; ok {
			if a.st.monospace {
				px *= 13. / 16
			}
			return px, true
		}
		switch v.Text {
		case "larger":
			return a.parent.size * 1.2, true
		case "smaller":
			return a.parent.size / 1.2, true
		}
		return 0, false
	}
	l, ok := v.Length(a.scale)
	if !ok || l.Px < 0 || l.Percent < 0 {
		return 0, false
	}
	return l.Of(a.parent.size), true
}

func (a *applier) setSize(v css.Value) {
	if px, ok := a.size(v); ok {
		a.st.size = min(px, maxFontSize)
	}
}

func (a *applier) setWeight(v css.Value) {
	switch {
	case v.Is("normal"):
		a.st.weight = 400
	case v.Is("bold"):
		a.st.weight = 700
	case v.Is("bolder"):
		switch w := a.parent.weight; {
		case w < 350:
			a.st.weight = 400
		case w < 550:
			a.st.weight = 700
		default:
			a.st.weight = 900
		}
	case v.Is("lighter"):
		switch w := a.parent.weight; {
		case w < 550:
			a.st.weight = 100
		case w < 750:
			a.st.weight = 400
		default:
			a.st.weight = 700
		}
	case v.Kind == css.Number && v.Num >= 1 && v.Num <= 1000:
		a.st.weight = int(v.Num)
	}
}

func (a *applier) setItalic(v css.Value) {
	switch {
	case v.Is("normal"):
		a.st.italic = false
	case v.Is("italic") || v.Is("oblique"):
		a.st.italic = true
	}
}

func (a *applier) setLineHeight(v css.Value) {
	switch {
	case v.Is("normal"):
		a.st.lineHeight = lineHeight{}
	case v.Kind == css.Number && v.Num >= 0:
		a.st.lineHeight = lineHeight{factor: float32(v.Num), set: true}
	default:
		scale := a.scale
		scale.UnitlessLength = false
		if l, ok := v.Length(scale); ok && l.Px >= 0 && l.Percent >= 0 {
			a.st.lineHeight = lineHeight{px: l.Of(a.st.size), set: true}
		}
	}
}
