package mailstore_test

import (
	"crypto/sha256"
	"testing"

	"satchel/mailstore"
)

// A letter that was moved to another account is that account's mail: whether deleting it for good reaches a server is
// for that account to say, and its Bin is not the first account's.
func TestBinWishOfALetterMovedToAnotherAccount(t *testing.T) {
	s := open(t, t.TempDir())
	from, err := s.AddAccount(ctx, mailstore.Account{Email: "ann@example.org", BinRemoves: true})
	if err != nil {
		t.Fatal(err)
	}
	to := addAccount(t, s, "bob@example.org")
	row := list(t, s, from.ID, "u", 1)[0]
	id := record(t, s, []mailstore.Entry{row}, func(_ int, d *mailstore.Download) { d.Raw, d.Fields.Date = spool(t, s, "a letter"), noon })[0]
	folders, err := s.Folders(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		if f.Account == to.ID && f.Role == mailstore.Bin {
			if err := s.Move(ctx, []mailstore.MessageID{id}, f.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	if h, err := s.Head(ctx, id); err != nil || h.Account != to.ID {
		t.Fatalf("head = %+v, %v", h, err)
	}
	if err := s.Destroy(ctx, []mailstore.MessageID{id}); err != nil {
		t.Fatal(err)
	}
	ledger, err := s.Ledger(ctx, from.ID, true)
	if err != nil || ledger[0].Wish != mailstore.NoWish {
		t.Errorf("ledger = %+v, %v; the account whose Bin it was in does not remove from servers", ledger, err)
	}
}

// A message without octets reads back as what it is.
func TestVerifyManyOfAnEmptyMessage(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	rows := list(t, s, a.ID, "u", 1)
	id := record(t, s, rows, func(_ int, d *mailstore.Download) { d.Raw = s.NewSpool() })[0]
	sums, err := s.VerifyMany(ctx, []mailstore.MessageID{id})
	if want := sha256.Sum256(nil); err != nil || sums[id] != want {
		t.Errorf("sums = %x, %v", sums, err)
	}
}
