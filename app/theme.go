package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// ThemeChoice says where light or dark comes from.
type ThemeChoice int

// The choices of the settings page.
const (
	ThemeFollow ThemeChoice = iota // as the system has it
	ThemeLight
	ThemeDark
)

// Limits of the text scale: below the least, 13 pixels become unreadable; above the
// most, the three panes no longer fit side by side on a usual screen.
const (
	MinTextScale = 0.8
	MaxTextScale = 2.0
)

// Theme is Satchel's look: true greys, one accent colour, small paddings. Its zero
// value follows the system at scale 1. It is immutable: to change it, hand a new one
// to fyne.Settings.SetTheme.
type Theme struct {
	Choice ThemeChoice
	Scale  float32 // of texts and what grows with them; 0 means 1
}

// Color implements fyne.Theme.
func (t Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	variant = t.variant(variant)
	table := lightColors
	if variant == theme.VariantDark {
		table = darkColors
	}
	if c, ok := table()[name]; ok {
		return c
	}
	return theme.DefaultTheme().Color(name, variant)
}

// variant is the one to draw: the forced one, or what the system wishes.
func (t Theme) variant(wished fyne.ThemeVariant) fyne.ThemeVariant {
	switch t.Choice {
	case ThemeLight:
		return theme.VariantLight
	case ThemeDark:
		return theme.VariantDark
	default: // ThemeFollow
		return wished
	}
}

// Font implements fyne.Theme.
func (t Theme) Font(style fyne.TextStyle) fyne.Resource {
	return theme.DefaultTheme().Font(style)
}

// Icon implements fyne.Theme.
func (t Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return theme.DefaultTheme().Icon(name)
}

// Size implements fyne.Theme. Texts, icons and the room around them within a control
// scale; paddings between controls and lines do not, or a window at 200 % would be
// mostly empty.
func (t Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return 13 * t.scale()
	case theme.SizeNameCaptionText:
		return 12 * t.scale()
	case theme.SizeNameSubHeadingText:
		return 14 * t.scale()
	case theme.SizeNameHeadingText:
		return 20 * t.scale()
	case theme.SizeNameInlineIcon:
		return 18 * t.scale()
	case theme.SizeNameInnerPadding:
		return 6 * t.scale() // so that an entry is as high as a button beside it
	case theme.SizeNamePadding:
		return 4
	case theme.SizeNameLineSpacing:
		return 3
	case theme.SizeNameSeparatorThickness, theme.SizeNameInputBorder, theme.SizeNameSplitThickness:
		return 1
	case theme.SizeNameModalBlurRadius:
		return 0 // blurring the window takes half a second where no graphics card helps
	case theme.SizeNameScrollBar:
		return 10
	case theme.SizeNameScrollBarSmall:
		return 4
	case theme.SizeNameScrollBarRadius:
		return 3
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius, theme.SizeNameButtonRadius,
		theme.SizeNameCardRadius, theme.SizeNameMenuRadius, theme.SizeNamePopupRadius:
		return 6
	case theme.SizeNameDialogRadius:
		return 10
	}
	return theme.DefaultTheme().Size(name)
}

// scale is Scale within its limits.
func (t Theme) scale() float32 {
	switch {
	case t.Scale == 0:
		return 1
	case t.Scale < MinTextScale:
		return MinTextScale
	case t.Scale > MaxTextScale:
		return MaxTextScale
	}
	return t.Scale
}

// rgb is the opaque colour 0xRRGGBB.
func rgb(hex uint32) color.Color {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

// palette is the colours of one variant.
type palette map[fyne.ThemeColorName]color.Color
