package typeset

import "sort"

// Glyphs appends to into the glyphs of a run's runes start to end, from left to right. Of most text only the advances are
// kept: a glyph takes five times the memory of a character.
func (p *Paragraph) Glyphs(run *Run, start, end int, into []Glyph) []Glyph {
	start, end = max(start, run.Start), min(end, run.End)
	if !run.plain {
		from, to := glyphRange(run, start, end)
		return append(into, run.glyphs[from:to]...)
	}
	for q := start; q < end; q++ {
		r := p.Text[q]
		if r == '\n' {
			into = append(into, Glyph{ID: noGlyph, Cluster: int32(q)})
			continue
		}
		if from, to, next := p.joinedAt(run, q, end); to > from {
			into = append(into, run.glyphs[from:to]...)
			q = next - 1
			continue
		}
		into = append(into, Glyph{ID: run.face.latin.glyph[int(r)-latinFirst], Cluster: int32(q), Advance: p.Advance[q]})
	}
	return into
}

// joinedAt gives the glyphs, among those kept of a plain run, of the word at rune q, as far as end, and the rune after
// them. None: the word's glyphs are those of its characters.
func (p *Paragraph) joinedAt(run *Run, q, end int) (from, to, next int) {
	if len(run.glyphs) == 0 || isGap(p.Text[q]) {
		return 0, 0, q
	}
	word := q
	for word > run.Start && !isGap(p.Text[word-1]) {
		word--
	}
	at := func(rune int) int {
		return sort.Search(len(run.glyphs), func(i int) bool { return int(run.glyphs[i].Cluster) >= rune })
	}
	if from = at(word); from == len(run.glyphs) || int(run.glyphs[from].Cluster) != word {
		return 0, 0, q
	}
	for next = q; next < end && !isGap(p.Text[next]); {
		next++
	}
	return at(q), at(next), next
}

// Width is how far a run reaches.
func (p *Paragraph) Width(run *Run) float32 {
	w := float32(0)
	for _, a := range p.Advance[run.Start:run.End] {
		w += a
	}
	return w
}

// Widen gives a character without a width one, such as a tab.
func (p *Paragraph) Widen(run *Run, at int, width float32) {
	p.Advance[at] = width
	for i := range run.glyphs {
		if int(run.glyphs[i].Cluster) == at {
			run.glyphs[i].Advance = width
		}
	}
}

// glyphRange gives the kept glyphs of runes start to end: neighbours, as clusters ascend in text that runs to the right
// and descend in text that runs to the left.
func glyphRange(run *Run, start, end int) (int, int) {
	if start <= run.Start && end >= run.End {
		return 0, len(run.glyphs)
	}
	at := func(rune int) int { // first glyph at or beyond a rune, in the order of the glyphs
		return sort.Search(len(run.glyphs), func(i int) bool {
			if run.Level&1 == 1 {
				return int(run.glyphs[i].Cluster) < rune
			}
			return int(run.glyphs[i].Cluster) >= rune
		})
	}
	if run.Level&1 == 1 {
		return at(end), at(start)
	}
	return at(start), at(end)
}
