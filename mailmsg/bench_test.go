package mailmsg

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/quotedprintable"
	"strings"
	"testing"
)

// newsletter is a multipart/alternative of about 30 kB, as shops send them.
func newsletter() []byte {
	var html, plain strings.Builder
	html.WriteString("<html><head><title>News</title><style>td{font:12px Arial}</style></head><body><table width=600>")
	for i := range 75 {
		fmt.Fprintf(&html, "<tr><td style=\"padding:8px;background:#eeeeee\"><a href=\"https://shop.example/item/%d?ref=mail\"><img src=\"https://shop.example/%d.jpg\" alt=\"Item %d\"></a></td>"+
			"<td><p>Schöne Grüße &amp; Angebote für <b>Dich</b>, nur %d&nbsp;€ bis Freitag.</p></td></tr>\n", i, i, i, i)
		fmt.Fprintf(&plain, "Item %d: schöne Angebote, nur %d €\nhttps://shop.example/item/%d?ref=mail\n\n", i, i, i)
	}
	html.WriteString("</table></body></html>")
	var out bytes.Buffer
	for i := range 8 {
		fmt.Fprintf(&out, "Received: from mx%d.example (mx%d.example [192.0.2.%d])\r\n\tby mx.example with ESMTPS id 1234\r\n\tfor <ann@example.org>; Tue, 02 Dec 2025 10:00:0%d +0100\r\n", i, i, i, i)
	}
	out.WriteString("From: =?utf-8?Q?Sch=C3=B6ner_Laden?= <news@shop.example>\r\nTo: Ann Lee <ann@example.org>\r\nSubject: =?utf-8?B?R3LDvMOfZQ==?=\r\n =?utf-8?Q?_aus_dem_Laden?=\r\n" +
		"Date: Tue, 2 Dec 2025 10:00:00 +0100\r\nMessage-ID: <1@shop.example>\r\nContent-Type: multipart/alternative; boundary=\"=_b\"\r\n\r\n")
	for _, part := range []struct{ kind, text string }{{"plain", plain.String()}, {"html", html.String()}} {
		fmt.Fprintf(&out, "--=_b\r\nContent-Type: text/%s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", part.kind)
		w := quotedprintable.NewWriter(&out)
		fmt.Fprint(w, part.text)
		w.Close()
		out.WriteString("\r\n")
	}
	out.WriteString("--=_b--\r\n")
	return out.Bytes()
}

// photoLetter is a message of about 2 MB, nearly all of it one attachment.
func photoLetter() []byte {
	raw := make([]byte, 1_450_000)
	source := rand.New(rand.NewPCG(1, 2))
	for i := range raw {
		raw[i] = byte(source.UintN(256))
	}
	var out bytes.Buffer
	out.WriteString(letter("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nMy photo.\n--b\nContent-Type: image/jpeg; name=photo.jpg\nContent-Transfer-Encoding: base64\n\n"))
	out.Write(foldBase64(raw, 76))
	out.WriteString("--b--\n")
	return out.Bytes()
}

func BenchmarkParse(b *testing.B) {
	benchmarks := []struct {
		name string
		raw  []byte
		o    Options
	}{
		{"newsletter", newsletter(), Options{NoData: true}},
		{"photo-nodata", photoLetter(), Options{NoData: true}},
		{"photo", photoLetter(), Options{}},
	}
	for _, bb := range benchmarks {
		b.Run(bb.name, func(b *testing.B) {
			b.SetBytes(int64(len(bb.raw)))
			b.ReportAllocs()
			for b.Loop() {
				if m := Parse(bytes.NewReader(bb.raw), bb.o); len(m.Defects) > 0 {
					b.Fatal(m.Defects)
				}
			}
		})
	}
}

func BenchmarkBase64(b *testing.B) {
	body := foldBase64(make([]byte, 1_450_000), 76)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		base64Lines.decode(body, func([]byte) {})
	}
}

func BenchmarkTextFromHTML(b *testing.B) {
	m := Parse(bytes.NewReader(newsletter()), Options{})
	b.SetBytes(int64(len(m.HTML)))
	b.ReportAllocs()
	for b.Loop() {
		textFromHTML(m.HTML)
	}
}

// BenchmarkNames is what a fetch does with every message.
func BenchmarkNames(b *testing.B) {
	for name, raw := range map[string][]byte{"newsletter": newsletter(), "photo": photoLetter()} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				open := func() (io.ReadCloser, error) { return sizedReader{bytes.NewReader(raw)}, nil }
				if _, err := ParseSource(open, Options{NamesOnly: true}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+" in memory", func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				Parse(bytes.NewReader(raw), Options{NamesOnly: true})
			}
		})
	}
}

type sizedReader struct{ *bytes.Reader }

func (sizedReader) Close() error { return nil }

func BenchmarkPreview(b *testing.B) {
	m := Parse(bytes.NewReader(newsletter()), Options{})
	b.ReportAllocs()
	for b.Loop() {
		Preview(m.Text, 200)
	}
}
