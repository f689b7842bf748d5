package mailstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
)

// destroyStep is how many messages are destroyed in one transaction: some tenths of a second for large ones.
const destroyStep = 100

// SetUnread marks messages as unread or read, in one transaction. Ids that are gone are passed over.
func (s *Store) SetUnread(ctx context.Context, ids []MessageID, unread bool) error {
	err := s.changeMessages(ctx, ids, "UPDATE messages SET unread = ?1 WHERE id IN (SELECT value FROM json_each(?2)) AND unread <> ?1", unread)
	if err != nil {
		return fmt.Errorf("mark %d messages: %w", len(ids), err)
	}
	return nil
}

// SetStarred gives messages a star or takes it, in one transaction. Ids that are gone are passed over.
func (s *Store) SetStarred(ctx context.Context, ids []MessageID, starred bool) error {
	err := s.changeMessages(ctx, ids, "UPDATE messages SET starred = ?1 WHERE id IN (SELECT value FROM json_each(?2)) AND starred <> ?1", starred)
	if err != nil {
		return fmt.Errorf("star %d messages: %w", len(ids), err)
	}
	return nil
}

func (s *Store) changeMessages(ctx context.Context, ids []MessageID, statement string, value any) error {
	if len(ids) == 0 {
		return nil
	}
	return s.write(ctx, func(tx *writeTx) error {
		_, err := tx.Exec(statement, value, idList(ids))
		return err
	})
}

// Move puts messages into a folder, in one transaction; ErrNotFound when there is no such folder. In a folder of
// another account they are that account's mail from then on; their ledger rows stay where they are. Ids that are
// gone are passed over.
func (s *Store) Move(ctx context.Context, ids []MessageID, to FolderID) error {
	err := s.write(ctx, func(tx *writeTx) error {
		var account AccountID
		err := tx.QueryRow("SELECT account_id FROM folders WHERE id = ?", to).Scan(&account)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotFound
		} else if err != nil {
			return err
		}
		_, err = tx.Exec("UPDATE messages SET folder_id = ?1, account_id = ?2 WHERE id IN (SELECT value FROM json_each(?3)) AND folder_id <> ?1",
			to, account, idList(ids))
		return err
	})
	if err != nil {
		return fmt.Errorf("move %d messages to folder %d: %w", len(ids), to, err)
	}
	return nil
}

// MoveToRole puts each message into that folder of its own account (Bin, Junk, Archive, Inbox), in one transaction;
// ErrNotFound, and none is moved, when an account has no such folder.
func (s *Store) MoveToRole(ctx context.Context, ids []MessageID, to Role) error {
	err := s.write(ctx, func(tx *writeTx) error {
		list := idList(ids)
		var without bool
		err := tx.QueryRow(`SELECT EXISTS (
			SELECT 1 FROM json_each(?) JOIN messages m ON m.id = value
			WHERE NOT EXISTS (SELECT 1 FROM folders WHERE account_id = m.account_id AND role = ? AND role <> ''))`, list, to).Scan(&without)
		if err != nil {
			return err
		} else if without {
			return ErrNotFound
		}
		_, err = tx.Exec(`UPDATE messages SET folder_id = f.id FROM folders f
			WHERE messages.id IN (SELECT value FROM json_each(?)) AND f.account_id = messages.account_id AND f.role = ? AND f.role <> ''
				AND messages.folder_id <> f.id`, list, to)
		return err
	})
	if err != nil {
		return fmt.Errorf("move %d messages to %q: %w", len(ids), to, err)
	}
	return nil
}

// Destroy removes messages for good; their ledger rows stay (state as it is, Message 0). It never reaches the server,
// but where the account has BinRemoves it leaves the wish on the rows (WishBin) of messages that were complete here and
// of which this was the last copy. It works in steps of a hundred: broken off, some are gone and the others are whole. Ids that are gone are passed
// over.
func (s *Store) Destroy(ctx context.Context, ids []MessageID) error {
	for step := range slices.Chunk(ids, destroyStep) {
		err := s.write(ctx, func(tx *writeTx) error {
			if _, err := tx.Exec(wishBin, idList(step)); err != nil {
				return err
			}
			_, err := tx.Exec("DELETE FROM messages WHERE id IN (SELECT value FROM json_each(?))", idList(step))
			return err
		})
		if err != nil {
			return fmt.Errorf("destroy %d messages: %w", len(ids), err)
		}
	}
	return nil
}

// wishBin marks the ledger rows of messages about to be destroyed. Another copy of the same bytes has the same date,
// which has an index; the hash has none.
const wishBin = `
	UPDATE ledger SET wish = 'bin', asks = 0
	WHERE message_id IN (SELECT value FROM json_each(?1)) AND message_id <> 0 AND length(sha256) > 0 AND pinned = 0
		AND account_id IN (SELECT id FROM accounts WHERE bin_removes = 1 AND removed = 0)
		AND NOT EXISTS (
			SELECT 1 FROM messages m JOIN messages o ON o.account_id = m.account_id AND o.date = m.date AND o.sha256 = m.sha256 AND o.id <> m.id
			WHERE m.id = ledger.message_id AND o.id NOT IN (SELECT value FROM json_each(?1)))`
