package mailmsg

import (
	"strings"

	"golang.org/x/net/html"
)

// HTMLFolds finds quotes, signatures and forwarded messages in a page, by the marks that Gmail, Outlook, Apple Mail,
// Thunderbird, Yahoo, Proton and others put on them. Start and End are bytes of the page at tags; folds do not overlap.
func HTMLFolds(page string) []Fold {
	f := htmlFolder{z: html.NewTokenizer(strings.NewReader(page))}
	for {
		kind := f.z.Next()
		start := f.pos
		f.pos += len(f.z.Raw())
		switch kind {
		case html.ErrorToken:
			return f.close(len(page))
		case html.StartTagToken, html.SelfClosingTagToken:
			f.start(start, kind == html.SelfClosingTagToken)
		case html.EndTagToken:
			name, _ := f.z.TagName()
			f.end(string(name))
		case html.TextToken:
			f.text(string(f.z.Text()))
		case html.CommentToken, html.DoctypeToken:
		}
	}
}

type htmlFolder struct {
	z     *html.Tokenizer
	pos   int
	list  []Fold
	tag   string // of the fold that is open, "" outside of one
	depth int    // elements of that tag that are open
	rest  bool   // the open fold goes to the end of the page
	fresh bool   // the last fold has no words yet
	gap   bool   // nothing to read stands between the last fold and here
}

func (f *htmlFolder) start(at int, closed bool) {
	name, more := f.z.TagName()
	tag := string(name)
	if f.tag != "" || f.rest {
		if tag == f.tag && !closed {
			f.depth++
		}
		return
	}
	f.gap = f.gap && tag != "img" // a picture is something to see
	var a tagAttributes
	for more {
		var key, value []byte
		key, value, more = f.z.TagAttr()
		a.take(string(key), string(value))
	}
	kind, rest, ok := foldOf(tag, a)
	if !ok {
		return
	}
	if n := len(f.list); f.gap && n > 0 && kind == QuoteFold && f.list[n-1].Kind == QuoteFold {
		f.list[n-1].End = f.pos // Thunderbird: who wrote, and what
	} else {
		f.list = append(f.list, Fold{Kind: kind, Start: at, End: f.pos})
		f.fresh = true
	}
	f.rest, f.gap = rest, true
	if !closed && !rest {
		f.tag, f.depth = tag, 1
	}
}

// text looks at the first words of a fold: a message passed on stands in the same marks as a quote.
func (f *htmlFolder) text(s string) {
	s = strings.TrimSpace(s)
	if s == "" || len(f.list) == 0 {
		return
	}
	if f.tag == "" && !f.rest {
		f.gap = false
	}
	if last := &f.list[len(f.list)-1]; f.fresh && last.Kind == QuoteFold && isForwardMark(s) {
		last.Kind = ForwardFold
	}
	f.fresh = false
}

func (f *htmlFolder) end(tag string) {
	if tag != f.tag || f.tag == "" {
		return
	}
	if f.depth--; f.depth == 0 {
		f.list[len(f.list)-1].End = f.pos
		f.tag = ""
	}
}

// close ends what is open at the end of the page.
func (f *htmlFolder) close(size int) []Fold {
	if (f.tag != "" || f.rest) && len(f.list) > 0 {
		f.list[len(f.list)-1].End = size
	}
	return f.list
}

// tagAttributes are the attributes that tell, in lower case.
type tagAttributes struct{ id, class, kind, style string }

func (a *tagAttributes) take(key, value string) {
	value = strings.ToLower(value)
	switch key {
	case "id":
		a.id = value
	case "class":
		a.class = " " + value + " "
	case "type":
		a.kind = value
	case "style":
		a.style = strings.Join(strings.Fields(value), "")
	}
}

// foldOf knows the programs' marks. rest: all that follows belongs to it.
func foldOf(tag string, a tagAttributes) (kind FoldKind, rest, ok bool) {
	if hasClass(a.class, signatureClasses...) {
		return SignatureFold, false, true
	}
	switch {
	case tag == "blockquote" && a.kind == "cite", tag == "blockquote" && hasClass(a.class, "gmail_quote"):
		return QuoteFold, false, true
	case hasClass(a.class, "moz-forward-container"):
		return ForwardFold, false, true
	case quoteIDs[a.id]:
		return QuoteFold, true, true // Outlook on the web: what follows stands beside it
	case tag == "div" && isOutlookLine(a.style):
		return QuoteFold, true, true
	case signatureIDs[a.id]:
		return SignatureFold, false, true
	}
	if hasClass(a.class, quoteClasses...) {
		return QuoteFold, false, true
	}
	return "", false, false
}

// The names by which programs mark parts of a page, in lower case.
var (
	signatureClasses = strings.Fields("gmail_signature moz-signature protonmail_signature_block ymail_android_signature tutanota_signature applemailsignature")
	quoteClasses     = strings.Fields("gmail_quote gmail_quote_container moz-cite-prefix yahoo_quoted protonmail_quote tutanota_quote zmail_extra quote-header")
	signatureIDs     = map[string]bool{"signature": true, "ms-outlook-mobile-signature": true, "applemailsignature": true, "linebreakatbeginningofsignature": true, "_rc_sig": true, "x_signature": true}
	quoteIDs         = map[string]bool{"divrplyfwdmsg": true, "appendonsend": true, "mail-editor-reference-message-container": true, "stopspelling": true}
)

func hasClass(classes string, words ...string) bool {
	for _, word := range words {
		if strings.Contains(classes, " "+word+" ") {
			return true
		}
	}
	return false
}

// isOutlookLine is the line above the head of the message answered to in Outlook, as it writes it on Windows and macOS, and as
// Outlook on the web writes it anew.
func isOutlookLine(style string) bool {
	grey := strings.Contains(style, "#e1e1e1") || strings.Contains(style, "#b5c4df") || strings.Contains(style, "rgb(225,225,225)") || strings.Contains(style, "rgb(181,196,223)")
	return grey && (strings.Contains(style, "border-top:solid") || strings.Contains(style, "border-top:1pt") || strings.Contains(style, "border-style:solidnonenone")) &&
		strings.Contains(style, "none") // on its other sides
}
