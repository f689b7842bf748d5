package mailstore

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Spoken is a message's place in its conversation.
type Spoken struct {
	ID    MessageID
	Depth int // 0: it answers no message that is here
}

// Conversation gives the messages of a thread (Head.Thread) in the order of reading: each behind the one it answers,
// answers to one message by date. Whatever the headers claim, each message is there exactly once.
func (s *Store) Conversation(ctx context.Context, thread int64) ([]Spoken, error) {
	rows, err := s.readers.QueryContext(ctx, "SELECT id, date, message_id, in_reply_to FROM messages WHERE thread_id = ? ORDER BY date, id", thread)
	if err != nil {
		return nil, fmt.Errorf("read conversation %d: %w", thread, sorted(err))
	}
	list, err := collect(rows, func(m *member) []any { return []any{&m.id, &m.date, &m.name, &m.answers} })
	if err != nil {
		return nil, fmt.Errorf("read conversation %d: %w", thread, err)
	}
	return arrange(list), nil
}

// member is a message of a conversation.
type member struct {
	id            MessageID
	date          int64
	name, answers string // Message-ID and the one it answers, "" none
}

// arrange builds the tree. Of two messages of one Message-ID the first is the one answered. A message that answers one
// behind which it stands itself, by a loop of claims, answers none.
func arrange(list []member) []Spoken {
	slices.SortStableFunc(list, func(a, b member) int { return cmp.Or(cmp.Compare(a.date, b.date), cmp.Compare(a.id, b.id)) })
	byName := map[string]int{}
	for i, m := range list {
		if _, taken := byName[m.name]; !taken && m.name != "" {
			byName[m.name] = i
		}
	}
	parent := make([]int, len(list))
	children := make([][]int, len(list))
	var roots []int
	for i, m := range list {
		parent[i] = -1
		up, known := byName[m.answers]
		if m.answers == "" || !known || leadsTo(parent[:i+1], list, byName, up, i) {
			roots = append(roots, i)
			continue
		}
		parent[i] = up
		children[up] = append(children[up], i)
	}
	out := make([]Spoken, 0, len(list))
	// A stack and not a recursion: a conversation may be ten thousand answers deep.
	type step struct{ i, depth int }
	var stack []step
	for _, root := range slices.Backward(roots) {
		stack = append(stack, step{root, 0})
	}
	for len(stack) > 0 {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		out = append(out, Spoken{list[at.i].id, at.depth})
		for _, child := range slices.Backward(children[at.i]) {
			stack = append(stack, step{child, at.depth + 1})
		}
	}
	return out
}

// leadsTo tells whether following the answers from one message comes to another. Of those not placed yet their claim
// counts.
func leadsTo(parent []int, list []member, byName map[string]int, from, to int) bool {
	for i, steps := from, 0; steps <= len(list); steps++ {
		if i == to {
			return true
		}
		next := -1
		if i < len(parent)-1 {
			next = parent[i]
		} else if up, known := byName[list[i].answers]; known && list[i].answers != "" {
			next = up
		}
		if next < 0 {
			return false
		}
		i = next
	}
	return true // a loop of claims that are not placed yet
}
