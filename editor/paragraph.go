package editor

import (
	"slices"
	"strings"
)

// Format is how characters look. The zero value is plain.
type Format struct {
	Bold, Italic, Underline, Strike bool
	Link                            string // where it leads to, "" for none
}

// Kind is what a paragraph is.
type Kind uint8

// Kinds of paragraphs.
const (
	Body Kind = iota
	Heading1
	Heading2
	Heading3
	Bullet
	Numbered
)

// listed says whether the paragraph is an item of a list.
func (k Kind) listed() bool { return k == Bullet || k == Numbered }

// Block is how a whole paragraph looks.
type Block struct {
	Kind  Kind
	Quote uint8 // how many letters deep it is quoted; 0: it is the writer's own
}

// maxQuote is the deepest quote that is told apart.
const maxQuote = 12

// Paragraph is one line of the text as it was written, without its end. It never changes: an edit makes a new one, so
// that undo is to put the old one back, and what is derived from one may be kept as long as it is there.
type Paragraph struct {
	text  []rune
	runs  []run // cover the text in order, neighbours differ
	block Block
}

// run is a stretch in one format.
type run struct {
	n      int // runes
	format Format
}

// Text is the paragraph's text.
func (p *Paragraph) Text() string { return string(p.text) }

// Len is the number of runes.
func (p *Paragraph) Len() int { return len(p.text) }

// Block is how the paragraph looks.
func (p *Paragraph) Block() Block { return p.block }

// Runs calls yield for every stretch of one format, in order, with its bounds in runes.
func (p *Paragraph) Runs(yield func(start, end int, f Format)) {
	at := 0
	for _, r := range p.runs {
		yield(at, at+r.n, r.format)
		at += r.n
	}
}

func newParagraph(text []rune, f Format, b Block) *Paragraph {
	p := &Paragraph{text: text, block: b}
	if len(text) > 0 {
		p.runs = []run{{len(text), f}}
	}
	return p
}

// slice is the part between two places.
func (p *Paragraph) slice(from, to int) *Paragraph {
	s := &Paragraph{text: p.text[from:to:to], block: p.block}
	p.Runs(func(start, end int, f Format) {
		s.runs = addRun(s.runs, min(end, to)-max(start, from), f)
	})
	return s
}

// with is the paragraph as another block.
func (p *Paragraph) with(b Block) *Paragraph {
	return &Paragraph{text: p.text, runs: p.runs, block: b}
}

// reformatted is the paragraph with the formats between two places changed.
func (p *Paragraph) reformatted(from, to int, change func(Format) Format) *Paragraph {
	out := &Paragraph{text: p.text, block: p.block}
	p.Runs(func(start, end int, f Format) {
		a, b := max(start, from), min(end, to)
		if a >= b {
			out.runs = addRun(out.runs, end-start, f)
			return
		}
		out.runs = addRun(out.runs, a-start, f)
		out.runs = addRun(out.runs, b-a, change(f))
		out.runs = addRun(out.runs, end-b, f)
	})
	return out
}

// join puts parts one behind the other into one paragraph.
func join(b Block, parts ...*Paragraph) *Paragraph {
	out := &Paragraph{block: b}
	n := 0
	for _, p := range parts {
		n += len(p.text)
	}
	out.text = make([]rune, 0, n)
	for _, p := range parts {
		out.text = append(out.text, p.text...)
		for _, r := range p.runs {
			out.runs = addRun(out.runs, r.n, r.format)
		}
	}
	return out
}

func addRun(runs []run, n int, f Format) []run {
	if n <= 0 {
		return runs
	}
	if last := len(runs) - 1; last >= 0 && runs[last].format == f {
		runs[last].n += n
		return runs
	}
	return append(runs, run{n, f})
}

// formatBefore is the format of the character before a place, at the start of the one behind it: how typed text looks.
// A link is not gone on with at its end.
func (p *Paragraph) formatBefore(at int) Format {
	var before, behind Format
	p.Runs(func(start, end int, f Format) {
		if start < max(at, 1) && max(at, 1) <= end {
			before = f
		}
		if start <= at && at < end {
			behind = f
		}
	})
	if before.Link != behind.Link || at == 0 {
		before.Link = ""
	}
	return before
}

// Fragment is text to put into a document: its paragraphs.
type Fragment []*Paragraph

// Text is the fragment's text, paragraphs ended by line feeds but for the last.
func (f Fragment) Text() string {
	var b strings.Builder
	for i, p := range f {
		if i > 0 {
			b.WriteByte('\n')
		}
		for _, r := range p.text {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// plain makes a fragment of text in one format, its line ends of any kind.
func plain(text string, f Format, b Block) Fragment {
	var out Fragment
	for line := range strings.SplitSeq(tidy(text), "\n") {
		out = append(out, newParagraph([]rune(line), f, b))
	}
	return out
}

// tidy leaves out what cannot be seen nor sent: control characters other than tabs and line ends, and bytes that are no
// UTF-8.
func tidy(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(strings.ToValidUTF8(text, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7F && r < 0xA0 || r == objectRune {
			return -1
		}
		return r
	}, text)
}

// objectRune stands for pictures in typeset's paragraphs; the editor has none.
const objectRune = '\uFFFC'

func (p *Paragraph) equal(o *Paragraph) bool {
	return p.block == o.block && slices.Equal(p.text, o.text) && slices.Equal(p.runs, o.runs)
}
