package app

import (
	"context"

	"satchel/mailstore"
	"satchel/words"
)

// markRead marks the letter in front as read; it is nothing the user did, so there is
// nothing to undo.
func (a *actions) markRead(id mailstore.MessageID) {
	s := a.shell
	if s.readOnly() {
		return
	}
	ids := []mailstore.MessageID{id}
	stamp := s.list.stamp()
	a.drawUnread(ids, false)
	store := s.session.store
	inOrder(s.jobs, func(ctx context.Context) (struct{}, error) { return struct{}{}, store.Seen(ctx, ids) },
		func(_ struct{}, err error) {
			if err != nil {
				s.trouble(words.T("mark this letter as read"), err)
			}
			s.list.settle(stamp)
			s.refresh()
		})
}

// toggleUnread marks the selection as read if something in it is unread, else as
// unread: of a mixed selection the wish is usually "I have seen all this".
func (a *actions) toggleUnread() {
	unread := true
	for _, id := range a.shell.list.selection() {
		if h, ok := a.shell.list.vm.Head(id); ok && h.Unread {
			unread = false
		}
	}
	a.setUnread(unread)
}

// setUnread marks the selection.
func (a *actions) setUnread(unread bool) {
	ids := a.shell.list.selection()
	if len(ids) == 0 || !a.shell.mayChange() {
		return
	}
	a.drawUnread(ids, unread)
	a.mark(words.T("mark the messages"), func(ctx context.Context, store *mailstore.Store) error {
		return store.SetUnread(ctx, ids, unread)
	})
}

// toggleStar gives a star to messages, or takes it if the first has one.
func (a *actions) toggleStar(ids []mailstore.MessageID) {
	if len(ids) == 0 || !a.shell.mayChange() {
		return
	}
	h, _ := a.shell.list.vm.Head(ids[0])
	starred := !h.Starred
	a.shell.list.vm.SetStarred(ids, starred)
	a.shell.list.list.Refresh()
	a.shell.letter.refreshMarks()
	a.mark(words.T("star the messages"), func(ctx context.Context, store *mailstore.Store) error {
		return store.SetStarred(ctx, ids, starred)
	})
}

// mark carries a mark into the store. One message marked is plain to see, so only more
// of them are worth a bar at the foot.
func (a *actions) mark(doing string, write func(context.Context, *mailstore.Store) error) {
	s := a.shell
	store, stamp := s.session.store, s.list.stamp()
	s.layer.HideToast() // its undo is about something before this
	inOrder(s.jobs, func(ctx context.Context) (done, error) {
		return changing(ctx, store, func() error { return write(ctx, store) })
	}, func(d done, err error) {
		if err != nil {
			s.trouble(doing, err)
			s.list.reload(false)
			return
		}
		s.list.settle(stamp)
		if d.entry.Count > 1 {
			a.tell(d)
		}
		s.refresh()
	})
}

func (a *actions) drawUnread(ids []mailstore.MessageID, unread bool) {
	a.shell.list.vm.SetUnread(ids, unread)
	a.shell.list.list.Refresh()
	a.shell.letter.refreshMarks()
}

// refreshMarks draws the marks of the letter in front as the list has them now.
func (p *letterPane) refreshMarks() {
	if h, ok := p.shell.list.vm.Head(p.id); ok && p.id != 0 {
		if p.timer != nil && !p.letter.Unread && h.Unread {
			p.timer.Stop() // marked as unread by hand: it stays so
		}
		p.drawMarks(h.Unread, h.Starred)
	}
}
