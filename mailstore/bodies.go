package mailstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
)

const (
	chunkSize = 1 << 20 // raw bytes in one row of chunks
	chunkBits = 16      // of a chunk's key: 65,536 chunks are 64 GiB

	codecRaw  = 0
	codecZstd = 1
)

// piece is a row of chunks before it is written.
type piece struct {
	codec int
	data  []byte
}

// leastPacked is the size from which a chunk is compressed. Of a smaller one some hundred bytes would be saved, for as
// much of the processor's time as storing it takes.
const leastPacked = 4 << 10

// pack compresses a chunk into room where that pays. worth false stores it as it is: one look at a message's first
// chunk tells enough of the others.
func (s *Store) pack(chunk, room []byte, worth bool) (piece, []byte) {
	if worth && len(chunk) >= leastPacked && s.promises(chunk, room) {
		room = s.packer.EncodeAll(chunk, room[:0])
		if pays(len(chunk), len(room)) {
			return piece{codecZstd, room}, room
		}
	}
	return piece{codecRaw, chunk}, room
}

// Samples of a large chunk, which tell base64 from text at a tenth of the price of compressing it.
const (
	samples    = 4
	sampleSize = 8 << 10
)

// promises tries samples of a large chunk, spread over it. They compress a little worse than the whole, so they need
// not save a tenth.
func (s *Store) promises(chunk, room []byte) bool {
	if len(chunk) < 4*samples*sampleSize {
		return true
	}
	packed, step := 0, (len(chunk)-sampleSize)/(samples-1)
	for i := range samples {
		room = s.packer.EncodeAll(chunk[i*step:i*step+sampleSize], room[:0])
		packed += len(room)
	}
	return packed < samples*sampleSize*19/20
}

// pays asks for a tenth: less is not worth the time at each reading.
func pays(raw, packed int) bool { return packed < raw-raw/10 }

// eachPiece calls f with the packed chunks of a message in order. The data is valid until f returns.
func (s *Store) eachPiece(p *Spool, f func(seq int, c piece) error) error {
	room := s.pieces.Get().(*[]byte)
	defer s.pieces.Put(room)
	if whole, _ := p.inMemory(); whole != nil {
		var c piece
		c, *room = s.pack(whole, *room, true)
		return f(0, c)
	}
	r, err := p.Reader()
	if err != nil {
		return err
	}
	raw := s.pieces.Get().(*[]byte)
	defer s.pieces.Put(raw)
	if cap(*raw) < chunkSize {
		*raw = make([]byte, 0, chunkSize)
	}
	for seq, worth := 0, true; ; seq++ {
		n, err := io.ReadFull(r, (*raw)[:chunkSize])
		if n > 0 {
			var c piece
			c, *room = s.pack((*raw)[:n], *room, worth)
			worth = c.codec == codecZstd
			if err := f(seq, c); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		} else if err != nil {
			return sorted(err)
		}
	}
}

func insertPiece(tx *writeTx, id MessageID, seq int, c piece) error {
	if seq >= 1<<chunkBits {
		return fmt.Errorf("a message of more than %d chunks", 1<<chunkBits)
	}
	_, err := tx.Exec("INSERT INTO chunks (id, codec, data) VALUES (?, ?, ?)", int64(id)<<chunkBits|int64(seq), c.codec, c.data)
	return err
}

// Raw streams the stored bytes. The caller closes it. It holds no transaction open between two reads; a message
// destroyed meanwhile ends it with ErrNotFound.
func (s *Store) Raw(ctx context.Context, id MessageID) (io.ReadCloser, error) {
	r := &rawReader{ctx: ctx, store: s, id: id}
	err := s.readers.QueryRowContext(ctx, "SELECT size FROM messages WHERE id = ?", id).Scan(&r.left)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read message %d: %w", id, sorted(err))
	}
	return r, nil
}

type rawReader struct {
	ctx   context.Context
	store *Store
	id    MessageID
	seq   int
	left  int64  // raw bytes in chunks not read yet
	chunk []byte // the rest of the current one
	buf   []byte // what chunks are unpacked into
	err   error
}

func (r *rawReader) Read(b []byte) (int, error) {
	for len(r.chunk) == 0 {
		if r.err == nil {
			r.err = r.next()
		}
		if r.err != nil {
			return 0, r.err
		}
	}
	n := copy(b, r.chunk)
	r.chunk = r.chunk[n:]
	return n, nil
}

// next reads the next chunk; io.EOF when the message's size is reached, ErrDamaged when the chunks are of another
// size than the message.
func (r *rawReader) next() error {
	if r.left == 0 {
		return io.EOF
	}
	data, err := r.store.chunk(r.ctx, r.id, r.seq, &r.buf)
	if err != nil {
		return fmt.Errorf("read message %d: %w", r.id, err)
	}
	r.seq++
	r.left -= int64(len(data))
	if len(data) == 0 || r.left < 0 {
		return fmt.Errorf("read message %d: %w: its chunks do not add up", r.id, ErrDamaged)
	}
	r.chunk = data
	return nil
}

// chunk reads and unpacks one chunk; the data is room's where it was packed.
func (s *Store) chunk(ctx context.Context, id MessageID, seq int, room *[]byte) ([]byte, error) {
	data, codec, err := s.storedChunk(ctx, id, seq)
	if err != nil || codec != codecZstd {
		return data, err
	}
	if *room, err = s.opener.DecodeAll(data, (*room)[:0]); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return *room, nil
}

// storedChunk reads one chunk as it lies in the file.
func (s *Store) storedChunk(ctx context.Context, id MessageID, seq int) (data []byte, codec int, err error) {
	err = s.readers.QueryRowContext(ctx, "SELECT codec, data FROM chunks WHERE id = ?", int64(id)<<chunkBits|int64(seq)).Scan(&codec, &data)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, 0, s.missing(ctx, id, seq)
	case unreadable(err): // the disk does not give it
		return nil, 0, fmt.Errorf("%w: %w", ErrDamaged, err)
	case err != nil:
		return nil, 0, sorted(err)
	}
	return data, codec, nil
}

// missing tells a message which was destroyed while it was read from one that lacks a chunk.
func (s *Store) missing(ctx context.Context, id MessageID, seq int) error {
	var there bool
	err := s.readers.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM messages WHERE id = ?)", id).Scan(&there)
	switch {
	case err != nil:
		return sorted(err)
	case there:
		return fmt.Errorf("%w: chunk %d is missing", ErrDamaged, seq)
	}
	return ErrNotFound
}

func (r *rawReader) Close() error {
	r.chunk, r.buf, r.err = nil, nil, errors.New("this message's reader is closed")
	return nil
}
