package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The colours Satchel's widgets ask the theme for, beyond Fyne's own names. A
// theme which does not know them makes the widgets unreadable: see app.Theme.
const (
	ColorNameHairline    fyne.ThemeColorName = "satchelHairline"    // one-pixel dividers
	ColorNameMuted       fyne.ThemeColorName = "satchelMuted"       // second-rank text: previews, times, hints
	ColorNameSidebar     fyne.ThemeColorName = "satchelSidebar"     // ground of the sidebar and bars
	ColorNameAccent      fyne.ThemeColorName = "satchelAccent"      // the one accent: dots, links, focus rings
	ColorNameOnAccent    fyne.ThemeColorName = "satchelOnAccent"    // text on accent grounds
	ColorNameSelected    fyne.ThemeColorName = "satchelSelected"    // ground of a selected row
	ColorNameSelectedDim fyne.ThemeColorName = "satchelSelectedDim" // the same while the list has no focus
	ColorNameHoverRow    fyne.ThemeColorName = "satchelHoverRow"    // ground of the row under the pointer
	ColorNameStar        fyne.ThemeColorName = "satchelStar"        // a set star
	ColorNameTipGround   fyne.ThemeColorName = "satchelTipGround"   // ground of tooltips and the undo bar
	ColorNameTipText     fyne.ThemeColorName = "satchelTipText"     // text on it
	ColorNameTipAccent   fyne.ThemeColorName = "satchelTipAccent"   // the action on it
	ColorNameInfoGround  fyne.ThemeColorName = "satchelInfoGround"  // ground of a banner that informs
	ColorNameWarnGround  fyne.ThemeColorName = "satchelWarnGround"  // ground of a banner that warns
	ColorNameWarnText    fyne.ThemeColorName = "satchelWarnText"    // icon of a banner that warns
	ColorNameErrorGround fyne.ThemeColorName = "satchelErrorGround" // ground of a banner about a failure
)

// themeColor is the colour of that name in the theme and variant now in force; the
// text's colour where a theme knows no such name, rather than nothing at all.
func themeColor(name fyne.ThemeColorName) color.Color {
	settings := fyne.CurrentApp().Settings()
	if c := settings.Theme().Color(name, settings.ThemeVariant()); c != nil {
		return c
	}
	if c := settings.Theme().Color(theme.ColorNameForeground, settings.ThemeVariant()); c != nil {
		return c
	}
	return color.Black
}

// unit is one pixel of the design at the user's text scale: 13 is the body size
// everything was drawn for. Heights of rows and buttons grow with the text.
func unit() float32 { return theme.TextSize() / 13 }
