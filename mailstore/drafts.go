package mailstore

import (
	"context"
	"fmt"
)

// SaveDraft keeps a letter that is being written, in the place of the one saved before (0: none), in ONE transaction, durable
// when it returns: after a crash one of the two is there. An earlier one that was moved out of Drafts meanwhile stays
// where it is.
func (s *Store) SaveDraft(ctx context.Context, before MessageID, a Addition) (id MessageID, err error) {
	packed, stop := s.packAhead(1, func(int) *Spool { return a.Raw })
	defer stop()
	err = s.write(ctx, func(tx *writeTx) error {
		r := recording{store: s, tx: tx}
		if err := r.begin(nil); err != nil {
			return err
		}
		if err := r.prepare([]Addition{a}); err != nil {
			return err
		}
		if id, err = r.add(&a, <-packed); err != nil {
			return err
		}
		if err := r.flush(); err != nil {
			return err
		}
		return dropDraft(tx, before)
	})
	if err != nil {
		return 0, fmt.Errorf("save a draft: %w", err)
	}
	return id, nil
}

// dropDraft takes a draft away whose letter lives on elsewhere, 0 none.
func dropDraft(tx *writeTx, id MessageID) error {
	_, err := tx.Exec("DELETE FROM messages WHERE id = ? AND folder_id IN (SELECT id FROM folders WHERE role = ?)", id, Drafts)
	return err
}
