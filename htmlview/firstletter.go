package htmlview

import (
	"strings"
	"unicode"
)

// firstLetter gives the first letter of a block's text a box of its own (CSS 2.1, 5.12.2): a drop cap where it floats.
func (b *boxBuilder) firstLetter(block *box, n *node) {
	if n.firstLetter == nil || block.kind != boxBlock && block.kind != boxCell && block.kind != boxCaption {
		return
	}
	at, index := firstText(block)
	if at == nil {
		return
	}
	text := at.children[index]
	space, letter, rest := cutFirstLetter(text.rawText())
	st := n.firstLetter
	holder := b.page.newBox(boxInline, st, n)
	if st.outOfFlow() {
		holder.kind = boxBlock
	}
	holder.parent = at
	cut := b.page.newBox(boxText, st, n)
	cut.content = letter
	if text.text != nil {
		first := *text.text
		first.seq-- // where it floats, it is painted after the words that follow it
		cut.text = &first
	}
	b.append(holder, cut)
	list := append([]*box{}, at.children[:index]...)
	list = append(list, holder)
	if space != "" && text.st.space.keepsSpace() {
		before := *text
		before.content = space
		list = append(list[:len(list)-1], &before, holder)
	}
	if rest != "" {
		text.content = rest
		list = append(list, text)
	}
	at.children = append(list, at.children[index+1:]...)
}

// firstText finds the box that holds a block's first letter, and where among its children; nil where something else stands
// before it.
func firstText(b *box) (parent *box, index int) {
	for i, c := range b.children {
		switch {
		case c.outOfFlow():
		case c.kind == boxText:
			raw := c.rawText()
			if strings.TrimSpace(raw) == "" {
				continue
			}
			if _, letter, _ := cutFirstLetter(raw); letter == "" {
				return nil, 0
			}
			return b, i
		case c.kind == boxInline || c.kind == boxBlock && !c.atomic:
			if parent, index = firstText(c); parent != nil || !emptyBox(c) {
				return parent, index
			}
		default:
			return nil, 0
		}
	}
	return nil, 0
}

// emptyBox says whether nothing stands in a box.
func emptyBox(b *box) bool {
	for _, c := range b.children {
		if c.kind != boxText || strings.TrimSpace(c.rawText()) != "" {
			return false
		}
	}
	return true
}

// cutFirstLetter cuts a text after its first letter or digit, with its marks and the punctuation around it. letter is empty
// where the text has none.
func cutFirstLetter(s string) (space, letter, rest string) {
	runes := []rune(s)
	i := 0
	for i < len(runes) && unicode.IsSpace(runes[i]) {
		i++
	}
	start := i
	for i < len(runes) && unicode.IsPunct(runes[i]) {
		i++
	}
	if i == len(runes) || unicode.IsSpace(runes[i]) {
		return s, "", ""
	}
	i++
	for i < len(runes) && (unicode.IsMark(runes[i]) || unicode.IsPunct(runes[i])) {
		i++
	}
	return string(runes[:start]), string(runes[start:i]), string(runes[i:])
}
