// Package desktop makes the Fyne application with the real driver, in a package of its
// own so that app and its tests do without OpenGL.
package desktop

import (
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
)

// ID names the application to the desktop.
const ID = "org.satchel.Satchel"

// New makes the application; it is called once, on the main goroutine.
func New() fyne.App {
	app.SetMetadata(fyne.AppMetadata{
		ID:   ID,
		Name: "Satchel",
		// All of Satchel's calls from other goroutines go through fyne.Do.
		Migrations: map[string]bool{"fyneDo": true},
	})
	if cache, err := os.UserCacheDir(); err == nil {
		_ = os.MkdirAll(cache, 0o700) // Fyne complains on a new user's first start without it
	}
	return app.NewWithID(ID)
}
