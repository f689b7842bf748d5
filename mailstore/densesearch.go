package mailstore

import (
	"context"
	"fmt"
	"strings"
)

// A word that is in many messages is looked for the other way round: the newest messages of the list are asked whether
// they hold it, a block at a time, until a page is full. So the first page of a search costs the same however many
// hits there are. Messages arrive about in the order of their dates, so a block's ids lie close together, and one look
// into the index over their range answers for all of them.
const (
	denseFrom   = 4000 // hits from which it pays
	denseBlock  = 2000
	denseBlocks = 5  // blocks without enough hits: they are not among the newest, and the index is asked for all
	denseSpread = 20 // a block's ids may lie so much wider apart than they are many: mail was imported into the middle
)

// denseSearch gives a page of a search for words that are in many messages; false: it is not such a search.
func (s *Store) denseSearch(ctx context.Context, w searchWords, q Query, after Cursor, column string, runs []int64, limit int) (page []entry, ok bool, err error) {
	if len(w.wanted) == 0 || limit <= 0 || limit > denseBlock/4 || q.Ranked {
		return nil, false, nil
	}
	match := strings.Join(w.wanted, " AND ")
	if len(w.unwanted) > 0 {
		match = "(" + match + ") NOT (" + strings.Join(w.unwanted, " OR ") + ")"
	}
	var n int
	err = s.readers.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)", match, denseFrom).Scan(&n)
	if err != nil || n < denseFrom {
		return nil, false, sorted(err)
	}
	for range denseBlocks {
		query, args := runsQuery(q, w.filters, after, column, runs)
		block, err := s.entries(ctx, query+" LIMIT ?", append(args, denseBlock))
		if err != nil {
			return nil, false, err
		}
		hits, close, err := s.matching(ctx, match, block)
		if err != nil || !close {
			return nil, false, err
		}
		for _, e := range block {
			if hits[e.id] {
				page = append(page, e)
			}
		}
		if len(page) >= limit {
			return page[:limit], true, nil
		}
		if len(block) < denseBlock {
			return page, true, nil // the end of the list
		}
		last := block[len(block)-1]
		after = Cursor{last.date, last.id}
	}
	return nil, false, nil
}

// matching tells which entries of a block match; close is false where they lie too far apart to be asked together.
func (s *Store) matching(ctx context.Context, match string, block []entry) (hits map[MessageID]bool, close bool, err error) {
	if len(block) == 0 {
		return nil, true, nil
	}
	first, last := block[0].id, block[0].id
	for _, e := range block {
		first, last = min(first, e.id), max(last, e.id)
	}
	if int64(last-first) > denseSpread*denseBlock {
		return nil, false, nil
	}
	found, err := s.entries(ctx, "SELECT rowid, 0 FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?", []any{match, first, last})
	hits = make(map[MessageID]bool, len(found))
	for _, e := range found {
		hits[e.id] = true
	}
	return hits, true, err
}

// runsQuery writes the list of messages with conditions and without words.
//
// A list is the union of runs, one for each folder or account it covers, each read in order from its own index;
// SQLite merges the runs without sorting and stops at the limit. So no index over all accounts is needed, and a
// message does not carry its folder's role.
func runsQuery(q Query, filters []filter, after Cursor, column string, runs []int64) (string, []any) {
	conditions, conditionArgs := q.conditions()
	for _, f := range filters {
		not := ""
		if f.not {
			not = "NOT "
		}
		conditions += " AND " + not + "(" + f.text + ")"
		conditionArgs = append(conditionArgs, f.args...)
	}
	if after != (Cursor{}) {
		conditions += " AND (date, id) < (?, ?)"
		conditionArgs = append(conditionArgs, after.Date, after.ID)
	}
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
