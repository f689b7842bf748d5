package mailstore_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	"satchel/mailstore"
)

// noise cannot be compressed.
func noise(n int) string {
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(rand.Uint32()) //nolint:gosec // noise, no secret
	}
	return string(data)
}

// fillUp records messages in pairs until the disk is full and checks that each pair is wholly there or not at all.
func fillUp(t *testing.T, s *mailstore.Store, a mailstore.AccountID) {
	t.Helper()
	rows := list(t, s, a, "u", 200)
	kept := 0
	for i := 0; ; i += 2 {
		if i >= len(rows) {
			t.Fatal("the disk never was full")
		}
		ds := []mailstore.Download{{Ledger: rows[i].ID, Raw: spool(t, s, noise(90_000)), At: noon}, {Ledger: rows[i+1].ID, Raw: spool(t, s, noise(90_000)), At: noon}}
		_, _, err := s.RecordDownloads(ctx, 0, ds)
		if errors.Is(err, mailstore.ErrFull) {
			break
		} else if err != nil {
			t.Fatalf("a full disk gives %v", err)
		}
		kept += 2
	}
	all, _, err := s.Index(ctx, mailstore.Query{})
	if err != nil || len(all) != kept || kept == 0 {
		t.Fatalf("%d messages are there, %v; want %d", len(all), err, kept)
	}
	for i, row := range ledger(t, s, a, true) {
		if safe := row.State == mailstore.Safe; safe != (i < kept) {
			t.Errorf("row %d is %s, %d were kept", i, row.State, kept)
		}
	}
	for _, id := range all {
		if _, err := s.VerifyStored(ctx, id); err != nil {
			t.Error(err)
		}
	}
	if findings, err := s.QuickCheck(ctx); err != nil || len(findings) > 0 {
		t.Errorf("QuickCheck = %q, %v", findings, err)
	}
}

func TestFullDatabase(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	s.LimitPages(t, 120)
	fillUp(t, s, a.ID)
	s.LimitPages(t, 1<<30)
	record(t, s, list(t, s, a.ID, "later", 1), nil) // and with room again all is well
}

func TestFullDisk(t *testing.T) {
	dir := smallDisk(t, "12m")
	s := open(t, dir)
	fillUp(t, s, addAccount(t, s, "ann@example.org").ID)

	p := s.NewSpool()
	defer p.Discard()
	var err error
	for i := 0; i < 20 && err == nil; i++ {
		_, err = p.Write(make([]byte, 1<<20))
	}
	if !errors.Is(err, mailstore.ErrFull) {
		t.Errorf("a spool on a full disk: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Logf("Close on a full disk: %v", err) // the WAL may not fit into the database; it stays and is as good
	}
	reader, err := mailstore.Open(ctx, dir, mailstore.Options{ReadOnly: true})
	if err != nil {
		t.Fatalf("reading on a full disk: %v", err)
	}
	defer reader.Close() //nolint:errcheck // it only read
	if all, _, err := reader.Index(ctx, mailstore.Query{}); err != nil || len(all) == 0 {
		t.Errorf("Index on a full disk: %d, %v", len(all), err)
	}
}
