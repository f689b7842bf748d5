package htmlview

import (
	_ "embed"
	"sync"

	"satchel/htmlview/css"
	"satchel/typeset"
)

//go:embed ua.css
var uaSource string

//go:embed uaquirks.css
var uaQuirksSource string

var uaSheet = sync.OnceValue(func() css.Sheet { return css.ParseSheet(uaSource) })

//go:embed uareader.css
var uaReaderSource string

var uaReader = sync.OnceValue(func() css.Sheet { return css.ParseSheet(uaReaderSource) })
var uaQuirks = sync.OnceValue(func() css.Sheet { return css.ParseSheet(uaQuirksSource) })

// cascade computes the styles of a letter.
type cascade struct {
	letter  *Letter
	fonts   *typeset.Fonts
	paper   bool // View.Paper
	reveal  bool // View.Reveal
	ua      *css.Index
	author  *css.Index
	budget  *css.Budget
	scale   css.Scale
	matches []css.Match
	twins   map[twinKey]*node
	key     []byte
}

// twinKey is what an element's style depends on: its ancestors, by the first of those that look alike, its tag and its
// attributes.
type twinKey struct {
	above *node
	own   string
}

// computeStyles gives every element of the letter its style for a pane.
func computeStyles(l *Letter, v View, env css.Env) *cascade {
	c := newCascade(l, v, env)
	initial := initialStyle()
	c.element(l.root, &initial, nil)
	return c
}

// revealStyles does the same, with what is hidden shown.
func revealStyles(l *Letter, v View, env css.Env) *cascade {
	c := newCascade(l, v, env)
	c.reveal = true
	initial := initialStyle()
	c.element(l.root, &initial, nil)
	reveal(l.root, false)
	return c
}

func newCascade(l *Letter, v View, env css.Env) *cascade {
	own := []css.Sheet{uaSheet()}
	if l.mode == fullQuirks {
		own = append(own, uaQuirks())
	}
	if v.Reader {
		own = append(own, uaReader())
	}
	var sheets []css.Sheet
	for i, s := range l.sheets {
		if l.medias[i].Matches(env) {
			sheets = append(sheets, s)
		}
	}
	return &cascade{
		letter: l, fonts: v.Fonts, paper: v.Paper, budget: css.NewBudget(matchBudget),
		ua: css.NewIndex(own, env, false), author: css.NewIndex(sheets, env, l.mode == fullQuirks),
		scale: css.Scale{Width: float32(env.Width), Height: float32(env.Height), Rem: 16},
		twins: map[twinKey]*node{},
	}
}

// element computes the styles of n and all below it. Elements that must look alike share one style: letters say the same
// of hundreds of cells. above is the parent, or the first element that looks like it.
func (c *cascade) element(n *node, parent *style, above *node) {
	twin := n
	if !c.author.Positional && n.drawing == nil {
		twin = c.twin(n, above)
	}
	if twin != n {
		n.style, n.before, n.after, n.firstLetter = twin.style, twin.before, twin.after, twin.firstLetter
	} else {
		st := parent.child()
		c.compute(n, parent, &st)
		n.style = &st
	}
	if n == c.letter.root {
		c.scale.Rem = n.style.size
	}
	for _, child := range n.children {
		if !child.isText {
			c.element(child, n.style, twin)
		}
	}
}

// twin gives the first element with n's ancestors, tag and attributes, which may be n itself. Where a link leads counts
// only if some selector asks for it.
func (c *cascade) twin(n *node, above *node) *node {
	key := append(append(c.key[:0], n.el.Tag...), 0)
	for _, a := range n.el.Attrs {
		key = append(append(key, a.Name...), 0)
		if a.Name != "href" || c.author.Href {
			key = append(append(key, a.Value...), 0)
		}
	}
	c.key = key
	if twin, ok := c.twins[twinKey{above, string(key)}]; ok {
		return twin
	}
	c.twins[twinKey{above, string(key)}] = n
	return n
}

// compute applies the browser's sheet, the presentational attributes, the letter's sheets and the style attribute, in
// that order, first what the font depends on (em), then the rest.
func (c *cascade) compute(n *node, parent, st *style) {
	ua := c.ua.Match(&n.el, c.budget, nil)
	c.matches = c.author.Match(&n.el, c.budget, c.matches[:0])
	author := c.matches
	var inline []css.Decl
	if v, ok := n.el.Attr("style"); ok {
		inline = css.ParseDecls(v)
	}
	a := applier{c: c, n: n, parent: parent, st: st}
	for pass := passFont; pass <= passRest; pass++ {
		a.begin(pass)
		a.ua = true
		a.rules(ua, "", false)
		a.ua = false
		if pass == passFont {
			fontHints(&a)
		} else {
			hints(&a)
		}
		a.rules(author, "", false)
		a.decls(inline, false)
		a.rules(author, "", true)
		a.decls(inline, true)
	}
	finish(c, n, parent, st)
	n.before = c.pseudo(n, st, ua, author, "before")
	n.after = c.pseudo(n, st, ua, author, "after")
	n.firstLetter = c.pseudo(n, st, ua, author, "first-letter")
}

// pseudo computes the style of generated content or of a first letter; nil where there is none.
func (c *cascade) pseudo(n *node, owner *style, ua, author []css.Match, which string) *style {
	found := false
	for _, list := range [][]css.Match{ua, author} {
		for i := range list {
			found = found || list[i].Pseudo == which
		}
	}
	if !found {
		return nil
	}
	st := owner.child()
	a := applier{c: c, n: n, parent: owner, st: &st}
	for pass := passFont; pass <= passRest; pass++ {
		a.begin(pass)
		a.rules(ua, which, false)
		a.rules(author, which, false)
		a.rules(author, which, true)
	}
	finish(c, nil, owner, &st)
	if which != "first-letter" && !st.hasContent || st.display == displayNone {
		return nil
	}
	return &st
}

type pass uint8

const (
	passFont pass = iota
	passRest
)

// applier applies declarations to one style.
type applier struct {
	c      *cascade
	n      *node
	parent *style
	st     *style
	pass   pass
	ua     bool
	scale  css.Scale
}

func (a *applier) begin(p pass) {
	a.pass = p
	a.scale = a.c.scale
	a.scale.Em = a.st.size
	if p == passFont {
		a.scale.Em = a.parent.size
	} else {
		a.scale.Ex = a.c.fonts.Metrics(a.st.font()).XHeight
	}
	if a.scale.Ex == 0 {
		a.scale.Ex = a.scale.Em / 2
	}
	a.scale.UnitlessLength = a.c.letter.mode == fullQuirks
}

func (a *applier) rules(list []css.Match, pseudo string, important bool) {
	for i := range list {
		if list[i].Pseudo == pseudo {
			a.decls(list[i].Decls, important)
		}
	}
}

func (a *applier) decls(list []css.Decl, important bool) {
	for i := range list {
		d := &list[i]
		if d.Important != important {
			continue
		}
		p, ok := properties[d.Prop]
		if !ok || p.pass != a.pass && !p.both {
			continue
		}
		if len(d.Values) == 1 && d.Values[0].Kind == css.Ident {
			switch d.Values[0].Text {
			case "inherit", "initial", "unset", "revert":
				a.keyword(d.Prop, d.Values[0].Text)
				continue
			}
		}
		p.set(a, d.Values)
	}
}

// finish resolves what depends on several properties at once (CSS 2.1, 9.7).
func finish(c *cascade, n *node, parent, st *style) {
	if st.float != floatNone && st.position == positionAbsolute {
		st.float = floatNone
	}
	if n == c.letter.root && n != nil || st.outOfFlow() || parent.display == displayFlex || parent.display == displayInlineFlex {
		st.display = blockified(st.display)
		if parent.display == displayFlex || parent.display == displayInlineFlex {
			st.float = floatNone
		}
	}
	decor := parent.decor
	if st.outOfFlow() || st.display == displayInlineBlock || st.display == displayInlineTable || st.display == displayInlineFlex {
		decor = decoration{} // lines of the surroundings do not go through boxes of their own
	}
	if own := st.ownDecor; own.underline || own.overline || own.strike {
		if own.color.A == 0 {
			own.color = st.color
		}
		own.underline, own.overline, own.strike = own.underline || decor.underline, own.overline || decor.overline, own.strike || decor.strike
		decor = own
	}
	st.decor = decor
	if st.background.current {
		st.background.color = st.color
	}
	for i := range st.border {
		if !st.border[i].hasColor {
			st.border[i].color = st.color
			st.border[i].hasColor = n != nil && tableParts[n.el.Tag]
		}
	}
	if n != nil && n.el.Tag == "table" && st.textAlign >= alignBlockLeft {
		st.textAlign = alignStart // tables take no alignment of blocks over, as in all browsers
	}
	if st.size > maxFontSize {
		st.size = maxFontSize
	}
	if c.paper {
		st.breakWords = true
		if st.space == spacePre {
			st.space = spacePreWrap
		}
	}
}

func blockified(d display) display {
	switch d {
	case displayInline, displayInlineBlock, displayRowGroup, displayHeaderGroup, displayFooterGroup, displayRow, displayCell, displayColumn, displayColumnGroup, displayCaption, displayContents:
		return displayBlock
	case displayInlineTable:
		return displayTable
	case displayInlineFlex:
		return displayFlex
	default:
	}
	return d
}
