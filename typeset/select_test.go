package typeset

import (
	"image"
	"image/color"
	"math"
	"slices"
	"testing"
)

// page sets lines of text one below the other, each a paragraph of its own.
func page(t *testing.T, lines ...string) *List {
	t.Helper()
	f := newTestFonts(t)
	l := &List{Width: 500}
	offset := 0
	for i, line := range lines {
		text := []rune(line)
		base := uint8(0)
		p := f.Shape(text, span(text, Font{Size: 16}), base)
		x := float32(0)
		order := make([]uint8, len(p.Runs))
		for k := range p.Runs {
			order[k] = p.Runs[k].Level
		}
		for _, k := range VisualOrder(order) {
			r := &p.Runs[k]
			w := float32(0)
			for _, a := range p.Advance[r.Start:r.End] {
				w += a
			}
			l.Items = append(l.Items, &Text{Box: Box{x, float32(20 * i), w, 17}, Baseline: float32(20*i) + 14, Para: p, Run: k, Start: r.Start, End: r.End, Order: offset + r.Start, Color: color.NRGBA{A: 255}})
			x += w
		}
		offset += len(text)
		l.Height = float32(20 * (i + 1))
	}
	return l
}

func TestSelection(t *testing.T) {
	s := NewSelection(page(t, "Hello world", "second line"))
	if got := s.Copy(0, s.Len()); got != "Hello world\nsecond line" {
		t.Errorf("all is %q", got)
	}
	if got := s.Copy(14, 6); got != "world\nse" {
		t.Errorf("backwards: %q", got)
	}
	if got := s.Copy(-5, 1000); got != "Hello world\nsecond line" {
		t.Errorf("beyond the ends: %q", got)
	}
	if a, b := s.Word(7); s.Copy(a, b) != "world" {
		t.Errorf("word %q", s.Copy(a, b))
	}
	if a, b := s.Line(14); s.Copy(a, b) != "second line" {
		t.Errorf("line %q", s.Copy(a, b))
	}
	if got := s.Find("SECOND"); !slices.Equal(got, []Range{{12, 18}}) {
		t.Errorf("found at %v", got)
	}
	if got := s.Find("l"); !slices.Equal(got, []Range{{2, 3}, {3, 4}, {9, 10}, {19, 20}}) {
		t.Errorf("found at %v", got)
	}
}

func TestHitAndCaretAgree(t *testing.T) {
	for _, line := range []string{"Hello world, office", "abc שלום def", "e\u0301a"} {
		s := NewSelection(page(t, line))
		for offset := range s.Len() + 1 {
			c := s.Caret(offset)
			back := s.Caret(s.At(c.X, c.Y+5))
			if math.Abs(float64(back.X-c.X)) > 0.01 {
				t.Errorf("%q: offset %d stands at %.2f, which is hit as %.2f", line, offset, c.X, back.X)
			}
		}
	}
}

func TestSelectionBoxesCoverTheText(t *testing.T) {
	s := NewSelection(page(t, "abc שלום def", "next"))
	boxes := s.Boxes(0, s.Len())
	sum, whole := float32(0), float32(0)
	for _, b := range boxes {
		sum += b.W
	}
	for _, p := range s.pieces {
		whole += p.W
	}
	if math.Abs(float64(sum-whole)) > 0.01 {
		t.Errorf("boxes are %.2f px wide, the text %.2f", sum, whole)
	}
	if got := s.Boxes(3, 3); len(got) > 1 || len(got) == 1 && got[0].W != 0 {
		t.Errorf("an empty selection covers %v", got)
	}
	if empty := NewSelection(&List{}); empty.At(5, 5) != 0 || empty.Copy(0, 9) != "" || len(empty.Boxes(0, 9)) != 0 {
		t.Error("an empty page selects something")
	}
}

// ink is the share of dark pixels in a part of a picture.
func ink(img *image.RGBA, r image.Rectangle) float64 {
	n := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if c := img.RGBAAt(x, y); int(c.R)+int(c.G)+int(c.B) < 384 {
				n++
			}
		}
	}
	return float64(n) / float64(r.Dx()*r.Dy())
}

func white(r image.Rectangle) *image.RGBA {
	img := image.NewRGBA(r)
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	return img
}

func TestPaintShapes(t *testing.T) {
	black, f := color.NRGBA{A: 255}, newTestFonts(t)
	sides := [4]color.NRGBA{black, black, black, black}
	tests := []struct {
		name   string
		item   Item
		in     image.Rectangle // is dark by this share
		share  float64
		around image.Rectangle // is white
	}{
		{"fill", &Fill{Box: Box{10, 10, 20, 20}, Color: black}, image.Rect(10, 10, 30, 30), 1, image.Rect(0, 0, 60, 10)},
		{"fill on device pixels", &Fill{Box: Box{10.4, 10.4, 20, 20}, Color: black}, image.Rect(10, 10, 30, 30), 1, image.Rect(30, 0, 60, 60)},
		{"round fill", &Fill{Box: Box{10, 10, 20, 20}, Radii: Radii{10, 10, 10, 10}, Color: black}, image.Rect(10, 10, 30, 30), .785, image.Rect(10, 10, 12, 12)},
		{"border", &Border{Box: Box{10, 10, 20, 20}, Widths: [4]float32{2, 2, 2, 2}, Colors: sides}, image.Rect(10, 10, 30, 30), .36, image.Rect(12, 12, 28, 28)},
		{"one side", &Border{Box: Box{10, 10, 20, 20}, Widths: [4]float32{4, 0, 0, 0}, Colors: sides}, image.Rect(10, 10, 30, 30), .2, image.Rect(10, 14, 30, 30)},
		{"dashes", &Border{Box: Box{10, 10, 24, 24}, Widths: [4]float32{2, 0, 0, 0}, Colors: sides, Styles: [4]LineStyle{Dotted, Dotted, Dotted, Dotted}}, image.Rect(10, 10, 34, 12), .5, image.Rect(10, 12, 34, 34)},
		{"picture", &Picture{Box: Box{10, 10, 20, 20}, Image: image.Black, Tile: Box{10, 10, 5, 5}, RepeatX: true}, image.Rect(10, 10, 30, 15), 1, image.Rect(10, 16, 30, 30)},
		{"placeholder", &Picture{Box: Box{10, 10, 20, 20}, Placeholder: black, HasPlaceholder: true}, image.Rect(10, 10, 30, 30), 1, image.Rect(31, 0, 60, 60)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			img := white(image.Rect(0, 0, 60, 60))
			if tt.item.(interface{ Bounds() Box }).Bounds().W == 0 {
				t.Fatal("no bounds")
			}
			if p, ok := tt.item.(*Picture); ok && p.Image != nil { // image.Black has no end: take a part of it
				dark := white(image.Rect(0, 0, 5, 5))
				for i := range dark.Pix {
					dark.Pix[i] = 0
					if i%4 == 3 {
						dark.Pix[i] = 255
					}
				}
				p.Image = dark
			}
			f.Paint(img, &List{Items: []Item{tt.item}}, 1)
			if got := ink(img, tt.in); math.Abs(got-tt.share) > .03 {
				t.Errorf("%.2f of it is dark, want %.2f", got, tt.share)
			}
			if got := ink(img, tt.around); got > 0 {
				t.Errorf("%.2f of what is around is dark", got)
			}
		})
	}
}

// TestTilesMeet: a page painted in tiles is the page painted at once.
func TestTilesMeet(t *testing.T) {
	l := page(t, "Hello world", "abc שלום def")
	black := color.NRGBA{A: 255}
	l.Items = append(l.Items, &Push{Box: Box{0, 0, 90, 60}, Radii: Radii{8, 8, 8, 8}, Opacity: .5}, &Fill{Box: Box{5, 5, 200, 30}, Color: black}, &Pop{},
		&Border{Box: Box{20.5, 20, 60, 30}, Radii: Radii{4, 4, 4, 4}, Widths: [4]float32{1, 1, 1, 1}, Colors: [4]color.NRGBA{black, black, black, black}})
	f := newTestFonts(t)
	for _, scale := range []float32{1, 1.5} {
		whole := white(image.Rect(0, 0, 200, 100))
		f.Paint(whole, l, scale)
		for y := 0; y < 100; y += 32 {
			for x := 0; x < 200; x += 48 {
				tile := white(image.Rect(x, y, min(x+48, 200), min(y+32, 100)))
				f.Paint(tile, l, scale)
				for py := tile.Rect.Min.Y; py < tile.Rect.Max.Y; py++ {
					for px := tile.Rect.Min.X; px < tile.Rect.Max.X; px++ {
						a, b := whole.RGBAAt(px, py), tile.RGBAAt(px, py)
						if d := int(a.R) - int(b.R); d > 2 || d < -2 {
							t.Fatalf("scale %v: pixel %d,%d is %v in the tile, %v in the whole", scale, px, py, b, a)
						}
					}
				}
			}
		}
	}
}
