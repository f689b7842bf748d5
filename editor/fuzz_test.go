package editor

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// shadow is the same document as one plain string, for the fuzz test to compare with.
type shadow struct {
	text         []rune
	anchor, tail int // the selection, in runes of the whole; tail is the caret
	undo, redo   []string
}

func (s *shadow) replace(from, to int, with string) {
	r := []rune(with)
	s.text = append(append(append([]rune{}, s.text[:from]...), r...), s.text[to:]...)
	s.anchor = from + len(r)
	s.tail = s.anchor
}

func (s *shadow) bounds() (int, int) { return min(s.anchor, s.tail), max(s.anchor, s.tail) }

// offset is a place as runes of the whole text.
func (d *Document) offset(p Pos) int {
	n := 0
	for _, q := range d.paras[:p.Para] {
		n += q.Len() + 1
	}
	return n + p.At
}

// pos is the place of an offset.
func (d *Document) pos(offset int) Pos {
	for n, p := range d.paras {
		if offset <= p.Len() {
			return Pos{n, offset}
		}
		offset -= p.Len() + 1
	}
	return d.End()
}

// FuzzEdits applies random edits, undos and redos to a document and to a plain string: they stay equal, undo gives the very
// text there was before each step, and the paragraphs stay whole.
func FuzzEdits(f *testing.F) {
	f.Add("Dear Ann,\n\nhello", []byte("\x00a\x00b\x01\x02\x05\x06\x06\x07\x03\x10"))
	f.Add("a👨‍👩‍👧b\ne\u0301x\tשלום", []byte("\x03\x02\x04\x09\x01\x01\x05\x01\x05\x02\x06\x08\x07\x0b"))
	f.Add("", []byte("\x00\x20\x00x\x00\x20\x00y\x05\x05\x06\x0a\x03\x0a\x09\x02"))
	f.Fuzz(func(t *testing.T, text string, ops []byte) {
		d := New(text)
		first := d.Text()
		s := &shadow{text: []rune(first)}
		for i := 0; i+1 < len(ops) && i < 400; i += 2 {
			fuzzStep(d, s, ops[i]%14, ops[i+1])
			compare(t, d, s)
		}
		last := d.Text()
		n := 0
		for d.Undo() {
			n++
		}
		if got := d.Text(); got != first {
			t.Fatalf("all undone gives %q, want %q", got, first)
		}
		for range n {
			d.Redo()
		}
		if got := d.Text(); got != last {
			t.Fatalf("done again gives %q, want %q", got, last)
		}
	})
}

// pieces are put in by the fuzz test.
var pieces = []string{"x", "word ", "a\nb", "\n", "é", "e\u0301", "👍🏽", "שלום", "\r\n\r\n", "\t", "", "tail\n"}

// fuzzStep does one thing to both.
func fuzzStep(d *Document, s *shadow, op, arg byte) {
	from, to := s.bounds()
	steps, before := len(d.history.done), string(s.text)
	gap := int(arg) % (len(s.text) + 1)
	switch op {
	case 0: // type
		r := rune(' ' + arg%0x5E)
		d.TypeRune(r)
		s.replace(from, to, string(r))
	case 1: // put in
		piece := pieces[int(arg)%len(pieces)]
		d.Insert(piece)
		s.replace(from, to, strings.ReplaceAll(piece, "\r\n", "\n"))
	case 2, 3, 4, 5: // delete
		fuzzDelete(d, s, op, from, to)
	case 6: // undo
		if d.Undo() {
			s.redo = append(s.redo, string(s.text))
			s.text = []rune(s.undo[len(s.undo)-1])
			s.undo = s.undo[:len(s.undo)-1]
		}
		s.follow(d)
		return
	case 7: // do again
		if d.Redo() {
			s.undo = append(s.undo, string(s.text))
			s.text = []rune(s.redo[len(s.redo)-1])
			s.redo = s.redo[:len(s.redo)-1]
		}
		s.follow(d)
		return
	case 8, 9: // select
		p := d.pos(gap)
		sel := at(p)
		if op == 9 {
			sel.Anchor = d.Selection().Anchor
		}
		d.Select(sel)
		s.follow(d)
		return
	case 10: // style
		[]func(){d.ToggleBold, d.ToggleItalic, d.ToggleUnderline, d.ToggleStrike}[arg%4]()
	case 11: // blocks
		if arg%2 == 0 {
			d.ToggleKind(Kind(arg / 2 % 6))
		} else {
			d.SetBlock(func(b Block) Block { b.Quote = arg / 2 % 3; return b })
		}
	case 12: // line end: what it does depends on the block
		d.Newline()
		s.text = []rune(d.Text())
		s.follow(d)
	case 13: // the clipboard's way
		f := d.Selected()
		d.Select(at(d.pos(gap)))
		s.follow(d)
		if len(f) > 0 {
			d.InsertFragment(f)
			s.replace(s.tail, s.tail, f.Text())
		}
	}
	switch done := len(d.history.done); {
	case done > steps:
		s.undo, s.redo = append(s.undo, before), nil
	case string(s.text) != before: // joined to the step before
		s.redo = nil
	}
}

func fuzzDelete(d *Document, s *shadow, op byte, from, to int) {
	caret := d.Selection().Caret
	switch op {
	case 2:
		if from == to && d.Block() != (Block{}) && caret.At == 0 {
			d.Backspace() // the block only
			return
		}
		if from == to {
			from = d.offset(d.Left(caret))
		}
		d.Backspace()
	case 3:
		if from == to {
			to = d.offset(d.Right(caret))
		}
		d.DeleteForward()
	case 4:
		if from == to {
			from = d.offset(d.WordLeft(caret))
		}
		d.DeleteTo(d.WordLeft(caret))
	case 5:
		if from == to {
			to = d.offset(d.WordRight(caret))
		}
		d.DeleteTo(d.WordRight(caret))
	}
	if from != to {
		s.replace(from, to, "")
	}
}

// follow takes over the document's selection.
func (s *shadow) follow(d *Document) {
	sel := d.Selection()
	s.anchor, s.tail = d.offset(sel.Anchor), d.offset(sel.Caret)
}

func compare(t *testing.T, d *Document, s *shadow) {
	t.Helper()
	if got, want := d.Text(), string(s.text); got != want {
		t.Fatalf("text is %q, want %q", got, want)
	}
	sel := d.Selection()
	if a, c := d.offset(sel.Anchor), d.offset(sel.Caret); a != s.anchor || c != s.tail {
		t.Fatalf("selection is %d to %d, want %d to %d in %q", a, c, s.anchor, s.tail, string(s.text))
	}
	if len(d.history.done) != len(s.undo) || len(d.history.undone) != len(s.redo) {
		t.Fatalf("%d steps to undo and %d to redo, want %d and %d", len(d.history.done), len(d.history.undone), len(s.undo), len(s.redo))
	}
	size := 0
	for i := range d.history.done {
		size += d.history.done[i].size()
	}
	if size != d.history.size {
		t.Fatalf("the history counts %d runes and holds %d", d.history.size, size)
	}
	for i, p := range d.paras {
		n := 0
		for k, r := range p.runs {
			if r.n <= 0 || k > 0 && p.runs[k-1].format == r.format {
				t.Fatalf("runs of paragraph %d are %v", i, p.runs)
			}
			n += r.n
		}
		if n != p.Len() || strings.ContainsAny(p.Text(), "\n\r") || !utf8.ValidString(p.Text()) {
			t.Fatalf("paragraph %d %q has runs of %d runes", i, p.Text(), n)
		}
	}
}
