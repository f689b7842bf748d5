package mailmsg

import (
	"bytes"
	"slices"
	"strings"
)

// part is one node of the tree: its header, its body still encoded.
type part struct {
	h    header
	kind media
	body section
}

// place says where in the tree a part stands.
type place struct {
	depth    int             // 0 for the message itself
	parent   string          // "multipart/related", "" at depth 0
	root     bool            // the part of multipart/related the others belong to
	shownIDs map[string]bool // the content ids that the HTML of that part shows in its place
	hasPlain bool            // among the parts beside it, itself included, is plain text or HTML
}

// walk reads one part with all below it. It returns what of it is shown; attachments go to the message.
func (p *parser) walk(n part, at place) []block {
	if p.parts++; p.parts > maxParts {
		p.defect("The message has too many parts; the rest are left out of the view.")
		return nil
	}
	switch {
	case n.kind.major() == "multipart" && at.depth >= maxDepth:
		p.defect("The message is nested too deep; the innermost part is offered as a file.")
	case n.kind.major() == "multipart":
		p.protected(protectionOf(n.kind))
		return p.multipart(n, at)
	case isShown(n, at):
		if isNamedText(n, at) {
			p.attach(n, at) // it can be read here, and saved
		}
		return p.text(n)
	}
	p.attach(n, at)
	return nil
}

// multipart reads the parts of a multipart body and puts together what is shown of them.
func (p *parser) multipart(n part, at place) []block {
	if t, ok := transferOf(n.h.get("Content-Transfer-Encoding")); ok && t != identity {
		// Forbidden (RFC 2045 section 6.4). Either it was encoded indeed or the field means nothing.
		if parts, _ := splitMultipart(n.body, n.kind.params["boundary"], 1); len(parts) == 0 {
			decoded, _ := p.bytes(n.body, t)
			n.body = section{b: decoded}
		}
	}
	parts := p.cut(n)
	if len(parts) == 0 {
		if len(bytes.TrimSpace(n.body.b)) == 0 {
			return nil
		}
		p.defect("A part that should have parts of its own has none; it is shown as it came.")
		n = part{kind: media{value: "text/plain"}, body: n.body}
		if at.depth > 0 {
			p.leftovers = append(p.leftovers, n) // by the standard it is not for reading, so it goes behind what is
			return nil
		}
		return p.text(n)
	}
	below := place{depth: at.depth + 1, parent: n.kind.value, hasPlain: slices.ContainsFunc(parts, part.isPlain)}
	root := relatedRoot(n.kind, parts)
	var blocks []block
	views := make([][]block, 0, len(parts))
	for i, child := range parts {
		below.root = i == root
		shown := p.walk(child, below)
		if below.root && n.kind.value == "multipart/related" {
			below.shownIDs = referencedIDs(pageOf(shown))
		}
		blocks = append(blocks, shown...)
		views = append(views, shown)
	}
	if n.kind.value == "multipart/alternative" {
		return choose(views)
	}
	return blocks
}

func (n part) isPlain() bool {
	return n.kind.value == "text/plain" || n.kind.value == "text/html" || n.kind.major() == "multipart"
}

// cut splits a multipart body, by a guessed boundary where the named one does not occur.
func (p *parser) cut(n part) []part {
	most := maxParts + 1 - p.parts
	bodies, closed := splitMultipart(n.body, n.kind.params["boundary"], most)
	if len(bodies) == 0 {
		guessed := guessBoundary(n.body.b)
		if guessed == "" {
			return nil
		}
		p.defect("The message names no proper boundary between its parts; it was guessed.")
		bodies, closed = splitMultipart(n.body, guessed, most)
	}
	if !closed {
		p.defect("The end of a part is missing; the message may be incomplete.")
	}
	fallback := "text/plain"
	if n.kind.value == "multipart/digest" {
		fallback = "message/rfc822"
	}
	parts := make([]part, 0, len(bodies))
	for _, raw := range bodies {
		h, body, _ := raw.splitHeader()
		parts = append(parts, part{h: h, kind: contentType(h, fallback), body: body})
	}
	return parts
}

// relatedRoot returns the index of the part that start= names (RFC 2387 section 3.2), else the first.
func relatedRoot(kind media, parts []part) int {
	start := strings.Trim(kind.params["start"], "<> ")
	if kind.value != "multipart/related" || start == "" {
		return 0
	}
	for i, n := range parts {
		if firstID(n.h.get("Content-ID")) == start {
			return i
		}
	}
	return 0
}

// isShown tells whether a leaf is read in the letter itself rather than offered as a file.
func isShown(n part, at place) bool {
	if n.kind.major() != "text" || notForReading[n.kind.value] {
		return false
	}
	if at.hasPlain && at.parent == "multipart/alternative" && isOtherView[n.kind.value] {
		return false
	}
	disposition := parseMedia(n.h.get("Content-Disposition"))
	if disposition.value == "attachment" {
		return false
	}
	if at.depth == 0 {
		return true // with a file name or not: there is nothing else to read
	}
	// A name in Content-Type alone makes no file of it: some mailers name the letter itself, and no reader hides it then.
	if disposition.params["filename"] != "" && disposition.value != "inline" {
		return false
	}
	if !isLetterText[n.kind.value] && fileName(disposition, n.kind) != "" {
		return false // source code and the like
	}
	id := firstID(n.h.get("Content-ID"))
	return at.parent != "multipart/related" || at.root || id == "" || !at.shownIDs[id]
}

// pageOf is the HTML of blocks.
func pageOf(blocks []block) string {
	var page strings.Builder
	for _, b := range blocks {
		page.WriteString(b.html)
	}
	return page.String()
}

// isLetterText are the kinds of text that letters are written in.
var isLetterText = map[string]bool{
	"text/plain": true, "text/html": true, "text/enriched": true, "text/richtext": true, "text/markdown": true, "text/x-markdown": true,
}

// isNamedText tells whether a text that is shown is a file too: sent to be seen in place, under a name of its own.
func isNamedText(n part, at place) bool {
	disposition := parseMedia(n.h.get("Content-Disposition"))
	return at.depth > 0 && disposition.value == "inline" && disposition.params["filename"] != ""
}

// notForReading are kinds of text made for programs.
var notForReading = map[string]bool{
	"text/calendar": true, "text/vcard": true, "text/x-vcard": true, "text/directory": true, "text/css": true, "text/rtf": true,
	"text/csv": true, "text/xml": true, "text/javascript": true, "text/rfc822-headers": true, "text/x-amp-html": true,
	"text/watch-html": true, "text/x-moz-deleted": true,
}

// isOtherView are renderings of the letter for other readers. Beside plain text or HTML they belong to the letter, and
// are no files anyone sent.
var isOtherView = map[string]bool{
	"text/x-amp-html": true, "text/watch-html": true, "text/enriched": true, "text/richtext": true,
	"text/rtf": true, "application/rtf": true,
}
