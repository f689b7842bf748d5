package backup

import (
	"path/filepath"
	"testing"

	"satchel/mailstore"
)

// A wish to remove messages from the server, given before the backup, is of another time: after a restore nothing leaves
// a server before somebody has said yes, and what is wished one by one does not wait for the brake.
func TestRestoredWishesRemoveNothing(t *testing.T) {
	s := openStore(t)
	a := addAccount(t, s, "ann")
	ids := fetch(t, s, a.ID, 0, 3, 2000)
	ledger, err := s.Ledger(ctx, a.ID, true)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.ApplyChanges(ctx, 0, []mailstore.Change{{ID: ledger[0].ID, Wish: new(mailstore.WishRemove)}}, noon); err != nil {
		t.Fatal(err)
	}
	if _, err := s.UpdateAccount(ctx, a.ID, func(a *mailstore.Account) { a.BinRemoves = true }); err != nil {
		t.Fatal(err)
	}
	if err := s.Destroy(ctx, ids[1:2]); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "mail.satchel")
	mustWrite(t, s, path)

	to := openStore(t)
	mustRestore(t, to, path)
	accounts, err := to.Accounts(ctx)
	if err != nil || len(accounts) != 1 {
		t.Fatalf("%d accounts, %v", len(accounts), err)
	}
	restored, err := to.Ledger(ctx, accounts[0].ID, true)
	if err != nil || len(restored) != 3 {
		t.Fatalf("%d rows, %v", len(restored), err)
	}
	for _, e := range restored {
		if e.Wish == mailstore.WishRemove || e.Wish == mailstore.WishBin {
			t.Errorf("%s (message %d) still has the wish %q", e.UIDL, e.Message, e.Wish)
		}
	}
}
