package mailstore

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// A page of a search needs the newest hits only. The index gives the hits with the greatest ids; where those are all,
// they are looked up and sorted. A word that is in many messages is looked for the other way round: the newest messages
// of the list are asked whether they are among the hits, a block at a time, until the page is full. So the first page
// costs the same however many hits there are. Messages arrive about in the order of their dates, so the newest hits by
// id mostly answer for the newest messages; for others one more look into the index, over the range of their ids.
const (
	fewHits     = 1500
	denseBlock  = 2000 // messages of the first block
	denseGrowth = 4    // how much larger each next one is
	denseBlocks = 3    // then the hits are not among the newest, and the index is asked for all
	denseSpread = 20   // a block's ids may lie so much wider apart than they are many: mail was imported into the middle
)

// newestHits gives a page of a search; false: it is none that can be done so.
func (s *Store) newestHits(ctx context.Context, w searchWords, q Query, after Cursor, column string, runs []int64, limit int) (page []entry, ok bool, err error) {
	if len(w.wanted) == 0 || limit <= 0 || limit > denseBlock/4 || q.Ranked {
		return nil, false, nil
	}
	h := hitSearch{match: strings.Join(w.wanted, " AND ")}
	if len(w.unwanted) > 0 {
		h.match = "(" + h.match + ") NOT (" + strings.Join(w.unwanted, " OR ") + ")"
	}
	found, err := s.entries(ctx, "SELECT rowid, 0 FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?", []any{h.match, fewHits})
	if err != nil {
		return nil, false, err
	}
	if len(found) < fewHits {
		page, err = s.sortedHits(ctx, found, w.filters, q, after, column, runs, limit)
		return page, true, err
	}
	h.known, h.floor = make(map[MessageID]bool, len(found)), found[len(found)-1].id
	for _, e := range found {
		h.known[e.id] = true
	}
	size := denseBlock
	for range denseBlocks {
		query, args := runsQuery(q, w.filters, after, column, runs)
		block, err := s.entries(ctx, query+" LIMIT ?", append(args, size))
		if err != nil {
			return nil, false, err
		}
		more, ok, err := s.hitsIn(ctx, h, block, limit-len(page))
		if err != nil || !ok {
			return nil, false, err
		}
		page = append(page, more...)
		if len(page) == limit || len(block) < size {
			return page, true, nil
		}
		last := block[len(block)-1]
		after = Cursor{last.date, last.id}
		size *= denseGrowth
	}
	return nil, false, nil
}

// hitSearch is what is known of a search so far: all hits from an id on.
type hitSearch struct {
	match string
	known map[MessageID]bool
	floor MessageID
}

// sortedHits looks up hits which are all there are.
func (s *Store) sortedHits(ctx context.Context, found []entry, filters []filter, q Query, after Cursor, column string, runs []int64, limit int) ([]entry, error) {
	ids := make([]MessageID, len(found))
	for i, e := range found {
		ids[i] = e.id
	}
	conditions, args := q.narrowed(filters, after)
	return s.entries(ctx, "SELECT id, date FROM (SELECT value AS found FROM json_each(?)) CROSS JOIN messages ON id = found WHERE "+column+" IN (SELECT value FROM json_each(?))"+conditions+
		" ORDER BY date DESC, id DESC LIMIT ?", slices.Concat([]any{idList(ids), idList(runs)}, args, []any{limit}))
}

// hitsIn gives at most n hits of a block in its order; false where its ids lie too far apart to be asked together.
func (s *Store) hitsIn(ctx context.Context, h hitSearch, block []entry, n int) (hits []entry, ok bool, err error) {
	known := h.known
	for i := 0; i < len(block) && len(hits) < n; i++ {
		if e := block[i]; e.id < h.floor && h.floor > 0 {
			if known, ok, err = s.matching(ctx, h.match, block); err != nil || !ok {
				return nil, false, err
			}
			h.floor, hits, i = 0, nil, -1 // now all of the block is known: from its start
		} else if known[e.id] {
			hits = append(hits, e)
		}
	}
	return hits, true, nil
}

// matching tells which entries of a block match.
func (s *Store) matching(ctx context.Context, match string, block []entry) (hits map[MessageID]bool, ok bool, err error) {
	first, last := block[0].id, block[0].id
	for _, e := range block {
		first, last = min(first, e.id), max(last, e.id)
	}
	if int64(last-first) > denseSpread*max(denseBlock, int64(len(block))) {
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
