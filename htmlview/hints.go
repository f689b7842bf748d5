package htmlview

import (
	"strconv"
	"strings"

	"satchel/htmlview/css"
)

// fontHints applies the attributes of the font element (HTML standard 15.3.4).
func fontHints(a *applier) {
	if a.n.el.Tag != "font" && a.n.el.Tag != "basefont" {
		return
	}
	if v := a.n.attr("face"); v != "" {
		a.families(strings.Split(strings.ToLower(strings.NewReplacer(`"`, "", `'`, "").Replace(v)), ","))
	}
	if v := strings.TrimSpace(a.n.attr("size")); v != "" {
		a.fontSizeHint(v)
	}
}

var fontSizes = [8]float32{0, 10, 13, 16, 18, 24, 32, 48}

func (a *applier) fontSizeHint(v string) {
	digits := strings.TrimLeft(v, "+-")
	end := 0
	for end < len(digits) && digits[end] >= '0' && digits[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(digits[:end])
	if err != nil {
		return
	}
	switch v[0] {
	case '+':
		n = 3 + n
	case '-':
		n = 3 - n
	}
	a.st.size = fontSizes[min(max(n, 1), 7)]
}

// hints applies the presentational attributes (HTML standard 15.3).
func hints(a *applier) {
	n, st := a.n, a.st
	if v, ok := n.el.Attr("dir"); ok {
		a.dirHint(strings.ToLower(strings.TrimSpace(v)))
	}
	switch n.el.Tag {
	case "table", "td", "th", "tr", "tbody", "thead", "tfoot", "col", "colgroup", "caption":
		tableHints(a)
	case "img":
		imageHints(a)
	case "svg":
		a.sizeHint("width", &st.width)
		a.sizeHint("height", &st.height)
		if d := n.drawing; d != nil && st.width.IsAuto() && d.Width == 0 && d.Ratio > 0 {
			st.width = css.Length{Percent: 100, Unit: css.Relative} // it takes what it is given (CSS 2.1, 10.3.2)
		}
	case "body":
		a.colorHint("bgcolor", func(c css.Value) { a.setBackgroundColor(c) })
		if c, ok := css.LegacyColor(n.attr("text")); ok {
			st.color = c
		}
		a.backgroundHint()
		bodyMargins(a)
	case "font", "basefont":
		if c, ok := css.LegacyColor(n.attr("color")); ok {
			st.color = c
		}
	case "a":
		if c, ok := css.LegacyColor(a.c.bodyAttr("link")); ok && n.has("href") {
			st.color = c
		}
	case "hr":
		ruleHints(a)
	case "br":
		a.clearHint()
	case "ul", "ol", "li", "menu", "dir":
		a.listHint()
		if st.rtl && n.el.Tag != "li" { // the room for markers is where lines start
			st.padding[left], st.padding[right] = css.Px(0), css.Px(40)
		}
	case "pre":
		if n.has("wrap") {
			st.space = spacePreWrap
		}
	case "marquee", "iframe":
		a.sizeHint("width", &st.width)
		a.sizeHint("height", &st.height)
	}
	switch n.el.Tag {
	case "p", "div":
		a.alignHint(n.attr("align"))
	case "table", "td", "th", "tr", "tbody", "thead", "tfoot", "col", "colgroup", "caption", "img", "svg", "hr", "iframe", "input", "legend":
	default: // on every other element align is text-align
		v := strings.ToLower(strings.TrimSpace(n.attr("align")))
		if v == "middle" {
			v = "center"
		}
		a.setTextAlign(v)
	}
}

// bodyAttr is an attribute of the body.
func (c *cascade) bodyAttr(name string) string {
	if c.letter.body == nil {
		return ""
	}
	return c.letter.body.attr(name)
}

func (a *applier) dirHint(v string) {
	switch v {
	case "rtl":
		a.st.rtl, a.st.bidiIs = true, true
	case "ltr":
		a.st.rtl, a.st.bidiIs = false, true
	case "auto":
		a.st.bidiIs = true
		a.st.rtl = firstStrongRTL(a.n, 2000)
	}
	if a.n.el.Tag == "bdo" {
		a.st.bidiOverride = v == "rtl"
	}
}

func (a *applier) colorHint(attr string, set func(css.Value)) {
	if c, ok := css.LegacyColor(a.n.attr(attr)); ok {
		const digits = "0123456789abcdef"
		var hex strings.Builder
		for _, v := range []uint8{c.R, c.G, c.B} {
			hex.WriteByte(digits[v>>4])
			hex.WriteByte(digits[v&15])
		}
		set(css.Value{Kind: css.Hash, Text: hex.String()})
	}
}

func (a *applier) backgroundHint() {
	if v := strings.TrimSpace(a.n.attr("background")); v != "" {
		a.st.background.url = v
	}
}

func bodyMargins(a *applier) {
	for attr, edges := range map[string][]int{"topmargin": {top}, "bottommargin": {bottom}, "leftmargin": {left}, "rightmargin": {right},
		"marginheight": {top, bottom}, "marginwidth": {left, right}} {
		if n, ok := dimension(a.n.attr(attr)); ok {
			for _, e := range edges {
				a.st.margin[e] = css.Px(n.Px)
			}
		}
	}
}

// dimension reads the number or percentage of an attribute (HTML "rules for parsing dimension values").
func dimension(s string) (css.Length, bool) {
	s = strings.TrimSpace(s)
	end := 0
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '.' && end > 0) {
		end++
	}
	f, err := strconv.ParseFloat(strings.TrimSuffix(s[:end], "."), 32)
	if end == 0 || err != nil {
		return css.Length{}, false
	}
	f = min(f, 1e6)
	if end < len(s) && s[end] == '%' {
		return css.Length{Percent: float32(f), Unit: css.Relative}, true
	}
	return css.Px(float32(f)), true
}

func (a *applier) sizeHint(attr string, to *css.Length) {
	if l, ok := dimension(a.n.attr(attr)); ok {
		*to = l
	}
}

// alignHint is align on blocks, which centres blocks inside too.
func (a *applier) alignHint(v string) {
	switch strings.ToLower(strings.TrimSpace(v)) {
	case "center", "middle":
		a.st.textAlign = alignBlockCenter
	case "left":
		a.st.textAlign = alignBlockLeft
	case "right":
		a.st.textAlign = alignBlockRight
	case "justify":
		a.st.textAlign = alignJustify
	}
}

func (a *applier) clearHint() {
	switch strings.ToLower(a.n.attr("clear")) {
	case "left":
		a.st.clear = floatLeft
	case "right":
		a.st.clear = floatRight
	case "all", "both":
		a.st.clear = clearBoth
	}
}

func (a *applier) listHint() {
	v := a.n.attr("type")
	switch v {
	case "1":
		a.st.listType = listDecimal
	case "a":
		a.st.listType = listLowerAlpha
	case "A":
		a.st.listType = listUpperAlpha
	case "i":
		a.st.listType = listLowerRoman
	case "I":
		a.st.listType = listUpperRoman
	default:
		if t, ok := listTypes[strings.ToLower(v)]; ok {
			a.st.listType = t
		}
	}
}

func ruleHints(a *applier) {
	st := a.st
	a.sizeHint("width", &st.width)
	switch strings.ToLower(a.n.attr("align")) {
	case "left":
		st.margin[left] = css.Px(0)
	case "right":
		st.margin[right] = css.Px(0)
	}
	c, hasColor := css.LegacyColor(a.n.attr("color"))
	if hasColor || a.n.has("noshade") {
		for i := range st.border {
			st.border[i].style = borderSolid
			if hasColor {
				st.border[i].color, st.border[i].hasColor = c, true
			}
		}
		if !hasColor {
			c = st.color
		}
		st.background.color = c
	}
	if l, ok := dimension(a.n.attr("size")); ok {
		if l.Px <= 1 {
			st.border[bottom].width = 0
		} else {
			st.height = css.Px(l.Px - 2)
		}
	}
}

func imageHints(a *applier) {
	st := a.st
	a.sizeHint("width", &st.width)
	a.sizeHint("height", &st.height)
	if l, ok := dimension(a.n.attr("hspace")); ok {
		st.margin[left], st.margin[right] = l, l
	}
	if l, ok := dimension(a.n.attr("vspace")); ok {
		st.margin[top], st.margin[bottom] = l, l
	}
	if l, ok := dimension(a.n.attr("border")); ok && l.Unit == css.Fixed {
		for i := range st.border {
			st.border[i] = border{width: l.Px, style: borderSolid}
		}
	}
	switch strings.ToLower(a.n.attr("align")) {
	case "left":
		st.float, st.verticalAlign = floatLeft, alignTop
	case "right":
		st.float, st.verticalAlign = floatRight, alignTop
	case "top", "texttop":
		st.verticalAlign = alignTop
	case "middle", "absmiddle", "center":
		st.verticalAlign = alignBaselineMiddle
		if strings.EqualFold(a.n.attr("align"), "absmiddle") {
			st.verticalAlign = alignMiddle
		}
	case "bottom":
		st.verticalAlign = alignBaseline
	case "absbottom":
		st.verticalAlign = alignBottom
	}
}
