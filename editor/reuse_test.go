package editor

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// longParagraph is one paragraph of words of many lengths, so many runes long.
func longParagraph(r *rand.Rand, runes int) string {
	var b strings.Builder
	for b.Len() < runes {
		for range 1 + r.IntN(9) {
			b.WriteByte(byte('a' + r.IntN(26)))
		}
		b.WriteByte(' ')
	}
	return b.String()[:runes]
}

// TestALongParagraphIsLaidOutInChunks: after each edit its lines are those of a new layout, and most chunks are the old ones.
func TestALongParagraphIsLaidOutInChunks(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	fonts := testFonts(t)
	reused, all := 0, 0
	for _, width := range []float32{90, 500} {
		d := New(longParagraph(r, 10*chunkRunes))
		l := NewLayout(d, fonts, testLook(width))
		l.Lay(0)
		for step := range 60 {
			at := Pos{0, r.IntN(d.paras[0].Len() + 1)}
			if step%10 == 9 {
				at.At = d.paras[0].Len()
			}
			d.Select(Selection{Anchor: at, Caret: at})
			switch r.IntN(5) {
			case 0:
				d.TypeRune(' ')
			case 1:
				d.DeleteTo(d.WordRight(at))
			case 2:
				d.Select(Selection{Anchor: at, Caret: Pos{0, at.At + r.IntN(300)}})
				d.ToggleBold()
			case 3:
				d.Undo()
			default:
				d.Insert(longParagraph(r, 1+r.IntN(80)))
				d.TypeRune('x') // two edits before the layout is asked for
			}
			before := map[*chunk]bool{}
			if l.gone != nil {
				for _, c := range l.gone.chunks {
					before[c] = true
				}
			}
			l.Lay(0)
			sameLines(t, l, NewLayout(d, fonts, testLook(width)))
			kept := 0
			for _, c := range l.laid[0].chunks {
				if before[c] {
					kept++
				}
			}
			if len(before) > 0 {
				reused, all = reused+kept, all+len(l.laid[0].chunks)
			}
		}
	}
	if reused*10 < all*7 {
		t.Errorf("%d chunks of %d were kept", reused, all)
	}
}

func sameLines(t *testing.T, l, fresh *Layout) {
	t.Helper()
	if l.Lines(0) != fresh.Lines(0) {
		t.Fatalf("%d lines, a new layout has %d", l.Lines(0), fresh.Lines(0))
	}
	for n := range l.Lines(0) {
		a, b := l.Line(0, n), fresh.Line(0, n)
		if a.Start != b.Start || a.End != b.End || a.Y != b.Y || a.H != b.H {
			t.Fatalf("line %d is %d to %d at %g, in a new layout %d to %d at %g", n, a.Start, a.End, a.Y, b.Start, b.End, b.Y)
		}
		if x, y := a.x((a.Start+a.End)/2), b.x((a.Start+a.End)/2); x != y {
			t.Fatalf("in line %d the middle stands at %g, in a new layout at %g", n, x, y)
		}
	}
}

// TestAWordOfManyChunks: there is nowhere to break but between any two letters.
func TestAWordOfManyChunks(t *testing.T) {
	d := New(strings.Repeat("abcdefghij", 2*chunkRunes/10) + "\n" + strings.Repeat("e\u0301", chunkRunes))
	l := newLayout(t, d, 300)
	for para := range 2 {
		next := 0
		for n := range l.Lines(para) {
			line := l.Line(para, n)
			if line.Start != next || line.End <= line.Start {
				t.Fatalf("paragraph %d: line %d is %d to %d", para, n, line.Start, line.End)
			}
			next = line.End
		}
		if next != d.Paragraph(para).Len() {
			t.Errorf("the lines of paragraph %d end at %d", para, next)
		}
	}
}
