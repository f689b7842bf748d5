package htmlview

import (
	"image/color"

	"satchel/typeset"
)

// leastContrast is what text keeps against its background where the sender gave it as much (WCAG 2.1, 1.4.3).
const leastContrast = 4.5

// Darken gives the page's list in colours for a dark pane with this background: light areas become dark and dark text
// light, with their hues kept. Pictures stay as they are, and so do the text on them and the areas that they lie on.
// A letter with rules of its own for dark panes is better laid out with View.Dark; see HasDarkRules.
func Darken(p *Page, pane color.NRGBA) *typeset.List {
	d := darkener{pane: toLab(pane), under: []underlay{{box: typeset.Box{W: p.Width, H: p.Height}, before: p.Background, after: pane}}}
	out := &typeset.List{Width: p.List.Width, Height: p.List.Height, Items: make([]typeset.Item, len(p.List.Items))}
	d.keepAroundPictures(p.List)
	for i, it := range p.List.Items {
		out.Items[i] = d.item(i, it)
	}
	return out
}

// HasDarkRules says whether the letter brings its own colours for a dark pane.
func (l *Letter) HasDarkRules() bool {
	for i := range l.sheets {
		if l.medias[i].Asks("prefers-color-scheme") {
			return true
		}
		for _, r := range l.sheets[i].Rules {
			for _, m := range r.Media {
				if m.Asks("prefers-color-scheme") {
					return true
				}
			}
		}
	}
	return false
}

// underlay is an area that text can stand on.
type underlay struct {
	box           typeset.Box
	before, after color.NRGBA
	picture       bool
}

type darkener struct {
	pane  oklab
	under []underlay
	keep  map[int]bool // fills that a picture lies on
}

// keepAroundPictures notes the area right below each larger picture: a logo drawn for it needs it.
func (d *darkener) keepAroundPictures(l *typeset.List) {
	d.keep = map[int]bool{}
	for i, it := range l.Items {
		pic, ok := it.(*typeset.Picture)
		if !ok || pic.Image == nil {
			continue
		}
		for k := i - 1; k >= 0; k-- {
			f, ok := l.Items[k].(*typeset.Fill)
			if ok && f.Color.A == 255 && f.Contains(pic.X, pic.Y) && f.Contains(pic.Right()-1, pic.Bottom()-1) {
				if f.W*f.H <= 4*pic.W*pic.H {
					d.keep[k] = true
				}
				break
			}
		}
	}
}

func (d *darkener) item(i int, it typeset.Item) typeset.Item {
	switch it := it.(type) {
	case *typeset.Fill:
		return d.fill(i, it)
	case *typeset.Border:
		b := *it
		for k := range b.Colors {
			b.Colors[k] = d.line(b.Colors[k])
		}
		return &b
	case *typeset.Text:
		t := *it
		t.Color = d.ink(it.Color, it.Box)
		return &t
	case *typeset.Picture:
		if it.Image != nil {
			d.under = append(d.under, underlay{box: it.Box, picture: true})
		}
	}
	return it
}

// lineThick is the most that a line under a text is high, in px.
const lineThick = 3

func (d *darkener) fill(i int, f *typeset.Fill) typeset.Item {
	out := *f
	switch {
	case d.keep[i]:
	case f.H <= lineThick && f.Gradient == nil:
		out.Color = d.ink(f.Color, f.Box)
		return &out
	case f.Gradient != nil:
		g := typeset.Gradient{Angle: f.Gradient.Angle}
		for _, s := range f.Gradient.Stops {
			g.Stops = append(g.Stops, typeset.Stop{At: s.At, Color: d.area(s.Color)})
		}
		out.Gradient = &g
		if len(g.Stops) > 0 {
			d.under = append(d.under, underlay{box: f.Box, before: f.Gradient.Stops[0].Color, after: g.Stops[0].Color})
		}
		return &out
	default:
		out.Color = d.area(f.Color)
	}
	at := d.below(f.Box)
	d.under = append(d.under, underlay{box: f.Box, before: over(f.Color, at.before), after: over(out.Color, at.after)})
	return &out
}

// area darkens a light area: its lightness is mirrored between the pane's and white. One that is dark already stays.
func (d *darkener) area(c color.NRGBA) color.NRGBA {
	o := toLab(c)
	if o.l < 0.55 {
		return c
	}
	o.l = d.pane.l + (1-o.l)*(1-d.pane.l)
	return o.color(c.A)
}

// line mirrors a frame's colour, whose purpose is to stand out a little.
func (d *darkener) line(c color.NRGBA) color.NRGBA {
	o := toLab(c)
	o.l = d.pane.l + (1-o.l)*(1-d.pane.l)
	return o.color(c.A)
}

// below finds what lies under the middle of a box.
func (d *darkener) below(b typeset.Box) underlay {
	x, y := b.X+b.W/2, b.Y+b.H/2
	for k := len(d.under) - 1; k > 0; k-- {
		if d.under[k].box.Contains(x, y) {
			return d.under[k]
		}
	}
	return d.under[0]
}

// unseen is the contrast below which text was not meant to be read.
const unseen = 1.3

// ink gives the colour of a text, or of a line at one, against what it stands on: as it was where that stays, else turned,
// and then moved away from its background until it can be read as well as before.
func (d *darkener) ink(c color.NRGBA, box typeset.Box) color.NRGBA {
	at := d.below(box)
	if at.picture || at.before == at.after {
		return c
	}
	o, want := toLab(c), min(leastContrast, contrast(c, at.before))
	before, after := toLab(at.before), toLab(at.after)
	switch {
	case contrast(c, at.before) < unseen: // it stays like its background
		o = oklab{after.l + o.l - before.l, after.a + o.a - before.a, after.b + o.b - before.b}
	case before.l > 0.5 && after.l < 0.5 && o.l < before.l:
		o.l = 1 - o.l // it was darker than its background
	}
	step := 0.02
	if toLab(at.after).l > 0.55 {
		step = -step
	}
	out := o.color(c.A)
	for contrast(out, at.after) < want && o.l >= 0 && o.l <= 1 {
		o.l += step
		out = o.color(c.A)
	}
	return out
}
