package widgets

import (
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"satchel/assets"
	"satchel/htmlview"
)

// testLook is a theme which knows the widgets' colours, at the text size the design
// is drawn for.
type testLook struct{ fyne.Theme }

func (l testLook) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch name {
	case ColorNameOnAccent, ColorNameTipText:
		return color.White
	case ColorNameAccent, ColorNameStar:
		return color.NRGBA{R: 0x1b, G: 0x62, B: 0xc4, A: 0xff}
	case ColorNameTipGround:
		return color.NRGBA{R: 0x2b, G: 0x2b, B: 0x2b, A: 0xff}
	case ColorNameMuted, ColorNameWarnText, ColorNameTipAccent:
		return color.NRGBA{R: 0x61, G: 0x61, B: 0x61, A: 0xff}
	}
	if strings.HasPrefix(string(name), "satchel") {
		return color.NRGBA{R: 0xe8, G: 0xe8, B: 0xe8, A: 0xff}
	}
	return l.Theme.Color(name, theme.VariantLight)
}

func (l testLook) Size(name fyne.ThemeSizeName) float32 {
	if name == theme.SizeNameText {
		return 13
	}
	return l.Theme.Size(name)
}

// strangeLook is a theme which knows none of our colours and says so with nil.
type strangeLook struct{ fyne.Theme }

func (l strangeLook) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if strings.HasPrefix(string(name), "satchel") {
		return nil
	}
	return l.Theme.Color(name, variant)
}

// newTestApp starts the software driver with testLook.
func newTestApp(t testing.TB) {
	test.NewTempApp(t).Settings().SetTheme(testLook{theme.DefaultTheme()})
}

// TestGallery draws one of each widget. It fails if a widget draws nothing; set
// GALLERY to a folder to have a picture to look at.
func TestGallery(t *testing.T) {
	newTestApp(t)
	list := NewList(numbered(50))
	reading := newReading(t)
	text := reading.view
	places := NewPlaces()
	places.SetPlaces([]Place{{ID: "a", Title: "Inbox", Icon: Icon(assets.Inbox), Count: 3, Strong: true}})
	bar := NewBar()
	bar.Set(0.5)
	parts := map[string]fyne.CanvasObject{
		"list": list, "text": text, "places": places, "bar": bar,
		"button": NewAccentButton("Get mail", Icon(assets.GetMail), nil),
		"icon":   NewIconButton(Icon(assets.Star), "Star", nil),
		"field":  NewField("Search", Icon(assets.Search)),
		"avatar": NewAvatar("Ann Example", "ann@example.org"),
		"tile":   NewTile(Icon(assets.FilePDF), "invoice.pdf", "18 kB", nil),
		"banner": NewBanner(BannerWarning, "The link leads elsewhere.", NewButton("Why?", nil, nil)),
		"line":   NewHairline(),
		"split":  NewSplit(NewAvatar("L", "l"), NewAvatar("R", "r"), 80),
		"empty": func() fyne.CanvasObject {
			l := NewList(numbered(0))
			l.Empty, l.EmptyHint = "No mail", "It comes"
			return l
		}(),
	}
	for name, part := range parts {
		size := part.MinSize().Max(fyne.NewSize(220, 40))
		if name == "list" || name == "text" || name == "places" || name == "empty" {
			size = fyne.NewSize(320, 240)
		}
		layer := NewLayer(container.NewGridWrap(size, part))
		w := test.NewTempWindow(t, layer)
		w.Resize(size.AddWidthHeight(20, 20))
		if name == "text" {
			reading.show(Letter{Parse: func() *htmlview.Letter { return htmlview.ParseText("Hello\n> quoted https://a.example\n") }})
		}
		picture := w.Canvas().Capture()
		ground, drawn := picture.At(0, 0), 0
		for y := range picture.Bounds().Dy() {
			for x := range picture.Bounds().Dx() {
				if picture.At(x, y) != ground {
					drawn++
				}
			}
		}
		if drawn < 40 {
			t.Errorf("%s draws %d pixels", name, drawn)
		}
		if folder := os.Getenv("GALLERY"); folder != "" {
			f, err := os.Create(filepath.Join(folder, name+".png"))
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(f, picture); err != nil {
				t.Error(err)
			}
			f.Close()
		}
	}
}

func TestUnknownThemeDoesNotCrash(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(strangeLook{theme.DefaultTheme()})
	w := test.NewTempWindow(t, NewLayer(NewList(numbered(3))))
	w.Canvas().Capture()
}

func TestEveryIconIsDrawn(t *testing.T) {
	newTestApp(t)
	for _, name := range []assets.Name{assets.Inbox, assets.StarFilled, assets.Settings, assets.FileTable} {
		blue := string(IconIn(name, ColorNameAccent).Content())
		if !strings.Contains(blue, "#1b62c4") || strings.Contains(blue, "#000000") {
			t.Errorf("%s is not coloured: %s", name, blue)
		}
	}
	if Icon(assets.Star).Name() == IconIn(assets.Star, ColorNameAccent).Name() {
		t.Error("icons of two colours share one name in the cache")
	}
}
