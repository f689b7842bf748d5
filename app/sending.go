package app

import (
	"context"
	"errors"
	"time"

	"satchel/editor"
	"satchel/mailmsg"
	"satchel/mailsend"
	"satchel/mailstore"
	"satchel/viewmodel"
	"satchel/words"
)

// goneLetter is a letter that was just sent off, with what its window would need to show it again.
type goneLetter struct {
	id                  mailstore.OutgoingID
	writing             viewmodel.Writing
	text                *editor.Document
	files               []writtenFile
	messageID           string
	answered, forwarded mailstore.MessageID // marks that it has set
}

// errNoSending reports an account that has no server for sending yet.
var errNoSending = errors.New("app: the account has no server for sending")

// queued is what putting a letter into the outbox came to.
type queued struct {
	letter              mailstore.Outgoing
	answered, forwarded mailstore.MessageID
}

// queueLetter puts a letter into the outbox and takes its draft away.
func queueLetter(ctx context.Context, ses *session, account mailstore.AccountID, d mailmsg.Draft, w viewmodel.Writing, how mailsend.Queueing) (q queued, err error) {
	a, err := ses.store.Account(ctx, account) // it may have got a server since the window was opened
	if err != nil {
		return q, err
	}
	if a.SMTPHost == "" {
		return q, errNoSending
	}
	if h, err := ses.store.Head(ctx, w.Answers); err == nil && !h.Answered {
		q.answered = h.ID
	}
	if h, err := ses.store.Head(ctx, w.PassesOn); err == nil && !h.Forwarded {
		q.forwarded = h.ID
	}
	how.Answered, how.Forwarded = q.answered, q.forwarded
	id, err := ses.sender.Queue(ctx, a, d, how)
	if err != nil {
		return q, err
	}
	if q.letter, err = ses.store.Outgoing(context.WithoutCancel(ctx), id); err != nil {
		q.letter = mailstore.Outgoing{ID: id, Account: account, State: mailstore.Queued, NotBefore: how.At, Subject: d.Subject}
	}
	return q, nil
}

// sentOff tells that a letter goes out soon, with the way back.
func (s *shell) sentOff(g *goneLetter, letter mailstore.Outgoing) {
	s.gone = g
	s.status.Outbox.Apply(mailsend.Event{Letter: letter})
	s.jobs.later(s.undoTime, func() {
		if s.gone == g {
			s.gone = nil
		}
	})
	text := words.N("The letter goes out in %d second", "The letter goes out in %d seconds", int(s.undoTime/time.Second))
	if now := s.now(); letter.NotBefore.Sub(now) > time.Minute {
		text = words.T("The letter goes out at %s", viewmodel.When(letter.NotBefore, now))
	}
	s.layer.Toast(text, words.T("Undo"), s.undoSending, s.undoTime)
	s.session.wakeSending()
	s.list.redrawMarks(g.answered, g.forwarded)
	s.draftsChanged()
	s.foot.update()
}

// undoSending takes the letter sent last back, and opens its window as it was.
func (s *shell) undoSending() {
	g := s.gone
	if g == nil {
		return
	}
	s.gone = nil
	s.layer.HideToast()
	store := s.session.store
	inOrder(s.jobs, func(ctx context.Context) (st beginning, err error) {
		if err := store.UndoLetter(ctx, g.id, g.answered, g.forwarded); err != nil {
			return st, err
		}
		o, err := store.Outgoing(ctx, g.id)
		if err != nil {
			return st, err
		}
		st.draft = o.Message
		st.accounts, err = store.Accounts(ctx)
		return st, err
	}, func(st beginning, err error) {
		switch {
		case errors.Is(err, mailstore.ErrSending), errors.Is(err, mailstore.ErrNotWaiting):
			s.layer.Toast(words.T("It is too late: the letter is on its way."), "", nil, 0)
		case err != nil:
			s.trouble(words.T("take the letter back"), err)
		case !s.quitting:
			w := newWriter(s, st.accounts, g.writing, g.files, st.draft)
			w.filling = true
			w.editor.SetDocument(g.text)
			w.filling = false
			w.messageID = g.messageID
			w.noteChange() // kept anew as a draft, with what a letter on its way does not hold
			s.list.redrawMarks(g.answered, g.forwarded)
		}
		s.draftsChanged()
	})
}

// showSent shows what the worker reports of letters on their way.
func (s *shell) showSent(events []mailsend.Event) {
	if len(events) == 0 {
		return
	}
	through := false
	for _, ev := range events {
		s.status.Outbox.Apply(ev)
		if ev.Letter.State == mailstore.Sending {
			continue
		}
		through = true
		if shown := &s.letter.shown; shown.head.ID == ev.Letter.Message {
			shown.outgoing = ev.Letter
		}
		if s.gone != nil && s.gone.id == ev.Letter.ID {
			s.gone = nil
		}
		s.noticeSent(ev.Letter)
	}
	s.outboxChanged()
	if through {
		s.refresh()
		switch s.places.current().Role {
		case mailstore.Outbox, mailstore.Sent, mailstore.Drafts:
			if s.list.search == "" {
				s.list.reload(false)
			}
		case mailstore.Inbox, mailstore.Junk, mailstore.Bin, mailstore.Archive:
		}
	}
	if s.leaving && through {
		s.leaveWhenSent()
	}
}

// How long notices stay. What needs the person is said at the foot too, as long as it does.
const (
	noticeStays  = 5 * time.Second
	troubleStays = time.Minute
	partlyStays  = time.Hour
)

// noticeSent says how a try has ended.
func (s *shell) noticeSent(o mailstore.Outgoing) {
	text := viewmodel.OutgoingNotice(o)
	switch {
	case text == "" || s.gone != nil: // the way back of the next letter is not taken away
	case o.State == mailstore.SentOut && !viewmodel.Partly(o):
		s.layer.Toast(text, "", nil, noticeStays)
	case viewmodel.Partly(o): // nothing else keeps saying it
		s.layer.Toast(text, words.T("Show"), func() { s.showOutgoing(o) }, partlyStays)
	default:
		s.layer.Toast(text, words.T("Show"), func() { s.showOutgoing(o) }, troubleStays)
	}
}

// showOutgoing goes to a letter in the Outbox, or in Sent.
func (s *shell) showOutgoing(o mailstore.Outgoing) {
	s.layer.HideToast()
	role := mailstore.Outbox
	if o.State == mailstore.SentOut {
		role = mailstore.Sent
	}
	for _, row := range s.places.vm.Rows() {
		if row.Role == role && row.Account == o.Account && row.Folder != 0 {
			s.showMail()
			s.places.choose(row.ID)
			s.list.reload(false, o.Message)
			return
		}
	}
}

// outboxChanged draws what says something of the outbox.
func (s *shell) outboxChanged() {
	if s.list.search != "" || s.places.current().Role == mailstore.Outbox {
		s.list.list.Refresh()
	}
	s.letter.outgoingChanged()
}

// askUnsent says which letters would not go out if Satchel ended now, and calls then where that is all right.
func (s *shell) askUnsent(then func()) {
	text := s.status.Outbox.Waiting(s.now())
	if text == "" || s.demo || s.session == nil {
		then()
		return
	}
	s.win.RequestFocus()
	askQuestion(s, viewmodel.Question{
		Title: words.T("Not everything is sent yet"), Text: text + " " + words.T("What waits is kept, and goes when Satchel is open again."), Yes: words.T("Send, then quit"), Other: words.T("Quit now"),
	}, s.sendThenLeave, then)
}

// sendThenLeave sends at once what waits, and ends the program after that.
func (s *shell) sendThenLeave() {
	s.leaving, s.gone = true, nil
	s.layer.Toast(words.T("Satchel closes once the letters are sent"), words.T("Stay"), func() { s.leaving = false; s.layer.HideToast() }, time.Hour)
	ses, letters := s.session, s.status.Outbox.Untried(s.now())
	inOrder(s.jobs, func(ctx context.Context) (struct{}, error) {
		for _, id := range letters {
			err := ses.store.SendLetterAt(ctx, id, time.Now())
			if err != nil && !errors.Is(err, mailstore.ErrSending) && !errors.Is(err, mailstore.ErrNotWaiting) {
				return struct{}{}, err
			}
		}
		if r := ses.sending(); r != nil {
			r.SendNow(0)
		}
		return struct{}{}, nil
	}, func(_ struct{}, err error) {
		if err != nil {
			s.leaving = false
			s.trouble(words.T("send what waits"), err)
		}
	})
}

// leaveWhenSent ends the program once nothing is on its way any more, and asks again where something was not sent.
func (s *shell) leaveWhenSent() {
	switch {
	case s.status.Outbox.OnTheirWay(s.now()):
	case s.status.Outbox.Waiting(s.now()) == "":
		s.leave()
	default:
		s.leaving = false
		s.askUnsent(s.leave)
	}
}
