package backup

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/klauspost/compress/zstd"

	"satchel/mailstore"
)

// End is what a backup says of itself.
type End struct {
	Profile  string    `json:"profile"`
	Finished time.Time `json:"finished"`
	Messages int64     `json:"messages"`
	Bytes    int64     `json:"bytes"`   // of the messages, unpacked
	RowsAt   int64     `json:"rows_at"` // the first page of rows
	Live     int64     `json:"live"`    // octets of chunks and rows that this backup needs
}

// file is a backup opened for reading.
type file struct {
	*os.File
	End
	endAt  int64 // where the end record lies
	size   int64 // up to the tail of that end; what is behind was cut short
	cut    bool  // there is something behind
	opener *zstd.Decoder
}

// open finds the last whole backup in a file. ErrForeign, ErrNewer, ErrCut or ErrDamaged where there is none.
func open(path string) (*file, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	b := &file{File: f}
	if err := b.find(); err != nil {
		f.Close()
		return nil, err
	}
	if b.opener, err = zstd.NewReader(nil, zstd.WithDecoderMaxMemory(16<<20), zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true)); err != nil {
		f.Close()
		return nil, err
	}
	return b, nil
}

// close ends the reading; there is nothing in it that could be lost.
func (b *file) close() {
	if b.opener != nil {
		b.opener.Close()
	}
	b.Close()
}

func (b *file) find() error {
	info, err := b.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return ErrForeign
	}
	var head [headerSize]byte
	if n, err := b.ReadAt(head[:], 0); n < headerSize {
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if n > 0 && bytes.HasPrefix([]byte(magic), head[:n]) {
			return ErrCut
		}
		return ErrForeign
	}
	switch {
	case string(head[:len(magic)]) != magic:
		return ErrForeign
	case head[len(magic)] > version:
		return ErrNewer
	}
	var t [tailSize]byte
	if _, err := b.ReadAt(t[:], max(0, info.Size()-tailSize)); err == nil {
		if at, ok := readTail(t[:]); ok && b.readEnd(at) == nil && b.size == info.Size() {
			return nil
		}
	}
	return b.search(info.Size())
}

// search looks for the last whole end from the start, passing over the payloads.
func (b *file) search(size int64) error {
	b.cut, b.size = true, 0
	l := newLogReader(b.File)
	var found int64
	for l.seek(headerSize); l.at+recordHead <= size; {
		at := l.at
		h, err := l.peek()
		if err != nil {
			break
		}
		l.skip(h)
		if h.kind != kindEnd {
			continue
		}
		if b.readEnd(at) == nil {
			found = at
		}
		l.seek(l.at + tailSize)
	}
	if found == 0 {
		return ErrCut
	}
	return b.readEnd(found)
}

// readEnd reads the end record at a place and the tail behind it.
func (b *file) readEnd(at int64) error {
	l := newLogReader(b.File)
	l.seek(at)
	h, payload, err := l.next()
	if err != nil {
		return err
	}
	var t [tailSize]byte
	if _, err := b.ReadAt(t[:], l.at); err != nil {
		return err
	}
	if back, ok := readTail(t[:]); !ok || back != at || h.kind != kindEnd {
		return ErrDamaged
	}
	var end End
	if err := json.Unmarshal(payload, &end); err != nil || end.RowsAt < headerSize || end.RowsAt > at {
		return ErrDamaged
	}
	b.End, b.endAt, b.size = end, at, l.at+tailSize
	return nil
}

// rows gives all rows in the order they were written.
func (b *file) rows(each func(table string, row mailstore.SnapshotRow) error) error {
	l := newLogReader(b.File)
	var lines rowReader
	var page []byte
	for l.seek(b.RowsAt); l.at < b.endAt; {
		h, err := l.peek()
		if err != nil {
			return err
		}
		if h.kind != kindRows { // a chunk of a message that came while the rows were written
			l.skip(h)
			continue
		}
		_, payload, err := l.next()
		if err != nil {
			return err
		}
		if page, err = b.opener.DecodeAll(payload, page[:0]); err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		for line := range bytes.Lines(page) {
			table, row, err := lines.line(bytes.TrimSuffix(line, []byte("\n")))
			if err != nil {
				return err
			}
			if row == nil {
				continue
			}
			if err := each(table, row); err != nil {
				return err
			}
		}
	}
	return nil
}

// bodies reads raw messages; made once and used for all of a file, it reads on where it is.
type bodies struct {
	log    *logReader
	opener *zstd.Decoder
	room   []byte
}

func (b *file) bodies() *bodies { return &bodies{log: newLogReader(b.File), opener: b.opener} }

// copy writes the message whose chunks begin at a place to w. ErrDamaged when they are not its own or do not add up to
// size.
func (r *bodies) copy(w io.Writer, at, id, size int64) error {
	r.log.seek(at)
	for seq := int64(0); size > 0; seq++ {
		h, data, err := r.log.next()
		if err != nil {
			return err
		}
		if h.kind != kindChunk || h.id != uint64(id<<messageBits|seq) { //nolint:gosec // ids are positive
			return fmt.Errorf("%w: a chunk is missing", ErrDamaged)
		}
		if h.codec == codecZstd {
			if r.room, err = r.opener.DecodeAll(data, r.room[:0]); err != nil {
				return fmt.Errorf("%w: %w", ErrDamaged, err)
			}
			data = r.room
		}
		if size -= int64(len(data)); size < 0 || len(data) == 0 {
			return fmt.Errorf("%w: chunks do not add up", ErrDamaged)
		}
		if _, err := w.Write(data); err != nil {
			return err
		}
	}
	return nil
}

// Look tells what backup a file holds, from its end alone; errors as Verify gives them.
func Look(path string) (End, error) {
	f, err := open(path)
	if err != nil {
		return End{}, fmt.Errorf("look at %s: %w", path, err)
	}
	defer f.close()
	return f.End, nil
}
