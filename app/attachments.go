package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/url"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"satchel/mailmsg"
	"satchel/mailstore"
	"satchel/viewmodel"
	"satchel/words"
)

// errNoFile reports an attachment that the message no longer has where it was.
var errNoFile = errors.New("app: the attachment is not there")

// attachment reads one attachment with its data.
func attachment(ctx context.Context, store *mailstore.Store, id mailstore.MessageID, index int) (mailmsg.Attachment, error) {
	var data bytes.Buffer
	a, err := mailmsg.Extract(func() (io.ReadCloser, error) { return store.Raw(ctx, id) }, index, &data)
	if errors.Is(err, mailmsg.ErrNoAttachment) {
		return mailmsg.Attachment{}, errNoFile
	}
	a.Data = data.Bytes()
	return a, err
}

// openFile opens an attachment with the system's program for it. Kinds that can do
// harm are only opened after a question.
func openFile(s *shell, id mailstore.MessageID, f viewmodel.File) {
	if f.Danger != "" {
		askQuestion(s, viewmodel.Question{Title: words.T("Open “%s”?", f.Name), Text: f.Danger, Yes: words.T("Open it all the same")},
			func() { openNow(s, id, f) }, nil)
		return
	}
	openNow(s, id, f)
}

func openNow(s *shell, id mailstore.MessageID, f viewmodel.File) {
	store, files := s.session.store, s.files
	background(s.jobs, func(ctx context.Context) (string, error) {
		a, err := attachment(ctx, store, id, f.Index)
		if err != nil {
			return "", err
		}
		return files.write(a.Name, a.Data)
	}, func(path string, err error) {
		if err == nil {
			err = s.app.OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(path)})
		}
		if err != nil {
			tell(s, words.T("The file was not opened"), viewmodel.Trouble(words.T("open this file"), err))
		}
	})
}

// fileMenu is the context menu of an attachment.
func fileMenu(s *shell, id mailstore.MessageID, f viewmodel.File, at fyne.Position) {
	menu := fyne.NewMenu("",
		fyne.NewMenuItem(words.T("Open"), func() { openFile(s, id, f) }),
		fyne.NewMenuItem(words.T("Save as…"), func() { saveFile(s, id, f) }))
	widget.ShowPopUpMenuAtPosition(menu, s.win.Canvas(), at)
}

// saved tells how saving ended.
func (s *shell) saved(path string, err error) {
	if err != nil {
		tell(s, words.T("The file was not saved"), viewmodel.Trouble(words.T("save the file"), err))
		return
	}
	s.layer.Toast(words.T("Saved in %s", path), "", nil, 0)
}

// saveAll asks for a folder and writes all attachments there. Nothing that lies there
// is overwritten.
func saveAll(s *shell, l viewmodel.Letter) {
	dialog.ShowFolderOpen(func(folder fyne.ListableURI, err error) {
		if folder == nil {
			if err != nil {
				tell(s, words.T("The files were not saved"), viewmodel.Trouble(words.T("save the files"), err))
			}
			return
		}
		dir, store := folder.Path(), s.session.store
		background(s.jobs, func(ctx context.Context) (struct{}, error) {
			read := func(index int) (mailmsg.Attachment, error) { return attachment(ctx, store, l.ID, index) }
			return struct{}{}, writeFiles(dir, l.Attachments, read)
		}, func(_ struct{}, err error) { s.saved(dir, err) })
	}, s.win)
}

// writeFiles reads one file after the other, as together they may be larger than the memory.
func writeFiles(dir string, wanted []viewmodel.File, read func(index int) (mailmsg.Attachment, error)) error {
	for _, f := range wanted {
		a, err := read(f.Index)
		if err != nil {
			return err
		}
		if err := writeWhole(freeName(dir, mailmsg.SafeName(a.Name)), a.Data); err != nil {
			return err
		}
	}
	return nil
}
