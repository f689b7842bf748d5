package editor

import "slices"

// Pos is a place in a document: before rune At of a paragraph, or at its end.
type Pos struct{ Para, At int }

// Before says whether the place comes before another one.
func (p Pos) Before(o Pos) bool { return p.Para < o.Para || p.Para == o.Para && p.At < o.At }

// Selection is what is selected: from where it was begun to the caret. Both are equal where nothing is.
type Selection struct {
	Anchor, Caret Pos
	// LineEnd says that a caret at a soft line break stands at the end of the line before it.
	LineEnd bool
}

// Empty says that nothing is selected.
func (s Selection) Empty() bool { return s.Anchor == s.Caret }

// Bounds are the first and the last place.
func (s Selection) Bounds() (from, to Pos) {
	if s.Caret.Before(s.Anchor) {
		return s.Caret, s.Anchor
	}
	return s.Anchor, s.Caret
}

// at is a selection of nothing.
func at(p Pos) Selection { return Selection{Anchor: p, Caret: p} }

// Document is a text under edit. There is always at least one paragraph.
type Document struct {
	paras     []*Paragraph
	selection Selection
	typing    *Format // asked for what is typed next; nil: as its surroundings
	history   history
	watch     []func(at, removed, added int)
}

// New makes a document of plain text, the caret at its start.
func New(text string) *Document {
	return &Document{paras: plain(text, Format{}, Block{})}
}

// Watch has f called after every change: that many paragraphs from number at on were removed and others put there.
func (d *Document) Watch(f func(at, removed, added int)) { d.watch = append(d.watch, f) }

// Len is the number of paragraphs.
func (d *Document) Len() int { return len(d.paras) }

// Paragraph gives one of them.
func (d *Document) Paragraph(n int) *Paragraph { return d.paras[n] }

// Text is the whole text, paragraphs ended by line feeds but for the last.
func (d *Document) Text() string { return Fragment(d.paras).Text() }

// Selection is what is selected.
func (d *Document) Selection() Selection { return d.selection }

// Select selects, within the document's bounds.
func (d *Document) Select(s Selection) {
	s.Anchor, s.Caret = d.clip(s.Anchor), d.clip(s.Caret)
	if s != d.selection {
		d.selection, d.typing = s, nil
		d.history.pause()
	}
}

// SelectAll selects the whole text.
func (d *Document) SelectAll() { d.Select(Selection{Anchor: d.Start(), Caret: d.End()}) }

// Start is the first place.
func (d *Document) Start() Pos { return Pos{} }

// End is the last place.
func (d *Document) End() Pos { return Pos{len(d.paras) - 1, d.paras[len(d.paras)-1].Len()} }

func (d *Document) clip(p Pos) Pos {
	switch {
	case p.Para < 0:
		return d.Start()
	case p.Para >= len(d.paras):
		return d.End()
	}
	return Pos{p.Para, min(max(p.At, 0), d.paras[p.Para].Len())}
}

// Selected is a copy of what is selected, nil for nothing.
func (d *Document) Selected() Fragment {
	if d.selection.Empty() {
		return nil
	}
	return d.cut(d.selection.Bounds())
}

// cut gives what lies between two places.
func (d *Document) cut(from, to Pos) Fragment {
	if from.Para == to.Para {
		return Fragment{d.paras[from.Para].slice(from.At, to.At)}
	}
	out := Fragment{d.paras[from.Para].slice(from.At, d.paras[from.Para].Len())}
	out = append(out, d.paras[from.Para+1:to.Para]...)
	return append(out, d.paras[to.Para].slice(0, to.At))
}

// exchange puts other paragraphs in the place of some; all changes of the text go through it.
func (d *Document) exchange(at int, old, other []*Paragraph) {
	if len(old) == len(other) {
		copy(d.paras[at:], other)
	} else {
		d.paras = slices.Replace(d.paras, at, at+len(old), other...)
	}
	for _, f := range d.watch {
		f(at, len(old), len(other))
	}
}
