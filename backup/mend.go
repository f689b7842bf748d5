package backup

import (
	"context"
	"errors"
	"fmt"

	"satchel/mailstore"
)

// Mended says what Mend did.
type Mended struct {
	Whole []mailstore.MessageID // they have their bytes back
	Left  []mailstore.MessageID // the backup does not have them whole
}

// Mend gives messages that are known to be damaged here their bytes back from a backup, those of ids or, without, all of
// them; nothing else of it is brought in. Each is mended by itself: broken off, it can be run again. Errors as Restore
// gives them.
func Mend(ctx context.Context, store *mailstore.Store, path string, ids []mailstore.MessageID, o Options) (Mended, error) {
	m, err := mend(ctx, store, path, ids, o)
	if err != nil {
		return m, fmt.Errorf("mend from %s: %w", path, err)
	}
	return m, nil
}

func mend(ctx context.Context, store *mailstore.Store, path string, ids []mailstore.MessageID, o Options) (done Mended, err error) {
	f, err := open(path)
	if err != nil {
		return done, err
	}
	defer f.close()
	if len(ids) == 0 {
		if ids, err = store.Damaged(ctx); err != nil {
			return done, err
		}
	}
	wanted, err := sumsOf(ctx, store, ids)
	if err != nil {
		return done, err
	}
	bodies, seen := f.bodies(), int64(0)
	err = f.rows(func(table string, row mailstore.SnapshotRow) error {
		if table != mailstore.TableMessages || len(wanted) == 0 {
			return ctx.Err()
		}
		m, err := messageOf(row)
		if err != nil {
			return err
		}
		if seen++; o.Progress != nil {
			o.Progress(seen, f.Messages)
		}
		for _, id := range wanted[m.sum] {
			whole, err := mendOne(ctx, store, bodies, id, m)
			if err != nil {
				return err
			}
			if !whole {
				return nil // the same bytes may be in the file once more
			}
			done.Whole = append(done.Whole, id)
		}
		delete(wanted, m.sum)
		return ctx.Err()
	})
	for _, id := range ids {
		for _, left := range wanted {
			for _, l := range left {
				if l == id {
					done.Left = append(done.Left, id)
				}
			}
		}
	}
	return done, err
}

// sumsOf gives the messages by the hash that each had when it came.
func sumsOf(ctx context.Context, store *mailstore.Store, ids []mailstore.MessageID) (map[[32]byte][]mailstore.MessageID, error) {
	heads, err := store.Heads(ctx, ids)
	if err != nil {
		return nil, err
	}
	sums := make(map[[32]byte][]mailstore.MessageID, len(heads))
	for _, h := range heads {
		sums[h.SHA256] = append(sums[h.SHA256], h.ID)
	}
	return sums, nil
}

// mendOne reports whether the backup has the bytes whole.
func mendOne(ctx context.Context, store *mailstore.Store, from *bodies, id mailstore.MessageID, m message) (bool, error) {
	spool := store.NewSpool()
	defer spool.Discard()
	if err := from.copy(spool, m.at, int64(m.id), m.size); errors.Is(err, ErrDamaged) || errors.Is(err, ErrCut) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	err := store.Repair(ctx, id, spool)
	if errors.Is(err, mailstore.ErrDiffers) || errors.Is(err, mailstore.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}
