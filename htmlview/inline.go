package htmlview

import (
	"slices"
	"unicode"

	"satchel/typeset"
)

type itemKind uint8

const (
	itemText itemKind = iota
	itemOpen
	itemClose
	itemAtomic
	itemFloat
	itemAbsolute
)

// inlineItem is a stretch of an inline context's text, or something that stands at one place of it.
type inlineItem struct {
	kind       itemKind
	start, end int // runes of the paragraph
	box        *box
	st         *style
	node       *node // of a text: where it comes from; nil: generated
	placed     bool  // of a float: it has its place in this layout
	isBreak    bool  // the text is a br
}

// inlineContext is the content of a block's lines, shaped once.
type inlineContext struct {
	items []inlineItem
	para  *typeset.Paragraph
	runAt []int // per item: the first run that may hold its text
}

// context gathers and shapes what stands in a box's lines.
func (l *layouter) context(b *box) *inlineContext {
	if b.ifc != nil {
		return b.ifc
	}
	c := &contextBuilder{l: l, skipSpace: true, newWord: true}
	c.walk(b)
	base := uint8(0)
	if b.st.rtl {
		base = 1
	}
	ctx := &inlineContext{items: c.items}
	ctx.para = l.fonts.Shape(trimmed(c.text), c.spans, base)
	ctx.runAt = make([]int, len(c.items))
	run := 0
	for i := range c.items {
		for run < len(ctx.para.Runs) && ctx.para.Runs[run].End <= c.items[i].start {
			run++
		}
		ctx.runAt[i] = run
	}
	b.ifc = ctx
	return ctx
}

// trimmed gives up the room that a long text kept to grow.
func trimmed(text []rune) []rune {
	if cap(text)-len(text) < len(text)/8 {
		return text
	}
	return slices.Clone(text)
}

type contextBuilder struct {
	l         *layouter
	text      []rune
	spans     []typeset.Span
	items     []inlineItem
	skipSpace bool // a collapsible space stands before, or the line's start
	newWord   bool // for words with a capital letter
	longRun   int
}

func (c *contextBuilder) walk(b *box) {
	for _, x := range b.children {
		st := x.st
		switch {
		case x.isAbsolute():
			c.items = append(c.items, inlineItem{kind: itemAbsolute, start: len(c.text), end: len(c.text), box: x, st: st})
		case x.outOfFlow():
			c.items = append(c.items, inlineItem{kind: itemFloat, start: len(c.text), end: len(c.text), box: x, st: st})
		case x.kind == boxText:
			c.add(x)
		case x.kind == boxBreak:
			c.lineBreak(x)
		case x.kind == boxInline:
			c.inline(x)
		default:
			start := len(c.text)
			c.put(typeset.ObjectRune, st)
			c.items = append(c.items, inlineItem{kind: itemAtomic, start: start, end: len(c.text), box: x, st: st})
			c.skipSpace, c.newWord, c.longRun = false, true, 0
		}
	}
}

func (c *contextBuilder) inline(x *box) {
	c.items = append(c.items, inlineItem{kind: itemOpen, start: len(c.text), end: len(c.text), box: x, st: x.st})
	if x.st.bidiIs && !x.anon {
		mark := '\u2066' // LRI
		if x.st.rtl {
			mark = '\u2067'
		}
		c.control(mark, x)
	}
	c.walk(x)
	if x.st.bidiIs && !x.anon {
		c.control('\u2069', x)
	}
	c.items = append(c.items, inlineItem{kind: itemClose, start: len(c.text), end: len(c.text), box: x, st: x.st})
}

func (c *contextBuilder) control(r rune, x *box) {
	start := len(c.text)
	c.put(r, x.st)
	c.items = append(c.items, inlineItem{kind: itemText, start: start, end: len(c.text), box: x, st: x.st})
}

// put appends a rune in its style.
func (c *contextBuilder) put(r rune, st *style) {
	c.text = append(c.text, r)
	span := typeset.Span{Start: len(c.text) - 1, End: len(c.text), Font: st.font(), LetterSpacing: st.letterSpacing, WordSpacing: st.wordSpacing}
	if n := len(c.spans); n > 0 {
		last := &c.spans[n-1]
		if last.Font == span.Font && last.LetterSpacing == span.LetterSpacing && last.WordSpacing == span.WordSpacing {
			last.End = len(c.text)
			return
		}
	}
	c.spans = append(c.spans, span)
}

func (c *contextBuilder) lineBreak(x *box) {
	start := len(c.text)
	c.put('\n', x.st)
	c.items = append(c.items, inlineItem{kind: itemText, start: start, end: len(c.text), box: x, st: x.st, isBreak: true})
	c.skipSpace, c.newWord, c.longRun = true, true, 0
}

// add appends a text with its white space as the style wants it (CSS text 4.1).
func (c *contextBuilder) add(x *box) {
	st := x.st
	start := len(c.text)
	for _, r := range x.rawText() {
		switch {
		case r == '\r':
			continue
		case r == '\n' && st.space.keepsLines():
			c.trimSpace(start, st)
			c.put('\n', st)
			c.skipSpace, c.newWord, c.longRun = !st.space.keepsSpace(), true, 0
			continue
		case r == ' ' || r == '\t' || r == '\n' || r == '\f':
			c.longRun, c.newWord = 0, true
			if st.space.keepsSpace() {
				c.skipSpace = false
				if r == '\t' {
					for range 8 - c.column()%8 {
						c.put(' ', st)
					}
					continue
				}
				c.put(' ', st)
				continue
			}
			if !c.skipSpace {
				c.put(' ', st)
				c.skipSpace = true
			}
			continue
		case r == 0 || r == '\u202d' || r == '\u202e':
			continue // an override would turn text round that a reader takes for what it seems
		}
		c.skipSpace = false
		c.l.text++
		if c.longRun++; c.longRun > maxTextRun || c.l.text > maxText {
			c.l.notes.add(NoteTooLong)
			continue
		}
		c.transformed(r, st)
	}
	if len(c.text) > start {
		c.items = append(c.items, inlineItem{kind: itemText, start: start, end: len(c.text), box: x, st: st, node: x.text})
	}
}

// trimSpace takes back the collapsible space before a preserved line end.
func (c *contextBuilder) trimSpace(start int, st *style) {
	if st.space.keepsSpace() || len(c.text) <= start || c.text[len(c.text)-1] != ' ' {
		return
	}
	c.text = c.text[:len(c.text)-1]
	last := &c.spans[len(c.spans)-1]
	if last.End--; last.End == last.Start {
		c.spans = c.spans[:len(c.spans)-1]
	}
}

// column counts the runes since the last line end, for tabs.
func (c *contextBuilder) column() int {
	n := 0
	for i := len(c.text) - 1; i >= 0 && c.text[i] != '\n' && n < 1000; i-- {
		n++
	}
	return n
}

func (c *contextBuilder) transformed(r rune, st *style) {
	word := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '\'' || r == '’'
	switch st.transform {
	case transformUpper:
		if r == 'ß' {
			c.put('S', st)
			r = 'S'
		} else {
			r = unicode.ToUpper(r)
		}
	case transformLower:
		r = unicode.ToLower(r)
	case transformCapital:
		if c.newWord && word {
			r = unicode.ToTitle(r)
		}
	default:
	}
	c.newWord = !word
	c.put(r, st)
}
