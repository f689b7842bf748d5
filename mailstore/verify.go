package mailstore

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
)

// verifyAlone is the size in octets from which a message is read back by itself, in steps: a statement that runs for
// long keeps the WAL from being moved into the database.
const verifyAlone = 4 << 20

// VerifyMany reads messages back from the file and gives the hash of what is there. A message that is gone, partial, or of
// which not all can be read, is left out. err is for what concerns all of them: ctx, and a file that cannot be read.
func (s *Store) VerifyMany(ctx context.Context, ids []MessageID) (map[MessageID][32]byte, error) {
	sizes, err := s.sizesOf(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("read back %d messages: %w", len(ids), err)
	}
	sums := make(map[MessageID][32]byte, len(ids))
	var small []MessageID
	for id, size := range sizes {
		if size == 0 {
			sums[id] = sha256.Sum256(nil) // it has no chunk
			continue
		}
		if size < verifyAlone {
			small = append(small, id)
			continue
		}
		sum, err := s.VerifyStored(ctx, id)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err == nil {
			sums[id] = sum
		}
	}
	slices.Sort(small) // as they lie in the file
	if err := s.verifySmall(ctx, small, sizes, sums); err != nil {
		return nil, fmt.Errorf("read back %d messages: %w", len(ids), err)
	}
	return sums, nil
}

// sizesOf are the raw octets of those messages that are there and whole.
func (s *Store) sizesOf(ctx context.Context, ids []MessageID) (map[MessageID]int64, error) {
	rows, err := s.readers.QueryContext(ctx, "SELECT id, size FROM messages WHERE id IN (SELECT value FROM json_each(?)) AND partial = 0", idList(ids))
	if err != nil {
		return nil, sorted(err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	sizes := make(map[MessageID]int64, len(ids))
	for rows.Next() {
		var id MessageID
		var size int64
		if err := rows.Scan(&id, &size); err != nil {
			return nil, sorted(err)
		}
		sizes[id] = size
	}
	return sizes, sorted(rows.Err())
}

// VerifyStored reads one message back from the file, in steps, and gives the hash of what is there.
func (s *Store) VerifyStored(ctx context.Context, id MessageID) (sum [32]byte, err error) {
	r, err := s.Raw(ctx, id)
	if err != nil {
		return sum, err
	}
	defer r.Close() //nolint:errcheck // it only frees memory
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return sum, err
	}
	return [32]byte(h.Sum(nil)), nil
}

// verifySmall reads the chunks of many messages by one statement: read one by one, most of the time would go into
// asking for them.
func (s *Store) verifySmall(ctx context.Context, ids []MessageID, sizes map[MessageID]int64, sums map[MessageID][32]byte) error {
	rows, err := s.readers.QueryContext(ctx, `
		SELECT c.id, c.codec, c.data FROM json_each(?) AS wanted
		CROSS JOIN chunks c ON c.id BETWEEN wanted.value * 65536 AND wanted.value * 65536 + 65535`, idList(ids))
	if err != nil {
		return sorted(err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	v := verifying{store: s, hash: sha256.New(), sizes: sizes, sums: sums}
	for rows.Next() {
		var key int64
		var codec int
		var data sql.RawBytes
		if err := rows.Scan(&key, &codec, &data); err != nil {
			return sorted(err)
		}
		v.chunk(key, codec, data)
	}
	v.end()
	err = sorted(rows.Err())
	if !errors.Is(err, ErrDamaged) && !unreadable(err) {
		return cmp.Or(err, ctx.Err())
	}
	// A page that is damaged, or that the disk does not give, hides what was to come behind it.
	rows.Close() //nolint:errcheck // it has ended
	for _, id := range ids {
		if _, read := sums[id]; read || ctx.Err() != nil {
			continue
		}
		if sum, err := s.VerifyStored(ctx, id); err == nil {
			sums[id] = sum
		}
	}
	return ctx.Err()
}

// verifying hashes chunks as they come, message by message.
type verifying struct {
	store *Store
	hash  hash.Hash
	sizes map[MessageID]int64
	sums  map[MessageID][32]byte

	id     MessageID // the one under way, 0: none
	seq    int64     // its next chunk
	octets int64
	bad    bool // it cannot be right any more
	buf    []byte
}

func (v *verifying) chunk(key int64, codec int, data []byte) {
	if id := MessageID(key >> chunkBits); id != v.id {
		v.end()
		v.id, v.seq, v.octets, v.bad = id, 0, 0, false
		v.hash.Reset()
	}
	if key&(1<<chunkBits-1) != v.seq {
		v.bad = true
	}
	v.seq++
	if codec == codecZstd {
		var err error
		if v.buf, err = v.store.opener.DecodeAll(data, v.buf[:0]); err != nil {
			v.bad = true
			return
		}
		data = v.buf
	}
	v.octets += int64(len(data))
	v.hash.Write(data)
}

// end takes the hash of the message under way, if all of it has come.
func (v *verifying) end() {
	if v.id != 0 && !v.bad && v.octets == v.sizes[v.id] {
		v.sums[v.id] = [32]byte(v.hash.Sum(nil))
	}
}
