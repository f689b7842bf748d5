package mailstore_test

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"satchel/mailstore"
)

func TestOpenRefuses(t *testing.T) {
	whole := filepath.Join(t.TempDir(), "whole")
	s := open(t, whole)
	record(t, s, list(t, s, addAccount(t, s, "ann@example.org").ID, "u", 50), nil)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	sound, err := os.ReadFile(filepath.Join(whole, "mail.db"))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name     string
		contents []byte
		want     error
	}{
		{"garbage", bytes.Repeat([]byte("garbage "), 4096), mailstore.ErrDamaged},
		{"an empty file", nil, mailstore.ErrDamaged},
		{"half a header", sound[:50], mailstore.ErrDamaged},
		{"half of the file", sound[:len(sound)/2], mailstore.ErrDamaged},
		{"one page", sound[:16384], mailstore.ErrDamaged},
		{"a header and noise", append(bytes.Clone(sound[:100]), bytes.Repeat([]byte{0x5a}, len(sound)-100)...), mailstore.ErrDamaged},
	}
	for _, tt := range tests {
		for _, readOnly := range []bool{false, true} {
			t.Run(tt.name, func(t *testing.T) {
				dir := t.TempDir()
				file := filepath.Join(dir, "mail.db")
				if err := os.WriteFile(file, tt.contents, 0o600); err != nil {
					t.Fatal(err)
				}
				if s, err := mailstore.Open(ctx, dir, mailstore.Options{ReadOnly: readOnly}); !errors.Is(err, tt.want) {
					t.Errorf("Open = %v, %v; want %v", s, err, tt.want)
				}
				if left, err := os.ReadFile(file); err != nil || !bytes.Equal(left, tt.contents) {
					t.Errorf("the file has %d bytes instead of %d afterwards, %v", len(left), len(tt.contents), err)
				}
			})
		}
	}
}

func TestOpenRefusesOddPlaces(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "mail.db"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := mailstore.Open(ctx, dir, mailstore.Options{}); !errors.Is(err, mailstore.ErrDamaged) {
		t.Errorf("mail.db is a folder: %v", err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := mailstore.Open(ctx, file, mailstore.Options{}); err == nil {
		t.Error("a file was opened as a profile folder")
	}
	if _, err := mailstore.Open(ctx, t.TempDir(), mailstore.Options{ReadOnly: true}); !errors.Is(err, mailstore.ErrNotFound) {
		t.Errorf("an empty folder for reading: %v", err)
	}
	lost := t.TempDir()
	if err := os.WriteFile(filepath.Join(lost, "mail.db-wal"), []byte("mail"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := mailstore.Open(ctx, lost, mailstore.Options{}); !errors.Is(err, mailstore.ErrDamaged) {
		t.Errorf("a WAL without its database: %v", err)
	}
}

func TestOpenRefusesWhatIsNotOurs(t *testing.T) {
	for statement, want := range map[string]error{
		"PRAGMA user_version = 9999":  mailstore.ErrNewer,
		"PRAGMA application_id = 42":  mailstore.ErrDamaged,
		"PRAGMA user_version = 0":     mailstore.ErrDamaged,
		"PRAGMA user_version = 0 + 1": nil,
	} {
		dir := t.TempDir()
		if err := open(t, dir).Close(); err != nil {
			t.Fatal(err)
		}
		db, err := sql.Open("sqlite3", filepath.Join(dir, "mail.db"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = db.Exec(statement)
		if want == nil {
			err = nil // no statement: the sound database is the counterpart of the others
		}
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		for _, readOnly := range []bool{false, true} {
			s, err := mailstore.Open(ctx, dir, mailstore.Options{ReadOnly: readOnly})
			want := want
			if readOnly && errors.Is(want, mailstore.ErrNewer) {
				want = nil // it is read all the same
			}
			if !errors.Is(err, want) {
				t.Errorf("after %s, read-only %v: %v, want %v", statement, readOnly, err, want)
			}
			if err == nil {
				s.Close() //nolint:errcheck // opened to see that it opens
			}
		}
	}
}

func TestOneWriterManyReaders(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a folder with % ? # and ü")
	s := open(t, dir)
	a := addAccount(t, s, "ann@example.org")
	if info, err := os.Stat(dir); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
		t.Errorf("the folder is %v, %v", info.Mode(), err)
	}
	if _, err := mailstore.Open(ctx, dir, mailstore.Options{}); !errors.Is(err, mailstore.ErrLocked) {
		t.Errorf("a second writer: %v", err)
	}
	reader, err := mailstore.Open(ctx, dir, mailstore.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	ids := record(t, s, list(t, s, a.ID, "u", 1), nil)
	if h, err := reader.Head(ctx, ids[0]); err != nil || h.Subject != "Letter u0" {
		t.Errorf("the reader sees %+v, %v", h, err)
	}
	if err := reader.SetUnread(ctx, ids, false); !errors.Is(err, mailstore.ErrReadOnly) {
		t.Errorf("the reader writes: %v", err)
	}
	if err := errors.Join(reader.Close(), reader.Close(), s.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	if err := s.SetUnread(ctx, ids, false); err == nil {
		t.Error("a closed store writes")
	}
	s = open(t, dir)
	if findings, err := s.QuickCheck(ctx); err != nil || len(findings) > 0 {
		t.Errorf("QuickCheck = %q, %v", findings, err)
	}
	if got := s.Strings(t, "SELECT page_size || ' ' || auto_vacuum || ' ' || journal_mode FROM pragma_page_size, pragma_auto_vacuum, pragma_journal_mode"); got[0] != "16384 2 wal" {
		t.Errorf("the file has %v, want pages of 16384, incremental vacuum, WAL", got)
	}
}

func TestOpenClearsWhatACrashLeft(t *testing.T) {
	dir := t.TempDir()
	if err := open(t, dir).Close(); err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(dir, "tmp", "spool-1")
	for _, file := range []string{left, filepath.Join(dir, "mail.db.new")} {
		if err := os.WriteFile(file, []byte("half a message"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	open(t, dir)
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the spool is still there: %v", err)
	}
}

func TestDamageWithinIsToldApart(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	ids := record(t, s, list(t, s, addAccount(t, s, "ann@example.org").ID, "u", 2), nil)
	s.Exec(t, "UPDATE chunks SET codec = 1, data = x'0102030405' WHERE id >> 16 = ?", ids[0])
	s.Exec(t, "DELETE FROM chunks WHERE id >> 16 = ?", ids[1])
	for _, id := range ids {
		if _, err := s.VerifyStored(ctx, id); !errors.Is(err, mailstore.ErrDamaged) {
			t.Errorf("message %d: %v", id, err)
		}
	}
	if _, err := s.VerifyStored(ctx, 999); !errors.Is(err, mailstore.ErrNotFound) {
		t.Errorf("no message: %v", err)
	}
}

// What is durable has to be so on macOS too, whose fsync leaves it in the disk's own cache.
func TestFlushesTheDisk(t *testing.T) {
	s := open(t, t.TempDir())
	for _, pragma := range []string{"fullfsync", "checkpoint_fullfsync"} {
		if got := s.Strings(t, "PRAGMA "+pragma); len(got) != 1 || got[0] != "1" {
			t.Errorf("%s = %q, want 1", pragma, got)
		}
	}
}
