package mailstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"
	"github.com/klauspost/compress/zstd"
)

type (
	AccountID int64
	FolderID  int64
	MessageID int64
	LedgerID  int64
	SessionID int64
)

// Store is safe for concurrent use: one writer connection, a pool of read-only ones.
type Store struct {
	dir     string
	now     func() time.Time
	lock    *flock.Flock // nil when read-only
	writer  *sql.DB      // one connection; nil when read-only
	readers *sql.DB
	newer   bool // read-only, as a later version wrote it

	tight  atomic.Bool   // see Tight
	turn   chan struct{} // has room for one: who puts a value in may write
	house  *house        // nil when read-only
	packer *zstd.Encoder
	opener *zstd.Decoder

	closing sync.Once
	closed  error // what Close gave

	orders      [ByAttachments + 1]order // by Sort: of sender, subject and size, made when asked for
	sortedPages sortedPages

	people people // known from contacts and letters

	commits   atomic.Int64 // see Commits
	wordBytes atomic.Int64 // of words written since some were last taken into the index

	blocks sync.Pool // *[blockSize]byte, memory of spools
	small  sync.Pool // *[smallBlock]byte, of small ones
	pieces sync.Pool // *[]byte with room for one packed chunk
}

// Dir is the profile folder.
func (s *Store) Dir() string { return s.dir }

// Newer tells that a later version wrote the profile, which is only read therefore.
func (s *Store) Newer() bool { return s.newer }

// write runs f in one transaction on the only writing connection and commits it; with an error nothing is written.
//
// ctx ends the wait for the turn, and functions with much to do look at it between two steps; see writeTx.
func (s *Store) write(ctx context.Context, f func(tx *writeTx) error) error {
	err := s.writeUncounted(ctx, f)
	if err == nil {
		s.commits.Add(1)
	}
	return err
}

// Commits counts the transactions since Open, but those of the housekeeping. Where it is what it was, nothing has been
// written that was not there then: a function of the store is counted when it returns.
func (s *Store) Commits() int64 { return s.commits.Load() }

// writeUncounted is write for what is nobody's decision.
func (s *Store) writeUncounted(ctx context.Context, f func(tx *writeTx) error) error {
	switch {
	case s.newer:
		return fmt.Errorf("%w: %w", ErrReadOnly, ErrNewer)
	case s.writer == nil:
		return ErrReadOnly
	}
	if err := s.takeTurn(ctx); err != nil {
		return err
	}
	defer s.endTurn()
	whole := context.WithoutCancel(ctx)
	tx, err := s.writer.BeginTx(whole, nil)
	if err != nil {
		return sorted(err)
	}
	defer tx.Rollback() //nolint:errcheck // does nothing after the commit
	w := &writeTx{ctx: whole, tx: tx}
	if err := f(w); err != nil {
		return sorted(err)
	}
	if err := tx.Commit(); err != nil {
		return sorted(err)
	}
	if w.people {
		s.people.changes.Add(1)
	}
	if s.house != nil { // else the store is being opened
		s.house.wake()
	}
	return nil
}

// writeTx is a transaction that writes. Its statements are not broken off by a context: the driver would run each in
// a goroutine of its own to be able to, and there are a dozen for each message.
type writeTx struct {
	ctx    context.Context // never done
	tx     *sql.Tx
	people bool // contacts or the people of letters are others by its end
}

func (t *writeTx) Exec(query string, args ...any) (sql.Result, error) {
	return t.tx.ExecContext(t.ctx, query, args...)
}

func (t *writeTx) Query(query string, args ...any) (*sql.Rows, error) {
	return t.tx.QueryContext(t.ctx, query, args...) //nolint:sqlclosecheck // the caller's
}

func (t *writeTx) QueryRow(query string, args ...any) *sql.Row {
	return t.tx.QueryRowContext(t.ctx, query, args...)
}

// QueryContext makes it a multiQuerier.
func (t *writeTx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return t.tx.QueryContext(context.WithoutCancel(ctx), query, args...)
}

// QueryRowContext makes it a querier.
func (t *writeTx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return t.tx.QueryRowContext(context.WithoutCancel(ctx), query, args...)
}

func (s *Store) takeTurn(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case s.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Store) endTurn() { <-s.turn }

// Close ends the housekeeping, closes the files and gives the lock back; harmless twice. Whoever closes the store has
// ended its users first; a write under way is waited for.
//
// The last connection which may write moves the WAL into the database and removes it, however large it is: whoever
// copies mail.db alone while Satchel is not running must have all mail in it, and an old mail.db put beside a WAL that
// is not its own would be damaged by it.
func (s *Store) Close() error {
	s.closing.Do(func() { s.closed = sorted(s.close()) })
	if s.closed != nil {
		return fmt.Errorf("close the store: %w", s.closed)
	}
	return nil
}

func (s *Store) close() error {
	defer s.opener.Close()
	if s.writer == nil {
		return s.readers.Close()
	}
	s.house.stop()
	s.turn <- struct{}{}
	if free, _, err := DiskSpace(s.dir); err == nil && free < s.walSize() {
		s.useReserve() // so that the WAL may fit into the database
	}
	defer s.endTurn() // a late writer gets an error from the closed connection
	// Read-only connections do not checkpoint: the writer goes last.
	return errors.Join(s.house.db.Close(), s.readers.Close(), s.writer.Close(), s.lock.Unlock())
}

// QuickCheck reads the whole structure of the database (PRAGMA quick_check); findings are plain lines, none when
// all is well. It takes about as long as reading the file does.
func (s *Store) QuickCheck(ctx context.Context) ([]string, error) {
	rows, err := s.readers.QueryContext(ctx, "PRAGMA quick_check")
	if err != nil {
		return nil, fmt.Errorf("check the database: %w", sorted(err))
	}
	findings, err := collect(rows, func(line *string) []any { return []any{line} })
	if err != nil {
		return nil, fmt.Errorf("check the database: %w", err)
	}
	if len(findings) == 1 && findings[0] == "ok" {
		return nil, nil
	}
	return findings, nil
}

// collect reads all rows; columns says where one row's values go.
func collect[T any](rows *sql.Rows, columns func(*T) []any) ([]T, error) {
	defer rows.Close() //nolint:errcheck // rows.Err tells
	var list []T
	for rows.Next() {
		var one T
		if err := rows.Scan(columns(&one)...); err != nil {
			return nil, sorted(err)
		}
		list = append(list, one)
	}
	return list, sorted(rows.Err())
}

func (s *Store) walSize() int64 {
	info, err := os.Stat(filepath.Join(s.dir, dbName+"-wal"))
	if err != nil {
		return 0
	}
	return info.Size()
}

// idList writes ids as JSON, which json_each turns into rows: one statement for any number of them.
func idList[T ~int64](ids []T) string {
	var b strings.Builder
	b.Grow(2 + 8*len(ids))
	b.WriteByte('[')
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprint(&b, int64(id))
	}
	b.WriteByte(']')
	return b.String()
}
