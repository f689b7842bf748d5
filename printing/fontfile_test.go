package printing

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/go-text/typesetting/font/opentype/tables"

	"satchel/typeset"
)

// tableOf finds a table of a font file.
func tableOf(t *testing.T, file []byte, tag string) []byte {
	t.Helper()
	for i := range int(binary.BigEndian.Uint16(file[4:])) {
		entry := file[12+16*i:]
		if string(entry[:4]) == tag {
			at, n := binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])
			return file[at : at+n]
		}
	}
	t.Fatalf("no table %s", tag)
	return nil
}

// TestFontFile reads the glyphs back with another program's reader.
func TestFontFile(t *testing.T) {
	f := fonts(t)
	para := f.Shape([]rune("Bg\u00e9 "), []typeset.Span{{End: 4, Font: typeset.Font{Size: 16}}}, 0)
	placed, _ := f.Placed(&typeset.Text{Para: para, End: 4})
	var shapes []typeset.Shape
	for _, g := range placed {
		shapes = append(shapes, f.GlyphShape(g.Face, g.ID))
	}
	file := fontFile(f.FaceInfo(placed[0].Face), shapes)
	if sum := checksum(file); sum != 0xB1B0AFBA {
		t.Errorf("checksum %#x", sum)
	}
	loca := tableOf(t, file, "loca")
	offsets := make([]uint32, len(loca)/4)
	for i := range offsets {
		offsets[i] = binary.BigEndian.Uint32(loca[4*i:])
	}
	glyf, err := tables.ParseGlyf(tableOf(t, file, "glyf"), offsets)
	if err != nil || len(glyf) != len(shapes) {
		t.Fatalf("%d glyphs of %d: %v", len(glyf), len(shapes), err)
	}
	for i, g := range glyf {
		points, _ := contours(shapes[i].Outline)
		simple, ok := g.Data.(tables.SimpleGlyph)
		if len(points) == 0 {
			continue // a space
		}
		if !ok || len(simple.Points) != len(points) {
			t.Fatalf("glyph %d has other points", i)
		}
		for k, p := range simple.Points {
			if p.X != points[k].x || p.Y != points[k].y || p.Flag&1 == 1 != points[k].on {
				t.Errorf("glyph %d, point %d: %+v, want %+v", i, k, p, points[k])
			}
		}
	}
}

// TestQuadratics: the four pieces leave a cubic curve by less than a unit in 1000.
func TestQuadratics(t *testing.T) {
	pen := typeset.Point{X: 0, Y: 0}
	c := [3]typeset.Point{{X: 0, Y: 552}, {X: 448, Y: 1000}, {X: 1000, Y: 1000}}
	from := pen
	for i, q := range quadratics(pen, c) {
		for k := range 11 {
			u := float32(k) / 10
			x := (1-u)*(1-u)*from.X + 2*u*(1-u)*q[0].X + u*u*q[1].X
			y := (1-u)*(1-u)*from.Y + 2*u*(1-u)*q[0].Y + u*u*q[1].Y
			v := (float32(i) + u) / 4
			cx := 3*v*v*(1-v)*c[1].X + v*v*v*c[2].X
			cy := 3*v*(1-v)*(1-v)*c[0].Y + 3*v*v*(1-v)*c[1].Y + v*v*v*c[2].Y
			if d := math.Hypot(float64(x-cx), float64(y-cy)); d > 1 {
				t.Errorf("piece %d at %v is off by %.2f", i, u, d)
			}
		}
		from = q[1]
	}
}
