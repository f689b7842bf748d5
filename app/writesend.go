package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"

	"satchel/app/widgets"
	"satchel/mailsend"
	"satchel/mailstore"
	"satchel/viewmodel"
	"satchel/words"
)

// send asks what must be asked, and hands the letter over.
func (w *writer) send() { w.sendAt(time.Time{}) }

// sendAt is send at a time to come; zero: as soon as it cannot be taken back any more.
func (w *writer) sendAt(at time.Time) {
	var wrong []string
	people := 0
	for _, field := range []*widgets.Chips{w.to, w.cc, w.bcc} {
		field.Finish()
		list, bad := viewmodel.Recipients(field.Text())
		people += len(list)
		wrong = append(wrong, bad...)
	}
	switch {
	case len(wrong) > 0:
		w.tell(words.T("Please look at the addresses"), words.T("This is no mail address: “%s”.", strings.Join(wrong, "”, “")))
	case people == 0:
		w.tell(words.T("Who shall get the letter?"), words.T("Please write an address into the field To."))
	default:
		w.askAll(viewmodel.BeforeSending(w.subject.Text, w.editor.Document().Own(), len(w.files)), func() { w.handOver(at) })
	}
}

// askAll asks one question after the other, and does it after the last yes.
func (w *writer) askAll(questions []viewmodel.Question, do func()) {
	if len(questions) == 0 {
		do()
		return
	}
	w.ask(questions[0], func() { w.askAll(questions[1:], do) })
}

// handOver keeps the letter in Drafts, and then gives it to the outbox.
func (w *writer) handOver(at time.Time) {
	if w.shell.demo {
		w.tell(words.T("Sample mail is not sent"), words.T("There is nobody at the other end. The letter is kept in Drafts."))
		return
	}
	w.save(func(err error) {
		if err != nil {
			w.tell(words.T("The letter was not sent"), viewmodel.Trouble(words.T("keep this letter in Drafts"), err))
			return
		}
		w.queue(at)
	})
}

// queue puts the letter as it stands into the outbox, in one transaction with taking its draft away. The window is out of
// sight meanwhile, so that nothing can be written that would not go along.
func (w *writer) queue(at time.Time) {
	if w.handing || w.closed {
		return
	}
	if now := w.shell.now(); at.Before(now.Add(w.shell.undoTime)) {
		at = now.Add(w.shell.undoTime)
	}
	w.handing = true
	w.win.Hide()
	s := w.shell
	ses, account, d, draft := s.session, w.account(), w.message(), w.draft
	g := &goneLetter{writing: w.state(), text: w.editor.Document(), files: w.files, messageID: w.messageID}
	text := g.text.Snapshot()
	inOrder(s.jobs, func(ctx context.Context) (queued, error) {
		d.Text = viewmodel.DraftText(text.Plain())
		return queueLetter(ctx, ses, account.ID, d, g.writing, mailsend.Queueing{At: at, Draft: draft})
	}, func(q queued, err error) {
		w.handing = false
		if err != nil {
			w.notQueued(account, err)
			w.tellSaved(nil) // in Drafts it is
			return
		}
		w.draft = 0
		w.leave()
		g.id, g.answered, g.forwarded = q.letter.ID, q.answered, q.forwarded
		s.sentOff(g, q.letter)
		w.tellSaved(nil)
	})
}

// notQueued shows the window again, and says why the letter did not go.
func (w *writer) notQueued(a mailstore.Account, err error) {
	w.win.Show()
	if !errors.Is(err, errNoSending) {
		w.tell(words.T("The letter was not sent"), viewmodel.SendTrouble(err))
		return
	}
	w.ask(viewmodel.Question{
		Title: words.T("Where shall it be sent from?"), Text: words.T("Satchel does not know yet which server sends the letters of %s. This one is kept in Drafts.", a.Email), Yes: words.T("Set up sending"),
	}, func() {
		w.shell.win.RequestFocus()
		showSending(w.shell, a.ID)
	})
}

// ask asks a question in this window; yes is done on yes.
func (w *writer) ask(q viewmodel.Question, yes func()) {
	content := container.NewVBox(wrapped(q.Text))
	for _, line := range q.Lines {
		content.Add(wrapped(line))
	}
	no := widgets.NewButton(words.T("Cancel"), nil, func() { w.dismiss() })
	no.Outlined = true
	w.yes = func() {
		w.dismiss()
		yes()
	}
	do := widgets.NewAccentButton(q.Yes, nil, w.yes)
	content.Add(vgap())
	content.Add(container.NewHBox(layout.NewSpacer(), no, do))
	w.show(q.Title, content, no)
}

// tell says something in this window.
func (w *writer) tell(title string, lines ...string) {
	if w.closed {
		return
	}
	content := container.NewVBox()
	for _, line := range lines {
		content.Add(wrapped(line))
	}
	done := widgets.NewAccentButton(words.T("Close"), nil, func() { w.dismiss() })
	content.Add(vgap())
	content.Add(container.NewHBox(layout.NewSpacer(), done))
	w.show(title, content, done)
}

// show shows a dialog in place of the one before, the keyboard on a control of it.
func (w *writer) show(title string, content fyne.CanvasObject, focus fyne.Focusable) {
	if w.dismiss != nil {
		w.dismiss()
	}
	before := w.win.Canvas().Focused()
	upwards := layout.NewCustomPaddedLayout(-boxTop*textScale(), 0, 0, 0)
	box := dialog.NewCustomWithoutButtons("", container.New(upwards, container.NewVBox(subheading(title), content)), w.win)
	w.boxTitle = title
	w.dismiss = func() {
		w.dismiss, w.boxTitle = nil, ""
		box.Hide()
		if before != nil {
			w.win.Canvas().Focus(before)
		}
	}
	box.Resize(fyne.NewSize(questionWidth*textScale(), 0))
	box.Show()
	w.win.Canvas().Focus(focus)
}
