package mailmsg

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxWord is how far the end of an encoded word is looked for: the standard says 75, mailers write whole subjects. A
// limit there must be, else a header of nothing but beginnings takes quadratic time.
const maxWord = 16 << 10

// word is one encoded word (RFC 2047), "=?charset?B?text?=".
type word struct {
	charset string
	base64  bool
	text    string
}

// decodeWords decodes the encoded words in s. Neighbours of the same charset are joined before the charset is decoded,
// as many mailers cut in the middle of a character. What is no proper encoded word stays as it is.
func decodeWords(s string) string {
	if !strings.Contains(s, "=?") {
		return s
	}
	var out strings.Builder
	var run []word // neighbours not yet written
	for s != "" {
		w, n, gap := nextWord(s)
		if n == 0 {
			break
		}
		between := s[:gap]
		if len(run) > 0 && strings.TrimSpace(between) != "" {
			writeWords(&out, run)
			run = run[:0]
			out.WriteString(between)
		} else if len(run) == 0 {
			out.WriteString(between)
		}
		if len(run) > 0 && !strings.EqualFold(run[0].charset, w.charset) {
			writeWords(&out, run)
			run = run[:0]
		}
		run = append(run, w)
		s = s[gap+n:]
	}
	writeWords(&out, run)
	out.WriteString(s)
	return out.String()
}

// nextWord finds the first encoded word of s. It starts at gap and is n bytes long; n is 0 where there is none.
func nextWord(s string) (w word, n, gap int) {
	for {
		i := strings.Index(s[gap:], "=?")
		if i < 0 {
			return word{}, 0, len(s)
		}
		gap += i
		if w, n = wordAt(s[gap:]); n > 0 {
			return w, n, gap
		}
		gap += 2
	}
}

// wordAt reads the encoded word s starts with and returns its length, 0 if there is none.
func wordAt(s string) (w word, n int) {
	if !strings.HasPrefix(s, "=?") {
		return word{}, 0
	}
	mark := strings.IndexByte(s[2:min(len(s), 2+80)], '?')
	if mark <= 0 {
		return word{}, 0
	}
	charset := s[2 : 2+mark]
	if strings.ContainsAny(charset, " \t\"(<>,;") {
		return word{}, 0
	}
	charset, _, _ = strings.Cut(charset, "*") // the language of RFC 2231 section 5
	rest := s[2+mark+1:]
	if len(rest) < 4 || rest[1] != '?' {
		return word{}, 0
	}
	w = word{charset: charset}
	switch rest[0] {
	case 'B', 'b':
		w.base64 = true
	case 'Q', 'q':
	default:
		return word{}, 0
	}
	end := strings.Index(rest[2:min(len(rest), maxWord)], "?=")
	if end < 0 {
		return word{}, 0
	}
	w.text = rest[2 : 2+end]
	return w, 2 + mark + 1 + 2 + end + 2
}

// writeWords decodes neighbours, all of the same charset.
func writeWords(out *strings.Builder, run []word) {
	if len(run) == 0 {
		return
	}
	var raw []byte
	for i := 0; i < len(run); i++ {
		if !run[i].base64 {
			raw = appendQ(raw, run[i].text)
			continue
		}
		text := run[i].text
		// A word without padding that ends inside a group of four: the mailer cut the base64, not the text.
		for len(text)%4 != 0 && !strings.Contains(text, "=") && i+1 < len(run) && run[i+1].base64 {
			i++
			text += run[i].text
		}
		raw, _ = appendBase64(raw, []byte(text))
	}
	text, _ := toUTF8(raw, run[0].charset)
	out.WriteString(text)
}

// appendQ decodes the Q encoding (RFC 2047 section 4.2). A broken escape stays as it is.
func appendQ(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '_':
			dst = append(dst, ' ')
		case c == '=' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			dst = append(dst, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'F' || c >= 'a' && c <= 'f'
}

func unhex(c byte) byte {
	switch {
	case c >= 'a':
		return c - 'a' + 10
	case c >= 'A':
		return c - 'A' + 10
	}
	return c - '0'
}

// plainLine makes one line of s: white space collapsed to single blanks, control characters gone, valid UTF-8.
func plainLine(s string) string {
	var out strings.Builder
	out.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) || r == '\u2028' || r == '\u2029':
			space = out.Len() > 0
			continue
		case unicode.IsControl(r):
			continue
		}
		if space {
			out.WriteByte(' ')
			space = false
		}
		out.WriteRune(r) // an invalid byte comes as U+FFFD
	}
	return out.String()
}

// CutBytes shortens s to at most n bytes without cutting a character.
func CutBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	n = max(n, 0)
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
