package mailstore_test

import (
	"errors"
	"slices"
	"testing"

	"satchel/mailstore"
)

func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Undo and redo walk along the changes as in any editor: a new change ends what could be done again.
func TestUndoAndRedoInOrder(t *testing.T) {
	now := noon
	s := clocked(t, t.TempDir(), &now)
	a := addAccount(t, s, "ann@example.org")
	ids := record(t, s, list(t, s, a.ID, "u", 3), nil)
	must(t, s.SetStarred(ctx, ids[:1], true), s.SetStarred(ctx, ids[1:2], true), s.SetStarred(ctx, ids[2:], true))
	line, err := s.TimeLine(ctx, 3)
	must(t, err)
	step := func(what string, f func() (mailstore.Outcome, error), want mailstore.ChangeID) {
		t.Helper()
		o, err := f()
		if want == 0 {
			if !errors.Is(err, mailstore.ErrNotFound) {
				t.Errorf("%s: %+v, %v; want nothing to do", what, o, err)
			}
			return
		}
		if err != nil || o.Done.ID != want {
			t.Errorf("%s: %+v, %v; want change %d", what, o, err, want)
		}
	}
	undo := func() (mailstore.Outcome, error) { return s.UndoLast(ctx) }
	redo := func() (mailstore.Outcome, error) { return s.RedoLast(ctx) }
	third, second, first := line[0].ID, line[1].ID, line[2].ID
	step("nothing was undone", redo, 0)
	step("undo", undo, third)
	step("undo", undo, second)
	step("redo", redo, second)
	step("redo", redo, third)
	step("undo", undo, third)
	must(t, s.MoveToRole(ctx, ids[2:], mailstore.Junk))
	step("something new was done", redo, 0)
	if o, err := s.Undo(ctx, first); err != nil || o.Count != 1 {
		t.Errorf("one from the middle: %+v, %v", o, err)
	}
	step("one from the middle cannot be redone in order", redo, 0)
	if o, err := s.Redo(ctx, first); err != nil || o.Count != 1 {
		t.Errorf("but by itself: %+v, %v", o, err)
	}
}

// A letter that was only looked at is no change of a person's.
func TestSeenIsNoChange(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	d := mailstore.Download{Ledger: list(t, s, a.ID, "u", 1)[0].ID, Raw: spool(t, s, "one"), At: noon, Unread: true}
	ids, _, err := s.RecordDownloads(ctx, 0, []mailstore.Download{d})
	must(t, err, s.Seen(ctx, ids))
	if h, err := s.Head(ctx, ids[0]); err != nil || h.Unread {
		t.Errorf("it is unread: %v, %v", h.Unread, err)
	}
	if line, err := s.TimeLine(ctx, 10); err != nil || len(line) != 0 {
		t.Errorf("time line %+v, %v", line, err)
	}
	checkCounts(t, s)
}

func TestNewFolderAndUndo(t *testing.T) {
	s := open(t, t.TempDir())
	a, b := addAccount(t, s, "ann@example.org"), addAccount(t, s, "bob@example.org")
	ids := record(t, s, list(t, s, a.ID, "u", 1), nil)
	garden, err := s.NewFolder(ctx, a.ID, 0, " Garden / 🌻 ")
	must(t, err)
	year, err := s.NewFolder(ctx, a.ID, garden, "2026")
	must(t, err)
	for name, into := range map[string]mailstore.FolderID{"another account": garden, "nowhere": 999} {
		if id, err := s.NewFolder(ctx, b.ID, into, "X"); err == nil {
			t.Errorf("in %s: made folder %d", name, id)
		}
	}
	must(t, s.Move(ctx, ids, year))
	line, err := s.TimeLine(ctx, 10)
	must(t, err)
	if o, err := s.Undo(ctx, line[1].ID); err != nil || o.Count != 0 {
		t.Errorf("a folder with mail in it was unmade: %+v, %v", o, err)
	}
	for _, want := range []int{1, 0} { // the move; then Garden, which still holds 2026
		if o, err := s.UndoLast(ctx); err != nil || o.Count != want {
			t.Errorf("undo: %+v, %v; want %d", o, err, want)
		}
	}
	folders, err := s.Folders(ctx)
	if err != nil || !slices.ContainsFunc(folders, func(f mailstore.Folder) bool { return f.ID == garden && f.Name == "Garden / 🌻" }) {
		t.Errorf("folders %+v, %v", folders, err)
	}
	empty, err := s.NewFolder(ctx, a.ID, 0, "Empty")
	must(t, err)
	o, err := s.UndoLast(ctx)
	if err != nil || o.Count != 1 {
		t.Errorf("undo: %+v, %v", o, err)
	}
	if err := s.RenameFolder(ctx, empty, "x"); !errors.Is(err, mailstore.ErrNotFound) {
		t.Errorf("the folder is still there: %v", err)
	}
	if _, err := s.Redo(ctx, o.Done.ID); !errors.Is(err, mailstore.ErrNotFound) {
		t.Errorf("a folder that is gone was made again: %v", err)
	}
}

// An undo makes no circle of folders, however they were moved since.
func TestUndoMakesNoCircle(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	x, err := s.EnsureFolder(ctx, a.ID, 0, []string{"X"})
	must(t, err)
	y, err := s.EnsureFolder(ctx, a.ID, x, []string{"Y"})
	must(t, err)
	must(t, s.MoveFolder(ctx, y, 0))
	line, err := s.TimeLine(ctx, 1)
	must(t, err)
	must(t, s.MoveFolder(ctx, x, y))
	if o, err := s.Undo(ctx, line[0].ID); err != nil || o.Count != 0 {
		t.Errorf("Y went into X, which lies in Y: %+v, %v", o, err)
	}
}

// A folder deleted again by a redo is due in the Bin as any other.
func TestDeletedFolderAgain(t *testing.T) {
	now := noon
	s := clocked(t, t.TempDir(), &now)
	a := addAccount(t, s, "ann@example.org")
	x, err := s.EnsureFolder(ctx, a.ID, 0, []string{"X"})
	must(t, err)
	ids := record(t, s, list(t, s, a.ID, "u", 1), nil)
	must(t, s.Move(ctx, ids, x), s.DeleteFolder(ctx, x))
	_, err = s.UndoLast(ctx)
	must(t, err)
	_, err = s.RedoLast(ctx)
	must(t, err)
	if n, err := s.EmptyBin(ctx, a.ID, now.AddDate(0, 0, 1)); err != nil || n != 1 {
		t.Errorf("the Bin held %d messages, %v; want 1", n, err)
	}
}

func TestReadAllAndMoveAll(t *testing.T) {
	s := open(t, t.TempDir())
	a, b := addAccount(t, s, "ann@example.org"), addAccount(t, s, "bob@example.org")
	var ids []mailstore.MessageID
	for _, account := range []mailstore.AccountID{a.ID, b.ID} {
		for _, e := range list(t, s, account, "u", 3) {
			got, _, err := s.RecordDownloads(ctx, 0, []mailstore.Download{{Ledger: e.ID, Raw: spool(t, s, "one"), At: noon, Unread: true}})
			must(t, err)
			ids = append(ids, got...)
		}
	}
	must(t, s.SetUnread(ctx, ids[:1], false))
	inbox, err := s.FolderByRole(ctx, b.ID, mailstore.Inbox)
	must(t, err)
	before := standing(t, s)
	if n, err := s.ReadAll(ctx, mailstore.Query{Text: "one"}); !errors.Is(err, mailstore.ErrNotFound) {
		t.Errorf("a search was marked as read: %d, %v", n, err)
	}
	for _, tt := range []struct {
		name string
		do   func() (int, error)
		n    int
	}{
		{"one folder", func() (int, error) { return s.ReadAll(ctx, mailstore.Query{Folder: inbox.ID}) }, 3},
		{"all inboxes", func() (int, error) { return s.ReadAll(ctx, mailstore.Query{Role: mailstore.Inbox}) }, 5},
		{"all to another account", func() (int, error) {
			bin, err := s.FolderByRole(ctx, a.ID, mailstore.Bin)
			must(t, err)
			return s.MoveAll(ctx, inbox.ID, bin.ID)
		}, 3},
	} {
		if n, err := tt.do(); err != nil || n != tt.n {
			t.Errorf("%s: %d, %v; want %d", tt.name, n, err, tt.n)
		}
		checkCounts(t, s)
		if o, err := s.UndoLast(ctx); err != nil || o.Count != tt.n || !slices.Equal(standing(t, s), before) {
			t.Errorf("%s: undone %+v, %v", tt.name, o, err)
		}
	}
}

func TestSavedSearches(t *testing.T) {
	now := noon
	s := clocked(t, t.TempDir(), &now)
	names := func() (list []string) {
		all, err := s.SavedSearches(ctx)
		must(t, err)
		for _, one := range all {
			list = append(list, one.Name+": "+one.Query)
		}
		return list
	}
	same := func(want ...string) {
		t.Helper()
		if got := names(); !slices.Equal(got, want) {
			t.Errorf("saved searches %q, want %q", got, want)
		}
	}
	garden, err := s.SaveSearch(ctx, "Garden\n", "invoice garden")
	must(t, err)
	_, err = s.SaveSearch(ctx, "bank", "from:bank")
	must(t, err)
	same("bank: from:bank", "Garden: invoice garden")
	must(t, s.RenameSearch(ctx, garden, "A garden"), s.RemoveSearch(ctx, garden))
	same("bank: from:bank")
	for _, err := range []error{s.RemoveSearch(ctx, garden), s.RenameSearch(ctx, garden, "x"), s.RemoveSearch(ctx, 99)} {
		if !errors.Is(err, mailstore.ErrNotFound) {
			t.Errorf("a search that is not there: %v", err)
		}
	}
	for _, want := range [][]string{
		{"A garden: invoice garden", "bank: from:bank"},
		{"bank: from:bank", "Garden: invoice garden"},
		{"Garden: invoice garden"},
		nil,
	} {
		_, err := s.UndoLast(ctx)
		must(t, err)
		same(want...)
	}
}
