package mailmsg

import (
	"bytes"
	"html"
	"strings"
	"unicode/utf8"
)

// block is one piece of a letter as shown, in one or both forms.
type block struct {
	text, html         string
	hasText, hasHTML   bool
	sentText, sentHTML string // of these what was sent in that form, and not made from the other
}

// text decodes a part that is read in the letter itself.
func (p *parser) text(n part) []block {
	kind, body := n.kind, n.body
	t := p.transfer(n.h)
	raw, clean := p.startOfText(body, t, kind.params["charset"])
	if !clean {
		p.defect("A text has bytes in it that do not belong there; they were skipped.")
	}
	charset := kind.params["charset"]
	if kind.value == "text/html" {
		if charsetLabel(charset) == "" || charsetLabel(charset) == "us-ascii" && !isASCII(raw) {
			charset = metaCharset(raw)
		}
		page := p.limit(p.decode(raw, charset))
		return []block{{html: page, sentHTML: page, hasHTML: true}}
	}
	if kind.value == "text/enriched" || kind.value == "text/richtext" {
		source := cleanText(p.decode(raw, charset))
		return []block{{html: p.limit(htmlFromEnriched(p.limit(source), kind.value == "text/richtext", p.o.MaxText)), hasHTML: true}}
	}
	text := p.plain(raw, kind)
	b := block{text: text, sentText: text, hasText: true}
	if kind.value == "text/plain" {
		if rest, files := splitEncoded(raw); len(files) > 0 {
			b.text = p.plain(rest, kind)
			for _, f := range files {
				p.addInner(f, InText)
			}
		}
	}
	return []block{b}
}

// startOfText decodes what of a text can be kept: of a huge one only the beginning is ever in memory.
func (p *parser) startOfText(body section, t transfer, charset string) (raw []byte, clean bool) {
	room := p.o.MaxText + utf8.UTFMax
	if label := charsetLabel(charset); strings.HasPrefix(label, "utf-16") || strings.HasPrefix(label, "utf-32") {
		room *= 4 // other charsets only grow when they become UTF-8
	}
	most := room * map[transfer]int{identity: 1, base64Lines: 2, uuLines: 2, quotedPrintable: 4}[t] // no encoding is longer than that
	long := body.size() > int64(most)
	if long {
		head, err := body.head(most)
		p.readError(err)
		body = section{b: head}
	}
	raw, clean = p.bytes(body, t)
	if len(raw) > room {
		raw, long = raw[:room], true
	}
	if long {
		p.cutDefect()
		raw = withoutHalfRune(raw)
	}
	return raw, clean
}

// withoutHalfRune takes off a character that was cut: as half of one it would make the whole text no UTF-8.
func withoutHalfRune(b []byte) []byte {
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		if last := b[len(b)-i:]; utf8.RuneStart(last[0]) {
			if !utf8.FullRune(last) {
				return b[:len(b)-i]
			}
			return b
		}
	}
	return b
}

// plain makes a text to read of the decoded bytes of a text part.
func (p *parser) plain(raw []byte, kind media) string {
	text := cleanText(p.limit(p.decode(raw, kind.params["charset"])))
	if strings.EqualFold(kind.params["format"], "flowed") {
		text = reflow(text, strings.EqualFold(kind.params["delsp"], "yes"))
	}
	return text
}

func (p *parser) decode(raw []byte, charset string) string {
	text, ok := toUTF8(raw, charset)
	if !ok {
		p.defectf("A text is not in the charset it names (%q); the charset was guessed.", plainLine(CutBytes(charset, 40)))
	}
	return text
}

func (p *parser) limit(s string) string {
	if len(s) > p.o.MaxText {
		p.cutDefect()
		return CutBytes(s, p.o.MaxText)
	}
	return s
}

func (p *parser) cutDefect() {
	p.defect("The text is very long; only its beginning is shown.")
}

// choose makes one block of the views of a multipart/alternative: the first that is plain, the last that is HTML.
func choose(views [][]block) []block {
	var best block
	for _, view := range views {
		if len(view) == 0 {
			continue
		}
		b := join(view)
		if b.hasText && (!best.hasText || isBlank(best.text)) {
			best.text, best.sentText, best.hasText = b.text, b.sentText, true
		}
		if b.hasHTML {
			best.html, best.sentHTML, best.hasHTML = b.html, b.sentHTML, true
		}
	}
	if !best.hasText && !best.hasHTML {
		return nil
	}
	return []block{best}
}

// join puts blocks one below the other. Where only some have a form, the other is made of what they have.
func join(blocks []block) block {
	if len(blocks) == 1 {
		return blocks[0]
	}
	var all block
	for _, b := range blocks {
		all.hasText = all.hasText || b.hasText && !isBlank(b.text)
		all.hasHTML = all.hasHTML || b.hasHTML
	}
	var text, markup strings.Builder
	mixed := false // something of one form is made of the other, or lacks what does not belong to the text
	for _, b := range blocks {
		mixed = mixed || all.hasHTML && !b.hasHTML || all.hasText && !b.hasText || b.sentText != b.text || b.sentHTML != b.html
		if all.hasText {
			plain := b.text
			if !b.hasText || isBlank(plain) && b.hasHTML {
				plain = textFromHTML(b.html)
			}
			appendParagraph(&text, plain)
		}
		if all.hasHTML {
			switch {
			case b.hasHTML:
				markup.WriteString(b.html)
			case !isBlank(b.text):
				markup.WriteString(`<div style="white-space: pre-wrap">` + html.EscapeString(b.text) + "</div>\n")
			}
		}
	}
	all.text, all.html = text.String(), markup.String()
	all.sentText, all.sentHTML = all.text, all.html
	if mixed {
		all.sentText, all.sentHTML = joinSent(blocks)
	}
	return all
}

// joinSent puts what was sent in each form one below the other, with nothing made for it.
func joinSent(blocks []block) (text, markup string) {
	var texts, pages strings.Builder
	for _, b := range blocks {
		appendParagraph(&texts, b.sentText)
		pages.WriteString(b.sentHTML)
	}
	return texts.String(), pages.String()
}

// appendParagraph starts s on a new line. Blank texts, as stand between two pictures, add nothing.
func appendParagraph(out *strings.Builder, s string) {
	if isBlank(s) {
		return
	}
	if out.Len() > 0 && !strings.HasSuffix(out.String(), "\n") {
		out.WriteByte('\n')
	}
	out.WriteString(s)
}

// finish fills Text and HTML from the blocks of the whole message with that body.
func (p *parser) finish(blocks []block, body section) {
	if len(blocks) > 0 {
		b := join(blocks)
		p.m.Text, p.m.HTML = p.limit(b.text), p.limit(b.html)
		p.m.SentText, p.m.SentHTML = p.limit(b.sentText), p.limit(b.sentHTML)
	}
	p.readLeftovers()
	if isBlank(p.m.Text) && p.m.HTML == "" {
		if p.m.HTML = p.tnefHTML; len(p.opened) > 0 {
			b := join(p.opened)
			p.m.Text, p.m.HTML = p.limit(b.text), p.limit(b.html)
		}
	}
	p.protected(protectionInText(p.m.SentText))
	if isBlank(p.m.Text) && p.m.HTML != "" {
		p.m.Text, p.m.TextFromHTML = p.limit(textFromHTML(p.m.HTML)), true
	}
	if p.m.Text == "" && p.m.HTML == "" && len(p.m.Attachments) == 0 && len(bytes.TrimSpace(body.b)) > 0 {
		p.defect("There is nothing to read in this message.")
	}
	p.m.markInline()
}

// readLeftovers shows what belongs to no part where there is nothing else to read, and offers it as a file where there is.
func (p *parser) readLeftovers() {
	for _, n := range p.leftovers {
		if isBlank(p.m.Text) && p.m.HTML == "" {
			b := p.text(n)[0]
			p.m.Text, p.m.SentText = p.m.Text+b.text, p.m.SentText+b.sentText
		} else {
			p.attach(n, place{depth: 1})
		}
	}
}

func isBlank(s string) bool { return strings.TrimSpace(s) == "" }

// cleanText gives a text LF line ends and takes out what a screen or terminal could stumble over: NUL and other control
// characters become U+FFFD.
func cleanText(s string) string {
	clean := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' && c != '\n' && c != '\t' || c == 0x7F {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	out := make([]byte, 0, len(s)+16)
	copied := 0 // s up to here is in out
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != 0x7F || c == '\n' || c == '\t' {
			continue
		}
		out = append(out, s[copied:i]...)
		copied = i + 1
		switch {
		case c == '\r' && i+1 < len(s) && s[i+1] == '\n':
		case c == '\r' || c == '\f' || c == '\v':
			out = append(out, '\n')
		default:
			out = utf8.AppendRune(out, utf8.RuneError)
		}
	}
	return string(append(out, s[copied:]...))
}

// reflow joins the lines of format=flowed (RFC 3676): a line that ends in a blank goes on in the next one of the same
// quote depth. Quotes come out as "> " per level. delSp: the blank was added and goes.
func reflow(s string, delSp bool) string {
	var out strings.Builder
	out.Grow(len(s))
	open, openDepth := false, 0 // the last line goes on
	for s != "" {
		var line string
		line, s, _ = strings.Cut(s, "\n")
		depth := 0
		for depth < len(line) && line[depth] == '>' {
			depth++
		}
		content := strings.TrimPrefix(line[depth:], " ")
		signature := content == "-- "
		if open && (depth != openDepth || signature) {
			out.WriteByte('\n')
			open = false
		}
		if !open {
			writeQuote(&out, depth, content)
		}
		goesOn := strings.HasSuffix(content, " ") && !signature
		if goesOn && delSp {
			content = content[:len(content)-1]
		}
		out.WriteString(content)
		if open, openDepth = goesOn, depth; !goesOn {
			out.WriteByte('\n')
		}
	}
	if open {
		out.WriteByte('\n')
	}
	return out.String()
}

func writeQuote(out *strings.Builder, depth int, content string) {
	for range depth {
		out.WriteByte('>')
	}
	if depth > 0 && content != "" {
		out.WriteByte(' ')
	}
}
