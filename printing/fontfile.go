package printing

import (
	"bytes"
	"encoding/binary"
	"math"

	"satchel/typeset"
)

// fontFile writes a TrueType font of the given glyphs, the first of which stands for missing characters, with the tables
// that a PDF needs (ISO 32000-1, 9.9). The outlines come from whatever the system has, collections, CFF and variable fonts
// included; curves of the third degree become four of the second each.
func fontFile(info typeset.FaceInfo, glyphs []typeset.Shape) []byte {
	var glyf, hmtx bytes.Buffer
	loca := make([]uint32, 0, len(glyphs)+1)
	maxPoints, maxContours, maxAdvance := 0, 0, uint16(0)
	var bounds glyphBounds
	for _, g := range glyphs {
		loca = append(loca, uint32(glyf.Len()))
		points, ends := contours(g.Outline)
		own := boundsOf(points)
		if len(points) > 0 && len(points) <= math.MaxUint16 {
			writeGlyph(&glyf, own, points, ends)
			maxPoints, maxContours = max(maxPoints, len(points)), max(maxContours, len(ends))
			bounds.include(own)
		}
		advance := uint16(min(max(g.Advance, 0), math.MaxUint16))
		maxAdvance = max(maxAdvance, advance)
		be(&hmtx, advance, own.x0)
	}
	loca = append(loca, uint32(glyf.Len()))
	var locaTable, head, hhea, maxp bytes.Buffer
	be(&locaTable, loca)
	be(&head, uint32(0x00010000), uint32(0x00010000), uint32(0), uint32(0x5F0F3CF5), uint16(0x000B), uint16(info.Upem), int64(0), int64(0),
		bounds.x0, bounds.y0, bounds.x1, bounds.y1, uint16(0), uint16(8), int16(2), int16(1), int16(0))
	be(&hhea, uint32(0x00010000), int16(info.Ascent), int16(-info.Descent), int16(0), maxAdvance, int16(0), int16(0), bounds.x1, int16(1),
		int16(0), int16(0), [4]int16{}, int16(0), uint16(len(glyphs)))
	be(&maxp, uint32(0x00010000), uint16(len(glyphs)), uint16(maxPoints), uint16(maxContours), [2]uint16{}, uint16(2), [8]uint16{})
	return assemble([]table{{"glyf", glyf.Bytes()}, {"head", head.Bytes()}, {"hhea", hhea.Bytes()}, {"hmtx", hmtx.Bytes()}, {"loca", locaTable.Bytes()}, {"maxp", maxp.Bytes()}})
}

// be appends values in big endian.
func be(b *bytes.Buffer, values ...any) {
	for _, v := range values {
		binary.Write(b, binary.BigEndian, v) //nolint:errcheck // a buffer takes everything
	}
}

// glyphPoint is a point of a TrueType outline.
type glyphPoint struct {
	x, y int16
	on   bool
}

type glyphBounds struct {
	x0, y0, x1, y1 int16
	set            bool
}

func (b *glyphBounds) include(o glyphBounds) {
	if !b.set {
		*b = o
		return
	}
	b.x0, b.y0, b.x1, b.y1 = min(b.x0, o.x0), min(b.y0, o.y0), max(b.x1, o.x1), max(b.y1, o.y1)
}

func boundsOf(points []glyphPoint) glyphBounds {
	var b glyphBounds
	for _, p := range points {
		b.include(glyphBounds{p.x, p.y, p.x, p.y, true})
	}
	return b
}

// contours gives the points of an outline, and the last point's number of each contour.
func contours(outline []typeset.Segment) (points []glyphPoint, ends []uint16) {
	var pen typeset.Point
	start := 0
	add := func(p typeset.Point, on bool) {
		unit := func(v float32) int16 { return int16(min(max(math.Round(float64(v)), -16000), 16000)) }
		points = append(points, glyphPoint{unit(p.X), unit(p.Y), on})
	}
	closeContour := func() {
		if n := len(points) - 1; n > start && points[n] == points[start] {
			points = points[:n] // the way back is implied
		}
		if len(points)-start < 2 {
			points = points[:start] // nothing to fill
		} else {
			ends = append(ends, uint16(len(points)-1))
		}
		start = len(points)
	}
	for _, s := range outline {
		switch s.Op {
		case typeset.MoveTo:
			closeContour()
			pen = s.Points[0]
			add(pen, true)
		case typeset.LineTo:
			pen = s.Points[0]
			add(pen, true)
		case typeset.QuadTo:
			add(s.Points[0], false)
			pen = s.Points[1]
			add(pen, true)
		case typeset.CubeTo:
			for _, q := range quadratics(pen, s.Points) {
				add(q[0], false)
				add(q[1], true)
			}
			pen = s.Points[2]
		}
	}
	closeContour()
	return points, ends
}

// quadratics cuts a cubic curve from pen into four pieces and gives control point and end of each.
func quadratics(pen typeset.Point, c [3]typeset.Point) [4][2]typeset.Point {
	const n = 4
	at := func(t float32) (p, slope typeset.Point) {
		u := 1 - t
		p.X = u*u*u*pen.X + 3*u*u*t*c[0].X + 3*u*t*t*c[1].X + t*t*t*c[2].X
		p.Y = u*u*u*pen.Y + 3*u*u*t*c[0].Y + 3*u*t*t*c[1].Y + t*t*t*c[2].Y
		slope.X = 3 * (u*u*(c[0].X-pen.X) + 2*u*t*(c[1].X-c[0].X) + t*t*(c[2].X-c[1].X))
		slope.Y = 3 * (u*u*(c[0].Y-pen.Y) + 2*u*t*(c[1].Y-c[0].Y) + t*t*(c[2].Y-c[1].Y))
		return p, slope
	}
	var out [n][2]typeset.Point
	from, slope := at(0)
	for i := range n {
		to, next := at(float32(i+1) / n)
		// The piece's two inner control points lie a third of the slope from its ends; one in the middle of their
		// prolongations comes nearest (mean of both).
		h := float32(1) / n
		out[i][0] = typeset.Point{X: (from.X + to.X + h*(slope.X-next.X)/2) / 2, Y: (from.Y + to.Y + h*(slope.Y-next.Y)/2) / 2}
		out[i][1] = to
		from, slope = to, next
	}
	return out
}

// writeGlyph writes a simple glyph, its points in words: the file is compressed as a whole.
func writeGlyph(b *bytes.Buffer, bounds glyphBounds, points []glyphPoint, ends []uint16) {
	be(b, int16(len(ends)), bounds.x0, bounds.y0, bounds.x1, bounds.y1, ends, uint16(0))
	for _, p := range points {
		flag := byte(0)
		if p.on {
			flag = 1
		}
		b.WriteByte(flag)
	}
	last := int16(0)
	for _, p := range points {
		be(b, p.x-last)
		last = p.x
	}
	last = 0
	for _, p := range points {
		be(b, p.y-last)
		last = p.y
	}
	for b.Len()%4 != 0 {
		b.WriteByte(0)
	}
}

type table struct {
	tag  string
	data []byte
}

// assemble puts a font file together; list is sorted by tags.
func assemble(list []table) []byte {
	var out, body bytes.Buffer
	n := len(list)
	power := int(math.Log2(float64(n)))
	be(&out, uint32(0x00010000), uint16(n), uint16(16<<power), uint16(power), uint16(16*n-16<<power))
	start, headAt := 12+16*n, 0
	for _, t := range list {
		if t.tag == "head" {
			headAt = start + body.Len()
		}
		out.WriteString(t.tag)
		be(&out, checksum(t.data), uint32(start+body.Len()), uint32(len(t.data)))
		body.Write(t.data)
		for body.Len()%4 != 0 {
			body.WriteByte(0)
		}
	}
	whole := append(out.Bytes(), body.Bytes()...)
	binary.BigEndian.PutUint32(whole[headAt+8:], 0xB1B0AFBA-checksum(whole))
	return whole
}

func checksum(data []byte) uint32 {
	var sum uint32
	for i := 0; i < len(data); i += 4 {
		var word [4]byte
		copy(word[:], data[i:])
		sum += binary.BigEndian.Uint32(word[:])
	}
	return sum
}
