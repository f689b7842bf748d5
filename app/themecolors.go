package app

import (
	"image/color"
	"sync"

	"fyne.io/fyne/v2/theme"

	"satchel/app/widgets"
)

// lightColors is the palette by day. Every pair of text and ground in it reaches
// 4.5:1 (WCAG AA), which TestContrast checks.
var lightColors = sync.OnceValue(func() palette {
	return palette{
		theme.ColorNameBackground:          rgb(0xffffff),
		theme.ColorNameForeground:          rgb(0x1c1c1c),
		theme.ColorNamePrimary:             rgb(0x1b62c4),
		theme.ColorNameForegroundOnPrimary: rgb(0xffffff),
		theme.ColorNameHyperlink:           rgb(0x1b62c4),
		theme.ColorNameFocus:               color.NRGBA{R: 0x1b, G: 0x62, B: 0xc4, A: 0x40},
		theme.ColorNameSelection:           rgb(0xc9defa),
		theme.ColorNameHover:               color.NRGBA{A: 0x0d},
		theme.ColorNamePressed:             color.NRGBA{A: 0x1c},
		theme.ColorNameButton:              rgb(0xf0f0f0),
		theme.ColorNameDisabledButton:      rgb(0xf4f4f4),
		theme.ColorNameDisabled:            rgb(0x8c8c8c),
		theme.ColorNamePlaceHolder:         rgb(0x656565),
		theme.ColorNameInputBackground:     rgb(0xffffff),
		theme.ColorNameInputBorder:         rgb(0x8a8a8a),
		theme.ColorNameMenuBackground:      rgb(0xffffff),
		theme.ColorNameOverlayBackground:   rgb(0xffffff),
		theme.ColorNameHeaderBackground:    rgb(0xf6f6f6),
		theme.ColorNameSeparator:           rgb(0xe2e2e2),
		theme.ColorNameScrollBar:           color.NRGBA{A: 0x50},
		theme.ColorNameScrollBarBackground: color.NRGBA{A: 0x08},
		theme.ColorNameShadow:              color.NRGBA{A: 0x30},
		theme.ColorNameError:               rgb(0xb3261e),
		theme.ColorNameForegroundOnError:   rgb(0xffffff),
		theme.ColorNameWarning:             rgb(0x875600),
		theme.ColorNameForegroundOnWarning: rgb(0xffffff),
		theme.ColorNameSuccess:             rgb(0x1f7036),
		theme.ColorNameForegroundOnSuccess: rgb(0xffffff),

		widgets.ColorNameHairline:    rgb(0xe2e2e2),
		widgets.ColorNameMuted:       rgb(0x616161),
		widgets.ColorNameSidebar:     rgb(0xf5f5f5),
		widgets.ColorNameAccent:      rgb(0x1b62c4),
		widgets.ColorNameOnAccent:    rgb(0xffffff),
		widgets.ColorNameSelected:    rgb(0xdce9fb),
		widgets.ColorNameSelectedDim: rgb(0xe8e8e8),
		widgets.ColorNameHoverRow:    rgb(0xf3f3f3),
		widgets.ColorNameStar:        rgb(0xb86e00),
		widgets.ColorNameTipGround:   rgb(0x2b2b2b),
		widgets.ColorNameTipText:     rgb(0xf5f5f5),
		widgets.ColorNameTipAccent:   rgb(0x93bdfa),
		widgets.ColorNameInfoGround:  rgb(0xedf3fc),
		widgets.ColorNameWarnGround:  rgb(0xfdf3d9),
		widgets.ColorNameWarnText:    rgb(0x875600),
		widgets.ColorNameErrorGround: rgb(0xfcebe9),
	}
})

// darkColors is the palette by night.
var darkColors = sync.OnceValue(func() palette {
	return palette{
		theme.ColorNameBackground:          rgb(0x1e1e1e),
		theme.ColorNameForeground:          rgb(0xe8e8e8),
		theme.ColorNamePrimary:             rgb(0x86b6fb),
		theme.ColorNameForegroundOnPrimary: rgb(0x0d213d),
		theme.ColorNameHyperlink:           rgb(0x86b6fb),
		theme.ColorNameFocus:               color.NRGBA{R: 0x86, G: 0xb6, B: 0xfb, A: 0x50},
		theme.ColorNameSelection:           rgb(0x2c4a70),
		theme.ColorNameHover:               color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0x10},
		theme.ColorNamePressed:             color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0x20},
		theme.ColorNameButton:              rgb(0x2f2f2f),
		theme.ColorNameDisabledButton:      rgb(0x272727),
		theme.ColorNameDisabled:            rgb(0x7a7a7a),
		theme.ColorNamePlaceHolder:         rgb(0xa8a8a8),
		theme.ColorNameInputBackground:     rgb(0x262626),
		theme.ColorNameInputBorder:         rgb(0x767676),
		theme.ColorNameMenuBackground:      rgb(0x2a2a2a),
		theme.ColorNameOverlayBackground:   rgb(0x262626),
		theme.ColorNameHeaderBackground:    rgb(0x191919),
		theme.ColorNameSeparator:           rgb(0x363636),
		theme.ColorNameScrollBar:           color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0x50},
		theme.ColorNameScrollBarBackground: color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0x08},
		theme.ColorNameShadow:              color.NRGBA{A: 0x80},
		theme.ColorNameError:               rgb(0xff9a90),
		theme.ColorNameForegroundOnError:   rgb(0x3b0c08),
		theme.ColorNameWarning:             rgb(0xf0bd5c),
		theme.ColorNameForegroundOnWarning: rgb(0x332200),
		theme.ColorNameSuccess:             rgb(0x86d39a),
		theme.ColorNameForegroundOnSuccess: rgb(0x0b2c14),

		widgets.ColorNameHairline:    rgb(0x363636),
		widgets.ColorNameMuted:       rgb(0xb0b0b0),
		widgets.ColorNameSidebar:     rgb(0x181818),
		widgets.ColorNameAccent:      rgb(0x86b6fb),
		widgets.ColorNameOnAccent:    rgb(0x0d213d),
		widgets.ColorNameSelected:    rgb(0x263f5f),
		widgets.ColorNameSelectedDim: rgb(0x343434),
		widgets.ColorNameHoverRow:    rgb(0x282828),
		widgets.ColorNameStar:        rgb(0xf0b445),
		widgets.ColorNameTipGround:   rgb(0x3d3d3d),
		widgets.ColorNameTipText:     rgb(0xf2f2f2),
		widgets.ColorNameTipAccent:   rgb(0xa5c9fc),
		widgets.ColorNameInfoGround:  rgb(0x22303f),
		widgets.ColorNameWarnGround:  rgb(0x3a3120),
		widgets.ColorNameWarnText:    rgb(0xf0bd5c),
		widgets.ColorNameErrorGround: rgb(0x422624),
	}
})
