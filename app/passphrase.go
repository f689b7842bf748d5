package app

import (
	"context"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/keychain"
	"satchel/words"
)

// asker asks for the vault's passphrase on behalf of a worker. shell is set on the UI
// goroutine before any worker starts.
type asker struct {
	dir   string
	post  func(func())
	shell *shell
}

// ask is called on a worker's goroutine and waits for the answer, or the context's end.
func (a *asker) ask(ctx context.Context) (string, error) {
	answer := make(chan string, 1)
	a.post(func() { a.show(answer) })
	select {
	case text := <-answer:
		if text == "" {
			return "", keychain.ErrLocked
		}
		return text, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// show asks; an empty answer means that somebody did not want to.
func (a *asker) show(answer chan<- string) {
	_, err := os.Lstat(filepath.Join(a.dir, keychain.VaultName))
	title, text, yes := words.T("Open your passwords"), words.T("This computer has no keyring, so Satchel keeps your mail passwords in a file locked with a passphrase."), words.T("Open")
	isNew := os.IsNotExist(err)
	if isNew {
		title, yes = words.T("Choose a passphrase"), words.T("Use this passphrase")
		text += " " + words.T("Please choose one. Satchel asks for it at each start, and cannot recover it.")
	}
	entry, again, says := widgets.NewPasswordInput(), widgets.NewPasswordInput(), wrapped("")
	says.Importance = widget.WarningImportance
	says.Hide()
	var box *dialog.CustomDialog
	given := ""
	submit := func() {
		if isNew && again.Text != entry.Text { // a slip of the finger would lock the file for good
			says.SetText(words.T("The two are not the same. Please type the passphrase once more."))
			says.Show()
			a.shell.win.Canvas().Focus(again)
			return
		}
		given = entry.Text
		box.Hide()
	}
	entry.OnSubmitted = func(string) { submit() }
	again.OnSubmitted = entry.OnSubmitted
	later := widgets.NewButton(words.T("Not now"), nil, func() { box.Hide() })
	later.Outlined = true
	fields := container.NewVBox(entry)
	if isNew {
		fields.Objects = []fyne.CanvasObject{widget.NewLabel(words.T("Passphrase")), entry, widget.NewLabel(words.T("Once more")), again, says}
	}
	content := container.NewVBox(wrapped(text), fields, vgap(),
		container.NewHBox(layout.NewSpacer(), later, widgets.NewAccentButton(yes, nil, submit)))
	box = newBox(a.shell, title, content)
	a.shell.showBox(title, box, func() { answer <- given })
	a.shell.win.Canvas().Focus(entry)
}
