package mailstore_test

import (
	"crypto/sha256"
	"errors"
	"strings"
	"testing"

	"satchel/mailstore"
)

// partial keeps the beginning of one message and gives its ledger row and id.
func partial(t *testing.T, s *mailstore.Store, a mailstore.AccountID) (mailstore.Entry, mailstore.MessageID) {
	t.Helper()
	row := list(t, s, a, "big", 1)[0]
	id := record(t, s, []mailstore.Entry{row}, func(_ int, d *mailstore.Download) {
		d.Partial, d.Raw, d.Fields.Search = true, spool(t, s, "Subject: big0\r\n\r\nthe begin"), "beginning"
	})[0]
	return row, id
}

func TestPartialProvesNothing(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	row, id := partial(t, s, a.ID)
	e, err := s.LedgerOf(ctx, id)
	if err != nil || len(e) != 1 || e[0].State != mailstore.HeadOnly || e[0].SHA256 != [32]byte{} || !e[0].SafeAt.IsZero() {
		t.Fatalf("ledger = %+v, %v", e, err)
	}
	h, err := s.Head(ctx, id)
	if err != nil || !h.Partial || h.Size != row.Size || !h.OnServer || !h.RemovalDay.IsZero() {
		t.Errorf("head = %+v, %v", h, err)
	}
	if got := string(raw(t, s, id)); got != "Subject: big0\r\n\r\nthe begin" {
		t.Errorf("raw = %q", got)
	}
	_, errs, err := s.RecordDownloads(ctx, 0, []mailstore.Download{{Ledger: row.ID, Raw: spool(t, s, "x"), At: noon, Partial: true}})
	if err != nil || !errors.Is(errs[0], mailstore.ErrAlreadyHeld) {
		t.Errorf("a second beginning: %v, %v", errs, err)
	}
}

func TestWholeTakesThePlaceOfItsBeginning(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	row, id := partial(t, s, a.ID)
	if found(t, s, "beginning") != 1 { // in the index before the whole comes
		t.Fatal("the beginning's words are not found")
	}
	if err := s.SetStarred(ctx, []mailstore.MessageID{id}, true); err != nil {
		t.Fatal(err)
	}
	if err := s.MoveToRole(ctx, []mailstore.MessageID{id}, mailstore.Archive); err != nil {
		t.Fatal(err)
	}
	before, err := s.Head(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.ApplyChanges(ctx, 0, []mailstore.Change{{ID: row.ID, Wish: new(mailstore.WishGet)}}, noon); err != nil {
		t.Fatal(err)
	}
	whole := "Subject: big0\r\n\r\nthe beginning and the end " + strings.Repeat("x", 3<<20)
	again := record(t, s, []mailstore.Entry{row}, func(_ int, d *mailstore.Download) {
		d.Raw, d.Fields.Search, d.Fields.Attachments = spool(t, s, whole), "entirely", 2
	})
	if again[0] != id {
		t.Errorf("the whole is message %d, want %d", again[0], id)
	}
	h, err := s.Head(ctx, id)
	if err != nil || h.Partial || h.Size != int64(len(whole)) || h.SHA256 != sha256.Sum256([]byte(whole)) || h.Attachments != 2 {
		t.Errorf("head = %+v, %v", h, err)
	}
	if !h.Starred || h.Folder != before.Folder || h.Thread != before.Thread {
		t.Errorf("marks, folder or thread were lost: %+v, before %+v", h, before)
	}
	if got := string(raw(t, s, id)); got != whole {
		t.Errorf("raw has %d octets, want %d", len(got), len(whole))
	}
	if found(t, s, "entirely") != 1 || found(t, s, "beginning") != 0 {
		t.Error("the search index has not the whole's words alone")
	}
	e, err := s.LedgerOf(ctx, id)
	if err != nil || e[0].State != mailstore.Safe || e[0].SHA256 != h.SHA256 || e[0].Wish != mailstore.NoWish || e[0].SafeAt.IsZero() {
		t.Errorf("ledger = %+v, %v", e, err)
	}
}

// A spool that cannot be read leaves the beginning as it was, and the others of its batch are kept.
func TestWholeThatCannotBeReadLeavesTheBeginning(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	row, id := partial(t, s, a.ID)
	other := list(t, s, a.ID, "other", 1)[0]
	bad := spool(t, s, "gone")
	bad.Discard()
	ids, errs, err := s.RecordDownloads(ctx, 0, []mailstore.Download{
		{Ledger: row.ID, Raw: bad, At: noon},
		{Ledger: other.ID, Raw: spool(t, s, "other"), At: noon},
	})
	if err != nil || errs[0] == nil || errs[1] != nil {
		t.Fatalf("errs = %v, %v", errs, err)
	}
	if got := string(raw(t, s, id)); got != "Subject: big0\r\n\r\nthe begin" {
		t.Errorf("the beginning is now %q", got)
	}
	if got := string(raw(t, s, ids[1])); got != "other" {
		t.Errorf("the other is %q", got)
	}
}

func TestBinWish(t *testing.T) {
	tests := []struct {
		name   string
		on     bool
		change func(t *testing.T, s *mailstore.Store, row mailstore.Entry)
		copies int // of the same bytes
		want   mailstore.Wish
	}{
		{"off", false, nil, 1, mailstore.NoWish},
		{"the last copy", true, nil, 1, mailstore.WishBin},
		{"another copy is here", true, nil, 2, mailstore.NoWish},
		{"pinned", true, func(t *testing.T, s *mailstore.Store, row mailstore.Entry) {
			t.Helper()
			if err := s.ApplyChanges(ctx, 0, []mailstore.Change{{ID: row.ID, Pinned: new(true)}}, noon); err != nil {
				t.Fatal(err)
			}
		}, 1, mailstore.NoWish},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := open(t, t.TempDir())
			a, err := s.AddAccount(ctx, mailstore.Account{Email: "ann@example.org", BinRemoves: tt.on})
			if err != nil {
				t.Fatal(err)
			}
			rows := list(t, s, a.ID, "u", tt.copies)
			ids := record(t, s, rows, func(_ int, d *mailstore.Download) {
				d.Raw, d.Fields.Date = spool(t, s, "the same bytes"), noon
			})
			if tt.change != nil {
				tt.change(t, s, rows[0])
			}
			if err := s.Destroy(ctx, ids[:1]); err != nil {
				t.Fatal(err)
			}
			ledger, err := s.Ledger(ctx, a.ID, true)
			if err != nil {
				t.Fatal(err)
			}
			if e := ledger[0]; e.Wish != tt.want || e.Message != 0 || e.SHA256 == [32]byte{} {
				t.Errorf("row = %+v, want the wish %q", e, tt.want)
			}
		})
	}
}

func TestBinWishNotForABeginning(t *testing.T) {
	s := open(t, t.TempDir())
	a, err := s.AddAccount(ctx, mailstore.Account{Email: "ann@example.org", BinRemoves: true})
	if err != nil {
		t.Fatal(err)
	}
	_, id := partial(t, s, a.ID)
	if err := s.Destroy(ctx, []mailstore.MessageID{id}); err != nil {
		t.Fatal(err)
	}
	ledger, err := s.Ledger(ctx, a.ID, true)
	if err != nil || ledger[0].Wish != mailstore.NoWish {
		t.Errorf("ledger = %+v, %v", ledger, err)
	}
}
