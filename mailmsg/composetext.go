package mailmsg

import (
	"strings"
	"unicode/utf8"
)

// textNode is a text part in the plainest encoding that carries it unharmed. Plain text is flowed (RFC 3676).
func textNode(text, minor string, o WriteOptions) node {
	text = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\r\n", "\n"), "\r", "\n")
	n := node{kind: "text/" + minor, params: [][2]string{{"charset", "utf-8"}}, encoding: "7bit"}
	if minor == "plain" {
		text = flow(text)
		n.params = append(n.params, [2]string{"format", "flowed"})
	}
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	longest, plain := measure(text)
	if !plain {
		n.encoding = "8bit"
	}
	if !plain && !o.EightBit || longest > 900 || strings.Contains(text, "=_") || needsEncoding(text) {
		n.encoding = "quoted-printable"
	}
	encoding := n.encoding
	n.content = func(out *lineWriter) error { return writeText(out, text, encoding) }
	return n
}

// measure gives the length of the longest line and whether all is ASCII.
func measure(text string) (longest int, ascii bool) {
	ascii = true
	for line := range strings.Lines(text) {
		longest = max(longest, len(line))
		ascii = ascii && isASCII([]byte(line))
	}
	return longest, ascii
}

// needsEncoding finds what gets changed on the way: control characters, and lines some servers take for others.
func needsEncoding(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' && c != '\n' && c != '\t' || c == 0x7F {
			return true
		}
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "From ") || strings.HasPrefix(line, ".") {
			return true
		}
	}
	return false
}

func writeText(out *lineWriter, text, encoding string) error {
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if encoding == "quoted-printable" {
			writeQuoted(out, line)
		} else {
			out.line(line)
		}
	}
	return out.err
}

// writeQuoted writes a line in lines of 76 (RFC 2045 section 6.7), never cut within a character.
func writeQuoted(out *lineWriter, line string) {
	const most = 75                                                           // and the "=" of a soft line break
	guard := strings.HasPrefix(line, ".") || strings.HasPrefix(line, "From ") // doubled or escaped on the way
	var row []byte
	for i := 0; i < len(line); {
		_, n := utf8.DecodeRuneInString(line[i:])
		var piece []byte
		for j := i; j < i+n; j++ {
			piece = appendQuoted(piece, line[j], j == len(line)-1, j == 0 && guard)
		}
		if len(row)+len(piece) > most {
			out.line(string(row) + "=")
			row = row[:0]
			if piece[0] == '.' || piece[0] == 'F' {
				piece = appendEscape(nil, piece[0]) // as it now begins a line
			}
		}
		row = append(row, piece...)
		i += n
	}
	out.line(string(row))
}

// appendQuoted encodes one byte. A blank at the end of a line would be lost on the way.
func appendQuoted(dst []byte, c byte, last, always bool) []byte {
	if always || c == '=' || c < ' ' && c != '\t' || c > '~' || last && (c == ' ' || c == '\t') {
		return appendEscape(dst, c)
	}
	return append(dst, c)
}

const flowAt = 72

// flow breaks paragraphs into lines that end in a blank where they go on (RFC 3676 section 4.2). Quotes keep their marks,
// lines that would be taken for marks are stuffed, and blanks at the end of a paragraph go, for they would mean something.
func flow(text string) string {
	var out strings.Builder
	out.Grow(len(text) + len(text)/40)
	for line := range strings.Lines(text) {
		flowLine(&out, strings.TrimSuffix(line, "\n"))
		if strings.HasSuffix(line, "\n") {
			out.WriteByte('\n')
		}
	}
	return out.String()
}

func flowLine(out *strings.Builder, line string) {
	if line == "-- " { // the signature's mark is the one line that ends in a blank and does not go on
		out.WriteString(line)
		return
	}
	mark, rest := quoteMark(line)
	rest = strings.TrimRight(rest, " ")
	for {
		prefix := mark
		if mark != "" && rest != "" || mark == "" && needsStuffing(rest) {
			prefix += " "
		}
		cut := flowCut(rest, flowAt-len(prefix))
		out.WriteString(prefix + rest[:cut])
		rest = rest[cut:]
		if rest == "" {
			return
		}
		out.WriteByte('\n')
	}
}

// needsStuffing is true for lines that would be read otherwise without a blank in front (RFC 3676 section 4.4).
func needsStuffing(line string) bool {
	return strings.HasPrefix(line, " ") || strings.HasPrefix(line, ">") || strings.HasPrefix(line, "From ")
}

// quoteMark takes the marks of a quoted line off: "> > text" and ">> text" are both of depth two.
func quoteMark(line string) (mark, rest string) {
	rest = line
	for {
		after := strings.TrimPrefix(rest, " ")
		if mark == "" {
			after = rest
		}
		if !strings.HasPrefix(after, ">") {
			break
		}
		mark, rest = mark+">", after[1:]
	}
	if mark != "" {
		rest = strings.TrimPrefix(rest, " ")
	}
	return mark, rest
}

// flowCut finds behind which blank to break, the last before most columns; a longer word gets a line of its own.
func flowCut(s string, most int) int {
	columns, cut := 0, 0
	for i, r := range s {
		if columns >= most && cut > 0 {
			return cut
		}
		columns++
		if r == ' ' && i+1 < len(s) && s[i+1] != ' ' && s[:i+1] != "-- " { // that line would begin a signature
			cut = i + 1
		}
		if columns > most && cut > 0 && i+1 < len(s) {
			return cut
		}
	}
	return len(s)
}
