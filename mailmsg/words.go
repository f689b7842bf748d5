package mailmsg

import (
	"iter"
	"unicode"
	"unicode/utf8"
)

// words gives what stands between white space. It is strings.FieldsFuncSeq with unicode.IsSpace, at a third of its price
// for text that is mostly ASCII: every letter that comes in goes through it, twice.
func words(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		start := -1 // of the word under way, -1: none
		for i := 0; i < len(text); {
			space, size := spaceAt(text, i)
			if !space && start < 0 {
				start = i
			} else if space && start >= 0 {
				if !yield(text[start:i]) {
					return
				}
				start = -1
			}
			i += size
		}
		if start >= 0 {
			yield(text[start:])
		}
	}
}

// runs gives the words of a text as words does, those between which a single blank stands in one piece: a line of a letter
// is mostly one.
func runs(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := 0; i < len(text); {
			if space, size := spaceAt(text, i); space {
				i += size
				continue
			}
			start := i
			i = runEnd(text, i)
			if !yield(text[start:i]) {
				return
			}
		}
	}
}

// runEnd is where the run that begins at i ends.
func runEnd(text string, i int) int {
	for i < len(text) {
		switch b := text[i]; {
		case b > ' ' && b < utf8.RuneSelf:
			i++
		case b == ' ' && i+1 < len(text) && text[i+1] > ' ' && text[i+1] < utf8.RuneSelf:
			i += 2
		default:
			space, size := spaceAt(text, i)
			if space {
				return i
			}
			i += size
		}
	}
	return i
}

// spaceAt tells whether white space stands at i, and how many bytes what stands there has.
func spaceAt(text string, i int) (space bool, size int) {
	if text[i] < utf8.RuneSelf {
		return asciiSpace[text[i]], 1
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	return unicode.IsSpace(r), size
}

var asciiSpace = [256]bool{'\t': true, '\n': true, '\v': true, '\f': true, '\r': true, ' ': true}
