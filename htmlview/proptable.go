package htmlview

import "satchel/htmlview/css"

func tableProperties(rest setter) {
	rest("border-collapse", func(a *applier, v []css.Value) { a.st.collapse = v[0].Is("collapse") })
	rest("border-spacing", func(a *applier, v []css.Value) {
		for i := range a.st.spacing {
			if l, ok := v[min(i, len(v)-1)].Length(a.scale); ok && l.Unit == css.Fixed && l.Px >= 0 {
				a.st.spacing[i] = l.Px
			}
		}
	})
	rest("table-layout", func(a *applier, v []css.Value) { a.st.fixedTable = v[0].Is("fixed") })
	rest("caption-side", func(a *applier, v []css.Value) { a.st.captionBottom = v[0].Is("bottom") })
}

func flexProperties(rest setter) {
	rest("flex-direction", func(a *applier, v []css.Value) { a.setFlexFlow(v) })
	rest("flex-wrap", func(a *applier, v []css.Value) { a.setFlexFlow(v) })
	rest("flex-flow", func(a *applier, v []css.Value) { a.setFlexFlow(v) })
	rest("flex-grow", func(a *applier, v []css.Value) { a.st.flex.grow = max(0, float32(v[0].Num)) })
	rest("flex-shrink", func(a *applier, v []css.Value) { a.st.flex.shrink = max(0, float32(v[0].Num)) })
	rest("flex-basis", func(a *applier, v []css.Value) { a.length(&a.st.flex.basis, v[0], true) })
	rest("flex", func(a *applier, v []css.Value) { a.setFlex(v) })
	rest("order", func(a *applier, v []css.Value) { a.st.flex.order = int(v[0].Num) })
	aligned := func(to func(*style) *flexAlign) func(*applier, []css.Value) {
		return func(a *applier, v []css.Value) {
			if f, ok := flexAligns[v[len(v)-1].Text]; ok {
				*to(a.st) = f
			}
		}
	}
	rest("justify-content", aligned(func(st *style) *flexAlign { return &st.flex.justify }))
	rest("align-items", aligned(func(st *style) *flexAlign { return &st.flex.items }))
	rest("align-self", aligned(func(st *style) *flexAlign { return &st.flex.self }))
	rest("gap", func(a *applier, v []css.Value) {
		for i := range a.st.flex.gap {
			if l, ok := v[min(i, len(v)-1)].Length(a.scale); ok {
				a.st.flex.gap[i] = l.Px
			}
		}
	})
	rest("column-gap", func(a *applier, v []css.Value) {
		if l, ok := v[0].Length(a.scale); ok {
			a.st.flex.gap[1] = l.Px
		}
	})
	rest("row-gap", func(a *applier, v []css.Value) {
		if l, ok := v[0].Length(a.scale); ok {
			a.st.flex.gap[0] = l.Px
		}
	})
}

var flexAligns = map[string]flexAlign{"start": flexStart, "flex-start": flexStart, "left": flexStart, "end": flexEnd, "flex-end": flexEnd, "right": flexEnd,
	"center": flexCenter, "stretch": flexStretch, "normal": flexAuto, "auto": flexAuto, "space-between": flexBetween, "space-around": flexAround,
	"space-evenly": flexEvenly, "baseline": flexBaseline}

func (a *applier) setFlexFlow(v []css.Value) {
	f := &a.st.flex
	for _, w := range v {
		switch w.Text {
		case "row", "row-reverse":
			f.column, f.reverse = false, w.Is("row-reverse")
		case "column", "column-reverse":
			f.column, f.reverse = true, w.Is("column-reverse")
		case "wrap", "wrap-reverse":
			f.wrap = true
		case "nowrap":
			f.wrap = false
		}
	}
}

func (a *applier) setFlex(v []css.Value) {
	f := &a.st.flex
	if v[0].Is("none") {
		f.grow, f.shrink, f.basis = 0, 0, css.Length{}
		return
	}
	if v[0].Is("auto") {
		f.grow, f.shrink, f.basis = 1, 1, css.Length{}
		return
	}
	f.grow, f.shrink, f.basis = 1, 1, css.Length{Unit: css.Relative}
	n := 0
	for _, w := range v {
		if w.Kind == css.Number && n < 2 {
			if n == 0 {
				f.grow = max(0, float32(w.Num))
			} else {
				f.shrink = max(0, float32(w.Num))
			}
			n++
			continue
		}
		a.length(&f.basis, w, true)
	}
}
