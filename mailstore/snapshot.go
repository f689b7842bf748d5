package mailstore

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// Table is the shape of one kind of rows in a snapshot.
type Table struct {
	Name    string
	Columns []string
}

// Names of the tables of a snapshot.
const (
	TableAccounts = "accounts"
	TableFolders  = "folders"
	TableSessions = "sessions"
	TableSettings = "settings"
	TableSearches = "saved_searches"
	TableContacts = "contacts"
	TableMessages = "messages"
	TableLedger   = "ledger"
)

// made are columns of messages which are made anew from the raw bytes, or kept by triggers, and so are left out.
var made = map[string][]string{
	TableMessages: {"thread_id", "date", "attachments", "attached", "defects", "from_name", "from_address", "recipients", "subject", "preview", "message_id", "in_reply_to"},
	TableFolders:  {"total", "unread"},
}

// Snapshot gives all that a backup holds beside the raw bytes, as of one moment: rows of accounts, folders,
// sessions, settings, saved searches and contacts, then each message followed by its ledger rows, then the ledger rows without a message here. Values are
// int64, string or []byte, valid until each returns.
//
// It carries whatever columns the tables have, by name, so that a column added later is in every backup from then on.
// A read transaction is open while it runs; writers go on beside it.
func (s *Store) Snapshot(ctx context.Context, each func(t *Table, row []any) error) error {
	tx, err := s.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("read a snapshot: %w", sorted(err))
	}
	defer tx.Rollback() //nolint:errcheck // it only read
	snap := snapshot{ctx: ctx, tx: tx, each: each}
	if err := snap.run(); err != nil {
		return fmt.Errorf("read a snapshot: %w", sorted(err))
	}
	return nil
}

type snapshot struct {
	ctx  context.Context
	tx   *sql.Tx
	each func(*Table, []any) error
}

func (s *snapshot) run() error {
	for _, part := range []struct{ table, rest string }{
		{TableAccounts, "WHERE removed <> 2 ORDER BY id"},
		{TableFolders, "WHERE account_id IN (SELECT id FROM accounts WHERE removed <> 2) ORDER BY parent, id"},
		{TableSessions, "WHERE id IN (SELECT session_id FROM ledger) ORDER BY id"},
		{TableSettings, "ORDER BY key"},
		{TableSearches, "WHERE removed = 0 ORDER BY id"},
		{TableContacts, "WHERE removed = 0 ORDER BY id"},
	} {
		c, err := s.open(part.table, part.rest)
		if err != nil {
			return err
		}
		if err := c.all(s.each); err != nil {
			return err
		}
	}
	return s.mail()
}

// mail gives messages and their ledger rows side by side: both cursors run in the order of message ids.
func (s *snapshot) mail() error {
	messages, err := s.open(TableMessages, "WHERE account_id IN (SELECT id FROM accounts WHERE removed <> 2) ORDER BY id")
	if err != nil {
		return err
	}
	defer messages.close()
	rows, err := s.open(TableLedger, "WHERE message_id <> 0 ORDER BY message_id")
	if err != nil {
		return err
	}
	defer rows.close()
	id, of := slices.Index(messages.table.Columns, "id"), slices.Index(rows.table.Columns, "message_id")
	row, err := rows.next()
	for err == nil {
		var m []any
		if m, err = messages.next(); m == nil || err != nil {
			break
		}
		if err = s.each(messages.table, m); err != nil {
			break
		}
		for err == nil && row != nil && row[of].(int64) <= m[id].(int64) {
			if err = s.each(rows.table, row); err == nil {
				row, err = rows.next()
			}
		}
	}
	for err == nil && row != nil { // of messages in accounts which are being deleted: none, or the database is damaged
		if err = s.each(rows.table, row); err == nil {
			row, err = rows.next()
		}
	}
	if err != nil {
		return err
	}
	without, err := s.open(TableLedger, "WHERE message_id = 0 ORDER BY id")
	if err != nil {
		return err
	}
	return without.all(s.each)
}

// tableCursor reads one table.
type tableCursor struct {
	table   *Table
	rows    *sql.Rows
	values  []any
	targets []any
}

func (s *snapshot) open(table, rest string) (*tableCursor, error) {
	columns, err := columnsOf(s.ctx, s.tx, table)
	if err != nil {
		return nil, err
	}
	columns = slices.DeleteFunc(columns, func(name string) bool { return slices.Contains(made[table], name) })
	rows, err := s.tx.QueryContext(s.ctx, "SELECT "+strings.Join(columns, ", ")+" FROM "+table+" "+rest) //nolint:sqlclosecheck,rowserrcheck // the cursor does both
	if err != nil {
		return nil, err
	}
	c := &tableCursor{table: &Table{table, columns}, rows: rows, values: make([]any, len(columns)), targets: make([]any, len(columns))}
	for i := range c.values {
		c.targets[i] = &c.values[i]
	}
	return c, nil
}

// next gives the next row, nil at the end.
func (c *tableCursor) next() ([]any, error) {
	if !c.rows.Next() {
		return nil, c.rows.Err()
	}
	return c.values, c.rows.Scan(c.targets...)
}

func (c *tableCursor) close() { c.rows.Close() } //nolint:errcheck // rows.Err tells

func (c *tableCursor) all(each func(*Table, []any) error) error {
	defer c.close()
	for {
		row, err := c.next()
		if row == nil || err != nil {
			return err
		}
		if err := each(c.table, row); err != nil {
			return err
		}
	}
}

// multiQuerier is what *sql.DB, *sql.Conn, *sql.Tx and *writeTx have in common.
type multiQuerier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// columnsOf names a table's columns in their order.
func columnsOf(ctx context.Context, q multiQuerier, table string) ([]string, error) {
	rows, err := q.QueryContext(ctx, "SELECT name FROM pragma_table_info(?) ORDER BY cid", table)
	if err != nil {
		return nil, err
	}
	list, err := collect(rows, func(name *string) []any { return []any{name} })
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("%w: there is no table %s", ErrDamaged, table)
	}
	return list, err
}

// chunkPage is how many chunks are read in one go: no read transaction is long, and none is open between two pages.
const chunkPage = 64

// EachChunk gives the chunks of all messages after one, as they are stored, in order of message and number. The data
// is valid until f returns. Messages destroyed meanwhile may come in part.
func (s *Store) EachChunk(ctx context.Context, after MessageID, f func(id MessageID, seq, codec int, data []byte) error) error {
	key := int64(after+1)<<chunkBits - 1
	for {
		n := 0
		err := s.chunks(ctx, "SELECT id, codec, data FROM chunks WHERE id > ? ORDER BY id LIMIT ?", []any{key, chunkPage}, func(id int64, codec int, data []byte) error {
			n++
			key = id
			return f(MessageID(id>>chunkBits), int(id&(1<<chunkBits-1)), codec, data)
		})
		if err != nil || n < chunkPage {
			return err
		}
	}
}

// ChunksOf gives the chunks of one message as they are stored; none when it was destroyed.
func (s *Store) ChunksOf(ctx context.Context, id MessageID, f func(seq, codec int, data []byte) error) error {
	first := int64(id) << chunkBits
	return s.chunks(ctx, "SELECT id, codec, data FROM chunks WHERE id BETWEEN ? AND ? ORDER BY id", []any{first, first + 1<<chunkBits - 1},
		func(id int64, codec int, data []byte) error { return f(int(id&(1<<chunkBits-1)), codec, data) })
}

func (s *Store) chunks(ctx context.Context, query string, args []any, f func(id int64, codec int, data []byte) error) error {
	rows, err := s.readers.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("read chunks: %w", sorted(err))
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	var id int64
	var codec int
	var data sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&id, &codec, &data); err != nil {
			return fmt.Errorf("read chunks: %w", sorted(err))
		}
		if err := f(id, codec, data); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read chunks: %w", sorted(err))
	}
	return nil
}
