package mailmsg

import (
	"encoding/hex"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestReadRTF(t *testing.T) {
	const start = `{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset128 MS Gothic;}}{\colortbl ;\red255\green0\blue0;}{\*\generator Riched20;}`
	tests := []struct{ name, rtf, text, html string }{
		{"paragraphs", start + "\\pard Hello\\par\r\nBob,\\line tea\\tab at\\~four.\\par}", "Hello\nBob,\ntea\tat\u00a0four.", ""},
		{"codepage", start + `Gr\'fc\'dfe}`, "Grüße", ""},
		{"fonts", start + `\f1 \'cf\'f0\'e8\f0 \'e9 {\f2\'83\'65\'83\'58}}`, "При\u00e9 テス", ""},
		{"Unicode", start + `\u26085?\uc2\u26412 ab{\uc0\u-10179\u-8694}!}`, "日本😊!", ""},
		{"braces", start + `\{a\}\\b}`, `{a}\b`, ""},
		{"pictures and fields", start + `a{\pict\bin3 }}{}b{\field{\*\fldinst HYPERLINK "https://example.org"}{\fldrslt here}}{\object x}}`, "abhere", ""},
		{"quotes and dashes", start + `\ldblquote a\rdblquote\emdash b\rquote}`, "“a”—b’", ""},
		{"a table", start + `a\cell b\cell\row c}`, "a\tb\t\nc", ""},
		{"cut off", start + `Hello {\b wor`, "Hello wor", ""},
		{"too many ends", start + `a}}}b`, "ab", ""},
		{"a packed page", `{\rtf1\ansi\ansicpg1252\fromhtml1 {\*\htmltag64 <p class="a">}\htmlrtf {\htmlrtf0 Gr\'fc\'dfe < {\*\htmltag84 &amp;}\htmlrtf \b double\htmlrtf0  x{\*\htmltag72 </p>}\htmlrtf }\htmlrtf0 }`,
			"Grüße < & x\n", `<p class="a">Grüße &lt; &amp; x</p>`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := readRTF([]byte(tt.rtf))
			if !ok || got.text != tt.text || got.html != tt.html {
				t.Errorf("text %q, HTML %q; want %q, %q", got.text, got.html, tt.text, tt.html)
			}
		})
	}
	if _, ok := readRTF([]byte("Hello")); ok {
		t.Error("a plain text is taken for RTF")
	}
}

// compressedHello is the example of [MS-OXRTFCP] section 4.1.1.
const compressedHello = "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"

func TestUnpackRTF(t *testing.T) {
	if len(rtfDictionary) != 207 {
		t.Fatalf("a dictionary of %d bytes", len(rtfDictionary))
	}
	packed, err := hex.DecodeString(compressedHello)
	if err != nil {
		t.Fatal(err)
	}
	const want = "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
	if got := string(unpackRTF(packed)); got != want {
		t.Errorf("got %q", got)
	}
	plain := append([]byte{0, 0, 0, 0, 5, 0, 0, 0, 'M', 'E', 'L', 'A', 0, 0, 0, 0}, "{\\rtf and more"...)
	if got := string(unpackRTF(plain)); got != "{\\rtf" {
		t.Errorf("not compressed: %q", got)
	}
	for n := range packed {
		if got := string(unpackRTF(packed[:n])); !strings.HasPrefix(want, got) {
			t.Errorf("cut at %d: %q", n, got)
		}
	}
}

func TestRichTextLetters(t *testing.T) {
	const rtf = `{\rtf1\ansi\ansicpg1252 Gr\'fc\'dfe\par}`
	packed, _ := hex.DecodeString(compressedHello)
	var outlook tnefBuilder
	outlook.attribute(1, messageProps, props(nil, map[uint16]string{propRTF: string(packed)}))
	tests := []struct{ name, raw, text, file string }{
		{"alone", letter("Content-Type: text/rtf\n\n" + rtf), "Grüße", "text.rtf text/rtf 40"},
		{"beside a plain text", letter("Content-Type: multipart/alternative; boundary=b\n\n--b\n\nplain\n--b\nContent-Type: text/rtf\n\n" + rtf + "\n--b--\n"), "plain", "hidden text.rtf text/rtf 40"},
		{"a file", letter("Content-Type: application/rtf; name=a.rtf\nContent-Disposition: attachment\n\n" + rtf), "", "a.rtf application/rtf 40"},
		{"winmail.dat", attached("winmail.dat", "application/ms-tnef", outlook.out.String()), "hello world", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := parseString(tt.raw)
			if m.Text != tt.text || tt.file != "" && listing(m)[0] != tt.file || len(m.Defects) > 0 {
				t.Errorf("text %q, files %q, defects %q", m.Text, listing(m), m.Defects)
			}
		})
	}
}

func FuzzRTF(f *testing.F) {
	f.Add([]byte(`{\rtf1\ansi\ansicpg1252{\fonttbl{\f1\fcharset204 A;}}Gr\'fc\f1\'cf\u26085?\par{\*\x y}\bin2 ab}`))
	f.Add([]byte(`{\rtf1\fromhtml1 {\*\htmltag64 <p>}\htmlrtf a\htmlrtf0 b}`))
	packed, _ := hex.DecodeString(compressedHello)
	f.Add(packed)
	f.Fuzz(func(t *testing.T, b []byte) {
		if letter, _ := readRTF(b); !utf8.ValidString(letter.text) || len(letter.text) > 8*len(b)+16 {
			t.Errorf("%d bytes give %d: %.200q", len(b), len(letter.text), letter.text)
		}
		if out := unpackRTF(b); len(out) > 20*len(b) {
			t.Errorf("%d bytes unpack to %d", len(b), len(out))
		}
	})
}
