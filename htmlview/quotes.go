package htmlview

import "strings"

// quotedTail finds where the quoted letter at the end of a reply begins: what mail programs put below the writer's own
// words. It must be the tail of the letter, and own words must stand before it; else there is nothing to fold away. all
// says that everything after the node belongs to it too.
func (l *Letter) quotedTail() (start *node, all bool) {
	if l.body == nil {
		return nil, false
	}
	f := quoteFinder{}
	f.walk(l.body)
	if f.start == nil || f.after && !f.all {
		return nil, false
	}
	return f.start, f.all
}

type quoteFinder struct {
	start *node
	all   bool
	own   bool // words before the quote
	after bool // words after it
}

func (f *quoteFinder) walk(n *node) {
	if n.isText {
		if strings.TrimSpace(n.text) != "" {
			f.own = f.own || f.start == nil
			f.after = f.after || f.start != nil
		}
		return
	}
	if f.start == nil && f.own {
		if quoted, all := isQuote(n); quoted {
			f.start, f.all = n, all
			return
		}
	}
	for _, c := range n.children {
		f.walk(c)
	}
}

// isQuote knows the marks of mail programs. all: the mark is an empty or a heading element, and the quote follows it.
func isQuote(n *node) (quoted, all bool) {
	switch n.el.ID {
	case "appendonsend", "divRplyFwdMsg", "OLK_SRC_BODY_SECTION":
		return true, n.el.ID != "OLK_SRC_BODY_SECTION"
	}
	for _, class := range n.el.Classes {
		switch class {
		case "gmail_quote", "gmail_quote_container", "yahoo_quoted", "protonmail_quote", "zmail_extra":
			return true, false
		case "moz-cite-prefix":
			return true, true
		}
	}
	switch n.el.Tag {
	case "blockquote":
		return strings.EqualFold(n.attr("type"), "cite"), false
	case "div":
		return outlookDivider(n.attr("style")), true
	}
	return false, false
}

// outlookDivider knows the line that Outlook draws above "From: … Sent: …".
func outlookDivider(style string) bool {
	style = strings.ToLower(strings.Join(strings.Fields(style), ""))
	i := strings.Index(style, "border-top:solid")
	return i >= 0 && (strings.HasPrefix(style[i:], "border-top:solid#e1e1e1") || strings.HasPrefix(style[i:], "border-top:solid#b5c4df"))
}

// fold takes the quoted tail out of the tree, for this layout; what it returns puts it back.
func (l *Letter) fold() (restore func(), folded bool) {
	start, all := l.quotedTail()
	if start == nil || start.parent == nil {
		return func() {}, false
	}
	type cut struct {
		n        *node
		children []*node
	}
	var cuts []cut
	for n := start; n.parent != nil && n != l.body; n = n.parent {
		p := n.parent
		for i, c := range p.children {
			if c != n {
				continue
			}
			end := i + 1
			if n == start {
				end = i
			}
			if all || n == start {
				kept := append([]*node(nil), p.children[:end]...)
				if !all {
					kept = append(kept, p.children[i+1:]...)
				}
				cuts = append(cuts, cut{p, p.children})
				p.children = kept
			}
			break
		}
		if !all {
			break
		}
	}
	return func() {
		for _, c := range cuts {
			c.n.children = c.children
		}
	}, true
}
