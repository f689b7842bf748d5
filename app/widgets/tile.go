package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Tile shows one attachment: icon, name and a grey second line such as its size.
type Tile struct {
	widget.BaseWidget

	Icon   fyne.Resource
	Name   string
	Detail string
	// OnTapped is called on a click or Return.
	OnTapped func()
	// OnMenu is called on a right click with the position on the canvas.
	OnMenu func(at fyne.Position)

	hovered, focused bool
	tip              tip
}

// NewTile makes a tile.
func NewTile(icon fyne.Resource, name, detail string, tapped func()) *Tile {
	t := &Tile{Icon: icon, Name: name, Detail: detail, OnTapped: tapped}
	t.ExtendBaseWidget(t)
	return t
}

// Tapped implements fyne.Tappable.
func (t *Tile) Tapped(*fyne.PointEvent) {
	t.tip.hide()
	if t.OnTapped != nil {
		t.OnTapped()
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (t *Tile) TappedSecondary(ev *fyne.PointEvent) {
	t.tip.hide()
	if t.OnMenu != nil {
		t.OnMenu(ev.AbsolutePosition)
	}
}

// MouseIn implements desktop.Hoverable. The tip is the whole name, which the tile
// may have had to cut.
func (t *Tile) MouseIn(ev *desktop.MouseEvent) {
	t.hovered = true
	t.Refresh()
	t.tip.want(t, t.Name, ev.AbsolutePosition)
}

// MouseMoved implements desktop.Hoverable.
func (t *Tile) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (t *Tile) MouseOut() { t.hovered = false; t.tip.hide(); t.Refresh() }

// FocusGained implements fyne.Focusable.
func (t *Tile) FocusGained() { t.focused = true; t.Refresh() }

// FocusLost implements fyne.Focusable.
func (t *Tile) FocusLost() { t.focused = false; t.Refresh() }

// TypedRune implements fyne.Focusable.
func (t *Tile) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (t *Tile) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		t.Tapped(nil)
	case desktop.KeyMenu:
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(t)
		t.TappedSecondary(&fyne.PointEvent{AbsolutePosition: at.AddXY(8, t.Size().Height-4)})
	default:
		passKey(t, ev)
	}
}

// CreateRenderer implements fyne.Widget.
func (t *Tile) CreateRenderer() fyne.WidgetRenderer {
	r := &tileRenderer{
		tile:   t,
		ground: canvas.NewRectangle(color.Transparent),
		icon:   canvas.NewImageFromResource(nil),
		name:   canvas.NewText("", color.Transparent),
		detail: canvas.NewText("", color.Transparent),
	}
	r.icon.FillMode = canvas.ImageFillContain
	r.objects = []fyne.CanvasObject{r.ground, r.icon, r.name, r.detail}
	r.Refresh()
	return r
}

type tileRenderer struct {
	tile         *Tile
	ground       *canvas.Rectangle
	icon         *canvas.Image
	name, detail *canvas.Text
	drawn        string
	look         *measurer
	objects      []fyne.CanvasObject
}

const (
	tileWidth  = 208
	tileHeight = 48
	tileIcon   = 24
)

func (r *tileRenderer) Destroy()                     { r.tile.tip.hide() }
func (r *tileRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *tileRenderer) MinSize() fyne.Size {
	return fyne.NewSize(round(tileWidth*unit()), round(tileHeight*unit()))
}

func (r *tileRenderer) Layout(size fyne.Size) {
	u := unit()
	r.ground.Resize(size)
	icon := round(tileIcon * u)
	place(r.icon, 10, round((size.Height-icon)/2), icon, icon)
	x := 10 + icon + 10
	room := size.Width - x - 10
	h := fyne.MeasureText("Ag", r.look.size, r.look.style).Height
	y := round((size.Height - 2*h) / 2)
	setText(r.name, r.look.fit(r.tile.Name, room), r.look, theme.ColorNameForeground)
	place(r.name, x, y, room, h)
	setText(r.detail, r.look.fit(r.tile.Detail, room), r.look, ColorNameMuted)
	place(r.detail, x, y+h, room, h)
}

func (r *tileRenderer) Refresh() {
	t := r.tile
	r.look = newMeasurerOnce(r.look, 13*unit(), fyne.TextStyle{})
	r.ground.CornerRadius = 6
	r.ground.StrokeWidth, r.ground.StrokeColor = 1, themeColor(ColorNameHairline)
	r.ground.FillColor = themeColor(theme.ColorNameBackground)
	if t.hovered {
		r.ground.FillColor = themeColor(ColorNameHoverRow)
	}
	if t.focused {
		r.ground.StrokeWidth, r.ground.StrokeColor = 2, themeColor(ColorNameAccent)
	}
	r.icon.Hidden = t.Icon == nil
	if t.Icon != nil {
		showIcon(r.icon, &r.drawn, t.Icon, theme.ColorNameForeground)
	}
	r.Layout(t.Size())
	canvas.Refresh(r.ground)
}
