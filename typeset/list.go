package typeset

import (
	"image"
	"image/color"
)

// Box is a rectangle in CSS px.
type Box struct{ X, Y, W, H float32 }

// Right and Bottom are the far edges.
func (b Box) Right() float32 { return b.X + b.W }

// Bottom is the lower edge.
func (b Box) Bottom() float32 { return b.Y + b.H }

// Contains says whether the point lies inside.
func (b Box) Contains(x, y float32) bool {
	return x >= b.X && x < b.Right() && y >= b.Y && y < b.Bottom()
}

// Intersect is the common part; zero width or height where there is none.
func (b Box) Intersect(o Box) Box {
	x, y := max(b.X, o.X), max(b.Y, o.Y)
	return Box{x, y, max(0, min(b.Right(), o.Right())-x), max(0, min(b.Bottom(), o.Bottom())-y)}
}

// List is a page to be painted: items from back to front.
type List struct {
	Items         []Item
	Width, Height float32
}

// Item is one thing on a page: Fill, Border, Text, Picture, Push or Pop.
type Item interface {
	// Bounds is where the item paints, at most.
	Bounds() Box
}

// Radii are corner radii: top left, top right, bottom right, bottom left.
type Radii [4]float32

// Fill is an area in one colour or gradient.
type Fill struct {
	Box
	Radii    Radii
	Color    color.NRGBA
	Gradient *Gradient // nil: Color
	Soft     bool      // edges are not snapped to device pixels
}

// Gradient is a linear run of colours. Angle as in CSS: 0 to the top, 90 to the right.
type Gradient struct {
	Angle float32
	Stops []Stop
}

// Stop is a colour at a share of the gradient line, 0 to 1.
type Stop struct {
	At    float32
	Color color.NRGBA
}

// LineStyle is how a border side is drawn.
type LineStyle uint8

// Line styles. Groove, ridge, inset and outset are drawn by their colours alone.
const (
	Solid LineStyle = iota
	Dashed
	Dotted
	Double
)

// Border is the frame of a box. Sides run top, right, bottom, left.
type Border struct {
	Box
	Radii  Radii
	Widths [4]float32
	Colors [4]color.NRGBA
	Styles [4]LineStyle
}

// Text is a piece of one line in one style and direction.
type Text struct {
	Box              // the content area: ascent and descent of the font asked for
	Baseline float32 // y
	Para     *Paragraph
	Run      int // in Para.Runs
	Start    int // runes of Para
	End      int
	Color    color.NRGBA
	Order    int // place in the page's reading order, for selection; negative: not to be selected
	Slant    bool
}

// Picture shows an image, once or as a pattern.
type Picture struct {
	Box            // what is painted
	Radii          Radii
	Image          image.Image
	Tile           Box // where the image stands; zero: Box
	RepeatX        bool
	RepeatY        bool
	Placeholder    color.NRGBA // painted where Image is nil
	HasPlaceholder bool
}

// Push opens a group that Pop closes: clipped to the box, and as one layer where Opacity is below 1 or a corner is round.
type Push struct {
	Box
	Radii   Radii
	Opacity float32
}

// Pop closes the last group.
type Pop struct{}

// Bounds of an area.
func (f *Fill) Bounds() Box { return f.Box }

// Bounds of a frame.
func (b *Border) Bounds() Box { return b.Box }

// Bounds of a text: glyphs may leave the content area.
func (t *Text) Bounds() Box {
	over := t.H
	return Box{t.X - over, t.Y - over, t.W + 2*over, t.H + 2*over}
}

// Bounds of a picture.
func (p *Picture) Bounds() Box { return p.Box }

// Bounds of a group's clip.
func (p *Push) Bounds() Box { return p.Box }

// Bounds of the end of a group: nothing.
func (*Pop) Bounds() Box { return Box{} }
