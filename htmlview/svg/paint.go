package svg

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"strings"

	"satchel/htmlview/css"
)

// painter paints one drawing once.
type painter struct {
	d             *Drawing
	img           *image.RGBA
	raster        *raster
	width, height float64 // of the view box: what percentages are of
	left          *int    // of the budget
	matching      *css.Budget
}

// spent ends a painting whose budget is used up.
type spent struct{}

func (p *painter) take(n int) {
	if *p.left -= n; *p.left < 0 {
		panic(spent{})
	}
}

// Draw paints the drawing into w by h px, and takes its work from what is left of a budget. false: that is spent, or the
// size is none that is painted.
func (d *Drawing) Draw(w, h int, left *int) (img *image.RGBA, ok bool) {
	if d.root == nil || w <= 0 || h <= 0 || w > maxArea/h {
		return nil, false
	}
	if *left -= w * h; *left < 0 { // memory is work too
		return nil, false
	}
	defer func() {
		if e := recover(); e != nil {
			if _, known := e.(spent); !known {
				panic(e)
			}
			img, ok = nil, false
		}
	}()
	p := &painter{d: d, img: image.NewRGBA(image.Rect(0, 0, w, h)), left: left, matching: css.NewBudget(1_000_000)}
	p.width, p.height = d.box[2], d.box[3]
	if p.width <= 0 {
		p.width, p.height = d.Width, d.Height
	}
	if p.width <= 0 || p.height <= 0 {
		p.width, p.height = float64(w), float64(h)
	}
	p.raster = newRaster(w, h, p)
	p.group(d.root, p.lookOf(d.root, firstLook()), d.view(float64(w), float64(h)), nil, 1, 0)
	return p.img, true
}

// group paints what is in an element.
func (p *painter) group(e *element, l look, m matrix, clip *image.Alpha, alpha float64, depth int) {
	for _, c := range e.children {
		p.element(c, l, m, clip, alpha, depth+1)
	}
}

// element paints one. alpha is that of the groups around.
func (p *painter) element(e *element, parent look, m matrix, clip *image.Alpha, alpha float64, depth int) {
	if depth > 2*maxDepth {
		panic(spent{}) // drawings within drawings by use
	}
	switch e.Tag {
	case "defs", "symbol", "clippath", "mask", "lineargradient", "radialgradient", "pattern", "marker", "filter", "style", "title", "desc", "metadata", "script":
		return
	}
	l := p.lookOf(e, parent)
	if l.gone {
		return
	}
	m = m.then(transform(e.attr("transform")))
	alpha *= l.opacity
	for _, id := range []string{l.clip, l.mask} {
		if id != "" {
			clip = p.clip(id, m, clip)
		}
	}
	switch e.Tag {
	case "g", "a":
		p.group(e, l, m, clip, alpha, depth)
	case "svg":
		m = m.then(matrix{1, 0, 0, 1, length(e.attr("x"), p.width), length(e.attr("y"), p.height)})
		p.group(e, l, m.then(inner(e, length(e.attr("width"), p.width), length(e.attr("height"), p.height))), clip, alpha, depth)
	case "use":
		p.use(e, l, m, clip, alpha, depth)
	default:
		p.shape(e, l, m, clip, alpha)
	}
}

// inner is the transform of a drawing within a drawing, or of a symbol.
func inner(e *element, w, h float64) matrix {
	v := numbers(e.attr("viewbox"), 4)
	if len(v) != 4 || v[2] <= 0 || v[3] <= 0 || w <= 0 || h <= 0 {
		return identity
	}
	d := Drawing{box: [4]float64(v), fit: e.attr("preserveaspectratio")}
	return d.view(w, h)
}

// use paints another element of the drawing in its place.
func (p *painter) use(e *element, l look, m matrix, clip *image.Alpha, alpha float64, depth int) {
	id, ok := strings.CutPrefix(strings.TrimSpace(e.attr("href")), "#")
	target := p.d.ids[id]
	if !ok || target == nil {
		return
	}
	m = m.then(matrix{1, 0, 0, 1, length(e.attr("x"), p.width), length(e.attr("y"), p.height)})
	if target.Tag == "symbol" {
		m = m.then(inner(target, length(e.attr("width"), p.width), length(e.attr("height"), p.height)))
		p.group(target, p.lookOf(target, l), m, clip, alpha, depth+1)
		return
	}
	p.element(target, l, m, clip, alpha, depth+1)
}

// shape paints a shape or a path.
func (p *painter) shape(e *element, l look, m matrix, clip *image.Alpha, alpha float64) {
	if l.hidden {
		return
	}
	o := outline{m: m, p: p}
	if !o.shape(e, p.width, p.height) || len(o.lines) == 0 {
		return
	}
	box := func() [4]float64 {
		own := outline{m: identity, p: p}
		own.shape(e, p.width, p.height)
		return bounds(own.lines)
	}
	if l.fill.on {
		p.raster.add(o.lines)
		p.pour(p.raster.mask(l.evenOdd), clip, p.source(l.fill, alpha*l.fillOpacity, m, box))
	}
	half := l.width * m.scale() / 2
	if l.stroke.on && half > 0 {
		by := pen{half: half, cap: l.cap, join: l.join, sharp: l.sharp, offset: l.dashOffset * m.scale()}
		for _, d := range l.dashes {
			by.dashes = append(by.dashes, d*m.scale())
		}
		p.raster.add(p.stroke(o.lines, by))
		p.pour(p.raster.mask(false), clip, p.source(l.stroke, alpha*l.strokeOpacity, m, box))
	}
}

// bounds is the box around lines: x, y, width, height.
func bounds(lines []line) [4]float64 {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, l := range lines {
		for _, q := range l.points {
			x0, y0, x1, y1 = min(x0, q.x), min(y0, q.y), max(x1, q.x), max(y1, q.y)
		}
	}
	return [4]float64{x0, y0, x1 - x0, y1 - y0}
}

// source gives the colour of each pixel, nil for none.
func (p *painter) source(i ink, alpha float64, m matrix, box func() [4]float64) func(x, y int) color.NRGBA {
	if i.ref != "" {
		if g, ok := p.gradient(i.ref, m, box(), alpha); ok {
			return func(x, y int) color.NRGBA {
				p.take(5)
				return g.color(x, y)
			}
		}
	}
	c := i.color
	c.A = uint8(float64(c.A)*alpha + .5)
	if c.A == 0 {
		return nil
	}
	return func(int, int) color.NRGBA { return c }
}

// pour paints through a mask and a clip.
func (p *painter) pour(mask, clip *image.Alpha, from func(x, y int) color.NRGBA) {
	if from == nil {
		return
	}
	area := mask.Rect
	p.take(area.Dx() * area.Dy())
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			cover := uint32(mask.Pix[mask.PixOffset(x, y)])
			if cover == 0 {
				continue
			}
			if clip != nil {
				if !(image.Point{X: x, Y: y}).In(clip.Rect) {
					continue
				}
				cover = cover * uint32(clip.Pix[clip.PixOffset(x, y)]) / 255
			}
			c := from(x, y)
			a := uint32(c.A) * cover / 255
			if a == 0 {
				continue
			}
			to := p.img.Pix[p.img.PixOffset(x, y):][:4]
			for i, v := range [4]uint32{uint32(c.R), uint32(c.G), uint32(c.B), 255} {
				to[i] = uint8((v*a + uint32(to[i])*(255-a) + 127) / 255)
			}
		}
	}
}

// clip makes what a clipPath, or a mask of plain shapes, leaves to be seen within the clip around. One that there is not
// leaves all, as in browsers.
func (p *painter) clip(id string, m matrix, around *image.Alpha) *image.Alpha {
	e := p.d.ids[id]
	if e == nil || e.Tag != "clippath" && e.Tag != "mask" || e.attr("clippathunits") == "objectBoundingBox" || e.attr("maskcontentunits") == "objectBoundingBox" {
		return around
	}
	own := p.lookOf(e, firstLook())
	m = m.then(transform(e.attr("transform")))
	out := image.NewAlpha(p.img.Rect)
	p.take(len(out.Pix) / 4)
	for _, c := range e.children {
		at := m.then(transform(c.attr("transform")))
		if c.Tag == "use" {
			at = at.then(matrix{1, 0, 0, 1, length(c.attr("x"), p.width), length(c.attr("y"), p.height)})
			if c = p.d.ids[strings.TrimPrefix(strings.TrimSpace(c.attr("href")), "#")]; c == nil {
				continue
			}
			at = at.then(transform(c.attr("transform")))
		}
		o := outline{m: at, p: p}
		l := p.lookOf(c, own)
		if !o.shape(c, p.width, p.height) || l.gone || e.Tag == "mask" && !l.fill.light() {
			continue
		}
		p.raster.add(o.lines)
		part := p.raster.mask(e.Tag == "mask" && l.evenOdd || e.Tag != "mask" && l.clipEvenOdd)
		draw.DrawMask(out, part.Rect, image.Opaque, image.Point{}, part, part.Rect.Min, draw.Over)
	}
	if around != nil {
		p.take(len(out.Pix))
		for y := range out.Rect.Max.Y {
			for x := range out.Rect.Max.X {
				at := out.PixOffset(x, y)
				out.Pix[at] = uint8(uint32(out.Pix[at]) * uint32(around.AlphaAt(x, y).A) / 255)
			}
		}
	}
	return out
}

// light says whether a mask's shape lets more through than it keeps back.
func (i ink) light() bool {
	return i.on && (i.ref != "" || int(i.color.R)+int(i.color.G)+int(i.color.B) > 3*0x80)
}
