package widgets

import (
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2/theme"

	"satchel/typeset"
)

// TestEmojiHaveColours draws emoji with the font that the toolkit brings along, where the system has none.
func TestEmojiHaveColours(t *testing.T) {
	fonts, err := typeset.NewFonts(typeset.Options{Emoji: theme.DefaultEmojiFont().Content()})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"😇", "🌻", "❤️", "🎂"} {
		runes := []rune(text)
		p := fonts.Shape(runes, []typeset.Span{{End: len(runes), Font: typeset.Font{Size: 32}}}, 0)
		img := image.NewRGBA(image.Rect(0, 0, 48, 48))
		list := &typeset.List{}
		for i := range p.Runs {
			list.Items = append(list.Items, &typeset.Text{Box: typeset.Box{W: 48, H: 48}, Baseline: 36, Para: p, Run: i, Start: p.Runs[i].Start, End: p.Runs[i].End, Color: color.NRGBA{A: 255}})
		}
		fonts.Paint(img, list, 1)
		coloured, top, bottom := 0, 48, 0
		for y := range 48 {
			for x := range 48 {
				if c := img.RGBAAt(x, y); int(c.R)-int(c.B) > 40 {
					coloured++
					top, bottom = min(top, y), max(bottom, y)
				}
			}
		}
		if coloured < 200 || top < 4 || bottom > 44 || bottom-top < 16 {
			t.Errorf("%s has %d coloured pixels from line %d to %d", text, coloured, top, bottom)
		}
	}
}
