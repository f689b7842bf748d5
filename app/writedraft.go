package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"time"

	"satchel/mailindex"
	"satchel/mailmsg"
	"satchel/mailstore"
	"satchel/viewmodel"
	"satchel/words"
)

// A letter is saved after a pause in the writing, and while it goes on without one this often.
const (
	savePause = 800 * time.Millisecond
	saveMost  = 1900 * time.Millisecond
)

// noteChange has the letter saved soon.
func (w *writer) noteChange() {
	if w.filling || w.closed || w.handing {
		return
	}
	now := time.Now()
	if !w.changed {
		w.changed, w.dirtyAt = true, now
		w.say("")
	}
	if w.timer != nil {
		w.timer.Stop()
	}
	wait := min(savePause, max(0, w.dirtyAt.Add(saveMost).Sub(now)))
	w.timer = w.shell.jobs.later(wait, func() { w.save(func(error) {}) })
}

// save keeps the letter in Drafts if it has changed, then calls then on the UI goroutine.
func (w *writer) save(then func(error)) {
	if w.saving || w.handing { // once more after the one under way, for what was written since
		w.saved = append(w.saved, func(error) { w.save(then) })
		return
	}
	if !w.changed {
		then(nil)
		return
	}
	if w.timer != nil {
		w.timer.Stop()
	}
	w.saving, w.changed = true, false
	s := w.shell
	ses, account, before, d, now := s.session, w.account(), w.draft, w.message(), s.now()
	d.Writing = w.state().State()
	text := w.editor.Document().Snapshot()
	inOrder(s.jobs, func(ctx context.Context) (mailstore.MessageID, error) {
		d.Text = viewmodel.DraftText(text.Plain())
		return keepDraft(ctx, ses.store, account.ID, before, d, now)
	}, func(id mailstore.MessageID, err error) {
		w.saving = false
		if err != nil {
			w.changed = true
			w.saveFailed(err)
		} else {
			w.draft, w.tellOnce = id, false
			if !w.changed {
				w.say(words.T("Kept in Drafts at %s", viewmodel.Clock(s.now())))
			}
			s.draftsChanged()
		}
		w.tellSaved(err, then)
	})
}

// tellSaved calls those who wait for the letter to be kept.
func (w *writer) tellSaved(err error, more ...func(error)) {
	waiting := w.saved
	w.saved = nil
	for _, f := range append(waiting, more...) {
		f(err)
	}
}

// saveFailed says so, and tries again later.
func (w *writer) saveFailed(err error) {
	const again = 10 * time.Second
	text := viewmodel.Trouble(words.T("keep this letter in Drafts"), err)
	w.say(text)
	if !w.tellOnce && !w.closed {
		w.tellOnce = true
		w.layer.Toast(text, "", nil, time.Minute)
	}
	w.timer = w.shell.jobs.later(again, func() {
		if !w.closed {
			w.save(func(error) {})
		}
	})
}

// keepDraft writes a letter into the Drafts of its account, in the place of the one before.
func keepDraft(ctx context.Context, store *mailstore.Store, account mailstore.AccountID, before mailstore.MessageID, d mailmsg.Draft, now time.Time) (mailstore.MessageID, error) {
	folder, err := store.FolderByRole(ctx, account, mailstore.Drafts)
	if err != nil {
		return 0, fmt.Errorf("find Drafts: %w", err)
	}
	spool := store.NewSpool()
	defer spool.Discard()
	if err := d.Write(spool, mailmsg.WriteOptions{Bcc: true, UTF8: true, EightBit: true}); err != nil {
		return 0, fmt.Errorf("write a draft: %w", err)
	}
	return store.SaveDraft(ctx, before, mailstore.Addition{Folder: folder.ID, Raw: spool, Fields: mailindex.Of(spool, now).Fields, Arrived: now})
}

// state is what is remembered beside the message.
func (w *writer) state() viewmodel.Writing {
	b := w.begun
	b.To, b.Cc, b.Bcc, b.Subject = w.to.Text(), w.cc.Text(), w.bcc.Text(), w.subject.Text
	caret := w.editor.Document().Selection().Caret
	b.Caret = viewmodel.Caret{Paragraph: caret.Para, Rune: caret.At}
	return b
}

// message is the letter as it stands, but for its text. Of recipients only proper addresses are in it.
func (w *writer) message() mailmsg.Draft {
	a, now := w.account(), w.shell.now()
	if w.messageID == "" {
		w.messageID = mailmsg.NewMessageID(a.Email, now)
	}
	d := mailmsg.Draft{
		From: mailmsg.Address{Name: a.Name, Address: a.Email}, Subject: w.subject.Text, Date: now, MessageID: w.messageID,
		InReplyTo: w.begun.InReplyTo, References: w.begun.References, Program: "Satchel",
	}
	d.To, _ = viewmodel.Recipients(w.to.Text())
	d.Cc, _ = viewmodel.Recipients(w.cc.Text())
	d.Bcc, _ = viewmodel.Recipients(w.bcc.Text())
	for _, f := range w.files {
		d.Attachments = append(d.Attachments, mailmsg.File{Name: f.name, Type: f.kind, Open: func() (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(f.data)), nil
		}})
	}
	return d
}

// unsaved says that something would be lost if the program ended now.
func (w *writer) unsaved() bool { return w.changed || w.saving || w.handing }

// draftsChanged shows the drafts as they are now.
func (s *shell) draftsChanged() {
	if s.list.search == "" && s.places.current().Role == mailstore.Drafts {
		s.list.reload(false)
	}
	s.refresh()
}

// saveLetters keeps what is being written before the program ends, and calls then once all is kept. Where that fails it
// is said in the letter's window, and asked there.
func (s *shell) saveLetters(then func()) {
	for _, w := range s.writers {
		if w.unsaved() {
			w.save(func(err error) {
				if err == nil {
					s.saveLetters(then)
					return
				}
				w.win.RequestFocus()
				w.ask(viewmodel.Question{Title: words.T("Quit without keeping this letter?"), Text: viewmodel.Trouble(words.T("keep this letter in Drafts"), err), Yes: words.T("Lose the letter")}, func() {
					w.leave()
					s.saveLetters(then)
				})
			})
			return
		}
	}
	then()
}
