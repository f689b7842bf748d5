package printing

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"satchel/htmlview"
	"satchel/mailmsg"
	"satchel/typeset"
)

var testFonts *typeset.Fonts

func fonts(t testing.TB) *typeset.Fonts {
	t.Helper()
	if testFonts == nil {
		f, err := typeset.NewFonts(typeset.Options{})
		if err != nil {
			t.Fatal(err)
		}
		testFonts = f
	}
	return testFonts
}

// pdf is a file read back.
type pdf struct {
	objects map[int]string // without their streams
	streams map[int][]byte // inflated
}

var (
	objectAt  = regexp.MustCompile(`^(\d+) 0 obj\n`)
	reference = regexp.MustCompile(`(\d+) 0 R`)
	pageOf    = regexp.MustCompile(`/Type /Page /Parent`)
	contents  = regexp.MustCompile(`/Contents (\d+) 0 R`)
	lengthOf  = regexp.MustCompile(`/Length (\d+)`)
)

// readPDF reads a file by its table of objects, and fails on anything that stands wrong.
func readPDF(t *testing.T, data []byte) pdf {
	t.Helper()
	p := pdf{map[int]string{}, map[int][]byte{}}
	tail := data[bytes.LastIndex(data, []byte("startxref\n"))+len("startxref\n"):]
	start, err := strconv.Atoi(string(tail[:bytes.IndexByte(tail, '\n')]))
	if err != nil || !bytes.HasPrefix(data[start:], []byte("xref\n0 ")) {
		t.Fatalf("the table of objects is not at %q", tail)
	}
	lines := strings.Split(string(data[start:]), "\n")
	var count int
	fmt.Sscanf(lines[1], "0 %d", &count)
	for n := 1; n < count; n++ {
		at, err := strconv.Atoi(lines[2+n][:10])
		if err != nil || at == 0 {
			t.Fatalf("object %d was never written", n)
		}
		m := objectAt.FindSubmatch(data[at:min(at+30, len(data))])
		if m == nil || string(m[1]) != strconv.Itoa(n) {
			t.Fatalf("object %d does not stand at %d", n, at)
		}
		body := data[at+len(m[0]):]
		end := bytes.Index(body, []byte("\nendobj"))
		if s := bytes.Index(body, []byte("\nstream\n")); s >= 0 && s < end {
			dict := string(body[:s])
			size, _ := strconv.Atoi(lengthOf.FindStringSubmatch(dict)[1])
			raw := body[s+len("\nstream\n"):][:size]
			if !bytes.HasPrefix(body[s+len("\nstream\n")+size:], []byte("\nendstream\nendobj")) {
				t.Fatalf("stream %d is not as long as it says", n)
			}
			p.objects[n], p.streams[n] = dict, raw
			if strings.Contains(dict, "/FlateDecode") {
				z, err := zlib.NewReader(bytes.NewReader(raw))
				if err == nil {
					p.streams[n], err = io.ReadAll(z)
				}
				if err != nil {
					t.Fatalf("stream %d: %v", n, err)
				}
			}
			continue
		}
		p.objects[n] = string(body[:end])
	}
	for n, text := range p.objects {
		for _, m := range reference.FindAllStringSubmatch(text, -1) {
			if to, _ := strconv.Atoi(m[1]); p.objects[to] == "" {
				t.Errorf("object %d names %d, which is not there", n, to)
			}
		}
	}
	return p
}

// pages gives what is drawn on each page.
func (p pdf) pages() []string {
	var list []string
	for n := 1; n <= len(p.objects); n++ {
		if pageOf.MatchString(p.objects[n]) {
			at, _ := strconv.Atoi(contents.FindStringSubmatch(p.objects[n])[1])
			list = append(list, string(p.streams[at]))
		}
	}
	return list
}

var (
	fontEntry = regexp.MustCompile(`/(F\d+) (\d+) 0 R`)
	unicodeOf = regexp.MustCompile(`/ToUnicode (\d+) 0 R`)
	bfchar    = regexp.MustCompile(`<([0-9A-F]+)> <([0-9A-F]*)>\n`)
	textOp    = regexp.MustCompile(`/(F\d+) \S+ Tf|<([0-9A-F]+)>|(ET)`)
)

// text gives the words of a page as a reader copies them: by the maps of the fonts.
func (p pdf) text(page string) string {
	maps := map[string]map[string]string{}
	for n := range p.objects {
		if !strings.Contains(p.objects[n], "/ExtGState") {
			continue
		}
		for _, m := range fontEntry.FindAllStringSubmatch(p.objects[n], -1) {
			font, _ := strconv.Atoi(m[2])
			at, _ := strconv.Atoi(unicodeOf.FindStringSubmatch(p.objects[font])[1])
			codes := map[string]string{}
			for _, c := range bfchar.FindAllStringSubmatch(string(p.streams[at]), -1) {
				raw, _ := hex.DecodeString(c[2])
				units := make([]uint16, len(raw)/2)
				for i := range units {
					units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
				}
				codes[c[1]] = string(utf16.Decode(units))
			}
			maps[m[1]] = codes
		}
	}
	var out strings.Builder
	font := ""
	for _, m := range textOp.FindAllStringSubmatch(page, -1) {
		switch {
		case m[1] != "":
			font = m[1]
		case m[3] != "":
			out.WriteByte('\n')
		default:
			for i := 0; i+4 <= len(m[2]); i += 4 {
				out.WriteString(maps[font][m[2][i:i+4]])
			}
		}
	}
	return out.String()
}

func write(t *testing.T, src string, h Head, o Options) pdf {
	t.Helper()
	var b bytes.Buffer
	o.Fonts = fonts(t)
	if err := Write(t.Context(), &b, htmlview.Parse([]byte(src)), h, o); err != nil {
		t.Fatal(err)
	}
	return readPDF(t, b.Bytes())
}

func TestWordsStayWords(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"plain", "<p>Hello, world</p>", "Hello, world"},
		{"an f before an i", "<p>office flight</p>", "office flight"},
		{"accents", "<p>é ñ Å e\u0301</p>", "é ñ Å e\u0301"},
		{"styles", "<p>a<b>b</b><i>c</i>", "a\nb\nc"},
		{"Greek and Cyrillic", "<p>Ελληνικά кириллица", "Ελληνικά кириллица"},
		{"Hebrew from left to right, as it stands", "<p dir=rtl>\u05e9\u05dc\u05d5\u05dd", "\u05dd\u05d5\u05dc\u05e9"},
		{"what is hidden is not there", "a<span style='display:none'>x</span><div style='max-height:0;overflow:hidden'>y</div><span style='color:transparent'>z</span>b", "a\nb"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := write(t, tt.src, Head{}, Options{})
			if got := p.text(p.pages()[0]); !strings.HasPrefix(got, tt.want+"\n") {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestHeadAndFoot(t *testing.T) {
	m := &mailmsg.Message{Subject: "Garden <b>party</b>", From: []mailmsg.Address{{Name: "Ann", Address: "ann@example.org"}},
		To: []mailmsg.Address{{Address: "bob@example.org"}}, Cc: []mailmsg.Address{{Name: "Cleo"}}, Date: time.Date(2026, 3, 10, 23, 30, 0, 0, time.UTC)}
	h := HeadOf(m, time.FixedZone("", 3600))
	if want := (Head{"Garden <b>party</b>", "Ann <ann@example.org>", "bob@example.org, Cleo", "Wednesday 11 March 2026, 00:30"}); h != want {
		t.Errorf("%+v, want %+v", h, want)
	}
	p := write(t, strings.Repeat("<p>line</p>", 60), h, Options{Paper: USLetter})
	pages := p.pages()
	if len(pages) < 2 {
		t.Fatalf("%d pages", len(pages))
	}
	words := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	first, second := words(p.text(pages[0])), words(p.text(pages[1]))
	if want := "Garden <b>party</b> From Ann <ann@example.org> To bob@example.org, Cleo Date Wednesday 11 March 2026, 00:30 line"; !strings.HasPrefix(first, want) {
		t.Errorf("the first page is %q", first)
	}
	if want := fmt.Sprintf("Page 2 of %d", len(pages)); !strings.HasPrefix(second, "line") || !strings.HasSuffix(second, want) || !strings.Contains(second, "Ann <ann@example.org> ·") {
		t.Errorf("the second page is %q", second)
	}
	n := 0
	for _, page := range pages {
		n += strings.Count(p.text(page), "line\n")
	}
	if n != 60 {
		t.Errorf("%d lines of 60 are on paper", n)
	}
	if h := HeadOf(&mailmsg.Message{}, time.UTC); h != (Head{}) {
		t.Errorf("the head of nothing is %+v", h)
	}
}

type onePicture struct{ image.Image }

func (p onePicture) Picture(string) (htmlview.Picture, bool) {
	b := p.Bounds()
	return htmlview.Picture{Width: float32(b.Dx()), Height: float32(b.Dy()), Image: p.Image}, true
}

func TestPictures(t *testing.T) {
	glass := image.NewNRGBA(image.Rect(0, 0, 4, 4))
	glass.Set(1, 1, color.NRGBA{255, 0, 0, 128})
	tests := []struct {
		name   string
		img    image.Image
		want   string
		number int // of images in the file
	}{
		{"grey", image.NewGray(image.Rect(0, 0, 4, 4)), "/Width 4 /Height 4 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode", 1},
		{"see-through", glass, "/SMask", 2},
		{"a photograph", image.NewYCbCr(image.Rect(0, 0, 16, 8), image.YCbCrSubsampleRatio420), "/Filter /DCTDecode", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := write(t, "<img src=a><img src=a width=300>", Head{}, Options{Pictures: onePicture{tt.img}})
			n, found := 0, false
			for _, o := range p.objects {
				if strings.Contains(o, "/Subtype /Image") {
					n++
					found = found || strings.Contains(o, tt.want)
				}
			}
			if n != tt.number || !found {
				t.Errorf("%d images, as wanted is %v", n, found)
			}
			if draws := strings.Count(p.pages()[0], " Do Q"); draws != 2 {
				t.Errorf("drawn %d times", draws)
			}
		})
	}
}

func TestPatternsEnd(t *testing.T) {
	dot := image.NewGray(image.Rect(0, 0, 1, 1))
	p := write(t, "<body background=a><p>x<div style='height:5000px'></div>y", Head{}, Options{Pictures: onePicture{dot}})
	for i, page := range p.pages() {
		if n := strings.Count(page, " Do Q"); n > maxTiles {
			t.Errorf("page %d repeats its picture %d times", i, n)
		}
	}
}

// TestWideLetters: what is wider than the paper is made smaller, and lines that will not wrap do.
func TestWideLetters(t *testing.T) {
	scale := regexp.MustCompile(`(?m)^q\n(\S+) 0 0 -\S+ 42.5 `)
	tests := []struct{ name, src, want string }{
		{"fits", "<p>x", "0.75"},
		{"wide table", "<table width=1360><tr><td>x</table>", "0.373"},
		{"long line", "<pre>" + strings.Repeat("word ", 400) + "</pre>", "0.75"},
		{"long word", "<p>" + strings.Repeat("word", 400), "0.75"},
	}
	for _, tt := range tests {
		m := scale.FindStringSubmatch(write(t, tt.src, Head{}, Options{}).pages()[0])
		if m == nil || m[1] != tt.want {
			t.Errorf("%s: %q, want %s", tt.name, m, tt.want)
		}
	}
}

// TestNothingActs: no link, script, form or file of a letter gets into the PDF as such.
func TestNothingActs(t *testing.T) {
	p := write(t, "<a href='javascript:app.alert(1)'>a</a><a href=https://t.test/>b</a><form action=https://t.test/><input value=c></form><p>/JavaScript /Launch (x) endobj", Head{Subject: ") /OpenAction << /S /JavaScript >> ("}, Options{})
	for n, o := range p.objects {
		for _, word := range []string{"/JavaScript", "/JS", "/URI", "/Launch", "/OpenAction", "/Annot", "/AcroForm", "/EmbeddedFile", "t.test"} {
			if strings.Contains(o, word) {
				t.Errorf("object %d has %s", n, word)
			}
		}
	}
}

func TestWriteEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	letter := htmlview.Parse([]byte("<p>x"))
	if err := Write(ctx, io.Discard, letter, Head{}, Options{Fonts: fonts(t)}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if err := Write(t.Context(), full{}, letter, Head{}, Options{Fonts: fonts(t)}); !errors.Is(err, errFull) {
		t.Errorf("no room: %v", err)
	}
}

type full struct{}

var errFull = errors.New("no room")

func (full) Write([]byte) (int, error) { return 0, errFull }

// FuzzPDF: every letter gives a file that holds together: objects where the table says, groups closed, numbers in range.
func FuzzPDF(f *testing.F) {
	f.Add("<p>x", "s")
	f.Add("<table border=1 style='border-collapse:collapse'><tr><td style='background:linear-gradient(red,blue 20%,lime)'>a</table>", "")
	f.Add("<div style='opacity:.5;border:3px dotted red;border-radius:9px;overflow:hidden'>a<div style='border:4px double;margin:-9px'>b", "<b>")
	f.Add("<img src=a style='width:9999px'><p style='font-size:900px;letter-spacing:1e9px'>X", "\u202e")
	f.Add("<body style='background:url(a) repeat-x #123'>"+strings.Repeat("<p>x", 80), "a")
	number := regexp.MustCompile(`-?\d+(\.\d+)?`)
	pictures := onePicture{image.NewGray(image.Rect(0, 0, 7, 5))}
	f.Fuzz(func(t *testing.T, src, subject string) {
		if len(src) > 4000 || len(subject) > 200 {
			return
		}
		p := write(t, src, Head{Subject: subject}, Options{Pictures: pictures})
		pages := p.pages()
		if len(pages) == 0 || len(pages) > maxPages {
			t.Fatalf("%d pages", len(pages))
		}
		for _, page := range pages[:min(len(pages), 20)] {
			depth := 0
			for line := range strings.Lines(page) {
				for _, word := range strings.Fields(line) {
					switch word {
					case "q":
						depth++
					case "Q":
						depth--
					case "NaN", "+Inf", "-Inf":
						t.Fatal(line)
					}
				}
				if depth < 0 {
					t.Fatal("a state is restored that was not saved")
				}
				if strings.Contains(line, "<") {
					continue // codes of glyphs
				}
				for _, n := range number.FindAllString(line, -1) {
					if v, _ := strconv.ParseFloat(n, 64); v > most || v < -most {
						t.Fatalf("number %s in %q", n, line)
					}
				}
			}
			if depth != 0 {
				t.Fatalf("%d states stay open", depth)
			}
		}
	})
}
