package widgets

import (
	"bytes"
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"satchel/assets"
)

// Icon is an icon of Satchel's set in the colour of the text.
func Icon(name assets.Name) fyne.Resource {
	return IconIn(name, theme.ColorNameForeground)
}

// IconIn is an icon in a colour of the theme; it follows the theme when that changes.
func IconIn(name assets.Name, colour fyne.ThemeColorName) fyne.Resource {
	return &icon{name, colour}
}

// icon is a drawing of the set in a colour of the theme. The toolkit's own themed
// resource colours areas only, and these icons are made of lines.
type icon struct {
	name   assets.Name
	colour fyne.ThemeColorName
}

var _ fyne.ThemedResource = (*icon)(nil)

// Name tells the toolkit's cache icons of different colours apart.
func (i *icon) Name() string { return string(i.name) + "-" + i.hex()[1:] + ".svg" }

// Content is the drawing, its black exchanged for the colour.
func (i *icon) Content() []byte {
	return bytes.ReplaceAll(assets.SVG(i.name), []byte("#000000"), []byte(i.hex()))
}

// ThemeColorName implements fyne.ThemedResource.
func (i *icon) ThemeColorName() fyne.ThemeColorName { return i.colour }

func (i *icon) hex() string {
	c := color.NRGBAModel.Convert(themeColor(i.colour)).(color.NRGBA)
	return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
}

// inked is res in another colour: one of the set which has no colour of its own.
// Other resources stay as they are.
func inked(res fyne.Resource, colour fyne.ThemeColorName) fyne.Resource {
	if i, ok := res.(*icon); ok && i.colour == theme.ColorNameForeground {
		return IconIn(i.name, colour)
	}
	return res
}

// showIcon puts res into image, in colour unless it has its own. drawn is the name
// of what the image shows: drawing an SVG costs a millisecond, so it happens only
// if that changed.
func showIcon(image *canvas.Image, drawn *string, res fyne.Resource, colour fyne.ThemeColorName) {
	res = inked(res, colour)
	if res.Name() == *drawn {
		return
	}
	*drawn = res.Name()
	image.Resource = res
	image.Refresh()
}
