package widgets

import (
	"image"
	"image/color"
	"math"

	"satchel/htmlview"
	"satchel/typeset"
)

// ground is the colour of the pane behind letters.
type ground = color.NRGBA

// Letter is what a LetterView shows.
type Letter struct {
	// Parse gives the letter. It is called once, on the typesetter's goroutine.
	Parse func() *htmlview.Letter
	// Folded gives the letter without the quoted one at its end; nil where nothing is quoted.
	Folded func() *htmlview.Letter
	// Pictures are those to show; it is asked on the typesetter's goroutine. nil: none.
	Pictures htmlview.Pictures
}

// shownLetter is a letter with what is known of it once it is parsed. Only the typesetter's goroutine touches whole and short.
type shownLetter struct {
	Letter
	whole, short *htmlview.Letter
}

// in gives the parsed letter, short where it is shown without its quotes.
func (l *shownLetter) in(folded bool) *htmlview.Letter {
	if folded {
		if l.short == nil {
			l.short = l.Folded()
		}
		return l.short
	}
	if l.whole == nil {
		l.whole = l.Parse()
	}
	return l.whole
}

// sheet is a letter laid out for a view. It is immutable. Distances of its page are CSS px.
type sheet struct {
	*htmlview.Page
	list    *typeset.List // in the colours shown
	text    *typeset.Selection
	ground  color.NRGBA
	scale   float32 // Fyne's pixels for each CSS px
	device  float32 // device pixels for each of Fyne's
	darkens bool    // the letter's colours were changed for a dark pane
	failed  bool
	folded  bool // the quoted letter is left out
	order   *layoutOrder
}

// leastFit is how far a letter too wide for the view is scaled down before it is scrolled sideways.
const leastFit = 0.7

// newSheet lays a letter out. One that is too wide gets a wider page, which is shown smaller.
func newSheet(fonts *typeset.Fonts, o *layoutOrder) *sheet {
	folded := o.folded && o.letter.Folded != nil
	letter := o.letter.in(folded)
	own := o.dark && letter.HasDarkRules()
	view := htmlview.View{Width: o.width / o.zoom, Dark: own, Fonts: fonts, Pictures: o.letter.Pictures, Reader: true, Reveal: o.reveal}
	s := &sheet{Page: letter.Layout(view), scale: o.zoom, device: o.device, folded: folded, order: o}
	if usual := max(view.Width, o.width/o.least); s.Width > usual+1 {
		fit := max(leastFit, usual/s.Width)
		view.Width /= fit
		s.Page, s.scale = letter.Layout(view), o.zoom*fit
	}
	s.list, s.ground = s.List, s.Background
	if o.dark && !own {
		s.list, s.darkens = htmlview.Darken(s.Page, o.pane), true
		s.ground = groundOf(s.list, o.pane)
	}
	s.text = typeset.NewSelection(s.list)
	return s
}

// groundOf is the colour of a list's first area where that covers the whole page.
func groundOf(l *typeset.List, otherwise color.NRGBA) color.NRGBA {
	if len(l.Items) == 0 {
		return otherwise
	}
	f, ok := l.Items[0].(*typeset.Fill)
	if !ok || f.Gradient != nil || f.Color.A < 255 || f.X > 0 || f.Y > 0 || f.W < l.Width || f.H < l.Height {
		return otherwise
	}
	return f.Color
}

// failedSheet stands for a letter whose layout came upon a mistake in the program.
func failedSheet(o *layoutOrder) *sheet {
	page := &htmlview.Page{List: &typeset.List{}, Background: o.pane}
	return &sheet{Page: page, list: page.List, text: typeset.NewSelection(page.List), ground: o.pane, scale: o.zoom, device: o.device, failed: true, order: o}
}

// size is the whole page's in Fyne's pixels.
func (s *sheet) size() (width, height float64) {
	return float64(s.Width) * float64(s.scale), float64(s.Bottom) * float64(s.scale)
}

// pixels is the whole page's size in device pixels.
func (s *sheet) pixels() image.Point {
	w, h := s.size()
	return image.Pt(int(math.Ceil(w*float64(s.device))), int(math.Ceil(h*float64(s.device))))
}

// tileArea is where a tile stands, in device pixels. The last ones of a page are cut, their width so that text of a
// narrow page is no wider than the view.
func (s *sheet) tileArea(at tilePlace) image.Rectangle {
	area := image.Rect(at.column*letterTileWidth, at.row*letterTileHeight, (at.column+1)*letterTileWidth, (at.row+1)*letterTileHeight)
	return area.Intersect(image.Rectangle{Max: s.pixels()})
}

// tilesFor are the tiles that cover a part of the page, in Fyne's pixels, from the top down.
func (s *sheet) tilesFor(y, height float64, x, width float32) []tilePlace {
	all := s.pixels()
	toTile := func(v float64, size, most int) int { return min(int(v*float64(s.device)), most-1) / size }
	if all.X == 0 || all.Y == 0 || y+height <= 0 {
		return nil
	}
	var list []tilePlace
	left, right := toTile(float64(max(0, x)), letterTileWidth, all.X), toTile(float64(x+width), letterTileWidth, all.X)
	for row := toTile(max(0, y), letterTileHeight, all.Y); row <= toTile(y+height, letterTileHeight, all.Y); row++ {
		for column := left; column <= right; column++ {
			list = append(list, tilePlace{column, row})
		}
	}
	return list
}

// linkAt gives the number of the link at a point of the page; -1: none.
func (s *sheet) linkAt(x, y float32) int {
	for i := range s.Links {
		l := &s.Links[i]
		if l.Target == "" || !l.Box.Contains(x, y) {
			continue
		}
		for _, area := range l.Areas {
			if area.Contains(x, y) {
				return i
			}
		}
	}
	return -1
}

// imageAt gives the number of the picture at a point of the page; -1: none.
func (s *sheet) imageAt(x, y float32) int {
	for i := len(s.Images) - 1; i >= 0; i-- {
		if s.Images[i].Known && s.Images[i].Box.Contains(x, y) {
			return i
		}
	}
	return -1
}
