package addressbook

import (
	"bufio"
	"errors"
	"io"
	"mime/quotedprintable"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// line is a content line: "item1.EMAIL;TYPE=work:ann@example.org".
type line struct {
	group  string // "item1"
	name   string // "EMAIL", in upper case
	params []string
	value  string // as it stands there, with its escapes
}

func (l line) String() string {
	var b strings.Builder
	if l.group != "" {
		b.WriteString(l.group + ".")
	}
	b.WriteString(l.name)
	for _, p := range l.params {
		b.WriteString(";" + p)
	}
	return b.String() + ":" + l.value
}

// param gives the values of a parameter in lower case. What stands there without a name, as in 2.1, is a type.
func (l line) param(name string) (values []string) {
	for _, p := range l.params {
		key, value, found := strings.Cut(p, "=")
		if !found {
			key, value = "TYPE", p
		}
		if strings.EqualFold(key, name) {
			values = append(values, strings.Split(strings.ToLower(strings.Trim(value, `"`)), ",")...)
		}
	}
	return values
}

// parseLine is strict about the name only: whatever else is there is kept.
func parseLine(text string) (l line, ok bool) {
	quoted, colon := false, -1
	var parts []string
	start := 0
	for i := 0; i < len(text) && colon < 0; i++ {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == ':':
			colon = i
		case c == ';':
			parts = append(parts, text[start:i])
			start = i + 1
		}
	}
	if colon < 0 {
		if colon = strings.IndexByte(text, ':'); colon < 0 { // a quote that never ends
			return l, false
		}
		parts = strings.Split(text[:colon], ";")
	} else {
		parts = append(parts, text[start:colon])
	}
	l.value = text[colon+1:]
	head := parts[0]
	if group, name, found := strings.Cut(head, "."); found {
		l.group, head = group, name
	}
	l.name = strings.ToUpper(head)
	for _, p := range parts[1:] {
		if p != "" {
			l.params = append(l.params, p)
		}
	}
	return l, isName(l.name) && (l.group == "" || isName(strings.ToUpper(l.group)))
}

func isName(s string) bool {
	return s != "" && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == ""
}

// plainly takes the encodings of vCard 2.1 off: what is kept is text, with the escapes of later versions.
func (l line) plainly() line {
	coded := slices.ContainsFunc(l.params, isQuotedPrintable)
	if coded {
		data, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(l.value)))
		if err != nil && len(data) == 0 {
			data = []byte(l.value)
		}
		l.value = string(data)
	}
	if charset := l.param("CHARSET"); len(charset) > 0 && !utf8.ValidString(l.value) {
		if e, err := htmlindex.Get(charset[0]); err == nil {
			if text, err := e.NewDecoder().String(l.value); err == nil {
				l.value = text
			}
		}
	}
	l.value = utf8Text(l.value)
	if coded {
		l.value = newlines.Replace(l.value)
	}
	l.value = strings.Map(visible, l.value)
	l.params = slices.DeleteFunc(slices.Clone(l.params), func(p string) bool {
		return isQuotedPrintable(p) || strings.HasPrefix(strings.ToUpper(p), "CHARSET=")
	})
	for i := range l.params {
		l.params[i] = strings.Map(visible, utf8Text(l.params[i]))
	}
	return l
}

var newlines = strings.NewReplacer("\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// utf8Text reads what is no UTF-8 as the letters of Western Windows, which no text fails to be.
func utf8Text(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	text, err := charmap.Windows1252.NewDecoder().String(s)
	if err != nil {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	return text
}

func visible(r rune) rune {
	if r < ' ' && r != '\t' || r == 0x7f {
		return ' '
	}
	return r
}

func isQuotedPrintable(param string) bool {
	param = strings.ToUpper(param)
	return param == "QUOTED-PRINTABLE" || param == "ENCODING=QUOTED-PRINTABLE"
}

// longestLine is how many octets of a line are kept, a photo being the longest there is; a longer line is left out.
const longestLine = 4 << 20

// lineReader gives unfolded lines.
type lineReader struct {
	r    *bufio.Reader
	next string // read ahead
	more bool   // next is there
}

func newLineReader(r io.Reader) *lineReader {
	return &lineReader{r: bufio.NewReaderSize(transform.NewReader(r, unicode.BOMOverride(encoding.Nop.NewDecoder())), 64<<10)}
}

// physical reads one line without its end. One that is too long is "".
func (r *lineReader) physical() (string, error) {
	if r.more {
		r.more = false
		return r.next, nil
	}
	var b strings.Builder
	for {
		part, err := r.r.ReadSlice('\n')
		if b.Len() <= longestLine {
			b.Write(part)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && b.Len() == 0 {
			return "", err
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return "", err
		}
		if b.Len() > longestLine {
			return "", nil
		}
		return strings.TrimRight(b.String(), "\r\n"), nil
	}
}

// logical reads a line with those that go on with it.
func (r *lineReader) logical() (string, error) {
	first, err := r.physical()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(first)
	head, _, _ := strings.Cut(first, ":")
	soft := slices.ContainsFunc(strings.Split(head, ";")[1:], isQuotedPrintable)
	for last := first; ; {
		next, err := r.physical()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return "", err
		}
		switch {
		case soft && strings.HasSuffix(last, "="):
			b.WriteString("\n" + next) // the decoder joins them
		case next != "" && (next[0] == ' ' || next[0] == '\t'):
			b.WriteString(next[1:])
		default:
			r.next, r.more = next, true
			return b.String(), nil
		}
		if b.Len() > longestLine {
			b.Reset()
		}
		last = next
	}
	return b.String(), nil
}

// split cuts a value at a separator that is not escaped.
func split(value string, sep byte) (parts []string) {
	start := 0
	for i := 0; i < len(value); i++ {
		switch value[i] {
		case '\\':
			i++
		case sep:
			parts = append(parts, value[start:i])
			start = i + 1
		}
	}
	return append(parts, value[start:])
}

func unescape(value string) string {
	if !strings.Contains(value, `\`) {
		return value
	}
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		if value[i] != '\\' || i == len(value)-1 {
			b.WriteByte(value[i])
			continue
		}
		i++
		switch value[i] {
		case 'n', 'N':
			b.WriteByte('\n')
		case '\\', ',', ';', ':':
			b.WriteByte(value[i])
		default: // no escape: Windows paths of 2.1
			b.WriteString(value[i-1 : i+1])
		}
	}
	return b.String()
}

var escapes = strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

func escape(text string) string { return escapes.Replace(text) }
