package svg

import (
	"strings"

	"golang.org/x/net/html"

	"satchel/htmlview/css"
)

// Limits of a drawing.
const (
	maxElements = 20_000
	maxDepth    = 64
	maxArea     = 4 << 20 // of Draw in px
	maxSheet    = 1 << 16
)

// Budget is the work that one drawing, or all of a letter, may take: less than a second.
const Budget = 30_000_000

// Drawing is a drawing that was read. It is immutable but for the caches of Draw: one goroutine at a time.
type Drawing struct {
	Width, Height float64 // natural size in CSS px; 0 where the drawing takes what it is given
	Ratio         float64 // of width to height; 0: none

	root  *element   // nil: it was refused
	box   [4]float64 // the view box: x, y, width, height; no width: none
	fit   string     // preserveAspectRatio
	ids   map[string]*element
	rules *css.Index
}

// element is one element of a drawing.
type element struct {
	css.Element
	children []*element
}

func (e *element) attr(name string) string {
	v, _ := e.Attr(name)
	return v
}

// words are elements without which a drawing would say something else than its maker meant.
var words = map[string]bool{"text": true, "image": true, "foreignobject": true, "switch": true}

// New reads the drawing below an svg element. false: it is too large or holds what cannot be painted, and only its size is
// known.
func New(n *html.Node) (*Drawing, bool) {
	d := &Drawing{ids: map[string]*element{}}
	r := reader{d: d}
	d.root = r.element(n, nil, 0)
	if r.refused {
		bare := *n
		bare.FirstChild = nil
		r = reader{d: d}
		d.root = r.element(&bare, nil, 0)
		d.size()
		d.root = nil
		return d, false
	}
	d.rules = css.NewIndex([]css.Sheet{css.ParseSheet(r.sheet.String())}, css.Env{Width: 700, Height: 700}, false)
	d.size()
	return d, true
}

type reader struct {
	d       *Drawing
	count   int
	sheet   strings.Builder
	refused bool
}

func (r *reader) element(n *html.Node, parent *element, depth int) *element {
	r.count++
	if r.count > maxElements || depth > maxDepth || words[strings.ToLower(n.Data)] {
		r.refused = true
		return nil
	}
	e := &element{}
	e.Tag = strings.ToLower(n.Data)
	if parent != nil {
		e.Parent = &parent.Element
	}
	for i, a := range n.Attr {
		if i < 64 && !strings.HasPrefix(a.Key, "on") {
			e.Attrs = append(e.Attrs, css.Attr{Name: strings.TrimPrefix(strings.ToLower(a.Key), "xlink:"), Value: a.Val})
		}
	}
	e.ID, e.Classes = e.attr("id"), strings.Fields(e.attr("class"))
	if _, taken := r.d.ids[e.ID]; e.ID != "" && !taken {
		r.d.ids[e.ID] = e
	}
	for c := n.FirstChild; c != nil && !r.refused; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode && e.Tag == "style" && r.sheet.Len()+len(c.Data) < maxSheet:
			r.sheet.WriteString(c.Data)
		case c.Type == html.ElementNode:
			if child := r.element(c, e, depth+1); child != nil {
				if k := len(e.children); k > 0 {
					child.Prev = &e.children[k-1].Element
				}
				e.children = append(e.children, child)
			}
		}
	}
	for i, c := range e.children {
		c.Index, c.Count = int32(i+1), int32(len(e.children))
	}
	return e
}

// size finds the natural size (CSS images 3, section 4).
func (d *Drawing) size() {
	side := func(name string) float64 {
		v := d.root.attr(name)
		if strings.HasSuffix(strings.TrimSpace(v), "%") {
			return 0
		}
		return max(0, length(v, 0))
	}
	d.Width, d.Height = side("width"), side("height")
	if v := numbers(d.root.attr("viewbox"), 4); len(v) == 4 && v[2] > 0 && v[3] > 0 {
		d.box = [4]float64(v)
	}
	d.fit = strings.TrimSpace(d.root.attr("preserveaspectratio"))
	switch {
	case d.Width > 0 && d.Height > 0:
		d.Ratio = d.Width / d.Height
	case d.box[2] > 0:
		d.Ratio = d.box[2] / d.box[3]
		switch {
		case d.Width > 0:
			d.Height = d.Width / d.Ratio
		case d.Height > 0:
			d.Width = d.Height * d.Ratio
		}
	}
}

// view is the transform from the drawing to w by h px.
func (d *Drawing) view(w, h float64) matrix {
	if d.box[2] <= 0 {
		if d.Width > 0 && d.Height > 0 {
			return matrix{w / d.Width, 0, 0, h / d.Height, 0, 0}
		}
		return identity
	}
	sx, sy := w/d.box[2], h/d.box[3]
	if strings.HasPrefix(d.fit, "none") {
		return matrix{sx, 0, 0, sy, -d.box[0] * sx, -d.box[1] * sy}
	}
	s := min(sx, sy)
	if strings.HasSuffix(d.fit, "slice") {
		s = max(sx, sy)
	}
	share := func(at string) float64 { // of the room that is left
		switch {
		case strings.Contains(d.fit, at+"Min"):
			return 0
		case strings.Contains(d.fit, at+"Max"):
			return 1
		}
		return 0.5
	}
	return matrix{s, 0, 0, s, (w-s*d.box[2])*share("x") - d.box[0]*s, (h-s*d.box[3])*share("Y") - d.box[1]*s}
}
