package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"satchel/app/widgets"
	"satchel/viewmodel"
	"satchel/words"
)

// runTrouble shows why the profile cannot be opened, in a small window, and gives the
// exit code.
func runTrouble(a fyne.App, o Options, err error) int {
	a.Settings().SetTheme(defaultPrefs().theme())
	win := a.NewWindow("Satchel")
	win.SetMaster()
	page, leave := newTroublePage(viewmodel.StartTitle(err), viewmodel.StartTrouble(o.Dir, err), a.Quit)
	layer := widgets.NewLayer(page)
	layer.OnKey = func(ev *fyne.KeyEvent, _ fyne.KeyModifier) {
		if ev.Name == fyne.KeyEscape {
			a.Quit()
		}
	}
	win.SetContent(layer)
	win.Canvas().Focus(leave)
	win.Resize(fyne.NewSize(520, 240))
	win.CenterOnScreen()
	win.ShowAndRun()
	return 1
}

// newTroublePage is a title, one plain sentence and a button to leave, which is to get the focus.
func newTroublePage(title, text string, quit func()) (fyne.CanvasObject, *widgets.Button) {
	leave := widgets.NewAccentButton(words.T("Quit"), nil, quit)
	return centred(container.NewVBox(heading(title), wrapped(text), vgap(),
		container.NewHBox(layout.NewSpacer(), leave))), leave
}
