package mailstore

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// A page of a search needs the newest hits only. The index gives hits with the greatest ids first, and messages arrive about
// in the order of their dates. So a few are looked up and sorted, and where no message with a smaller id is as new as the last
// of the page, the page is whole. Where one is, as mail of long ago was imported last, the newest messages of the list
// are asked whether they are among the hits, a block at a time, until the page is full; the hits are read on as far down
// as the block goes. So the first page costs about the same however many hits there are.
const (
	firstHits   = 4      // times a page: hits that are looked up at first
	fewHits     = 1500   // where there are no more, all of them are looked up
	mostHits    = 40_000 // read from the index one after the other; beyond, it is asked for those within a block
	denseBlock  = 2000   // messages of the first block
	denseGrowth = 4      // how much larger each next one is
	denseBlocks = 3      // then the hits are not among the newest, and the index is asked for all
	denseSpread = 20     // a block's ids may lie so much wider apart than they are many: mail was imported into the middle
)

// newestHits gives a page of a search; false: it is none that can be done so.
func (s *Store) newestHits(ctx context.Context, w searchWords, q Query, after Cursor, column string, runs []int64, limit int) (page []entry, ok bool, err error) {
	if len(w.wanted) == 0 || limit <= 0 || limit > denseBlock/4 || q.Ranked {
		return nil, false, nil
	}
	// All on one connection: two for each of several searches could be more than there are.
	conn, err := s.readers.Conn(ctx)
	if err != nil {
		return nil, false, sorted(err)
	}
	defer conn.Close() //nolint:errcheck // it goes back to the pool
	h, err := searchHits(ctx, conn, w)
	if err != nil {
		return nil, false, err
	}
	defer h.rows.Close() //nolint:errcheck // rows.Err tells
	l := searchedList{conn: conn, q: q, filters: w.filters, after: after, column: column, runs: runs}
	if err := h.read(firstHits*limit, 0); err != nil {
		return nil, false, err
	}
	if !h.all && after == (Cursor{}) {
		page, err = l.sorted(ctx, h.ids, limit)
		if err != nil {
			return nil, false, err
		}
		if newest, err := l.newest(ctx, page, limit, h.floor()); err != nil || newest {
			return page, true, err
		}
	}
	if err := h.read(fewHits, 0); err != nil {
		return nil, false, err
	}
	if h.all {
		page, err = l.sorted(ctx, h.ids, limit)
		return page, true, err
	}
	return l.amongNewest(ctx, h, limit)
}

// hits are the hits of a search by their ids, greatest first, as far as they were read.
type hits struct {
	conn  *sql.Conn
	match string
	rows  *sql.Rows
	ids   []MessageID
	known map[MessageID]bool
	all   bool // there are no more
}

func searchHits(ctx context.Context, conn *sql.Conn, w searchWords) (*hits, error) {
	h := &hits{conn: conn, match: strings.Join(w.wanted, " AND "), known: map[MessageID]bool{}}
	if len(w.unwanted) > 0 {
		h.match = "(" + h.match + ") NOT (" + strings.Join(w.unwanted, " OR ") + ")"
	}
	var err error
	h.rows, err = conn.QueryContext(ctx, "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC", h.match) //nolint:sqlclosecheck,rowserrcheck // newestHits and read do
	return h, sorted(err)
}

// floor is the smallest id read. Whether a message is a hit is known from there on.
func (h *hits) floor() MessageID {
	switch {
	case h.all:
		return 0
	case len(h.ids) == 0:
		return 1<<63 - 1
	}
	return h.ids[len(h.ids)-1]
}

// read goes on until n hits are known, or what is a hit from an id on.
func (h *hits) read(n int, from MessageID) error {
	for len(h.ids) < n && h.floor() > from {
		if !h.rows.Next() {
			h.all = true
			return sorted(h.rows.Err())
		}
		var id MessageID
		if err := h.rows.Scan(&id); err != nil {
			return sorted(err)
		}
		h.ids, h.known[id] = append(h.ids, id), true
	}
	return nil
}

// within gives the hits of a block where reading on to it would be long; false where its ids lie too far apart.
func (h *hits) within(ctx context.Context, block []entry) (known map[MessageID]bool, ok bool, err error) {
	first, last := block[0].id, block[0].id
	for _, e := range block {
		first, last = min(first, e.id), max(last, e.id)
	}
	if int64(last-first) > denseSpread*max(denseBlock, int64(len(block))) {
		return nil, false, nil
	}
	found, err := entriesFrom(ctx, h.conn, "SELECT rowid, 0 FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?", []any{h.match, first, last})
	known = make(map[MessageID]bool, len(found))
	for _, e := range found {
		known[e.id] = true
	}
	return known, true, err
}

// searchedList is the list that is searched, from a place on.
type searchedList struct {
	conn    *sql.Conn
	q       Query
	filters []filter
	after   Cursor
	column  string
	runs    []int64
}

// sorted gives the first of the messages named that are on the list.
func (l *searchedList) sorted(ctx context.Context, ids []MessageID, limit int) ([]entry, error) {
	conditions, args := l.q.narrowed(l.filters, l.after)
	return entriesFrom(ctx, l.conn, "SELECT id, date FROM (SELECT value AS found FROM json_each(?)) CROSS JOIN messages ON id = found WHERE "+
		l.column+" IN (SELECT value FROM json_each(?))"+conditions+" ORDER BY date DESC, id DESC LIMIT ?",
		slices.Concat([]any{idList(ids), idList(l.runs)}, args, []any{limit}))
}

// newest tells whether a first page is full and no message of the list with an id below floor is newer than its last. It may
// count some that the search's filters leave out: then it says no too often, and never yes.
func (l *searchedList) newest(ctx context.Context, page []entry, limit int, floor MessageID) (bool, error) {
	if len(page) < limit {
		return false, nil
	}
	for _, run := range l.runs {
		flags, _ := Query{Unread: l.q.Unread, Starred: l.q.Starred, WithAttachments: l.q.WithAttachments}.conditions()
		query, args := "SELECT EXISTS (SELECT 1 FROM messages WHERE "+l.column+" = ? AND date > ? AND id < ?"+flags, []any{run, page[limit-1].date, floor}
		var some bool
		if err := l.conn.QueryRowContext(ctx, query+")", args...).Scan(&some); err != nil || some {
			return false, sorted(err)
		}
	}
	return true, nil
}

// amongNewest looks for hits among the newest messages of the list.
func (l *searchedList) amongNewest(ctx context.Context, h *hits, limit int) (page []entry, ok bool, err error) {
	size, from := denseBlock, *l
	for range denseBlocks {
		query, args := runsQuery(from.q, from.filters, from.after, from.column, from.runs)
		block, err := entriesFrom(ctx, from.conn, query+" LIMIT ?", append(args, size))
		if err != nil {
			return nil, false, err
		}
		more, ok, err := hitsIn(ctx, h, block, limit-len(page))
		if err != nil || !ok {
			return nil, false, err
		}
		page = append(page, more...)
		if len(page) == limit || len(block) < size {
			return page, true, nil
		}
		last := block[len(block)-1]
		from.after = Cursor{last.date, last.id}
		size *= denseGrowth
	}
	return nil, false, nil
}

// hitsIn gives at most n hits of a block in its order; false where its ids lie too far apart to be asked together.
func hitsIn(ctx context.Context, h *hits, block []entry, n int) (found []entry, ok bool, err error) {
	known, floor := h.known, h.floor()
	for i := 0; i < len(block) && len(found) < n; i++ {
		e := block[i]
		if e.id < floor {
			if err := h.read(mostHits, e.id); err != nil {
				return nil, false, err
			}
			floor = h.floor()
		}
		if e.id < floor {
			if known, ok, err = h.within(ctx, block); err != nil || !ok {
				return nil, false, err
			}
			floor, found, i = 0, nil, -1 // now all of the block is known: from its start
		} else if known[e.id] {
			found = append(found, e)
		}
	}
	return found, true, nil
}

// runsQuery writes the list of messages with conditions and without words.
//
// A list is the union of runs, one for each folder or account it covers, each read in order from its own index;
// SQLite merges the runs without sorting and stops at the limit. So no index over all accounts is needed, and a
// message does not carry its folder's role.
func runsQuery(q Query, filters []filter, after Cursor, column string, runs []int64) (string, []any) {
	conditions, conditionArgs := q.narrowed(filters, after)
	var b strings.Builder
	var args []any
	for i, run := range runs {
		if i > 0 {
			b.WriteString(" UNION ALL ")
		}
		fmt.Fprintf(&b, "SELECT id, date FROM messages WHERE %s = ?%s", column, conditions)
		args = append(append(args, run), conditionArgs...)
	}
	b.WriteString(" ORDER BY date DESC, id DESC")
	return b.String(), args
}

// narrowed are the conditions of a list, of a search's filters and of a place in it.
func (q Query) narrowed(filters []filter, after Cursor) (string, []any) {
	conditions, args := q.conditions()
	for _, f := range filters {
		not := ""
		if f.not {
			not = "NOT "
		}
		conditions += " AND " + not + "(" + f.text + ")"
		args = append(args, f.args...)
	}
	if after != (Cursor{}) {
		conditions += " AND (date, id) < (?, ?)"
		args = append(args, after.Date, after.ID)
	}
	return conditions, args
}
