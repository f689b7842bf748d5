package htmlview

import (
	"satchel/htmlview/css"
	"satchel/typeset"
)

// intrinsic gives the least and the most width that a box's border box asks for: with every chance to break a line
// taken, and with none. Each box is measured once: nested tables would cost 2^depth otherwise.
func (l *layouter) intrinsic(b *box) (least, most float32) {
	if b.measured {
		return b.least, b.most
	}
	b.measured = true // against endless recursion through a fault: it would find 0
	b.least, b.most = l.measure(b)
	return b.least, b.most
}

func (l *layouter) measure(b *box) (least, most float32) {
	e := l.edgesOf(b, 0)
	st := b.st
	if b.kind == boxImage {
		return l.imageIntrinsic(b, &e)
	}
	if st.width.Unit == css.Fixed && b.kind != boxTable && b.kind != boxCell {
		w := l.toBorderBox(st, &e, st.width.Px)
		least, most = w, w
	} else {
		least, most = l.contentWidths(b)
		if b.kind == boxTable {
			least, most = l.tableIntrinsic(b, &e, least, most)
		} else {
			least, most = least+e.horizontal(), most+e.horizontal()
		}
	}
	if st.maxWidth.Unit == css.Fixed {
		w := l.toBorderBox(st, &e, st.maxWidth.Px)
		least, most = min(least, w), min(most, w)
	}
	if st.minWidth.Unit == css.Fixed {
		w := l.toBorderBox(st, &e, st.minWidth.Px)
		least, most = max(least, w), max(most, w)
	}
	return least, max(least, most)
}

// outerWidths are a box's widths with its margins.
func (l *layouter) outerWidths(b *box) (least, most float32) {
	least, most = l.intrinsic(b)
	e := l.edgesOf(b, 0)
	m := e.marginWidth()
	return least + m, most + m
}

// contentWidths measures what is inside a box.
func (l *layouter) contentWidths(b *box) (least, most float32) {
	switch {
	case b.kind == boxTable:
		t := l.grid(b)
		return t.least(), t.most(false)
	case b.kind == boxFlex:
		return l.flexIntrinsic(b)
	case b.inline:
		return l.lineWidths(b)
	}
	beside := float32(0) // floats that stand side by side
	for _, c := range b.children {
		if c.st.position == positionAbsolute {
			continue
		}
		cl, cm := l.outerWidths(c)
		least = max(least, cl)
		if c.st.float == floatNone || c.st.clear != floatNone {
			beside = 0
		}
		if c.st.float != floatNone {
			beside += cm
			most = max(most, beside)
		} else {
			most = max(most, cm)
		}
	}
	return least, most
}

// lineWidths measures an inline context.
func (l *layouter) lineWidths(b *box) (least, most float32) {
	ctx := l.context(b)
	w := widths{l: l, k: breaker{l: l, b: b, ctx: ctx}, sticky: l.letter.mode == fullQuirks && inCell(b)}
	w.line = b.st.indent.Px
	w.word = w.line
	for i := range ctx.items {
		w.item(i)
	}
	w.endLine()
	return w.least, max(w.most, w.floats)
}

// inCell says whether the box is a cell, or an anonymous block of one.
func inCell(b *box) bool {
	for b != nil && b.anon && b.kind == boxBlock {
		b = b.parent
	}
	return b != nil && b.kind == boxCell && b.st.width.IsAuto()
}

// widths adds up an inline context's widths.
type widths struct {
	l           *layouter
	k           breaker
	sticky      bool // pictures are no place to break at (quirks 3.6)
	least, most float32
	word        float32 // since the last chance to break, without white space at its end
	hang        float32 // white space after it
	line        float32 // since the last forced break
	lineHang    float32
	floats      float32
}

func (w *widths) breakHere() {
	w.least = max(w.least, w.word)
	w.word, w.hang = 0, 0
}

func (w *widths) endLine() {
	w.breakHere()
	w.most = max(w.most, w.line+w.floats)
	w.line, w.lineHang = 0, 0
}

func (w *widths) add(v float32) {
	if v == 0 {
		return // it must not make white space before it count
	}
	w.word += w.hang + v
	w.line += w.lineHang + v
	w.hang, w.lineHang = 0, 0
}

func (w *widths) item(i int) {
	it := &w.k.ctx.items[i]
	switch it.kind {
	case itemOpen:
		if p := w.k.ctx.para; it.start > 0 && p.Breaks[it.start] == typeset.MayBreak && w.k.breaksAt(i, it.start) {
			w.breakHere()
		}
		e := w.l.edgesOf(it.box, 0)
		w.add(e.margin[left] + e.inner(left))
	case itemClose:
		e := w.l.edgesOf(it.box, 0)
		w.add(e.margin[right] + e.inner(right))
	case itemFloat:
		least, most := w.l.intrinsic(it.box)
		e := w.l.edgesOf(it.box, 0)
		w.least = max(w.least, least+e.marginWidth())
		w.floats += most + e.marginWidth()
	case itemAtomic:
		w.atomic(i, it)
	case itemText:
		w.text(i, it)
	default:
	}
}

func (w *widths) atomic(i int, it *inlineItem) {
	least, most := w.l.intrinsic(it.box)
	e := w.l.edgesOf(it.box, 0)
	m := e.marginWidth()
	stick := w.sticky && it.box.kind == boxImage
	if !stick && w.k.breaksAt(i, it.start) && w.k.ctx.para.Breaks[it.start] != typeset.NoBreak {
		w.breakHere()
	}
	w.word += w.hang + least + m
	w.line += w.lineHang + most + m
	w.hang, w.lineHang = 0, 0
}

func (w *widths) text(i int, it *inlineItem) {
	p := w.k.ctx.para
	wraps := it.st.space.wraps()
	for q := it.start; q < it.end; q++ {
		if q > 0 && p.Breaks[q] == typeset.MayBreak && w.k.breaksAt(i, q) && (!w.sticky || !w.besideImage(i, q)) {
			if p.Text[q-1] == softHyphen {
				w.least = max(w.least, w.word+w.l.hyphenWidth(w.k.hyphenStyle(i, q)))
			}
			w.breakHere()
		}
		r := p.Text[q]
		switch {
		case r == '\n':
			w.endLine()
		case r == ' ' && wraps && it.st.space != spacePreWrap:
			w.hang += p.Advance[q]
			w.lineHang += p.Advance[q]
		default:
			w.add(p.Advance[q])
			if wraps && (it.st.breakAnywhere || it.st.breakAll) {
				w.breakHere()
			}
		}
	}
}

// besideImage says whether a picture stands right before rune q.
func (w *widths) besideImage(i, q int) bool {
	if q == 0 || w.k.ctx.para.Text[q-1] != typeset.ObjectRune {
		return false
	}
	for j := i - 1; j >= 0; j-- {
		if it := &w.k.ctx.items[j]; it.kind == itemAtomic {
			return it.box.kind == boxImage
		}
	}
	return false
}
