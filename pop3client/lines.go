package pop3client

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
)

// maxListing bounds the lines of a listing, far beyond any mailbox: a server
// that never ends its answer must not eat the memory.
const maxListing = 10_000_000

// line reads one line and returns it without its end, which is "\r\n" or, from
// careless servers, "\n" or "\r\r\n". It is valid until the next read. With an
// error it returns what came of the line.
func (c *Conn) line() (text []byte, end string, err error) {
	raw, err := c.in.ReadSlice('\n')
	if err != nil {
		return raw, "", explainRead(err)
	}
	text = bytes.TrimRight(raw, "\r\n")
	if len(text) == len(raw)-1 {
		return text, "\n", nil
	}
	return text, "\r\n", nil
}

// explainRead puts what bufio and io say into the words of the session.
func explainRead(err error) error {
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return fmt.Errorf("%w: line longer than %d bytes", ErrProtocol, bufferSize)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF): // the second: TLS, cut within a record
		return fmt.Errorf("pop3: connection closed by the server: %w", io.ErrUnexpectedEOF)
	}
	return err
}

// multiline reads the answer that is due and hands each line to take, dots
// undone. It ends with the dot line; without one the answer is an error, however
// much of it came.
func (c *Conn) multiline(command string, take func(line []byte) error) error {
	if _, err := c.status(command); err != nil {
		return err
	}
	for n := range maxListing {
		line, _, err := c.line()
		if err != nil {
			return err
		}
		if len(line) == 1 && line[0] == '.' {
			c.trace('S', fmt.Sprintf("(%d lines)", n))
			return nil
		}
		if err := take(bytes.TrimPrefix(line, []byte("."))); err != nil {
			return err
		}
	}
	return fmt.Errorf("%w: more than %d lines", ErrProtocol, maxListing)
}

// parseNumber reads the message number a listing line begins with. rest begins
// after one blank; it is empty where nothing follows the number.
func parseNumber(line []byte) (number int, rest []byte, ok bool) {
	n, rest, ok := parseDigits(line)
	if !ok || n < 1 || n > math.MaxInt32 {
		return 0, nil, false
	}
	if len(rest) == 0 {
		return int(n), nil, true
	}
	if rest[0] != ' ' && rest[0] != '\t' {
		return 0, nil, false
	}
	return int(n), rest[1:], true
}

// parseDigits reads the decimal number at the front. One beyond int64 is read as
// the greatest: sizes are hints, and nothing is lost by a hint that is too small.
func parseDigits(b []byte) (n int64, rest []byte, ok bool) {
	i := 0
	for ; i < len(b) && b[i] >= '0' && b[i] <= '9'; i++ {
		digit := int64(b[i] - '0')
		if n > (math.MaxInt64-digit)/10 {
			n = math.MaxInt64
			continue
		}
		n = n*10 + digit
	}
	return n, b[i:], i > 0
}
