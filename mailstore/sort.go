package mailstore

import (
	"context"
	"fmt"
	"slices"
	"sync"
)

// Sort is the order of a list. What is equal in it is newest first.
type Sort uint8

const (
	ByDate        Sort = iota // newest first
	BySender                  // by the name shown, else the address, from A on
	BySubject                 // from A on, without Re:, Fwd: and the like
	BySize                    // largest first
	ByUnread                  // unread first
	ByStarred                 // starred first
	ByAttachments             // those with attachments first
)

// sortedList reads a list in another order than newest first. Such a list is always read whole: what a person scrolls
// through are its ids, and a page is the heads of some of them.
//
// No index on disk holds these orders. For each of sender, subject and size it were one for folders and one for
// accounts, each written at a random place for every message that comes: a sixth of a small letter's room and as much
// again of what a fetch writes. They are made in memory when somebody first asks instead; see order.go.
func (s *Store) sortedList(ctx context.Context, q Query) ([]entry, error) {
	how, back := q.Sort, q.Reverse
	q.Sort, q.Reverse, q.Ranked = ByDate, false, false
	list, err := s.list(ctx, q, Cursor{}, -1)
	if err != nil {
		return nil, err
	}
	switch how {
	case ByDate:
		if back {
			slices.Reverse(list)
		}
		return list, nil
	case BySender, BySubject, BySize:
		return s.sortByRank(ctx, list, how, back)
	case ByUnread:
		q.Unread = true
	case ByStarred:
		q.Starred = true
	case ByAttachments:
		q.WithAttachments = true
	default:
		return nil, fmt.Errorf("there is no order %d", how)
	}
	first, err := s.list(ctx, q, Cursor{}, -1)
	if err != nil {
		return nil, err
	}
	rest := without(list, first)
	if back {
		first, rest = rest, first
	}
	return slices.Concat(first, rest), nil
}

// without gives the entries of list that are not among some; both are newest first. One of some that list lacks, as it
// came between two reads, is passed over.
func without(list, some []entry) []entry {
	rest := make([]entry, 0, max(0, len(list)-len(some)))
	for _, e := range list {
		for len(some) > 0 && newer(some[0], e) {
			some = some[1:]
		}
		if len(some) > 0 && some[0] == e {
			some = some[1:]
		} else {
			rest = append(rest, e)
		}
	}
	return rest
}

func newer(a, b entry) bool { return a.date > b.date || a.date == b.date && a.id > b.id }

// sortByRank sorts a list that is newest first, and leaves it so where ranks are equal.
func (s *Store) sortByRank(ctx context.Context, list []entry, how Sort, back bool) ([]entry, error) {
	if how == BySize {
		back = !back // largest first
	}
	keys := make([]uint64, len(list)) // the rank, then the place in list
	err := s.orders[how].ranks(ctx, s, how, func(rank func(MessageID) uint32) {
		for i, e := range list {
			r := rank(e.id)
			if back {
				r = ^r
			}
			keys[i] = uint64(r)<<32 | uint64(i)
		}
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(keys)
	sorted := make([]entry, len(list))
	for i, k := range keys {
		sorted[i] = list[uint32(k)]
	}
	return sorted, nil
}

// sortedPages keeps the list of which pages in another order than newest first were asked last, until something is
// written: whoever goes through it page by page, or jumps about in it, has it read once.
type sortedPages struct {
	mu      sync.Mutex
	query   Query
	commits int64
	list    []entry
}

// sortedPage is a page of a list in another order than newest first.
func (s *Store) sortedPage(ctx context.Context, q Query, after Cursor, limit int) ([]entry, error) {
	if s.writer == nil { // somebody else writes, and Commits does not tell
		list, err := s.sortedList(ctx, q)
		if err != nil {
			return nil, err
		}
		return pageOf(list, after, limit)
	}
	p := &s.sortedPages
	p.mu.Lock()
	defer p.mu.Unlock()
	if commits := s.Commits(); p.list == nil || p.query != q || p.commits != commits {
		list, err := s.sortedList(ctx, q)
		if err != nil {
			return nil, err
		}
		p.query, p.commits, p.list = q, commits, list
	}
	return pageOf(p.list, after, limit)
}

// pageOf is a page of a list that was read whole. ErrNotFound when the message it is to come after is not on it any more:
// where that was cannot be told.
func pageOf(list []entry, after Cursor, limit int) ([]entry, error) {
	if after != (Cursor{}) {
		at := slices.Index(list, entry{after.ID, after.Date})
		if at < 0 {
			return nil, fmt.Errorf("read on after message %d: %w", after.ID, ErrNotFound)
		}
		list = list[at+1:]
	}
	if limit >= 0 && limit < len(list) {
		list = list[:limit]
	}
	return list, nil
}
