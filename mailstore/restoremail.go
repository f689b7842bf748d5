package mailstore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Restored is a message of a snapshot with its ledger rows, or ledger rows without a message.
type Restored struct {
	Row    SnapshotRow // of messages; nil: Ledger alone
	Here   MessageID   // it is here already: only its ledger rows are brought
	Raw    *Spool      // its bytes, proved; nil: here already, or not to be had
	Fields Fields
	Ledger []SnapshotRow
}

// Put merges messages and ledger rows, all in ONE transaction, durable when it returns. added is how many messages
// were not here before. A row whose message is not to be had begins anew, and the server's copy is fetched.
func (r *Restore) Put(ctx context.Context, batch []Restored) (added int, err error) {
	raws := make([]*Spool, 0, len(batch))
	for i := range batch {
		if batch[i].Raw != nil {
			raws = append(raws, batch[i].Raw)
		}
	}
	packed, stop := r.store.packAhead(len(raws), func(i int) *Spool { return raws[i] })
	defer stop()
	ids := make([]MessageID, len(batch))
	err = r.store.write(ctx, func(tx *writeTx) error {
		rec := recording{store: r.store, tx: tx}
		if err := rec.begin(nil); err != nil {
			return err
		}
		fields := map[AccountID][]*Fields{}
		for i := range batch {
			account := r.accounts[batch[i].Row.number("account_id")]
			fields[account] = append(fields[account], &batch[i].Fields)
		}
		if err := rec.lookUpThreads(fields); err != nil {
			return err
		}
		for i := range batch {
			if err := ctx.Err(); err != nil {
				return err
			}
			m := &batch[i]
			ids[i] = m.Here
			if m.Raw != nil {
				if ids[i], err = r.message(&rec, m, <-packed); err != nil {
					return err
				}
			}
			for _, row := range m.Ledger {
				if err := r.ledgerRow(tx, row, ids[i]); err != nil {
					return err
				}
			}
		}
		return rec.flush()
	})
	if err != nil {
		return 0, fmt.Errorf("restore %d messages: %w", len(batch), err)
	}
	return len(raws), nil
}

// plainColumns of messages are written by add; others, of a later schema, are carried over as they are.
var plainColumns = strings.Fields("id account_id folder_id arrived size sha256 unread starred answered forwarded")

func (r *Restore) message(rec *recording, m *Restored, body packedBody) (MessageID, error) {
	folder, known := r.folders[m.Row.number("folder_id")]
	if !known { // a folder that the snapshot does not tell of
		var err error
		if folder, err = rec.inbox(r.accounts[m.Row.number("account_id")]); err != nil {
			return 0, err
		}
	}
	is := func(name string) bool { return m.Row.number(name) != 0 }
	id, err := rec.add(&Addition{
		Folder: folder, Raw: m.Raw, Fields: m.Fields, Arrived: fromSeconds(m.Row.number("arrived")),
		Marks: Marks{Unread: is("unread"), Starred: is("starred"), Answered: is("answered"), Forwarded: is("forwarded")},
	}, body)
	if err != nil {
		return 0, err
	}
	if err := rec.messages.flush(); err != nil {
		return 0, err
	}
	for _, name := range r.columns[TableMessages] {
		value, has := m.Row[name]
		if !has || slices.Contains(plainColumns, name) || slices.Contains(made[TableMessages], name) {
			continue
		}
		if _, err := rec.tx.Exec("UPDATE messages SET "+name+" = ? WHERE id = ?", value, id); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// ledgerRow merges what a snapshot knows of one copy on the server; id is its message here.
func (r *Restore) ledgerRow(tx *writeTx, row SnapshotRow, id MessageID) error {
	account, known := r.accounts[row.number("account_id")]
	if !known {
		return nil
	}
	lost := id == 0 && row.number("message_id") != 0
	row["account_id"], row["message_id"] = int64(account), int64(id)
	row["session_id"] = int64(r.sessions[row.number("session_id")])
	if w := Wish(row.text("wish")); w == WishRemove || w == WishBin {
		row["wish"] = "" // said at another time: nothing leaves a server after a restore before somebody says so
	}
	if lost {
		if !waitsAgain(row, r.store.now()) {
			return nil
		}
	}
	var here LedgerID
	var state State
	err := notFound(tx.QueryRow("SELECT id, state FROM ledger WHERE account_id = ? AND uidl = ? AND incarnation = ?",
		account, row["uidl"], row.number("incarnation")).Scan(&here, &state))
	switch {
	case isNotFound(err):
		_, err = r.insert(tx, TableLedger, row)
		return err
	case err != nil:
		return err
	case lost || state != Waiting && state != HeadOnly && state != Unfetchable:
		return nil // what is known here is newer
	}
	var names []string
	var values []any
	for _, name := range r.columns[TableLedger] {
		if value, has := row[name]; has && name != "id" && name != "first_seen" {
			names, values = append(names, name), append(values, value)
		}
	}
	_, err = tx.Exec("UPDATE ledger SET ("+strings.Join(names, ", ")+") = ("+placeholders(len(values))+") WHERE id = ?", append(values, here)...)
	return err
}

// waitsAgain makes a row of a message that is not to be had one that is to be fetched; false: it is not on the server
// any more, so the row tells nothing.
func waitsAgain(row SnapshotRow, now time.Time) bool {
	switch State(row.text("state")) {
	case Removed, Vanished, Superseded:
		return false
	default:
		row["state"], row["since"], row["reason"], row["doubt"] = string(Waiting), seconds(now), "", ""
		row["sha256"], row["safe_at"], row["verified_at"], row["session_id"] = []byte{}, int64(0), int64(0), int64(0)
		return true
	}
}

func isNotFound(err error) bool { return errors.Is(err, ErrNotFound) }
