package htmlview

import (
	"bytes"
	"encoding/base64"
	"errors"
	"image"
	"image/color/palette"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/bmp"

	"satchel/typeset"
)

func doc(body string) string { return "<!doctype html><html><body>" + body + "</body></html>" }

// hostile are letters made to hang or crash a reader. All words of see must be on the page, none of hide.
var hostile = []struct {
	name, src string
	see, hide []string
	note      string
}{
	{name: "deep div", src: doc(strings.Repeat("<div>", 100_000) + "alpha"), see: []string{"alpha"}, note: NoteTooDeep},
	{name: "deep inline", src: doc(strings.Repeat("<b><i>", 50_000) + "alpha"), see: []string{"alpha"}, note: NoteTooDeep},
	{name: "deep tables", src: doc(strings.Repeat("<table><tr><td>", 3000) + "alpha"), see: []string{"alpha"}, note: NoteTooDeep},
	{name: "cells within cells", src: doc(strings.Repeat("<table><tr><td>x<td>", 40) + "alpha"), see: []string{"alpha"}},
	{name: "floats within floats", src: doc(strings.Repeat("<div style='float:left'>", 60) + "alpha"), see: []string{"alpha"}},
	{name: "percent heights within cells", src: "<body>" + strings.Repeat("<table height=100%><tr><td>", 40) + "alpha", see: []string{"alpha"}},
	{name: "misnested formatting", src: doc("<p>" + strings.Repeat("<font color=red>a", 3000) + strings.Repeat("<p>b", 300)), see: []string{"b"}, note: NoteTooDeep},
	{name: "huge colspan", src: doc("<table><tr><td colspan=1000000000>alpha<tr><td rowspan=1000000000>beta</table>"), see: []string{"alpha", "beta"}},
	{name: "many spans", src: doc("<table>" + strings.Repeat("<tr><td colspan=1000 rowspan=65534>a", 300) + "</table>")},
	{name: "many columns", src: doc("<table><col span=1000000><colgroup span=4294967296></colgroup><tr><td>alpha</table>"), see: []string{"alpha"}},
	{name: "many attributes", src: doc("<p " + strings.Repeat("a=1 ", 50_000) + ">alpha"), see: []string{"alpha"}},
	{name: "long word", src: doc("<p>" + strings.Repeat("W", 500_000) + "</p><p>alpha"), see: []string{"alpha"}, note: NoteTooLong},
	{name: "unclosed comment", src: "<body>alpha <!-- " + strings.Repeat("x", 100_000), see: []string{"alpha"}},
	{name: "nul bytes", src: "<body>al\x00pha \x00<b\x00>beta</b> gamma", see: []string{"gamma"}},
	{name: "bad UTF-8", src: "<body>alpha \xff\xfe\xc0\xaf beta", see: []string{"alpha", "beta"}},
	{name: "huge lengths", src: doc("<div style='width:1e30px;height:9e99px;margin:-1e20px;padding:99999999999px'>a</div><p>beta")},
	{name: "no numbers", src: doc("<div style='width:calc(1px/0);font-size:NaNpx;line-height:-5'>alpha</div>"), see: []string{"alpha"}},
	{name: "growing font", src: doc(strings.Repeat("<div style='font-size:2em'>", 64) + "A")},
	{name: "huge border", src: doc("<div style='border:1000000px solid red'>a</div><p>beta")},
	{name: "letter spacing", src: doc("<p style='letter-spacing:1e9px;text-indent:-99999px'>a b</p><p>gamma"), see: []string{"gamma"}},
	{name: "many rules", src: "<style>" + strings.Repeat(".c .d>.e{color:red}", 60_000) + "</style><p class=e>alpha", see: []string{"alpha"}},
	{name: "slow selectors", src: "<style>" + strings.Repeat(".n div div div div div div div p{color:red}", 2000) + "</style>" + strings.Repeat("<div>", 100) + "<p>alpha", see: []string{"alpha"}, note: NoteTooComplex},
	{name: "nested media", src: "<style>" + strings.Repeat("@media screen{", 50_000) + "p{color:red}</style><p>alpha", see: []string{"alpha"}},
	{name: "nested calc", src: doc("<p style='width:" + strings.Repeat("calc(", 50_000) + "1px'>alpha"), see: []string{"alpha"}},
	{name: "zalgo", src: doc("a" + strings.Repeat("\u0301\u0316", 20_000) + " alpha"), see: []string{"alpha"}},
	{name: "overrides end", src: doc(strings.Repeat("\u202e", 500) + "alpha"), see: []string{"alpha"}},
	{name: "active", src: doc("alpha<script>document.write('SCRIPTED')</script><noscript>beta</noscript><svg><text>S</text></svg><object>O</object><iframe>F</iframe><p onclick=x>gamma"),
		see: []string{"alpha", "beta", "gamma"}, hide: []string{"document.write('SCRIPTED')", "S", "O", "F"}},
	{name: "hidden text", src: doc("alpha<i style='display:none'>H0</i><i style='font-size:0'>H1</i><div style='max-height:0;overflow:hidden'>H2</div><i style='visibility:hidden'>H3</i><i style='color:transparent'>H4</i><i style='clip:rect(0,0,0,0);position:absolute'>H5</i>"),
		see: []string{"alpha"}, hide: []string{"H0", "H1", "H2", "H3", "H4", "H5"}},
	{name: "quotes", src: doc(strings.Repeat("<blockquote>", 2000) + "alpha"), note: NoteTooDeep},
	{name: "empty", src: ""},
	{name: "two documents", src: doc("alpha ") + doc("beta"), see: []string{"alpha", "beta"}},
	{name: "frames", src: "<html><frameset><frame src=http://t.test/></frameset><noframes>x</noframes></html>"},
}

func TestHostileLetters(t *testing.T) {
	for _, tt := range hostile {
		t.Run(tt.name, func(t *testing.T) {
			p := layOut(t, tt.src)
			words := map[string]bool{}
			for _, w := range p.Words {
				words[w.Text] = true
			}
			for _, s := range tt.see {
				if !words[s] {
					t.Errorf("%q is not on the page", s)
				}
			}
			for _, s := range tt.hide {
				if words[s] {
					t.Errorf("%q is on the page", s)
				}
			}
			if tt.note != "" && !slices.Contains(p.Notes, tt.note) {
				t.Errorf("notes %v lack %q", p.Notes, tt.note)
			}
			if p.Height > maxHeight || len(p.Words) > maxNodes {
				t.Errorf("height %v, %d words", p.Height, len(p.Words))
			}
			img := image.NewRGBA(image.Rect(0, 0, 700, 300))
			testFonts.Paint(img, p.List, 1)
		})
	}
}

// asked notes each address that the layout asks for; it is the only way out of the package.
type asked struct{ srcs []string }

func (a *asked) Picture(src string) (Picture, bool) {
	a.srcs = append(a.srcs, src)
	return Picture{}, false
}

// TestOnlyPicturesAreAskedFor: a style sheet, a font, a frame or a script is not even named to the loader.
func TestOnlyPicturesAreAskedFor(t *testing.T) {
	src := `<link rel=stylesheet href=http://t/1.css><style>@import url(http://t/2.css);@font-face{font-family:x;src:url(http://t/3.woff)}
		p{font-family:x;cursor:url(http://t/4.cur),auto;list-style-image:url(http://t/5.png)} p::before{content:url(http://t/6.png)}</style>
		<base href=http://t/><meta http-equiv=refresh content='0;url=http://t/7'><script src=http://t/8.js></script><iframe src=http://t/9></iframe>
		<object data=http://t/10></object><embed src=http://t/11><video poster=http://t/12.png src=http://t/13></video><audio src=http://t/14></audio>
		<input type=image src=http://t/15.png><svg><image href=http://t/16.png /></svg><img srcset='http://t/17.png 2x'><picture><source srcset=http://t/18.webp></picture>
		<a href=# ping=http://t/19>x</a><p>text<img src=http://t/a.png><table background=http://t/b.png><tr><td style='background:url("http://t/c.png")'>x</table>`
	var a asked
	Parse([]byte(src)).Layout(View{Width: 700, Fonts: newFonts(t), Pictures: &a})
	want := []string{"", "http://t/a.png", "http://t/b.png", "http://t/c.png"}
	slices.Sort(a.srcs)
	if got := slices.Compact(a.srcs); !slices.Equal(got, want) {
		t.Errorf("asked for %q, want %q", got, want)
	}
}

func TestPartsDecodeWithinLimits(t *testing.T) {
	var small bytes.Buffer
	if err := png.Encode(&small, image.NewGray(image.Rect(0, 0, 3, 2))); err != nil {
		t.Fatal(err)
	}
	uri := func(data []byte) string { return "data:image/png;base64," + base64.StdEncoding.EncodeToString(data) }
	bomb := bytes.Clone(small.Bytes())
	copy(bomb[16:], []byte{0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30}) // says 30,000 by 30,000
	parts := &Parts{Attached: func(id string) ([]byte, bool) { return small.Bytes(), id == "logo@x" }}
	tests := []struct {
		src  string
		want bool
	}{
		{uri(small.Bytes()), true},
		{uri(bomb), false},
		{uri(small.Bytes()[:40]), false},
		{uri([]byte("no picture")), false},
		{"data:image/png;base64,????", false},
		{"data:", false},
		{"cid:logo@x", true},
		{"CID:logo%40x", true},
		{"cid:other", false},
		{"http://t/x.png", false},
		{"file:///etc/hostname", false},
	}
	for _, tt := range tests {
		if p, ok := parts.Picture(tt.src); ok != tt.want || ok && (p.Width != 3 || p.Height != 2) {
			t.Errorf("%.40q: %v %vx%v", tt.src, ok, p.Width, p.Height)
		}
	}
}

// FuzzLetter: every letter gives a page whose numbers are numbers, whose links are in range, and which can be painted.
func FuzzLetter(f *testing.F) {
	for _, h := range hostile {
		if len(h.src) < 2000 {
			f.Add(h.src)
		}
	}
	f.Add("<table border=1 style='border-collapse:collapse'><caption>c</caption><tr><td rowspan=2 width=50%>a<td colspan=3>b<tr><th>c</table>")
	f.Add("<div style='display:flex;gap:5px'><p style='flex:1 0 auto'>x<img src=5x5></div><ul><li>a<ol type=i><li>b</ol></ul>")
	f.Add("<p dir=rtl>א (b) <span style='position:absolute;right:0'>c</span><img src=100x50 align=left>")
	f.Add("<div style='width:40px;text-align:justify'>Donau&shy;dampf&shy;<b>schiff&shy;</b> <i dir=rtl>אבג&shy;דהו</i>&shy;<svg width=9 height=5><path d='M0 0L9 9'/></svg>&shy;x</div>")
	fonts := newFonts(f)
	f.Fuzz(func(t *testing.T, src string) { checkPage(t, fonts, src) })
}

// FuzzTable puts any inside into a table with any attributes.
func FuzzTable(f *testing.F) {
	f.Add("width=50% cellpadding=3", "<tr><td colspan=2>a<td rowspan=3>b<tr><td width=10%>c")
	f.Add("border=1 height=100% align=left", "<caption>x<col width=20><tr height=5><th nowrap>y<tbody><td>z")
	f.Add("style='table-layout:fixed;width:10px'", "<tr><td style='width:200%;max-width:1px'>wide word")
	fonts := newFonts(f)
	f.Fuzz(func(t *testing.T, attrs, inside string) { checkPage(t, fonts, "<table "+attrs+">"+inside+"</table>") })
}

func checkPage(t *testing.T, fonts *typeset.Fonts, src string) {
	if len(src) > 5000 {
		return
	}
	p := Parse([]byte(src)).Layout(View{Width: 300, Fonts: fonts, Pictures: sizes{}, Words: true, Reveal: len(src)%3 == 0})
	text := typeset.NewSelection(p.List)
	for at := 0; at < text.Len(); at += 1 + text.Len()/20 {
		if from, to := text.Line(at); from > at || to < at {
			t.Fatalf("the line at %d of %d is %d to %d", at, text.Len(), from, to)
		}
		text.Copy(at, text.Len())
		text.Word(at)
	}
	number := func(b typeset.Box) {
		for _, v := range []float32{b.X, b.Y, b.W, b.H} {
			if v != v || v > 1e9 || v < -1e9 {
				t.Fatalf("box %v", b)
			}
		}
		if b.W < 0 || b.H < 0 {
			t.Fatalf("box %v has a negative size", b)
		}
	}
	if p.Height < 0 || p.Height > maxHeight {
		t.Fatalf("height %v", p.Height)
	}
	for _, w := range p.Words {
		number(w.Box)
		if w.Link < -1 || w.Link >= len(p.Links) {
			t.Fatalf("link %d of %d", w.Link, len(p.Links))
		}
	}
	groups := 0
	for _, it := range p.List.Items {
		switch it.(type) {
		case *typeset.Push:
			groups++
		case *typeset.Pop:
			groups--
		}
		if groups < 0 {
			t.Fatal("a group is closed that was not opened")
		}
	}
	if groups != 0 {
		t.Fatalf("%d groups stay open", groups)
	}
	fonts.Paint(image.NewRGBA(image.Rect(0, 0, 300, 200)), p.List, 1)
}

// FuzzDecode: no bytes crash a decoder or get more pixels than were counted, and what is shown is of a kind known.
func FuzzDecode(f *testing.F) {
	for _, seed := range pictureSeeds(f) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		pixels := maxAllPixels - 1<<20 // a million left, so that the fuzzer is not busy with large ones
		p, ok := Decode(data, &pixels)
		if !ok {
			return
		}
		b := p.Image.Bounds()
		if float32(b.Dx()) != p.Width || float32(b.Dy()) != p.Height || pixels > maxAllPixels || PictureKind(data) == "" {
			t.Fatalf("kind %q: a picture of %v by %v is %v, %d pixels", PictureKind(data), p.Width, p.Height, b, pixels)
		}
	})
}

// pictureSeeds are small pictures of each kind.
func pictureSeeds(t testing.TB) [][]byte {
	t.Helper()
	img := image.NewPaletted(image.Rect(0, 0, 9, 7), palette.Plan9)
	for i := range img.Pix {
		img.Pix[i] = uint8(i * 5)
	}
	var pngData, jpegData, gifData, bmpData bytes.Buffer
	err := errors.Join(png.Encode(&pngData, img), jpeg.Encode(&jpegData, img, nil), gif.Encode(&gifData, img, nil), bmp.Encode(&bmpData, img))
	if err != nil {
		t.Fatal(err)
	}
	webp, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	if err != nil {
		t.Fatal(err)
	}
	return [][]byte{pngData.Bytes(), jpegData.Bytes(), gifData.Bytes(), bmpData.Bytes(), webp}
}

func TestDecodeEachKind(t *testing.T) {
	for i, seed := range pictureSeeds(t) {
		var pixels int
		kind := []string{"png", "jpeg", "gif", "bmp", "webp"}[i]
		if p, ok := Decode(seed, &pixels); PictureKind(seed) != kind || !ok || p.Image == nil || pixels != int(p.Width*p.Height) {
			t.Errorf("%s: kind %q, shown %v, %d pixels", kind, PictureKind(seed), ok, pixels)
		}
	}
	scans := append(bytes.Clone(pictureSeeds(t)[1]), bytes.Repeat([]byte("\xff\xda"), maxScans+1)...)
	var pixels int
	if _, ok := Decode(scans, &pixels); ok {
		t.Error("a picture of endless passes is decoded")
	}
}
