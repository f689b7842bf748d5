package htmlview

import (
	"image/color"
	"testing"

	"satchel/typeset"
)

var darkPane = color.NRGBA{0x1E, 0x1E, 0x1E, 255}

// colors gives the colour of the first text, and of the last area painted under it.
func colors(t *testing.T, l *typeset.List) (text, under color.NRGBA) {
	t.Helper()
	under = darkPane
	for _, it := range l.Items {
		switch it := it.(type) {
		case *typeset.Fill:
			if it.H > 3 { // no underline
				under = it.Color
			}
		case *typeset.Text:
			return it.Color, under
		}
	}
	t.Fatal("no text")
	return
}

func TestDarken(t *testing.T) {
	tests := []struct {
		name, src        string
		keepsBackground  bool
		least            float64
		sameTextAsBefore bool
	}{
		{"plain text", "<p>hello", false, 4.5, false},
		{"white card", "<div style='background:#fff;color:#222'>x</div>", false, 4.5, false},
		{"pastel card", "<div style='background:#e8f0ff;color:#123'>x</div>", false, 4.5, false},
		{"button", "<div style='background:#c00;color:#fff'>x</div>", true, 4.5, true},
		{"white on a middle colour", "<div style='background:#21c5ba;color:#fff'>x</div>", false, 4.5, true},
		{"dark footer", "<div style='background:#4b4b4b;color:#fff'>x</div>", false, 4.5, true},
		{"grey text", "<p style='color:#767676'>x", false, 4.4, false},
		{"link", "<a href=https://t.test>x</a>", false, 4.5, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := layOut(t, tt.src)
			before, _ := colors(t, p.List)
			text, under := colors(t, Darken(p, darkPane))
			if c := contrast(text, under); c < tt.least {
				t.Errorf("text %v on %v has a contrast of %.1f", text, under, c)
			}
			if !tt.keepsBackground && toLab(under).l > 0.5 {
				t.Errorf("the background %v is still light", under)
			}
			if tt.sameTextAsBefore && text != before {
				t.Errorf("text became %v", text)
			}
		})
	}
}

func TestHiddenTextStaysHidden(t *testing.T) {
	text, under := colors(t, Darken(layOut(t, "<div style='background:#fff;color:#fff'>x</div>"), darkPane))
	if c := contrast(text, under); c > 1.05 {
		t.Errorf("white on white became readable: %v on %v, contrast %.1f", text, under, c)
	}
}

func TestHasDarkRules(t *testing.T) {
	if Parse([]byte("<style>@media (max-width:600px){p{color:red}}</style>")).HasDarkRules() {
		t.Error("a rule for small panes is taken for a dark one")
	}
	if !Parse([]byte("<style>@media (prefers-color-scheme: dark){p{color:red}}</style>")).HasDarkRules() {
		t.Error("the dark rule is not seen")
	}
}

func TestOKLabRoundTrip(t *testing.T) {
	for r := 0; r < 256; r += 15 {
		for g := 0; g < 256; g += 15 {
			for b := 0; b < 256; b += 15 {
				c := color.NRGBA{uint8(r), uint8(g), uint8(b), 255}
				got := toLab(c).color(255)
				if d := max(absInt(got.R, c.R), absInt(got.G, c.G), absInt(got.B, c.B)); d > 1 {
					t.Fatalf("%v became %v", c, got)
				}
			}
		}
	}
}

func absInt(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }
