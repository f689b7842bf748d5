package mailstore

import (
	"database/sql"
	"fmt"
	"time"
)

// collectLedger is collect for rows that each check reads all of, tens of thousands where much is left on a server: one
// set of targets for all of them, of a type database/sql fills without reflection.
//
// about is how many there are.
func collectLedger(rows *sql.Rows, about int) ([]Entry, error) {
	defer rows.Close() //nolint:errcheck // rows.Err tells
	var r ledgerRow
	columns, err := rows.Columns()
	if err != nil {
		return nil, sorted(err)
	}
	r.values = make([]any, len(columns))
	targets := make([]any, len(columns))
	for i := range targets {
		targets[i] = &r.values[i]
	}
	list := make([]Entry, 0, about)
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return nil, sorted(err)
		}
		e, err := r.entry()
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, sorted(rows.Err())
}

// ledgerRow takes the values of a row in the order of entryColumns.
type ledgerRow struct {
	values []any
	next   int
	err    error
}

func (r *ledgerRow) entry() (Entry, error) {
	r.next = 0
	e := Entry{
		ID: LedgerID(r.int()), Account: AccountID(r.int()), UIDL: string(r.bytes()), Incarnation: int(r.int()), Size: r.int(),
		FirstSeen: r.time(), GoneSince: r.time(), State: known(State(r.text())), Since: r.time(), Reason: r.text(), Doubt: Doubt(r.text()), Message: MessageID(r.int()),
	}
	copy(e.SHA256[:], r.bytes())
	e.VerifiedAt, e.Session, e.SafeAt = r.time(), SessionID(r.int()), r.time()
	e.Pinned, e.Failures, e.Asks, e.Wish = r.int() != 0, int(r.int()), int(r.int()), Wish(r.text())
	return e, r.err
}

// known gives the one string there is of a state, so that a row does not keep its own.
func known(s State) State {
	for _, k := range [...]State{Safe, Waiting, Asked, Removed, Vanished, Hidden, Superseded, Due, HeadOnly, KeptByProvider, Unfetchable} {
		if s == k {
			return k
		}
	}
	return s
}

// value is the next one; the table is STRICT and NOT NULL, so another type means damage.
func value[T any](r *ledgerRow) (v T) {
	v, ok := r.values[r.next].(T)
	if !ok && r.err == nil {
		r.err = fmt.Errorf("%w: column %d of a ledger row is %T", ErrDamaged, r.next, r.values[r.next])
	}
	r.next++
	return v
}

func (r *ledgerRow) int() int64      { return value[int64](r) }
func (r *ledgerRow) text() string    { return value[string](r) }
func (r *ledgerRow) bytes() []byte   { return value[[]byte](r) }
func (r *ledgerRow) time() time.Time { return fromSeconds(value[int64](r)) }
