package mailstore

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// Query names a list. Zero values mean "all".
type Query struct {
	Account                          AccountID
	Folder                           FolderID
	Role                             Role // over all accounts: All inboxes
	Unread, Starred, WithAttachments bool
	Text                             string // words for search; bad queries are read as words, never an error
	Ranked                           bool   // of a search: hits of whole words in subject or sender come first, each part newest first
	Sort                             Sort   // another order than newest first; Ranked counts no more then
	Reverse                          bool   // the other way round, but among equals
}

// Cursor is a place in a list (keyset: date, then id).
type Cursor struct {
	Date int64
	ID   MessageID
}

// entry is a row of a list as the indices have it.
type entry struct {
	id   MessageID
	date int64
}

// Page gives up to limit heads after the cursor (zero: from the start), newest first or as q.Sort says. Its cost follows
// limit and not the length of the list, but for searches, which look at all messages with the words, and for the first
// page in another order than newest first after something was written, which reads the whole list as Index does. There
// ErrNotFound tells that the cursor's message is not on the list any more.
func (s *Store) Page(ctx context.Context, q Query, after Cursor, limit int) ([]Head, error) {
	entries, err := s.pageEntries(ctx, q, after, limit)
	if err != nil {
		return nil, fmt.Errorf("list messages: %w", err)
	}
	ids := make([]MessageID, len(entries))
	for i, e := range entries {
		ids[i] = e.id
	}
	return s.Heads(ctx, ids)
}

func (s *Store) pageEntries(ctx context.Context, q Query, after Cursor, limit int) ([]entry, error) {
	if q.Sort == ByDate && !q.Reverse {
		return s.list(ctx, q, after, limit)
	}
	return s.sortedPage(ctx, q, after, limit)
}

// list reads ids and dates, newest first; limit below 0 is no limit.
func (s *Store) list(ctx context.Context, q Query, after Cursor, limit int) ([]entry, error) {
	column, runs, err := s.runs(ctx, q)
	if err != nil || len(runs) == 0 {
		return nil, err
	}
	words, err := s.readSearch(ctx, q.Text)
	if err != nil {
		return nil, err
	}
	if limit >= 0 && !q.Ranked { // the first hits while somebody types; who wants all gets all
		if words, err = s.shortened(ctx, words); err != nil {
			return nil, err
		}
	}
	if page, ok, err := s.newestHits(ctx, words, q, after, column, runs, limit); ok || err != nil {
		return page, err
	}
	query, args := listQuery(words, q, after, column, runs)
	if limit >= 0 {
		query += " LIMIT ?"
		args = append(args, limit)
	}
	return s.entries(ctx, query, args)
}

// readSearch reads a query and sees to it that a search finds the newest mail.
func (s *Store) readSearch(ctx context.Context, text string) (searchWords, error) {
	words := parseSearch(text, storeNames{ctx, s}, s.now().Location())
	if !words.any() {
		return words, nil
	}
	return words, s.beforeSearch(ctx)
}

// listQuery writes the statement for a list.
func listQuery(words searchWords, q Query, after Cursor, column string, runs []int64) (string, []any) {
	if words.any() {
		return searchQuery(words, q, after, column, runs)
	}
	return runsQuery(q, nil, after, column, runs)
}

func (s *Store) entries(ctx context.Context, query string, args []any) ([]entry, error) {
	return entriesFrom(ctx, s.readers, query, args)
}

func entriesFrom(ctx context.Context, db multiQuerier, query string, args []any) ([]entry, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, sorted(err)
	}
	return collectEntries(rows)
}

// collectEntries is collect for the one list that may have a million rows: two targets for all of them, of a type
// database/sql fills without reflection.
func collectEntries(rows *sql.Rows) ([]entry, error) {
	defer rows.Close() //nolint:errcheck // rows.Err tells
	var list []entry
	var id, date any
	targets := []any{&id, &date}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return nil, sorted(err)
		}
		list = append(list, entry{MessageID(id.(int64)), date.(int64)}) // STRICT and NOT NULL: nothing else comes
	}
	return list, sorted(rows.Err())
}

// conditions are the filters of q beyond its runs. They are written as the partial indices have them.
func (q Query) conditions() (string, []any) {
	var b strings.Builder
	var args []any
	if q.Folder != 0 && q.Account != 0 {
		b.WriteString(" AND account_id = ?")
		args = append(args, q.Account)
	}
	for _, filter := range []struct {
		on   bool
		text string
	}{{q.Unread, " AND unread = 1"}, {q.Starred, " AND starred = 1"}, {q.WithAttachments, " AND attached = 1"}} {
		if filter.on {
			b.WriteString(filter.text)
		}
	}
	return b.String(), args
}

// runs gives the folders or accounts a query covers. A role covers the folders of all accounts in use, or of one.
func (s *Store) runs(ctx context.Context, q Query) (column string, ids []int64, err error) {
	var query string
	var args []any
	switch {
	case q.Folder != 0 && q.Role == "":
		return "folder_id", []int64{int64(q.Folder)}, nil
	case q.Folder != 0 || q.Role != "":
		column = "folder_id"
		query = `SELECT f.id FROM folders f JOIN accounts a ON a.id = f.account_id
			WHERE a.removed = 0 AND f.role = ?1 AND (?2 = 0 OR f.id = ?2) AND (?3 = 0 OR f.account_id = ?3)`
		args = []any{q.Role, q.Folder, q.Account}
	case q.Account != 0:
		return "account_id", []int64{int64(q.Account)}, nil
	default:
		column, query = "account_id", "SELECT id FROM accounts WHERE removed <> 2"
	}
	rows, err := s.readers.QueryContext(ctx, query, args...)
	if err != nil {
		return "", nil, sorted(err)
	}
	ids, err = collect(rows, func(id *int64) []any { return []any{id} })
	return column, ids, err
}

// Index gives the ids and dates (Unix seconds) of a whole list, newest first or as q.Sort says, for a scroll bar and
// selection: 16 bytes a row, one covering-index scan. The first list by sender, subject or size reads that of all
// messages, a second for a million; see sortedList.
func (s *Store) Index(ctx context.Context, q Query) (ids []MessageID, dates []int64, err error) {
	read := s.sortedList
	if q.Sort == ByDate && !q.Reverse {
		read = func(ctx context.Context, q Query) ([]entry, error) { return s.list(ctx, q, Cursor{}, -1) }
	}
	entries, err := read(ctx, q)
	if err != nil {
		return nil, nil, fmt.Errorf("index messages: %w", err)
	}
	ids, dates = make([]MessageID, len(entries)), make([]int64, len(entries))
	for i, e := range entries {
		ids[i], dates[i] = e.id, e.date
	}
	return ids, dates, nil
}
