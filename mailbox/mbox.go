package mailbox

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

const (
	mboxBuffer = 256 << 10
	maxHeader  = 1 << 20 // a header longer than this ends here: the rest counts as body
)

// mbox reads one mbox file.
func (w *walker) mbox(path string, names []string) error {
	f, err := os.Open(path)
	if err != nil {
		w.fail(path, err)
		return nil
	}
	defer f.Close()
	r := newMboxReader(f)
	for n := 1; ; n++ {
		head, err := r.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, errNoFrom):
			return w.loneMessage(path, names)
		case err != nil:
			w.fail(path, err)
			return nil
		case head.deleted:
			w.source.deleted++
			continue
		}
		m := &Message{
			Folder: names, Where: fmt.Sprintf("%s, message %d at %d", path, n, head.at), Marks: head.marks,
			Arrived: head.arrived, UIDL: head.uidl, copy: r.copy,
		}
		if err := w.give(m); err != nil {
			return err
		}
	}
}

// errNoFrom says that a file does not begin as an mbox does.
var errNoFrom = errors.New("it has no line that begins with From, as a mailbox file has before each message")

// loneMessage takes a file without From lines for one message if it begins like one.
func (w *walker) loneMessage(path string, names []string) error {
	f, err := os.Open(path)
	if err != nil {
		w.fail(path, err)
		return nil
	}
	defer f.Close()
	head := make([]byte, 64<<10) // traces and signatures may come before what is usual
	n, _ := io.ReadFull(f, head) // less is fine
	if !startsLetter(head[:n]) {
		w.fail(path, errNoFrom)
		return nil
	}
	return w.wholeFile(path, &Message{Folder: names})
}

// mboxReader splits an mbox into messages. Lines may be of any length and hold any octets.
type mboxReader struct {
	file    io.ReaderAt
	r       *bufio.Reader
	at      int64 // of the next octet that r gives
	started bool
	from    []byte // the From line of the message to come; nil: the end, or not read yet
	header  []byte // of the present message, unwritten
	left    int64  // octets of its body by Content-Length; -1: up to the next From line
	unread  bool   // the present message has not been copied
	quoting quoting
}

// quoting is how a line that begins with From stands in a body.
type quoting int

const (
	quotedRd   quoting = iota // mboxrd, and mboxo as far as it can be told: one > is taken off lines of > and From
	quotedOnce                // mboxcl: off ">From " only
	unquoted                  // mboxcl2
)

// mboxHead is what is known of a message before its body is read.
type mboxHead struct {
	statusOf
	at int64
}

func newMboxReader(f interface {
	io.Reader
	io.ReaderAt
}) *mboxReader {
	return &mboxReader{file: f, r: bufio.NewReaderSize(f, mboxBuffer)}
}

// next goes on to the next message and reads its header; io.EOF at the end.
func (r *mboxReader) next() (mboxHead, error) {
	if !r.started {
		r.started = true
		if err := r.first(); err != nil {
			return mboxHead{}, err
		}
	} else if r.unread {
		if err := r.copy(io.Discard); err != nil {
			return mboxHead{}, err
		}
	}
	if r.from == nil {
		return mboxHead{}, io.EOF
	}
	head := mboxHead{at: r.at}
	from := r.from
	r.from, r.unread, r.quoting = nil, true, quotedRd
	if err := r.readHeader(); err != nil {
		return mboxHead{}, err
	}
	head.statusOf = readStatus(r.header)
	head.arrived = fromDate(from)
	r.left = -1
	if n := head.contentLength; n >= 0 && r.from == nil && r.endsAt(r.at+n) {
		r.left = n
		r.quoting = r.quotingWithin(n)
	}
	return head, nil
}

// first passes over empty lines and a byte order mark and reads the first From line.
func (r *mboxReader) first() error {
	if bom, _ := r.r.Peek(3); string(bom) == "\xef\xbb\xbf" {
		r.discard(3)
	}
	for {
		line, _, err := r.line()
		if len(line) == 0 && errors.Is(err, io.EOF) {
			return io.EOF
		} else if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if isBlank(line) {
			continue
		}
		if !bytes.HasPrefix(line, []byte("From ")) {
			return errNoFrom
		}
		r.from = bytes.Clone(line)
		return nil
	}
}

func (r *mboxReader) discard(n int) {
	n, _ = r.r.Discard(n)
	r.at += int64(n)
}

// line reads a line with its end, or a piece of one that is longer than the buffer (whole is false). The octets are
// valid until the next call.
func (r *mboxReader) line() (line []byte, whole bool, err error) {
	line, err = r.r.ReadSlice('\n')
	r.at += int64(len(line))
	if errors.Is(err, bufio.ErrBufferFull) {
		return line, false, nil
	}
	return line, true, err
}

// readHeader reads up to the empty line, which belongs to it, or to where the next message begins.
func (r *mboxReader) readHeader() error {
	r.header = r.header[:0]
	start := true
	for len(r.header) < maxHeader {
		line, whole, err := r.line()
		if start && r.begins(line, false) {
			r.from = bytes.Clone(line)
			return nil
		}
		if start {
			line = r.unquote(line)
		}
		r.header = append(r.header, line...)
		if errors.Is(err, io.EOF) || err == nil && start && isBlank(line) {
			return nil
		} else if err != nil {
			return err
		}
		start = whole
	}
	return nil
}

func isBlank(line []byte) bool { return string(line) == "\n" || string(line) == "\r\n" }

// copy writes the present message. The empty line before the next From line is the mailbox's and not the message's.
func (r *mboxReader) copy(w io.Writer) error {
	if !r.unread {
		return errors.New("this message was copied already")
	}
	r.unread = false
	if r.from != nil { // a header and nothing else
		header := bytes.TrimSuffix(bytes.TrimSuffix(r.header, []byte("\n")), []byte("\r"))
		if len(header) > 0 && header[len(header)-1] == '\n' {
			r.header = header
		}
	}
	if _, err := w.Write(r.header); err != nil {
		return err
	}
	switch {
	case r.from != nil:
		return nil
	case r.left >= 0:
		return r.copyCounted(w)
	}
	return r.copyBody(w)
}

func (r *mboxReader) copyBody(w io.Writer) error {
	var blank []byte // an empty line that is written once it is known not to be the last
	start, first := true, true
	for {
		line, whole, err := r.line()
		if start && r.begins(line, blank != nil || first) {
			r.from = bytes.Clone(line)
			return nil
		}
		first = false
		if blank != nil && len(line) > 0 {
			if _, err := w.Write(blank); err != nil {
				return err
			}
			blank = nil
		}
		switch {
		case start && whole && isBlank(line):
			blank = bytes.Clone(line)
		case len(line) > 0:
			if start {
				line = r.unquote(line)
			}
			if _, err := w.Write(line); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		start = whole
	}
}

// copyCounted writes a body whose length the header tells, then goes to the next From line.
func (r *mboxReader) copyCounted(w io.Writer) error {
	if r.quoting == unquoted {
		n, err := io.CopyN(w, r.r, r.left)
		r.at += n
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
	} else {
		end := r.at + r.left
		for start := true; r.at < end; {
			line, whole, err := r.line()
			if start {
				line = r.unquote(line)
			}
			if _, err := w.Write(line); err != nil {
				return err
			}
			if errors.Is(err, io.EOF) {
				return nil
			} else if err != nil {
				return err
			}
			start = whole
		}
	}
	for {
		line, _, err := r.line()
		switch {
		case bytes.HasPrefix(line, []byte("From ")):
			r.from = bytes.Clone(line)
			return nil
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// unquote takes one > off a line that had to be told from a From line.
func (r *mboxReader) unquote(line []byte) []byte {
	if len(line) == 0 || line[0] != '>' || r.quoting == unquoted {
		return line
	}
	rest := line[1:]
	if r.quoting == quotedRd {
		rest = bytes.TrimLeft(rest, ">")
	}
	if bytes.HasPrefix(rest, []byte("From ")) {
		return line[1:]
	}
	return line
}
