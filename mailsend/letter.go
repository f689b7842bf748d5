package mailsend

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// scanner notes, while a letter goes by, what the way to the server must know of it.
type scanner struct {
	w        io.Writer
	octets   int64
	eightBit bool // in the body
	header8  bool // in the header
	inBody   bool
	blank    bool // nothing in the line so far
	started  bool
	cr       bool // the last octet was a CR, which is not written yet
}

// Write takes any line ends and writes CRLF: a letter of a file, too, must be one that every server reads alike.
func (s *scanner) Write(p []byte) (int, error) {
	if !s.started {
		s.started, s.blank = true, true
	}
	out := make([]byte, 0, len(p)+len(p)/32+2)
	for _, c := range p {
		if s.cr {
			s.cr = false
			out = s.lineEnd(out)
			if c == '\n' {
				continue
			}
		}
		switch {
		case c == '\r':
			s.cr = true
			continue
		case c == '\n':
			out = s.lineEnd(out)
			continue
		case c > 0x7F && s.inBody:
			s.eightBit = true
		case c > 0x7F:
			s.header8 = true
		}
		s.blank = false
		out = append(out, c)
	}
	s.octets += int64(len(out))
	if _, err := s.w.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}

func (s *scanner) lineEnd(out []byte) []byte {
	s.inBody = s.inBody || s.blank
	s.blank = true
	return append(out, '\r', '\n')
}

// Close ends the last line.
func (s *scanner) Close() error {
	if !s.cr && (s.blank || !s.started) {
		return nil
	}
	s.cr = false
	s.octets += 2
	_, err := s.w.Write([]byte("\r\n"))
	return err
}

// hideBcc leaves the Bcc fields out of a letter with CRLF line ends: who is named there is nobody else's business.
func hideBcc(r io.Reader) io.Reader {
	return &bccHider{in: bufio.NewReaderSize(r, 64<<10)}
}

type bccHider struct {
	in     *bufio.Reader
	out    []byte // of the line under way
	hiding bool   // within such a field
	inLine bool   // within a line longer than the buffer
	body   bool
	err    error
}

func (b *bccHider) Read(p []byte) (int, error) {
	for len(b.out) == 0 {
		switch {
		case b.err != nil:
			return 0, b.err
		case b.body:
			return b.in.Read(p)
		}
		b.next()
	}
	n := copy(p, b.out)
	b.out = b.out[n:]
	return n, nil
}

// next takes one line of the header, or a piece of a long one.
func (b *bccHider) next() {
	line, err := b.in.ReadSlice('\n')
	whole := !errors.Is(err, bufio.ErrBufferFull)
	if err != nil && whole {
		b.err = err
	}
	if !b.inLine {
		switch {
		case len(bytes.TrimRight(line, "\r\n")) == 0 && len(line) > 0:
			b.body, b.hiding = true, false
		case len(line) > 0 && (line[0] == ' ' || line[0] == '\t'): // the field goes on
		default:
			b.hiding = isBcc(line)
		}
	}
	b.inLine = !whole
	if !b.hiding {
		b.out = append(b.out[:0], line...)
	}
}

func isBcc(line []byte) bool {
	name, _, found := bytes.Cut(line, []byte(":"))
	name = bytes.TrimRight(name, " \t")
	return found && (bytes.EqualFold(name, []byte("Bcc")) || bytes.EqualFold(name, []byte("Resent-Bcc")))
}
