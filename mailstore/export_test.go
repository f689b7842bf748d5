package mailstore

import (
	"context"
	"fmt"
	"testing"
)

// Exec runs a statement on the writer's connection.
func (s *Store) Exec(t testing.TB, query string, args ...any) {
	t.Helper()
	err := s.write(t.Context(), func(tx *writeTx) error {
		_, err := tx.Exec(query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Strings reads the last column of all rows.
func (s *Store) Strings(t testing.TB, query string, args ...any) []string {
	t.Helper()
	rows, err := s.readers.QueryContext(t.Context(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	list, err := collect(rows, func(last *string) []any {
		targets := make([]any, len(columns))
		for i := range targets {
			targets[i] = new(any)
		}
		targets[len(targets)-1] = last
		return targets
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// ListPlan is what SQLite says it will do for a list, a line for each step.
func (s *Store) ListPlan(t testing.TB, q Query, after Cursor) []string {
	t.Helper()
	column, runs, err := s.runs(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	words, err := s.readSearch(t.Context(), q.Text)
	if err != nil {
		t.Fatal(err)
	}
	query, args := listQuery(words, q, after, column, runs)
	return s.Strings(t, "EXPLAIN QUERY PLAN "+query, args...)
}

// LimitPages lets the database grow no further than n pages, as a full disk does.
func (s *Store) LimitPages(t testing.TB, n int) {
	t.Helper()
	var got int
	if err := s.writer.QueryRow(fmt.Sprintf("PRAGMA max_page_count = %d", n)).Scan(&got); err != nil {
		t.Fatal(err)
	}
}

// WALSize is the WAL's length.
func (s *Store) WALSize() int64 { return s.walSize() }

// Vacuum does what the house does when the store is idle, in its place.
func (s *Store) Vacuum(t testing.TB) {
	s.house.stop()
	select {
	case <-s.house.wrote:
	default:
	}
	s.house.vacuum(t.Context())
}

// WordsWaiting tells how many messages wait for the search index.
func (s *Store) WordsWaiting(ctx context.Context) (int64, error) {
	first, last, err := s.wordsWaiting(ctx)
	if first == 0 {
		return 0, err
	}
	return last - first + 1, err
}

// IndexWords takes in the words that wait.
func (s *Store) IndexWords(ctx context.Context, between func(context.Context)) error {
	return s.indexWords(ctx, between)
}

// StopHouse ends the housekeeping, which would take words in at a moment of its own.
func (s *Store) StopHouse() { s.house.stop() }

// LearnWords does what the house does when the store is idle.
func (s *Store) LearnWords(ctx context.Context) error { return s.learnWords(ctx) }

// MergeWords does what the house does when the store is idle, in its place.
func (s *Store) MergeWords(ctx context.Context) error {
	s.house.stop()
	select {
	case <-s.house.wrote:
	default:
	}
	return s.house.mergeWords(ctx)
}

// KeepReserve makes the reserve at once and not in idle time.
func (s *Store) KeepReserve() error { return s.keepReserve() }

// NotePeople does what the house does when the store is idle, and counts its groups.
func (s *Store) NotePeople(ctx context.Context) (steps int, err error) {
	err = s.notePeople(ctx, func(context.Context) { steps++ })
	return steps, err
}

// ShownPeople reads recipients as lists show them.
func ShownPeople(text string) []Person { return shownPeople(text) }
