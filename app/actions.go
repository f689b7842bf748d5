package app

import (
	"context"
	"errors"

	"satchel/mailstore"
	"satchel/viewmodel"
	"satchel/words"
)

// actions is what can be done to the selected messages. What the eye sees changes at
// once; the store follows in order. Undo is the store's: it knows what was before, also
// before the last start.
type actions struct {
	shell *shell
}

// mover moves messages in the store.
type mover func(context.Context, *mailstore.Store, []mailstore.MessageID) error

// toRole moves each message within its own account.
func toRole(role mailstore.Role) mover {
	return func(ctx context.Context, store *mailstore.Store, ids []mailstore.MessageID) error {
		return store.MoveToRole(ctx, ids, role)
	}
}

func toFolder(id mailstore.FolderID) mover {
	return func(ctx context.Context, store *mailstore.Store, ids []mailstore.MessageID) error {
		return store.Move(ctx, ids, id)
	}
}

func (a *actions) archive() { a.move(mailstore.Archive, toRole(mailstore.Archive)) }
func (a *actions) junk()    { a.move(mailstore.Junk, toRole(mailstore.Junk)) }

// bin moves to the Bin; what lies there already is deleted for good after a question.
func (a *actions) bin() {
	if a.shell.list.search == "" && a.shell.places.current().Role == mailstore.Bin {
		a.askDestroy()
		return
	}
	a.move(mailstore.Bin, toRole(mailstore.Bin))
}

// moveTo moves to a folder chosen from the menu, or dropped on.
func (a *actions) moveTo(place viewmodel.Place) {
	if here := a.shell.places.current(); a.shell.list.search == "" && here.ID == place.ID {
		return // they are there already
	}
	a.move(place.Role, toFolder(place.Folder))
}

// done is what a change of the store came to: its entry in the time line. Nothing
// changed where there was nothing to change.
type done struct {
	entry   mailstore.Done
	changed bool
}

// changing does something in the store that can be undone.
func changing(ctx context.Context, store *mailstore.Store, write func() error) (done, error) {
	before, err := store.TimeLine(ctx, 1)
	if err != nil {
		return done{}, err
	}
	if err := write(); err != nil {
		return done{}, err
	}
	after, err := store.TimeLine(ctx, 1)
	if err != nil || len(after) == 0 || len(before) > 0 && before[0].ID == after[0].ID {
		return done{}, err
	}
	return done{after[0], true}, nil
}

// move takes the selection out of the list and moves it in the store.
func (a *actions) move(role mailstore.Role, to mover) {
	s := a.shell
	ids := s.list.selection()
	if len(ids) == 0 || !s.mayChange() || a.keptInOutbox(ids, role) {
		return
	}
	if here := s.places.current(); s.list.search == "" && role != "" && here.Role == role {
		return // they are there already
	}
	stamp := s.list.stamp()
	s.list.takeOut(ids)
	store := s.session.store
	inOrder(s.jobs, func(ctx context.Context) (done, error) {
		return changing(ctx, store, func() error { return to(ctx, store, ids) })
	}, func(d done, err error) {
		switch {
		case err != nil:
			s.trouble(words.T("move the messages"), err)
			s.list.reload(false) // what was drawn ahead may be wrong
		case d.entry.Count != len(ids) || s.list.searching():
			s.list.reload(false)
		default:
			s.list.settle(stamp)
		}
		a.tell(d)
		s.refresh()
	})
}

// tell says what was done, with the way back.
func (a *actions) tell(d done) {
	if d.changed {
		a.shell.gone = nil // what undo means from now on is this change
		a.shell.layer.Toast(viewmodel.ChangeWords(d.entry, a.shell.names()), words.T("Undo"), func() { a.undoChange(d.entry.ID) }, 0)
	}
}

// names are what the words about a change need.
func (s *shell) names() viewmodel.Names {
	return viewmodel.NewNames(s.places.vm.Folders(), s.places.vm.Searches())
}

// undo takes back the last change, also one from before the last start. It waits for
// changes under way: the last one is the last thing the user did.
func (a *actions) undo() {
	if a.shell.gone != nil {
		a.shell.undoSending()
		return
	}
	a.takeBack(words.T("undo this"), words.T("There is nothing to undo."), func(ctx context.Context, store *mailstore.Store) (mailstore.Outcome, error) {
		return store.UndoLast(ctx)
	})
}

// redo does again what was undone last.
func (a *actions) redo() {
	a.takeBack(words.T("do this again"), words.T("There is nothing to do again."), func(ctx context.Context, store *mailstore.Store) (mailstore.Outcome, error) {
		return store.RedoLast(ctx)
	})
}

// undoChange takes one change back.
func (a *actions) undoChange(id mailstore.ChangeID) {
	a.takeBack(words.T("undo this"), words.T("This was taken back already."), func(ctx context.Context, store *mailstore.Store) (mailstore.Outcome, error) {
		return store.Undo(ctx, id)
	})
}

// redoChange does a change again.
func (a *actions) redoChange(id mailstore.ChangeID) {
	a.takeBack(words.T("do this again"), words.T("This was done again already."), func(ctx context.Context, store *mailstore.Store) (mailstore.Outcome, error) {
		return store.Redo(ctx, id)
	})
}

// takeBack carries an undo or a redo into the store, then shows what it came to.
func (a *actions) takeBack(doing, nothing string, f func(context.Context, *mailstore.Store) (mailstore.Outcome, error)) {
	s := a.shell
	if !s.mayChange() {
		return
	}
	s.layer.HideToast()
	store := s.session.store
	inOrder(s.jobs, func(ctx context.Context) (mailstore.Outcome, error) { return f(ctx, store) },
		func(o mailstore.Outcome, err error) {
			switch {
			case errors.Is(err, mailstore.ErrNotFound):
				s.layer.Toast(nothing, "", nil, 0)
			case err != nil:
				s.trouble(doing, err)
			default:
				again := ""
				if o.Done.Undone && o.Done.Kind != "made" && o.Count > 0 {
					again = words.T("Redo")
				}
				s.layer.Toast(viewmodel.UndoWords(o, s.names()), again, func() { a.redoChange(o.Done.ID) }, 0)
				s.list.reload(false, o.Moved...)
				s.letter.refreshMarks()
			}
			s.changes.update()
			s.refresh()
		})
}
