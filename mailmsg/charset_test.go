package mailmsg

import (
	"encoding/base64"
	"strings"
	"testing"
)

// charsetSamples are the same words as bytes and as text.
var charsetSamples = []struct{ label, raw, text string }{
	{"utf-8", "Gr\xc3\xbc\xc3\x9fe aus \xc5\x81\xc3\xb3d\xc5\xba", "Grüße aus Łódź"},
	{"iso-8859-1", "Gr\xfc\xdfe aus K\xf6ln", "Grüße aus Köln"},
	{"iso-8859-2", "\xa3\xf3d\xbc", "Łódź"},
	{"iso-8859-15", "Preis: 5 \xa4", "Preis: 5 €"},
	{"windows-1252", "\x93Preis\x94 \x96 5 \x80", "“Preis” – 5 €"},
	{"windows-1251", "\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0", "Привет, мир"},
	{"koi8-r", "\xf0\xd2\xc9\xd7\xc5\xd4, \xcd\xc9\xd2", "Привет, мир"},
	{"iso-2022-jp", "\x1b$B$3$s$K$A$O@$3&\x1b(B", "こんにちは世界"},
	{"shift_jis", "\x82\xb1\x82\xf1\x82\xc9\x82\xbf\x82\xcd\x90\xa2\x8aE", "こんにちは世界"},
	{"gb18030", "\xc4\xe3\xba\xc3\xa3\xac\xca\xc0\xbd\xe7", "你好，世界"},
	{"big5", "\xa7A\xa6n\xa1A\xa5@\xac\xc9", "你好，世界"},
	{"euc-kr", "\xbe\xc8\xb3\xe7\xc7\xcf\xbc\xbc\xbf\xe4", "안녕하세요"},
	{"utf-7", "Gr+APwA3w-e +- +AUEA8w-d+AXo-", "Grüße + Łódź"},
}

func TestCharsetsInBodyAndSubject(t *testing.T) {
	for _, tt := range charsetSamples {
		t.Run(tt.label, func(t *testing.T) {
			m := parseString("Subject: =?" + tt.label + "?B?" + base64.StdEncoding.EncodeToString([]byte(tt.raw)) + "?=\r\n" +
				"Date: Tue, 2 Dec 2025 10:00:00 +0100\r\n" +
				"Content-Type: text/plain; charset=" + tt.label + "\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + tt.raw + "\r\n")
			if m.Subject != tt.text {
				t.Errorf("subject %q, want %q", m.Subject, tt.text)
			}
			if m.Text != tt.text+"\n" {
				t.Errorf("text %q, want %q", m.Text, tt.text)
			}
			if len(m.Defects) > 0 {
				t.Errorf("defects %q", m.Defects)
			}
		})
	}
}

func TestToUTF8(t *testing.T) {
	tests := []struct {
		name, raw, label, want string
		ok                     bool
	}{
		{"no label, UTF-8", "gr\xc3\xbcn", "", "grün", true},
		{"no label, eight bits", "gr\xfcn", "", "grün", true},
		{"ASCII that is UTF-8", "gr\xc3\xbcn", "us-ascii", "grün", true},
		{"ASCII with eight bits", "gr\xfcn", "US-ASCII", "grün", false},
		{"UTF-8 that is not", "gr\xfcn", "UTF-8", "grün", false},
		{"UTF-8 with one bad byte", "gr\xc3\xbcn \xff", "utf-8", "grün \uFFFD", false},
		{"byte order mark", "\xef\xbb\xbfgreen", "utf-8", "green", true},
		{"unknown label", "gr\xfcn", "x-mars", "grün", false},
		{"unknown label, UTF-8", "gr\xc3\xbcn", "x-mars", "grün", false},
		{"Latin-1 has no control characters in mail", "\x80", "iso-8859-1", "€", true},
		{"spelling", "\xcf\xf0", "CP1251", "Пр", true},
		{"spelling with underscore", "5 \xa4", "iso8859_15", "5 €", true},
		{"win-", "\xcf\xf0", "win-1251", "Пр", true},
		{"in quotes", "\xcf\xf0", "'windows-1251'", "Пр", true},
		{"a page of DOS", "gr\x81n", "cp850", "grün", true},
		{"UTF-16 with mark", "\xff\xfeg\x00r\x00", "utf-16", "gr", true},
		{"HZ", "~{<:Ky2;~}", "hz-gb-2312", "己所不", true},
		{"gb2312 may hold more than it says", "\x81\x30\x81\x30", "gb2312", "\u0080", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := toUTF8([]byte(tt.raw), tt.label)
			if got != tt.want || ok != tt.ok {
				t.Errorf("toUTF8(%q, %q) = %q, %v; want %q, %v", tt.raw, tt.label, got, ok, tt.want, tt.ok)
			}
		})
	}
}

func TestRawEightBitHeaders(t *testing.T) {
	tests := []struct{ name, header, want string }{
		{"UTF-8", "Subject: Gr\xc3\xbc\xc3\x9fe", "Grüße"},
		{"windows-1252", "Subject: Gr\xfc\xdfe", "Grüße"},
		{"as the body says", "Subject: \xcf\xf0\xe8\xe2\xe5\xf2\r\nContent-Type: text/plain; charset=windows-1251", "Привет"},
		{"raw ISO-2022-JP", "Subject: \x1b$B$3$s\x1b(B", "こん"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := ParseHeader(strings.NewReader(tt.header + "\r\n\r\n")).Subject; got != tt.want {
				t.Errorf("subject %q, want %q", got, tt.want)
			}
		})
	}
}

func parseString(raw string) *Message {
	p := newParser(Options{}) // not Parse: a panic is to be seen
	p.message(section{b: []byte(raw)})
	return p.m
}
