package printing

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"strings"

	"satchel/typeset"
)

// document is the file with what its pages share.
type document struct {
	*file
	fonts     *fontSet
	pictures  *pictureSet
	resources ref
	xobjects  []string       // name and object
	placed    map[ref]string // names of pictures
	opacities map[uint8]bool
	shadings  []string
}

func newDocument(f *file, fonts *typeset.Fonts) *document {
	return &document{file: f, fonts: newFontSet(fonts), pictures: &pictureSet{byImage: map[image.Image]ref{}}, resources: f.reserve(),
		placed: map[ref]string{}, opacities: map[uint8]bool{}}
}

// xobject names an object for Do.
func (d *document) xobject(r ref) string {
	name, ok := d.placed[r]
	if !ok {
		name = fmt.Sprintf("X%d", len(d.xobjects))
		d.placed[r] = name
		d.xobjects = append(d.xobjects, fmt.Sprintf("/%s %s", name, r))
	}
	return name
}

// writeResources ends what pages share.
func (d *document) writeResources() {
	d.fonts.write(d.file, d.pictures)
	var fonts, states []string
	for _, n := range d.fonts.names {
		fonts = append(fonts, fmt.Sprintf("/%s %s", n.name, n.ref))
	}
	for a := range 256 {
		if d.opacities[uint8(a)] {
			states = append(states, fmt.Sprintf("/A%d << /ca %s /CA %s >>", a, num(float32(a)/255), num(float32(a)/255)))
		}
	}
	d.object(d.resources, fmt.Sprintf("<< /Font << %s >> /XObject << %s >> /ExtGState << %s >> /Shading << %s >> >>",
		strings.Join(fonts, " "), strings.Join(d.xobjects, " "), strings.Join(states, " "), strings.Join(d.shadings, " ")))
}

// canvas draws a slice of a display list in px, y downwards from the slice's top: numbers in a PDF are bounded, and a
// letter may be a million px long.
type canvas struct {
	*document
	out    *bytes.Buffer
	top    float32     // of the slice in the list
	slice  typeset.Box // where it is drawn: from 0 down
	groups []group
	hidden int // groups that lie outside
}

// group is an open Push: what was written before it, where it needs to be one layer.
type group struct {
	before *bytes.Buffer
	push   *typeset.Push
}

// draw writes the items that belong into the slice.
func (c *canvas) draw(items []typeset.Item) {
	for _, it := range items {
		switch it := it.(type) {
		case *typeset.Push:
			moved := *it
			moved.Y -= c.top
			c.push(&moved)
			continue
		case *typeset.Pop:
			c.pop()
			continue
		}
		if b := it.Bounds(); c.hidden == 0 && b.Bottom() >= c.top && b.Y <= c.top+c.slice.H {
			c.item(it)
		}
	}
	for len(c.groups) > 0 {
		c.pop()
	}
}

// item draws one thing that may be seen in the slice, moved there.
func (c *canvas) item(it typeset.Item) {
	switch it := it.(type) {
	case *typeset.Text:
		moved := *it
		moved.Y, moved.Baseline = it.Y-c.top, it.Baseline-c.top
		// A line is drawn whole on the page that holds its middle.
		if middle := moved.Y + moved.H/2; middle >= 0 && middle < c.slice.H && it.Color.A > 0 {
			c.text(&moved)
		}
	case *typeset.Fill:
		moved := *it
		moved.Y -= c.top
		c.clipped(moved.Box, func() { c.fill(&moved) })
	case *typeset.Border:
		moved := *it
		moved.Y -= c.top
		c.clipped(moved.Box, func() { c.border(&moved) })
	case *typeset.Picture:
		moved := *it
		moved.Y, moved.Tile.Y = it.Y-c.top, it.Tile.Y-c.top
		if it.Tile == (typeset.Box{}) {
			moved.Tile = moved.Box
		}
		c.clipped(moved.Box, func() { c.picture(&moved) })
	}
}

func (c *canvas) put(format string, args ...any) { fmt.Fprintf(c.out, format, args...) }

// clipped draws what lies in a box as far as it is in the slice.
func (c *canvas) clipped(b typeset.Box, paint func()) {
	part := b.Intersect(c.slice)
	if part.W <= 0 || part.H <= 0 {
		return
	}
	c.put("q\n")
	if part != b {
		c.put("%s re W n\n", nums(c.slice.X, c.slice.Y, c.slice.W, c.slice.H))
	}
	paint()
	c.put("Q\n")
}

func (c *canvas) push(p *typeset.Push) {
	part := p.Intersect(c.slice)
	if c.hidden > 0 || part.W <= 0 || part.H <= 0 || p.Opacity <= 0 {
		c.hidden++
		return
	}
	g := group{push: p}
	if p.Opacity < 1 {
		g.before, c.out = c.out, &bytes.Buffer{}
	}
	c.groups = append(c.groups, g)
	c.put("q\n")
	c.rounded(p.Box, p.Radii)
	c.put("W n\n")
}

func (c *canvas) pop() {
	if c.hidden > 0 {
		c.hidden--
		return
	}
	if len(c.groups) == 0 {
		return
	}
	g := c.groups[len(c.groups)-1]
	c.groups = c.groups[:len(c.groups)-1]
	c.put("Q\n")
	if g.before == nil {
		return
	}
	form := c.reserve()
	c.stream(form, fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [%s] /Group << /S /Transparency >> /Resources %s",
		nums(c.slice.X, c.slice.Y-c.slice.H, c.slice.Right(), c.slice.Bottom()+c.slice.H), c.resources), c.out.Bytes())
	c.out = g.before
	c.put("q\n")
	c.alpha(uint8(g.push.Opacity*255 + .5))
	c.put("/%s Do\nQ\n", c.xobject(form))
}

// alpha sets the opacity of all that follows.
func (c *canvas) alpha(a uint8) {
	if a < 255 {
		c.opacities[a] = true
		c.put("/A%d gs\n", a)
	}
}

// ink sets the colour of fills, op being rg, or of lines, op being RG.
func (c *canvas) ink(to color.NRGBA, op string) {
	c.put("%s %s\n", nums(float32(to.R)/255, float32(to.G)/255, float32(to.B)/255), op)
}

func (c *canvas) fill(f *typeset.Fill) {
	if f.Gradient != nil {
		c.rounded(f.Box, f.Radii)
		c.put("W n\n")
		c.gradient(f)
		return
	}
	if f.Color.A == 0 {
		return
	}
	c.ink(f.Color, "rg")
	c.alpha(f.Color.A)
	c.rounded(f.Box, f.Radii)
	c.put("f\n")
}

// slant is how far synthetic italics lean, as on the screen.
const slant = 0.2

// text writes a piece of a line, with the pen set anew where it is not where the fonts' widths have brought it.
func (c *canvas) text(t *typeset.Text) {
	glyphs, size := c.fonts.source.Placed(t)
	if len(glyphs) == 0 || size <= 0 {
		return
	}
	c.put("q\n")
	c.ink(t.Color, "rg")
	c.alpha(t.Color.A)
	c.put("BT\n")
	w := textWriter{canvas: c, size: size, slant: t.Slant, font: -1}
	for _, g := range glyphs {
		w.glyph(g)
	}
	w.flush()
	c.put("ET\nQ\n")
}

// textWriter gathers glyphs of one font and base line.
type textWriter struct {
	*canvas
	size  float32
	slant bool
	font  int
	y     float32
	x     float32 // where the pen is
	parts []string
	hex   strings.Builder
}

func (w *textWriter) glyph(g typeset.Placed) {
	code := w.fonts.code(w.file, g)
	if code.font != w.font || g.Y != w.y || len(w.parts) > 200 {
		w.flush()
		if code.font != w.font {
			w.font = code.font
			w.put("/%s %s Tf\n", w.fonts.names[code.font].name, num(w.size))
		}
		lean := float32(0)
		if w.slant {
			lean = slant
		}
		w.x, w.y = g.X, g.Y
		w.put("1 0 %s -1 %s Tm\n", num(lean), nums(g.X, g.Y))
	}
	if off := (g.X - w.x) * 1000 / w.size; off > 0.5 || off < -0.5 {
		w.part()
		w.parts = append(w.parts, num(-off))
		w.x = g.X
	}
	if code.wide {
		fmt.Fprintf(&w.hex, "%04X", code.number)
	} else {
		fmt.Fprintf(&w.hex, "%02X", code.number)
	}
	w.x += code.advance * w.size / 1000
}

func (w *textWriter) part() {
	if w.hex.Len() > 0 {
		w.parts = append(w.parts, "<"+w.hex.String()+">")
		w.hex.Reset()
	}
}

func (w *textWriter) flush() {
	w.part()
	if len(w.parts) > 0 {
		w.put("[%s] TJ\n", strings.Join(w.parts, " "))
	}
	w.parts = w.parts[:0]
}

// maxTiles bounds how often a picture is repeated; a finer pattern shows its first tiles only.
const maxTiles = 2000

func (c *canvas) picture(p *typeset.Picture) {
	if p.Image == nil {
		if p.HasPlaceholder {
			c.ink(p.Placeholder, "rg")
			c.rounded(p.Box, p.Radii)
			c.put("f\n")
		}
		return
	}
	tile := p.Tile
	if tile.W <= 0 || tile.H <= 0 {
		return
	}
	c.rounded(p.Box, p.Radii)
	c.put("W n\n")
	name := c.xobject(c.pictures.object(c.file, p.Image, image.Pt(int(tile.W), int(tile.H))))
	area := p.Intersect(c.slice)
	x0, x1 := repeats(area.X, area.Right(), tile.X, tile.W, p.RepeatX)
	y0, y1 := repeats(area.Y, area.Bottom(), tile.Y, tile.H, p.RepeatY)
	n := 0
	for j := y0; j <= y1 && n < maxTiles; j++ {
		for i := x0; i <= x1 && n < maxTiles; i++ {
			// A picture fills the unit square, y upwards.
			c.put("q %s cm /%s Do Q\n", nums(tile.W, 0, 0, -tile.H, tile.X+float32(i)*tile.W, tile.Y+float32(j+1)*tile.H), name)
			n++
		}
	}
}

// repeats gives the first and the last tile that are seen between lo and hi.
func repeats(lo, hi, start, size float32, repeat bool) (int, int) {
	if !repeat || size < 1 {
		return 0, 0
	}
	floor := func(v float32) int {
		n := int(min(max(v, -1e6), 1e6))
		if float32(n) > v {
			n--
		}
		return n
	}
	return floor((lo - start) / size), floor((hi - start) / size)
}
