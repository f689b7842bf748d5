package mailstore

import (
	"context"
	"fmt"
	"time"
)

// State of a message on the server (ARCHITECTURE, "The ledger").
type State string

const (
	Waiting        State = "waiting"
	HeadOnly       State = "head-only"
	Safe           State = "safe"
	Due            State = "due"
	Asked          State = "asked"
	Removed        State = "removed"
	Vanished       State = "vanished"
	Hidden         State = "hidden"
	KeptByProvider State = "kept-by-provider"
	Unfetchable    State = "unfetchable"
	Superseded     State = "superseded"
)

// Doubt is why a row's unique id does not prove that it names the message held here. A message in doubt is fetched
// once more and compared before it may leave the server.
type Doubt string

const (
	NoDoubt         Doubt = ""
	DoubtTwin       Doubt = "twin"       // its id was listed more than once
	DoubtResized    Doubt = "resized"    // another size is listed than before; recognised by its head
	DoubtRelabelled Doubt = "relabelled" // the server gave it another id; recognised by its head
	DoubtBack       Doubt = "back"       // it was gone from the server and is listed again
	DoubtShort      Doubt = "short"      // fewer octets came than were listed
	DoubtStored     Doubt = "stored"     // it did not read back from the file as it was written
	DoubtDiffers    Doubt = "differs"    // it was compared and is not the same: it stays on the server
)

// Wish is what a person wants of one message on the server, whatever the account's rule says.
type Wish string

const (
	NoWish     Wish = ""
	WishGet    Wish = "get"    // all of it, however large or often tried
	WishRemove Wish = "remove" // from the server at the next check; it stays here
	WishRepair Wish = "repair" // all of it once more, as the one here is damaged
	WishBin    Wish = "bin"    // from the server too, as it was deleted here for good
)

// Entry is one ledger row.
type Entry struct {
	ID          LedgerID
	Account     AccountID
	UIDL        string // bytes as the server gave them
	Incarnation int    // 1, 2 … when a UIDL came back with another message; also tells equal UIDLs of one listing apart
	Size        int64  // as listed
	FirstSeen   time.Time
	GoneSince   time.Time // first full, believed listing without it; zero: there
	State       State
	Since       time.Time
	Reason      string    // plain words, for people only
	Doubt       Doubt     // outlives a change of state
	Message     MessageID // 0: none (not fetched, or destroyed here)
	SHA256      [32]byte  // proof, zero before it is safe
	VerifiedAt  time.Time
	Session     SessionID // of the proof
	SafeAt      time.Time // days count from it
	Pinned      bool
	Failures    int
	Asks        int // DELEs asked in vain
	Wish        Wish
}

const entryColumns = `id, account_id, uidl, incarnation, size, first_seen, gone_since, state, since, reason, doubt, message_id,
	sha256, verified_at, session_id, safe_at, pinned, failures, asks, wish`

func (e *Entry) row() []any {
	return []any{
		&e.ID, &e.Account, &e.UIDL, &e.Incarnation, &e.Size, stamp{&e.FirstSeen}, stamp{&e.GoneSince}, &e.State, stamp{&e.Since}, &e.Reason, &e.Doubt, &e.Message,
		hashBytes{&e.SHA256}, stamp{&e.VerifiedAt}, &e.Session, stamp{&e.SafeAt}, &e.Pinned, &e.Failures, &e.Asks, &e.Wish,
	}
}

// Ledger gives all rows of an account except removed/vanished/superseded tombstones when live, in order of id.
func (s *Store) Ledger(ctx context.Context, a AccountID, live bool) ([]Entry, error) {
	query := "SELECT " + entryColumns + " FROM ledger WHERE account_id = ?"
	if live {
		query += " AND state NOT IN ('removed', 'vanished', 'superseded')" // as the index ledger_live has it
	}
	var n int // room is made once: each growth would leave megabytes behind
	if err := s.readers.QueryRowContext(ctx, "SELECT count(*) FROM ledger WHERE account_id = ?", a).Scan(&n); err != nil {
		return nil, fmt.Errorf("read the ledger of account %d: %w", a, sorted(err))
	}
	rows, err := s.readers.QueryContext(ctx, query+" ORDER BY id", a)
	if err != nil {
		return nil, fmt.Errorf("read the ledger of account %d: %w", a, sorted(err))
	}
	list, err := collectLedger(rows, n)
	if err != nil {
		return nil, fmt.Errorf("read the ledger of account %d: %w", a, err)
	}
	return list, nil
}

// LedgerOf gives the rows which point at a message, in order of id; several when the server has renumbered it.
func (s *Store) LedgerOf(ctx context.Context, m MessageID) ([]Entry, error) {
	rows, err := s.readers.QueryContext(ctx, "SELECT "+entryColumns+" FROM ledger WHERE message_id = ? AND message_id <> 0 ORDER BY id", m)
	if err != nil {
		return nil, fmt.Errorf("read the ledger of message %d: %w", m, sorted(err))
	}
	list, err := collect(rows, (*Entry).row)
	if err != nil {
		return nil, fmt.Errorf("read the ledger of message %d: %w", m, err)
	}
	return list, nil
}

// Prune drops tombstones (removed, vanished, superseded) that are gone since before.
func (s *Store) Prune(ctx context.Context, a AccountID, before time.Time) (int, error) {
	var n int64
	err := s.write(ctx, func(tx *writeTx) error {
		res, err := tx.Exec(`DELETE FROM ledger
			WHERE account_id = ? AND state IN ('removed', 'vanished', 'superseded') AND gone_since <> 0 AND gone_since < ?`, a, before.Unix())
		if err != nil {
			return err
		}
		n, err = res.RowsAffected()
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("prune the ledger of account %d: %w", a, err)
	}
	return int(n), nil
}
