package widgets

import (
	"hash/fnv"
	"image/color"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Avatar is a coloured circle with a person's initials. The colour follows from the
// key, so the same person always has the same.
type Avatar struct {
	widget.BaseWidget
	name, key string
}

// NewAvatar makes a circle for name; key (an address) chooses the colour.
func NewAvatar(name, key string) *Avatar {
	a := &Avatar{name: name, key: key}
	a.ExtendBaseWidget(a)
	return a
}

// Set shows another person.
func (a *Avatar) Set(name, key string) {
	a.name, a.key = name, key
	a.Refresh()
}

// avatarColours carry white text at 4.5:1 in light and dark alike.
func avatarColours() [10]color.NRGBA {
	return [10]color.NRGBA{
		{0x2f, 0x62, 0xa8, 0xff}, {0x9c, 0x3f, 0x55, 0xff}, {0x3d, 0x70, 0x45, 0xff}, {0x7a, 0x4f, 0x9a, 0xff},
		{0x94, 0x5a, 0x1f, 0xff}, {0x1f, 0x6f, 0x78, 0xff}, {0x6b, 0x5c, 0x45, 0xff}, {0x4f, 0x5b, 0xa6, 0xff},
		{0x8a, 0x45, 0x7f, 0xff}, {0x55, 0x66, 0x70, 0xff},
	}
}

// PersonColour is the colour of a person's Avatar.
func PersonColour(key string) color.Color {
	h := fnv.New32a()
	h.Write([]byte(strings.ToLower(strings.TrimSpace(key))))
	colours := avatarColours()
	return colours[h.Sum32()%uint32(len(colours))]
}

// initials are the first letters of the first and last word: "Ann Example" is AE, an
// address alone gives its first letter, nothing readable gives "?".
func initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.Is(unicode.Mn, r) && r != '@' && r != '.'
	})
	first := func(s string) string {
		for _, r := range s {
			if unicode.IsLetter(r) || unicode.IsNumber(r) {
				return string(unicode.ToUpper(r))
			}
		}
		return ""
	}
	var letters []string
	for _, w := range words {
		if l := first(w); l != "" {
			letters = append(letters, l)
		}
	}
	switch {
	case len(letters) == 0:
		return "?"
	case len(letters) == 1:
		return letters[0]
	}
	last := letters[len(letters)-1]
	if r, _ := utf8.DecodeRuneInString(letters[0]); wide(r) {
		return letters[0] // two ideographs do not fit, and one is the family name
	}
	return letters[0] + last
}

// CreateRenderer implements fyne.Widget.
func (a *Avatar) CreateRenderer() fyne.WidgetRenderer {
	r := &avatarRenderer{avatar: a, circle: canvas.NewCircle(color.Transparent), text: canvas.NewText("", color.White)}
	r.text.Alignment = fyne.TextAlignCenter
	r.Refresh()
	return r
}

type avatarRenderer struct {
	avatar *Avatar
	circle *canvas.Circle
	text   *canvas.Text
}

func (r *avatarRenderer) Destroy()                     {}
func (r *avatarRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.circle, r.text} }
func (r *avatarRenderer) MinSize() fyne.Size           { return fyne.NewSquareSize(round(40 * unit())) }

// Layout keeps the circle round and in the middle, whatever room there is.
func (r *avatarRenderer) Layout(size fyne.Size) {
	d := min(size.Width, size.Height)
	x, y := (size.Width-d)/2, (size.Height-d)/2
	place(r.circle, x, y, d, d)
	r.text.TextSize = round(d * 0.37)
	h := r.text.MinSize().Height
	place(r.text, x, y+round((d-h)/2), d, h)
}

func (r *avatarRenderer) Refresh() {
	r.circle.FillColor = PersonColour(r.avatar.key)
	r.text.Text = initials(r.avatar.name)
	r.Layout(r.avatar.Size())
	canvas.Refresh(r.circle)
	canvas.Refresh(r.text)
}
