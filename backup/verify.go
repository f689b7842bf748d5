package backup

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"

	"satchel/mailstore"
)

// Verify reads every message of a backup file and compares its hash.
func Verify(ctx context.Context, path string, o Options) (Receipt, error) {
	f, err := open(path)
	if err != nil {
		return Receipt{}, fmt.Errorf("verify %s: %w", path, err)
	}
	defer f.close()
	r, err := f.verify(ctx, o.Progress)
	if err != nil {
		return Receipt{}, fmt.Errorf("verify %s: %w", path, err)
	}
	return r, nil
}

func (b *file) verify(ctx context.Context, progress func(done, of int64)) (Receipt, error) {
	r := Receipt{FileBytes: b.size, Finished: b.Finished, Cut: b.cut}
	bodies := b.bodies()
	h := sha256.New()
	err := b.rows(func(table string, row mailstore.SnapshotRow) error {
		if table != mailstore.TableMessages {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		m, err := messageOf(row)
		if err != nil {
			return err
		}
		r.Messages++
		r.Bytes += m.size
		h.Reset()
		err = bodies.copy(h, m.at, int64(m.id), m.size)
		if err != nil && !errors.Is(err, ErrDamaged) {
			return err
		}
		if err != nil || [32]byte(h.Sum(nil)) != m.sum {
			r.Mismatches = append(r.Mismatches, Mismatch{m.id, m.sum})
		} else {
			r.Verified++
		}
		if progress != nil {
			progress(r.Messages, b.Messages)
		}
		return nil
	})
	return r, err
}

// message is what this package reads of a row of messages.
type message struct {
	id            mailstore.MessageID
	account, size int64
	at, packed    int64
	arrived       int64
	sum           [32]byte
}

func messageOf(row mailstore.SnapshotRow) (m message, err error) {
	number := func(name string) int64 {
		n, ok := row[name].(int64)
		if !ok || n < 0 {
			err = fmt.Errorf("%w: a message without its %s", ErrDamaged, name)
		}
		return n
	}
	m.id, m.account, m.size = mailstore.MessageID(number("id")), number("account_id"), number("size")
	m.at, m.packed = number(columnAt), number(columnPacked)
	m.arrived, _ = row["arrived"].(int64)
	sum, ok := row["sha256"].([]byte)
	if !ok || len(sum) != len(m.sum) {
		return m, fmt.Errorf("%w: a message without its hash", ErrDamaged)
	}
	copy(m.sum[:], sum)
	return m, err
}
