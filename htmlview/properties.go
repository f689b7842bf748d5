package htmlview

import (
	"satchel/htmlview/css"
)

// property is what a CSS property does to a style. Setters leave the style alone where they cannot read the value.
type property struct {
	pass pass
	both bool
	set  func(a *applier, v []css.Value)
}

var properties map[string]property

// init and not a literal: font-shorthand setters refer to the table.
func init() {
	properties = map[string]property{}
	font := func(name string, set func(*applier, []css.Value)) { properties[name] = property{passFont, false, set} }
	rest := func(name string, set func(*applier, []css.Value)) { properties[name] = property{passRest, false, set} }
	font("font", setFont)
	font("font-family", func(a *applier, v []css.Value) { a.setFamily(v) })
	font("font-size", func(a *applier, v []css.Value) { a.setSize(v[0]) })
	font("font-weight", func(a *applier, v []css.Value) { a.setWeight(v[0]) })
	font("font-style", func(a *applier, v []css.Value) { a.setItalic(v[0]) })
	font("font-variant", func(a *applier, v []css.Value) { a.st.smallCaps = v[0].Is("small-caps") })
	properties["font"] = property{passFont, true, setFont}
	textProperties(rest)
	boxProperties(rest)
	borderProperties(rest)
	backgroundProperties(rest)
	tableProperties(rest)
	flexProperties(rest)
}

// keyword does inherit, initial and unset.
func (a *applier) keyword(prop, word string) {
	from := initialStyle()
	inherits := inheritedProps[prop]
	if word == "inherit" || word == "unset" && inherits {
		from = *a.parent
	} else if word == "revert" {
		return
	}
	copyProperty(a.st, &from, prop, a)
}

var inheritedProps = set("color font font-family font-size font-weight font-style font-variant line-height letter-spacing word-spacing " +
	"text-align text-transform text-indent white-space word-break overflow-wrap word-wrap direction list-style list-style-type " +
	"list-style-position border-collapse border-spacing visibility caption-side")

// copyProperty takes one property over from another style.
func copyProperty(to, from *style, prop string, a *applier) {
	if copyFont(to, from, prop, a) || copyText(to, from, prop) {
		return
	}
	switch prop {
	case "display":
		to.display = from.display
	case "float":
		to.float = from.float
	case "vertical-align":
		to.verticalAlign, to.raise = from.verticalAlign, from.raise
	case "text-decoration", "text-decoration-line":
		to.ownDecor = from.ownDecor
	case "width":
		to.width = from.width
	case "height":
		to.height = from.height
	case "min-width":
		to.minWidth = from.minWidth
	case "max-width":
		to.maxWidth = from.maxWidth
	case "margin":
		to.margin = from.margin
	case "padding":
		to.padding = from.padding
	case "border", "border-color", "border-width", "border-style":
		for i := range to.border {
			copyBorder(&to.border[i], from.border[i], prop)
		}
	case "background", "background-color":
		to.background = from.background
	case "background-image":
		to.background.url, to.background.gradient = from.background.url, from.background.gradient
	case "opacity":
		to.opacity = from.opacity
	case "overflow":
		to.overflow = from.overflow
	case "position":
		to.position = from.position
	}
}

func copyBorder(to *border, from border, prop string) {
	switch prop {
	case "border":
		*to = from
	case "border-color":
		to.color, to.hasColor = from.color, from.hasColor
	case "border-width":
		to.width = from.width
	case "border-style":
		to.style = from.style
	}
}

func copyFont(to, from *style, prop string, a *applier) bool {
	all := prop == "font"
	if a.pass != passFont && !all {
		return false
	}
	if all || prop == "font-size" {
		to.size = from.size
	}
	if all || prop == "font-family" {
		to.family, to.monospace = from.family, from.monospace
	}
	if all || prop == "font-weight" {
		to.weight = from.weight
	}
	if all || prop == "font-style" {
		to.italic = from.italic
	}
	if all {
		to.lineHeight = from.lineHeight
	}
	return all
}

func copyText(to, from *style, prop string) bool {
	switch prop {
	case "color":
		to.color = from.color
	case "line-height":
		to.lineHeight = from.lineHeight
	case "text-align":
		to.textAlign = from.textAlign
	case "text-transform":
		to.transform = from.transform
	case "text-indent":
		to.indent = from.indent
	case "letter-spacing":
		to.letterSpacing = from.letterSpacing
	case "word-spacing":
		to.wordSpacing = from.wordSpacing
	case "white-space":
		to.space = from.space
	case "word-break", "word-wrap", "overflow-wrap":
		to.breakWords, to.breakAll, to.breakAnywhere = from.breakWords, from.breakAll, from.breakAnywhere
	case "direction":
		to.rtl = from.rtl
	case "list-style", "list-style-type":
		to.listType = from.listType
	case "visibility":
		to.hidden = from.hidden
	case "border-collapse":
		to.collapse = from.collapse
	case "border-spacing":
		to.spacing = from.spacing
	default:
		return false
	}
	return true
}
