package mailbox

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// imapBase64 is base64 as names of IMAP folders have it (RFC 3501 section 5.1.3).
var imapBase64 = base64.NewEncoding("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,").WithPadding(base64.NoPadding)

// decodeUTF7 reads a folder's name in modified UTF-7, as Maildir++ has them: "Entw&APw-rfe". A name that is not in it,
// as of servers which write UTF-8, stays as it is.
func decodeUTF7(name string) string {
	var b strings.Builder
	for rest := name; rest != ""; {
		plain, after, coded := strings.Cut(rest, "&")
		b.WriteString(plain)
		if !coded {
			break
		}
		word, tail, ended := strings.Cut(after, "-")
		if !ended {
			return name
		}
		rest = tail
		if word == "" {
			b.WriteByte('&')
			continue
		}
		octets, err := imapBase64.DecodeString(word)
		if err != nil || len(octets)%2 != 0 {
			return name
		}
		units := make([]uint16, len(octets)/2)
		for i := range units {
			units[i] = uint16(octets[2*i])<<8 | uint16(octets[2*i+1])
		}
		b.WriteString(string(utf16.Decode(units)))
	}
	if !utf8.ValidString(b.String()) {
		return name
	}
	return b.String()
}
