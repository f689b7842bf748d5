package pop3client

import (
	"bufio"
	"bytes"
	"io"
)

var lineThenDot = []byte("\n.")

// unstuff copies a multi-line answer from r to w up to its final dot line, which
// it takes off, and undoes the byte stuffing (RFC 1939 section 3). Line ends stay
// as they came. An error of w is returned as it is.
//
// The final dot line ends in CRLF. It may follow a bare LF, as careless servers
// pass on messages with bare LFs. A dot line that itself ends in a bare LF is
// the end only if bareLF says that this server ends all its lines so: elsewhere
// it is a line of a message, and to stop there would lose the rest.
func unstuff(r *bufio.Reader, w io.Writer, bareLF bool) error {
	lineStart := true
	for {
		if lineStart {
			end, err := dotLine(r, bareLF)
			if end || err != nil {
				return err
			}
		}
		run, err := nextRun(r)
		if err != nil {
			return err
		}
		lineStart = run[len(run)-1] == '\n'
		if _, err := w.Write(run); err != nil {
			return err
		}
		if _, err := r.Discard(len(run)); err != nil {
			return err
		}
	}
}

// nextRun is all that is buffered, at least one byte, up to the next line that
// begins with a dot.
func nextRun(r *bufio.Reader) ([]byte, error) {
	if _, err := r.Peek(1); err != nil {
		return nil, err
	}
	run, err := r.Peek(r.Buffered())
	if i := bytes.Index(run, lineThenDot); i >= 0 {
		run = run[:i+1]
	}
	return run, err
}

// dotLine takes the final dot line off r, or the dot that was put before another
// one. It looks ahead byte by byte, so that it never waits for a byte which need
// not come.
func dotLine(r *bufio.Reader, bareLF bool) (end bool, err error) {
	p, err := r.Peek(1)
	if err != nil || p[0] != '.' {
		return false, err
	}
	if p, err = r.Peek(2); err != nil {
		return false, err
	}
	length := 0
	switch {
	case p[1] == '\n' && bareLF:
		length = 2
	case p[1] == '\r':
		if p, err = r.Peek(3); err != nil {
			return false, err
		}
		if p[2] == '\n' {
			length = 3
		}
	}
	if length > 0 {
		_, err = r.Discard(length)
		return true, err
	}
	_, err = r.Discard(1)
	return false, err
}
