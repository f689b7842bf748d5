package mailsync

import (
	"context"
	"time"

	"satchel/mailstore"
)

// held back: after a restore or an import the ledger tells what another time or another program knew of the server.
// No removal follows from that before a person has said yes. The hold counts as a doubt about the clock does, and
// ends with the same yes; unlike that, neither time nor a Received header ends it.

// holdOr gives since when an account's removals are held, or else doubt.
func (s *Syncer) holdOr(ctx context.Context, account mailstore.AccountID, doubt time.Time) (time.Time, error) {
	hold, err := s.store.RemovalHold(ctx, account)
	if err != nil || hold.Since.IsZero() {
		return doubt, err
	}
	return hold.Since, nil
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
