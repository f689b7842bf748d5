package app

import (
	"context"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"satchel/keychain"
)

// asker asks for the vault's passphrase on behalf of a worker. win is set on the UI
// goroutine before any worker starts.
type asker struct {
	dir  string
	post func(func())
	win  fyne.Window
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
	title, text, yes := "Open your passwords", "This computer has no keyring, so Satchel keeps your mail passwords in a file locked with a passphrase.", "Open"
	if os.IsNotExist(err) {
		title, yes = "Choose a passphrase", "Use this passphrase"
		text += " Please choose one. Satchel asks for it at each start, and cannot recover it."
	}
	entry := widget.NewPasswordEntry()
	content := container.NewVBox(wrapped(text), entry)
	box := dialog.NewCustomConfirm(title, yes, "Not now", content, func(ok bool) {
		if !ok {
			answer <- ""
			return
		}
		answer <- entry.Text
	}, a.win)
	entry.OnSubmitted = func(string) { box.Confirm() }
	box.Resize(fyne.NewSize(questionWidth*textScale(), 0))
	box.Show()
	a.win.Canvas().Focus(entry)
}
