package typeset

import "golang.org/x/text/unicode/bidi"

// weak does W1 to W7.
func (p *bidiParagraph) weak(s sequence) {
	at, c := s.at, p.class
	prev := s.sos
	for _, i := range at { // W1
		if c[i] == bidi.NSM {
			c[i] = prev
			if isIsolate(prev) || prev == bidi.PDI {
				c[i] = bidi.ON
			}
		}
		prev = c[i]
	}
	strong := s.sos
	for _, i := range at { // W2, W3
		switch c[i] {
		case bidi.L, bidi.R, bidi.AL:
			strong = c[i]
		case bidi.EN:
			if strong == bidi.AL {
				c[i] = bidi.AN
			}
		default:
		}
	}
	for _, i := range at {
		if c[i] == bidi.AL {
			c[i] = bidi.R
		}
	}
	for k := 1; k+1 < len(at); k++ { // W4
		i, a, b := at[k], c[at[k-1]], c[at[k+1]]
		if a == b && (c[i] == bidi.ES && a == bidi.EN || c[i] == bidi.CS && (a == bidi.EN || a == bidi.AN)) {
			c[i] = a
		}
	}
	p.terminators(s)
	strong = s.sos
	for _, i := range at { // W6, W7
		switch c[i] {
		case bidi.ES, bidi.ET, bidi.CS:
			c[i] = bidi.ON
		case bidi.L, bidi.R:
			strong = c[i]
		case bidi.EN:
			if strong == bidi.L {
				c[i] = bidi.L
			}
		default:
		}
	}
}

// terminators does W5: signs beside European numbers belong to them.
func (p *bidiParagraph) terminators(s sequence) {
	at, c := s.at, p.class
	for k := 0; k < len(at); k++ {
		if c[at[k]] != bidi.ET {
			continue
		}
		end := k
		for end < len(at) && c[at[end]] == bidi.ET {
			end++
		}
		if k > 0 && c[at[k-1]] == bidi.EN || end < len(at) && c[at[end]] == bidi.EN {
			for j := k; j < end; j++ {
				c[at[j]] = bidi.EN
			}
		}
		k = end - 1
	}
}

// strongOf is a class as N0 to N2 see it: numbers count as right to left. ON: not strong.
func strongOf(c bidi.Class) bidi.Class {
	switch c {
	case bidi.L:
		return bidi.L
	case bidi.R, bidi.AL, bidi.EN, bidi.AN:
		return bidi.R
	default:
	}
	return bidi.ON
}

// maxBrackets bounds the open brackets of BD16.
const maxBrackets = 63

type bracketPair struct{ open, close int } // indexes into sequence.at

// brackets does N0: both ends of a pair get one direction.
func (p *bidiParagraph) brackets(s sequence) {
	for _, pair := range p.pairs(s) {
		e := direction(s.level)
		inside, found := bidi.ON, false
		for k := pair.open + 1; k < pair.close; k++ {
			if d := strongOf(p.class[s.at[k]]); d != bidi.ON {
				found = true
				if d == e {
					inside = e
					break
				}
				inside = d
			}
		}
		if !found {
			continue
		}
		if inside != e {
			before := s.sos
			for k := pair.open - 1; k >= 0; k-- {
				if d := strongOf(p.class[s.at[k]]); d != bidi.ON {
					before = d
					break
				}
			}
			if before == e {
				inside = e
			}
		}
		p.setBracket(s, pair.open, inside)
		p.setBracket(s, pair.close, inside)
	}
}

// setBracket gives a bracket its direction, and the marks on it too.
func (p *bidiParagraph) setBracket(s sequence, k int, d bidi.Class) {
	p.class[s.at[k]] = d
	for k++; k < len(s.at) && p.original[s.at[k]] == bidi.NSM; k++ {
		p.class[s.at[k]] = d
	}
}

// pairs finds bracket pairs in order of their opening ends (BD16).
func (p *bidiParagraph) pairs(s sequence) []bracketPair {
	type opening struct {
		closer rune
		k      int
	}
	var stack []opening
	var found []bracketPair
	for k, i := range s.at {
		if p.class[i] != bidi.ON {
			continue
		}
		r := canonicalBracket(p.text[i])
		props, _ := bidi.LookupRune(r)
		if !props.IsBracket() {
			continue
		}
		if props.IsOpeningBracket() {
			if len(stack) == maxBrackets {
				break
			}
			closer, ok := closingOf(r)
			if ok {
				stack = append(stack, opening{closer, k})
			}
			continue
		}
		for j := len(stack) - 1; j >= 0; j-- {
			if stack[j].closer == r {
				found = append(found, bracketPair{stack[j].k, k})
				stack = stack[:j]
				break
			}
		}
	}
	sortPairs(found)
	return found
}

func sortPairs(pairs []bracketPair) {
	for i := 1; i < len(pairs); i++ { // nearly sorted already, few
		for j := i; j > 0 && pairs[j].open < pairs[j-1].open; j-- {
			pairs[j], pairs[j-1] = pairs[j-1], pairs[j]
		}
	}
}

func canonicalBracket(r rune) rune {
	switch r {
	case 0x2329:
		return 0x3008
	case 0x232A:
		return 0x3009
	}
	return r
}

// closingOf gives the closing bracket of an opening one (BidiBrackets.txt): its neighbour but for a few.
func closingOf(r rune) (rune, bool) {
	switch r {
	case '(':
		return ')', true
	case '[', '{':
		return r + 2, true
	case 0x298D:
		return 0x2990, true
	case 0x298F:
		return 0x298E, true
	case 0x2991:
		return 0x2992, true
	}
	if props, _ := bidi.LookupRune(r); r >= 0x80 && props.IsBracket() && props.IsOpeningBracket() {
		return r + 1, true
	}
	return 0, false
}

func isNeutral(c bidi.Class) bool {
	return c == bidi.B || c == bidi.S || c == bidi.WS || c == bidi.ON || isIsolate(c) || c == bidi.PDI
}

// neutral does N1 and N2.
func (p *bidiParagraph) neutral(s sequence) {
	at, c := s.at, p.class
	for k := 0; k < len(at); k++ {
		if !isNeutral(c[at[k]]) {
			continue
		}
		end := k
		for end < len(at) && isNeutral(c[at[end]]) {
			end++
		}
		before, after := s.sos, s.eos
		if k > 0 {
			before = strongOf(c[at[k-1]])
		}
		if end < len(at) {
			after = strongOf(c[at[end]])
		}
		d := direction(s.level)
		if before == after {
			d = before
		}
		for j := k; j < end; j++ {
			c[at[j]] = d
		}
		k = end - 1
	}
}

// implicit does I1, I2 and L1; what X9 removes takes the level before it.
func (p *bidiParagraph) implicit() {
	prev := p.base
	for i, c := range p.class {
		if c == bidi.BN {
			p.level[i] = prev
			continue
		}
		switch lv := p.level[i]; {
		case lv&1 == 0 && c == bidi.R:
			p.level[i]++
		case lv&1 == 0 && (c == bidi.AN || c == bidi.EN):
			p.level[i] += 2
		case lv&1 == 1 && (c == bidi.L || c == bidi.AN || c == bidi.EN):
			p.level[i]++
		}
		prev = p.level[i]
	}
	trailing := true
	for i := len(p.text) - 1; i >= 0; i-- { // L1, as if the paragraph were one line
		switch c := p.original[i]; {
		case c == bidi.B || c == bidi.S:
			p.level[i], trailing = p.base, true
		case c == bidi.WS || isIsolate(c) || c == bidi.PDI || p.class[i] == bidi.BN:
			if trailing {
				p.level[i] = p.base
			}
		default:
			trailing = false
		}
	}
}

// VisualOrder gives the order in which pieces of a line with these levels stand from left to right (L2).
func VisualOrder(levels []uint8) []int {
	order := make([]int, len(levels))
	var high, lowOdd uint8 = 0, 255
	for i, lv := range levels {
		order[i] = i
		high = max(high, lv)
		if lv&1 == 1 {
			lowOdd = min(lowOdd, lv)
		}
	}
	for lv := high; lv >= lowOdd && lv > 0; lv-- {
		for i := 0; i < len(order); i++ {
			if levels[order[i]] < lv {
				continue
			}
			end := i
			for end < len(order) && levels[order[end]] >= lv {
				end++
			}
			for a, b := i, end-1; a < b; a, b = a+1, b-1 {
				order[a], order[b] = order[b], order[a]
			}
			i = end
		}
	}
	return order
}
