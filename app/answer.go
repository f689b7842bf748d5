package app

import (
	"context"

	"satchel/mailmsg"
	"satchel/mailstore"
	"satchel/viewmodel"
	"satchel/words"
)

// beginning is what a writer's window begins with.
type beginning struct {
	accounts []mailstore.Account
	writing  viewmodel.Writing
	files    []writtenFile
	draft    mailstore.MessageID // its copy in Drafts, 0 for none
	keep     bool                // it is kept in Drafts though nothing was written yet: it is nowhere else
	partial  bool                // only the beginning of the letter answered is here
	foreign  bool                // the draft has what this window would lose: it stays, and what is written is kept beside it
}

// write opens a window for a new letter, of the account whose place is chosen.
func (s *shell) write() {
	if !s.mayChange() {
		return
	}
	store, account := s.session.store, s.places.current().Account
	s.openWriter(0, func(ctx context.Context) (beginning, error) {
		accounts, err := store.Accounts(ctx)
		return beginning{accounts: accounts, writing: viewmodel.Writing{Account: account}}, err
	}, nil)
}

// answer opens a window to answer the letter selected, or to pass it on.
func (a *actions) answer(kind viewmodel.Answer) {
	s := a.shell
	ids := s.list.selection()
	if len(ids) != 1 {
		return
	}
	if h, ok := s.list.vm.Head(ids[0]); ok && s.list.vm.RoleOf(h.Folder) == mailstore.Drafts { // nobody answers a draft
		s.goOn(ids[0])
		return
	}
	if o, waits := s.status.Outbox.Of(ids[0]); waits { // nor what has not gone yet
		a.outgoing(o, viewmodel.EditAgain)
		return
	}
	if !s.mayChange() {
		return
	}
	store, now := s.session.store, s.now()
	s.openWriter(0, func(ctx context.Context) (beginning, error) {
		accounts, err := store.Accounts(ctx)
		if err != nil {
			return beginning{}, err
		}
		head, err := store.Head(ctx, ids[0])
		if err != nil {
			return beginning{}, err
		}
		m, err := parse(ctx, store, ids[0], mailmsg.Options{NoData: kind != viewmodel.Forward})
		if err != nil {
			return beginning{}, err
		}
		own := make([]string, len(accounts))
		for i, account := range accounts {
			own[i] = account.Email
		}
		st := beginning{accounts: accounts, writing: viewmodel.NewAnswer(kind, head.Account, m, own, now), partial: head.Partial && kind == viewmodel.Forward}
		if kind == viewmodel.Forward {
			st.files, st.writing.PassesOn = filesOf(m), ids[0]
		} else {
			st.writing.Answers = ids[0]
		}
		return st, nil
	}, nil)
}

// filesOf are a letter's attachments, to be passed on or gone on with.
func filesOf(m *mailmsg.Message) (files []writtenFile) {
	for _, f := range m.Attachments {
		if f.Within == "" && !f.Hidden && !f.Inline {
			files = append(files, writtenFile{f.Name, f.Type, f.Data})
		}
	}
	return files
}

// goOn opens a draft to go on with it; the window that has it, if there is one.
func (s *shell) goOn(id mailstore.MessageID) {
	for _, w := range s.writers {
		if w.draft == id {
			w.win.RequestFocus()
			return
		}
	}
	if !s.mayChange() {
		return
	}
	store := s.session.store
	s.openWriter(id, func(ctx context.Context) (beginning, error) { return readDraft(ctx, store, id) }, nil)
}

// editAsNew opens a window for a new letter that begins as the selected one, its files too. That stays as it is.
func (a *actions) editAsNew() {
	s := a.shell
	ids := s.list.selection()
	if len(ids) != 1 || !s.mayChange() {
		return
	}
	store := s.session.store
	s.openWriter(0, func(ctx context.Context) (beginning, error) {
		head, err := store.Head(ctx, ids[0])
		if err != nil {
			return beginning{}, err
		}
		st, err := readDraft(ctx, store, ids[0])
		st.draft, st.writing, st.partial = 0, st.writing.AsNew(), head.Partial
		return st, err
	}, nil)
}

// openWriter reads what a letter begins with and opens its window. ended, if not nil, is told whether it could be read.
func (s *shell) openWriter(draft mailstore.MessageID, read func(context.Context) (beginning, error), ended func(error)) {
	ses := s.session
	background(s.jobs, read, func(st beginning, err error) {
		draft = max(draft, st.draft)
		if ended != nil && !s.quitting {
			ended(err)
		}
		switch {
		case s.session != ses || s.quitting:
		case err != nil && ended != nil: // told already
		case err != nil:
			s.trouble(words.T("open a letter to write"), err)
		case len(st.accounts) == 0:
			tell(s, words.T("There is no account yet"), words.T("A letter is written from an account. Please add one first: File, Add an account."))
		case st.partial:
			tell(s, words.T("The letter is not complete here"), words.T("Only its beginning is on this computer. Please get the rest first; then it can be passed on."))
		default:
			if st.foreign {
				draft = 0
			}
			w := newWriter(s, st.accounts, st.writing, st.files, draft)
			if st.keep {
				w.noteChange()
			}
		}
	})
}
