package htmlview

import (
	"html"
	"regexp"
	"strings"
)

// ParseText reads a letter that is plain text: paragraphs as they are, quotes by their leading ">" with a bar for each
// level, addresses as links. Text that needs columns (tables, drawings) is set in a monospaced font.
func ParseText(text string) *Letter {
	return Parse([]byte(textHTML(text)))
}

const textStyle = `<style>pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;font-family:%s}
blockquote{margin:2px 0;padding:0 0 0 10px;border-left:2px solid #a0b4d0;color:#44546a}</style>`

// ParseSource shows a text as it is, each line in a monospaced font: neither quotes nor links are looked for.
func ParseSource(text string) *Letter {
	return Parse([]byte("<!doctype html><pre style=\"margin:0;white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.4 'Courier New'\">\n" + html.EscapeString(text) + "</pre>"))
}

// maxQuoteBars is the deepest quote with a bar of its own.
const maxQuoteBars = 8

func textHTML(text string) string {
	font := "sans-serif"
	if needsColumns(text) {
		font = "'Courier New'"
	}
	var out strings.Builder
	out.WriteString("<!doctype html>" + strings.Replace(textStyle, "%s", font, 1) + "<body class=plain-text>")
	open, level, leftwards := false, 0, false
	for line := range strings.Lines(text) {
		depth, rest := quoteDepth(strings.TrimRight(line, "\r\n"))
		depth = min(depth, maxQuoteBars)
		before := leftwards
		if rtl, strong := strongRunes(rest, 200); strong {
			leftwards = rtl // lines without a letter go as those above them
		}
		if open && (depth != level || leftwards != before) {
			out.WriteString("</pre>")
			open = false
		}
		for ; level < depth; level++ {
			out.WriteString("<blockquote>")
		}
		for ; level > depth; level-- {
			out.WriteString("</blockquote>")
		}
		if !open {
			if leftwards {
				out.WriteString("<pre dir=rtl>")
			} else {
				out.WriteString("<pre>")
			}
			if rest == "" {
				out.WriteByte('\n') // the parser drops the first line end
			}
			open = true
		}
		writeLine(&out, rest)
		out.WriteByte('\n')
	}
	return out.String()
}

// quoteDepth counts the ">" at a line's start (RFC 3676 section 4.5, and with spaces in between as many programs write).
func quoteDepth(line string) (int, string) {
	depth := 0
	rest := line
	for {
		next := strings.TrimPrefix(rest, " ")
		if depth == 0 {
			next = rest
		}
		if !strings.HasPrefix(next, ">") {
			break
		}
		rest = next[1:]
		depth++
	}
	if depth > 0 {
		rest = strings.TrimPrefix(rest, " ")
	}
	return depth, rest
}

var address = regexp.MustCompile(`(?i)\b(?:https?://|www\.|mailto:)[^\s<>"]+`)

// writeLine writes a line with its addresses as links.
func writeLine(out *strings.Builder, line string) {
	if !strings.Contains(line, ":") && !strings.Contains(strings.ToLower(line), "www.") { // most lines: no address
		out.WriteString(html.EscapeString(line))
		return
	}
	at := 0
	for _, m := range address.FindAllStringIndex(line, -1) {
		shown := strings.TrimRight(line[m[0]:m[1]], ".,;:!?'")
		for strings.HasSuffix(shown, ")") && strings.Count(shown, ")") > strings.Count(shown, "(") {
			shown = strings.TrimRight(shown[:len(shown)-1], ".,;:!?'") // the bracket opens before the address
		}
		target := shown
		if strings.EqualFold(target[:4], "www.") {
			target = "http://" + target
		}
		out.WriteString(html.EscapeString(line[at:m[0]]))
		out.WriteString(`<a href="` + html.EscapeString(target) + `">` + html.EscapeString(shown) + "</a>")
		at = m[0] + len(shown)
	}
	out.WriteString(html.EscapeString(line[at:]))
}

// needsColumns says whether the text lines up words by spaces or draws with characters.
func needsColumns(text string) bool {
	aligned, lines := 0, 0
	for line := range strings.Lines(text) {
		lines++
		line = strings.TrimRight(line, " \r\n")
		inner := strings.TrimLeft(line, " >")
		switch {
		case strings.Contains(inner, "   ") || strings.Contains(inner, "\t"):
			aligned++
		case strings.ContainsAny(inner, "│─┌└├┤┬┴┼╔═║") || strings.HasPrefix(inner, "|") && strings.HasSuffix(inner, "|") || strings.HasPrefix(inner, "+--"):
			aligned++
		}
		if lines >= 2000 {
			break
		}
	}
	return aligned >= 2
}
