package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"satchel/app/widgets"
	"satchel/mailmsg"
	"satchel/mailstore"
	"satchel/viewmodel"
	"satchel/words"
)

// redrawMarks reads the heads of messages (0: none) anew, as their marks have changed.
func (p *listPane) redrawMarks(ids ...mailstore.MessageID) {
	for _, id := range ids {
		if _, known := p.vm.Head(id); known {
			p.readHeads([]mailstore.MessageID{id})
		}
	}
}

// outgoing is what is known of the letter in front as one to be sent.
func (p *letterPane) outgoing() (mailstore.Outgoing, bool) {
	if o, ok := p.shell.status.Outbox.Of(p.id); ok {
		return o, true
	}
	if p.shown.head.ID == p.id && p.shown.outgoing.ID != 0 {
		return p.shown.outgoing, true
	}
	return mailstore.Outgoing{}, false
}

// outgoingChanged says above the letter in front what becomes of it.
func (p *letterPane) outgoingChanged() {
	var o mailstore.Outgoing
	text := ""
	if p.id != 0 {
		var known bool
		if o, known = p.outgoing(); known {
			text = p.outgoingText(o)
		}
	}
	p.head.showOutgoing(o, text)
}

func (p *letterPane) outgoingText(o mailstore.Outgoing) string {
	if o.State == mailstore.Cancelled || o.State == mailstore.SentOut && !viewmodel.Partly(o) {
		return ""
	}
	lines := append([]string{p.shell.status.Outbox.Words(o, p.shell.now())}, viewmodel.RecipientLines(o)...)
	return strings.Join(lines, "\n")
}

// showOutgoing says what becomes of a letter and offers what can be done; "" says nothing.
func (h *letterHead) showOutgoing(o mailstore.Outgoing, text string) {
	if text == h.fate {
		return
	}
	h.fate = text
	h.outgoing.Objects = nil
	if text != "" {
		kind := widgets.BannerInfo
		if viewmodel.NeedsPerson(o) || viewmodel.Partly(o) {
			kind = widgets.BannerWarning
		}
		buttons := container.NewHBox()
		for _, action := range viewmodel.OutboxActions(o) {
			buttons.Add(widgets.NewButton(words.T(string(action)), nil, func() { h.shell.actions.outgoing(o, action) }))
		}
		h.outgoing.Add(container.New(layout.NewCustomPaddedLayout(2, 2, 6, 0), container.NewVBox(widgets.NewBanner(kind, text), buttons)))
	}
	setShown(h.outgoing, text != "")
	h.object.Refresh()
	h.shell.letter.view.HeaderChanged()
}

// outgoing does with a letter what a person has decided.
func (a *actions) outgoing(o mailstore.Outgoing, action viewmodel.OutboxAction) {
	if !a.shell.mayChange() {
		return
	}
	store := a.shell.session.store
	switch action {
	case viewmodel.SendNow:
		a.decide(o, words.T("send this letter"), store.RetryLetter)
	case viewmodel.SendAgain, viewmodel.SendToOther:
		if o.State == mailstore.MaybeSent {
			askQuestion(a.shell, viewmodel.Question{
				Title: words.T("Send it once more?"), Text: words.T("If it has arrived after all, the recipients get it twice."), Yes: words.T("Send again"),
			}, func() { a.decide(o, words.T("send this letter"), store.RetryLetter) }, nil)
			return
		}
		a.decide(o, words.T("send this letter"), store.RetryLetter)
	case viewmodel.ItHasGone:
		a.decide(o, words.T("file this letter"), store.SettleLetter)
	case viewmodel.EditAgain:
		a.editAgain(o)
	case viewmodel.RemoveOut:
		a.removeOutgoing(o)
	}
}

// decide carries a decision about a letter into the store, and wakes the worker.
func (a *actions) decide(o mailstore.Outgoing, doing string, f func(context.Context, mailstore.OutgoingID) error) {
	s := a.shell
	ses := s.session
	s.layer.HideToast()
	inOrder(s.jobs, func(ctx context.Context) (struct{}, error) { return struct{}{}, f(ctx, o.ID) }, func(_ struct{}, err error) {
		s.decided(doing, err)
		ses.wakeSending()
	})
}

// decided shows the outbox as it is after a decision.
func (s *shell) decided(doing string, err error) {
	switch {
	case errors.Is(err, mailstore.ErrSending):
		s.layer.Toast(words.T("This letter is being sent at this moment."), "", nil, 0)
	case errors.Is(err, mailstore.ErrNotWaiting), errors.Is(err, mailstore.ErrNotFound):
		s.layer.Toast(words.T("This letter has gone already, or was taken back."), "", nil, 0)
	case err != nil:
		s.trouble(doing, err)
	}
	s.list.reload(false)
	s.refresh()
}

// editAgain takes a letter back, and opens it to go on writing. Of one that some have got, those are left out, and the
// copy that they got stays in Sent.
func (a *actions) editAgain(o mailstore.Outgoing) {
	s := a.shell
	if s.gone != nil && s.gone.id == o.ID {
		s.undoSending()
		return
	}
	ses := s.session
	taken := map[string]bool{}
	for _, r := range o.Recipients {
		taken[strings.ToLower(r.Address)] = r.State == mailstore.Taken
	}
	s.openWriter(0, func(ctx context.Context) (beginning, error) {
		if err := ses.store.CancelLetter(ctx, o.ID); err != nil {
			return beginning{}, fmt.Errorf("take a letter back: %w", err)
		}
		st, err := readDraft(ctx, ses.store, o.Message)
		if err != nil {
			return st, err
		}
		st.draft = o.Message
		if viewmodel.LeaveOut(&st.writing, taken) {
			st.draft, st.keep = 0, true
		}
		return st, nil
	}, func(err error) {
		s.decided(words.T("take this letter back"), err)
	})
}

// removeOutgoing takes a letter back and moves it to the Bin.
func (a *actions) removeOutgoing(o mailstore.Outgoing) {
	s := a.shell
	text := words.T("It is not sent any more. It can be found in the Bin for a while.")
	if o.State == mailstore.MaybeSent {
		text = words.T("Whether it was sent stays unknown. It can be found in the Bin for a while.")
	}
	askQuestion(s, viewmodel.Question{Title: words.T("Remove this letter?"), Text: text, Yes: words.T("Remove")}, func() {
		a.decide(o, words.T("remove this letter"), func(ctx context.Context, id mailstore.OutgoingID) error {
			store := s.session.store
			if err := store.CancelLetter(ctx, id); err != nil {
				return err
			}
			return store.MoveToRole(ctx, []mailstore.MessageID{o.Message}, mailstore.Bin)
		})
	}, nil)
}

// keptInOutbox keeps hands off letters that wait to be sent, and says so; deleting one removes it.
func (a *actions) keptInOutbox(ids []mailstore.MessageID, role mailstore.Role) bool {
	for _, id := range ids {
		o, waits := a.shell.status.Outbox.Of(id)
		if !waits {
			continue
		}
		if role == mailstore.Bin && len(ids) == 1 && o.State != mailstore.Sending {
			a.removeOutgoing(o)
		} else {
			a.shell.layer.Toast(words.T("A letter that waits to be sent stays in the Outbox. It can be removed there, or written anew."), "", nil, 0)
		}
		return true
	}
	return false
}

// readDraft reads what a window needs to go on with a letter.
func readDraft(ctx context.Context, store *mailstore.Store, id mailstore.MessageID) (beginning, error) {
	accounts, err := store.Accounts(ctx)
	if err != nil {
		return beginning{}, err
	}
	head, err := store.Head(ctx, id)
	if err != nil {
		return beginning{}, err
	}
	m, err := parse(ctx, store, id, mailmsg.Options{})
	if err != nil {
		return beginning{}, err
	}
	files := filesOf(m)
	foreign := m.SentHTML != "" || len(files) != len(m.Attachments) || head.Partial
	return beginning{accounts: accounts, writing: viewmodel.FromDraft(head.Account, m), files: files, foreign: foreign, draft: id}, nil
}
