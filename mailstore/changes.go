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
	changedMade    = "made"   // a folder made

	changedSearch     = "search"      // a saved search: removed or not
	changedSearchName = "search-name" // renamed

	changedContact  = "contact"  // contacts: removed or not
	changedContacts = "contacts" // merged: removed or not
)

// Done is an entry of the time line of what a person did.
type Done struct {
	ID     ChangeID
	At     time.Time
	Kind   string // "unread", "starred", "folder"; of folders "rename", "place", "made"; of saved searches "search", "search-name"; of contacts "contact", "contacts"
	Value  string // what it became: "1", "0", the number of a folder (one of them, where it went to several), a name
	Was    string // what it was before, of one of them
	First  int64  // the number of one of them: a message, a folder or a saved search
	Count  int    // of them
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
	rows, err := s.readers.QueryContext(ctx, timeLine+" GROUP BY action ORDER BY action DESC LIMIT ?", limit)
	if err != nil {
		return nil, fmt.Errorf("read the time line: %w", sorted(err))
	}
	list, err := collect(rows, (*Done).row)
	if err != nil {
		return nil, fmt.Errorf("read the time line: %w", err)
	}
	return list, nil
}

// timeLine reads entries. Rows of one action differ in value and before only, and any of them will do.
const timeLine = `SELECT action, at, kind, value, (SELECT key FROM json_each(before) LIMIT 1),
	(SELECT json_extract(value, '$[0]') FROM json_each(before) LIMIT 1), sum(count), undone > 0 FROM changes`

func (d *Done) row() []any {
	return []any{&d.ID, stamp{&d.At}, &d.Kind, &d.Value, &d.Was, &d.First, &d.Count, &d.Undone}
}

// forgetChanges drops what can no longer be undone.
func (s *Store) forgetChanges(ctx context.Context) error {
	var old bool
	limit := seconds(s.now().Add(-keepChanges))
	if err := s.readers.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM changes WHERE at < ?)", limit).Scan(&old); err != nil || !old {
		return sorted(err)
	}
	return s.write(ctx, func(tx *writeTx) error {
		if _, err := tx.Exec("DELETE FROM changes WHERE at < ?", limit); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM saved_searches WHERE removed = 1 AND NOT EXISTS (SELECT 1 FROM changes WHERE kind = 'search')`); err != nil {
			return err
		}
		_, err := tx.Exec(`DELETE FROM contacts WHERE removed = 1 AND NOT EXISTS (SELECT 1 FROM changes WHERE kind IN ('contact', 'contacts'))`)
		return err
	})
}
