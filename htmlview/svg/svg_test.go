package svg

import (
	"image/color"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// read finds the drawing in a source; false where there is none.
func read(src string) (*Drawing, bool) {
	doc, err := html.Parse(strings.NewReader(src))
	if err != nil {
		return nil, false
	}
	var find func(n *html.Node) *html.Node
	find = func(n *html.Node) *html.Node {
		if n.Type == html.ElementNode && n.Data == "svg" {
			return n
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if s := find(c); s != nil {
				return s
			}
		}
		return nil
	}
	n := find(doc)
	if n == nil {
		return nil, false
	}
	return New(n)
}

func budget() *int {
	left := Budget
	return &left
}

var (
	red  = color.RGBA{255, 0, 0, 255}
	blue = color.RGBA{0, 0, 255, 255}
	none = color.RGBA{}
)

func TestDraw(t *testing.T) {
	type at map[[2]int]color.RGBA
	tests := []struct {
		name, attrs, inside string
		want                at
	}{
		{"rectangle", "", `<rect x=20 y=20 width=40 height=40 fill=red />`, at{{30, 30}: red, {10, 10}: none, {70, 30}: none}},
		{"round corners", "", `<rect width=100 height=100 rx=50 fill=red />`, at{{50, 50}: red, {2, 2}: none}},
		{"circle", "", `<circle cx=50% cy=50 r=30 fill="#f00"/>`, at{{50, 50}: red, {50, 15}: none}},
		{"ellipse", "", `<ellipse cx=50 cy=50 rx=45 ry=10 fill=red />`, at{{10, 50}: red, {50, 70}: none}},
		{"polygon", "", `<polygon points="0,0 100,0 0,100" fill=red />`, at{{10, 10}: red, {90, 90}: none}},
		{"path", "", `<path fill=red d="M10 10h80v80H10z"/>`, at{{50, 50}: red, {5, 50}: none}},
		{"curves", "", `<path fill=red d="M0 50C0 0 100 0 100 50S0 100 0 50Q50 50 100 50T0 50z"/>`, at{{50, 30}: red, {2, 2}: none}},
		{"arc with joined flags", "", `<path fill=red d="M10 50a40 40 0 0180 0z"/>`, at{{50, 30}: red, {50, 70}: none}},
		{"numbers without spaces", "", `<path fill=red d="M10-10l.5.5L90 10V90H10z"/>`, at{{50, 50}: red}},
		{"mistake ends the path", "", `<path fill=red d="M0 0H50V50H0zM60 60 L x 90 90"/>`, at{{20, 20}: red, {80, 80}: none}},
		{"even odd", "", `<path fill=red fill-rule=evenodd d="M0 0h100v100H0zM30 30h40v40H30z"/>`, at{{10, 10}: red, {50, 50}: none}},
		{"non zero", "", `<path fill=red d="M0 0h100v100H0zM30 30h40v40H30z"/>`, at{{50, 50}: red}},
		{"hole by direction", "", `<path fill=red d="M0 0h100v100H0zM30 30v40h40v-40z"/>`, at{{50, 50}: none, {10, 10}: red}},
		{"groups and transforms", "", `<g transform="translate(50 50) rotate(45)" fill=red><rect x=-10 y=-10 width=20 height=20 /></g>`, at{{50, 50}: red, {50, 38}: red, {59, 41}: none}},
		{"stroke", "", `<path d="M10 50H90" stroke=red stroke-width=20 />`, at{{50, 45}: red, {50, 65}: none, {5, 50}: none}},
		{"round ends", "", `<path d="M20 50H80" stroke=red stroke-width=20 stroke-linecap=round />`, at{{13, 50}: red, {11, 58}: none}},
		{"square ends", "", `<path d="M20 50H80" stroke=red stroke-width=20 stroke-linecap=square />`, at{{11, 58}: red}},
		{"pointed corner", "", `<path d="M20 80V20H80" fill=none stroke=red stroke-width=20 />`, at{{11, 11}: red, {30, 60}: none}},
		{"bevel", "", `<path d="M20 80V20H80" fill=none stroke=red stroke-width=20 stroke-linejoin=bevel />`, at{{11, 11}: none}},
		{"dashes", "", `<path d="M0 50H100" stroke=red stroke-width=20 stroke-dasharray="20 30"/>`, at{{10, 50}: red, {35, 50}: none, {60, 50}: red}},
		{"closed stroke", "", `<rect x=20 y=20 width=60 height=60 fill=none stroke=red stroke-width=10 />`, at{{20, 50}: red, {16, 16}: red, {50, 50}: none}},
		{"style sheet", "", `<style>.a{fill:red}#b{fill:blue}</style><rect class=a width=50 height=100 /><rect id=b x=50 width=50 height=100 />`, at{{20, 50}: red, {70, 50}: blue}},
		{"style attribute", "", `<rect style="fill:red;stroke:none" fill=blue width=100 height=100 />`, at{{50, 50}: red}},
		{"not displayed", "", `<rect fill=red width=100 height=100 display=none /><g visibility=hidden><rect width=100 height=100 /></g>`, at{{50, 50}: none}},
		{"opacity", "", `<g opacity=.5><rect fill=red fill-opacity=.5 width=100 height=100 /></g>`, at{{50, 50}: {64, 0, 0, 64}}},
		{"use", "", `<defs><path id=p d="M0 0h20v20H0z"/></defs><use xlink:href="#p" x=40 y=40 fill=red />`, at{{50, 50}: red, {10, 10}: none}},
		{"symbol", "", `<symbol id=s viewBox="0 0 10 10"><rect width=10 height=10 fill=red /></symbol><use href="#s" width=50 height=50 />`, at{{40, 40}: red, {60, 60}: none}},
		{"use of itself", "", `<g id=g><use href="#g"/></g><rect fill=red width=100 height=100 />`, nil},
		{"linear gradient", "", `<linearGradient id=g><stop offset=0 stop-color=red /><stop offset=1 stop-color=blue /></linearGradient><rect fill="url(#g)" width=100 height=100 />`, at{{0, 50}: {254, 0, 1, 255}, {99, 50}: {1, 0, 254, 255}}},
		{"radial gradient", "", `<defs><radialGradient id=g gradientUnits=userSpaceOnUse cx=50 cy=50 r=50><stop stop-color=red /><stop offset=.5 stop-color=red /><stop offset=.5 stop-color=blue /></radialGradient></defs><rect fill="url(#g)" width=100 height=100 />`, at{{50, 50}: red, {5, 50}: blue}},
		{"gradient by reference", "", `<linearGradient id=a><stop stop-color=red /></linearGradient><linearGradient id=b xlink:href="#a"/><rect fill="url(#b)" width=100 height=100 />`, at{{50, 50}: red}},
		{"missing gradient", "", `<rect fill="url(#no)" width=100 height=100 /><rect fill="url(#no) red" width=50 height=100 />`, at{{20, 50}: red, {70, 50}: none}},
		{"gradient elsewhere", "", `<rect fill="url(https://t.test/x.svg#g)" width=100 height=100 />`, at{{50, 50}: none}},
		{"clip", "", `<clipPath id=c><rect width=50 height=100 /></clipPath><rect clip-path="url(#c)" fill=red width=100 height=100 />`, at{{20, 50}: red, {70, 50}: none}},
		{"mask", "", `<mask id=m fill=white><path d="M0 0h50v100H0z"/></mask><g mask="url(#m)"><rect fill=red width=100 height=100 /></g>`, at{{20, 50}: red, {70, 50}: none}},
		{"clip in a clip", "", `<clipPath id=c><rect width=50 height=100 /></clipPath><clipPath id=d><rect width=100 height=50 /></clipPath><g clip-path="url(#c)"><rect clip-path="url(#d)" fill=red width=100 height=100 /></g>`, at{{20, 20}: red, {70, 20}: none, {20, 70}: none}},
		{"currentcolor", `color=red`, `<rect fill=currentColor width=100 height=100 />`, at{{50, 50}: red}},
		{"view box", `viewBox="0 0 10 10"`, `<rect x=5 width=5 height=10 fill=red />`, at{{75, 50}: red, {25, 50}: none}},
		{"view box in the middle", `viewBox="0 0 10 5"`, `<rect width=10 height=5 fill=red />`, at{{50, 50}: red, {50, 10}: none}},
		{"view box stretched", `viewBox="0 0 10 5" preserveAspectRatio=none`, `<rect width=10 height=5 fill=red />`, at{{50, 10}: red}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, ok := read("<svg width=100 height=100 " + tt.attrs + ">" + tt.inside + "</svg>")
			if !ok {
				t.Fatal("not read")
			}
			img, ok := d.Draw(100, 100, budget())
			if ok != (tt.want != nil) {
				t.Fatalf("painted: %v", ok)
			}
			for p, want := range tt.want {
				if got := img.RGBAAt(p[0], p[1]); got != want {
					t.Errorf("at %v: %v, want %v", p, got, want)
				}
			}
		})
	}
}

func TestSize(t *testing.T) {
	tests := []struct {
		attrs   string
		w, h, r float64
	}{
		{"width=40 height=20", 40, 20, 2},
		{"width=1in height=48pt", 96, 64, 1.5},
		{`viewBox="0 0 30 10"`, 0, 0, 3},
		{`width=60 viewBox="0 0 30 10"`, 60, 20, 3},
		{`width=100% height=10 viewBox="0 0 30 10"`, 30, 10, 3},
		{"", 0, 0, 0},
		{"width=-5 height=x", 0, 0, 0},
	}
	for _, tt := range tests {
		d, _ := read("<svg " + tt.attrs + "></svg>")
		if d.Width != tt.w || d.Height != tt.h || d.Ratio != tt.r {
			t.Errorf("%s: %v x %v, ratio %v", tt.attrs, d.Width, d.Height, d.Ratio)
		}
	}
}

func TestRefused(t *testing.T) {
	for name, inside := range map[string]string{
		"words":         "<text>NOT</text>",
		"a picture":     "<image href='https://t.test/x.png'/>",
		"html":          "<foreignObject><p>x</foreignObject>",
		"many elements": strings.Repeat("<g/>", maxElements+1),
		"deep":          strings.Repeat("<g>", maxDepth+2),
	} {
		if _, ok := read("<svg>" + inside + "</svg>"); ok {
			t.Errorf("%s is not refused", name)
		}
	}
}

// hostile are drawings made to keep a reader busy.
var hostile = map[string]string{
	"laughs": func() string {
		s := "<g id=a0><rect width=9 height=9 /></g>"
		for i := range 30 {
			use := "<use href='#a" + string(rune('0'+i)) + "'/>"
			s += "<g id='a" + string(rune('1'+i)) + "'>" + strings.Repeat(use, 10) + "</g>"
		}
		return s
	}(),
	"fine dashes":    "<path d='M0 0L999999 999999' stroke=red stroke-dasharray='.001 .001'/>",
	"far dashes":     "<path d='M0 0L1e9 1e9L-1e9 0' stroke=red stroke-width=1e9 stroke-dasharray='1 1' stroke-dashoffset=1e30 />",
	"many curves":    "<path d='M0 0" + strings.Repeat("c1e6 1e6 -1e6 1e6 9 9", 100_000) + "' stroke=red stroke-linejoin=round />",
	"many areas":     strings.Repeat("<rect width=1e6 height=1e6 />", 15_000),
	"many gradients": "<linearGradient id=g>" + strings.Repeat("<stop offset=.5 />", 5000) + "</linearGradient>" + strings.Repeat("<rect fill='url(#g)' width=1e6 height=1e6 />", 5000),
	"gradient loop":  "<linearGradient id=g href='#g'/><rect fill='url(#g)' width=9 height=9 />",
	"clip loop":      "<clipPath id=c clip-path='url(#c)'><use href='#c'/></clipPath>" + strings.Repeat("<g clip-path='url(#c)'>", 50) + "<rect width=9 height=9 />",
	"rules":          "<style>" + strings.Repeat("g g g g>rect{fill:red}", 3000) + "</style>" + strings.Repeat("<g>", 50) + strings.Repeat("<rect width=1 height=1 />", 5000),
	"no numbers":     "<path d='M NaN 1e999 L Infinity 0' transform='matrix(1e9 1e9 1e9 1e9 1e9 1e9) scale(0)' stroke=red /><rect width=1e999 height=1e-999 />",
}

func TestHostileDrawings(t *testing.T) {
	for name, inside := range hostile {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			if d, ok := read("<svg viewBox='0 0 1000 1000'>" + inside + "</svg>"); ok {
				d.Draw(1000, 1000, budget())
			}
			if took := time.Since(start); took > 20*time.Second { // a slow machine with the race detector; 1 s is usual
				t.Errorf("took %v", took)
			} else {
				t.Log(took)
			}
		})
	}
}

// FuzzDraw: whatever is read is painted or refused, in bounded time.
func FuzzDraw(f *testing.F) {
	for _, inside := range hostile {
		if len(inside) < 2000 {
			f.Add("<svg viewBox='0 0 10 10'>" + inside + "</svg>")
		}
	}
	f.Add(`<svg width=40 height=20><style>.a{fill:red}</style><linearGradient id=g><stop offset=0 stop-color=red /></linearGradient><path class=a d="M10 50a40 40 0 0180 0zq1 2 3 4t5 6s1 2 3 4" stroke="url(#g)" stroke-dasharray="1 2 3"/></svg>`)
	f.Add(`<svg viewBox="0 0 9 9"><clipPath id=c><circle r=5 /></clipPath><symbol id=s viewBox="0 0 1 1"><ellipse rx=1 ry=2 /></symbol><use href="#s" width=5 height=5 clip-path="url(#c)" transform="rotate(5) skewX(3)"/></svg>`)
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 5000 {
			return
		}
		d, ok := read(src)
		if !ok {
			return
		}
		if d.Width != d.Width || d.Height != d.Height || d.Ratio != d.Ratio || d.Width < 0 || d.Height < 0 || d.Ratio < 0 {
			t.Fatalf("%v x %v, ratio %v", d.Width, d.Height, d.Ratio)
		}
		img, ok := d.Draw(64, 48, budget())
		if !ok {
			return
		}
		for i := 0; i < len(img.Pix); i += 4 {
			if a := img.Pix[i+3]; img.Pix[i] > a || img.Pix[i+1] > a || img.Pix[i+2] > a {
				t.Fatalf("pixel %d is brighter than its alpha: %v", i/4, img.Pix[i:i+4])
			}
		}
	})
}
