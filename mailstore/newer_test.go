package mailstore_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"satchel/mailstore"
)

// fromTheFuture makes a profile with mail, as a later version would have left it.
func fromTheFuture(t *testing.T, changes ...string) (dir string, ids []mailstore.MessageID) {
	t.Helper()
	dir = t.TempDir()
	s := open(t, dir)
	a := addAccount(t, s, "ann@example.org")
	ids = record(t, s, list(t, s, a.ID, "u", 5), nil)
	for _, change := range append(changes, "PRAGMA user_version = 1000") {
		s.Exec(t, change)
	}
	must(t, s.Close())
	return dir, ids
}

// What a later version wrote is read, searched and given out, and not a byte of it is changed.
func TestNewerIsReadOnly(t *testing.T) {
	dir, ids := fromTheFuture(t, "ALTER TABLE messages ADD COLUMN mood TEXT NOT NULL DEFAULT ''", "CREATE TABLE moods (id INTEGER PRIMARY KEY) STRICT")
	before, err := os.ReadFile(filepath.Join(dir, "mail.db"))
	must(t, err)
	if s, err := mailstore.Open(ctx, dir, mailstore.Options{}); !errors.Is(err, mailstore.ErrNewer) {
		if err == nil {
			must(t, s.Close())
		}
		t.Errorf("opened for writing: %v", err)
	}
	s, err := mailstore.Open(ctx, dir, mailstore.Options{ReadOnly: true})
	must(t, err)
	if !s.Newer() {
		t.Error("it does not say so")
	}
	for _, q := range []mailstore.Query{{}, {Role: mailstore.Inbox}, {Unread: true}, {Sort: mailstore.BySender}} {
		if _, _, err := s.Index(ctx, q); err != nil {
			t.Errorf("%+v: %v", q, err)
		}
	}
	if _, _, err := s.Index(ctx, mailstore.Query{Text: "anything"}); err != nil {
		t.Errorf("search: %v", err)
	}
	if heads, err := s.Heads(ctx, ids); err != nil || len(heads) != len(ids) {
		t.Errorf("%d heads, %v", len(heads), err)
	}
	if _, err := s.VerifyStored(ctx, ids[0]); err != nil {
		t.Error(err)
	}
	rows := 0
	if err := s.Snapshot(ctx, func(*mailstore.Table, []any) error { rows++; return nil }); err != nil || rows == 0 {
		t.Errorf("a snapshot of %d rows, %v", rows, err)
	}
	for name, err := range map[string]error{
		"mark":    s.SetStarred(ctx, ids, true),
		"move":    s.MoveToRole(ctx, ids, mailstore.Bin),
		"destroy": s.Destroy(ctx, ids),
		"setting": s.SetSetting(ctx, "a", "b"),
	} {
		if !errors.Is(err, mailstore.ErrNewer) || !errors.Is(err, mailstore.ErrReadOnly) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, s.Close())
	if after, err := os.ReadFile(filepath.Join(dir, "mail.db")); err != nil || !bytes.Equal(after, before) {
		t.Errorf("the file was changed (%v)", err)
	}
}

// What lacks something known here is not guessed at.
func TestNewerThatCannotBeRead(t *testing.T) {
	dir, _ := fromTheFuture(t, "ALTER TABLE messages RENAME COLUMN subject TO title")
	if s, err := mailstore.Open(ctx, dir, mailstore.Options{ReadOnly: true}); !errors.Is(err, mailstore.ErrNewer) {
		if err == nil {
			must(t, s.Close())
		}
		t.Errorf("opened: %v", err)
	}
}
