package htmlview

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"

	"satchel/htmlview/css"
	"satchel/htmlview/svg"
)

// node is an element or a text of the letter's own tree.
type node struct {
	el       css.Element
	parent   *node
	children []*node
	text     string // of a text
	isText   bool
	drawing  *svg.Drawing // of an svg element that can be painted
	seq      int          // of a text: its place in the letter; even, so that a first letter has room before

	style         *style
	before, after *style // generated content; nil: none
	firstLetter   *style // nil: like the rest
}

func (n *node) attr(name string) string {
	v, _ := n.el.Attr(name)
	return v
}

func (n *node) has(name string) bool {
	_, ok := n.el.Attr(name)
	return ok
}

// Letter is a parsed letter. It is immutable but for Layout's caches: one goroutine at a time.
type Letter struct {
	root   *node // html
	body   *node
	sheets []css.Sheet
	medias []css.Media // of each sheet's element
	base   string      // of base href
	mode   quirks
	notes  []string
}

// quirks is how the letter wants to be laid out (HTML standard, "quirks mode").
type quirks uint8

const (
	noQuirks quirks = iota
	limitedQuirks
	fullQuirks
)

// Parse reads a letter's HTML, in UTF-8. Every input gives a letter.
func Parse(src []byte) *Letter {
	clean, notes := guard(src)
	l := &Letter{notes: notes}
	doc, err := html.ParseWithOptions(bytes.NewReader(clean), html.ParseOptionEnableScripting(false))
	if err != nil { // nested beyond what the tree builder takes, in spite of guard: show the words
		doc = wordsOnly(clean)
		l.notes = append(l.notes, NoteTooDeep)
	}
	b := treeBuilder{letter: l}
	l.mode = fullQuirks
	for c := doc.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.DoctypeNode {
			l.mode = modeOf(c)
		}
		if c.Type == html.ElementNode && c.Data == "html" {
			l.root = b.element(c, nil, 0)
		}
	}
	if l.root == nil {
		l.root = &node{el: css.Element{Tag: "html"}}
	}
	for _, c := range l.root.children {
		if c.el.Tag == "body" {
			l.body = c
		}
	}
	number(l.root)
	return l
}

// wordsOnly makes a document of a letter's text.
func wordsOnly(src []byte) *html.Node {
	var words strings.Builder
	z := html.NewTokenizer(bytes.NewReader(src))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		if kind == html.TextToken {
			words.Write(z.Text())
		}
	}
	doc := &html.Node{Type: html.DocumentNode}
	root := &html.Node{Type: html.ElementNode, Data: "html"}
	body := &html.Node{Type: html.ElementNode, Data: "body"}
	doc.AppendChild(root)
	root.AppendChild(body)
	body.AppendChild(&html.Node{Type: html.TextNode, Data: words.String()})
	return doc
}

// modeOf tells the mode by a doctype (HTML standard 13.2.6.4.1).
func modeOf(d *html.Node) quirks {
	public, system, hasSystem := "", "", false
	for _, a := range d.Attr {
		switch a.Key {
		case "public":
			public = strings.ToLower(a.Val)
		case "system":
			system, hasSystem = strings.ToLower(a.Val), true
		}
	}
	if !strings.EqualFold(d.Data, "html") || system == "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd" {
		return fullQuirks
	}
	for _, p := range quirkyPublic {
		if strings.HasPrefix(public, p) {
			return fullQuirks
		}
	}
	switch {
	case public == "-//w3o//dtd w3 html strict 3.0//en//" || public == "-/w3c/dtd html 4.0 transitional/en" || public == "html":
		return fullQuirks
	case strings.HasPrefix(public, "-//w3c//dtd html 4.01 frameset//") || strings.HasPrefix(public, "-//w3c//dtd html 4.01 transitional//"):
		if hasSystem {
			return limitedQuirks
		}
		return fullQuirks
	case strings.HasPrefix(public, "-//w3c//dtd xhtml 1.0 frameset//") || strings.HasPrefix(public, "-//w3c//dtd xhtml 1.0 transitional//"):
		return limitedQuirks
	}
	return noQuirks
}

var quirkyPublic = []string{
	"+//silmaril//dtd html pro v0r11 19970101//", "-//advasoft ltd//dtd html 3.0 aswedit + extensions//", "-//as//dtd html 3.0 aswedit + extensions//",
	"-//ietf//dtd html", "-//metrius//dtd metrius presentational//", "-//microsoft//dtd internet explorer", "-//netscape comm. corp.//dtd",
	"-//o'reilly and associates//dtd html", "-//softquad", "-//spyglass//dtd html 2.0 extended//", "-//sq//dtd html 2.0 hotmetal + extensions//",
	"-//sun microsystems corp.//dtd hotjava", "-//w3c//dtd html 3", "-//w3c//dtd html 4.0 frameset//", "-//w3c//dtd html 4.0 transitional//",
	"-//w3c//dtd html experimental", "-//w3c//dtd w3 html", "-//w3o//dtd w3 html 3.0//", "-//webtechs//dtd mozilla html",
}
