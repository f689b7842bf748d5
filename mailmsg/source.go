package mailmsg

import (
	"errors"
	"io"
)

// Source gives a message's bytes from their start, each time anew: a file opened again, a row of the store read again.
// The caller of it closes the reader before it asks for another. A reader that has a method Len() int, the bytes it will
// give, saves making room several times.
type Source func() (io.ReadCloser, error)

// ParseSource is Parse for messages of any size: what it holds in memory is the structure, the text and the beginnings of
// attachments. It reads the source once, and a second time where the data of large attachments is asked for.
//
// The error is the source's; the message is then what could be read.
func ParseSource(open Source, o Options) (*Message, error) {
	p := newParser(o)
	err := p.source(open)
	return p.m, err
}

// Extract writes the data of the attachment with that index in Message.Attachments to w and returns what is known of it,
// Data left out. It holds no large attachment in memory.
//
// The error is the source's or w's, or ErrNoAttachment.
func Extract(open Source, index int, w io.Writer) (Attachment, error) {
	p := newParser(Options{NoData: true, MaxText: defaultMaxText})
	p.extract = &extraction{index: index, to: w}
	if err := p.source(open); err != nil {
		return Attachment{}, err
	}
	if index < 0 || index >= len(p.m.Attachments) {
		return Attachment{}, ErrNoAttachment
	}
	return p.m.Attachments[index], p.extract.err
}

// ErrNoAttachment reports an index beyond the attachments of a message.
var ErrNoAttachment = errors.New("mailmsg: the message has no such attachment")

// extraction is the attachment whose data is wanted, and the first error in writing it.
type extraction struct {
	index int
	to    io.Writer
	err   error
}

// wants tells whether the attachment with that index is the one; a nil extraction wants none.
func (x *extraction) wants(index int) bool { return x != nil && x.index == index }

func (x *extraction) write(data []byte) {
	if x.err == nil {
		_, x.err = x.to.Write(data)
	}
}

func (p *parser) source(open Source) error {
	again := &rereader{open: open}
	defer again.close()
	h := holder{from: again}
	h.makeRoom(again.length())
	err := h.read(again)
	if err != nil {
		p.defect("The message could not be read to its end.")
	}
	p.guard(func() { p.message(h.section()) })
	return errors.Join(err, again.failed)
}

// rereader reads a source at any offset, and cheaply where each offset is at or behind the last.
type rereader struct {
	open   Source
	r      io.ReadCloser
	pos    int64
	failed error // of a ReadAt
}

// length is what the reader says it will give, 0 where it does not.
func (s *rereader) length() int {
	if s.begin() != nil {
		return 0
	}
	if sized, ok := s.r.(interface{ Len() int }); ok {
		return sized.Len()
	}
	return 0
}

func (s *rereader) begin() (err error) {
	if s.r == nil {
		if s.r, err = s.open(); err != nil {
			s.r = nil
		}
		s.pos = 0
	}
	return err
}

// Read reads on, from the start at first.
func (s *rereader) Read(b []byte) (int, error) {
	if err := s.begin(); err != nil {
		return 0, err
	}
	n, err := s.r.Read(b)
	s.pos += int64(n)
	return n, err
}

// ReadAt is io.ReaderAt for one goroutine.
func (s *rereader) ReadAt(b []byte, off int64) (n int, err error) {
	defer func() {
		if err != nil {
			s.failed = err
		}
	}()
	if off < s.pos {
		s.close()
	}
	if err := s.begin(); err != nil {
		return 0, err
	}
	if err := s.skip(off - s.pos); err != nil {
		return 0, err
	}
	n, err = io.ReadFull(s.r, b)
	s.pos += int64(n)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF // these bytes were there when the source was read first
	}
	return n, err
}

func (s *rereader) skip(n int64) error {
	if seeker, ok := s.r.(io.Seeker); ok && n > 0 {
		if _, err := seeker.Seek(n, io.SeekCurrent); err == nil {
			s.pos += n
			return nil
		}
	}
	n, err := io.CopyN(io.Discard, s.r, n)
	s.pos += n
	return err
}

// close closes the reader that is open. It was only read, so its error would tell nothing.
func (s *rereader) close() {
	if s.r != nil {
		_ = s.r.Close()
		s.r = nil
	}
}
