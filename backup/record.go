package backup

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
)

const (
	magic      = "Satchel backup\n" // and one octet: the version
	version    = 1
	headerSize = 16

	recordHead  = 20
	tailSize    = 20
	tailMagic   = "SATCHEND"
	maxPayload  = 4 << 20 // a chunk or a page of rows; larger is damage
	kindChunk   = 'C'
	kindRows    = 'R'
	kindEnd     = 'E'
	codecPlain  = 0
	codecZstd   = 1
	messageBits = 16 // of a chunk's id, as the store has it: message * 65536 + number
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// recordHeader is what stands before each payload.
type recordHeader struct {
	kind, codec byte
	length      int
	id          uint64
	sum         uint32
}

func (h recordHeader) put(b []byte) {
	b[0], b[1], b[2], b[3] = h.kind, h.codec, 0, 0
	binary.LittleEndian.PutUint32(b[4:], uint32(h.length)) //nolint:gosec // at most maxPayload
	binary.LittleEndian.PutUint64(b[8:], h.id)
	binary.LittleEndian.PutUint32(b[16:], h.sum)
}

func readHeader(b []byte) (recordHeader, error) {
	h := recordHeader{
		kind: b[0], codec: b[1], length: int(binary.LittleEndian.Uint32(b[4:])),
		id: binary.LittleEndian.Uint64(b[8:]), sum: binary.LittleEndian.Uint32(b[16:]),
	}
	if h.length > maxPayload || b[2] != 0 || b[3] != 0 || h.kind != kindChunk && h.kind != kindRows && h.kind != kindEnd {
		return h, fmt.Errorf("%w: no record where one should be", ErrDamaged)
	}
	return h, nil
}

// crc covers the header's first 16 octets too, so that a payload is never taken for another message's.
func (h recordHeader) crc(payload []byte) uint32 {
	var b [recordHead]byte
	h.put(b[:])
	return crc32.Update(crc32.Checksum(b[:16], castagnoli), castagnoli, payload)
}

// logWriter appends records. The first error stays.
type logWriter struct {
	w   *bufio.Writer
	at  int64 // where the next record begins
	err error
}

func newLogWriter(w io.Writer, at int64) *logWriter {
	return &logWriter{w: bufio.NewWriterSize(w, 1<<20), at: at}
}

func (l *logWriter) write(b []byte) {
	if l.err != nil {
		return
	}
	n, err := l.w.Write(b)
	l.at += int64(n)
	l.err = err
}

func (l *logWriter) record(kind, codec byte, id uint64, payload []byte) error {
	h := recordHeader{kind: kind, codec: codec, length: len(payload), id: id}
	h.sum = h.crc(payload)
	var b [recordHead]byte
	h.put(b[:])
	l.write(b[:])
	l.write(payload)
	return l.err
}

// end writes the end record and the tail that points at it.
func (l *logWriter) end(payload []byte) error {
	at := l.at
	if err := l.record(kindEnd, codecPlain, 0, payload); err != nil {
		return err
	}
	l.write(tail(at))
	if l.err == nil {
		l.err = l.w.Flush()
	}
	return l.err
}

func tail(at int64) []byte {
	b := make([]byte, tailSize)
	copy(b, tailMagic)
	binary.LittleEndian.PutUint64(b[8:], uint64(at)) //nolint:gosec // a place in a file
	binary.LittleEndian.PutUint32(b[16:], crc32.Checksum(b[:16], castagnoli))
	return b
}

// readTail gives where the end record is; false: this is no tail.
func readTail(b []byte) (at int64, ok bool) {
	if string(b[:8]) != tailMagic || crc32.Checksum(b[:16], castagnoli) != binary.LittleEndian.Uint32(b[16:]) {
		return 0, false
	}
	at = int64(binary.LittleEndian.Uint64(b[8:])) //nolint:gosec // checked on the next line
	return at, at >= headerSize
}

// logReader reads records from a place on; going on in order is cheap, a jump costs a seek.
type logReader struct {
	file io.ReaderAt
	r    *bufio.Reader
	at   int64
	data []byte
}

func newLogReader(file io.ReaderAt) *logReader { return &logReader{file: file, at: -1} }

func (l *logReader) seek(at int64) {
	if ahead := at - l.at; l.r != nil && l.at >= 0 && ahead >= 0 && ahead <= int64(l.r.Buffered()) {
		if _, err := l.r.Discard(int(ahead)); err == nil {
			l.at = at
			return
		}
	}
	section := io.NewSectionReader(l.file, at, 1<<62-at)
	if l.r == nil {
		l.r = bufio.NewReaderSize(section, 1<<20)
	} else {
		l.r.Reset(section)
	}
	l.at = at
}

// next reads the record at the present place; its payload is valid until the next call. ErrDamaged also when the file
// ends within it.
func (l *logReader) next() (recordHeader, []byte, error) {
	h, err := l.header()
	if err != nil {
		return h, nil, err
	}
	if cap(l.data) < h.length {
		l.data = make([]byte, h.length, max(h.length, 2<<20))
	}
	l.data = l.data[:h.length]
	if _, err := io.ReadFull(l.r, l.data); err != nil {
		return h, nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	l.at += int64(h.length)
	if h.crc(l.data) != h.sum {
		return h, nil, fmt.Errorf("%w: a record has changed", ErrDamaged)
	}
	return h, l.data, nil
}

func (l *logReader) header() (recordHeader, error) {
	h, err := l.peek()
	if err == nil {
		_, err = l.r.Discard(recordHead)
		l.at += recordHead
	}
	return h, err
}

// peek reads the header of the record at the present place and stays there.
func (l *logReader) peek() (recordHeader, error) {
	b, err := l.r.Peek(recordHead)
	if err != nil {
		return recordHeader{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return readHeader(b)
}

// skip passes over the record at the present place, whose header was peeked at.
func (l *logReader) skip(h recordHeader) { l.seek(l.at + recordHead + int64(h.length)) }
