package editor

import (
	"slices"
	"unicode"
)

// apply changes paragraphs, selects, and notes both for undo.
func (d *Document) apply(at int, old, other []*Paragraph, after Selection, kind editKind, joins bool) {
	old = slices.Clone(old) // a part of what exchange overwrites
	s := step{at: at, old: old, new: other, before: d.selection, after: after, kind: kind}
	d.exchange(at, old, other)
	d.selection = after
	d.history.add(s, joins)
}

// replace puts a fragment between two places, the caret behind it.
func (d *Document) replace(from, to Pos, f Fragment, kind editKind, joins bool) {
	first, last := d.paras[from.Para], d.paras[to.Para]
	left, right := first.slice(0, from.At), last.slice(to.At, last.Len())
	block := first.block
	if from.At == 0 && from.Para != to.Para && len(f) == 1 { // nothing is left of the first one
		block = last.block
	}
	var other []*Paragraph
	caret := Pos{from.Para + len(f) - 1, f[len(f)-1].Len()}
	if len(f) == 1 {
		other = []*Paragraph{join(block, left, f[0], right)}
		caret.At += from.At
	} else {
		if from.At == 0 {
			block = f[0].block
		}
		end := f[len(f)-1]
		other = append(other, join(block, left, f[0]))
		other = append(other, f[1:len(f)-1]...)
		other = append(other, join(end.block, end, right))
	}
	d.apply(from.Para, d.paras[from.Para:to.Para+1], other, at(caret), kind, joins)
}

// TypeRune puts a typed character in the place of what is selected. A word is undone together with the space before it.
func (d *Document) TypeRune(r rune) {
	text := tidy(string(r))
	if text == "" || text == "\n" {
		return
	}
	from, to := d.selection.Bounds()
	p := d.paras[from.Para]
	begins := from.At > 0 && unicode.IsSpace(r) && !unicode.IsSpace(p.text[from.At-1])
	joins := d.selection.Empty() && !begins
	d.replace(from, to, plain(text, d.nextFormat(), p.block), typed, joins)
}

// nextFormat is how what is typed next will look.
func (d *Document) nextFormat() Format {
	if d.typing != nil {
		return *d.typing
	}
	from, to := d.selection.Bounds()
	p := d.paras[from.Para]
	if from != to && from.At < p.Len() { // what replaces a text looks like it
		f := p.formatBefore(from.At + 1)
		f.Link = ""
		return f
	}
	return p.formatBefore(from.At)
}

// Insert puts plain text in the place of what is selected.
func (d *Document) Insert(text string) {
	from, to := d.selection.Bounds()
	if text = tidy(text); text == "" && from == to {
		return
	}
	d.replace(from, to, plain(text, d.nextFormat(), d.paras[from.Para].block), single, false)
}

// InsertFragment puts styled text in the place of what is selected.
func (d *Document) InsertFragment(f Fragment) {
	from, to := d.selection.Bounds()
	if len(f) == 0 {
		f = Fragment{newParagraph(nil, Format{}, Block{})}
	}
	if len(f) == 1 && f[0].Len() == 0 && from == to {
		return
	}
	d.replace(from, to, f, single, false)
}

// Delete deletes what is selected.
func (d *Document) Delete() {
	if !d.selection.Empty() {
		from, to := d.selection.Bounds()
		d.erase(from, to, single)
	}
}

func (d *Document) erase(from, to Pos, kind editKind) {
	empty := Fragment{newParagraph(nil, Format{}, Block{})}
	d.replace(from, to, empty, kind, kind == erased && from.Para == to.Para)
}

// DeleteTo deletes what is selected, else from the caret to a place.
func (d *Document) DeleteTo(p Pos) {
	switch caret := d.selection.Caret; {
	case !d.selection.Empty():
		d.Delete()
	case p.Before(caret):
		d.erase(p, caret, erased)
	case caret.Before(p):
		d.erase(caret, p, erased)
	}
}

// Backspace deletes what is selected, else the character before the caret. At the start of a list's item, a heading or a
// quote it makes that plain first.
func (d *Document) Backspace() {
	caret := d.selection.Caret
	p := d.paras[caret.Para]
	if d.selection.Empty() && caret.At == 0 && p.block != (Block{}) {
		lower := p.block
		if lower.Kind != Body {
			lower.Kind = Body
		} else {
			lower.Quote--
		}
		d.apply(caret.Para, d.paras[caret.Para:caret.Para+1], []*Paragraph{p.with(lower)}, d.selection, single, false)
		return
	}
	d.DeleteTo(d.Left(caret))
}

// DeleteForward deletes what is selected, else the character behind the caret.
func (d *Document) DeleteForward() { d.DeleteTo(d.Right(d.selection.Caret)) }

// Newline ends the paragraph at the caret, in the place of what is selected. An empty item ends its list, a heading is
// followed by plain text, and within a quote an own line is opened to answer in.
func (d *Document) Newline() {
	from, to := d.selection.Bounds()
	p := d.paras[from.Para]
	switch {
	case from == to && p.Len() == 0 && p.block.Kind != Body:
		d.apply(from.Para, d.paras[from.Para:from.Para+1], []*Paragraph{p.with(Block{Quote: p.block.Quote})}, d.selection, single, false)
	case p.block.Quote > 0 && from.Para == to.Para:
		d.openQuote(from, to)
	default:
		next := p.block
		if !next.Kind.listed() && from == to && from.At == p.Len() {
			next.Kind = Body
		}
		first := newParagraph(nil, Format{}, p.block)
		second := newParagraph(nil, Format{}, next)
		d.replace(from, to, Fragment{first, second}, single, false)
	}
}

// openQuote puts an own paragraph into a quoted one, before or behind it where nothing would be left of one half.
func (d *Document) openQuote(from, to Pos) {
	p := d.paras[from.Para]
	own := newParagraph(nil, Format{}, Block{})
	var other []*Paragraph
	if from.At > 0 {
		other = append(other, p.slice(0, from.At))
	}
	caret := Pos{from.Para + len(other), 0}
	other = append(other, own)
	if to.At < p.Len() || from.At == 0 {
		other = append(other, p.slice(to.At, p.Len()))
	}
	d.apply(from.Para, d.paras[from.Para:from.Para+1], other, at(caret), single, false)
}
