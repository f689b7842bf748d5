package typeset

import "golang.org/x/text/unicode/bidi"

// maxLevel is the deepest embedding (UAX #9 BD2).
const maxLevel = 125

// needsBidi says whether any character could be ordered otherwise than left to right.
func needsBidi(text []rune) bool {
	for _, r := range text {
		if r >= 0x590 && (r <= 0x8FF || r >= 0xFB1D && r <= 0xFEFC || r >= 0x10800 && r <= 0x10FFF || r >= 0x1E800 && r <= 0x1EFFF ||
			r == 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069) {
			return true
		}
	}
	return false
}

// levels gives each rune's embedding level (UAX #9): odd is right to left. base is the paragraph's own level, 0 or 1.
//
// Text from outside cannot turn its neighbours round: the caller ends a paragraph where a block ends, and every
// embedding, override and isolate ends with it.
func levels(text []rune, base uint8) []uint8 {
	out := make([]uint8, len(text))
	if base == 0 && !needsBidi(text) {
		return out
	}
	p := bidiParagraph{text: text, base: base, level: out, class: make([]bidi.Class, len(text))}
	for i, r := range text {
		props, _ := bidi.LookupRune(r)
		p.class[i] = props.Class()
	}
	p.original = append([]bidi.Class(nil), p.class...)
	p.explicit()
	for _, seq := range p.sequences() {
		p.weak(seq)
		p.brackets(seq)
		p.neutral(seq)
	}
	p.implicit()
	return out
}

type bidiParagraph struct {
	text            []rune
	base            uint8
	class, original []bidi.Class
	level           []uint8
	match           map[int]int // isolate initiator -> its PDI
}

type bidiState struct {
	level    uint8
	override bidi.Class // ON: none
	isolate  bool
}

// explicit does X1 to X8.
func (p *bidiParagraph) explicit() {
	p.matchIsolates()
	stack := []bidiState{{p.base, bidi.ON, false}}
	overIsolate, overEmbed, valid := 0, 0, 0
	for i, c := range p.class {
		top := stack[len(stack)-1]
		switch c {
		case bidi.RLE, bidi.LRE, bidi.RLO, bidi.LRO:
			p.level[i] = top.level
			p.class[i] = bidi.BN
			next, override := nextLevel(top.level, c == bidi.RLE || c == bidi.RLO), bidi.ON
			switch c {
			case bidi.RLO:
				override = bidi.R
			case bidi.LRO:
				override = bidi.L
			default:
			}
			if next <= maxLevel && overIsolate == 0 && overEmbed == 0 {
				stack = append(stack, bidiState{next, override, false})
			} else if overIsolate == 0 {
				overEmbed++
			}
		case bidi.RLI, bidi.LRI, bidi.FSI:
			p.level[i] = top.level
			if top.override != bidi.ON {
				p.class[i] = top.override
			}
			rtl := c == bidi.RLI || c == bidi.FSI && p.firstStrong(i) == bidi.R
			next := nextLevel(top.level, rtl)
			if next <= maxLevel && overIsolate == 0 && overEmbed == 0 {
				valid++
				stack = append(stack, bidiState{next, bidi.ON, true})
			} else {
				overIsolate++
			}
		case bidi.PDI:
			if overIsolate > 0 {
				overIsolate--
			} else if valid > 0 {
				overEmbed = 0
				for !stack[len(stack)-1].isolate {
					stack = stack[:len(stack)-1]
				}
				stack = stack[:len(stack)-1]
				valid--
			}
			top = stack[len(stack)-1]
			p.level[i] = top.level
			if top.override != bidi.ON {
				p.class[i] = top.override
			}
		case bidi.PDF:
			p.level[i] = top.level
			p.class[i] = bidi.BN
			if overIsolate == 0 {
				if overEmbed > 0 {
					overEmbed--
				} else if !top.isolate && len(stack) > 1 {
					stack = stack[:len(stack)-1]
				}
			}
		case bidi.B:
			p.level[i] = p.base
		default:
			p.level[i] = top.level
			if top.override != bidi.ON && c != bidi.BN {
				p.class[i] = top.override
			}
		}
	}
}

func nextLevel(level uint8, rtl bool) uint8 {
	if rtl {
		return (level + 1) | 1
	}
	return (level + 2) &^ 1
}

func isIsolate(c bidi.Class) bool { return c == bidi.LRI || c == bidi.RLI || c == bidi.FSI }

// matchIsolates pairs isolate initiators with their ends (BD9).
func (p *bidiParagraph) matchIsolates() {
	p.match = map[int]int{}
	var open []int
	for i, c := range p.original {
		if isIsolate(c) {
			open = append(open, i)
		} else if c == bidi.PDI && len(open) > 0 {
			p.match[open[len(open)-1]] = i
			open = open[:len(open)-1]
		}
	}
}

// firstStrong is P2 and P3 for the text of an isolate that starts at i.
func (p *bidiParagraph) firstStrong(i int) bidi.Class {
	end, ok := p.match[i]
	if !ok {
		end = len(p.text)
	}
	for j := i + 1; j < end; j++ {
		switch c := p.original[j]; {
		case c == bidi.L:
			return bidi.L
		case c == bidi.R || c == bidi.AL:
			return bidi.R
		case isIsolate(c):
			to, ok := p.match[j]
			if !ok {
				return bidi.L
			}
			j = to
		}
	}
	return bidi.L
}

// sequence is an isolating run sequence (BD13) without the characters that X9 removes.
type sequence struct {
	at       []int
	sos, eos bidi.Class
	level    uint8
}

func (p *bidiParagraph) removed(i int) bool { return p.class[i] == bidi.BN }

func (p *bidiParagraph) sequences() []sequence {
	var runs [][]int
	var run []int
	runOf := make(map[int]int) // first index of a level run -> its number
	for i := range p.text {
		if p.removed(i) {
			continue
		}
		if len(run) > 0 && p.level[run[0]] != p.level[i] {
			runOf[run[0]] = len(runs)
			runs = append(runs, run)
			run = nil
		}
		run = append(run, i)
	}
	if len(run) > 0 {
		runOf[run[0]] = len(runs)
		runs = append(runs, run)
	}
	matched := make(map[int]bool, len(p.match))
	for _, end := range p.match {
		matched[end] = true
	}
	var out []sequence
	for _, run := range runs {
		if p.original[run[0]] == bidi.PDI && matched[run[0]] {
			continue // continues the run that opened it
		}
		at := run
		for {
			last := at[len(at)-1]
			end, ok := p.match[last]
			if !ok || !isIsolate(p.original[last]) {
				break
			}
			next, ok := runOf[end]
			if !ok {
				break
			}
			at = append(at[:len(at):len(at)], runs[next]...)
		}
		out = append(out, p.bounds(at))
	}
	return out
}

// bounds finds the directions before and after a sequence (X10).
func (p *bidiParagraph) bounds(at []int) sequence {
	first, last := at[0], at[len(at)-1]
	level := p.level[first]
	before, after := p.base, p.base
	for i := first - 1; i >= 0; i-- {
		if !p.removed(i) {
			before = p.level[i]
			break
		}
	}
	if !isIsolate(p.original[last]) || func() bool { _, ok := p.match[last]; return ok }() {
		for i := last + 1; i < len(p.text); i++ {
			if !p.removed(i) {
				after = p.level[i]
				break
			}
		}
	}
	return sequence{at: at, level: level, sos: direction(max(level, before)), eos: direction(max(level, after))}
}

func direction(level uint8) bidi.Class {
	if level&1 == 1 {
		return bidi.R
	}
	return bidi.L
}
