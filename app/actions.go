package app

import (
	"context"
	"fmt"

	"satchel/mailstore"
	"satchel/viewmodel"
)

// actions is what can be done to the selected messages. What the eye sees changes at
// once; the store follows in order, and undo brings back what it was before.
type actions struct {
	shell *shell
	undos viewmodel.Undo
}

// target finds the folder each message is moved to.
type target func(context.Context, *mailstore.Store, []mailstore.Head) (func(mailstore.Head) mailstore.FolderID, error)

// toRole moves each message within its own account.
func toRole(role mailstore.Role) target {
	return func(ctx context.Context, store *mailstore.Store, heads []mailstore.Head) (func(mailstore.Head) mailstore.FolderID, error) {
		folders := map[mailstore.AccountID]mailstore.FolderID{}
		for _, h := range heads {
			if _, ok := folders[h.Account]; ok {
				continue
			}
			f, err := store.FolderByRole(ctx, h.Account, role)
			if err != nil {
				return nil, err
			}
			folders[h.Account] = f.ID
		}
		return func(h mailstore.Head) mailstore.FolderID { return folders[h.Account] }, nil
	}
}

func toFolder(id mailstore.FolderID) target {
	return func(context.Context, *mailstore.Store, []mailstore.Head) (func(mailstore.Head) mailstore.FolderID, error) {
		return func(mailstore.Head) mailstore.FolderID { return id }, nil
	}
}

func (a *actions) archive() { a.move("Archive", mailstore.Archive, toRole(mailstore.Archive)) }
func (a *actions) junk()    { a.move("Junk", mailstore.Junk, toRole(mailstore.Junk)) }

// bin moves to the Bin; what lies there already is deleted for good after a question.
func (a *actions) bin() {
	if a.shell.list.search == "" && a.shell.places.current().Role == mailstore.Bin {
		a.askDestroy()
		return
	}
	a.move("Bin", mailstore.Bin, toRole(mailstore.Bin))
}

// moveTo moves to a folder chosen from the menu.
func (a *actions) moveTo(place viewmodel.Place) {
	a.move(place.Title, place.Role, toFolder(place.Folder))
}

// done is what a change of the store came to.
type done struct {
	step    viewmodel.Step
	changed int
}

// move takes the selection out of the list and moves it in the store.
func (a *actions) move(title string, role mailstore.Role, find target) {
	s := a.shell
	ids := s.list.selection()
	if len(ids) == 0 || s.session == nil {
		return
	}
	if here := s.places.current(); s.list.search == "" && role != "" && here.Role == role {
		return // they are there already
	}
	stamp := s.list.stamp()
	s.list.takeOut(ids)
	store := s.session.store
	inOrder(s.jobs, func(ctx context.Context) (done, error) {
		heads, err := store.Heads(ctx, ids)
		if err != nil {
			return done{}, err
		}
		to, err := find(ctx, store, heads)
		if err != nil {
			return done{}, err
		}
		step, moved := viewmodel.MoveStep(heads, to, title)
		return done{step, len(moved)}, moveAll(ctx, store, heads, to)
	}, func(d done, err error) { a.finish("move the messages", d, len(ids), stamp, err) })
}

// moveAll moves messages, those to one folder together.
func moveAll(ctx context.Context, store *mailstore.Store, heads []mailstore.Head, to func(mailstore.Head) mailstore.FolderID) error {
	byFolder := map[mailstore.FolderID][]mailstore.MessageID{}
	for _, h := range heads {
		if to(h) != h.Folder {
			byFolder[to(h)] = append(byFolder[to(h)], h.ID)
		}
	}
	for folder, ids := range byFolder {
		if err := store.Move(ctx, ids, folder); err != nil {
			return fmt.Errorf("move to folder %d: %w", folder, err)
		}
	}
	return nil
}

// finish shows the outcome of a change that was already drawn.
func (a *actions) finish(doing string, d done, wanted, stamp int, err error) {
	s := a.shell
	switch {
	case err != nil:
		s.trouble(doing, err)
		s.list.reload(false) // what was drawn ahead may be wrong
	case d.changed != wanted || s.list.search != "":
		s.list.reload(false)
	default:
		s.list.settle(stamp)
	}
	if err == nil && d.changed > 0 {
		a.undos.Add(d.step)
		s.layer.Toast(d.step.Done, "Undo", a.undo, 0)
	}
	s.refresh()
}

// undo takes back the last step. It waits for changes under way: the last step is the
// last thing the user did.
func (a *actions) undo() {
	inOrder(a.shell.jobs, func(context.Context) (struct{}, error) { return struct{}{}, nil },
		func(struct{}, error) { a.undoNow() })
}

func (a *actions) undoNow() {
	s := a.shell
	step, ok := a.undos.Take()
	if !ok || s.session == nil {
		return
	}
	s.layer.HideToast()
	store := s.session.store
	inOrder(s.jobs, func(ctx context.Context) (struct{}, error) {
		for _, c := range step.Back {
			if err := apply(ctx, store, c); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, nil
	}, func(_ struct{}, err error) {
		if err != nil {
			s.trouble("undo this", err)
		}
		var back []mailstore.MessageID
		for _, c := range step.Back {
			if c.Folder != 0 {
				back = append(back, c.IDs...)
			}
		}
		s.list.reload(false, back...)
		s.letter.refreshMarks()
		s.refresh()
	})
}

// apply makes one change in the store.
func apply(ctx context.Context, store *mailstore.Store, c viewmodel.Change) error {
	switch {
	case c.Folder != 0:
		return store.Move(ctx, c.IDs, c.Folder)
	case c.Unread != nil:
		return store.SetUnread(ctx, c.IDs, *c.Unread)
	case c.Starred != nil:
		return store.SetStarred(ctx, c.IDs, *c.Starred)
	}
	return nil
}
