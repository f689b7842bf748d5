package pop3client

import (
	"bytes"
	"context"
	"fmt"
)

// Listing is one line of a UIDL reply. ID is bytes as the server gave them: 1 to
// 70 characters 0x21 to 0x7E by the standard, but longer ones, blanks, other
// bytes and none at all have been seen.
type Listing struct {
	Number int    // message number from 1, valid in this session only
	ID     string // stable across sessions
}

// UIDL lists every message of the maildrop in server order (RFC 1939 section 7).
//
// A -ERR reply is returned as *ServerError. A line without a readable number, or
// one number with two ids, is ErrProtocol and no listing at all: half a listing
// would look like mail gone from the server.
func (c *Conn) UIDL(ctx context.Context) (list []Listing, err error) {
	err = c.do(ctx, func() error {
		if err := c.send("UIDL"); err != nil {
			return err
		}
		list, err = c.readUIDL()
		return err
	})
	return list, err
}

func (c *Conn) readUIDL() ([]Listing, error) {
	var list listings
	err := c.multiline("UIDL", func(line []byte) error {
		entry, ok := parseListing(line)
		if !ok || !list.add(entry) {
			return fmt.Errorf("%w: line %.200q", ErrProtocol, line)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list unique ids: %w", err)
	}
	return list.entries, nil
}

// parseListing reads "number id". The id is all that follows one blank, since a
// blank may be part of it.
func parseListing(line []byte) (Listing, bool) {
	number, id, ok := parseNumber(bytes.TrimLeft(line, " \t"))
	if !ok || bytes.ContainsAny(id, "\r\n") {
		return Listing{}, false
	}
	return Listing{Number: number, ID: string(id)}, true
}

// listings gathers a listing and sees to it that no number has two ids: a DELE
// by such a number could hit a message that was never fetched.
type listings struct {
	entries []Listing
	highest int
	seen    map[int]string // made only when the numbers stop rising
}

// add leaves out an entry that is there already; false for a contradiction.
func (l *listings) add(entry Listing) bool {
	if l.seen == nil && entry.Number <= l.highest {
		l.seen = make(map[int]string, 2*len(l.entries))
		for _, e := range l.entries {
			l.seen[e.Number] = e.ID
		}
	}
	if l.seen != nil {
		if id, twice := l.seen[entry.Number]; twice {
			return id == entry.ID
		}
		l.seen[entry.Number] = entry.ID
	}
	l.highest = max(l.highest, entry.Number)
	l.entries = append(l.entries, entry)
	return true
}
