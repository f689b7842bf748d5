package htmlview

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"satchel/typeset"
)

// sizes gives pictures by name: "100x50" is that large.
type sizes struct{}

func (sizes) Picture(src string) (Picture, bool) {
	var w, h float32
	n, err := fmt.Sscanf(src, "%fx%f", &w, &h)
	return Picture{Width: w, Height: h}, err == nil && n == 2
}

var testFonts *typeset.Fonts

func layOut(t testing.TB, src string) *Page {
	t.Helper()
	if testFonts == nil {
		testFonts = newFonts(t)
	}
	return Parse([]byte(src)).Layout(View{Width: 700, Fonts: testFonts, Pictures: sizes{}, Words: true})
}

// where writes the place of each word and picture: "word x y".
func where(p *Page) string {
	var out []string
	for _, w := range p.Words {
		out = append(out, fmt.Sprintf("%s %.0f %.0f", w.Text, w.Box.X, w.Box.Y))
	}
	for _, m := range p.Images {
		out = append(out, fmt.Sprintf("[%.0f %.0f %.0f %.0f]", m.Box.X, m.Box.Y, m.Box.W, m.Box.H))
	}
	return strings.Join(out, ", ")
}

const strict = "<!doctype html><style>body{margin:0}</style>"
const loose = "<style>body{margin:0}</style>" // quirks mode

// TestLayout checks places that Chromium gives too, one rule at a time.
func TestLayout(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"margins of the page", "<!doctype html>a", "a 8 8"},
		{"margins collapse", strict + "<p>a</p><p>b</p>", "a 0 16, b 0 50"},
		{"a child's margin goes out", strict + "<div><p>a</p></div>b", "a 0 16, b 0 50"},
		{"padding keeps it in", strict + "<div style='padding:1px'><p>a</p></div>b", "a 1 17, b 0 52"},
		{"negative margin", strict + "<div style='margin-bottom:-10px'>a</div>b", "a 0 0, b 0 8"},
		{"empty blocks let margins through", strict + "a<div style='margin:20px 0'></div><div style='margin:30px 0 5px'></div>b", "a 0 0, b 0 48"},
		{"quirky margin vanishes in a cell", loose + "<table cellspacing=0 cellpadding=0><tr><td><p>a</table>", "a 0 0"},
		{"it stays in strict mode", strict + "<table cellspacing=0 cellpadding=0><tr><td><p>a</table>", "a 0 16"},
		{"centred by margins", strict + "<div style='width:100px;margin:0 auto'>a</div>", "a 300 0"},
		{"centred by center", strict + "<center><div style='width:100px;text-align:left'>a</div></center>", "a 300 0"},
		{"a table takes no centring over", strict + "<center><table width=100 cellpadding=0 cellspacing=0><tr><td>a</table></center>", "a 300 0"},
		{"a drop cap", strict + "<style>p::first-letter{float:left;font-size:40px;line-height:40px}</style><p style='margin:0'>“Hello there</p>", "“H 0 -2, ello 42 0, there 72 0"},
		{"a first letter in the line", strict + "<style>p:first-letter{font-size:32px}</style><p style='margin:0'> <b>ab</b> c</p>", "a 0 0, b 18 15, c 32 15"},
		{"percent of the width", strict + "<div style='width:50%;padding-left:10%'>a</div>", "a 70 0"},
		{"max-width", strict + "<div style='max-width:100px;margin-left:auto'>a</div>", "a 600 0"},
		{"border-box", strict + "<div style='box-sizing:border-box;width:100px;padding:0 20px;text-align:right'>a</div>", "a 71 0"},
		{"float beside text", strict + "<div style='float:left;width:50px;height:40px'></div>a<br>b<br>c<br>d", "a 50 0, b 50 18, c 50 36, d 0 54"},
		{"float to the right", strict + "<div style='float:right;width:50px'>f</div>a", "f 650 0, a 0 0"},
		{"clear", strict + "<div style='float:left;width:50px;height:40px'></div><div style='clear:both'>a</div>", "a 0 40"},
		{"tables float side by side", strict + "<table align=left width=100 cellspacing=0 cellpadding=0><tr><td>a</table><table align=left width=100 cellspacing=0 cellpadding=0><tr><td>b</table>", "a 0 0, b 100 0"},
		{"absolute", strict + "<div style='position:relative;height:50px'><b style='position:absolute;right:0;bottom:0;width:20px'>a</b></div>b", "a 680 32, b 0 50"},
		{"fixed stays inside", strict + "<div style='position:fixed;left:10px;top:5px'>a</div>", "a 10 5"},
		{"relative", strict + "<span style='position:relative;left:5px;top:7px'>a</span>", "a 5 7"},
		{"inline-block", strict + "<span style='display:inline-block;width:100px'>a</span>b", "a 0 0, b 100 0"},
		{"flex", strict + "<div style='display:flex'><div style='flex:1'>a</div><div style='flex:1'>b</div></div>", "a 0 0, b 350 0"},
		{"flex between", strict + "<div style='display:flex;justify-content:space-between'><i style='width:50px'>a</i><i style='width:50px'>b</i></div>", "a 0 0, b 650 0"},
		{"line-height", strict + "<p style='margin:0;line-height:40px'>a<br>b</p>", "a 0 11, b 0 51"},
		{"pre keeps lines", strict + "<pre style='margin:0;font:16px sans-serif'>a\n\nb</pre>", "a 0 0, b 0 36"},
		{"br", strict + "a<br><br>b", "a 0 0, b 0 36"},
		{"nowrap", strict + "<div style='width:10px;white-space:nowrap'>a b</div>", "a 0 0, b 13 0"},
		{"break-word", strict + "<div style='width:20px;word-wrap:break-word'>wwww</div>c", "wwww 0 0, c 0 72"},
		{"rtl", strict + "<p dir=rtl style='margin:0'>a</p>", "a 691 0"},
		{"a marker's line has the item's own height", loose + "<ul style='margin:0'><li><font size=1>a</font><br><font size=1>b</font></ul>", "a 40 5, b 40 23"},
		{"list from right to left", strict + "<ul dir=rtl style='margin:0'><li>a</ul>", "a 651 0"},
		{"table from right to left", strict + "<table dir=rtl width=300 cellspacing=0 cellpadding=0><tr><td width=100>a<td width=200>b</table>", "a 291 0, b 191 0"},
		{"justified", strict + "<div style='width:60px;text-align:justify'>a b cccccccc</div>", "a 0 0, b 51 0, cccccccc 0 18"},
		{"picture keeps its shape", strict + "<img src=100x50 width=200>", "[0 0 200 100]"},
		{"picture fits", strict + "<div style='width:50px'><img src=100x50 style='max-width:100%'></div>", "[0 0 50 25]"},
		{"picture in a line of strict mode", strict + "<div><img src=10x10></div>a", "a 0 18, [0 4 10 10]"},
		{"picture alone in quirks mode", loose + "<div><img src=10x10></div>a", "a 0 10, [0 0 10 10]"},
		{"list", strict + "<ul style='margin:0'><li>a<li>b</ul>", "a 40 0, b 40 18"},
		{"hidden", strict + "<div style='display:none'>x</div><div style='font-size:0'>y</div><div style='max-height:0;overflow:hidden'>z</div><div style='opacity:0'>o</div>a", "a 0 18"},
		{"conditional comments", strict + "<!--[if mso]>m<![endif]-->a<![if !mso]>b<![endif]>", "a 0 0, b 9 0"},
		{"narrow pane's rules", strict + "<style>@media(max-width:600px){b{display:none}}@media(min-width:480px){i{display:none}}</style><b>a</b><i>x</i>", "a 0 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := where(layOut(t, tt.src)); got != tt.want {
				t.Errorf("%s\nwant %s", got, tt.want)
			}
		})
	}
}

const cells = "<table cellspacing=0 cellpadding=0 "

func TestTables(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"shrinks to its text", "><tr><td>a<td>b</table>", "a 0 0, b 9 0"},
		{"percent and fixed", "width=400><tr><td width=25%>a<td width=100>b<td>c</table>", "a 0 0, b 100 0, c 200 0"},
		{"auto columns share by their text", "width=300><tr><td style='padding-right:11.1px'>a<td style='padding-right:31.1px'>b</table>", "a 0 0, b 100 0"},
		{"colspan", "width=300><tr><td width=100>a<td width=200>b<tr><td colspan=2 align=right>c</table>", "a 0 0, b 100 0, c 292 18"},
		{"rowspan", "><tr><td rowspan=2 valign=top height=60>a<td>b<tr><td>c</table>", "a 0 0, b 9 6, c 9 36"},
		{"height and valign", "height=100><tr><td>a<td valign=top>b<td valign=bottom>c</table>", "a 0 41, b 9 0, c 18 82"},
		{"cell height", "><tr><td height=50 valign=bottom>a</table>", "a 0 32"},
		{"centred in the page", "align=center width=100><tr><td>a</table>", "a 300 0"},
		{"percent of the page", "width=50% align=right><tr><td>a</table>", "a 350 0"},
		{"nested percent", "width=400><tr><td><table cellspacing=0 cellpadding=0 width=50% align=right><tr><td>a</table></table>", "a 200 0"},
		{"fixed layout", "width=300 style='table-layout:fixed'><tr><td width=50>aaaaaaaaaaaaaaa<td>b</table>", "aaaaaaaaaaaaaaa 0 0, b 50 0"},
		{"min-content holds", "width=10><tr><td>wide<td>b</table>", "wide 0 0, b 33 0"},
		{"parts in any order", "><tfoot><tr><td>f<tbody><tr><td>b<thead><tr><td>h</table>", "f 0 36, b 0 18, h 0 0"},
		{"huge colspan", "><tr><td colspan=100000>a<td>b</table>", "a 0 0, b 9 0"},
		{"huge rowspan", "><tr><td rowspan=100000>a<tr><td>b</table>", "a 0 0, b 9 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := where(layOut(t, strict+cells+tt.src)); got != tt.want {
				t.Errorf("%s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestStyles(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"plain", "a", "16 #000000"},
		{"bold and italic", "<b><i>a</i></b>", "16 #000000 bold italic"},
		{"font element", "<font size=5 color=#ff0000 face=courier>a</font>", "24 #ff0000"},
		{"relative font size", "<font size=+1>a</font>", "18 #000000"},
		{"inline beats sheet", "<style>p{color:red}</style><p style='color:#0000ff'>a", "16 #0000ff"},
		{"important beats inline", "<style>p{color:#ff0000!important}</style><p style='color:blue'>a", "16 #ff0000"},
		{"specificity", "<style>#i{color:#010101}p.c{color:#020202}</style><p id=i class=c>a", "16 #010101"},
		{"em of em", "<div style='font-size:2em'><p style='font-size:50%'>a", "16 #000000"},
		{"link", "<a href=x>a</a>", "16 #0000ee"},
		{"no link", "<a>a</a>", "16 #000000"},
		{"heading", "<h1>a", "32 #000000 bold"},
		{"monospace is smaller", "<tt>a</tt>", "13 #000000"},
		{"a named one is not", "<tt style='font-family:courier'>a</tt>", "16 #000000"},
		{"table in quirks mode takes no font over", "<div style='font-size:30px;font-weight:bold;color:red'><table><tr><td>a</table></div>", "16 #000000"},
		{"table in strict mode does", "<!doctype html><div style='font-size:30px;font-weight:bold'><table><tr><td>a</table></div>", "30 #000000 bold"},
		{"600 is bold", "<p style='font-weight:600'>a", "16 #000000 bold"},
		{"rgba", "<p style='color:rgba(1,2,3,.5)'>a", "16 #010203"},
		{"inherit", "<p style='color:#040506'><a href=x style='color:inherit'>a</a>", "16 #040506"},
		{"shorthand", "<p style='font:italic bold 20px/1.5 serif'>a", "20 #000000 bold italic"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := layOut(t, tt.src)
			if len(p.Words) != 1 {
				t.Fatalf("%d words", len(p.Words))
			}
			w := p.Words[0]
			got := fmt.Sprintf("%g #%02x%02x%02x", math.Round(float64(w.Size)*10)/10, w.Color.R, w.Color.G, w.Color.B)
			if w.Bold {
				got += " bold"
			}
			if w.Italic {
				got += " italic"
			}
			if got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}
