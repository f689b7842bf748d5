package backup

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"satchel/mailstore"
)

// spoil changes what is stored of messages, as a bad disk does, and lets the store find it.
func spoil(t *testing.T, s *mailstore.Store, dir string, ids ...mailstore.MessageID) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, "mail.db")+"?_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, id := range ids {
		if _, err := db.Exec("UPDATE chunks SET codec = 0, data = zeroblob(length(data)) WHERE id = ?", int64(id)<<16); err != nil {
			t.Fatal(err)
		}
		if damaged, err := s.CheckMessage(ctx, id); !damaged || err != nil {
			t.Fatalf("message %d: %v, %v", id, damaged, err)
		}
	}
}

func TestMend(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir)
	a := addAccount(t, s, "ann")
	ids := fetch(t, s, a.ID, 0, 6, 3000)
	path := filepath.Join(t.TempDir(), "b")
	mustWrite(t, s, path)
	if err := s.Destroy(ctx, ids[:1]); err != nil {
		t.Fatal(err)
	}
	late := fetch(t, s, a.ID, 6, 7, 3000)
	before := state(t, s)
	spoil(t, s, dir, ids[2], ids[4], late[0])

	m, err := Mend(ctx, s, path, ids[2:3], Options{})
	if err != nil || !slices.Equal(m.Whole, ids[2:3]) || len(m.Left) != 0 {
		t.Errorf("one: %+v, %v", m, err)
	}
	m, err = Mend(ctx, s, path, nil, Options{})
	if err != nil || !slices.Equal(m.Whole, ids[4:5]) || !slices.Equal(m.Left, late) {
		t.Errorf("all: %+v, %v", m, err)
	}
	if bad, err := s.Damaged(ctx); err != nil || !slices.Equal(bad, late) {
		t.Errorf("damaged: %v, %v", bad, err)
	}
	if m, err = Mend(ctx, s, path, []mailstore.MessageID{99999}, Options{}); err != nil || len(m.Whole)+len(m.Left) != 0 {
		t.Errorf("no such message: %+v, %v", m, err)
	}
	if err := s.Destroy(ctx, late); err != nil {
		t.Fatal(err)
	}
	if got := state(t, s); len(got) != len(before)-1 {
		t.Errorf("%d messages, want %d: nothing else is brought in", len(got), len(before)-1)
	}
}

// A backup that is damaged at that place mends nothing and harms nothing; one that is no backup says so.
func TestMendFromABadBackup(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir)
	ids := fetch(t, s, addAccount(t, s, "ann").ID, 0, 3, 4000)
	path := filepath.Join(t.TempDir(), "b")
	mustWrite(t, s, path)
	spoil(t, s, dir, ids...)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(data, letter(0, 4000)[2000:2040])
	if at < 0 {
		t.Fatal("the letter is packed")
	}
	data[at] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	m, err := Mend(ctx, s, path, nil, Options{})
	if err != nil || !slices.Equal(m.Whole, ids[1:]) || !slices.Equal(m.Left, ids[:1]) {
		t.Errorf("%+v, %v", m, err)
	}
	if err := os.WriteFile(path, []byte("From ann@example.org\n\nan mbox\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Mend(ctx, s, path, nil, Options{}); !errors.Is(err, ErrForeign) {
		t.Errorf("an mbox: %v", err)
	}
}

// A backup that would be written anew, as much of it is of no use, may hold the only whole copy of a message.
func TestDamagedMessageStaysWholeInTheBackup(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir)
	ids := fetch(t, s, addAccount(t, s, "ann").ID, 0, 12, 20_000)
	path := filepath.Join(t.TempDir(), "b")
	mustWrite(t, s, path)
	if err := s.Destroy(ctx, ids[3:]); err != nil {
		t.Fatal(err)
	}
	spoil(t, s, dir, ids[1])
	for range 3 {
		if _, err := Write(ctx, s, path, Options{}); err != nil {
			t.Fatal(err)
		}
	}
	if m, err := Mend(ctx, s, path, nil, Options{}); err != nil || !slices.Equal(m.Whole, ids[1:2]) {
		t.Fatalf("%+v, %v", m, err)
	}
	large, _ := os.Stat(path)
	for range 2 { // and now there is nothing to keep it for
		mustWrite(t, s, path)
	}
	if small, _ := os.Stat(path); small.Size() >= large.Size() {
		t.Errorf("the file has %d octets, and had %d", small.Size(), large.Size())
	}
}
