package htmlview

import (
	"strings"

	"satchel/htmlview/css"
)

// tableHints applies the attributes of tables and their parts (HTML standard 15.3.9, as Chromium does).
func tableHints(a *applier) {
	n, st := a.n, a.st
	a.colorHint("bgcolor", func(c css.Value) { a.setBackgroundColor(c) })
	a.backgroundHint()
	switch n.el.Tag {
	case "table":
		tableElementHints(a)
		return
	case "td", "th":
		a.sizeHint("width", &st.width)
		a.sizeHint("height", &st.height)
		if st.width.Px == 0 && st.width.Percent == 0 {
			st.width = css.Length{}
		}
		if st.height.Px == 0 && st.height.Percent == 0 {
			st.height = css.Length{}
		}
		if n.has("nowrap") {
			st.space, st.nowrapCell = spaceNowrap, true
		}
		cellHints(a)
	case "col", "colgroup":
		a.sizeHint("width", &st.width)
	case "tr":
		a.sizeHint("height", &st.height)
	}
	a.cellAlign(n.attr("align"))
	switch strings.ToLower(strings.TrimSpace(n.attr("valign"))) {
	case "top":
		st.verticalAlign = alignTop
	case "middle", "center":
		st.verticalAlign = alignMiddle
	case "bottom":
		st.verticalAlign = alignBottom
	case "baseline":
		st.verticalAlign = alignBaseline
	}
}

func (a *applier) cellAlign(v string) {
	if v = strings.ToLower(strings.TrimSpace(v)); v == "absmiddle" {
		a.st.textAlign = alignCenter
	} else {
		a.alignHint(v)
	}
}

func tableElementHints(a *applier) {
	n, st := a.n, a.st
	if a.c.letter.mode == fullQuirks { // a table takes the body's colour and nobody else's
		st.color = initialStyle().color
		if a.c.letter.body != nil {
			if c, ok := css.LegacyColor(a.c.bodyAttr("text")); ok {
				st.color = c
			}
		}
	}
	a.sizeHint("width", &st.width)
	a.sizeHint("height", &st.height)
	if st.width.Px == 0 && st.width.Percent == 0 {
		st.width = css.Length{}
	}
	if l, ok := dimension(n.attr("cellspacing")); ok {
		st.spacing = [2]float32{l.Px, l.Px}
	}
	switch strings.ToLower(strings.TrimSpace(n.attr("align"))) {
	case "left":
		st.float = floatLeft
	case "right":
		st.float = floatRight
	case "center", "middle":
		st.margin[left], st.margin[right] = css.Length{}, css.Length{}
	}
	for attr, edges := range map[string][2]int{"hspace": {left, right}, "vspace": {top, bottom}} {
		if l, ok := dimension(n.attr(attr)); ok {
			st.margin[edges[0]], st.margin[edges[1]] = l, l
		}
	}
	if w := tableBorder(n); w > 0 {
		for i := range st.border {
			st.border[i].width, st.border[i].style = w, borderOutset
		}
	}
	a.colorHint("bordercolor", func(c css.Value) {
		for i := range st.border {
			a.setBorderColor(i, c)
			st.border[i].style = borderSolid
		}
	})
}

// tableBorder is the border attribute: one px where it has no number.
func tableBorder(n *node) float32 {
	v, ok := n.el.Attr("border")
	if !ok {
		return 0
	}
	if l, ok := dimension(v); ok {
		return l.Px
	}
	return 1
}

// cellHints takes cellpadding and border from the cell's table.
func cellHints(a *applier) {
	t := a.n.parent
	for t != nil && t.el.Tag != "table" {
		t = t.parent
	}
	if t == nil {
		return
	}
	if l, ok := dimension(t.attr("cellpadding")); ok {
		for i := range a.st.padding {
			a.st.padding[i] = css.Px(l.Px)
		}
	}
	if tableBorder(t) > 0 {
		style := borderInset
		if t.has("bordercolor") {
			style = borderSolid
		}
		for i := range a.st.border {
			a.st.border[i].width, a.st.border[i].style = 1, style
		}
	}
}
