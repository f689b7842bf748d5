package pop3client

import (
	"bytes"
	"context"
	"fmt"
)

// Stat asks how many messages there are and how many octets they have together,
// as the server claims (RFC 1939 section 5).
func (c *Conn) Stat(ctx context.Context) (count int, octets int64, err error) {
	err = c.do(ctx, func() error {
		if err := c.send("STAT"); err != nil {
			return err
		}
		count, octets, err = c.readStat()
		return err
	})
	return count, octets, err
}

func (c *Conn) readStat() (count int, octets int64, err error) {
	text, err := c.status("STAT")
	if err != nil {
		return 0, 0, fmt.Errorf("ask mailbox status: %w", err)
	}
	n, rest, ok := parseDigits([]byte(text))
	octets, _, okOctets := parseDigits(bytes.TrimLeft(rest, " \t"))
	if !ok || !okOctets || n > maxListing {
		return 0, 0, fmt.Errorf("ask mailbox status: %w: %.200q", ErrProtocol, text)
	}
	return int(n), octets, nil
}
