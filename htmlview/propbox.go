package htmlview

import (
	"satchel/htmlview/css"
)

func boxProperties(rest setter) {
	rest("display", func(a *applier, v []css.Value) {
		d, ok := displays[v[0].Text]
		if !ok {
			return
		}
		a.st.undisplayed = a.c.reveal && d == displayNone && (!a.ua || a.n.has("hidden"))
		if !a.st.undisplayed {
			a.st.display = d
		}
	})
	rest("float", func(a *applier, v []css.Value) { a.st.float = side(v[0].Text) })
	rest("clear", func(a *applier, v []css.Value) {
		a.st.clear = side(v[0].Text)
		if v[0].Is("both") {
			a.st.clear = clearBoth
		}
	})
	rest("position", func(a *applier, v []css.Value) {
		switch v[0].Text {
		case "static", "fixed", "sticky": // fixed and sticky would leave the letter's own area
			a.st.position = positionStatic
		case "relative":
			a.st.position = positionRelative
		case "absolute":
			a.st.position = positionAbsolute
		}
		if v[0].Is("fixed") {
			a.st.position = positionAbsolute
		}
	})
	for _, name := range []string{"overflow", "overflow-x", "overflow-y"} {
		rest(name, func(a *applier, v []css.Value) { a.st.overflow = !v[0].Is("visible") })
	}
	rest("box-sizing", func(a *applier, v []css.Value) { a.st.borderBox = v[0].Is("border-box") })
	rest("opacity", func(a *applier, v []css.Value) {
		switch v[0].Kind {
		case css.Number:
			a.st.opacity = min(max(float32(v[0].Num), 0), 1)
		case css.Percent:
			a.st.opacity = min(max(float32(v[0].Num)/100, 0), 1)
		default:
		}
	})
	rest("z-index", func(a *applier, v []css.Value) { a.st.zIndex = int(v[0].Num) })
	rest("vertical-align", func(a *applier, v []css.Value) { a.setVerticalAlign(v[0]) })
	rest("clip", func(a *applier, v []css.Value) { a.setClip(v[0]) })
	for i, name := range []string{"top", "right", "bottom", "left"} {
		rest(name, func(a *applier, v []css.Value) { a.length(&a.st.inset[i], v[0], false) })
		rest("margin-"+name, func(a *applier, v []css.Value) { a.setMargin(i, v[0]) })
		rest("padding-"+name, func(a *applier, v []css.Value) { a.length(&a.st.padding[i], v[0], true) })
	}
	logical := map[string]int{"block-start": top, "inline-end": right, "block-end": bottom, "inline-start": left}
	for name, i := range logical {
		rest("margin-"+name, func(a *applier, v []css.Value) { a.setMargin(i, v[0]) })
		rest("padding-"+name, func(a *applier, v []css.Value) { a.length(&a.st.padding[i], v[0], true) })
	}
	rest("margin", func(a *applier, v []css.Value) {
		a.four(v, func(i int, w css.Value) bool { _, ok := a.marginLength(w); return ok }, a.setMargin)
	})
	rest("padding", func(a *applier, v []css.Value) {
		good := func(i int, w css.Value) bool { l, ok := w.Length(a.scale); return ok && l.Px >= 0 }
		a.four(v, good, func(i int, w css.Value) { a.length(&a.st.padding[i], w, true) })
	})
	sizes := map[string]func(st *style) *css.Length{
		"width": func(st *style) *css.Length { return &st.width }, "height": func(st *style) *css.Length { return &st.height },
		"min-width": func(st *style) *css.Length { return &st.minWidth }, "min-height": func(st *style) *css.Length { return &st.minHeight },
		"max-width": func(st *style) *css.Length { return &st.maxWidth }, "max-height": func(st *style) *css.Length { return &st.maxHeight },
	}
	for name, field := range sizes {
		rest(name, func(a *applier, v []css.Value) {
			if len(v) == 1 {
				a.length(field(a.st), v[0], true)
			}
		})
	}
}

var displays = map[string]display{"none": displayNone, "inline": displayInline, "block": displayBlock, "inline-block": displayInlineBlock,
	"list-item": displayListItem, "table": displayTable, "inline-table": displayInlineTable, "table-row-group": displayRowGroup,
	"table-header-group": displayHeaderGroup, "table-footer-group": displayFooterGroup, "table-row": displayRow, "table-cell": displayCell,
	"table-column": displayColumn, "table-column-group": displayColumnGroup, "table-caption": displayCaption, "flex": displayFlex,
	"-webkit-box": displayFlex, "-webkit-flex": displayFlex, "inline-flex": displayInlineFlex, "flow-root": displayBlock, "grid": displayBlock,
	"inline-grid": displayInlineBlock, "contents": displayContents}

func side(word string) floatSide {
	switch word {
	case "left", "inline-start":
		return floatLeft
	case "right", "inline-end":
		return floatRight
	}
	return floatNone
}

// length reads a length or a word for one. Negative ones are refused where the property has none.
func (a *applier) length(to *css.Length, v css.Value, positive bool) {
	switch v.Text {
	case "auto":
		if v.Kind == css.Ident {
			*to = css.Length{}
			return
		}
	case "none":
		*to = noLength
		return
	case "min-content", "-webkit-min-content":
		*to = css.Length{Unit: css.MinContent}
		return
	case "max-content", "-webkit-max-content", "intrinsic":
		*to = css.Length{Unit: css.MaxContent}
		return
	case "fit-content", "-webkit-fit-content", "-moz-fit-content":
		*to = css.Length{Unit: css.FitContent}
		return
	}
	l, ok := v.Length(a.scale)
	if !ok || positive && (l.Px < 0 && v.Kind != css.Function || l.Percent < 0) {
		return
	}
	*to = l
}

func (a *applier) marginLength(v css.Value) (css.Length, bool) {
	if v.Is("auto") {
		return css.Length{}, true
	}
	return v.Length(a.scale)
}

func (a *applier) setMargin(i int, v css.Value) {
	if l, ok := a.marginLength(v); ok {
		a.st.margin[i] = l
		a.st.quirkyMargin[i] = a.ua && v.Unit == "em" && quirkyTags[a.n.el.Tag] && (i == top || !plainEnd[a.n.el.Tag])
	}
}

// quirkyTags are the elements whose own margins vanish at the edge of a cell or the body in quirks mode; those of
// plainEnd keep the lower one, as in Chromium.
var (
	quirkyTags = set("p blockquote dl ul ol menu dir pre xmp listing plaintext h1 h2 h3 h4 h5 h6")
	plainEnd   = set("dl ul ol menu dir h1 h2 h3 h4 h5 h6")
)

// four spreads one to four values over the edges. All of them must be good.
func (a *applier) four(v []css.Value, good func(int, css.Value) bool, set func(int, css.Value)) {
	if len(v) > 4 {
		return
	}
	for i := range v {
		if !good(i, v[i]) {
			return
		}
	}
	from := [4][4]int{{0, 0, 0, 0}, {0, 1, 0, 1}, {0, 1, 2, 1}, {0, 1, 2, 3}}[len(v)-1]
	for i := range from {
		set(i, v[from[i]])
	}
}

var verticals = map[string]verticalAlign{"baseline": alignBaseline, "sub": alignSub, "super": alignSuper, "top": alignTop, "text-top": alignTextTop,
	"middle": alignMiddle, "bottom": alignBottom, "text-bottom": alignTextBottom, "-webkit-baseline-middle": alignBaselineMiddle}

func (a *applier) setVerticalAlign(v css.Value) {
	if v.Kind == css.Ident {
		if al, ok := verticals[v.Text]; ok {
			a.st.verticalAlign = al
		}
		return
	}
	if l, ok := v.Length(a.scale); ok {
		a.st.verticalAlign, a.st.raise = alignLength, l
	}
}

// setClip notes the old way of hiding: clip: rect(0 0 0 0).
func (a *applier) setClip(v css.Value) {
	a.st.clipped = false
	if v.Kind != css.Function || v.Text != "rect" {
		return
	}
	for _, arg := range v.Args {
		if l, ok := arg.Length(a.scale); arg.Text != "," && (!ok || l.Px > 1) {
			return
		}
	}
	a.st.clipped = true
}
