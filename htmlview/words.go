package htmlview

import (
	"strings"
	"unicode"

	"satchel/typeset"
)

// wordState is a word under way: pieces of one text node that stand on one line or several.
type wordState struct {
	node *node
	text strings.Builder
	box  typeset.Box
	st   *style
	line float32 // of the first piece
	open bool
	end  int // rune after the last one
	para *typeset.Paragraph
}

// words cuts a piece of text at white space. Every CJK character is a word of its own.
func (w *painter) words(b *box, f *frag, area typeset.Box) {
	para := b.ifc.para
	s := &w.word
	if s.open && (s.node != f.node || s.para != para || s.end != f.start) {
		w.endWord()
	}
	run := &para.Runs[f.run]
	x := area.X
	if run.Level&1 == 1 {
		x = area.Right()
	}
	for q := f.start; q < f.end; q++ {
		r, adv := para.Text[q], para.Advance[q]
		if run.Level&1 == 1 {
			x -= adv
		}
		switch {
		case unicode.IsSpace(r) || r == 0xFEFF:
			w.endWord()
		case isIdeograph(r):
			w.endWord()
			w.letter(r, f, para, typeset.Box{X: x, Y: area.Y, W: adv, H: area.H})
			w.endWord()
		default:
			w.letter(r, f, para, typeset.Box{X: x, Y: area.Y, W: adv, H: area.H})
		}
		if run.Level&1 == 0 {
			x += adv
		}
		s.end = q + 1
	}
}

func isIdeograph(r rune) bool {
	return r >= 0x2E80 && r <= 0x9FFF || r >= 0xAC00 && r <= 0xD7AF || r >= 0xF900 && r <= 0xFAFF || r >= 0xFF00 && r <= 0xFFEF
}

// zeroWidth characters are no part of a word's text.
func zeroWidth(r rune) bool {
	switch {
	case r == 0xAD, r == 0x34F, r == 0x61C, r == 0x180E, r == 0xFEFF, r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
		return true
	}
	return false
}

func (w *painter) letter(r rune, f *frag, para *typeset.Paragraph, at typeset.Box) {
	s := &w.word
	if !s.open {
		s.open, s.node, s.st, s.box, s.line, s.para = true, f.node, f.st, at, f.lineBase, para
		s.text.Reset()
	} else if f.lineBase == s.line { // the box is that of the first line alone
		lo, hi := min(s.box.X, at.X), max(s.box.Right(), at.Right())
		s.box.X, s.box.W = lo, hi-lo
	}
	if !zeroWidth(r) {
		s.text.WriteRune(r)
	}
}

// endWord adds the word under way to the page, if it can be seen.
func (w *painter) endWord() {
	s := &w.word
	if !s.open {
		return
	}
	s.open = false
	if s.text.Len() == 0 || s.box.W <= 0.2 || s.st.size < 2 || s.st.color.A < 13 || w.opacity < 0.05 || !w.shown(s.box) {
		return
	}
	link := w.link(s.node)
	w.growLink(link, s.box)
	w.page.Words = append(w.page.Words, Word{Text: s.text.String(), Box: s.box, Size: s.st.size, Color: s.st.color, Bold: s.st.bold(), Italic: s.st.italic, Link: link, seq: s.node.seq})
}

// shown says whether at least a quarter of a box lies inside the clip of its ancestors and on the page.
func (w *painter) shown(b typeset.Box) bool {
	c := b.Intersect(w.clip)
	return c.W > 0 && c.H > 0 && c.W*c.H >= 0.25*b.W*b.H && b.Right() > 0 && b.Bottom() > 0
}

// link gives the number of the link that a node stands in; -1: none.
func (w *painter) link(n *node) int {
	for ; n != nil; n = n.parent {
		if n.el.Tag == "a" && n.has("href") {
			i, ok := w.links[n]
			if !ok {
				i = len(w.page.Links)
				w.links[n] = i
				w.page.Links = append(w.page.Links, w.newLink(n))
				w.linkSeen = append(w.linkSeen, false)
			}
			return i
		}
	}
	return -1
}

func (w *painter) newLink(n *node) Link {
	l := Link{Href: strings.TrimSpace(n.attr("href"))}
	var ok bool
	if l.Target, ok = Target(w.l.letter.base, l.Href); ok {
		var text strings.Builder
		linkText(n, &text)
		l.Warnings = Warnings(text.String(), l.Target)
	}
	return l
}

// maxLinkText is as much of a link's text as is looked at; sites have shorter names.
const maxLinkText = 500

// linkText is what a link shows in words.
func linkText(n *node, to *strings.Builder) {
	if to.Len() > maxLinkText {
		return
	}
	to.WriteString(n.text)
	if n.el.Tag == "img" {
		to.WriteString(n.attr("alt"))
	}
	for _, c := range n.children {
		linkText(c, to)
	}
}

func (w *painter) growLink(i int, b typeset.Box) {
	if i < 0 {
		return
	}
	l := &w.page.Links[i]
	if n := len(l.Areas) - 1; n >= 0 && l.Areas[n].Y == b.Y && l.Areas[n].H == b.H && b.X-l.Areas[n].Right() < 1 && l.Areas[n].Right()-b.X < 1 {
		l.Areas[n].W = b.Right() - l.Areas[n].X // the next piece of the same line
	} else {
		l.Areas = append(l.Areas, b)
	}
	if !w.linkSeen[i] {
		w.linkSeen[i] = true
		l.Box = b
		return
	}
	x, y := min(l.Box.X, b.X), min(l.Box.Y, b.Y)
	l.Box = typeset.Box{X: x, Y: y, W: max(l.Box.Right(), b.Right()) - x, H: max(l.Box.Bottom(), b.Bottom()) - y}
}
