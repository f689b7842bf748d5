package mailstore

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// RawReadable streams what can be read of a message that is damaged. It passes over chunks that are gone, and gives of
// one that does not unpack what comes before the damage. Where nothing of the first can be read, and the head of the
// letter with it, there is nothing. The bytes are good to be shown, and no proof of anything.
func (s *Store) RawReadable(ctx context.Context, id MessageID) (io.ReadCloser, error) {
	r := &readableReader{ctx: ctx, store: s, id: id}
	var size int64
	if err := notFound(s.readers.QueryRowContext(ctx, "SELECT size FROM messages WHERE id = ?", id).Scan(&size)); err != nil {
		return nil, fmt.Errorf("read message %d: %w", id, sorted(err))
	}
	r.chunks = int((size + chunkSize - 1) / chunkSize)
	return r, nil
}

type readableReader struct {
	ctx    context.Context
	store  *Store
	id     MessageID
	seq    int    // the next chunk
	chunks int    // that there should be
	chunk  []byte // the rest of the current one
	buf    []byte // what chunks are unpacked into
}

func (r *readableReader) Read(b []byte) (int, error) {
	for len(r.chunk) == 0 {
		if r.seq == r.chunks {
			return 0, io.EOF
		}
		data, codec, err := r.store.storedChunk(r.ctx, r.id, r.seq)
		if err != nil && !errors.Is(err, ErrDamaged) {
			return 0, fmt.Errorf("read message %d: %w", r.id, err)
		}
		if codec == codecZstd {
			r.buf, _ = r.store.opener.DecodeAll(data, r.buf[:0]) // what comes before an error is in it
			data = r.buf
		}
		if len(data) == 0 && r.seq == 0 {
			r.seq = r.chunks
			continue
		}
		r.chunk = data[:min(len(data), chunkSize)]
		r.seq++
	}
	n := copy(b, r.chunk)
	r.chunk = r.chunk[n:]
	return n, nil
}

func (r *readableReader) Close() error {
	r.chunk, r.buf, r.seq, r.chunks = nil, nil, 0, 0
	return nil
}
