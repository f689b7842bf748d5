package typeset

import (
	"strings"

	"github.com/go-text/typesetting/segmenter"
)

// BreakKind says what may happen before a rune.
type BreakKind uint8

// Kinds of break opportunities.
const (
	NoBreak BreakKind = iota
	MayBreak
	MustBreak // after a line feed
)

// breaks gives for every rune whether a line may start with it (UAX #14). Pairs of ASCII characters follow what all
// browsers do instead: no break after a slash, one after a hyphen or a question mark.
func breaks(text []rune) []BreakKind {
	out := make([]BreakKind, len(text)+1)
	plain := true
	for _, r := range text {
		if r > 0x7F && r != 0xA0 && r != objectRune {
			plain = false
			break
		}
	}
	if !plain {
		var seg segmenter.Segmenter
		seg.Init(text)
		for it := seg.LineIterator(); it.Next(); {
			if at := it.Line().Offset; at > 0 {
				out[at] = MayBreak
			}
		}
	}
	for i := 1; i < len(text); i++ {
		before, after := text[i-1], text[i]
		switch {
		case before == '\n':
			out[i] = MustBreak
		case after == '\n':
			out[i] = NoBreak
		case after == ' ' || after == '\t':
			out[i] = NoBreak // a line never starts with the space that ends the one before
		case before == ' ' || before == '\t':
			out[i] = MayBreak
		case before == objectRune || after == objectRune:
			out[i] = MayBreak // even beside a no-break space, as in all browsers
		case before < 0x7F && after < 0x7F:
			out[i] = NoBreak
			if asciiBreak(before, after, i > 1 && isAlnum(text[i-2])) {
				out[i] = MayBreak
			}
		}
	}
	return out
}

// objectRune stands for a picture or box in the text.
const objectRune = '\uFFFC'

// ObjectRune is the character that stands for a picture or a box in a paragraph's text.
const ObjectRune = objectRune

// asciiBreak says whether a line may break between two printable ASCII characters. afterWord: a letter or digit stands
// before before, so that a hyphen is no minus sign.
func asciiBreak(before, after rune, afterWord bool) bool {
	switch before {
	case '-':
		if isDigit(after) {
			return afterWord
		}
		return !strings.ContainsRune("!$),./:;?]}", after)
	case '?':
		return !strings.ContainsRune("!\"'),./:;?]}", after)
	}
	return strings.ContainsRune("(<[{", after) && strings.ContainsRune("!\"#%&)*+,.:;=>\\]|}~", before)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isAlnum(r rune) bool {
	return isDigit(r) || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}
