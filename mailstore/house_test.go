package mailstore_test

import (
	"strconv"
	"testing"

	"satchel/mailstore"
)

// After a checkpoint the WAL is begun anew, also while somebody reads: it must not grow for as long as mail comes.
func TestCheckpointBoundsTheWAL(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	var largest int64
	for round := range 12 {
		rows := list(t, s, a.ID, "u"+strconv.Itoa(round)+"-", 2)
		ids := record(t, s, rows, func(_ int, d *mailstore.Download) { d.Raw = spool(t, s, noise(1<<20)) })
		r, err := s.Raw(ctx, ids[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Read(make([]byte, 10)); err != nil {
			t.Fatal(err)
		}
		s.Checkpoint(t.Context())
		if round == 2 {
			largest = s.WALSize()
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.WALSize(); got > 2*largest {
		t.Errorf("the WAL grew from %d to %d bytes although it was checkpointed", largest, got)
	}
}

func TestVacuumGivesSpaceBack(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	ids := record(t, s, list(t, s, a.ID, "u", 90), func(_ int, d *mailstore.Download) { d.Raw = spool(t, s, noise(1<<20)) })
	pages := func() int {
		n, err := strconv.Atoi(s.Strings(t, "PRAGMA page_count")[0])
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	full := pages()
	if err := s.Destroy(ctx, ids[:85]); err != nil {
		t.Fatal(err)
	}
	s.Vacuum(t)
	if left := pages(); left > full*9/10 {
		t.Errorf("%d of %d pages are left after 85 of 90 messages went", left, full)
	}
	for _, id := range ids[85:] {
		if _, err := s.VerifyStored(ctx, id); err != nil {
			t.Error(err)
		}
	}
}
