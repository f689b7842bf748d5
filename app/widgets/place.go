package widgets

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// place moves and sizes an object in one go.
func place(o fyne.CanvasObject, x, y, width, height float32) {
	o.Resize(fyne.NewSize(max(0, width), max(0, height)))
	o.Move(fyne.NewPos(x, y))
}

// round is to whole pixels: texts between two pixels are blurred.
func round(v float32) float32 { return float32(math.Round(float64(v))) }

// setText fills a text of a recycled row, and redraws it only if it differs.
func setText(t *canvas.Text, s string, look *measurer, colour fyne.ThemeColorName) {
	c := themeColor(colour)
	if t.Text == s && t.TextSize == look.size && t.TextStyle == look.style && sameColour(t.Color, c) {
		return
	}
	t.Text, t.TextSize, t.TextStyle, t.Color = s, look.size, look.style, c
	t.Hidden = s == ""
	t.Refresh()
}

// sameColour compares what colours look like.
func sameColour(a, b color.Color) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	r1, g1, b1, a1 := a.RGBA()
	r2, g2, b2, a2 := b.RGBA()
	return r1 == r2 && g1 == g2 && b1 == b2 && a1 == a2
}

// shade is c made darker, a factor below 1.
func shade(c color.Color, factor float64) color.Color {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	dim := func(v uint8) uint8 { return uint8(float64(v) * factor) }
	return color.NRGBA{R: dim(n.R), G: dim(n.G), B: dim(n.B), A: n.A}
}
