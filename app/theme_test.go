package app

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"satchel/app/widgets"
)

// luminance is the relative luminance of WCAG 2.1.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.03928 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	if la < lb {
		la, lb = lb, la
	}
	return (la + 0.05) / (lb + 0.05)
}

func TestContrast(t *testing.T) {
	const text, graphic = 4.5, 3.0 // WCAG 2.1, 1.4.3 and 1.4.11
	rows := []fyne.ThemeColorName{
		theme.ColorNameBackground, widgets.ColorNameSidebar, widgets.ColorNameSelected,
		widgets.ColorNameSelectedDim, widgets.ColorNameHoverRow,
	}
	type pair struct {
		text, ground fyne.ThemeColorName
		least        float64
	}
	tests := []pair{
		{widgets.ColorNameOnAccent, widgets.ColorNameAccent, text},
		{theme.ColorNameForegroundOnPrimary, theme.ColorNamePrimary, text},
		{theme.ColorNameForegroundOnError, theme.ColorNameError, text},
		{theme.ColorNameForegroundOnWarning, theme.ColorNameWarning, text},
		{theme.ColorNameForegroundOnSuccess, theme.ColorNameSuccess, text},
		{theme.ColorNamePlaceHolder, theme.ColorNameInputBackground, text},
		{theme.ColorNameForeground, theme.ColorNameMenuBackground, text},
		{theme.ColorNameForeground, theme.ColorNameButton, text},
		{theme.ColorNameForeground, theme.ColorNameOverlayBackground, text},
		{theme.ColorNameHyperlink, theme.ColorNameBackground, text},
		{theme.ColorNameForeground, theme.ColorNameSelection, text}, // selected words
		{theme.ColorNameForeground, theme.ColorNameInputBackground, text},
		{theme.ColorNameForeground, theme.ColorNameHeaderBackground, text},
		{theme.ColorNamePlaceHolder, theme.ColorNameBackground, text},
		{theme.ColorNameError, theme.ColorNameOverlayBackground, text},
		{theme.ColorNameWarning, theme.ColorNameOverlayBackground, text},
		{widgets.ColorNameMuted, theme.ColorNameOverlayBackground, text},
		{widgets.ColorNameMuted, theme.ColorNameMenuBackground, text},
		{widgets.ColorNameAccent, theme.ColorNameOverlayBackground, text},
		{widgets.ColorNameAccent, theme.ColorNameInputBackground, graphic}, // the ring of the focus
		{theme.ColorNameError, theme.ColorNameBackground, text},
		{theme.ColorNameWarning, theme.ColorNameBackground, text},
		{theme.ColorNameSuccess, theme.ColorNameBackground, text},
		{widgets.ColorNameTipText, widgets.ColorNameTipGround, text},
		{widgets.ColorNameTipAccent, widgets.ColorNameTipGround, text},
		{theme.ColorNameInputBorder, theme.ColorNameInputBackground, graphic},
		{theme.ColorNameInputBorder, theme.ColorNameBackground, graphic},
		{theme.ColorNameInputBorder, theme.ColorNameOverlayBackground, graphic},
		{theme.ColorNameInputBorder, widgets.ColorNameSidebar, graphic},
	}
	for _, ground := range rows {
		tests = append(tests,
			pair{theme.ColorNameForeground, ground, text},
			pair{widgets.ColorNameMuted, ground, text},
			pair{widgets.ColorNameAccent, ground, text},
			pair{widgets.ColorNameStar, ground, graphic})
	}
	for _, ground := range []fyne.ThemeColorName{widgets.ColorNameInfoGround, widgets.ColorNameWarnGround, widgets.ColorNameErrorGround} {
		tests = append(tests, pair{theme.ColorNameForeground, ground, text}, pair{widgets.ColorNameWarnText, ground, text},
			pair{widgets.ColorNameAccent, ground, text}, pair{theme.ColorNameError, ground, text})
	}
	for _, choice := range []ThemeChoice{ThemeLight, ThemeDark} {
		look := Theme{Choice: choice}
		for _, tt := range tests {
			got := contrast(look.Color(tt.text, theme.VariantLight), look.Color(tt.ground, theme.VariantLight))
			if got < tt.least {
				t.Errorf("choice %d: %s on %s = %.2f, want at least %.1f", choice, tt.text, tt.ground, got, tt.least)
			}
		}
	}
}

func TestThemeVariant(t *testing.T) {
	tests := []struct {
		name   string
		choice ThemeChoice
		system fyne.ThemeVariant
		dark   bool
	}{
		{"follows a light system", ThemeFollow, theme.VariantLight, false},
		{"follows a dark system", ThemeFollow, theme.VariantDark, true},
		{"light on a dark system", ThemeLight, theme.VariantDark, false},
		{"dark on a light system", ThemeDark, theme.VariantLight, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ground := Theme{Choice: tt.choice}.Color(theme.ColorNameBackground, tt.system)
			if got := luminance(ground) < 0.5; got != tt.dark {
				t.Errorf("dark ground = %v, want %v", got, tt.dark)
			}
		})
	}
}

func TestThemeScale(t *testing.T) {
	tests := []struct{ scale, want float32 }{{0, 13}, {1, 13}, {2, 26}, {0.1, 13 * MinTextScale}, {9, 13 * MaxTextScale}}
	for _, tt := range tests {
		if got := (Theme{Scale: tt.scale}).Size(theme.SizeNameText); math.Abs(float64(got-tt.want)) > 0.001 {
			t.Errorf("scale %v: text size = %v, want %v", tt.scale, got, tt.want)
		}
	}
}

func TestPalettesNameTheSameColours(t *testing.T) {
	light, dark := lightColors(), darkColors()
	for name := range light {
		if _, ok := dark[name]; !ok {
			t.Errorf("%s is missing from the dark palette", name)
		}
	}
	if len(light) != len(dark) {
		t.Errorf("light has %d colours, dark %d", len(light), len(dark))
	}
}
