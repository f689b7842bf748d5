package mailsync

import (
	"context"

	"satchel/mailstore"
	"satchel/words"
)

// Want is what a person can ask for of single messages on the server.
type Want string

// Each holds from the next check on.
const (
	WantPin    Want = "pin"    // it stays there whatever the rule says
	WantUnpin  Want = "unpin"  // the rule holds for it again
	WantRemove Want = "remove" // it leaves the server now; it stays here
	WantRepair Want = "repair" // it is damaged here and comes once more, into its place
	WantGet    Want = "get"    // all of it comes here, however large or often tried
)

// Wanted gives the change of a ledger row that a person's want comes to. no says in a sentence why it cannot be; "": it
// can.
func Wanted(e mailstore.Entry, w Want) (change mailstore.Change, no string) {
	c := mailstore.Change{ID: e.ID}
	if !live(e) {
		return c, words.T("It is not on the server any more.")
	}
	switch w {
	case WantPin:
		c.Pinned, c.Wish = new(true), new(mailstore.NoWish)
	case WantUnpin:
		c.Pinned = new(false)
	case WantRemove:
		if e.Message == 0 || e.SHA256 == [32]byte{} {
			return c, words.T("It is not complete on this computer, so it stays on the server.")
		}
		if e.Doubt == mailstore.DoubtDiffers {
			return c, words.T("The server's copy is not the same as the one here, so it stays on the server.")
		}
		if e.Doubt == mailstore.DoubtTwin {
			return c, words.T("Your provider uses its id for two messages, so it stays on the server.")
		}
		c.Pinned, c.Wish = new(false), new(mailstore.WishRemove)
		if e.State == mailstore.KeptByProvider {
			c.State = mailstore.Safe // the provider may have changed its ways: it is asked anew
		}
	case WantGet:
		if held(e) {
			return c, words.T("All of it is here already.")
		}
		c.Wish = new(mailstore.WishGet)
	case WantRepair:
		if e.Message == 0 || e.SHA256 == [32]byte{} {
			return c, words.T("It was never complete on this computer.")
		}
		c.Wish = new(mailstore.WishRepair)
	default:
		return c, words.T("Satchel does not know how to do that.")
	}
	return c, ""
}

// Repair is the wish by which a message that is damaged here is fetched once more.
type Repair struct {
	Account mailstore.AccountID
	Change  mailstore.Change
}

// RepairFrom finds the server which may still have a message that is damaged here. no says in a sentence why there is
// none; "": there is.
func RepairFrom(ctx context.Context, store *mailstore.Store, id mailstore.MessageID) (r Repair, no string, err error) {
	entries, err := store.LedgerOf(ctx, id)
	if err != nil {
		return r, "", err
	}
	no = words.T("It is not on a server any more, as far as Satchel knows.")
	for _, e := range entries {
		change, why := Wanted(e, WantRepair)
		if why == "" {
			return Repair{e.Account, change}, "", nil
		}
		no = why
	}
	return r, no, nil
}
