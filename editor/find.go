package editor

import "unicode"

// Find gives the places of a text without regard to case, in order, as selections with the caret at their ends. A text of
// more than one paragraph is not found.
func (d *Document) Find(text string) []Selection {
	want := folded([]rune(text))
	if len(want) == 0 {
		return nil
	}
	var out []Selection
	for n, p := range d.paras {
		for at := 0; at+len(want) <= len(p.text); at++ {
			if matches(p.text[at:], want) {
				out = append(out, Selection{Anchor: Pos{n, at}, Caret: Pos{n, at + len(want)}})
				at += len(want) - 1
			}
		}
	}
	return out
}

// folded is a text in small letters, rune by rune so that places stay.
func folded(text []rune) []rune {
	out := make([]rune, len(text))
	for i, r := range text {
		out[i] = fold(r)
	}
	return out
}

func fold(r rune) rune {
	if r < 0x80 {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	return unicode.ToLower(r)
}

func matches(text, want []rune) bool {
	for i, r := range want {
		if fold(text[i]) != r {
			return false
		}
	}
	return true
}

// ReplaceAll puts a text in the place of all that Find gives, undone in one; it says how many there were.
func (d *Document) ReplaceAll(find, with string) int {
	hits := d.Find(find)
	if len(hits) == 0 {
		return 0
	}
	count := len(hits)
	first, last := hits[0].Anchor.Para, hits[len(hits)-1].Anchor.Para
	fill := []rune(tidy(with))
	for i, r := range fill {
		if r == '\n' {
			fill[i] = ' '
		}
	}
	var other []*Paragraph
	end := Pos{}
	for n := first; n <= last; n++ {
		p := d.paras[n]
		var parts []*Paragraph
		from, length := 0, 0
		for ; len(hits) > 0 && hits[0].Anchor.Para == n; hits = hits[1:] {
			a, b := hits[0].Anchor.At, hits[0].Caret.At
			parts = append(parts, p.slice(from, a), newParagraph(fill, p.formatBefore(a+1), p.block))
			length += a - from + len(fill)
			from, end = b, Pos{n, length}
		}
		if len(parts) > 0 {
			p = join(p.block, append(parts, p.slice(from, p.Len()))...)
		}
		other = append(other, p)
	}
	d.apply(first, d.paras[first:last+1], other, at(end), single, false)
	return count
}
