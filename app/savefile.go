package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/mailmsg"
	"satchel/mailstore"
	"satchel/viewmodel"
	"satchel/words"
)

// saveBox asks for the name and the folder of a file to be saved. The toolkit's own dialog
// empties a file that is there already, before the new one could be written.
type saveBox struct {
	shell  *shell
	read   func(context.Context) ([]byte, error) // gives what is saved
	name   *widgets.Input
	folder *widgets.Words
	says   *widgets.Words // what is wrong, or that a file would be replaced
	save   *widgets.Button
	box    *dialog.CustomDialog
	asked  string // the path that may be replaced: it was said that a file is there
}

// saveFile asks where to and writes one attachment there.
func saveFile(s *shell, id mailstore.MessageID, f viewmodel.File) {
	newSaveBox(s, f.Name, attachedFile(s, id, f)).show()
}

// attachedFile reads an attachment when it is saved.
func attachedFile(s *shell, id mailstore.MessageID, f viewmodel.File) func(context.Context) ([]byte, error) {
	store := s.session.store
	return func(ctx context.Context) ([]byte, error) {
		a, err := attachment(ctx, store, id, f.Index)
		return a.Data, err
	}
}

func newSaveBox(s *shell, name string, read func(context.Context) ([]byte, error)) *saveBox {
	b := &saveBox{shell: s, read: read, name: widgets.NewInput(mailmsg.SafeName(name), ""), says: wrapped("")}
	b.folder = wrapped(s.files.saveDir())
	b.folder.Importance = widget.LowImportance
	b.says.Importance = widget.WarningImportance
	b.says.Hide()
	b.name.OnSubmitted = func(string) { b.submit() }
	b.name.OnChanged = func(string) { b.say("") }
	b.save = widgets.NewAccentButton(words.T("Save"), nil, b.submit)
	return b
}

func (b *saveBox) show() {
	other := widgets.NewButton(words.T("Another folder…"), nil, b.chooseFolder)
	cancel := widgets.NewButton(words.T("Cancel"), nil, func() { b.box.Hide() })
	other.Outlined, cancel.Outlined = true, true
	content := container.NewVBox(widget.NewLabel(words.T("Name")), b.name, widget.NewLabel(words.T("Folder")), quiet(b.folder),
		container.NewHBox(other), b.says, vgap(), container.NewHBox(layout.NewSpacer(), cancel, b.save))
	b.box = newBox(b.shell, words.T("Save the file"), content)
	b.shell.showBox(words.T("Save the file"), b.box)
	b.shell.win.Canvas().Focus(b.name)
}

func (b *saveBox) chooseFolder() {
	chooser := dialog.NewFolderOpen(func(folder fyne.ListableURI, _ error) {
		if folder != nil {
			b.folder.SetText(folder.Path())
			b.say("")
		}
	}, b.shell.win)
	chooser.Show()
}

// say shows a sentence in the box, "" for none.
func (b *saveBox) say(text string) {
	b.asked = ""
	b.says.SetText(text)
	setShown(b.says, text != "")
	b.save.SetText(words.T("Save"))
}

// submit saves; where a file of that name lies already, it says so first.
func (b *saveBox) submit() {
	name := mailmsg.SafeName(b.name.Text)
	if b.name.Text == "" {
		b.say(words.T("Please give the file a name."))
		return
	}
	path := filepath.Join(b.folder.Text, name)
	if info, err := os.Stat(path); err == nil && b.asked != path {
		if info.IsDir() {
			b.say(words.T("There is a folder of this name. Please choose another name."))
			return
		}
		b.say(words.T("There is a file of this name in this folder already."))
		b.asked = path
		b.save.SetText(words.T("Replace it"))
		return
	}
	b.box.Hide()
	s := b.shell
	s.files.setSaveDir(b.folder.Text)
	background(s.jobs, func(ctx context.Context) (struct{}, error) {
		data, err := b.read(ctx)
		if err == nil {
			err = writeWhole(path, data)
		}
		return struct{}{}, err
	}, func(_ struct{}, err error) { s.saved(path, err) })
}

// writeWhole writes a file beside its place and renames it: a full disk leaves no half
// file that looks whole.
func writeWhole(path string, data []byte) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".satchel-*")
	if err != nil {
		return fmt.Errorf("save a file: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(tmp.Name())
		}
	}()
	if _, err = tmp.Write(data); err != nil {
		_ = tmp.Close()
		return fmt.Errorf("save a file: %w", err)
	}
	if err = tmp.Close(); err != nil {
		return fmt.Errorf("save a file: %w", err)
	}
	return os.Rename(tmp.Name(), path)
}
