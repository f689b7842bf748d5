package mailmsg

import (
	"encoding/base64"
	"io"
	"strings"
	"unicode/utf8"
)

// lineWriter writes a message's lines and remembers the first error.
type lineWriter struct {
	w   io.Writer
	err error
}

func (l *lineWriter) line(s string) {
	if l.err == nil {
		_, l.err = io.WriteString(l.w, s+"\r\n")
	}
}

// Write is for the encoders of bodies.
func (l *lineWriter) Write(b []byte) (int, error) {
	if l.err != nil {
		return 0, l.err
	}
	var n int
	n, l.err = l.w.Write(b)
	return n, l.err
}

const foldAt = 76 // RFC 5322 section 2.1.1 asks for 78 at most

// field writes a field, folded at blanks. value is ASCII without line ends.
func (l *lineWriter) field(name, value string) {
	line := name + ":"
	for word := range strings.FieldsSeq(value) {
		if len(line)+1+len(word) > foldAt && line != name+":" {
			l.line(line)
			line = ""
		}
		line += " " + word
	}
	l.line(line)
}

// addresses writes an address field, nothing where there are none.
func (l *lineWriter) addresses(name string, list []Address) {
	if len(list) == 0 {
		return
	}
	texts := make([]string, len(list))
	for i, a := range list {
		texts[i] = addressField(a)
	}
	l.field(name, strings.Join(texts, ", "))
}

// addressField is "Ann Lee <ann@example.org>", the name quoted or encoded where it must be (RFC 5322 section 3.4).
func addressField(a Address) string {
	name := plainLine(a.Name)
	a.Address, _ = asciiAddress(a.Address)
	switch {
	case name == "":
		return a.Address
	case !isASCII([]byte(name)) || strings.Contains(name, "=?") || len(name) > 60:
		return encodeWords(name, 0) + " <" + a.Address + ">"
	case strings.ContainsAny(name, `()<>[]:;@\,."`):
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `" <` + a.Address + ">"
	}
	return name + " <" + a.Address + ">"
}

// encodeText is an unstructured value: as it is where it may be, else as encoded words. used is what stands before it on
// its line.
func encodeText(s string, used int) string {
	s = plainLine(s)
	if isASCII([]byte(s)) && !strings.Contains(s, "=?") && longestWord(s) < foldAt-used {
		return s
	}
	return encodeWords(s, used)
}

func longestWord(s string) int {
	longest := 0
	for word := range strings.FieldsSeq(s) {
		longest = max(longest, len(word))
	}
	return longest
}

// encodeWords writes all of s as encoded words in UTF-8 (RFC 2047): none longer than 75 bytes, none that ends within a
// character. Whichever of Q and B is shorter is taken.
func encodeWords(s string, used int) string {
	const head, tail = "=?UTF-8?", "?="
	q := len(appendQWord(nil, s)) <= base64.StdEncoding.EncodedLen(len(s))
	var words []string
	start := 0
	for i := 0; i <= len(s); {
		_, n := utf8.DecodeRuneInString(s[i:])
		room := 75 - len(head) - len("Q?") - len(tail)
		if len(words) == 0 {
			room -= max(0, used-1)
		}
		if i == len(s) || start < i && encodedLen(s[start:i+n], q) > room {
			words = append(words, head+encodeWord(s[start:i], q)+tail)
			start = i
			if i == len(s) {
				break
			}
		}
		i += n
	}
	return strings.Join(words, " ")
}

func encodedLen(s string, q bool) int {
	if q {
		return len(appendQWord(nil, s))
	}
	return base64.StdEncoding.EncodedLen(len(s))
}

func encodeWord(s string, q bool) string {
	if q {
		return "Q?" + string(appendQWord(nil, s))
	}
	return "B?" + base64.StdEncoding.EncodeToString([]byte(s))
}

// appendQWord leaves only what is safe in every place an encoded word may stand (RFC 2047 section 5 rule 3).
func appendQWord(dst []byte, s string) []byte {
	for i := range len(s) {
		switch c := s[i]; {
		case c == ' ':
			dst = append(dst, '_')
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("!*+-/", c) >= 0:
			dst = append(dst, c)
		default:
			dst = appendEscape(dst, c)
		}
	}
	return dst
}

const hexDigits = "0123456789ABCDEF"

func appendEscape(dst []byte, c byte) []byte {
	return append(dst, '=', hexDigits[c>>4], hexDigits[c&15])
}
