package printing

import (
	"slices"

	"satchel/typeset"
)

// span is what a page break should not cut, from top to bottom in px.
type span struct{ top, bottom float32 }

// breaker finds where pages end. Its spans are in classes, the least important first: a break that would leave a page too
// empty by all of them heeds the later ones only.
type breaker struct {
	classes [3]spans // boxes and what follows; pictures and lines; lines
	ink     spans    // all that makes a page worth its paper
	bottom  float32  // of all that is to be printed
}

// spans are sorted by their tops; tallest bounds how far one can reach.
type spans struct {
	list    []span
	tallest float32
}

const (
	boxShare     = 0.35 // of a page: higher boxes are cut
	pictureShare = 0.7
	leading      = 0.15 // of a line, above and below its letters: close lines overlap by that
)

// newBreaker collects the spans of a page's items. page is the height of a sheet's text in px.
func newBreaker(list *typeset.List, page float32) *breaker {
	b := &breaker{}
	for _, it := range list.Items {
		box := it.Bounds()
		switch it := it.(type) {
		case *typeset.Text:
			b.add(2, span{it.Y + leading*it.H, it.Bottom() - leading*it.H})
			b.ink.add(span{it.Y, it.Bottom()})
			box = it.Box
		case *typeset.Picture:
			if it.Image == nil && !it.HasPlaceholder {
				continue
			}
			b.ink.add(span{box.Y, box.Bottom()})
			if box.H <= pictureShare*page {
				b.add(1, span{box.Y, box.Bottom()})
			}
		case *typeset.Fill, *typeset.Border:
			if box.H > boxShare*page {
				continue // paper need not be printed because of it
			}
			b.ink.add(span{box.Y, box.Bottom()})
			if box.H >= 2 {
				b.add(0, span{box.Y, box.Bottom()})
			}
		default:
			continue
		}
		b.bottom = max(b.bottom, box.Bottom())
	}
	for _, s := range []*spans{&b.classes[0], &b.classes[1], &b.classes[2], &b.ink} {
		slices.SortFunc(s.list, func(x, y span) int { return compare(x.top, y.top) })
	}
	return b
}

func compare(a, b float32) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// add notes a span for its class and all less important ones.
func (b *breaker) add(class int, s span) {
	for i := range class + 1 {
		b.classes[i].add(s)
	}
}

func (s *spans) add(one span) {
	s.list = append(s.list, one)
	s.tallest = max(s.tallest, one.bottom-one.top)
}

// within says whether one of the spans is seen from top to bottom.
func (s *spans) within(top, bottom float32) bool {
	end, _ := slices.BinarySearchFunc(s.list, bottom, func(a span, y float32) int { return compare(a.top, y) })
	for i := end - 1; i >= 0 && s.list[i].top >= top-s.tallest; i-- {
		if s.list[i].bottom > top {
			return true
		}
	}
	return false
}

// leastFull is how full a page must be, by classes.
var leastFull = [3]float32{0.7, 0.4, 0.1}

// next gives where a page ends that begins at from and has room for height px.
func (b *breaker) next(from, height float32) float32 {
	limit := from + height
	if limit >= b.bottom {
		return max(b.bottom, from)
	}
	for i := range b.classes {
		if at := b.classes[i].above(limit); at >= from+leastFull[i]*height {
			return at
		}
	}
	return limit
}

// above gives the lowest place down to y that cuts no span.
func (s *spans) above(y float32) float32 {
	const touch = 0.5 // px: neighbours may overlap by a fraction
	for {
		moved := false
		end, _ := slices.BinarySearchFunc(s.list, y-touch, func(a span, y float32) int { return compare(a.top, y) })
		for i := end - 1; i >= 0 && s.list[i].top > y-s.tallest-1; i-- {
			if s.list[i].bottom > y+touch && s.list[i].top < y-touch {
				y, moved = s.list[i].top, true
			}
		}
		if !moved {
			return y
		}
	}
}

// pages cuts the whole into pages: the first has room for first px, the others for rest. Each begins where the one before
// it ends, but that empty ones are left out: some letters hide words far below the others.
func (b *breaker) pages(first, rest float32) []span {
	var list []span
	at, room := float32(0), first
	for len(list) < maxPages {
		end := b.next(at, room)
		if len(list) == 0 || b.ink.within(at, end) {
			list = append(list, span{at, end})
		}
		if end >= b.bottom {
			break
		}
		at, room = end, rest
	}
	return list
}

// maxPages bounds a file; a letter of a megabyte of plain text has about 400.
const maxPages = 2000
