package editor

import (
	"image/color"
	"math"
	"slices"

	"satchel/typeset"
)

// Look says how a document is laid out. Changing it lays everything out anew.
type Look struct {
	Family typeset.Family
	Size   float32 // of the text
	Width  float32 // of the lines

	Ink, QuoteInk, LinkInk color.NRGBA
	Bars                   [3]color.NRGBA // of quotes, by their depth
}

// Layout lays a document out in lines. Paragraphs are laid out when they are asked for; until then their height is a guess.
// It follows the document's changes by itself.
type Layout struct {
	doc   *Document
	fonts *typeset.Fonts
	look  Look
	laid  []*laid // by paragraph; nil: not laid out
	gone  *laid   // of the paragraph that was exchanged last
	at    int     // and its number
	high  []float32
}

// NewLayout lays out a document. The fonts are used on the document's goroutine.
func NewLayout(d *Document, fonts *typeset.Fonts, look Look) *Layout {
	l := &Layout{doc: d, fonts: fonts}
	l.SetLook(look)
	d.Watch(l.changed)
	return l
}

// SetLook lays the document out in another look, if it is another.
func (l *Layout) SetLook(look Look) {
	if look == l.look && len(l.laid) == l.doc.Len() {
		return
	}
	l.look = look
	l.gone = nil
	l.laid = make([]*laid, l.doc.Len())
	l.high = make([]float32, l.doc.Len())
	for i := range l.high {
		l.high[i] = l.guess(l.doc.paras[i])
	}
}

func (l *Layout) changed(at, removed, added int) {
	if l.laid[at] != nil || removed != 1 || added != 1 || at != l.at {
		l.gone, l.at = l.laid[at], at
	}
	l.laid = slices.Replace(l.laid, at, at+removed, make([]*laid, added)...)
	l.high = slices.Replace(l.high, at, at+removed, make([]float32, added)...)
	for i := at; i < at+added; i++ {
		l.high[i] = l.guess(l.doc.paras[i])
	}
}

// guess is about how high a paragraph will be.
func (l *Layout) guess(p *Paragraph) float32 {
	const perRune = 0.48 // of the size: a mean of running text
	g := l.frame(p.block)
	lines := max(1, math.Ceil(float64(float32(len(p.text))*perRune*g.size/g.width)))
	return g.above + float32(lines)*g.line
}

// frame is the room that a block gives to its lines.
type frame struct {
	size        float32 // of the text
	bold        bool
	line        float32 // least height of a line
	above       float32 // before the first line
	left, width float32
}

// Shares of the text's size.
const (
	lineShare  = 1.45
	quoteShare = 1.1 // a quote's step to the right
	listShare  = 1.7 // room for an item's mark
	leastShare = 6   // width that a quote leaves, however deep
)

func (l *Layout) frame(b Block) frame {
	size := l.look.Size
	g := frame{size: size, left: float32(b.Quote) * round(quoteShare*size)}
	switch b.Kind {
	case Heading1:
		g.size, g.bold, g.above = round(1.5*size), true, round(0.5*size)
	case Heading2:
		g.size, g.bold, g.above = round(1.25*size), true, round(0.4*size)
	case Heading3:
		g.size, g.bold, g.above = size, true, round(0.3*size)
	case Bullet, Numbered:
		g.left += round(listShare * size)
	case Body:
	}
	g.line = round(lineShare * g.size)
	g.left = min(g.left, max(0, l.look.Width-leastShare*size))
	g.width = max(1, l.look.Width-g.left)
	return g
}

func round(v float32) float32 { return float32(math.Round(float64(v))) }

// Height is how high the document is, as far as it is known.
func (l *Layout) Height() float64 { return l.Top(len(l.high)) }

// Top is where a paragraph begins, as far as it is known.
func (l *Layout) Top(para int) float64 {
	sum := 0.0
	for _, h := range l.high[:para] {
		sum += float64(h)
	}
	return sum
}

// At is the paragraph at a height, the nearest one, and where that begins.
func (l *Layout) At(y float64) (para int, top float64) {
	for i, h := range l.high {
		if y < top+float64(h) || i == len(l.high)-1 {
			return i, top
		}
		top += float64(h)
	}
	return 0, 0
}

// Lay lays a paragraph out, if it is not yet, and says by how much that changed its height.
func (l *Layout) Lay(para int) (grown float32) {
	if l.laid[para] != nil {
		return 0
	}
	before := l.high[para]
	var gone *laid
	if para == l.at {
		gone, l.gone = l.gone, nil
	}
	l.laid[para] = l.layOut(l.doc.paras[para], gone)
	l.high[para] = l.laid[para].height
	return l.high[para] - before
}

// of is a paragraph's layout.
func (l *Layout) of(para int) *laid {
	l.Lay(para)
	return l.laid[para]
}

// Lines is how many lines a paragraph has.
func (l *Layout) Lines(para int) int { return len(l.of(para).lines) }

// Line gives one line of a paragraph.
func (l *Layout) Line(para, n int) *Line { return &l.of(para).lines[n] }

// LineAt is the line of a paragraph at a distance from the paragraph's top, the nearest one.
func (l *Layout) LineAt(para int, y float32) int {
	lines := l.of(para).lines
	n, _ := slices.BinarySearchFunc(lines, y, func(line Line, y float32) int {
		if line.Bottom() > y {
			return 1
		}
		return -1
	})
	return min(n, len(lines)-1)
}

// lineOf is the line that a caret stands in.
func (l *Layout) lineOf(p Pos, lineEnd bool) int {
	lines := l.of(p.Para).lines
	n, _ := slices.BinarySearchFunc(lines, p.At, func(line Line, at int) int {
		if line.End > at || line.End == at && lineEnd {
			return 1
		}
		return -1
	})
	return min(n, len(lines)-1)
}

// Caret is where a caret stands: a box without width, its Y counted from its paragraph's top.
func (l *Layout) Caret(p Pos, lineEnd bool) typeset.Box {
	line := l.Line(p.Para, l.lineOf(p, lineEnd))
	return typeset.Box{X: line.x(p.At), Y: line.Y, H: line.H}
}

// PosAt is the place nearest to a point of the document.
func (l *Layout) PosAt(x float32, y float64) (p Pos, lineEnd bool) {
	para, top := l.At(y)
	if l.Lay(para) != 0 {
		para, top = l.At(y)
	}
	line := l.Line(para, l.LineAt(para, float32(y-top)))
	return l.inLine(para, line, x)
}

func (l *Layout) inLine(para int, line *Line, x float32) (p Pos, lineEnd bool) {
	at := line.nearest(l.doc.paras[para].text, x)
	return Pos{para, at}, at == line.End && at < l.doc.paras[para].Len()
}

// LineStart is the start of the line that a caret stands in.
func (l *Layout) LineStart(p Pos, lineEnd bool) Pos {
	return Pos{p.Para, l.Line(p.Para, l.lineOf(p, lineEnd)).Start}
}

// LineEnd is the end of that line; soft says that the caret must be told to stay there.
func (l *Layout) LineEnd(p Pos, lineEnd bool) (end Pos, soft bool) {
	line := l.Line(p.Para, l.lineOf(p, lineEnd))
	return Pos{p.Para, line.End}, line.End < l.doc.paras[p.Para].Len()
}

// Below is the place nearest to x in the line so many lines below a caret; above it where by is negative. false: there is
// none.
func (l *Layout) Below(p Pos, lineEnd bool, by int, x float32) (to Pos, end, ok bool) {
	para, n := p.Para, l.lineOf(p, lineEnd)+by
	for n < 0 {
		if para == 0 {
			return p, lineEnd, false
		}
		para--
		n += l.Lines(para)
	}
	for n >= l.Lines(para) {
		if para == l.doc.Len()-1 {
			return p, lineEnd, false
		}
		n -= l.Lines(para)
		para++
	}
	to, end = l.inLine(para, l.Line(para, n), x)
	return to, end, true
}

// Selected are the areas of a selection in one line, from left to right, their Y counted from the paragraph's top.
func (l *Layout) Selected(s Selection, para, n int) []typeset.Box {
	from, to := s.Bounds()
	line := l.Line(para, n)
	a, b := line.Start, line.End
	if from.Para > para || to.Para < para || from == to {
		return nil
	}
	if from.Para == para {
		a = max(a, from.At)
	}
	last := line.End == l.doc.paras[para].Len()
	if to.Para == para {
		b = min(b, to.At)
	}
	out := line.boxes(a, b)
	if last && to.Para > para { // the line end is selected too
		x := line.x(line.End)
		out = append(out, typeset.Box{X: x, Y: line.Y, W: l.look.Size / 3, H: line.H})
	}
	return out
}
