package htmlview

import (
	"bytes"
	"image"

	"golang.org/x/net/html"

	"satchel/htmlview/svg"
	"satchel/typeset"
)

const (
	maxDrawing    = 1 << 20 // bytes of an SVG file
	leastDrawn    = 256     // px of the longer side that one in a file is painted at: it may be shown larger than it says
	mostDrawn     = 2048    // the same
	drawnFineness = 2       // px for each CSS px, as pictures are
)

// isDrawing says whether data begins like an SVG file.
func isDrawing(data []byte) bool {
	head := bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), KindBytes)], []byte("\xef\xbb\xbf")), " \t\r\n")
	return bytes.HasPrefix(head, []byte("<")) && bytes.Contains(head, []byte("<svg"))
}

// readDrawing reads an SVG file.
func readDrawing(data []byte) (*svg.Drawing, bool) {
	if len(data) > maxDrawing {
		return nil, false
	}
	clean, notes := guard(data)
	if len(notes) > 0 {
		return nil, false
	}
	doc, err := html.ParseWithOptions(bytes.NewReader(clean), html.ParseOptionEnableScripting(false))
	if err != nil {
		return nil, false
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Namespace == "svg" && n.Data == "svg" {
			return svg.New(n)
		}
	}
	return nil, false
}

// naturalSize is a drawing's own size in CSS px: where it names none, as much of 300 by 150 as its sides' ratio leaves
// (CSS images 3, 5.3).
func naturalSize(d *svg.Drawing) (w, h float32) {
	if d.Width > 0 && d.Height > 0 {
		return float32(d.Width), float32(d.Height)
	}
	w, h = 300, 150
	if r := float32(d.Ratio); r > 0 {
		w, h = min(w, h*r), min(h, w/r)
	}
	return max(1, w), max(1, h)
}

// decodeDrawing paints an SVG file of that size. One made to keep a reader busy costs a good part of what all pictures may.
func decodeDrawing(data []byte, w, h float32, pixels *int) (image.Image, bool) {
	d, ok := readDrawing(data)
	if !ok {
		return nil, false
	}
	longer := max(w, h)
	scale := min(max(longer*drawnFineness, leastDrawn), mostDrawn) / longer
	work := svg.Budget
	img, ok := d.Draw(max(1, int(w*scale+.5)), max(1, int(h*scale+.5)), &work)
	if !ok {
		*pixels += maxAllPixels / 8
		return nil, false
	}
	*pixels += img.Rect.Dx() * img.Rect.Dy()
	return img, true
}

// drawing paints a drawing of the letter's own text into its place; nil where it cannot be, or those before it took too long.
func (l *layouter) drawing(d *svg.Drawing, area typeset.Box) image.Image {
	longer := max(area.W, area.H)
	if longer <= 0 {
		return nil
	}
	scale := min(longer*drawnFineness, mostDrawn) / longer
	img, ok := d.Draw(max(1, int(area.W*scale+.5)), max(1, int(area.H*scale+.5)), &l.drawWork)
	if !ok {
		return nil
	}
	return img
}
