package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"satchel/assets"
)

// BannerKind says how urgent a Banner looks.
type BannerKind int

// The kinds of banner.
const (
	BannerInfo BannerKind = iota
	BannerWarning
	BannerError
)

// Banner is one sentence across the width, with actions at its right. The sentence
// wraps; the banner's height follows.
type Banner struct {
	widget.BaseWidget
	kind    BannerKind
	text    string
	actions []*Button
}

// NewBanner makes a banner with any number of actions (flat buttons).
func NewBanner(kind BannerKind, text string, actions ...*Button) *Banner {
	b := &Banner{kind: kind, text: text, actions: actions}
	for _, a := range actions {
		a.ink = ColorNameAccent
	}
	b.ExtendBaseWidget(b)
	return b
}

// SetText changes the sentence.
func (b *Banner) SetText(text string) {
	b.text = text
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *Banner) CreateRenderer() fyne.WidgetRenderer {
	r := &bannerRenderer{
		banner: b,
		ground: canvas.NewRectangle(color.Transparent),
		icon:   canvas.NewImageFromResource(nil),
		text:   newParagraph(),
	}
	r.icon.FillMode = canvas.ImageFillContain
	r.objects = []fyne.CanvasObject{r.ground, r.icon, r.text.box}
	for _, a := range b.actions {
		r.objects = append(r.objects, a)
	}
	r.Refresh()
	return r
}

type bannerRenderer struct {
	banner  *Banner
	ground  *canvas.Rectangle
	icon    *canvas.Image
	text    *paragraph
	drawn   string
	look    *measurer
	objects []fyne.CanvasObject
}

const (
	bannerPad  = 12
	bannerIcon = 18
)

func (r *bannerRenderer) Destroy()                     {}
func (r *bannerRenderer) Objects() []fyne.CanvasObject { return r.objects }

// actionsWidth is the width of the actions with the space before them.
func (r *bannerRenderer) actionsWidth() float32 {
	var w float32
	for _, a := range r.banner.actions {
		if a.Visible() {
			w += a.MinSize().Width + 4
		}
	}
	return w
}

// wrap breaks the sentence for the width the banner has. Before its first layout it
// has none; then a usual one is assumed.
func (r *bannerRenderer) wrap() {
	width := r.banner.Size().Width
	if width == 0 {
		width = 480
	}
	room := width - 2*bannerPad - round(bannerIcon*unit()) - 8 - r.actionsWidth()
	r.text.set(r.banner.text, r.look, theme.ColorNameForeground, max(120, room))
}

func (r *bannerRenderer) MinSize() fyne.Size {
	r.wrap()
	least := 120 + 2*bannerPad + bannerIcon*unit() + 8 + r.actionsWidth()
	return fyne.NewSize(round(least), max(r.text.height+16, round(buttonHeight*unit())+8))
}

func (r *bannerRenderer) Layout(size fyne.Size) {
	r.wrap()
	r.ground.Resize(size)
	icon := round(bannerIcon * unit())
	place(r.icon, bannerPad, round((size.Height-icon)/2), icon, icon)
	r.text.box.Move(fyne.NewPos(bannerPad+icon+8, round((size.Height-r.text.height)/2)))
	x := size.Width - 6
	for i := len(r.banner.actions) - 1; i >= 0; i-- {
		a := r.banner.actions[i]
		if a.Visible() {
			least := a.MinSize()
			x -= least.Width
			place(a, x, round((size.Height-least.Height)/2), least.Width, least.Height)
			x -= 4
		}
	}
}

func (r *bannerRenderer) Refresh() {
	r.look = newMeasurerOnce(r.look, 13*unit(), fyne.TextStyle{})
	ground, icon, ink := ColorNameInfoGround, assets.Info, ColorNameAccent
	switch r.banner.kind {
	case BannerInfo:
	case BannerWarning:
		ground, icon, ink = ColorNameWarnGround, assets.Warning, ColorNameWarnText
	case BannerError:
		ground, icon, ink = ColorNameErrorGround, assets.Warning, theme.ColorNameError
	}
	r.ground.FillColor = themeColor(ground)
	r.ground.CornerRadius = 6
	showIcon(r.icon, &r.drawn, Icon(icon), ink)
	r.Layout(r.banner.Size())
	canvas.Refresh(r.ground)
}
