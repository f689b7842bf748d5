package mailsync

import "satchel/mailstore"

// Want is what a person can ask for of single messages on the server.
type Want string

// Each holds from the next check on.
const (
	WantPin    Want = "pin"    // it stays there whatever the rule says
	WantUnpin  Want = "unpin"  // the rule holds for it again
	WantRemove Want = "remove" // it leaves the server now; it stays here
	WantGet    Want = "get"    // all of it comes here, however large or often tried
)

// Wanted gives the change of a ledger row that a person's want comes to. no says in a sentence why it cannot be; "": it
// can.
func Wanted(e mailstore.Entry, w Want) (change mailstore.Change, no string) {
	c := mailstore.Change{ID: e.ID}
	if !live(e) {
		return c, "It is not on the server any more."
	}
	switch w {
	case WantPin:
		c.Pinned, c.Wish = new(true), new(mailstore.NoWish)
	case WantUnpin:
		c.Pinned = new(false)
	case WantRemove:
		if e.Message == 0 || e.SHA256 == [32]byte{} {
			return c, "It is not complete on this computer, so it stays on the server."
		}
		if e.Doubt == mailstore.DoubtDiffers {
			return c, "The server's copy is not the same as the one here, so it stays on the server."
		}
		if e.Doubt == mailstore.DoubtTwin {
			return c, "Your provider uses its id for two messages, so it stays on the server."
		}
		c.Pinned, c.Wish = new(false), new(mailstore.WishRemove)
		if e.State == mailstore.KeptByProvider {
			c.State = mailstore.Safe // the provider may have changed its ways: it is asked anew
		}
	case WantGet:
		if held(e) {
			return c, "All of it is here already."
		}
		c.Wish = new(mailstore.WishGet)
	default:
		return c, "Satchel does not know how to do that."
	}
	return c, ""
}
