package htmlview

import (
	"strings"

	"golang.org/x/net/html"

	"satchel/htmlview/css"
	"satchel/htmlview/svg"
)

// maxAlt is how much of a drawing's words is kept.
const maxAlt = 500

// treeBuilder copies what can be shown from the parser's tree into a letter's own.
type treeBuilder struct {
	letter     *Letter
	nodes      int
	styleBytes int
}

// dropped are the elements of which nothing is kept: they run, load or hold no words for a reader.
var droppedTags = set("script template noframes object applet embed iframe frame frameset audio video canvas svg math " +
	"title meta link param source track bgsound area datalist")

// keptAttrs are the attributes that lay out or link; everything else, with all event handlers, stays behind.
var keptAttrs = set("id class style align valign width height bgcolor background border bordercolor cellpadding cellspacing " +
	"color face size href src alt title dir lang colspan rowspan nowrap hspace vspace text link start value type span noshade " +
	"clear name hidden role data-ogsc data-ogsb open rules frame reversed charoff cols rows checked disabled placeholder wrap topmargin " +
	"bottommargin leftmargin rightmargin marginwidth marginheight")

// element copies an element with its children. Nothing is deeper than maxDepth and a bit: guard saw to it, but the
// builder checks.
func (b *treeBuilder) element(src *html.Node, parent *node, depth int) *node {
	n := &node{parent: parent}
	n.el.Tag = src.Data
	if parent != nil {
		n.el.Parent = &parent.el
	}
	for i, a := range src.Attr {
		if i >= maxAttributes {
			break
		}
		if a.Namespace == "" && (keptAttrs[a.Key] || strings.HasPrefix(a.Key, "data-")) {
			n.el.Attrs = append(n.el.Attrs, css.Attr{Name: a.Key, Value: a.Val})
		}
	}
	n.el.ID = n.attr("id")
	n.el.Classes = strings.Fields(n.attr("class"))
	b.children(src, n, depth)
	return n
}

func (b *treeBuilder) children(src *html.Node, n *node, depth int) {
	for c := src.FirstChild; c != nil; c = c.NextSibling {
		if b.nodes >= maxNodes {
			return
		}
		switch c.Type {
		case html.TextNode:
			b.nodes++
			n.children = append(n.children, &node{parent: n, isText: true, text: c.Data, seq: 2 * b.nodes})
		case html.ElementNode:
			b.child(c, n, depth)
		default:
		}
	}
}

func (b *treeBuilder) child(c *html.Node, n *node, depth int) {
	switch {
	case c.Data == "style" && c.Namespace == "":
		b.sheet(c)
	case c.Data == "base" && c.Namespace == "":
		for _, a := range c.Attr {
			if a.Key == "href" && b.letter.base == "" {
				b.letter.base = strings.TrimSpace(a.Val)
			}
		}
	case c.Data == "svg" && c.Namespace == "svg":
		b.drawing(c, n, depth)
	case droppedTags[c.Data] || c.Namespace != "":
	case depth > 4*maxDepth:
		b.children(c, n, depth) // deeper than guard lets through: keep the words
	default:
		b.nodes++
		n.children = append(n.children, b.element(c, n, depth+1))
	}
}

// drawing keeps an svg element: it stands in the letter as a picture does. Where it cannot be painted its words stand for it.
func (b *treeBuilder) drawing(c *html.Node, parent *node, depth int) {
	d, ok := svg.New(c)
	b.nodes++
	bare := *c
	bare.FirstChild, bare.LastChild = nil, nil
	n := b.element(&bare, parent, depth+1)
	n.drawing = d
	if !ok {
		n.el.Attrs = append(n.el.Attrs, css.Attr{Name: "alt", Value: wordsIn(c)})
	}
	parent.children = append(parent.children, n)
}

// wordsIn gives the beginning of an element's words.
func wordsIn(n *html.Node) string {
	var out strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode && c.Parent.Data != "style" && c.Parent.Data != "script" && out.Len() < maxAlt {
			out.WriteString(strings.TrimSpace(c.Data) + " ")
		}
	}
	text := strings.ToValidUTF8(out.String()[:min(out.Len(), maxAlt)], "")
	return strings.Join(strings.Fields(text), " ")
}

// sheet reads a style element.
func (b *treeBuilder) sheet(c *html.Node) {
	var media css.Media
	for _, a := range c.Attr {
		if a.Key == "media" {
			media = css.ParseMedia(a.Val)
		}
		if a.Key == "type" && a.Val != "" && !strings.EqualFold(strings.TrimSpace(a.Val), "text/css") {
			return
		}
	}
	var text strings.Builder
	for t := c.FirstChild; t != nil; t = t.NextSibling {
		if t.Type == html.TextNode {
			text.WriteString(t.Data)
		}
	}
	src := text.String()
	if b.styleBytes+len(src) > maxStyleBytes {
		src = src[:max(0, maxStyleBytes-b.styleBytes)]
		b.letter.notes = append(b.letter.notes, NoteTooComplex)
	}
	b.styleBytes += len(src)
	b.letter.sheets = append(b.letter.sheets, css.ParseSheet(src))
	b.letter.medias = append(b.letter.medias, media)
}

// number gives each element its place among its siblings.
func number(n *node) {
	var prev *css.Element
	count, byTag := int32(0), map[string]int32{}
	n.el.Empty = len(n.children) == 0
	for _, c := range n.children {
		if c.isText {
			continue
		}
		count++
		byTag[c.el.Tag]++
		c.el.Index, c.el.TypeIndex = count, byTag[c.el.Tag]
		c.el.Prev, prev = prev, &c.el
	}
	for _, c := range n.children {
		if !c.isText {
			c.el.Count, c.el.TypeCount = count, byTag[c.el.Tag]
			number(c)
		}
	}
}
