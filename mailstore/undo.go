package mailstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// Outcome is what an undo, or doing again what was undone, came to.
type Outcome struct {
	Done  Done
	Count int         // messages, folders or saved searches that are as they were; the others were changed again since, or are gone
	Moved []MessageID // of messages that were moved; those among them that did not move are where they are
}

// Undo takes a change back, in one transaction. What was changed again since, or is gone, stays as it is. ErrNotFound
// when there is no such change or it was undone.
func (s *Store) Undo(ctx context.Context, id ChangeID) (o Outcome, err error) {
	err = s.writeNeeded(ctx, func(tx *writeTx) error {
		o, err = s.takeBack(tx, id, false)
		return err
	})
	if err != nil {
		return Outcome{}, fmt.Errorf("undo change %d: %w", id, err)
	}
	return o, nil
}

// Redo does again what was undone, in one transaction. ErrNotFound when there is no such change or it stands.
func (s *Store) Redo(ctx context.Context, id ChangeID) (o Outcome, err error) {
	err = s.writeNeeded(ctx, func(tx *writeTx) error {
		o, err = s.takeBack(tx, id, true)
		return err
	})
	if err != nil {
		return Outcome{}, fmt.Errorf("do change %d again: %w", id, err)
	}
	return o, nil
}

// UndoLast takes back the last change that stands. ErrNotFound when there is none.
func (s *Store) UndoLast(ctx context.Context) (o Outcome, err error) {
	err = s.writeNeeded(ctx, func(tx *writeTx) error {
		var id ChangeID
		err := notFound(tx.QueryRow("SELECT action FROM changes WHERE undone = 0 ORDER BY action DESC LIMIT 1").Scan(&id))
		if err == nil {
			o, err = s.takeBack(tx, id, false)
		}
		return err
	})
	if err != nil {
		return Outcome{}, fmt.Errorf("undo the last change: %w", err)
	}
	return o, nil
}

// RedoLast does the change again that was undone last. ErrNotFound when there is none, or when a change was made after
// it that stands.
func (s *Store) RedoLast(ctx context.Context) (o Outcome, err error) {
	err = s.writeNeeded(ctx, func(tx *writeTx) error {
		var id ChangeID
		err := notFound(tx.QueryRow(`SELECT action FROM changes WHERE undone = (SELECT max(undone) FROM changes WHERE undone > 0 AND kind <> 'made')
			AND action > COALESCE((SELECT max(action) FROM changes WHERE undone = 0), 0)`).Scan(&id))
		if err == nil {
			o, err = s.takeBack(tx, id, true)
		}
		return err
	})
	if err != nil {
		return Outcome{}, fmt.Errorf("do the last change again: %w", err)
	}
	return o, nil
}

// change is one row of changes.
type change struct{ kind, value, before string }

// takeBack undoes a change that stands, or does one again that was undone.
func (s *Store) takeBack(tx *writeTx, id ChangeID, again bool) (o Outcome, err error) {
	err = notFound(tx.QueryRow(timeLine+" WHERE action = ? AND (undone > 0) = ? GROUP BY action", id, again).Scan(o.Done.row()...))
	if err == nil && again && o.Done.Kind == changedMade {
		err = ErrNotFound // it would be another folder: numbers are never used twice
	}
	if err != nil {
		return o, err
	}
	rows, err := tx.Query("SELECT kind, value, before FROM changes WHERE action = ?", id)
	if err != nil {
		return o, err
	}
	list, err := collect(rows, func(c *change) []any { return []any{&c.kind, &c.value, &c.before} })
	if err != nil {
		return o, err
	}
	for _, c := range list {
		var was before
		if err := json.Unmarshal([]byte(c.before), &was); err != nil {
			return o, fmt.Errorf("%w: change %d: %w", ErrDamaged, id, err)
		}
		for old, ids := range was {
			from, to := c.value, old
			if again {
				from, to = to, from
			}
			n, err := s.put(tx, c.kind, from, to, ids)
			if err != nil {
				return o, err
			}
			o.Count += n
			if c.kind == changedFolder {
				o.Moved = append(o.Moved, toMessageIDs(ids)...)
			}
		}
	}
	o.Done.Undone = !again
	undone := "(SELECT COALESCE(max(undone), 0) + 1 FROM changes WHERE undone > 0)"
	if again {
		undone = "0"
	}
	_, err = tx.Exec("UPDATE changes SET undone = "+undone+" WHERE action = ?", id)
	return o, err
}

func toMessageIDs(ids []int64) []MessageID {
	list := make([]MessageID, len(ids))
	for i, id := range ids {
		list[i] = MessageID(id)
	}
	return list
}

// put makes those of ids which are still from what to says, and gives how many.
func (s *Store) put(tx *writeTx, kind, from, to string, ids []int64) (int, error) {
	var statement string
	switch kind {
	case changedUnread, changedStarred:
		statement = "UPDATE messages SET " + kind + " = CAST(?1 AS INTEGER) WHERE id IN (SELECT value FROM json_each(?3)) AND " + kind + " = CAST(?2 AS INTEGER)"
	case changedFolder:
		// The account goes with the folder; where the folder is gone meanwhile nothing is moved.
		statement = `UPDATE messages SET folder_id = f.id, account_id = f.account_id, binned = CASE f.role WHEN 'bin' THEN ` + fmt.Sprint(seconds(s.now())) + ` ELSE 0 END
			FROM folders f WHERE f.id = CAST(?1 AS INTEGER) AND messages.id IN (SELECT value FROM json_each(?3)) AND messages.folder_id = CAST(?2 AS INTEGER)`
	case changedName:
		statement = "UPDATE folders SET name = ?1 WHERE id IN (SELECT value FROM json_each(?3)) AND name = ?2"
	case changedSearchName:
		statement = "UPDATE saved_searches SET name = ?1 WHERE id IN (SELECT value FROM json_each(?3)) AND name = ?2"
	case changedSearch:
		statement = "UPDATE saved_searches SET removed = CAST(?1 AS INTEGER) WHERE id IN (SELECT value FROM json_each(?3)) AND removed = CAST(?2 AS INTEGER)"
	case changedContact, changedContacts:
		tx.people = true
		statement = "UPDATE contacts SET removed = CAST(?1 AS INTEGER) WHERE id IN (SELECT value FROM json_each(?3)) AND removed = CAST(?2 AS INTEGER)"
	case changedPlace:
		return s.putFolders(tx, from, to, ids)
	case changedMade:
		return unmakeFolders(tx, ids)
	default:
		return 0, fmt.Errorf("%w: a change of kind %q", ErrDamaged, kind)
	}
	res, err := tx.Exec(statement, to, from, idList(ids))
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}

// putFolders moves those folders which still lie in from to where they were. One that cannot lie there any more stays:
// its old place may be gone, or lie in it by now.
func (s *Store) putFolders(tx *writeTx, from, to string, ids []int64) (n int, err error) {
	var into FolderID
	if _, err := fmt.Sscan(to, &into); err != nil {
		return 0, fmt.Errorf("%w: a folder %q", ErrDamaged, to)
	}
	for _, id := range ids {
		f, err := ownFolder(tx, FolderID(id))
		if err == nil && fmt.Sprint(int64(f.Parent)) != from {
			continue
		}
		if err == nil {
			err = s.setPlace(tx, f, into)
		}
		switch {
		case errors.Is(err, ErrFolder), errors.Is(err, ErrNotFound):
		case err != nil:
			return n, err
		default:
			n++
		}
	}
	return n, nil
}

// unmakeFolders removes folders that were made and hold nothing.
func unmakeFolders(tx *writeTx, ids []int64) (int, error) {
	res, err := tx.Exec(`DELETE FROM folders WHERE id IN (SELECT value FROM json_each(?)) AND role = '' AND total = 0
		AND NOT EXISTS (SELECT 1 FROM folders c WHERE c.parent = folders.id)`, idList(ids))
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}
