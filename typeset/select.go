package typeset

import (
	"slices"
	"sort"
	"strings"

	"github.com/go-text/typesetting/segmenter"
)

// Selection works on the texts of a page. A place in it is an offset: the number of runes before it in Text. It is
// immutable and may be used on any goroutine.
type Selection struct {
	pieces []selPiece // in reading order
	length int
}

// selPiece is one text of the page with its place in the whole.
type selPiece struct {
	*Text
	at  int // offset of its first rune
	gap gap // between the piece before and this one, right before at
}

// end is the offset after its last rune.
func (p *selPiece) end() int { return p.at + p.End - p.Start }

// NewSelection collects the texts of a page in their reading order.
func NewSelection(page *List) *Selection {
	s := &Selection{}
	var texts []*Text
	for _, it := range page.Items {
		if t, ok := it.(*Text); ok && t.End > t.Start && t.Order >= 0 {
			texts = append(texts, t)
		}
	}
	sort.SliceStable(texts, func(i, j int) bool { return texts[i].Order < texts[j].Order })
	s.pieces = make([]selPiece, len(texts))
	for i, t := range texts {
		p := selPiece{Text: t, at: s.length}
		if i > 0 {
			p.gap = separator(texts[i-1], t)
			p.at += p.gap.n
		}
		s.pieces[i], s.length = p, p.end()
	}
	return s
}

// gap is what stands between two texts in a copy: n times a space, tab or line end.
type gap struct {
	r rune
	n int
}

// mostEmpty bounds the line ends between two texts.
const mostEmpty = 50

// separator is nothing where one text goes on in the other, a space or tab on one line, else line ends.
func separator(a, b *Text) gap {
	sameLine := a.Y < b.Bottom() && b.Y < a.Bottom()
	switch {
	case a.Para == b.Para && a.End == b.Start: // a line that ends within a word takes nothing away
		return gap{}
	case a.Para == b.Para && sameLine:
		return gap{' ', 1}
	case a.Para == b.Para:
		ends := 0
		for _, r := range a.Para.Text[min(a.End, b.Start):max(a.End, b.Start)] {
			if r == '\n' {
				ends++
			}
		}
		if ends > 0 {
			return gap{'\n', min(ends, mostEmpty)}
		}
		return gap{' ', 1} // a soft break
	case sameLine:
		return gap{'\t', 1} // the next cell
	}
	return gap{'\n', 1}
}

// Len is the number of runes of the page's text.
func (s *Selection) Len() int { return s.length }

// runes gives the text between two offsets.
func (s *Selection) runes(from, to int) []rune {
	out := make([]rune, 0, to-from)
	for i := s.pieceAt(from); i < len(s.pieces) && len(out) < to-from; i++ {
		p := &s.pieces[i]
		for at := max(from, p.at-p.gap.n); at < min(to, p.at); at++ {
			out = append(out, p.gap.r)
		}
		if lo, hi := max(from, p.at), min(to, p.end()); lo < hi {
			out = append(out, p.Para.Text[p.Start+lo-p.at:p.Start+hi-p.at]...)
		}
	}
	return out
}

// pieceAt gives the piece that holds the rune after an offset, or the gap before the piece.
func (s *Selection) pieceAt(offset int) int {
	return sort.Search(len(s.pieces), func(i int) bool { return s.pieces[i].end() > offset })
}

// rune gives the one after an offset.
func (s *Selection) rune(offset int) rune {
	p := &s.pieces[s.pieceAt(offset)]
	if offset < p.at {
		return p.gap.r
	}
	return p.Para.Text[p.Start+offset-p.at]
}

// Copy gives the text between two offsets.
func (s *Selection) Copy(from, to int) string {
	from, to = s.order(from, to)
	return strings.Map(func(r rune) rune {
		if r == ObjectRune {
			return -1
		}
		return r
	}, string(s.runes(from, to)))
}

func (s *Selection) order(a, b int) (int, int) {
	clip := func(v int) int { return min(max(v, 0), s.length) }
	a, b = clip(a), clip(b)
	return min(a, b), max(a, b)
}

// At gives the offset nearest to a point: of the text on the line at y that is nearest in x.
func (s *Selection) At(x, y float32) int {
	best, found := -1, float32(0)
	for i := range s.pieces {
		p := &s.pieces[i]
		d := 8*distance(y, p.Y, p.Bottom()) + distance(x, p.X, p.Right())
		if best < 0 || d < found {
			best, found = i, d
		}
	}
	if best < 0 {
		return 0
	}
	return s.pieces[best].at + s.pieces[best].runeAt(x)
}

func distance(v, lo, hi float32) float32 { return max(0, lo-v, v-hi) }

// runeAt gives the boundary between clusters that is nearest to x, in runes from the piece's start.
func (p *selPiece) runeAt(x float32) int {
	best, found := 0, float32(-1)
	for q := 0; q <= p.End-p.Start; q++ {
		if q > 0 && q < p.End-p.Start && p.Para.Advance[p.Start+q] == 0 {
			continue // inside a cluster
		}
		if d := abs32(x - p.caret(q)); found < 0 || d < found {
			best, found = q, d
		}
	}
	return best
}

// caret is the x of the boundary before the piece's rune q.
func (p *selPiece) caret(q int) float32 {
	w := float32(0)
	for _, a := range p.Para.Advance[p.Start : p.Start+q] {
		w += a
	}
	if p.Para.Runs[p.Run].Level&1 == 1 {
		return p.Right() - w
	}
	return p.X + w
}

// Caret is the line that marks an offset: a box without width. At the end of a line that is broken softly it stands there,
// not at the start of the next one.
func (s *Selection) Caret(offset int) Box {
	if len(s.pieces) == 0 {
		return Box{}
	}
	i := sort.Search(len(s.pieces), func(i int) bool { return s.pieces[i].end() >= offset })
	i = min(i, len(s.pieces)-1)
	p := &s.pieces[i]
	q := min(max(offset-p.at, 0), p.End-p.Start)
	return Box{X: p.caret(q), Y: p.Y, H: p.H}
}

// Boxes are the areas that a selection covers, one for each piece of text.
func (s *Selection) Boxes(from, to int) []Box {
	from, to = s.order(from, to)
	var out []Box
	i := sort.Search(len(s.pieces), func(i int) bool { return s.pieces[i].end() > from })
	for ; i < len(s.pieces) && s.pieces[i].at < to; i++ {
		p := &s.pieces[i]
		a, b := p.caret(max(from, p.at)-p.at), p.caret(min(to, p.end())-p.at)
		out = append(out, Box{X: min(a, b), Y: p.Y, W: abs32(b - a), H: p.H})
	}
	return out
}

// Word gives the bounds of the word around an offset, as a double click selects it (UAX #29).
func (s *Selection) Word(offset int) (from, to int) {
	start, end := s.line(offset)
	var seg segmenter.Segmenter
	seg.Init(s.runes(start, end))
	it := seg.WordIterator()
	for it.Next() {
		w := it.Word()
		if a, b := start+w.Offset, start+w.Offset+len(w.Text); offset >= a && offset < b {
			return a, b
		}
	}
	return offset, min(offset+1, s.length)
}

// Line gives the bounds of the paragraph around an offset, as a triple click selects it.
func (s *Selection) Line(offset int) (from, to int) { return s.line(offset) }

func (s *Selection) line(offset int) (from, to int) {
	offset, _ = s.order(offset, offset)
	from, to = offset, offset
	for from > 0 && s.rune(from-1) != '\n' {
		from--
	}
	for to < s.length && s.rune(to) != '\n' {
		to++
	}
	return from, to
}

// Range is a stretch of the page's text, from one offset to another.
type Range struct{ Start, End int }

// Find gives the places of a text without regard to case, nor to what is not seen within words, such as soft hyphens.
func (s *Selection) Find(text string) []Range {
	all := s.runes(0, s.length)
	have := []rune(strings.ToLower(string(all)))
	want := []rune(strings.ToLower(text))
	if len(have) != len(all) { // a letter whose small form has another length: compare as written
		have, want = all, []rune(text)
	}
	have, places := seen(have)
	if want, _ = seen(want); len(want) == 0 {
		return nil
	}
	var out []Range
	for i := 0; i+len(want) <= len(have); i++ {
		if have[i] == want[0] && slices.Equal(have[i:i+len(want)], want) {
			out = append(out, Range{places[i], places[i+len(want)-1] + 1})
			i += len(want) - 1
		}
	}
	return out
}

// seen leaves out what has no width, and says where the rest stands.
func seen(text []rune) (rest []rune, places []int) {
	rest, places = make([]rune, 0, len(text)), make([]int, 0, len(text))
	for i, r := range text {
		if r != 0xAD && r != 0x200B && r != 0x2060 && r != 0xFEFF {
			rest, places = append(rest, r), append(places, i)
		}
	}
	return rest, places
}
