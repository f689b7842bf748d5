package htmlview

type boxKind uint8

const (
	boxBlock  boxKind = iota // holds blocks, or one inline context
	boxInline                // part of an inline context
	boxText
	boxBreak
	boxImage
	boxTable
	boxRowGroup
	boxRow
	boxCell
	boxCaption
	boxColumn // col and colgroup
	boxFlex
)

// box is one box of the box tree, with its place once it is laid out. Places are those of the border box, relative to
// the border box of the parent.
type box struct {
	kind     boxKind
	st       *style
	node     *node // the element it comes from, of an anonymous box the nearest one around
	anon     bool
	parent   *box
	around   *style // of a block that cuts an inline box in two: the inline box's
	placedIn *box   // of an atomic box: the block whose border box its place is relative to
	children []*box
	text     *node  // of a text
	content  string // of generated text, or the piece of a text that was cut
	inline   bool   // the children are inline-level: an inline context
	atomic   bool   // stands in a line as one piece

	x, y, w, h float32
	ascent     float32 // of an atomic box: from its margin edge's top to the baseline; -1: none

	least, most float32 // memoised intrinsic widths of the border box
	measured    bool
	laid        bool // false: left out by a limit

	ifc      *inlineContext
	frags    []frag
	table    *table
	cell     *tableCell // of a cell in the collapsing border model
	contentH float32    // height that the content asked for
	marker   *box
	margins  *marginMemo

	laidFor layoutKey // what the last layout was made for
}

// outOfFlow says whether the box takes no place among its siblings. A text has the style of the box around it, but not
// its position.
func (b *box) outOfFlow() bool {
	return b.kind != boxText && b.kind != boxBreak && b.st.outOfFlow()
}

// isAbsolute says whether position takes the box out of the flow.
func (b *box) isAbsolute() bool { return b.outOfFlow() && b.st.position == positionAbsolute }

// boxBuilder makes the box tree from styled nodes.
type boxBuilder struct {
	page *layouter
}

func (l *layouter) newBox(kind boxKind, st *style, n *node) *box {
	return &box{kind: kind, st: st, node: n, ascent: -1}
}

// build makes the box of the root element.
func (l *layouter) build() *box {
	root := l.newBox(boxBlock, l.letter.root.style, l.letter.root)
	b := boxBuilder{page: l}
	b.fill(root, l.letter.root)
	b.tidy(root)
	return root
}

// fill adds the boxes of a node's children to a box that holds blocks or lines.
func (b *boxBuilder) fill(into *box, n *node) {
	b.generated(into, n, n.before)
	for _, c := range n.children {
		b.add(into, c)
	}
	b.generated(into, n, n.after)
}

func (b *boxBuilder) generated(into *box, n *node, st *style) {
	if st == nil {
		return
	}
	holder := b.page.newBox(boxInline, st, n)
	if st.isBlock() || st.outOfFlow() {
		holder.kind = boxBlock
	} else if st.display == displayInlineBlock {
		holder.kind, holder.atomic = boxBlock, true
	}
	text := b.page.newBox(boxText, st, n)
	text.content = st.content
	b.append(holder, text)
	b.append(into, holder)
}

func (b *boxBuilder) append(parent, child *box) {
	child.parent = parent
	parent.children = append(parent.children, child)
}

// add makes the box of one node, with all below it.
func (b *boxBuilder) add(into *box, n *node) {
	if n.isText {
		t := b.page.newBox(boxText, into.st, n.parent)
		t.text = n
		b.append(into, t)
		return
	}
	st := n.style
	if st == nil || st.display == displayNone {
		return
	}
	if st.display == displayContents {
		b.fill(into, n)
		return
	}
	switch n.el.Tag {
	case "br":
		b.append(into, b.page.newBox(boxBreak, st, n))
		return
	case "wbr":
		t := b.page.newBox(boxText, st, n)
		t.content = "\u200b"
		b.append(into, t)
		return
	case "img", "svg":
		b.image(into, n)
		return
	case "input", "textarea", "select", "button":
		b.control(into, n)
		return
	}
	child := b.page.newBox(kindOf(st.display), st, n)
	child.atomic = st.display == displayInlineBlock || st.display == displayInlineTable || st.display == displayInlineFlex
	b.append(into, child)
	b.fill(child, n)
	b.firstLetter(child, n)
}

func kindOf(d display) boxKind {
	switch d {
	case displayInline:
		return boxInline
	case displayTable, displayInlineTable:
		return boxTable
	case displayRowGroup, displayHeaderGroup, displayFooterGroup:
		return boxRowGroup
	case displayRow:
		return boxRow
	case displayCell:
		return boxCell
	case displayCaption:
		return boxCaption
	case displayColumn, displayColumnGroup:
		return boxColumn
	case displayFlex, displayInlineFlex:
		return boxFlex
	default:
	}
	return boxBlock
}

func (b *boxBuilder) image(into *box, n *node) {
	img := b.page.newBox(boxImage, n.style, n)
	img.atomic = !n.style.isBlock() && !n.style.outOfFlow()
	b.append(into, img)
}
