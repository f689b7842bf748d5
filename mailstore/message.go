package mailstore

import (
	"context"
	"fmt"
	"time"
)

// Fields are what the lists and the search know of a message; all can be rebuilt from the raw bytes.
type Fields struct {
	FromName, FromAddress string
	To                    string // "Ann <ann@…>, …" as text, at most 1000 bytes
	Subject, Preview      string
	Date                  time.Time // Date header, else newest Received, else arrival
	MessageID, InReplyTo  string    // without <>
	References            []string
	Attachments           int
	AttachmentNames       []string
	Search                string // body words for FTS
	Defects               int
}

// Head is a message without its bytes.
type Head struct {
	ID                                   MessageID
	Account                              AccountID
	Folder                               FolderID
	Thread                               int64
	Fields                                     // Search, References and AttachmentNames stay empty in lists
	Size                                 int64 // raw octets; of a partial message those of the whole, as listed
	Partial                              bool  // only the beginning is here
	SHA256                               [32]byte
	Arrived                              time.Time // safe here
	Unread, Starred, Answered, Forwarded bool
	OnServer                             bool      // a copy is at the provider as far as the last listing tells
	RemovalDay                           time.Time // when that copy goes (by the policy of now); zero: never or gone
}

// serverCopy is what the ledger knows of the copy at the provider; ledger is 0 when there is none.
type serverCopy struct {
	ledger LedgerID
	state  State
	doubt  Doubt
	safeAt time.Time
	pinned bool
	keep   Keep
}

// removalDay also is zero where the provider keeps what it was asked to remove, and where its copy is another one than
// ours: no day would be true.
func (c *serverCopy) removalDay() time.Time {
	if c.ledger == 0 || c.pinned || c.state == KeptByProvider || c.doubt == DoubtDiffers {
		return time.Time{}
	}
	return c.keep.removalDay(c.safeAt)
}

// headQuery reads the messages named by a JSON list, in its order. Of several copies on the server the one seen
// first counts.
const headQuery = `
	SELECT m.id, m.account_id, m.folder_id, m.thread_id, m.date, m.arrived, m.size, m.sha256,
		m.unread, m.starred, m.answered, m.forwarded, m.attachments, m.defects,
		m.from_name, m.from_address, m.recipients, m.subject, m.preview, m.message_id, m.in_reply_to, m.partial, COALESCE(l.size, 0),
		COALESCE(l.id, 0), COALESCE(l.state, ''), COALESCE(l.doubt, ''), COALESCE(l.safe_at, 0), COALESCE(l.pinned, 0), COALESCE(a.keep, ''), COALESCE(a.keep_from, 0)
	FROM json_each(?) AS wanted
	CROSS JOIN messages m ON m.id = wanted.value
	LEFT JOIN ledger l ON l.id = (
		SELECT id FROM ledger
		WHERE message_id = m.id AND message_id <> 0 AND gone_since = 0 AND state NOT IN ('removed', 'vanished', 'superseded')
		ORDER BY id LIMIT 1)
	LEFT JOIN accounts a ON a.id = l.account_id
	ORDER BY wanted.key`

// Heads gives messages in the order asked, missing ones left out.
func (s *Store) Heads(ctx context.Context, ids []MessageID) ([]Head, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := s.readers.QueryContext(ctx, headQuery, idList(ids))
	if err != nil {
		return nil, fmt.Errorf("read messages: %w", sorted(err))
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	heads := make([]Head, 0, len(ids))
	for rows.Next() {
		var h Head
		var c serverCopy
		var listed int64
		var date int64 // second 0 is a date as any other here: the list goes on after it
		err := rows.Scan(&h.ID, &h.Account, &h.Folder, &h.Thread, &date, stamp{&h.Arrived}, &h.Size, hashBytes{&h.SHA256},
			&h.Unread, &h.Starred, &h.Answered, &h.Forwarded, &h.Attachments, &h.Defects,
			&h.FromName, &h.FromAddress, &h.To, &h.Subject, &h.Preview, &h.MessageID, &h.InReplyTo, &h.Partial, &listed,
			&c.ledger, &c.state, &c.doubt, stamp{&c.safeAt}, &c.pinned, keepWords{&c.keep}, stamp{&c.keep.From})
		if err != nil {
			return nil, fmt.Errorf("read messages: %w", sorted(err))
		}
		h.Date = time.Unix(date, 0).UTC()
		h.OnServer, h.RemovalDay = c.ledger != 0, c.removalDay()
		if h.Partial {
			h.Size = max(h.Size, listed)
		}
		heads = append(heads, h)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read messages: %w", sorted(err))
	}
	return heads, nil
}

// Head gives one message; ErrNotFound when it was destroyed.
func (s *Store) Head(ctx context.Context, id MessageID) (Head, error) {
	heads, err := s.Heads(ctx, []MessageID{id})
	if err != nil {
		return Head{}, err
	}
	if len(heads) == 0 {
		return Head{}, fmt.Errorf("read message %d: %w", id, ErrNotFound)
	}
	return heads[0], nil
}
