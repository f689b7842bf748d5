package mailstore

import (
	"context"
	"fmt"
	"strings"
)

// The words of new messages lie in the table unindexed, written with the message in its transaction, until they are
// taken into the search index in groups. That keeps the dearest part of a download off its way: a third of a fetch's
// time, and half of that for merging what small groups leave behind. Nothing is missed by a search, which takes
// them in first.

const (
	indexStep  = 256     // messages taken in at a time: some tens of milliseconds in which no other write comes
	indexChunk = 2 << 20 // bytes of words taken in with one statement
	// Words after which even a busy store takes some in, so that a search never waits for much longer than a second.
	indexBusy = 16 << 20 // bytes
)

// indexWords takes the words that wait when it begins into the search index, and calls between after each group. What
// comes meanwhile waits for the next call: beside an import that is quicker than the index it would never end. It may be
// broken off between two groups. Where nothing waits, which is nearly always, it costs one look and no write.
func (s *Store) indexWords(ctx context.Context, between func(context.Context)) error {
	first, last, err := s.wordsWaiting(ctx)
	for upTo := last; err == nil && first != 0 && first <= upTo; first, _, err = s.wordsWaiting(ctx) {
		if err := s.indexGroup(ctx); err != nil {
			return fmt.Errorf("index words: %w", err)
		}
		between(ctx)
	}
	return err
}

// beforeSearch lets a search find the newest mail too. A store that is read only finds what its writer has taken in
// by now, which lags by seconds at most.
func (s *Store) beforeSearch(ctx context.Context) error {
	if s.writer == nil {
		return nil
	}
	return s.indexWords(ctx, func(context.Context) {})
}

// wordsWaiting gives the first and the last message whose words wait, 0 and 0 where there is none.
func (s *Store) wordsWaiting(ctx context.Context) (first, last int64, err error) {
	err = s.readers.QueryRowContext(ctx, "SELECT COALESCE((SELECT min(id) FROM unindexed), 0), COALESCE((SELECT max(id) FROM unindexed), 0)").Scan(&first, &last)
	return first, last, sorted(err)
}

// indexGroup takes the oldest words in, as many messages with a statement as together hold indexChunk: SQLite keeps what a
// statement changes in memory until it ends, which for hundreds of long messages at once were hundreds of MB, and the
// index writes out what it has gathered whenever a statement begins, which for each short message is dear.
func (s *Store) indexGroup(ctx context.Context) error {
	s.wordBytes.Store(0)
	return s.writeUncounted(ctx, func(tx *writeTx) error {
		rows, err := tx.QueryContext(ctx, `SELECT id, octet_length(subject) + octet_length(sender) + octet_length(recipients) +
			octet_length(body) + octet_length(attachments) FROM unindexed ORDER BY id LIMIT ?`, indexStep)
		if err != nil {
			return err
		}
		waiting, err := collect(rows, func(w *wordsOf) []any { return []any{&w.id, &w.bytes} })
		if err != nil {
			return err
		}
		for len(waiting) > 0 {
			n := chunkOf(waiting)
			first, last := waiting[0].id, waiting[n-1].id
			if _, err := tx.Exec(takeIn, first, last); err != nil {
				return err
			}
			if _, err := tx.Exec("DELETE FROM unindexed WHERE id BETWEEN ? AND ?", first, last); err != nil {
				return err
			}
			waiting = waiting[n:]
		}
		return nil
	})
}

// takeIn asks spaced only for text that is not all ASCII, since a call out of SQLite costs more than its work.
var takeIn = func() string {
	columns := []string{"subject", "sender", "recipients", "body", "attachments"}
	words := make([]string, len(columns))
	for i, c := range columns {
		words[i] = fmt.Sprintf("CASE length(%[1]s) WHEN octet_length(%[1]s) THEN %[1]s ELSE spaced(%[1]s) END", c)
	}
	return "INSERT INTO search (rowid, " + strings.Join(columns, ", ") + ") SELECT id, " + strings.Join(words, ", ") +
		" FROM unindexed WHERE id BETWEEN ? AND ? ORDER BY id"
}()

// wordsOf is how many bytes of words wait of a message.
type wordsOf struct{ id, bytes int64 }

// chunkOf tells how many of the first messages together hold no more than indexChunk, and at least 1.
func chunkOf(waiting []wordsOf) int {
	sum := waiting[0].bytes
	for n := 1; n < len(waiting); n++ {
		if sum += waiting[n].bytes; sum > indexChunk {
			return n
		}
	}
	return len(waiting)
}
