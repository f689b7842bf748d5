package htmlview

import (
	"image/color"

	"satchel/htmlview/css"
	"satchel/typeset"
)

// How hidden text is shown where View.Reveal asks for it: as with a marker pen.
var (
	revealInk    = color.NRGBA{0x7A, 0x1F, 0x00, 0xFF}
	revealGround = color.NRGBA{0xFF, 0xF0, 0xA0, 0xFF}
)

const (
	leastText    = 3   // px: smaller text is not meant to be read
	revealedSize = 12  // px: of such text once it is revealed
	leastSeen    = 1.1 // contrast: text below it cannot be told from its background
)

// reveal takes back what hides text in the styles computed: it is laid out as if it were not hidden, and marked. within says
// that something around n was hidden. display: none is already left out by the cascade.
func reveal(n *node, within bool) {
	st := n.style
	if n.isText || st == nil {
		return
	}
	if hides(st) || st.undisplayed {
		within = true
		bringBack(st)
	}
	if st.overflow && (slight(st.height) || slight(st.maxHeight) || slight(st.width) || slight(st.maxWidth)) {
		within = true
		bringBack(st)
	}
	if st.indent.Unit == css.Fixed && st.indent.Px <= farAway/2 {
		within = true
		st.indent = css.Px(0)
	}
	st.revealed = st.revealed || within || st.hidden || st.color.A < 13 || st.size < leastText
	if st.size < leastText {
		st.size, st.lineHeight = revealedSize, lineHeight{}
	}
	if st.color.A < 13 {
		st.color = revealInk
	}
	st.hidden = false
	for _, c := range n.children {
		reveal(c, within)
	}
}

// slight says whether a side is too short for a line of text.
func slight(l css.Length) bool { return l.Unit == css.Fixed && l.Px < leastText }

// bringBack puts a box that is hidden back into the letter.
func bringBack(st *style) {
	st.opacity, st.clipped, st.overflow = 1, false, false
	st.width, st.height, st.maxWidth, st.maxHeight = css.Length{}, css.Length{}, noLength, noLength
	st.position, st.inset = positionStatic, [4]css.Length{}
	for i := range st.margin {
		if st.margin[i].Px < 0 {
			st.margin[i] = css.Px(0)
		}
	}
}

// revealInks marks the texts that cannot be told from what they stand on.
func revealInks(p *Page) {
	d := darkener{under: []underlay{{before: p.Background}}}
	items := make([]typeset.Item, 0, len(p.List.Items))
	for _, it := range p.List.Items {
		switch it := it.(type) {
		case *typeset.Fill:
			at := underlay{box: it.Box, before: over(it.Color, d.below(it.Box).before), picture: it.Gradient != nil}
			d.under = append(d.under, at)
		case *typeset.Picture:
			d.under = append(d.under, underlay{box: it.Box, picture: true})
		case *typeset.Text:
			if at := d.below(it.Box); !at.picture && it.Order >= 0 && contrast(over(it.Color, at.before), at.before) < leastSeen && !blank(it) {
				items = append(items, &typeset.Fill{Box: it.Box, Color: revealGround})
				it.Color = revealInk
				p.Revealed++
			}
		}
		items = append(items, it)
	}
	p.List.Items = items
}

// blank says whether a text is white space alone.
func blank(t *typeset.Text) bool { return blankRunes(t.Para.Text[t.Start:t.End]) }

func blankRunes(text []rune) bool {
	for _, r := range text {
		if r > ' ' && r != 0xA0 && !zeroWidth(r) {
			return false
		}
	}
	return true
}
