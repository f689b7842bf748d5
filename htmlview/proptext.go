package htmlview

import (
	"image/color"
	"strings"

	"satchel/htmlview/css"
)

type setter = func(name string, set func(*applier, []css.Value))

func textProperties(rest setter) {
	rest("color", func(a *applier, v []css.Value) {
		if c, ok := a.color(v[0]); ok {
			a.st.color = c
		}
	})
	rest("line-height", func(a *applier, v []css.Value) { a.setLineHeight(v[0]) })
	rest("letter-spacing", func(a *applier, v []css.Value) { a.setSpacing(&a.st.letterSpacing, v[0]) })
	rest("word-spacing", func(a *applier, v []css.Value) { a.setSpacing(&a.st.wordSpacing, v[0]) })
	rest("text-align", func(a *applier, v []css.Value) { a.setTextAlign(v[0].Text) })
	rest("text-transform", func(a *applier, v []css.Value) {
		if t, ok := transforms[v[0].Text]; ok {
			a.st.transform = t
		}
	})
	rest("text-indent", func(a *applier, v []css.Value) {
		if l, ok := v[0].Length(a.scale); ok {
			a.st.indent = l
		}
	})
	rest("white-space", func(a *applier, v []css.Value) {
		if w, ok := whiteSpaces[v[0].Text]; ok {
			a.st.space = w
		}
	})
	rest("word-break", func(a *applier, v []css.Value) {
		a.st.breakAll, a.st.keepAll = v[0].Is("break-all"), v[0].Is("keep-all")
		a.st.breakAnywhere = v[0].Is("break-word")
	})
	wrap := func(a *applier, v []css.Value) {
		a.st.breakWords = v[0].Is("break-word") || v[0].Is("anywhere")
		if v[0].Is("anywhere") {
			a.st.breakAnywhere = true
		}
	}
	rest("overflow-wrap", wrap)
	rest("word-wrap", wrap)
	rest("direction", func(a *applier, v []css.Value) { a.st.rtl = v[0].Is("rtl") })
	rest("unicode-bidi", func(a *applier, v []css.Value) { a.st.bidiIs = !v[0].Is("normal") })
	rest("visibility", func(a *applier, v []css.Value) { a.st.hidden = v[0].Is("hidden") || v[0].Is("collapse") })
	decor := func(a *applier, v []css.Value) { a.setDecoration(v) }
	rest("text-decoration", decor)
	rest("text-decoration-line", decor)
	rest("text-decoration-color", func(a *applier, v []css.Value) {
		if c, ok := a.color(v[0]); ok {
			a.st.ownDecor.color = c
		}
	})
	rest("list-style-type", func(a *applier, v []css.Value) { a.setList(v) })
	rest("list-style", func(a *applier, v []css.Value) { a.setList(v) })
	rest("list-style-position", func(a *applier, v []css.Value) { a.st.listInside = v[0].Is("inside") })
	rest("content", func(a *applier, v []css.Value) { a.setContent(v) })
}

var transforms = map[string]textTransform{"none": transformNone, "uppercase": transformUpper, "lowercase": transformLower,
	"capitalize": transformCapital} //nolint:misspell // the standard's word

var whiteSpaces = map[string]whiteSpace{"normal": spaceNormal, "nowrap": spaceNowrap, "pre": spacePre, "pre-wrap": spacePreWrap,
	"break-spaces": spacePreWrap, "pre-line": spacePreLine, "-moz-pre-wrap": spacePreWrap, "-o-pre-wrap": spacePreWrap}

// color reads a colour; currentcolor is the text's own.
func (a *applier) color(v css.Value) (color.NRGBA, bool) {
	if v.Is("currentcolor") {
		return a.st.color, true
	}
	if v.Is("inherit") {
		return a.parent.color, true
	}
	if c, ok := v.Color(); ok {
		return c, true
	}
	if a.c.letter.mode == fullQuirks { // a hash is missing (quirks 3.1)
		if v.Kind == css.Ident && (len(v.Text) == 3 || len(v.Text) == 6) {
			return css.Value{Kind: css.Hash, Text: v.Text}.Color()
		}
	}
	return color.NRGBA{}, false
}

func (a *applier) setSpacing(to *float32, v css.Value) {
	if v.Is("normal") {
		*to = 0
	} else if l, ok := v.Length(a.scale); ok && l.Unit == css.Fixed {
		*to = l.Px
	}
}

var aligns = map[string]align{"left": alignLeft, "right": alignRight, "center": alignCenter, "justify": alignJustify, "start": alignStart,
	"end": alignEnd, "-webkit-left": alignBlockLeft, "-webkit-right": alignBlockRight, "-webkit-center": alignBlockCenter, "-moz-center": alignBlockCenter}

func (a *applier) setTextAlign(word string) {
	if word == "-internal-center" {
		if a.parent.textAlign == alignStart {
			a.st.textAlign = alignCenter
		}
		return
	}
	if t, ok := aligns[word]; ok {
		a.st.textAlign = t
	}
}

func (a *applier) setDecoration(v []css.Value) {
	var d decoration
	for _, w := range v {
		switch w.Text {
		case "underline":
			d.underline = true
		case "overline":
			d.overline = true
		case "line-through":
			d.strike = true
		default:
			if c, ok := a.color(w); ok {
				d.color = c
			}
		}
	}
	a.st.ownDecor = d
}

func (a *applier) setList(v []css.Value) {
	for _, w := range v {
		switch {
		case w.Is("inside"):
			a.st.listInside = true
		case w.Is("outside"):
			a.st.listInside = false
		case w.Is("none"):
			a.st.listType = listNone
		default:
			if t, ok := listTypes[w.Text]; ok && w.Kind == css.Ident {
				a.st.listType = t
			}
		}
	}
}

func (a *applier) setContent(v []css.Value) {
	var text strings.Builder
	ok := false
	for _, w := range v {
		switch w.Kind {
		case css.String:
			text.WriteString(w.Text)
			ok = true
		case css.Function:
			if w.Text == "attr" && len(w.Args) > 0 {
				text.WriteString(a.n.attr(w.Args[0].Text))
				ok = true
			}
		case css.Ident:
			switch w.Text {
			case "none", "normal":
				a.st.hasContent = false
				return
			case "open-quote":
				text.WriteString("“")
				ok = true
			case "close-quote":
				text.WriteString("”")
				ok = true
			}
		default:
		}
	}
	a.st.content, a.st.hasContent = text.String(), ok
}
