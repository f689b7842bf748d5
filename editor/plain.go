package editor

import (
	"slices"
	"strconv"
	"strings"
)

// Snapshot is the document as it is now, without its history, to be read on another goroutine.
func (d *Document) Snapshot() *Document {
	return &Document{paras: slices.Clone(d.paras), selection: d.selection}
}

// Plain is the document as plain text is sent: quotes marked by ">" (RFC 3676 section 4.5), items of lists by their marks.
func (d *Document) Plain() string {
	var b strings.Builder
	for i, p := range d.paras {
		if i > 0 {
			b.WriteByte('\n')
		}
		for range p.block.Quote {
			b.WriteByte('>')
		}
		if p.block.Quote > 0 && len(p.text) > 0 {
			b.WriteByte(' ')
		}
		switch p.block.Kind {
		case Bullet:
			b.WriteString("• ")
		case Numbered:
			b.WriteString(strconv.Itoa(d.Number(i)) + ". ")
		case Body, Heading1, Heading2, Heading3:
		}
		for _, r := range p.text {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// FromPlain reads a text with its quotes, those of others' programs too ("> > "). Each paragraph lies further levels
// deeper by more.
func FromPlain(text string, more int) Fragment {
	f := plain(text, Format{}, Block{})
	for i, p := range f {
		level, start := quoteMarks(p.text)
		level = min(level+more, maxQuote)
		if level > 0 {
			f[i] = newParagraph(p.text[start:], Format{}, Block{Quote: uint8(level)})
		}
	}
	return f
}

// quoteMarks counts the marks at a line's start, and says where its text begins.
func quoteMarks(text []rune) (level, start int) {
	for i, r := range text {
		if r == '>' {
			level, start = level+1, i+1
		} else if r != ' ' || level == 0 {
			break
		}
	}
	if level > 0 && start < len(text) && text[start] == ' ' {
		start++
	}
	return level, start
}

// NewFrom makes a document of fragments, one behind the other, the caret at its start.
func NewFrom(parts ...Fragment) *Document {
	d := &Document{}
	for _, f := range parts {
		d.paras = append(d.paras, f...)
	}
	if len(d.paras) == 0 {
		return New("")
	}
	return d
}

// Own is the text that is not quoted.
func (d *Document) Own() string {
	var own Fragment
	for _, p := range d.paras {
		if p.block.Quote == 0 {
			own = append(own, p)
		}
	}
	return own.Text()
}
