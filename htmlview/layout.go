package htmlview

import (
	"image"

	"satchel/htmlview/css"
	"satchel/htmlview/svg"
	"satchel/typeset"
)

// Pictures gives the pictures of a letter that may be shown. It must answer at once and without any request: what is
// still to be fetched or decoded is given with its size alone, so that the page does not move when it arrives.
type Pictures interface {
	// Picture finds the picture of an address: of the web an absolute one, else as the letter writes it. Tracking pixels are not asked for. false: not to be shown, or not known.
	Picture(src string) (Picture, bool)
}

// Picture is a picture's natural size in CSS px, and its pixels where they are at hand. Where the size is not known yet,
// both sides are 0: the page keeps a place of a likely size.
type Picture struct {
	Width, Height float32
	Image         image.Image // nil: a grey place is kept for it
}

// NoPictures shows none.
type NoPictures struct{}

// Picture finds none.
func (NoPictures) Picture(string) (Picture, bool) { return Picture{}, false }

// View is what a letter is laid out for.
type View struct {
	Width  float32 // of the pane in CSS px
	Height float32 // of the viewport that vh and percentages of the page mean; 0: 150
	Dark   bool    // prefers-color-scheme
	Fonts  *typeset.Fonts
	// Pictures are those to show. nil: none.
	Pictures Pictures
	// Reader sets what the letter leaves open as people like to read: sans-serif, with room at the edges. Else it looks as
	// browsers have it.
	Reader bool
	// Paper lays out for a sheet that cannot scroll sideways: lines that are not to be wrapped are, and long words are cut.
	Paper bool
	// Reveal shows and marks the text that the letter hides: not displayed, tiny, beside the page, in the colour of what it
	// stands on. Pictures that the letter hides stay unasked for.
	Reveal bool
	// Words fills Page.Words, which only a measurement needs.
	Words bool
}

// layouter lays out one letter for one view.
type layouter struct {
	letter   *Letter
	fonts    *typeset.Fonts
	pictures Pictures
	remotes  *remotes
	words    bool
	width    float32
	height   float32 // of the viewport
	notes    noteSet
	pending  []*box // absolutely positioned boxes, placed at the end
	cells    int
	text     int // characters so far
	again    int // cells being laid out a second time
	drawWork int // left for drawings
}

// Layout lays the letter out.
func (l *Letter) Layout(v View) *Page {
	if v.Height <= 0 {
		v.Height = 150
	}
	if v.Pictures == nil {
		v.Pictures = NoPictures{}
	}
	v.Width = min(max(v.Width, 50), 10000)
	env := css.Env{Width: float64(v.Width), Height: float64(v.Height), Dark: v.Dark}
	c := computeStyles(l, v, env)
	remotes := findRemotes(l)
	if v.Reveal { // only now: what was hidden still tells tracking pixels from pictures
		c = revealStyles(l, v, env)
	}
	lay := &layouter{letter: l, fonts: v.Fonts, pictures: v.Pictures, remotes: remotes, words: v.Words, width: v.Width, height: v.Height, drawWork: svg.Budget}
	lay.notes.list = append(lay.notes.list, l.notes...)
	if c.budget.Spent() {
		lay.notes.add(NoteTooComplex)
	}
	root := lay.build()
	lay.root(root)
	p := lay.page(root)
	if v.Reveal {
		revealInks(p)
	}
	p.Remote = lay.remotes.list
	return p
}

// root lays out the whole tree.
func (l *layouter) root(root *box) {
	in := space{cbW: l.width, cbH: l.height}
	l.place(root, in)
	l.absolutes(root)
}

// space is what a box is laid out in.
type space struct {
	cbW, cbH float32   // content box of the containing block; cbH < 0: not known
	floats   *floatSet // of the block formatting context; nil: the box begins one
	ox, oy   float32   // the box's border box in the float context's coordinates
	forced   bool      // width is forcedW, and the box begins a context of its own
	forcedW  float32
	forcedH  float32 // border box height to stretch to; 0: none
}

// layoutKey is what a layout depends on: the same key gives the same layout.
type layoutKey struct {
	w, cbH float32
	done   bool
}

// edges are the used distances around a box's content.
type edges struct {
	margin, padding, border [4]float32
	autoMargin              [4]bool
}

func (e *edges) inner(i int) float32 { return e.padding[i] + e.border[i] }
func (e *edges) horizontal() float32 { return e.inner(left) + e.inner(right) }
func (e *edges) vertical() float32   { return e.inner(top) + e.inner(bottom) }
func (e *edges) marginWidth() float32 {
	return e.margin[left] + e.margin[right]
}

// edgesOf resolves a style's edges against the width of the containing block.
func (l *layouter) edgesOf(b *box, cbW float32) edges {
	var e edges
	st := b.st
	for i := range e.margin {
		e.margin[i] = st.margin[i].Of(cbW)
		e.autoMargin[i] = st.margin[i].IsAuto()
		e.padding[i] = max(0, st.padding[i].Of(cbW))
		e.border[i] = st.border[i].used()
	}
	switch b.kind {
	case boxTable:
		if st.collapse {
			e.padding = [4]float32{}
			e.border = l.collapsedEdges(b)
		}
	case boxCell:
		e.margin = [4]float32{}
		if st.collapse {
			e.border = b.collapsedBorder()
		}
	case boxInline:
	default:
	}
	return e
}

// place gives a block-level box, a float or an atomic box its width, and lays it out. The caller places it.
func (l *layouter) place(b *box, in space) {
	b.laid = true
	switch b.kind {
	case boxImage:
		l.image(b, in)
		return
	case boxTable:
		l.tableLayout(b, in)
		return
	default:
	}
	e := l.edgesOf(b, in.cbW)
	b.w = l.usedWidth(b, &e, in)
	l.contents(b, &e, in)
}

// usedWidth is the width of the border box.
func (l *layouter) usedWidth(b *box, e *edges, in space) float32 {
	if in.forced {
		return in.forcedW
	}
	st := b.st
	var w float32
	fill := in.cbW - e.marginWidth()
	switch st.width.Unit {
	case css.Fixed, css.Relative:
		w = l.toBorderBox(st, e, st.width.Of(in.cbW))
	case css.MinContent:
		w, _ = l.intrinsic(b)
	case css.MaxContent:
		_, w = l.intrinsic(b)
	default:
		if b.outOfFlow() || b.atomic || st.width.Unit == css.FitContent {
			least, most := l.intrinsic(b)
			w = min(max(least, fill), most)
		} else {
			w = max(fill, e.horizontal())
		}
	}
	return l.clampWidth(b, e, w, in.cbW)
}

// toBorderBox turns a value of width or height into the border box's.
func (l *layouter) toBorderBox(st *style, e *edges, v float32) float32 {
	if st.borderBox {
		return max(v, e.horizontal())
	}
	return v + e.horizontal()
}

func (l *layouter) clampWidth(b *box, e *edges, w, cbW float32) float32 {
	st := b.st
	if st.maxWidth.Unit == css.Fixed || st.maxWidth.Unit == css.Relative {
		w = min(w, l.toBorderBox(st, e, st.maxWidth.Of(cbW)))
	}
	if st.minWidth.Unit == css.Fixed || st.minWidth.Unit == css.Relative {
		w = max(w, l.toBorderBox(st, e, st.minWidth.Of(cbW)))
	}
	return max(w, e.horizontal())
}

// definiteHeight is the border box's height where it is given; ok is false where the content decides.
func (l *layouter) definiteHeight(b *box, e *edges, in space) (float32, bool) {
	if in.forcedH > 0 {
		return in.forcedH, true
	}
	if b.kind == boxCell && l.letter.mode == fullQuirks && b.st.height.Unit == css.Fixed {
		return max(b.st.height.Px, e.vertical()), true // a cell's height is that of its border box (quirks 3.7)
	}
	return l.heightOf(b, e, b.st.height, in)
}

// heightOf resolves one of height, min-height and max-height.
func (l *layouter) heightOf(b *box, e *edges, v css.Length, in space) (float32, bool) {
	var h float32
	switch v.Unit {
	case css.Fixed:
		h = v.Px
	case css.Relative:
		cbH := in.cbH
		if cbH < 0 {
			return 0, false
		}
		h = v.Of(cbH)
	default:
		return 0, false
	}
	if b.st.borderBox {
		return max(h, e.vertical()), true
	}
	return h + e.vertical(), true
}

func (l *layouter) clampHeight(b *box, e *edges, h float32, in space) float32 {
	if v, ok := l.heightOf(b, e, b.st.maxHeight, in); ok {
		h = min(h, v)
	}
	if v, ok := l.heightOf(b, e, b.st.minHeight, in); ok {
		h = max(h, v)
	}
	return max(h, e.vertical())
}

// newContext says whether the box keeps its floats and margins to itself (CSS 2.1, 9.4.1).
func (b *box) newContext() bool {
	switch b.kind {
	case boxCell, boxCaption, boxTable, boxFlex, boxImage:
		return true
	default:
	}
	st := b.st
	return b.parent == nil || st.outOfFlow() || b.atomic || st.overflow || b.parent.kind == boxFlex || st.display == displayInlineBlock
}

// contents lays out what is inside a box whose width is known, and gives it its height.
func (l *layouter) contents(b *box, e *edges, in space) {
	if b.kind == boxFlex {
		l.flex(b, e, in)
		return
	}
	inner := space{cbW: max(0, b.w-e.horizontal()), cbH: -1, floats: in.floats, ox: in.ox + e.inner(left), oy: in.oy + e.inner(top)}
	fixed, isFixed := l.definiteHeight(b, e, in)
	if isFixed {
		inner.cbH = max(0, l.clampHeight(b, e, fixed, in)-e.vertical())
	} else if l.letter.mode == fullQuirks && b.kind == boxBlock && (b.anon || b.st.height.IsAuto()) && in.cbH >= 0 && !b.outOfFlow() && !b.atomic {
		inner.cbH = in.cbH                      // percentages look through boxes of automatic height (quirks 3.5)
		if b.node == l.letter.body && !b.anon { // the body fills the viewport
			inner.cbH = max(0, in.cbH-e.vertical()-e.margin[top]-e.margin[bottom])
		}
	}
	own := inner.floats == nil || b.newContext() || in.forced
	if own {
		inner.floats, inner.ox, inner.oy = &floatSet{}, e.inner(left), e.inner(top)
	}
	var h float32
	if b.inline {
		h = l.lines(b, e, inner)
	} else {
		h = l.blocks(b, e, inner, own)
	}
	h += e.vertical()
	if own {
		h = max(h, inner.floats.bottom(clearBoth)+e.inner(bottom))
	}
	b.contentH = h
	if isFixed && b.kind == boxCell {
		h = max(h, fixed)
	} else if isFixed {
		h = fixed
	}
	b.h = l.clampHeight(b, e, h, in)
	l.listMarker(b, e)
}
