package mailsync

import (
	"context"
	"time"

	"satchel/mailstore"
)

// After a restore or an import the ledger tells what another time or another program knew of the server. No removal
// follows from that before a person has said yes. The hold counts as a doubt about the clock does, and ends with the
// same yes; unlike that, neither time nor a Received header ends it.

// heldSince gives since when an account's removals are held, or else doubt, and why they are.
func (s *Syncer) heldSince(ctx context.Context, account mailstore.AccountID, doubt time.Time) (time.Time, string, error) {
	hold, err := s.store.RemovalHold(ctx, account)
	if err != nil || hold.Since.IsZero() {
		return doubt, "", err
	}
	return hold.Since, hold.Reason, nil
}

// sayHeld is for the result of a check that held removals back because of a hold.
func sayHeld(n int, reason string) string {
	return reason + " So " + plural(n, "message") + " due to leave the server stay there until you say yes."
}

// release ends the hold of an account whose check used a person's yes.
func (c *check) release(ctx context.Context) error {
	if !c.usedYes {
		return nil
	}
	hold, err := c.s.store.RemovalHold(ctx, c.account.ID)
	if err != nil || hold.Since.IsZero() {
		return err
	}
	return c.s.store.ReleaseRemovals(ctx, c.account.ID)
}
