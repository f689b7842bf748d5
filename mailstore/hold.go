package mailstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Hold keeps an account from removing anything from its server until a person says yes. It is put on where what is
// known of the copies there came from a backup or from another program: such knowledge may be old.
type Hold struct {
	Since  time.Time // zero: there is no hold
	Reason string    // a sentence for people
}

// HoldRemovals puts a hold on an account; an older one stays.
func (s *Store) HoldRemovals(ctx context.Context, a AccountID, reason string) error {
	err := s.write(ctx, func(tx *writeTx) error { return holdRemovals(tx, a, reason, s.now()) })
	if err != nil {
		return fmt.Errorf("hold the removals of account %d: %w", a, err)
	}
	return nil
}

func holdRemovals(tx *writeTx, a AccountID, reason string, now time.Time) error {
	_, err := tx.Exec("INSERT INTO removal_holds (account_id, since, reason) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", a, seconds(now), reason)
	return err
}

// RemovalHold gives an account's hold, the zero one where there is none.
func (s *Store) RemovalHold(ctx context.Context, a AccountID) (h Hold, err error) {
	err = s.readers.QueryRowContext(ctx, "SELECT since, reason FROM removal_holds WHERE account_id = ?", a).Scan(stamp{&h.Since}, &h.Reason)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Hold{}, fmt.Errorf("read the hold of account %d: %w", a, sorted(err))
	}
	return h, nil
}

// ReleaseRemovals takes a hold away, after a person's yes.
func (s *Store) ReleaseRemovals(ctx context.Context, a AccountID) error {
	err := s.write(ctx, func(tx *writeTx) error {
		_, err := tx.Exec("DELETE FROM removal_holds WHERE account_id = ?", a)
		return err
	})
	if err != nil {
		return fmt.Errorf("release the removals of account %d: %w", a, err)
	}
	return nil
}
