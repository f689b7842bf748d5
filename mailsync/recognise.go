package mailsync

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"satchel/mailmsg"
	"satchel/mailstore"
	"satchel/pop3client"
)

// likeKey is what a message is recognised by when its id has changed. All of it
// must be equal: one pair that is taken for the same by mistake would be a letter
// never fetched.
type likeKey struct {
	MessageID string
	Date      int64
	Octets    int64
}

// longestHead is as much of a head as is looked at; the rest is read and dropped.
const longestHead = 256 << 10

// recognise reads the heads of messages with unknown ids and finds them among the
// missing ones held here: number to ledger row. It is never nil.
func (c *check) recognise(ctx context.Context, conn *pop3client.Conn, in situation, strangers []int) (map[int]mailstore.LedgerID, error) {
	known := make(map[int]mailstore.LedgerID)
	m := match(in.Listing, in.Ledger, nil)
	changed := resized(m)
	missing, err := c.byLikeness(ctx, append(m.Missing, slices.Collect(maps.Values(changed))...))
	if err != nil || len(missing) == 0 {
		return known, err
	}
	octets := make(map[int]int64, len(in.Listing))
	for _, l := range in.Listing {
		octets[l.Number] = l.Octets
	}
	for number, e := range changed {
		octets[number] = e.Size // of the id's row, so that the head decides alone
	}
	for _, number := range strangers {
		var head headBuffer
		_, err := conn.Top(ctx, number, 0, &head)
		if refused(err) {
			continue // fetched then; the store does not keep equal bytes twice
		}
		if err != nil {
			return nil, err
		}
		m := parseHead(head.Bytes())
		if m == nil || m.MessageID == "" || m.Date.IsZero() {
			continue
		}
		key := likeKey{m.MessageID, m.Date.Unix(), octets[number]}
		rows := missing[key]
		if e, ok := changed[number]; ok && !slices.Contains(rows, e.ID) {
			continue // the id has passed to another message
		}
		if len(rows) == 1 {
			known[number] = rows[0]
			delete(missing, key)
		}
	}
	return known, nil
}

// byLikeness looks up by what the messages of rows can be recognised.
func (c *check) byLikeness(ctx context.Context, entries []mailstore.Entry) (map[likeKey][]mailstore.LedgerID, error) {
	rows := make(map[mailstore.MessageID]mailstore.Entry, len(entries))
	var ids []mailstore.MessageID
	for _, e := range entries {
		if e.Message != 0 { // whole or its beginning: either has its head
			rows[e.Message] = e
			ids = append(ids, e.Message)
		}
	}
	found := make(map[likeKey][]mailstore.LedgerID, len(ids))
	for chunk := range slices.Chunk(ids, 500) {
		heads, err := c.s.store.Heads(ctx, chunk)
		if err != nil {
			return nil, inStore(err)
		}
		for _, h := range heads {
			e := rows[h.ID]
			key := likeKey{h.MessageID, h.Date.Unix(), e.Size}
			found[key] = append(found[key], e.ID)
		}
	}
	return found, nil
}

// parseHead is nil where the parser gave up on what it was given.
func parseHead(head []byte) (m *mailmsg.Message) {
	defer func() {
		if recover() != nil {
			m = nil
		}
	}()
	return mailmsg.ParseHeader(bytes.NewReader(head))
}

// headBuffer keeps the beginning of what is written to it.
type headBuffer struct{ bytes.Buffer }

func (b *headBuffer) Write(p []byte) (int, error) {
	if room := longestHead - b.Len(); room > 0 {
		b.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}
