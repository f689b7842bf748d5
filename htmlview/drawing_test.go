package htmlview

import (
	"encoding/base64"
	"image"
	"image/color"
	"strings"
	"testing"

	"satchel/typeset"
)

// pictures gives the pictures of a page with their places.
func pictures(p *Page) (list []*typeset.Picture) {
	for _, it := range p.List.Items {
		if pic, ok := it.(*typeset.Picture); ok {
			list = append(list, pic)
		}
	}
	return list
}

func TestDrawingsInLetters(t *testing.T) {
	rect := "<rect width=100% height=100% fill=red />"
	tests := []struct {
		name, src string
		w, h      float32 // of the place; 0: nothing is painted
	}{
		{"of a size", "<svg width=40 height=20>" + rect + "</svg>", 40, 20},
		{"by style", "<svg style='width:30px;height:60px' viewBox='0 0 1 2'>" + rect + "</svg>", 30, 60},
		{"by a rule", "<style>svg{width:50px}img{width:1px}</style><svg viewBox='0 0 2 1'>" + rect + "</svg>", 50, 25},
		{"takes what it is given", "<div style='width:80px'><svg viewBox='0 0 2 1'>" + rect + "</svg></div>", 80, 40},
		{"of no size", "<svg>" + rect + "</svg>", 300, 150},
		{"two alike but for their boxes", "<div style='width:80px'><svg class=a>" + rect + "</svg><svg class=a viewBox='0 0 2 1'>" + rect + "</svg></div>", 300, 150},
		{"many parts closed by themselves", "<svg width=40 height=20>" + strings.Repeat("<path d='M0 0h9v9'/>", 600) + rect + "</svg><p>after", 40, 20},
		{"with words", "<svg width=40 height=20>" + rect + "<text>NOT</text></svg>", 0, 0},
		{"hidden", "<svg width=40 height=20 style='display:none'>" + rect + "</svg>", 0, 0},
		{"too deep", "<svg width=40 height=20>" + strings.Repeat("<g>", 200) + rect + "</svg>", 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := layOut(t, tt.src)
			list := pictures(p)
			if len(list) == 0 || list[0].Image == nil {
				if tt.w > 0 {
					t.Fatal("nothing is painted")
				}
				return
			}
			if tt.w == 0 || list[0].W != tt.w || list[0].H != tt.h {
				t.Errorf("stands at %v", list[0].Box)
			}
			img := image.NewRGBA(image.Rect(0, 0, 700, 300))
			testFonts.Paint(img, p.List, 1)
			at := list[0].Box
			if got := img.RGBAAt(int(at.X+at.W/2), int(at.Y+at.H/2)); got != (color.RGBA{255, 0, 0, 255}) {
				t.Errorf("its middle is %v", got)
			}
			if len(p.Notes) > 0 {
				t.Errorf("notes %v", p.Notes)
			}
		})
	}
}

// TestRefusedDrawingKeepsItsPlace: its words are read where it would stand.
func TestRefusedDrawingKeepsItsPlace(t *testing.T) {
	p := layOut(t, "<svg width=200 height=100><style>p{}</style><text>Hello <tspan>there</tspan></text></svg>after")
	var alt string
	for _, it := range p.List.Items {
		if text, ok := it.(*typeset.Text); ok && text.Order < 0 {
			alt += string(text.Para.Text[text.Start:text.End])
		}
	}
	if alt != "Hello there" {
		t.Errorf("it says %q", alt)
	}
	if len(p.Words) != 1 || p.Words[0].Box.X < 200 {
		t.Errorf("words %v", p.Words)
	}
}

func TestDrawingsTakeBoundedWork(t *testing.T) {
	busy := "<svg viewBox='0 0 1 1'>" + strings.Repeat("<rect width=1 height=1 />", 1000) + "</svg>"
	p := layOut(t, strings.Repeat(busy, 300)+"<p>after")
	if n := len(pictures(p)); n >= 300 {
		t.Errorf("all %d are painted", n)
	}
	if n := len(p.Words); n != 1 {
		t.Errorf("%d words", n)
	}
}

func TestDrawingFiles(t *testing.T) {
	const head = "\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?>\n<!-- made by a program --><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'>\n"
	rect := "<rect width='100%' height='100%' fill='#f00'/>"
	tests := []struct {
		name, src string
		w, h      float32 // 0: no picture
	}{
		{"whole file", head + "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'>" + rect + "</svg>", 40, 20},
		{"only a box", "<svg viewBox='0 0 24 24'>" + rect + "</svg>", 150, 150},
		{"a wide box", "<svg viewBox='0 0 60 10'>" + rect + "</svg>", 300, 50},
		{"huge", "<svg width='1e6' height='1e6'>" + rect + "</svg>", 0, 0},
		{"web page", "<!doctype html><html><body>404 not found, <a href=/svg>svg</a></body></html>", 0, 0},
		{"words", "<svg width='40' height='20'><text>NOT</text></svg>", 0, 0},
		{"cut", "<svg width='40' height='20'", 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			parts := &Parts{}
			pic, ok := parts.Picture("data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString([]byte(tt.src)))
			if ok != (tt.w > 0) || pic.Width != tt.w || pic.Height != tt.h {
				t.Fatalf("%v: %v x %v", ok, pic.Width, pic.Height)
			}
			if !ok {
				return
			}
			b := pic.Image.Bounds()
			if r, _, _, a := pic.Image.At(b.Dx()/2, b.Dy()/2).RGBA(); r != 0xFFFF || a != 0xFFFF {
				t.Errorf("its middle has red %d, alpha %d", r, a)
			}
			if max(b.Dx(), b.Dy()) < leastDrawn {
				t.Errorf("painted at %v", b)
			}
		})
	}
}
