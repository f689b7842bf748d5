package mailmsg

import (
	"iter"
	"strings"
)

// contentLine is one line of a calendar or card: NAME;PARAM=value:VALUE (RFC 5545 section 3.1, RFC 6350 section 3.3).
type contentLine struct {
	name   string            // upper case, without a group in front
	params map[string]string // upper-case names
	value  string            // with its escapes
}

const maxLines = 200_000

// contentLines unfolds a text into its lines. Lines without sense are left out.
func contentLines(text string) iter.Seq[contentLine] {
	return func(yield func(contentLine) bool) {
		for range maxLines {
			if text == "" {
				return
			}
			var line string
			line, text = unfoldLine(text)
			if c, ok := parseLine(line); ok {
				if c.isQuoted() {
					text = c.more(text)
				}
				if !yield(c) {
					return
				}
			}
		}
	}
}

// unfoldLine takes the first line with those that continue it.
func unfoldLine(text string) (line, rest string) {
	line, rest, _ = strings.Cut(text, "\n")
	line = strings.TrimSuffix(line, "\r")
	if rest == "" || rest[0] != ' ' && rest[0] != '\t' {
		return line, rest
	}
	var all strings.Builder
	all.WriteString(line)
	for rest != "" && (rest[0] == ' ' || rest[0] == '\t') {
		line, rest, _ = strings.Cut(rest[1:], "\n")
		all.WriteString(strings.TrimSuffix(line, "\r"))
	}
	return all.String(), rest
}

func parseLine(line string) (c contentLine, ok bool) {
	end := strings.IndexAny(line, ":;")
	if end <= 0 {
		return c, false
	}
	c.name = strings.ToUpper(strings.TrimSpace(line[:end]))
	if dot := strings.LastIndexByte(c.name, '.'); dot >= 0 {
		c.name = c.name[dot+1:]
	}
	c.params = map[string]string{}
	for rest := line[end:]; ; {
		if rest == "" {
			return c, false
		}
		if rest[0] == ':' {
			c.value = rest[1:]
			return c, true
		}
		var param string
		param, rest = cutParam(rest[1:])
		name, value, named := strings.Cut(param, "=")
		if !named { // vCard 2.1 has bare values: TEL;HOME;VOICE
			name, value = "TYPE", name
			if strings.EqualFold(value, "QUOTED-PRINTABLE") || strings.EqualFold(value, "BASE64") {
				name = "ENCODING"
			}
		}
		c.params[strings.ToUpper(name)] = strings.Trim(value, `"`)
	}
}

// cutParam takes what stands before the next colon or semicolon outside of quotes.
func cutParam(s string) (param, rest string) {
	inQuotes := false
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"':
			inQuotes = !inQuotes
		case !inQuotes && (c == ':' || c == ';'):
			return s[:i], s[i:]
		}
	}
	return s, ""
}

func (c contentLine) isQuoted() bool {
	return strings.EqualFold(c.params["ENCODING"], "QUOTED-PRINTABLE")
}

// more adds the lines that follow a soft line break of quoted-printable, and returns what is left of the text.
func (c *contentLine) more(text string) (rest string) {
	var all strings.Builder
	value := c.value
	for strings.HasSuffix(value, "=") && text != "" {
		all.WriteString(value[:len(value)-1])
		value, text, _ = strings.Cut(text, "\n")
		value = strings.TrimSuffix(value, "\r")
	}
	c.value = all.String() + value
	return text
}

// decoded is the value out of quoted-printable, in UTF-8.
func (c contentLine) decoded() string {
	if !c.isQuoted() {
		return c.value
	}
	raw, _ := quotedPrintable.bytes([]byte(c.value))
	text, _ := toUTF8(raw, c.params["CHARSET"])
	return text
}

// text is the value on one line, as it is shown.
func (c contentLine) text() string { return plainLine(unescape(c.decoded())) }

// unescape undoes the escapes of texts (RFC 5545 section 3.3.11).
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '\\' && i+1 < len(s) {
			i++
			if c = s[i]; c == 'n' || c == 'N' {
				c = '\n'
			}
		}
		out.WriteByte(c)
	}
	return out.String()
}
