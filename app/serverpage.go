package app

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"satchel/app/widgets"
	"satchel/assets"
	"satchel/mailstore"
	"satchel/mailsync"
	"satchel/viewmodel"
	"satchel/words"
)

// ledger is what the server page is made of.
type ledger struct {
	account mailstore.Account
	entries []mailstore.Entry // the newest of the server first, as the page's rows
	page    viewmodel.LedgerPage
	preview mailsync.Preview
}

// showServerPage shows what is at the provider of an account, and in which state.
func showServerPage(s *shell, a mailstore.Account) {
	if s.session == nil {
		return
	}
	ses, now := s.session, s.now()
	background(s.jobs, func(ctx context.Context) (l ledger, err error) {
		if l.account, err = ses.store.Account(ctx, a.ID); err != nil {
			return l, err
		}
		entries, err := ses.store.Ledger(ctx, a.ID, true)
		if err != nil {
			return l, err
		}
		slices.Reverse(entries)
		l.entries = entries
		heads, err := headsOf(ctx, ses.store, entries)
		if err != nil {
			return l, err
		}
		l.page = viewmodel.NewLedgerPage(l.account, entries, heads, now)
		l.preview, err = ses.syncer.Preview(ctx, a.ID, l.account.Keep)
		return l, err
	}, func(l ledger, err error) {
		if err != nil {
			s.trouble(words.T("read what is at your provider"), err)
			return
		}
		page, list := newServerPage(s, l)
		s.showPage(page, s.showMail)
		s.win.Canvas().Focus(list)
	})
}

// headsOf reads the messages of ledger rows, some hundreds at a time.
func headsOf(ctx context.Context, store *mailstore.Store, entries []mailstore.Entry) (map[mailstore.MessageID]mailstore.Head, error) {
	var ids []mailstore.MessageID
	for _, e := range entries {
		if e.Message != 0 {
			ids = append(ids, e.Message)
		}
	}
	heads := make(map[mailstore.MessageID]mailstore.Head, len(ids))
	for part := range slices.Chunk(ids, 500) {
		list, err := store.Heads(ctx, part)
		if err != nil {
			return nil, err
		}
		for _, h := range list {
			heads[h.ID] = h
		}
	}
	return heads, nil
}

func newServerPage(s *shell, l ledger) (fyne.CanvasObject, *widgets.List) {
	list := widgets.NewList(ledgerModel(l.page.Rows))
	list.Empty, list.EmptyHint = words.T("Nothing is at your provider"), words.T("As far as the last check could tell.")
	list.OnKey = s.typedKey
	back := widgets.NewButton(words.T("Back"), widgets.Icon(assets.ChevronLeft), s.showMail)
	top := container.NewVBox(
		container.New(layout.NewCustomPaddedLayout(5, 0, 8, 8), container.NewHBox(back)),
		container.New(layout.NewCustomPaddedLayout(0, 4, headIndent+4, headIndent),
			container.NewVBox(heading(words.T("At the provider of %s", l.account.Email)), wrapped(l.page.Sum))))
	banner := func(kind widgets.BannerKind, text string, actions ...*widgets.Button) {
		top.Add(container.New(layout.NewCustomPaddedLayout(2, 6, headIndent+10, headIndent), widgets.NewBanner(kind, text, actions...)))
	}
	if l.page.Note != "" {
		banner(widgets.BannerInfo, l.page.Note)
	}
	if l.preview.Held != "" {
		banner(widgets.BannerWarning, l.preview.Held, widgets.NewButton(words.T("Show"), nil, func() { askBrake(s, l) }))
	}
	if len(l.page.Rows) > 0 {
		top.Add(newServerActions(s, l, list).bar)
	}
	return newEdges(newEdges(nil, top, widgets.NewHairline()), list, nil), list
}

// askBrake shows the removals that wait for a yes.
func askBrake(s *shell, l ledger) {
	q, ask := viewmodel.KeepQuestion(l.preview, l.account.Keep, s.now())
	if !ask {
		return
	}
	q.Other = ""
	ses := s.session
	askQuestion(s, q, func() {
		inOrder(s.jobs, func(ctx context.Context) (struct{}, error) {
			_, err := ses.store.UpdateAccount(ctx, l.account.ID, func(a *mailstore.Account) { mailsync.Chosen(a, a.Keep, s.now()) })
			return struct{}{}, err
		}, func(_ struct{}, err error) {
			if err != nil {
				s.trouble(words.T("remember your yes"), err)
				return
			}
			s.showMail()
			s.checkNow()
		})
	}, nil)
}

// ledgerModel shows the ledger's rows to a list.
type ledgerModel []viewmodel.LedgerRow

// Len implements widgets.ListModel.
func (m ledgerModel) Len() int { return len(m) }

// Key implements widgets.ListModel.
func (m ledgerModel) Key(i int) int64 { return int64(i) + 1 }

// Groups implements widgets.ListModel.
func (m ledgerModel) Groups() []widgets.Group { return nil }

// Row implements widgets.ListModel.
func (m ledgerModel) Row(i int) widgets.Row {
	return widgets.Row{Title: m[i].Title, Aside: m[i].Size, Line: m[i].State}
}
