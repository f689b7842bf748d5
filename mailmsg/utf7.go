package mailmsg

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// decodeUTF7 decodes UTF-7 (RFC 2152): "+" starts base64 of UTF-16, "-" or anything else ends it, "+-" is a plus.
func decodeUTF7(b []byte) string {
	var out strings.Builder
	for len(b) > 0 {
		c := b[0]
		b = b[1:]
		switch {
		case c >= utf8.RuneSelf:
			out.WriteRune(utf8.RuneError)
			continue
		case c != '+':
			out.WriteByte(c)
			continue
		}
		n := 0
		for n < len(b) && isBase64(b[n]) {
			n++
		}
		if n == 0 {
			out.WriteByte('+')
		} else {
			writeUTF16(&out, b[:n])
		}
		b = b[n:]
		if len(b) > 0 && b[0] == '-' {
			b = b[1:]
		}
	}
	return out.String()
}

func writeUTF16(out *strings.Builder, text []byte) {
	if len(text)%4 == 1 {
		text = text[:len(text)-1] // six bits that can be no character
	}
	raw := make([]byte, base64.RawStdEncoding.DecodedLen(len(text)))
	n, _ := base64.RawStdEncoding.Decode(raw, text)
	units := make([]uint16, 0, n/2)
	for i := 0; i+1 < n; i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	for _, r := range utf16.Decode(units) {
		out.WriteRune(r)
	}
}

// isBase64 leaves out the characters of URLs, of which "-" means the end here.
func isBase64(c byte) bool { return sextet[c] < 64 && c != '-' && c != '_' }
