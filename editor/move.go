package editor

import "github.com/go-text/typesetting/segmenter"

// How far around a place the text is looked at: clusters and words that are longer are cut.
const (
	clusterReach = 64
	wordReach    = 1000
)

// Left is the place one character before another, at a paragraph's start the end of the one before.
func (d *Document) Left(p Pos) Pos {
	p = d.clip(p)
	switch {
	case p.At > 0:
		return Pos{p.Para, clusterBefore(d.paras[p.Para].text, p.At)}
	case p.Para > 0:
		return Pos{p.Para - 1, d.paras[p.Para-1].Len()}
	}
	return p
}

// Right is the place one character behind another.
func (d *Document) Right(p Pos) Pos {
	p = d.clip(p)
	switch text := d.paras[p.Para].text; {
	case p.At < len(text):
		return Pos{p.Para, clusterAfter(text, p.At)}
	case p.Para+1 < len(d.paras):
		return Pos{p.Para + 1, 0}
	}
	return p
}

func clusterBefore(text []rune, at int) int {
	start := max(0, at-clusterReach)
	var seg segmenter.Segmenter
	seg.Init(text[start:at])
	last := 0
	for it := seg.GraphemeIterator(); it.Next(); {
		last = it.Grapheme().Offset
	}
	return start + last
}

func clusterAfter(text []rune, at int) int {
	var seg segmenter.Segmenter
	seg.Init(text[at:min(len(text), at+clusterReach)])
	if it := seg.GraphemeIterator(); it.Next() {
		return at + len(it.Grapheme().Text)
	}
	return at
}

// words gives the bounds of the words around a place of a text (UAX #29).
func words(text []rune, at int) (bounds [][2]int) {
	start := max(0, at-wordReach)
	var seg segmenter.Segmenter
	seg.Init(text[start:min(len(text), at+wordReach)])
	for it := seg.WordIterator(); it.Next(); {
		w := it.Word()
		bounds = append(bounds, [2]int{start + w.Offset, start + w.Offset + len(w.Text)})
	}
	return bounds
}

// WordLeft is the start of the word before a place.
func (d *Document) WordLeft(p Pos) Pos {
	p = d.clip(p)
	if p.At == 0 {
		return d.Left(p)
	}
	text := d.paras[p.Para].text
	to := max(0, p.At-wordReach)
	for _, w := range words(text, p.At) {
		if w[0] < p.At {
			to = w[0]
		}
	}
	return Pos{p.Para, to}
}

// WordRight is the end of the word behind a place.
func (d *Document) WordRight(p Pos) Pos {
	p = d.clip(p)
	text := d.paras[p.Para].text
	if p.At == len(text) {
		return d.Right(p)
	}
	for _, w := range words(text, p.At) {
		if w[1] > p.At {
			return Pos{p.Para, w[1]}
		}
	}
	return Pos{p.Para, min(len(text), p.At+wordReach)}
}

// WordRightStart is the start of the next word behind a place, or the paragraph's end.
func (d *Document) WordRightStart(p Pos) Pos {
	p = d.clip(p)
	text := d.paras[p.Para].text
	if p.At == len(text) {
		return d.Right(p)
	}
	for _, w := range words(text, p.At) {
		if w[0] > p.At {
			return Pos{p.Para, w[0]}
		}
	}
	return Pos{p.Para, min(len(text), p.At+wordReach)}
}

// Word gives the bounds of the word at a place, as a double click selects it; where there is none those of the character.
func (d *Document) Word(p Pos) (from, to Pos) {
	p = d.clip(p)
	text := d.paras[p.Para].text
	touching := Pos{-1, 0}
	for _, w := range words(text, p.At) {
		if w[0] <= p.At && p.At < w[1] {
			return Pos{p.Para, w[0]}, Pos{p.Para, w[1]}
		}
		if w[1] == p.At && p.At == len(text) {
			touching = Pos{p.Para, w[0]}
		}
	}
	switch {
	case touching.Para >= 0:
		return touching, p
	case p.At < len(text):
		return p, d.Right(p)
	}
	return p, p
}
