package app

import (
	"context"

	"satchel/mailstore"
	"satchel/viewmodel"
)

// markRead marks the letter in front as read; it is nothing the user did, so there is
// nothing to undo.
func (a *actions) markRead(id mailstore.MessageID) {
	s := a.shell
	ids := []mailstore.MessageID{id}
	stamp := s.list.stamp()
	a.drawUnread(ids, false)
	store := s.session.store
	inOrder(s.jobs, func(ctx context.Context) (struct{}, error) { return struct{}{}, store.SetUnread(ctx, ids, false) },
		func(_ struct{}, err error) {
			if err != nil {
				s.trouble("mark this letter as read", err)
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
	if len(ids) == 0 {
		return
	}
	a.drawUnread(ids, unread)
	a.mark("mark the messages", ids,
		func(heads []mailstore.Head) (viewmodel.Step, []mailstore.MessageID) {
			return viewmodel.UnreadStep(heads, unread)
		},
		func(ctx context.Context, store *mailstore.Store, changed []mailstore.MessageID) error {
			return store.SetUnread(ctx, changed, unread)
		})
}

// toggleStar gives a star to messages, or takes it if the first has one.
func (a *actions) toggleStar(ids []mailstore.MessageID) {
	if len(ids) == 0 {
		return
	}
	h, _ := a.shell.list.vm.Head(ids[0])
	starred := !h.Starred
	a.shell.list.vm.SetStarred(ids, starred)
	a.shell.list.list.Refresh()
	a.shell.letter.refreshMarks()
	a.mark("star the messages", ids,
		func(heads []mailstore.Head) (viewmodel.Step, []mailstore.MessageID) {
			return viewmodel.StarStep(heads, starred)
		},
		func(ctx context.Context, store *mailstore.Store, changed []mailstore.MessageID) error {
			return store.SetStarred(ctx, changed, starred)
		})
}

// mark carries a mark into the store and remembers how to undo it. One message marked
// is plain to see, so only more of them are worth a bar at the foot.
func (a *actions) mark(doing string, ids []mailstore.MessageID,
	plan func([]mailstore.Head) (viewmodel.Step, []mailstore.MessageID),
	write func(context.Context, *mailstore.Store, []mailstore.MessageID) error) {
	s := a.shell
	if s.session == nil {
		return
	}
	store, stamp := s.session.store, s.list.stamp()
	inOrder(s.jobs, func(ctx context.Context) (done, error) {
		heads, err := store.Heads(ctx, ids)
		if err != nil {
			return done{}, err
		}
		step, changed := plan(heads)
		if len(changed) == 0 {
			return done{}, nil
		}
		return done{step, len(changed)}, write(ctx, store, changed)
	}, func(d done, err error) {
		if err != nil {
			s.trouble(doing, err)
			s.list.reload(false)
			return
		}
		a.undos.Add(d.step)
		s.list.settle(stamp)
		if d.changed > 1 {
			s.layer.Toast(d.step.Done, "Undo", a.undo, 0)
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
