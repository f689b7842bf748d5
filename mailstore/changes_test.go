package mailstore_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"satchel/mailstore"
)

// clocked opens a store whose clock the test moves.
func clocked(t *testing.T, dir string, now *time.Time) *mailstore.Store {
	t.Helper()
	s, err := mailstore.Open(ctx, dir, mailstore.Options{Now: func() time.Time { return *now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// standing is folder and marks of each message, in order of id.
func standing(t *testing.T, s *mailstore.Store) []string {
	t.Helper()
	ids, _, err := s.Index(ctx, mailstore.Query{})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(ids)
	heads, err := s.Heads(ctx, ids)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, h := range heads {
		out = append(out, fmt.Sprintf("%d in %d of %d unread %v starred %v", h.ID, h.Folder, h.Account, h.Unread, h.Starred))
	}
	return out
}

// Each thing a person does can be undone, also after a restart.
func TestUndo(t *testing.T) {
	now, dir := noon, t.TempDir()
	s := clocked(t, dir, &now)
	a, b := addAccount(t, s, "ann@example.org"), addAccount(t, s, "bob@example.org")
	ids := record(t, s, list(t, s, a.ID, "u", 10), nil)
	ids = append(ids, record(t, s, list(t, s, b.ID, "v", 5), nil)...)
	other, err := s.EnsureFolder(ctx, b.ID, 0, []string{"Garden"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SetUnread(ctx, ids[:3], false); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		do   func() error
		n    int
	}{
		{"read", func() error { return s.SetUnread(ctx, ids, false) }, 12},
		{"star", func() error { return s.SetStarred(ctx, ids[5:8], true) }, 3},
		{"to the Bin", func() error { return s.MoveToRole(ctx, ids[:10], mailstore.Bin) }, 10},
		{"to the Bins of two accounts", func() error { return s.MoveToRole(ctx, ids, mailstore.Bin) }, 15},
		{"to another account", func() error { return s.Move(ctx, ids[:12], other) }, 12},
	} {
		before := standing(t, s)
		if err := tt.do(); err != nil {
			t.Fatal(err)
		}
		after := standing(t, s)
		if slices.Equal(after, before) {
			t.Fatalf("%s changed nothing", tt.name)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = clocked(t, dir, &now)
		line, err := s.TimeLine(ctx, 10)
		if err != nil || line[0].Count != tt.n || line[0].Undone || !line[0].At.Equal(noon) {
			t.Fatalf("%s: time line %+v, %v", tt.name, line, err)
		}
		if o, err := s.Undo(ctx, line[0].ID); err != nil || o.Count != tt.n {
			t.Errorf("%s: undone %d, %v", tt.name, o.Count, err)
		}
		if got := standing(t, s); !slices.Equal(got, before) {
			t.Errorf("%s: after the undo\n%q\nwant\n%q", tt.name, got, before)
		}
		if _, err := s.Undo(ctx, line[0].ID); !errors.Is(err, mailstore.ErrNotFound) {
			t.Errorf("%s: undone twice: %v", tt.name, err)
		}
		if o, err := s.RedoLast(ctx); err != nil || o.Count != tt.n || !slices.Equal(standing(t, s), after) {
			t.Errorf("%s: done again %d, %v:\n%q\nwant\n%q", tt.name, o.Count, err, standing(t, s), after)
		}
		if _, err := s.Redo(ctx, line[0].ID); !errors.Is(err, mailstore.ErrNotFound) {
			t.Errorf("%s: done again twice: %v", tt.name, err)
		}
		if o, err := s.UndoLast(ctx); err != nil || o.Done.ID != line[0].ID || !slices.Equal(standing(t, s), before) {
			t.Errorf("%s: the last one undone is %+v, %v", tt.name, o.Done, err)
		}
	}
	checkCounts(t, s)
}

// What was changed again since stays as it is.
func TestUndoLeavesLaterChanges(t *testing.T) {
	now := noon
	s := clocked(t, t.TempDir(), &now)
	a := addAccount(t, s, "ann@example.org")
	ids := record(t, s, list(t, s, a.ID, "u", 4), nil)
	if err := s.MoveToRole(ctx, ids, mailstore.Archive); err != nil {
		t.Fatal(err)
	}
	archived, err := s.TimeLine(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.MoveToRole(ctx, ids[:2], mailstore.Junk); err != nil {
		t.Fatal(err)
	}
	if err := s.Destroy(ctx, ids[3:]); err != nil {
		t.Fatal(err)
	}
	if o, err := s.Undo(ctx, archived[0].ID); err != nil || o.Count != 1 {
		t.Errorf("undone %d, %v; want 1: two are in Junk since, one is gone", o.Count, err)
	}
	checkCounts(t, s)
}

func TestOwnFolders(t *testing.T) {
	now := noon
	s := clocked(t, t.TempDir(), &now)
	a, b := addAccount(t, s, "ann@example.org"), addAccount(t, s, "bob@example.org")
	make1 := func(a mailstore.AccountID, names ...string) mailstore.FolderID {
		id, err := s.EnsureFolder(ctx, a, 0, names)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	deep := make1(a.ID, "Garden", "2026", "🌻 a/b."+string(make([]byte, 300)))
	year, garden := make1(a.ID, "Garden", "2026"), make1(a.ID, "Garden")
	if again := make1(a.ID, "Garden", "2026"); again != year {
		t.Errorf("made twice: %d and %d", again, year)
	}
	inbox, err := s.FolderByRole(ctx, a.ID, mailstore.Inbox)
	if err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"into itself":          s.MoveFolder(ctx, garden, garden),
		"into what is in it":   s.MoveFolder(ctx, garden, deep),
		"into another account": s.MoveFolder(ctx, garden, make1(b.ID, "X")),
		"the Inbox":            s.MoveFolder(ctx, inbox.ID, garden),
		"the Inbox's name":     s.RenameFolder(ctx, inbox.ID, "Eingang"),
		"the Inbox, deleted":   s.DeleteFolder(ctx, inbox.ID),
	} {
		if !errors.Is(err, mailstore.ErrFolder) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.MoveFolder(ctx, 999, 0); !errors.Is(err, mailstore.ErrNotFound) {
		t.Errorf("no such folder: %v", err)
	}
	place := func(id mailstore.FolderID) (string, mailstore.FolderID) {
		folders, err := s.Folders(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range folders {
			if f.ID == id {
				return f.Name, f.Parent
			}
		}
		return "", -1
	}
	for _, step := range []error{s.RenameFolder(ctx, year, " 2027 "), s.MoveFolder(ctx, year, 0), s.DeleteFolder(ctx, garden)} {
		if step != nil {
			t.Fatal(step)
		}
	}
	bin, _ := s.FolderByRole(ctx, a.ID, mailstore.Bin)
	if name, parent := place(year); name != "2027" || parent != 0 {
		t.Errorf("%q in %d", name, parent)
	}
	if _, parent := place(garden); parent != bin.ID {
		t.Errorf("deleted, it is in %d", parent)
	}
	line, err := s.TimeLine(ctx, 3)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range line {
		if o, err := s.Undo(ctx, d.ID); err != nil || o.Count != 1 {
			t.Errorf("undo %+v: %d, %v", d, o.Count, err)
		}
	}
	if name, parent := place(year); name != "2026" || parent != garden {
		t.Errorf("after the undo %q in %d", name, parent)
	}
}

// The Bin keeps mail for its days, counted from when it came in; then it goes, with folders that were deleted.
func TestEmptyBin(t *testing.T) {
	now := noon
	s := clocked(t, t.TempDir(), &now)
	a := addAccount(t, s, "ann@example.org")
	ids := record(t, s, list(t, s, a.ID, "u", 8), nil)
	garden, err := s.EnsureFolder(ctx, a.ID, 0, []string{"Garden", "2026"})
	if err != nil {
		t.Fatal(err)
	}
	top, err := s.EnsureFolder(ctx, a.ID, 0, []string{"Garden"})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{s.Move(ctx, ids[6:], garden), s.MoveToRole(ctx, ids[:2], mailstore.Bin), s.DeleteFolder(ctx, top)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	now = now.Add(20 * 24 * time.Hour)
	if err := s.MoveToRole(ctx, ids[2:4], mailstore.Bin); err != nil {
		t.Fatal(err)
	}
	if err := s.MoveToRole(ctx, ids[:1], mailstore.Inbox); err != nil { // taken out again
		t.Fatal(err)
	}
	if n, err := s.EmptyBin(ctx, a.ID, now.Add(-10*24*time.Hour)); err != nil || n != 3 {
		t.Errorf("destroyed %d, %v; want 3: one from the Bin, two from the deleted folder", n, err)
	}
	left, _, err := s.Index(ctx, mailstore.Query{})
	if err != nil || len(left) != 5 {
		t.Errorf("%v are left, %v", left, err)
	}
	folders, _ := s.Folders(ctx)
	for _, f := range folders {
		if f.ID == garden || f.ID == top {
			t.Errorf("folder %q outlives the Bin", f.Name)
		}
	}
	bin, err := s.FolderByRole(ctx, a.ID, mailstore.Bin)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.AddMessages(ctx, []mailstore.Addition{{Folder: bin.ID, Raw: spool(t, s, "imported into it"), Arrived: noon}}); err != nil {
		t.Fatal(err)
	}
	if n, err := s.EmptyBin(ctx, 0, now.Add(time.Hour)); err != nil || n != 3 {
		t.Errorf("all of it: %d, %v", n, err)
	}
	checkCounts(t, s)
}

func TestCheckSliceFindsDamage(t *testing.T) {
	now := noon
	s := clocked(t, t.TempDir(), &now)
	a := addAccount(t, s, "ann@example.org")
	ids := record(t, s, list(t, s, a.ID, "u", 250), nil)
	s.Exec(t, "UPDATE chunks SET data = zeroblob(length(data)) WHERE id = ?", int64(ids[220])<<16)
	total := 0
	for range 5 {
		n, done, err := s.CheckSlice(ctx)
		if err != nil {
			t.Fatal(err)
		}
		total += n
		if done {
			break
		}
	}
	bad, err := s.Damaged(ctx)
	if total != 250 || err != nil || !slices.Equal(bad, []mailstore.MessageID{ids[220]}) {
		t.Errorf("%d checked, damaged %v, %v", total, bad, err)
	}
	if n, done, err := s.CheckSlice(ctx); n != 0 || !done || err != nil {
		t.Errorf("at once again: %d, %v, %v", n, done, err)
	}
	now = now.Add(31 * 24 * time.Hour)
	if n, _, err := s.CheckSlice(ctx); n != 200 || err != nil {
		t.Errorf("a month later: %d, %v", n, err)
	}
	if err := s.Destroy(ctx, bad); err != nil {
		t.Fatal(err)
	}
	if bad, err := s.Damaged(ctx); len(bad) != 0 || err != nil {
		t.Errorf("it is gone, and still named: %v, %v", bad, err)
	}
}
