package mailstore

import (
	"context"
	"errors"
	"fmt"
)

// ErrDiffers says that bytes are not those of the message they were to repair.
var ErrDiffers = errors.New("mailstore: these are another message's bytes")

// Repair puts the bytes of a message back in their place, after the disk has changed what was stored; raw must have the
// hash that the message had when it came. One transaction.
func (s *Store) Repair(ctx context.Context, id MessageID, raw *Spool) error {
	err := s.write(ctx, func(tx *writeTx) error {
		var sum [32]byte
		if err := notFound(tx.QueryRow("SELECT sha256 FROM messages WHERE id = ?", id).Scan(hashBytes{&sum})); err != nil {
			return err
		}
		if sum != raw.SHA256() {
			return ErrDiffers
		}
		first := int64(id) << chunkBits
		if _, err := tx.Exec("DELETE FROM chunks WHERE id BETWEEN ? AND ?", first, first+1<<chunkBits-1); err != nil {
			return err
		}
		if err := s.eachPiece(raw, func(seq int, c piece) error { return insertPiece(tx, id, seq, c) }); err != nil {
			return err
		}
		_, err := tx.Exec("DELETE FROM damaged WHERE message_id = ?", id)
		return err
	})
	if err != nil {
		return fmt.Errorf("repair message %d: %w", id, err)
	}
	return nil
}
