package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/viewmodel"
)

// runTrouble shows why the profile cannot be opened, in a small window, and gives the
// exit code.
func runTrouble(a fyne.App, o Options, err error) int {
	a.Settings().SetTheme(defaultPrefs().theme())
	win := a.NewWindow("Satchel")
	win.SetMaster()
	win.SetContent(widgets.NewLayer(newTroublePage(viewmodel.StartTrouble(o.Dir, err), a.Quit)))
	win.Resize(fyne.NewSize(520, 240))
	win.CenterOnScreen()
	win.ShowAndRun()
	return 1
}

// newTroublePage is one plain sentence and a button to leave.
func newTroublePage(text string, quit func()) fyne.CanvasObject {
	title := widget.NewLabel("Satchel cannot start")
	title.SizeName = theme.SizeNameHeadingText
	title.TextStyle.Bold = true
	return centred(container.NewVBox(title, wrapped(text), vgap(),
		container.NewHBox(layout.NewSpacer(), widgets.NewAccentButton("Quit", nil, quit))))
}
