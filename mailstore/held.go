package mailstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Held knows the messages of an account by their bytes, so that an import or a restore passes over what is here
// already. It is a picture of the moment it was made. Each message here answers for one of the source only: two equal
// letters there become two here, and none of them comes again the next time. One goroutine uses it.
type Held struct {
	// Half of a hash: 16 bytes a message instead of 32, and still nobody can make up two messages of one key.
	ids  map[[16]byte]MessageID
	more map[[16]byte][]MessageID // of equal ones, all but the first
}

// Len is how many different messages it knows.
func (h *Held) Len() int { return len(h.ids) }

// Take gives a message with this SHA-256 that has not been taken yet; 0 where there is none.
func (h *Held) Take(sum [32]byte) MessageID {
	key := [16]byte(sum[:16])
	if more := h.more[key]; len(more) > 0 {
		h.more[key] = more[:len(more)-1]
		return more[len(more)-1]
	}
	id := h.ids[key]
	delete(h.ids, key)
	return id
}

func (h *Held) add(sum [32]byte, id MessageID) {
	key := [16]byte(sum[:16])
	if _, has := h.ids[key]; has {
		h.more[key] = append(h.more[key], id)
		return
	}
	h.ids[key] = id
}

// Held reads what is here of an account, in whichever folder.
func (s *Store) Held(ctx context.Context, a AccountID) (*Held, error) {
	rows, err := s.readers.QueryContext(ctx, "SELECT id, sha256 FROM messages WHERE account_id = ?", a)
	if err != nil {
		return nil, fmt.Errorf("read what is here of account %d: %w", a, sorted(err))
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	h := &Held{ids: map[[16]byte]MessageID{}, more: map[[16]byte][]MessageID{}}
	var id MessageID
	var sum sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&id, &sum); err != nil {
			return nil, fmt.Errorf("read what is here of account %d: %w", a, sorted(err))
		}
		if len(sum) == 32 {
			h.add([32]byte(sum), id)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read what is here of account %d: %w", a, sorted(err))
	}
	return h, nil
}

// notFound makes ErrNotFound of a query that found no row.
func notFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return err
}
