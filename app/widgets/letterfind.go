package widgets

import (
	"fyne.io/fyne/v2"

	"satchel/typeset"
)

// mostHits is how many places are marked: nobody goes through more, and each is an object on the screen.
const mostHits = 5000

// findings are what was looked for in the letter.
type findings struct {
	text  string
	hits  []typeset.Range // in the sheet's text
	areas []hitArea
	more  bool // there are more than hits holds
	at    int  // the hit the reader is at; -1: none
}

// hitArea is a place's area on the page, or one of them where it is broken over lines.
type hitArea struct {
	hit int // in hits
	box typeset.Box
}

// Find marks a text wherever it stands and goes to the first place from the top of the view on. It gives the number of
// places; "" ends the search.
func (v *LetterView) Find(text string) int {
	v.found = findings{text: text, at: -1}
	v.findAgain()
	if len(v.found.hits) > 0 {
		_, top := v.toPage(fyne.NewPos(0, 0))
		v.found.at = 0
		for i, hit := range v.found.hits {
			if v.sheet.text.Caret(hit.Start).Y >= top {
				v.found.at = i
				break
			}
		}
		v.revealHit()
	}
	v.redraw()
	return len(v.found.hits)
}

// findAgain looks for the same in a new sheet.
func (v *LetterView) findAgain() {
	f := &v.found
	f.hits, f.areas, f.more = nil, nil, false
	if f.text == "" || v.sheet == nil {
		return
	}
	f.hits = v.sheet.text.Find(f.text)
	if f.more = len(f.hits) > mostHits; f.more {
		f.hits = f.hits[:mostHits]
	}
	for i, hit := range f.hits {
		for _, box := range v.sheet.text.Boxes(hit.Start, hit.End) {
			f.areas = append(f.areas, hitArea{i, box})
		}
	}
	f.at = min(f.at, len(f.hits)-1)
}

// FindNext goes on to the next place, or with -1 to the one before, round the ends.
func (v *LetterView) FindNext(step int) {
	if n := len(v.found.hits); n > 0 {
		v.found.at = ((v.found.at+step)%n + n) % n
		v.revealHit()
		v.redraw()
	}
}

// Found is which place the reader is at, from 1, and how many are marked.
func (v *LetterView) Found() (at, of int) { return v.found.at + 1, len(v.found.hits) }

// FoundMore says that there are more places than are marked.
func (v *LetterView) FoundMore() bool { return v.found.more }

func (v *LetterView) revealHit() {
	for _, a := range v.found.areas {
		if a.hit == v.found.at {
			v.reveal(a.box.Y, a.box.H, a.box.X, a.box.W)
			return
		}
	}
}
