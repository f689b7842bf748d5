package mailmsg

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// toUTF8 decodes b from the charset of that label. ok is false where the label is unknown or plainly wrong and the
// charset was guessed. The text is valid UTF-8 always; bytes that mean nothing become U+FFFD.
func toUTF8(b []byte, label string) (text string, ok bool) {
	label = charsetLabel(label)
	if !strings.HasPrefix(label, "iso-2022") && isISO2022JP(b) {
		text, _ = toUTF8(b, "iso-2022-jp")
		return text, label == ""
	}
	switch label {
	case "", "utf-8", "us-ascii":
		if utf8.Valid(b) {
			return string(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))), true
		}
		return guess(b, label == "utf-8"), label == ""
	case "utf-7":
		return decodeUTF7(b), true
	}
	enc := lookupCharset(label)
	if enc == nil || isLatin1(label) && isSurelyUTF8(b) {
		return guess(b, false), false
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return guess(b, false), false
	}
	return strings.ToValidUTF8(string(out), "\uFFFD"), true
}

// guess decodes bytes of which nothing reliable is known: UTF-8 where they are valid or mostly so, else what detection is
// sure of, else windows-1252, the superset of ISO-8859-1 that gives every byte a meaning.
func guess(b []byte, claimsUTF8 bool) string {
	if utf8.Valid(b) {
		return string(b)
	}
	if claimsUTF8 && hasMultibyte(b) {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	if label := detectCharset(b); label != "" {
		if out, err := lookupCharset(label).NewDecoder().Bytes(b); err == nil {
			return strings.ToValidUTF8(string(out), "\uFFFD")
		}
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return string(out)
}

// isISO2022JP finds the escapes of ISO-2022-JP, which looks like ASCII: into JIS X 0208 and back out of it (RFC 1468).
func isISO2022JP(b []byte) bool {
	i := bytes.Index(b, []byte("\x1b$"))
	return i >= 0 && i+2 < len(b) && (b[i+2] == 'B' || b[i+2] == '@') && isASCII(b)
}

// isLatin1 is true for the labels that browsers take for windows-1252.
func isLatin1(label string) bool {
	_, canonical := charset.Lookup(label)
	return canonical == "windows-1252"
}

// isSurelyUTF8 tells of a text that is said to be in a Latin charset: valid sequences of UTF-8 hardly occur in such, and never
// two without any other byte beyond ASCII.
func isSurelyUTF8(b []byte) bool {
	foreign := 0
	for _, c := range b {
		if c >= 0xC0 {
			foreign++
		}
	}
	return foreign >= 2 && utf8.Valid(b)
}

// headerText decodes a raw header value: UTF-8 (RFC 6532), else the charset its body is in, else a guess.
func headerText(b []byte, bodyCharset string) string {
	if utf8.Valid(b) {
		if isISO2022JP(b) {
			text, _ := toUTF8(b, "iso-2022-jp")
			return text
		}
		return string(b)
	}
	text, _ := toUTF8(b, bodyCharset)
	return text
}

// charsetLabel brings the spellings seen in mail to one form.
func charsetLabel(label string) string {
	label = strings.ToLower(strings.Trim(label, " \t\"'<>;"))
	if label == "" {
		return ""
	}
	if alias, ok := charsetAliases[label]; ok {
		return alias
	}
	return label
}

var charsetAliases = map[string]string{
	"utf8": "utf-8", "utf_8": "utf-8", "unicode-1-1-utf-8": "utf-8", "utf-8n": "utf-8", "cp65001": "utf-8", "utf8mb4": "utf-8",
	"ascii": "us-ascii", "ansi_x3.4-1968": "us-ascii", "ansi_x3.4-1986": "us-ascii", "iso646-us": "us-ascii", "646": "us-ascii",
	"7bit": "us-ascii", "8bit": "", "binary": "", "unknown-8bit": "", "unknown": "", "x-unknown": "", "x-user-defined": "",
	"default": "", "default_charset": "", "none": "", "charset": "",
	"unicode-1-1-utf-7": "utf-7", "utf7": "utf-7", "x-unicode-2-0-utf-7": "utf-7", "cp65000": "utf-7",
	"ansi": "windows-1252", "iso-8859": "windows-1252", "iso8859": "windows-1252", "latin-1": "windows-1252",
	"iso-8859-01": "windows-1252", "8859-1": "windows-1252", "iso-8895-1": "windows-1252", "iso-8859-1-windows-3.1-latin-1": "windows-1252",
	"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "cp936": "gb18030", "ms936": "gb18030", "x-gbk": "gb18030", "euc-cn": "gb18030",
	"cp932": "shift_jis", "ms932": "shift_jis", "sjis": "shift_jis", "shift-jis": "shift_jis", "windows-932": "shift_jis",
	"iso-2022-jp-1": "iso-2022-jp", "iso-2022-jp-2": "iso-2022-jp", "iso-2022-jp-ms": "iso-2022-jp", "cp50220": "iso-2022-jp", "cp50221": "iso-2022-jp",
	"cp949": "euc-kr", "ms949": "euc-kr", "ks_c_5601": "euc-kr", "uhc": "euc-kr",
	"cp950": "big5", "ms950": "big5", "x-big5": "big5", "big-5": "big5",
	"ucs-2": "utf-16", "unicode": "utf-16", "ucs-4": "utf-32",
}

// lookupCharset returns the encoding of a label, nil if there is none. Labels of the WHATWG come first: they mean what
// browsers take them for, ISO-8859-1 as windows-1252 for one.
func lookupCharset(label string) encoding.Encoding {
	switch label {
	case "hz-gb-2312", "hz":
		return simplifiedchinese.HZGB2312
	case "utf-16": // big endian unless a mark says otherwise (RFC 2781 section 4.3)
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case "utf-32":
		return utf32.UTF32(utf32.BigEndian, utf32.UseBOM)
	}
	for _, name := range []string{label, digitsOf(label)} {
		if enc, canonical := charset.Lookup(name); enc != nil && canonical != "replacement" {
			return enc
		}
		if enc, err := ianaindex.MIME.Encoding(name); err == nil && enc != nil {
			return enc
		}
	}
	return nil
}

// digitsOf turns labels such as "cp1251", "win-1251" and "iso8859_15" into the registered form; "" for all others.
func digitsOf(label string) string {
	for _, form := range []struct{ prefix, name string }{
		{"windows", "windows-"}, {"win", "windows-"}, {"cp125", "windows-125"}, {"cp-125", "windows-125"},
		{"cp", "ibm"}, {"ibm", "ibm"}, {"iso8859", "iso-8859-"}, {"iso-8859", "iso-8859-"}, {"iso_8859", "iso-8859-"}, {"koi8", "koi8-"},
	} {
		if rest, ok := strings.CutPrefix(label, form.prefix); ok {
			return form.name + strings.Trim(rest, "-_ ")
		}
	}
	return ""
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// hasMultibyte tells whether some character of b beyond ASCII is proper UTF-8.
func hasMultibyte(b []byte) bool {
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r != utf8.RuneError && n > 1 {
			return true
		}
		b = b[n:]
	}
	return false
}
