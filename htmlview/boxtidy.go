package htmlview

import "strings"

// tidy makes every box hold either blocks or lines, and gives tables their missing parts (CSS 2.1, 9.2.1.1 and 17.2.1).
func (b *boxBuilder) tidy(x *box) {
	switch x.kind {
	case boxTable:
		b.tidyTable(x)
	case boxRowGroup:
		b.wrapOthers(x, func(c *box) bool { return c.kind == boxRow }, boxRow, displayRow)
	case boxRow:
		b.wrapOthers(x, func(c *box) bool { return c.kind == boxCell }, boxCell, displayCell)
	case boxFlex:
		b.tidyFlex(x)
	case boxBlock, boxCell, boxCaption:
		b.wrapTableParts(x)
		b.splitBlocks(x)
	case boxInline:
		b.wrapTableParts(x)
	default:
	}
	for _, c := range x.children {
		b.tidy(c)
	}
}

// anonymous makes a box without an element; it inherits from st.
func (b *boxBuilder) anonymous(kind boxKind, d display, st *style, n *node) *box {
	own := st.child()
	own.display = d
	x := b.page.newBox(kind, &own, n)
	x.anon = true
	return x
}

// isProperPart says whether a box belongs into a table only.
func isTablePart(x *box) bool {
	switch x.kind {
	case boxRowGroup, boxRow, boxCell, boxColumn, boxCaption:
		return true
	default:
	}
	return false
}

// wrapTableParts puts rows and cells that stand in no table into one.
func (b *boxBuilder) wrapTableParts(x *box) {
	any := false
	for _, c := range x.children {
		any = any || isTablePart(c)
	}
	if !any {
		return
	}
	var out []*box
	var t *box
	for i, c := range x.children {
		if isTablePart(c) {
			if t == nil {
				t = b.anonymous(boxTable, displayTable, x.st, x.node)
				t.st.borderBox = true
				if x.kind == boxInline {
					t.st.display, t.atomic = displayInlineTable, true
				}
				t.parent = x
				out = append(out, t)
			}
			b.append(t, c)
			continue
		}
		if t != nil && isBlankText(c) && i+1 < len(x.children) && isTablePart(x.children[i+1]) {
			continue
		}
		t = nil
		out = append(out, c)
	}
	x.children = out
}

// isBlankText says whether a box is white space that a table drops.
func isBlankText(c *box) bool {
	return c.kind == boxText && !c.st.space.keepsSpace() && strings.Trim(c.rawText(), " \t\r\n\f") == ""
}

// rawText is a text as the letter writes it, of a text that was cut the piece.
func (c *box) rawText() string {
	if c.text != nil && c.content == "" {
		return c.text.text
	}
	return c.content
}

func (b *boxBuilder) tidyTable(x *box) {
	var kept []*box
	for _, c := range x.children {
		if !isBlankText(c) {
			kept = append(kept, c)
		}
	}
	x.children = kept
	isPart := func(c *box) bool {
		return c.kind == boxRowGroup || c.kind == boxRow || c.kind == boxCaption || c.kind == boxColumn
	}
	b.wrapOthers(x, isPart, boxRow, displayRow)
}

// wrapOthers puts runs of children that are not proper ones into anonymous boxes.
func (b *boxBuilder) wrapOthers(x *box, proper func(*box) bool, kind boxKind, d display) {
	var out []*box
	var wrap *box
	for _, c := range x.children {
		if proper(c) {
			wrap = nil
			out = append(out, c)
			continue
		}
		if isBlankText(c) {
			continue
		}
		if wrap == nil {
			wrap = b.anonymous(kind, d, x.st, x.node)
			wrap.parent = x
			out = append(out, wrap)
		}
		b.append(wrap, c)
	}
	x.children = out
}

// tidyFlex makes each run of text in a flex container an item of its own.
func (b *boxBuilder) tidyFlex(x *box) {
	var out []*box
	var wrap *box
	for _, c := range x.children {
		if c.kind != boxText && c.kind != boxInline && c.kind != boxBreak {
			wrap = nil
			c.atomic = false
			out = append(out, c)
			continue
		}
		if wrap == nil {
			if isBlankText(c) {
				continue
			}
			wrap = b.anonymous(boxBlock, displayBlock, x.st, x.node)
			wrap.parent = x
			out = append(out, wrap)
		}
		b.append(wrap, c)
	}
	x.children = out
}

// isBlockLevel says whether the box breaks a line.
func isBlockLevel(c *box) bool {
	if c.atomic || c.outOfFlow() {
		return false
	}
	switch c.kind {
	case boxText, boxInline, boxBreak:
		return false
	default:
	}
	return true
}

// hasBlock says whether an inline box holds a block somewhere below.
func hasBlock(c *box) bool {
	if c.kind != boxInline || c.outOfFlow() {
		return false
	}
	for _, d := range c.children {
		if isBlockLevel(d) || hasBlock(d) {
			return true
		}
	}
	return false
}

// splitBlocks gives a block either blocks alone, runs of lines wrapped into anonymous ones, or lines alone. An inline box
// with a block inside is cut in two around it.
func (b *boxBuilder) splitBlocks(x *box) {
	mixed, blocks := false, false
	for _, c := range x.children {
		mixed = mixed || hasBlock(c)
		blocks = blocks || isBlockLevel(c)
	}
	if !mixed && !blocks {
		x.inline = true
		return
	}
	s := splitter{b: b, into: x}
	children := x.children
	x.children = nil
	for _, c := range children {
		s.take(c, nil)
	}
	s.end()
}

// splitter deals boxes out to blocks and runs of lines.
type splitter struct {
	b    *boxBuilder
	into *box
	run  *box   // the anonymous block under way
	open []*box // copies of the inline boxes that are open in it
}

// take adds one box that stands in the inline boxes of path.
func (s *splitter) take(c *box, path []*box) {
	if isBlockLevel(c) {
		s.end()
		if n := len(path); n > 0 {
			c.around = path[n-1].st
		}
		s.b.append(s.into, c)
		return
	}
	if hasBlock(c) {
		inner := append(path[:len(path):len(path)], c)
		children := c.children
		if len(children) > 0 {
			s.place(nil, inner)
		}
		for _, d := range children {
			s.take(d, inner)
		}
		return
	}
	s.place(c, path)
}

// place appends a box to the run, below copies of the inline boxes of path.
func (s *splitter) place(c *box, path []*box) {
	if s.run == nil {
		s.run = s.b.anonymous(boxBlock, displayBlock, s.into.st, s.into.node)
		s.run.inline = true
		s.open = nil
	}
	same := 0
	for same < len(s.open) && same < len(path) && s.open[same].node == path[same].node && s.open[same].st == path[same].st {
		same++
	}
	s.open = s.open[:same]
	for _, p := range path[same:] {
		part := s.b.page.newBox(boxInline, p.st, p.node)
		s.b.append(s.holder(), part)
		s.open = append(s.open, part)
	}
	if c != nil {
		s.b.append(s.holder(), c)
	}
}

func (s *splitter) holder() *box {
	if n := len(s.open); n > 0 {
		return s.open[n-1]
	}
	return s.run
}

// end closes a run of lines; one that would show nothing is dropped.
func (s *splitter) end() {
	if s.run != nil && showsAnything(s.run) {
		s.b.append(s.into, s.run)
	}
	s.run, s.open = nil, nil
}

// showsAnything says whether lines made of these boxes would hold more than white space.
func showsAnything(x *box) bool {
	for _, c := range x.children {
		switch c.kind {
		case boxText:
			if !isBlankText(c) && c.rawText() != "" {
				return true
			}
		case boxInline:
			if showsAnything(c) || inlineEdges(c.st) {
				return true
			}
		default:
			return true
		}
	}
	return false
}

// inlineEdges says whether an inline box takes room by itself.
func inlineEdges(st *style) bool {
	for _, i := range []int{left, right} {
		if st.border[i].used() > 0 || st.padding[i].Px != 0 || st.padding[i].Percent != 0 || st.margin[i].Px != 0 {
			return true
		}
	}
	return false
}
