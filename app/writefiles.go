package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/mailmsg"
	"satchel/viewmodel"
	"satchel/words"
)

// writtenFile is an attachment of a letter being written. Its data is in the letter from the first save on: a file that
// is moved or changed later does not matter.
type writtenFile struct {
	name, kind string // kind is the media type
	data       []byte
}

// Sizes of attachments, all together.
const (
	manyRefuse = 25 << 20  // most providers take no more
	mostFiles  = 100 << 20 // the window takes no more: none takes it
)

// errTooLarge reports files that nobody would take.
var errTooLarge = errors.New("app: the files are too large for a letter")

func (w *writer) chooseFile() {
	box := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		w.dismiss = nil
		if err != nil {
			w.tell(words.T("The file was not attached"), viewmodel.Trouble(words.T("read this file"), err))
			return
		}
		if r != nil {
			uri := r.URI()
			_ = r.Close()
			w.attach([]fyne.URI{uri})
		}
	}, w.win)
	w.dismiss = func() {
		w.dismiss = nil
		box.Hide()
	}
	box.Show()
}

// attach reads files and adds them.
func (w *writer) attach(uris []fyne.URI) {
	room := int64(mostFiles) - w.fileSize()
	background(w.shell.jobs, func(context.Context) (files []writtenFile, err error) {
		for _, uri := range uris {
			f, err := readAttached(uri, room)
			if err != nil {
				return files, fmt.Errorf("attach %s: %w", uri.Name(), err)
			}
			room -= int64(len(f.data))
			files = append(files, f)
		}
		return files, nil
	}, func(files []writtenFile, err error) {
		if w.closed {
			return
		}
		if len(files) > 0 {
			w.files = append(w.files, files...)
			w.showFiles()
			w.noteChange()
		}
		switch {
		case errors.Is(err, errTooLarge):
			w.tell(words.T("The file was not attached"), words.T("All files of a letter together can have %s. No provider takes more; larger files are better shared in another way.", viewmodel.Size(mostFiles)))
		case err != nil:
			w.tell(words.T("The file was not attached"), words.T("It could not be read. Folders cannot be attached; please check that the file is there and may be read by you."), err.Error())
		}
	})
}

// readAttached reads one file of at most so many bytes.
func readAttached(uri fyne.URI, most int64) (writtenFile, error) {
	r, err := storage.Reader(uri)
	if err != nil {
		return writtenFile{}, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return writtenFile{}, err
	}
	if int64(len(data)) > most {
		return writtenFile{}, errTooLarge
	}
	name := mailmsg.SafeName(uri.Name())
	return writtenFile{name: name, kind: mime.TypeByExtension(filepath.Ext(name)), data: data}, nil
}

func (w *writer) fileSize() (octets int64) {
	for _, f := range w.files {
		octets += int64(len(f.data))
	}
	return octets
}

// showFiles draws a tile for each attachment.
func (w *writer) showFiles() {
	w.fileRow.Objects = nil
	setShown(w.fileRow, len(w.files) > 0)
	if len(w.files) > 0 {
		tiles := container.New(&flowLayout{gap: pad()})
		for i, f := range w.files {
			tile := widgets.NewTile(widgets.Icon(fileIcon(viewmodel.KindOfFile(f.name, f.kind))), f.name, viewmodel.Size(int64(len(f.data))), nil)
			menu := func(at fyne.Position) {
				widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", fyne.NewMenuItem(words.T("Remove"), func() { w.removeFile(i) })), w.win.Canvas(), at)
			}
			tile.OnMenu = menu
			tile.OnTapped = func() {
				menu(fyne.CurrentApp().Driver().AbsolutePositionForObject(tile).AddXY(8, tile.Size().Height-4))
			}
			tiles.Add(tile)
		}
		box := container.NewVBox(tiles)
		if size := w.fileSize(); size > manyRefuse {
			warning := wrapped(words.T("The files have %s. Many providers refuse letters of more than %s.", viewmodel.Size(size), viewmodel.Size(manyRefuse)))
			warning.Importance = widget.WarningImportance
			box.Add(warning)
		}
		w.fileRow.Add(container.New(layout.NewCustomPaddedLayout(0, 8, widgets.TextMargin, widgets.TextMargin), box))
	}
	w.layer.Refresh()
}

func (w *writer) removeFile(i int) {
	w.files = append(w.files[:i:i], w.files[i+1:]...)
	w.showFiles()
	w.noteChange()
}
