package pop3client

import (
	"context"
	"fmt"
	"io"
)

// Retr streams message number n to w, dots undone, line ends as sent. It returns
// the octets written. Without an error the message is complete: a connection cut
// before the final dot is io.ErrUnexpectedEOF, however much has come.
func (c *Conn) Retr(ctx context.Context, n int, w io.Writer) (int64, error) {
	octets, err := c.message(ctx, "RETR", n, fmt.Sprintf("RETR %d", n), w)
	if err != nil {
		return octets, fmt.Errorf("retrieve message %d: %w", n, err)
	}
	return octets, nil
}

// Top streams the header of message n and the first lines of its body to w (RFC
// 1939 section 7). Not every server has it.
func (c *Conn) Top(ctx context.Context, n, lines int, w io.Writer) (int64, error) {
	if lines < 0 {
		return 0, fmt.Errorf("read top of message %d: %w: %d lines", n, ErrArgument, lines)
	}
	octets, err := c.message(ctx, "TOP", n, fmt.Sprintf("TOP %d %d", n, lines), w)
	if err != nil {
		return octets, fmt.Errorf("read top of message %d: %w", n, err)
	}
	return octets, nil
}

func (c *Conn) message(ctx context.Context, verb string, n int, line string, w io.Writer) (octets int64, err error) {
	if err := checkNumber(n); err != nil {
		return 0, err
	}
	err = c.do(ctx, func() error {
		if err := c.send(line); err != nil {
			return err
		}
		if _, err := c.status(verb); err != nil {
			return err
		}
		octets, err = c.body(w)
		return err
	})
	return octets, err
}

// body streams the message that follows a +OK. An error of w ends the session
// too, since the rest of the message is still on its way.
func (c *Conn) body(w io.Writer) (octets int64, err error) {
	c.due++ // the status line was only the beginning
	counted := &countingWriter{w: w}
	// Messages full of lines that begin with dots would cost w a call for each.
	c.out.Reset(counted)
	err = unstuff(c.in, c.out, c.bareLF)
	if err != nil {
		err = explainRead(err)
	} else {
		c.answered()
		err = c.endOfBody()
	}
	c.out.Reset(nil)
	if err != nil {
		c.end(err)
		return counted.n, err
	}
	c.trace('S', fmt.Sprintf("(%d octets)", counted.n))
	return counted.n, nil
}

// endOfBody doubts an end with text behind it where no other answer is due: it
// was a dot line of the message itself, sent by a server that does not double dots.
func (c *Conn) endOfBody() error {
	if c.due == 0 && c.in.Buffered() > 0 {
		return fmt.Errorf("%w: text behind the end of the message", ErrProtocol)
	}
	return c.out.Flush()
}

// countingWriter counts what w took.
type countingWriter struct {
	w io.Writer
	n int64
}

func (cw *countingWriter) Write(p []byte) (int, error) {
	n, err := cw.w.Write(p)
	cw.n += int64(n)
	return n, err
}
