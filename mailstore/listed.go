package mailstore

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// NewEntry is a message seen for the first time.
type NewEntry struct {
	UIDL        string
	Incarnation int
	Size        int64
}

// Change of one ledger row, applied as a whole. State "" leaves the state.
//
// Reason belongs to the state: a new state without one clears the old words, no state and no reason leaves them.
type Change struct {
	ID        LedgerID
	State     State
	Reason    string
	Doubt     *Doubt
	Gone      *time.Time // set GoneSince (zero time: it is there again)
	UIDL      *string    // relabel; takes the next free incarnation where the id is in the ledger already
	Failed    bool       // one more failure
	AskedOnce bool       // one more DELE asked
	Verified  *time.Time // hash read back and equal
	Pinned    *bool
	Wish      *Wish // a new wish also forgets what was tried in vain before
}

// Listed records a believed listing in one transaction: new rows (state waiting), changes, the server's count and
// octets. It returns the rows added, in order. The changes come first, so that an id they free can be added.
func (s *Store) Listed(ctx context.Context, session SessionID, a AccountID, added []NewEntry, changes []Change, count int, octets int64, at time.Time) (entries []Entry, err error) {
	err = s.write(ctx, func(tx *writeTx) (err error) {
		if err := applyChanges(tx, session, changes, at); err != nil {
			return err
		}
		if entries, err = addEntries(tx, a, added, at); err != nil {
			return err
		}
		res, err := tx.Exec("UPDATE accounts SET server_count = ?, server_octets = ? WHERE id = ? AND removed = 0", count, octets, a)
		return mustTouch(res, err, "account", int64(a))
	})
	if err != nil {
		return nil, fmt.Errorf("record the listing of account %d: %w", a, err)
	}
	return entries, nil
}

// addEntries adds rows in state waiting, all or, with ErrExists, none of use.
func addEntries(tx *writeTx, a AccountID, added []NewEntry, at time.Time) ([]Entry, error) {
	id, err := nextID[LedgerID](tx, "ledger")
	if err != nil {
		return nil, err
	}
	rows := bulk{tx: tx, columns: 8, head: "INSERT INTO ledger (id, account_id, uidl, incarnation, size, first_seen, state, since)"}
	since := seconds(at)
	entries := make([]Entry, len(added))
	for i, n := range added {
		if err = rows.add(id, a, []byte(n.UIDL), n.Incarnation, n.Size, since, Waiting, since); err != nil {
			break
		}
		entries[i] = Entry{
			ID: id, Account: a, UIDL: n.UIDL, Incarnation: n.Incarnation, Size: n.Size,
			FirstSeen: fromSeconds(since), State: Waiting, Since: fromSeconds(since),
		}
		id++
	}
	if err == nil {
		err = rows.flush()
	}
	if isUnique(err) {
		return nil, fmt.Errorf("add %d messages: %w", len(added), ErrExists)
	} else if err != nil {
		return nil, fmt.Errorf("add %d messages: %w", len(added), err)
	}
	return entries, nil
}

// ApplyChanges changes ledger rows in one transaction. ErrNotFound, and nothing is changed, when a row is gone.
func (s *Store) ApplyChanges(ctx context.Context, session SessionID, changes []Change, at time.Time) error {
	if len(changes) == 0 {
		return nil
	}
	err := s.write(ctx, func(tx *writeTx) error { return applyChanges(tx, session, changes, at) })
	if err != nil {
		return fmt.Errorf("change %d ledger rows: %w", len(changes), err)
	}
	return nil
}

// applyChanges writes changes in order. Those of one kind that follow each other, as after a removal of thousands, are
// one statement.
func applyChanges(tx *writeTx, session SessionID, changes []Change, at time.Time) error {
	for len(changes) > 0 {
		n := 1
		for n < len(changes) && changes[n].ID > changes[n-1].ID && changes[n].sameKind(&changes[0]) { // rising: none comes twice
			n++
		}
		if err := applyChange(tx, session, changes[:n], at); err != nil {
			return err
		}
		changes = changes[n:]
	}
	return nil
}

// sameKind reports whether two changes are one but for their rows. A new unique id is always a change of its own.
func (c *Change) sameKind(o *Change) bool {
	return c.UIDL == nil && o.UIDL == nil && c.State == o.State && c.Reason == o.Reason && c.Failed == o.Failed && c.AskedOnce == o.AskedOnce &&
		same(c.Doubt, o.Doubt) && same(c.Gone, o.Gone) && same(c.Verified, o.Verified) && same(c.Pinned, o.Pinned) && same(c.Wish, o.Wish)
}

func same[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

// applyChange writes what changes of one kind name and leaves the rest; NULL stands for "leave".
func applyChange(tx *writeTx, session SessionID, changes []Change, at time.Time) error {
	c := &changes[0]
	if c.UIDL != nil {
		if err := relabel(tx, c.ID, *c.UIDL); err != nil {
			return err
		}
	}
	ids := make([]LedgerID, len(changes))
	for i := range changes {
		ids[i] = changes[i].ID
	}
	var gone, verified, pinned, doubt, wish any
	if c.Gone != nil {
		gone = seconds(*c.Gone)
	}
	if c.Verified != nil {
		verified = seconds(*c.Verified)
	}
	if c.Pinned != nil {
		pinned = *c.Pinned
	}
	if c.Doubt != nil {
		doubt = *c.Doubt
	}
	if c.Wish != nil {
		wish = *c.Wish
	}
	res, err := tx.Exec(`
		UPDATE ledger SET
			since = CASE WHEN ?2 IN ('', state) THEN since ELSE ?10 END,
			reason = CASE WHEN ?3 <> '' OR ?2 NOT IN ('', state) THEN ?3 ELSE reason END,
			state = CASE ?2 WHEN '' THEN state ELSE ?2 END,
			gone_since = COALESCE(?4, gone_since),
			failures = CASE WHEN ?12 IS NULL THEN failures ELSE 0 END + ?5,
			asks = CASE WHEN ?12 IS NULL THEN asks ELSE 0 END + ?6,
			wish = COALESCE(?12, wish),
			session_id = CASE WHEN ?7 IS NULL THEN session_id ELSE ?9 END,
			verified_at = COALESCE(?7, verified_at),
			pinned = COALESCE(?8, pinned),
			doubt = COALESCE(?11, doubt)
		WHERE id IN (SELECT value FROM json_each(?1))`,
		idList(ids), c.State, c.Reason, gone, c.Failed, c.AskedOnce, verified, pinned, session, seconds(at), doubt, wish)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == int64(len(ids)) {
		return err
	}
	return fmt.Errorf("%d ledger rows from %d on: %w", len(ids), c.ID, ErrNotFound)
}

// relabel gives a row another unique id. An id which is in the ledger already, as a tombstone when a provider goes
// back to its old ids, keeps its row; this one becomes its next incarnation.
func relabel(tx *writeTx, id LedgerID, uidl string) error {
	_, err := tx.Exec(`
		UPDATE ledger SET uidl = ?2, incarnation = (
			SELECT CASE WHEN SUM(o.incarnation = ledger.incarnation) > 0 THEN MAX(o.incarnation) + 1 ELSE ledger.incarnation END
			FROM ledger o WHERE o.account_id = ledger.account_id AND o.uidl = ?2 AND o.id <> ledger.id)
		WHERE id = ?1`, id, []byte(uidl))
	return err
}

// mustTouch makes ErrNotFound of an update which found no row.
func mustTouch(res sql.Result, err error, what string, id int64) error {
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err == nil && n == 0 {
		err = fmt.Errorf("%s %d: %w", what, id, ErrNotFound)
	}
	return err
}
