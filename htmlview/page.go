package htmlview

import (
	"image/color"
	"slices"

	"satchel/typeset"
)

// Page is a letter laid out: what to paint, and what stands where. It is immutable.
type Page struct {
	List   *typeset.List
	Words  []Word
	Images []Image
	Links  []Link
	Boxes  []PaintedBox
	Remote []RemotePicture // each address once, in the letter's order, whether or not it has its place
	Notes  []string        // of limits.go
	// Revealed is how many hidden pieces of text are shown and marked; 0 without View.Reveal.
	Revealed int
	Width    float32 // of everything; more than the view's where the letter does not fit
	Height   float32
	Bottom   float32 // where what it holds ends; less than Height where that is the viewport's

	Background color.NRGBA // of the whole sheet
}

// Word is a word that can be seen: text between white space, from one place of the letter's source.
type Word struct {
	Text         string
	Box          typeset.Box // content area of its first line
	Size         float32     // of the font
	Color        color.NRGBA
	Bold, Italic bool
	Link         int // in Links; -1: none
	seq          int // of its text in the letter
}

// Image is a picture that has its place on the page.
type Image struct {
	Src, Alt string
	Box      typeset.Box
	Link     int
	Known    bool // its picture is there or on its way
}

// Link is an address that the letter offers; its box covers all of its words and pictures.
type Link struct {
	Href     string // as written
	Target   string // what it opens; empty: nothing, it is not to be offered
	Warnings []Warning
	Box      typeset.Box
	Areas    []typeset.Box // where its words and pictures stand, line by line
}

// PaintedBox is a box with a background or a border.
type PaintedBox struct {
	Box        typeset.Box
	Background color.NRGBA
	Borders    [4]float32
}

// page walks the laid-out boxes and collects what is to be painted and known.
func (l *layouter) page(root *box) *Page {
	p := &Page{List: &typeset.List{}, Background: color.NRGBA{255, 255, 255, 255}}
	w := &painter{l: l, page: p, links: map[*node]int{}, clip: typeset.Box{X: -maxHeight, Y: -maxHeight, W: 2 * maxHeight, H: 2 * maxHeight}, opacity: 1}
	w.canvas(root)
	w.box(root, 0, 0)
	p.Width, p.Height = max(l.width, w.right), max(l.height, w.bottom)
	p.Height = min(p.Height, maxHeight)
	p.Bottom = w.bottom + bottomRoom
	if root.h > l.height { // below the words are margins and backgrounds
		p.Bottom = max(w.bottom, root.h)
	}
	p.Bottom = min(p.Bottom, p.Height)
	p.List.Width, p.List.Height = p.Width, p.Height
	p.Notes = l.notes.list
	// Floats and positioned boxes are painted later than they are read.
	slices.SortStableFunc(p.Words, func(a, b Word) int { return a.seq - b.seq })
	return p
}

// bottomRoom is left below the words of a letter shorter than the viewport.
const bottomRoom = 14

// painter builds a page.
type painter struct {
	l             *layouter
	page          *Page
	links         map[*node]int
	linkSeen      []bool
	clip          typeset.Box // of the ancestors
	opacity       float32
	right, bottom float32
	word          wordState
	canvasFrom    *box // its background was given to the sheet
}

// canvas gives the root's or the body's background to the whole sheet (CSS 2.1, 14.2).
func (w *painter) canvas(root *box) {
	from := root
	if !paintsBackground(root.st) {
		from = nil
		for _, c := range root.children {
			if c.node == w.l.letter.body && !c.anon {
				from = c
			}
		}
	}
	if from == nil {
		return
	}
	w.canvasFrom = from
	h := max(w.l.height, root.y+root.h+8)
	area := typeset.Box{X: 0, Y: 0, W: max(w.l.width, root.w), H: max(h, maxHeight)}
	if c := from.st.background.color; c.A > 0 {
		w.page.Background = over(c, w.page.Background)
		w.add(&typeset.Fill{Box: area, Color: c})
	}
	w.backgroundPicture(from.node, from.st, typeset.Box{W: area.W, H: h}, typeset.Radii{})
}

func over(c, below color.NRGBA) color.NRGBA {
	a := float32(c.A) / 255
	mix := func(u, v uint8) uint8 { return uint8(float32(u)*a + float32(v)*(1-a) + .5) }
	return color.NRGBA{mix(c.R, below.R), mix(c.G, below.G), mix(c.B, below.B), 255}
}

func paintsBackground(st *style) bool {
	return st.background.color.A > 0 || st.background.url != "" || st.background.gradient != nil
}

func (w *painter) add(it typeset.Item) { w.page.List.Items = append(w.page.List.Items, it) }

// grow notes how far the page reaches.
func (w *painter) grow(b typeset.Box) {
	b = b.Intersect(w.clip)
	w.right, w.bottom = max(w.right, b.Right()), max(w.bottom, b.Bottom())
}
