package mailstore

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// keepChanges is how long a change can be undone.
const keepChanges = 30 * 24 * time.Hour

// ChangeID names something a person did.
type ChangeID int64

// Kinds of changes.
const (
	changedUnread  = "unread"
	changedStarred = "starred"
	changedFolder  = "folder" // messages moved
	changedName    = "rename" // of a folder
	changedPlace   = "place"  // a folder moved
)

// Done is an entry of the time line of what a person did.
type Done struct {
	ID     ChangeID
	At     time.Time
	Kind   string // "unread", "starred", "folder", "rename", "place"
	Value  string // what it became: "1", "0", the number of a folder (one of them, where it went to several), a name
	Count  int    // messages or folders
	Undone bool
}

// before is the state before a change: ids by what they were.
type before map[string][]int64

func (b before) count() (n int) {
	for _, ids := range b {
		n += len(ids)
	}
	return n
}

// remember writes a change down, in the transaction that makes it. A change of nothing is none. action joins changes to
// one: 0 begins a new one and becomes its number.
func (s *Store) remember(tx *writeTx, action *int64, kind, value string, was before) error {
	if was.count() == 0 {
		return nil
	}
	text, err := json.Marshal(was)
	if err != nil {
		return err
	}
	res, err := tx.Exec("INSERT INTO changes (action, at, kind, value, before, count) VALUES (?, ?, ?, ?, ?, ?)", *action, seconds(s.now()), kind, value, string(text), was.count())
	if err != nil || *action != 0 {
		return err
	}
	if *action, err = res.LastInsertId(); err != nil {
		return err
	}
	_, err = tx.Exec("UPDATE changes SET action = id WHERE id = ?", *action)
	return err
}

// messagesBefore reads what a column of messages is before it becomes value; those which are that already are left out.
func messagesBefore(tx *writeTx, column string, ids string, value any) (before, error) {
	rows, err := tx.QueryContext(tx.ctx, "SELECT id, "+column+" FROM messages WHERE id IN (SELECT value FROM json_each(?)) AND "+column+" <> ?", ids, value)
	if err != nil {
		return nil, err
	}
	list, err := collect(rows, func(p *[2]int64) []any { return []any{&p[0], &p[1]} })
	if err != nil {
		return nil, err
	}
	was := before{}
	for _, p := range list {
		key := strconv.FormatInt(p[1], 10)
		was[key] = append(was[key], p[0])
	}
	return was, nil
}

// TimeLine gives what a person did, newest first.
func (s *Store) TimeLine(ctx context.Context, limit int) ([]Done, error) {
	rows, err := s.readers.QueryContext(ctx, "SELECT action, max(at), max(kind), max(value), sum(count), max(undone) FROM changes GROUP BY action ORDER BY action DESC LIMIT ?", limit)
	if err != nil {
		return nil, fmt.Errorf("read the time line: %w", sorted(err))
	}
	list, err := collect(rows, func(d *Done) []any {
		return []any{&d.ID, stamp{&d.At}, &d.Kind, &d.Value, &d.Count, &d.Undone}
	})
	if err != nil {
		return nil, fmt.Errorf("read the time line: %w", err)
	}
	return list, nil
}

// Undo takes a change back, in one transaction, and gives how many messages or folders are as they were. What was
// changed again since, or is gone, stays as it is. ErrNotFound when there is no such change or it was undone.
func (s *Store) Undo(ctx context.Context, id ChangeID) (n int, err error) {
	err = s.write(ctx, func(tx *writeTx) error {
		rows, err := tx.QueryContext(ctx, "SELECT kind, value, before FROM changes WHERE action = ? AND undone = 0", id)
		if err != nil {
			return err
		}
		list, err := collect(rows, func(c *[3]string) []any { return []any{&c[0], &c[1], &c[2]} })
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return ErrNotFound
		}
		n = 0
		for _, c := range list {
			var was before
			if err := json.Unmarshal([]byte(c[2]), &was); err != nil {
				return fmt.Errorf("%w: change %d: %w", ErrDamaged, id, err)
			}
			for old, ids := range was {
				touched, err := s.putBack(tx, c[0], c[1], old, ids)
				if err != nil {
					return err
				}
				n += touched
			}
		}
		_, err = tx.Exec("UPDATE changes SET undone = 1 WHERE action = ?", id)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("undo change %d: %w", id, err)
	}
	return n, nil
}

// putBack gives those of ids which are still as the change made them what they were before.
func (s *Store) putBack(tx *writeTx, kind, value, old string, ids []int64) (int, error) {
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
	case changedPlace:
		statement = `UPDATE folders SET parent = CAST(?1 AS INTEGER), binned = 0 WHERE id IN (SELECT value FROM json_each(?3)) AND parent = CAST(?2 AS INTEGER)
			AND (CAST(?1 AS INTEGER) = 0 OR EXISTS (SELECT 1 FROM folders WHERE id = CAST(?1 AS INTEGER)))`
	default:
		return 0, fmt.Errorf("%w: a change of kind %q", ErrDamaged, kind)
	}
	res, err := tx.Exec(statement, old, value, idList(ids))
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}

// forgetChanges drops what can no longer be undone.
func (s *Store) forgetChanges(ctx context.Context) error {
	var old bool
	limit := seconds(s.now().Add(-keepChanges))
	if err := s.readers.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM changes WHERE at < ?)", limit).Scan(&old); err != nil || !old {
		return sorted(err)
	}
	return s.write(ctx, func(tx *writeTx) error {
		_, err := tx.Exec("DELETE FROM changes WHERE at < ?", limit)
		return err
	})
}
