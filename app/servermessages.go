package app

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"satchel/app/widgets"
	"satchel/assets"
	"satchel/mailstore"
	"satchel/mailsync"
	"satchel/viewmodel"
	"satchel/words"
)

// serverActions are what can be done with the messages selected on the server page.
type serverActions struct {
	shell                          *shell
	ledger                         ledger
	list                           *widgets.List
	pin, unpin, remove, get, proof *widgets.Button
	bar                            fyne.CanvasObject
}

func newServerActions(s *shell, l ledger, list *widgets.List) *serverActions {
	a := &serverActions{shell: s, ledger: l, list: list}
	button := func(text, tip string, icon assets.Name, f func()) *widgets.Button {
		b := widgets.NewButton(text, widgets.Icon(icon), f)
		b.Tip = tip
		return b
	}
	a.pin = button(words.T("Keep there"), words.T("They stay at your provider whatever your rule says"), assets.Lock, func() { a.want(mailsync.WantPin) })
	a.unpin = button(words.T("Let the rule decide"), words.T("They leave your provider on their day again"), assets.Calendar, func() { a.want(mailsync.WantUnpin) })
	a.remove = button(words.T("Remove there…"), words.T("They leave your provider at the next check and stay here"), assets.Bin, a.askRemove)
	a.get = button(words.T("Get now"), words.T("They come here whole, however large or often tried"), assets.Download, func() { a.want(mailsync.WantGet) })
	a.proof = button(words.T("Show proof"), words.T("What Satchel knows of this message"), assets.Info, a.showProof)
	a.bar = container.New(layout.NewCustomPaddedLayout(0, 2, headIndent-6, headIndent),
		container.New(&flowLayout{gap: 2}, a.pin, a.unpin, a.remove, a.get, a.proof))
	list.OnSelect = func([]int64, int64) { a.update() }
	list.OnMenu = a.menu
	list.OnActivate = func(int64) { a.showProof() }
	a.update()
	return a
}

// selected is the ledger rows selected, in the order of the list.
func (a *serverActions) selected() []mailstore.Entry {
	var entries []mailstore.Entry
	for _, key := range a.list.Selected() {
		entries = append(entries, a.ledger.entries[key-1])
	}
	return entries
}

// update switches on what can be done with the selection.
func (a *serverActions) update() {
	chosen := a.selected()
	pinned := slices.ContainsFunc(chosen, func(e mailstore.Entry) bool { return e.Pinned })
	loose := slices.ContainsFunc(chosen, func(e mailstore.Entry) bool { return !e.Pinned })
	setEnabled(a.pin, loose && a.can(mailsync.WantPin))
	setEnabled(a.unpin, pinned && a.can(mailsync.WantUnpin))
	setEnabled(a.remove, a.can(mailsync.WantRemove))
	setEnabled(a.get, a.can(mailsync.WantGet))
	setEnabled(a.proof, len(chosen) == 1)
}

func setEnabled(b *widgets.Button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

// can reports whether any of the selected messages allows it.
func (a *serverActions) can(w mailsync.Want) bool {
	return len(viewmodel.NewWanted(w, a.selected()).Changes) > 0
}

func (a *serverActions) menu(at fyne.Position, _ []int64) {
	a.update()
	var items []*fyne.MenuItem
	for _, b := range []*widgets.Button{a.pin, a.unpin, a.remove, a.get, a.proof} {
		item := fyne.NewMenuItem(b.Text, b.OnTapped)
		item.Disabled = b.Disabled()
		items = append(items, item)
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), a.shell.win.Canvas(), at)
}

func (a *serverActions) askRemove() {
	wanted := viewmodel.NewWanted(mailsync.WantRemove, a.selected())
	if len(wanted.Changes) > 0 {
		askQuestion(a.shell, viewmodel.RemoveNowQuestion(wanted), func() { a.apply(mailsync.WantRemove, wanted) }, nil)
	}
}

func (a *serverActions) want(w mailsync.Want) {
	if wanted := viewmodel.NewWanted(w, a.selected()); len(wanted.Changes) > 0 {
		a.apply(w, wanted)
	}
}

// apply writes the wish, shows the page anew, and checks where that is what carries it out.
func (a *serverActions) apply(w mailsync.Want, wanted viewmodel.Wanted) {
	s, account := a.shell, a.ledger.account
	applyWish(s, wanted.Changes, func() {
		showServerPage(s, account)
		s.layer.Toast(viewmodel.WantedWords(w, len(wanted.Changes)), "", nil, 0)
		if w == mailsync.WantRemove || w == mailsync.WantGet {
			s.checkNow(account.ID)
		}
	})
}

// applyWish writes changes of ledger rows and goes on once they are durable.
func applyWish(s *shell, changes []mailstore.Change, then func()) {
	store, now := s.session.store, s.now()
	inOrder(s.jobs, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, store.ApplyChanges(ctx, 0, changes, now)
	}, func(_ struct{}, err error) {
		if err != nil {
			s.trouble(words.T("note what you want of these messages"), err)
			return
		}
		then()
	})
}

// showProof tells all that is known of the one message selected.
func (a *serverActions) showProof() {
	chosen := a.selected()
	if len(chosen) != 1 {
		return
	}
	s, e := a.shell, chosen[0]
	store := s.session.store
	background(s.jobs, func(ctx context.Context) (*mailstore.Session, error) { return store.Session(ctx, e.Session) },
		func(session *mailstore.Session, err error) {
			if err != nil {
				s.trouble(words.T("read what is known of this message"), err)
				return
			}
			tell(s, words.T("What Satchel knows of this message"), viewmodel.Proof(e, session, s.now())...)
		})
}

// getRest fetches all of a message of which only the beginning is here.
func getRest(s *shell, id mailstore.MessageID) {
	if s.session == nil {
		return
	}
	store := s.session.store
	background(s.jobs, func(ctx context.Context) ([]mailstore.Entry, error) { return store.LedgerOf(ctx, id) },
		func(entries []mailstore.Entry, err error) {
			if err != nil {
				s.trouble(words.T("ask for the rest of this letter"), err)
				return
			}
			wanted := viewmodel.NewWanted(mailsync.WantGet, entries)
			if refusal := wanted.Refusal(); refusal != "" {
				tell(s, words.T("The rest cannot be had"), refusal)
				return
			}
			account := entries[0].Account
			applyWish(s, wanted.Changes, func() {
				s.layer.Toast(words.T("Getting the rest of this letter"), "", nil, 0)
				s.checkNow(account)
			})
		})
}
