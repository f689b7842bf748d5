package demo

import (
	"bytes"
	"io"
	"mime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"
)

func TestMoment(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 10, 5, 9, time.UTC)
	tests := []struct {
		age  string
		want time.Time // zero: refused
	}{
		{"3h20m", time.Date(2026, 2, 28, 20, 50, 5, 0, time.UTC)},
		{"14s", time.Date(2026, 3, 1, 0, 9, 51, 0, time.UTC)},
		{"1d 23:59", time.Date(2026, 2, 28, 23, 59, 0, 0, time.UTC)},
		{"60d 07:00", time.Date(2025, 12, 31, 7, 0, 0, 0, time.UTC)},
		{"0d 07:00", time.Time{}}, // might be later than now
		{"3d 25:00", time.Time{}},
		{"soon", time.Time{}},
		{"", time.Time{}},
	}
	for _, tt := range tests {
		t.Run(tt.age, func(t *testing.T) {
			got, err := moment(tt.age, now)
			if !got.Equal(tt.want) || (err != nil) != tt.want.IsZero() {
				t.Errorf("moment(%q) = %v, %v; want %v", tt.age, got, err, tt.want)
			}
		})
	}
}

func TestExpandDates(t *testing.T) {
	now := time.Date(2025, 12, 5, 12, 0, 0, 0, time.UTC)
	written := time.Date(2025, 11, 27, 8, 0, 0, 0, time.UTC) // a Thursday
	tests := []struct{ text, want string }{
		{"on {{day +5}}.", "on Tuesday 2 December."},
		{"{{day -1 2 January 2006}}", "26 November 2025"},
		{"{{next Thursday}}, {{next Friday 20060102}}", "Thursday 4 December, 20251128"},
		{"{{ago 4d 18:40}}", "Mon, 1 Dec 2025 at 18:40"},
		{"{{date 1h}}", "Fri, 05 Dec 2025 11:00:00 +0000"},
		{"{{png day 3x3}}", "{{png day 3x3}}"},
		{"{{day soon}}", ""},
		{"{{next Doomsday}}", ""},
		{"{{ago long}}", ""},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			got, err := expandDates(tt.text, written, now)
			if tt.want == "" {
				if err == nil {
					t.Errorf("expandDates(%q) = %q, want an error", tt.text, got)
				}
			} else if got != tt.want || err != nil {
				t.Errorf("expandDates(%q) = %q, %v; want %q", tt.text, got, err, tt.want)
			}
		})
	}
}

func TestTemplateRefuses(t *testing.T) {
	const head = "X-Demo-Age: 1h\nFrom: a@b.example\n"
	tests := []struct{ name, text string }{
		{"no empty line", head},
		{"no age", "From: a@b.example\n\nHello\n"},
		{"unknown charset", "X-Demo-Charset: morse\n" + head + "\nHello\n"},
		{"a letter that the charset lacks", "X-Demo-Charset: koi8-r\n" + head + "\n写真\n"},
		{"a subject that the charset lacks", "X-Demo-Charset: koi8-r\nSubject: 写真\n" + head + "\nHello\n"},
		{"a zone that is none", "X-Demo-Zone: Mars\n" + head + "\nHello\n"},
		{"no such thing", head + "\n{{poem}}\n{{end}}\n"},
		{"no end", head + "\n{{qp}}\nHello\n"},
		{"no closing braces", head + "\n{{png day 3x3\n"},
		{"no number", head + "\n{{story long}}\n"},
		{"a bad date", head + "\n{{day x}}\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			made, err := parseTemplate("test", tt.text, afternoon)
			if err != nil {
				return
			}
			if raw, err := made.render(); err == nil {
				t.Errorf("made %q", raw)
			}
		})
	}
}

// decoder reads encoded words in any charset that letters come in.
var decoder = mime.WordDecoder{CharsetReader: func(name string, r io.Reader) (io.Reader, error) {
	enc, err := htmlindex.Get(name)
	if err != nil {
		return nil, err
	}
	return enc.NewDecoder().Reader(r), nil
}}

func TestEncodedWordsReadBack(t *testing.T) {
	tests := []struct{ charset, text string }{
		{"", "Grüße aus Freiburg – und noch viel mehr Text, der nicht in ein Wort passt, 🚆 bis zum Ende"},
		{"iso-2022-jp", "写真をありがとう、そして長い長い題名はどうなるのでしょうか、とても心配です"},
		{"koi8-r", "Привет с дачи, которой ещё нет, и очень длинная тема письма"},
		{"gb18030", "茶叶寄出了"},
	}
	for _, tt := range tests {
		t.Run(tt.charset, func(t *testing.T) {
			c, err := charsetNamed(tt.charset)
			if err != nil {
				t.Fatal(err)
			}
			words, err := c.words(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			for word := range strings.SplitSeq(words, "\n ") {
				if len(word) > longestWord || !strings.HasPrefix(word, "=?") {
					t.Errorf("word %q of %d characters", word, len(word))
				}
			}
			if got, err := decoder.DecodeHeader(words); got != tt.text || err != nil {
				t.Errorf("reads back as %q (%v)", got, err)
			}
		})
	}
}

func FuzzWords(f *testing.F) {
	f.Add("Grüße")
	f.Add("🎂 Forty, again")
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) || s == "" {
			return // no text for a header field
		}
		words, err := charset{}.words(s)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := decoder.DecodeHeader(words); got != s || err != nil {
			t.Fatalf("words(%q) = %q, reads back as %q (%v)", s, words, got, err)
		}
	})
}

func TestEmptyBodyStaysEmpty(t *testing.T) {
	raw, err := makeLetter("broken-empty", afternoon)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasSuffix(raw.Raw, []byte("8bit\r\n\r\n")) {
		t.Errorf("ends %q", raw.Raw[len(raw.Raw)-20:])
	}
}
