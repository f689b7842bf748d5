package pop3client

import (
	"bytes"
	"context"
	"fmt"
)

// Size is one line of a LIST reply, octets as the server claims (servers lie: a hint, never a check).
type Size struct {
	Number int
	Octets int64
}

// List asks the size of every message, in server order (RFC 1939 section 5). A
// line it cannot read is ErrProtocol and no listing at all.
func (c *Conn) List(ctx context.Context) (sizes []Size, err error) {
	err = c.do(ctx, func() error {
		if err := c.send("LIST"); err != nil {
			return err
		}
		sizes, err = c.readList()
		return err
	})
	return sizes, err
}

func (c *Conn) readList() ([]Size, error) {
	var sizes []Size
	err := c.multiline("LIST", func(line []byte) error {
		size, ok := parseSize(line)
		if !ok {
			return fmt.Errorf("%w: line %.200q", ErrProtocol, line)
		}
		sizes = append(sizes, size)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list sizes: %w", err)
	}
	return sizes, nil
}

// parseSize reads "number octets"; more text may follow (RFC 1939 section 11).
func parseSize(line []byte) (Size, bool) {
	number, rest, ok := parseNumber(bytes.TrimLeft(line, " \t"))
	if !ok {
		return Size{}, false
	}
	octets, rest, ok := parseDigits(bytes.TrimLeft(rest, " \t"))
	if !ok || len(rest) > 0 && rest[0] != ' ' && rest[0] != '\t' {
		return Size{}, false
	}
	return Size{Number: number, Octets: octets}, true
}
