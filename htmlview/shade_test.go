package htmlview

import (
	"image/color"
	"testing"

	"satchel/typeset"
)

// TestShade holds three-dimensional borders against Chromium's colours, top then bottom.
func TestShade(t *testing.T) {
	grey := func(v uint8) color.NRGBA { return color.NRGBA{v, v, v, 255} }
	tests := []struct {
		name, src   string
		top, bottom color.NRGBA
	}{
		{"no colour", "<div style='border:4px inset;color:red'>", grey(0x9A), grey(0xEE)},
		{"a rule", "<hr style='border-width:4px'>", grey(0x9A), grey(0xEE)},
		{"the other way", "<div style='border:4px outset'>", grey(0xEE), grey(0x9A)},
		{"grey", "<div style='border:4px inset gray'>", grey(0x2C), grey(0xD4)},
		{"red", "<div style='border:4px inset #c00000'>", color.NRGBA{0x6C, 0, 0, 255}, color.NRGBA{255, 0, 0, 255}},
		{"black", "<div style='border:4px outset #000'>", grey(0xA8), grey(0x54)},
		{"nearly black", "<div style='border:4px inset #202020'>", grey(0x74), grey(0xC8)},
		{"dark", "<div style='border:4px inset #2a2a2a'>", grey(0), grey(0x7E)},
		{"nearly white", "<div style='border:4px inset #f0f0f0'>", grey(0x9C), grey(0xF0)},
		{"light", "<div style='border:4px inset #e0e0e0'>", grey(0x8C), grey(0xFF)},
		{"white", "<div style='border:4px outset #fff'>", grey(0xFF), grey(0xAB)},
		{"table", "<!doctype html><table border=6 style='color:red'><tr><td>x</table>", color.NRGBA{255, 0, 0, 255}, color.NRGBA{0xAB, 0, 0, 255}},
		{"table of a colour", "<table border=6 bordercolor=green><tr><td>x</table>", color.NRGBA{0, 0x80, 0, 255}, color.NRGBA{0, 0x80, 0, 255}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := layOut(t, tt.src)
			frame := firstBorder(t, p)
			if frame[top] != tt.top || frame[bottom] != tt.bottom {
				t.Errorf("top %v, bottom %v; want %v and %v", frame[top], frame[bottom], tt.top, tt.bottom)
			}
		})
	}
}

// firstBorder gives the colours of the first frame on a page.
func firstBorder(t *testing.T, p *Page) [4]color.NRGBA {
	t.Helper()
	for _, it := range p.List.Items {
		if b, ok := it.(*typeset.Border); ok {
			return b.Colors
		}
	}
	t.Fatal("no frame")
	return [4]color.NRGBA{}
}
