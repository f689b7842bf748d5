package htmlview

import (
	"image/color"

	"satchel/htmlview/css"
	"satchel/typeset"
)

type display uint8

const (
	displayInline display = iota
	displayNone
	displayBlock
	displayInlineBlock
	displayListItem
	displayTable
	displayInlineTable
	displayRowGroup
	displayHeaderGroup
	displayFooterGroup
	displayRow
	displayCell
	displayColumn
	displayColumnGroup
	displayCaption
	displayFlex
	displayInlineFlex
	displayContents
)

type floatSide uint8

const (
	floatNone floatSide = iota
	floatLeft
	floatRight
	clearBoth // of clear only
)

type position uint8

const (
	positionStatic position = iota
	positionRelative
	positionAbsolute
)

type align uint8

const (
	alignStart align = iota
	alignEnd
	alignLeft
	alignRight
	alignCenter
	alignJustify
	alignBlockLeft   // -webkit-left: block children too
	alignBlockRight  // -webkit-right
	alignBlockCenter // -webkit-center
)

type whiteSpace uint8

const (
	spaceNormal whiteSpace = iota
	spaceNowrap
	spacePre
	spacePreWrap
	spacePreLine
)

func (w whiteSpace) wraps() bool      { return w != spaceNowrap && w != spacePre }
func (w whiteSpace) keepsSpace() bool { return w == spacePre || w == spacePreWrap }
func (w whiteSpace) keepsLines() bool { return w >= spacePre }

type verticalAlign uint8

const (
	alignBaseline verticalAlign = iota
	alignSub
	alignSuper
	alignTop
	alignTextTop
	alignMiddle
	alignBottom
	alignTextBottom
	alignLength
	alignBaselineMiddle // -webkit-baseline-middle, of img align=middle
)

// lineHeight is normal where both are zero.
type lineHeight struct {
	factor float32
	px     float32
	set    bool
}

// Edges run top, right, bottom, left.
const (
	top = iota
	right
	bottom
	left
)

type borderStyle uint8

const (
	borderNone borderStyle = iota
	borderHidden
	borderSolid
	borderDashed
	borderDotted
	borderDouble
	borderGroove
	borderRidge
	borderInset
	borderOutset
)

type border struct {
	width    float32
	style    borderStyle
	color    color.NRGBA
	hasColor bool // false: the text's colour
}

// used is the width that takes room.
func (b border) used() float32 {
	if b.style == borderNone || b.style == borderHidden {
		return 0
	}
	return b.width
}

// decoration is a line at text, with the colour of the element that asks for it.
type decoration struct {
	underline, overline, strike bool
	color                       color.NRGBA
}

// inherited is the part of a style that children take over.
type inherited struct {
	color         color.NRGBA
	family        typeset.Family
	monospace     bool // the family list is "monospace" alone: its default size is 13 px
	size          float32
	weight        int
	italic        bool
	smallCaps     bool
	lineHeight    lineHeight
	letterSpacing float32
	wordSpacing   float32
	textAlign     align
	transform     textTransform
	indent        css.Length
	space         whiteSpace
	breakWords    bool // overflow-wrap: break-word, anywhere
	breakAnywhere bool // word-break: break-word, overflow-wrap: anywhere: counts for the least width too
	breakAll      bool
	keepAll       bool
	rtl           bool
	listType      listType
	listInside    bool
	collapse      bool
	spacing       [2]float32 // of table borders, horizontal and vertical
	hidden        bool       // visibility
	captionBottom bool
	decor         decoration
}

type textTransform uint8

const (
	transformNone textTransform = iota
	transformUpper
	transformLower
	transformCapital
)

// style is an element's computed style.
type style struct {
	inherited
	display   display
	position  position
	float     floatSide
	clear     floatSide
	overflow  bool // anything but visible
	borderBox bool

	margin, padding      [4]css.Length
	quirkyMargin         [4]bool // of the browser's own sheet: vanishes at a cell's edge in quirks mode
	border               [4]border
	radius               [4]css.Length
	width, height        css.Length
	minWidth, minHeight  css.Length
	maxWidth, maxHeight  css.Length
	inset                [4]css.Length
	verticalAlign        verticalAlign
	raise                css.Length // of alignLength
	opacity              float32
	fixedTable           bool
	zIndex               int
	nowrapCell           bool // the nowrap attribute
	ownDecor             decoration
	background           background
	flex                 flexStyle
	content              string
	hasContent           bool
	undisplayed          bool // display: none that View.Reveal takes back
	revealed             bool // the text was hidden and is to be marked
	clipped              bool // clip: rect(0,0,0,0) and the like: not to be seen
	bidiOverride, bidiIs bool // unicode-bidi and dir
}

type background struct {
	color    color.NRGBA
	current  bool // currentcolor
	url      string
	gradient *typeset.Gradient
	noX, noY bool // no repetition
	pos      [2]css.Length
	size     [2]css.Length
	cover    bool
	contain  bool
}

type flexStyle struct {
	column, wrap, reverse bool
	grow, shrink          float32
	basis                 css.Length
	justify, items, self  flexAlign
	gap                   [2]float32
	order                 int
}

type flexAlign uint8

const (
	flexAuto flexAlign = iota
	flexStart
	flexEnd
	flexCenter
	flexStretch
	flexBetween
	flexAround
	flexEvenly
	flexBaseline
)

func (s *style) bold() bool { return s.weight >= 600 }

func (s *style) font() typeset.Font {
	return typeset.Font{Family: s.family, Bold: s.bold(), Italic: s.italic, Size: s.size}
}

// isBlock says whether the box stands in the flow of blocks.
func (s *style) isBlock() bool {
	switch s.display {
	case displayBlock, displayListItem, displayTable, displayFlex:
		return true
	default:
	}
	return false
}

// outOfFlow says whether the box takes no place among its siblings.
func (s *style) outOfFlow() bool { return s.float != floatNone || s.position == positionAbsolute }

var noLength = css.Length{Unit: css.None}

func initialStyle() style {
	st := style{opacity: 1, maxWidth: noLength, maxHeight: noLength}
	st.color = color.NRGBA{A: 255}
	st.size, st.weight = 16, 400
	st.listType = listDisc
	st.flex.shrink = 1
	for i := range st.margin {
		st.margin[i], st.padding[i] = css.Px(0), css.Px(0)
		st.border[i].width = 3
	}
	return st
}

// child is the style that a child starts from: what it inherits, and the initial values of the rest.
func (s *style) child() style {
	st := initialStyle()
	st.inherited = s.inherited
	return st
}
