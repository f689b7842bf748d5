package mailstore

import (
	"context"
	"fmt"
	"slices"
)

// destroyStep is how many messages are destroyed in one transaction: some tenths of a second for large ones.
const destroyStep = 100

// SetUnread marks messages as unread or read, in one transaction. Ids that are gone are passed over.
func (s *Store) SetUnread(ctx context.Context, ids []MessageID, unread bool) error {
	if err := s.mark(ctx, ids, changedUnread, unread); err != nil {
		return fmt.Errorf("mark %d messages: %w", len(ids), err)
	}
	return nil
}

// Seen marks messages as read because they were looked at. Nobody decided it, so it is no part of the time line.
func (s *Store) Seen(ctx context.Context, ids []MessageID) error {
	err := s.writeNeeded(ctx, func(tx *writeTx) error {
		_, err := tx.Exec("UPDATE messages SET unread = 0 WHERE id IN (SELECT value FROM json_each(?)) AND unread = 1", idList(ids))
		return err
	})
	if err != nil {
		return fmt.Errorf("mark %d messages as seen: %w", len(ids), err)
	}
	return nil
}

// ReadAll marks all unread messages of a list as read, in one transaction, and gives how many. The list is a
// folder, or a role's folders, and nothing but that: ErrNotFound for others.
func (s *Store) ReadAll(ctx context.Context, q Query) (n int, err error) {
	if q.Folder == 0 && q.Role == "" || q.Text != "" || q.Starred || q.WithAttachments {
		return 0, fmt.Errorf("mark all as read: %w", ErrNotFound)
	}
	column, runs, err := s.runs(ctx, q)
	if err == nil {
		err = s.writeNeeded(ctx, func(tx *writeTx) error {
			rows, err := tx.Query("SELECT id FROM messages WHERE "+column+" IN (SELECT value FROM json_each(?)) AND unread = 1", idList(runs))
			if err != nil {
				return err
			}
			ids, err := collect(rows, func(id *int64) []any { return []any{id} })
			if err != nil {
				return err
			}
			n = len(ids)
			if err := s.remember(tx, new(int64), changedUnread, "0", before{"1": ids}); err != nil {
				return err
			}
			_, err = tx.Exec("UPDATE messages SET unread = 0 WHERE id IN (SELECT value FROM json_each(?))", idList(ids))
			return err
		})
	}
	if err != nil {
		return 0, fmt.Errorf("mark all as read: %w", err)
	}
	return n, nil
}

// MoveAll moves all messages of a folder to another one, in one transaction, and gives how many. Folders in it stay.
func (s *Store) MoveAll(ctx context.Context, from, to FolderID) (n int, err error) {
	err = s.writeNeeded(ctx, func(tx *writeTx) error {
		rows, err := tx.Query("SELECT id FROM messages WHERE folder_id = ?", from)
		if err != nil {
			return err
		}
		ids, err := collect(rows, func(id *int64) []any { return []any{id} })
		if err != nil {
			return err
		}
		n = len(ids)
		return s.move(tx, new(int64), idList(ids), to)
	})
	if err != nil {
		return 0, fmt.Errorf("move all of folder %d to folder %d: %w", from, to, err)
	}
	return n, nil
}

// SetStarred gives messages a star or takes it, in one transaction. Ids that are gone are passed over.
func (s *Store) SetStarred(ctx context.Context, ids []MessageID, starred bool) error {
	if err := s.mark(ctx, ids, changedStarred, starred); err != nil {
		return fmt.Errorf("star %d messages: %w", len(ids), err)
	}
	return nil
}

// mark sets a flag, which is a column of its own, and remembers which messages had it otherwise.
func (s *Store) mark(ctx context.Context, ids []MessageID, column string, on bool) error {
	if len(ids) == 0 {
		return nil
	}
	return s.writeNeeded(ctx, func(tx *writeTx) error {
		list := idList(ids)
		was, err := messagesBefore(tx, column, list, on)
		if err != nil {
			return err
		}
		value := "0"
		if on {
			value = "1"
		}
		if err := s.remember(tx, new(int64), column, value, was); err != nil {
			return err
		}
		_, err = tx.Exec("UPDATE messages SET "+column+" = ?1 WHERE id IN (SELECT value FROM json_each(?2)) AND "+column+" <> ?1", on, list)
		return err
	})
}

// Move puts messages into a folder, in one transaction; ErrNotFound when there is no such folder. In a folder of
// another account they are that account's mail from then on; their ledger rows stay where they are. Ids that are
// gone are passed over.
func (s *Store) Move(ctx context.Context, ids []MessageID, to FolderID) error {
	err := s.writeNeeded(ctx, func(tx *writeTx) error { return s.move(tx, new(int64), idList(ids), to) })
	if err != nil {
		return fmt.Errorf("move %d messages to folder %d: %w", len(ids), to, err)
	}
	return nil
}

// move moves the messages of a JSON list, as a part of an action. The Bin's days begin to count for what comes into it.
func (s *Store) move(tx *writeTx, action *int64, list string, to FolderID) error {
	var account AccountID
	var role Role
	if err := notFound(tx.QueryRow("SELECT account_id, role FROM folders WHERE id = ?", to).Scan(&account, &role)); err != nil {
		return err
	}
	was, err := messagesBefore(tx, "folder_id", list, to)
	if err != nil {
		return err
	}
	if err := s.remember(tx, action, changedFolder, fmt.Sprint(to), was); err != nil {
		return err
	}
	var binned int64
	if role == Bin {
		binned = seconds(s.now())
	}
	_, err = tx.Exec("UPDATE messages SET folder_id = ?1, account_id = ?2, binned = ?4 WHERE id IN (SELECT value FROM json_each(?3)) AND folder_id <> ?1",
		to, account, list, binned)
	return err
}

// MoveToRole puts each message into that folder of its own account (Bin, Junk, Archive, Inbox), in one transaction;
// ErrNotFound, and none is moved, when an account has no such folder.
func (s *Store) MoveToRole(ctx context.Context, ids []MessageID, to Role) error {
	err := s.writeNeeded(ctx, func(tx *writeTx) error {
		byFolder, err := foldersOfRole(tx, idList(ids), to)
		if err != nil {
			return err
		}
		var action int64
		for folder, list := range byFolder {
			if err := s.move(tx, &action, idList(list), folder); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("move %d messages to %q: %w", len(ids), to, err)
	}
	return nil
}

// foldersOfRole groups messages by their own account's folder of that role.
func foldersOfRole(tx *writeTx, list string, to Role) (map[FolderID][]MessageID, error) {
	rows, err := tx.QueryContext(tx.ctx, `SELECT m.id, COALESCE(f.id, 0) FROM json_each(?) JOIN messages m ON m.id = value
		LEFT JOIN folders f ON f.account_id = m.account_id AND f.role = ? AND f.role <> ''`, list, to)
	if err != nil {
		return nil, err
	}
	pairs, err := collect(rows, func(p *[2]int64) []any { return []any{&p[0], &p[1]} })
	if err != nil {
		return nil, err
	}
	by := map[FolderID][]MessageID{}
	for _, p := range pairs {
		by[FolderID(p[1])] = append(by[FolderID(p[1])], MessageID(p[0]))
	}
	if len(by[0]) > 0 {
		return nil, ErrNotFound
	}
	return by, nil
}

// Destroy removes messages for good; their ledger rows stay (state as it is, Message 0). It never reaches the server,
// but where the account has BinRemoves it leaves the wish on the rows (WishBin) of messages that were complete here and
// of which this was the last copy. It works in steps of a hundred: broken off, some are gone and the others are whole.
// Ids that are gone are passed
// over.
func (s *Store) Destroy(ctx context.Context, ids []MessageID) error {
	for step := range slices.Chunk(ids, destroyStep) {
		err := s.writeNeeded(ctx, func(tx *writeTx) error {
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
		AND account_id = (SELECT account_id FROM messages WHERE id = ledger.message_id)
		AND NOT EXISTS (
			SELECT 1 FROM messages m JOIN messages o ON o.account_id = m.account_id AND o.date = m.date AND o.sha256 = m.sha256 AND o.id <> m.id
			WHERE m.id = ledger.message_id AND o.id NOT IN (SELECT value FROM json_each(?1)))`
