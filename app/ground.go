package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
)

// ground is the plain background of the sidebar and of bars. It follows the theme.
type ground struct {
	widget.BaseWidget
}

func newGround() *ground {
	g := &ground{}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer implements fyne.Widget.
func (g *ground) CreateRenderer() fyne.WidgetRenderer { return newGroundRenderer() }

// groundRenderer draws a ground; it asks the theme for the colour with each Refresh.
type groundRenderer struct {
	rect *canvas.Rectangle
}

func newGroundRenderer() *groundRenderer {
	return &groundRenderer{rect: canvas.NewRectangle(themeColour(widgets.ColorNameSidebar))}
}

func (r *groundRenderer) Layout(size fyne.Size)        { r.rect.Resize(size) }
func (r *groundRenderer) MinSize() fyne.Size           { return fyne.NewSize(1, 1) }
func (r *groundRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.rect} }
func (r *groundRenderer) Destroy()                     {}

func (r *groundRenderer) Refresh() {
	r.rect.FillColor = themeColour(widgets.ColorNameSidebar)
	r.rect.Refresh()
}

// quiet draws labels of low importance in the muted colour: Fyne's own is that of
// things which cannot be used, and too pale to be read.
func quiet(o fyne.CanvasObject) fyne.CanvasObject { return container.NewThemeOverride(o, quietTheme{}) }

// quietTheme is the theme in force but for that colour.
type quietTheme struct{}

// Color implements fyne.Theme.
func (quietTheme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if name == theme.ColorNameDisabled {
		name = widgets.ColorNameMuted
	}
	return fyne.CurrentApp().Settings().Theme().Color(name, variant)
}

// Font implements fyne.Theme.
func (quietTheme) Font(s fyne.TextStyle) fyne.Resource {
	return fyne.CurrentApp().Settings().Theme().Font(s)
}

// Icon implements fyne.Theme.
func (quietTheme) Icon(n fyne.ThemeIconName) fyne.Resource {
	return fyne.CurrentApp().Settings().Theme().Icon(n)
}

// Size implements fyne.Theme.
func (quietTheme) Size(n fyne.ThemeSizeName) float32 {
	return fyne.CurrentApp().Settings().Theme().Size(n)
}

func themeColour(name fyne.ThemeColorName) color.Color {
	settings := fyne.CurrentApp().Settings()
	return settings.Theme().Color(name, settings.ThemeVariant())
}

// accountColours are the dots of the accounts, told apart on light and dark grounds.
var accountColours = [...]color.NRGBA{
	{0x2f, 0x7d, 0xd1, 0xff}, {0xd0, 0x6a, 0x1f, 0xff}, {0x3a, 0x96, 0x5b, 0xff}, {0xa1, 0x55, 0xb5, 0xff},
	{0xc2, 0x4a, 0x5a, 0xff}, {0x2a, 0x93, 0x93, 0xff}, {0x8a, 0x7a, 0x2b, 0xff}, {0x6b, 0x6f, 0x78, 0xff},
}

func accountColour(i int) color.Color {
	return accountColours[((i%len(accountColours))+len(accountColours))%len(accountColours)]
}
