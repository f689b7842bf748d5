package mailstore

import (
	"context"
	"database/sql"
	"fmt"
)

// The words of new messages lie in the table unindexed, written with the message in its transaction, until they are
// taken into the search index in groups. That keeps the dearest part of a download off its way: a third of a fetch's
// time, and half of that for merging what small groups leave behind. Nothing is missed by a search, which takes
// them in first.

const (
	indexStep = 256 // messages taken in at a time: some tens of milliseconds in which no other write comes
	// Words after which even a busy store takes some in, so that a search never waits for much longer than a second.
	indexBusy = 16 << 20 // bytes
)

// indexWords takes all words waiting into the search index. It may be broken off between two groups. Where nothing
// waits, which is nearly always, it costs one look and no write.
func (s *Store) indexWords(ctx context.Context) error {
	for {
		waiting, err := s.wordsWaiting(ctx)
		if err != nil || waiting == 0 {
			return err
		}
		if err := s.indexGroup(ctx); err != nil {
			return fmt.Errorf("index words: %w", err)
		}
	}
}

// beforeSearch lets a search find the newest mail too. A store that is read only finds what its writer has taken in
// by now, which lags by seconds at most.
func (s *Store) beforeSearch(ctx context.Context) error {
	if s.writer == nil {
		return nil
	}
	return s.indexWords(ctx)
}

// wordsWaiting tells about how many messages wait, and 0 only if none does.
func (s *Store) wordsWaiting(ctx context.Context) (int64, error) {
	var first, last sql.NullInt64
	err := s.readers.QueryRowContext(ctx, "SELECT (SELECT min(id) FROM unindexed), (SELECT max(id) FROM unindexed)").Scan(&first, &last)
	if err != nil || !first.Valid {
		return 0, sorted(err)
	}
	return last.Int64 - first.Int64 + 1, nil
}

// indexGroup takes the oldest words in. Each message is a statement of its own: SQLite keeps what a statement changes in
// memory until it ends, and for one statement over hundreds of messages that were hundreds of MB.
func (s *Store) indexGroup(ctx context.Context) error {
	s.wordBytes.Store(0)
	return s.write(ctx, func(tx *writeTx) error {
		rows, err := tx.QueryContext(ctx, "SELECT id FROM unindexed ORDER BY id LIMIT ?", indexStep)
		if err != nil {
			return err
		}
		ids, err := collect(rows, func(id *int64) []any { return []any{id} })
		if err != nil {
			return err
		}
		for _, id := range ids {
			if _, err := tx.Exec(`INSERT INTO search (rowid, subject, sender, recipients, body, attachments)
				SELECT id, spaced(subject), spaced(sender), spaced(recipients), spaced(body), spaced(attachments) FROM unindexed WHERE id = ?`, id); err != nil {
				return err
			}
			if _, err := tx.Exec("DELETE FROM unindexed WHERE id = ?", id); err != nil {
				return err
			}
		}
		return nil
	})
}
