package mailstore_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	"satchel/mailstore"
)

// checkCounts compares what the triggers kept with what is there.
func checkCounts(t testing.TB, s *mailstore.Store) {
	t.Helper()
	wrong := s.Strings(t, `
		SELECT format('folder %d says %d messages, %d unread', f.id, f.total, f.unread) FROM folders f
		WHERE f.total <> (SELECT COUNT(*) FROM messages WHERE folder_id = f.id)
			OR f.unread <> (SELECT COUNT(*) FROM messages WHERE folder_id = f.id AND unread = 1)
		UNION ALL SELECT format('message %d is in another account''s folder', m.id) FROM messages m JOIN folders f ON f.id = m.folder_id WHERE f.account_id <> m.account_id
		UNION ALL SELECT format('chunk %d has no message', id) FROM chunks WHERE id >> 16 NOT IN (SELECT id FROM messages)
		UNION ALL SELECT format('search knows %d', rowid) FROM search WHERE rowid NOT IN (SELECT id FROM messages)`)
	for _, line := range wrong {
		t.Error(line)
	}
}

func TestCountsAfterRandomOperations(t *testing.T) {
	const seed = 7
	rng := rand.New(rand.NewPCG(seed, seed)) //nolint:gosec // no secret
	s := open(t, t.TempDir())
	accounts := []mailstore.Account{addAccount(t, s, "ann@example.org"), addAccount(t, s, "bob@example.org")}
	folders, err := s.Folders(ctx)
	if err != nil {
		t.Fatal(err)
	}
	some := func() []mailstore.MessageID {
		ids := make([]mailstore.MessageID, 1+rng.IntN(6))
		for i := range ids {
			ids[i] = mailstore.MessageID(1 + rng.IntN(80)) // some are gone, some not there yet
		}
		return ids
	}
	roles := []mailstore.Role{mailstore.Inbox, mailstore.Bin, mailstore.Junk, mailstore.Archive}
	operations := []func(round int) error{
		func(round int) error {
			if round%4 == 0 {
				rows := list(t, s, accounts[rng.IntN(2)].ID, string(rune('A'+round)), 3)
				record(t, s, rows, func(_ int, d *mailstore.Download) { d.Unread = rng.IntN(2) == 0 })
			}
			return nil
		},
		func(int) error { return s.SetUnread(ctx, some(), rng.IntN(2) == 0) },
		func(int) error { return s.SetStarred(ctx, some(), rng.IntN(2) == 0) },
		func(int) error { return s.Move(ctx, some(), folders[rng.IntN(len(folders))].ID) },
		func(int) error { return s.MoveToRole(ctx, some(), roles[rng.IntN(len(roles))]) },
		func(int) error { return s.Destroy(ctx, some()[:1]) },
	}
	for round := range 300 {
		if err := operations[rng.IntN(len(operations))](round); err != nil {
			t.Fatalf("seed %d, round %d: %v", seed, round, err)
		}
		checkCounts(t, s)
		if t.Failed() {
			t.Fatalf("seed %d, round %d", seed, round)
		}
	}
	checkLedger(t, s, accounts...)
}

func TestMarksAndMoves(t *testing.T) {
	s := open(t, t.TempDir())
	ann, bob := addAccount(t, s, "ann@example.org"), addAccount(t, s, "bob@example.org")
	ids := append(record(t, s, list(t, s, ann.ID, "a", 1), nil), record(t, s, list(t, s, bob.ID, "b", 1), nil)...)
	if err := errors.Join(s.SetUnread(ctx, ids, false), s.SetStarred(ctx, ids, true), s.MoveToRole(ctx, ids, mailstore.Junk)); err != nil {
		t.Fatal(err)
	}
	for i, a := range []mailstore.Account{ann, bob} {
		junk, err := s.FolderByRole(ctx, a.ID, mailstore.Junk)
		if err != nil {
			t.Fatal(err)
		}
		h, err := s.Head(ctx, ids[i])
		if err != nil || h.Unread || !h.Starred || h.Folder != junk.ID || junk.Total != 1 || junk.Unread != 0 {
			t.Errorf("message of %s: %+v, %v in %+v", a.Slug, h, err, junk)
		}
	}
	if err := s.Move(ctx, ids, 999); !errors.Is(err, mailstore.ErrNotFound) {
		t.Errorf("move to no folder: %v", err)
	}
	if err := s.MoveToRole(ctx, ids, "attic"); !errors.Is(err, mailstore.ErrNotFound) {
		t.Errorf("move to no role: %v", err)
	}
	if err := s.Destroy(ctx, ids[:1]); err != nil {
		t.Fatal(err)
	}
	row := ledger(t, s, ann.ID, true)[0]
	if row.State != mailstore.Safe || row.Message != 0 || row.SHA256 == [32]byte{} {
		t.Errorf("the row of a message destroyed is %+v", row)
	}
	if _, err := s.Raw(ctx, ids[0]); !errors.Is(err, mailstore.ErrNotFound) {
		t.Errorf("the bytes of a message destroyed: %v", err)
	}
}
