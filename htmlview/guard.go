package htmlview

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// guard drops the start tags that would nest too deep or open too many formatting elements, before the tree builder
// sees them: its work grows with the square of both. It returns what is left of the letter and the notes.
func guard(src []byte) ([]byte, []string) {
	var notes noteSet
	if len(src) > maxBytes {
		src = src[:maxBytes]
		notes.add(NoteTooLong)
	}
	g := tagGuard{dropped: map[string]int{}}
	out := make([]byte, 0, len(src))
	z := html.NewTokenizer(bytes.NewReader(src))
	z.SetMaxBuf(maxBytes + 1)
	tokens := 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			if !errors.Is(z.Err(), io.EOF) {
				notes.add(NoteTooLong)
			}
			// An unclosed tag at the end is thrown away by the tokenizer: its text is kept back from the reader by
			// every browser too.
			break
		}
		if tokens++; tokens > maxTokens {
			notes.add(NoteTooLong)
			break
		}
		raw := z.Raw()
		keep := true
		switch kind {
		case html.SelfClosingTagToken:
			name, _ := z.TagName()
			keep = drawingTags[string(name)] && slices.Contains(g.stack, "svg") || g.open(string(name))
		case html.StartTagToken:
			name, _ := z.TagName()
			keep = g.open(string(name))
		case html.EndTagToken:
			name, _ := z.TagName()
			keep = g.close(string(name))
		default:
		}
		if keep {
			out = append(out, raw...)
		} else if g.tooDeep {
			notes.add(NoteTooDeep)
		}
	}
	return out, notes.list
}

// noteSet keeps each note once, in order.
type noteSet struct{ list []string }

func (n *noteSet) add(note string) {
	for _, have := range n.list {
		if have == note {
			return
		}
	}
	n.list = append(n.list, note)
}

// tagGuard follows the open elements as the tree builder will, roughly.
type tagGuard struct {
	stack      []string
	formatting int
	dropped    map[string]int
	tooDeep    bool
}

var voidTags = set("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr")

// drawingTags are elements of drawings that are closed by themselves where they say so.
var drawingTags = set("path rect circle ellipse line polyline polygon use stop g defs clippath lineargradient radialgradient")

var formattingTags = set("a b big code em font i nobr s small strike strong tt u")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// open says whether the start tag may stay.
func (g *tagGuard) open(name string) bool {
	if voidTags[name] {
		return true
	}
	g.implied(name)
	if len(g.stack) >= maxDepth || formattingTags[name] && g.formatting >= maxFormatting {
		g.dropped[name]++
		g.tooDeep = true
		return false
	}
	g.stack = append(g.stack, name)
	if formattingTags[name] {
		g.formatting++
	}
	return true
}

// implied closes what a start tag closes without an end tag.
func (g *tagGuard) implied(name string) {
	switch name {
	case "li":
		g.closeUntil("li", "ul", "ol", "table")
	case "dt", "dd":
		g.closeUntil("dt", "dl", "table")
		g.closeUntil("dd", "dl", "table")
	case "option":
		g.closeUntil("option", "select", "table")
	case "td", "th":
		g.closeUntil("td", "tr", "table")
		g.closeUntil("th", "tr", "table")
	case "tr":
		g.closeUntil("tr", "table", "table")
	case "tbody", "thead", "tfoot":
		g.closeUntil("tbody", "table", "table")
		g.closeUntil("thead", "table", "table")
		g.closeUntil("tfoot", "table", "table")
	case "p", "div", "ul", "ol", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "center", "table":
		if n := len(g.stack); n > 0 && g.stack[n-1] == "p" {
			g.pop(n - 1)
		}
	}
}

// closeUntil closes the innermost open element of a name, unless one of the fences stands before it.
func (g *tagGuard) closeUntil(name string, fences ...string) {
	for i := len(g.stack) - 1; i >= 0; i-- {
		if g.stack[i] == name {
			g.pop(i)
			return
		}
		for _, f := range fences {
			if g.stack[i] == f {
				return
			}
		}
	}
}

// pop closes the innermost elements. Formatting elements among them still count: the tree builder opens them again.
func (g *tagGuard) pop(to int) { g.stack = g.stack[:to] }

// close says whether the end tag may stay.
func (g *tagGuard) close(name string) bool {
	if g.dropped[name] > 0 {
		g.dropped[name]--
		return false
	}
	if formattingTags[name] && g.formatting > 0 {
		g.formatting--
	}
	for i := len(g.stack) - 1; i >= 0; i-- {
		if g.stack[i] == name {
			g.pop(i)
			return true
		}
	}
	return true
}
