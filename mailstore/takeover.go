package mailstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// DoubtImported is the doubt of a row taken over from another program: that program said it had fetched the message,
// and nothing proves that the letter here is the server's, byte for byte.
const DoubtImported Doubt = "imported"

// reasonImported is for people.
const reasonImported = "Fetched by the mail program you used before."

// KnownUIDL is a message that another program had fetched from the server.
type KnownUIDL struct {
	Account AccountID
	UIDL    string
	At      time.Time // when the other program fetched it; zero: unknown
	Message MessageID // its letter here; 0: it is not here
}

// TakeOver notes unique ids that another program had fetched, so that they are not fetched again. None of them leaves
// the server by that: those without a letter here never, the others after they were compared with the server's copy,
// and their accounts are held until a person says yes. Ids the ledger knows as held stay as they are. It returns how
// many were new.
func (s *Store) TakeOver(ctx context.Context, known []KnownUIDL) (n int, err error) {
	if len(known) == 0 {
		return 0, nil
	}
	err = s.write(ctx, func(tx *writeTx) error {
		n = 0
		for _, k := range known {
			taken, err := k.takeOver(tx, s.now())
			if err != nil {
				return err
			}
			if !taken {
				continue
			}
			n++
			if err := beWary(tx, k.Account, WaryImported); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("take over %d unique ids: %w", len(known), err)
	}
	return n, nil
}

// takeOver makes the row of an id, safe since now and in doubt. Days do not count from when the other program fetched
// it: all would be due at once. A row that waits for its message takes it; one that is held is left alone.
func (k KnownUIDL) takeOver(tx *writeTx, now time.Time) (bool, error) {
	var row LedgerID
	var state State
	var sum [32]byte
	if k.Message != 0 {
		err := notFound(tx.QueryRow("SELECT sha256 FROM messages WHERE id = ?", k.Message).Scan(hashBytes{&sum}))
		if isNotFound(err) {
			k.Message = 0 // destroyed meanwhile
		} else if err != nil {
			return false, err
		}
	}
	err := tx.QueryRow("SELECT id, state FROM ledger WHERE account_id = ? AND uidl = ? ORDER BY incarnation DESC LIMIT 1",
		k.Account, []byte(k.UIDL)).Scan(&row, &state)
	seen, safe := k.At, now
	if seen.IsZero() {
		seen = now
	}
	if k.Message == 0 {
		safe = time.Time{}
	}
	switch {
	case errors.Is(err, sql.ErrNoRows):
		_, err = tx.Exec(`INSERT INTO ledger (account_id, uidl, incarnation, size, first_seen, state, since, reason, doubt, message_id, sha256, safe_at)
			VALUES (?, ?, 1, 0, ?, 'safe', ?, ?, ?, ?, ?, ?)`,
			k.Account, []byte(k.UIDL), seconds(seen), seconds(now), reasonImported, DoubtImported, k.Message, hashBytes{&sum}, seconds(safe))
	case err != nil:
	case state == HeadOnly && k.Message == 0:
		return false, nil // its beginning is here, and the rest can still be had
	case state == Waiting || state == HeadOnly || state == Unfetchable:
		_, err = tx.Exec(`UPDATE ledger SET state = 'safe', since = ?, reason = ?, doubt = ?, message_id = ?, sha256 = ?, safe_at = ? WHERE id = ?`,
			seconds(now), reasonImported, DoubtImported, k.Message, hashBytes{&sum}, seconds(safe), row)
	default:
		return false, nil
	}
	return err == nil, err
}
