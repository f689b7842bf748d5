package backup

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"satchel/mailindex"
	"satchel/mailstore"
)

// Bounds of one transaction of a restore.
const (
	groupMessages = 256
	groupBytes    = 16 << 20
)

// Restore merges a backup into a profile; see mailstore.Restore for what that means. All rows are read before anything
// is written, so a file that is cut, foreign, newer or damaged in its rows changes nothing. A message whose bytes are
// damaged is told in the receipt and left out; its copy on the server is fetched again where there is one. One that is
// known to be damaged here gets its bytes back.
//
// It works in groups, each whole: broken off or out of space, it can be run again and goes on.
func Restore(ctx context.Context, store *mailstore.Store, path string, o Options) (Receipt, error) {
	r, err := restore(ctx, store, path, o)
	if err != nil {
		return r, fmt.Errorf("restore %s: %w", path, err)
	}
	return r, nil
}

func restore(ctx context.Context, store *mailstore.Store, path string, o Options) (Receipt, error) {
	f, err := open(path)
	if err != nil {
		return Receipt{}, err
	}
	defer f.close()
	tables, err := f.small()
	if err != nil {
		return Receipt{}, err
	}
	merge, err := store.BeginRestore(ctx, tables)
	if err != nil {
		return Receipt{}, err
	}
	j := restoring{ctx: ctx, store: store, merge: merge, bodies: f.bodies(), o: o, of: f.Messages, damaged: map[mailstore.MessageID]bool{}}
	bad, err := store.Damaged(ctx)
	if err != nil {
		return Receipt{}, err
	}
	for _, id := range bad {
		j.damaged[id] = true
	}
	defer j.discard()
	j.receipt = Receipt{FileBytes: f.size, Cut: f.cut}
	err = f.rows(func(table string, row mailstore.SnapshotRow) error {
		switch table {
		case mailstore.TableMessages:
			return j.message(row)
		case mailstore.TableLedger:
			return j.ledger(row)
		}
		return nil
	})
	if err == nil {
		err = j.put()
	}
	if err == nil {
		j.receipt.Finished = time.Now().UTC()
		if o.Now != nil {
			j.receipt.Finished = o.Now().UTC()
		}
	}
	return j.receipt, err
}

// small reads all rows once, which proves that they can be read, and keeps those of the small tables.
func (b *file) small() (map[string][]mailstore.SnapshotRow, error) {
	tables := map[string][]mailstore.SnapshotRow{}
	var messages int64
	err := b.rows(func(table string, row mailstore.SnapshotRow) error {
		switch table {
		case mailstore.TableMessages:
			messages++
			_, err := messageOf(row)
			return err
		case mailstore.TableLedger:
		default:
			tables[table] = append(tables[table], row)
		}
		return nil
	})
	if err == nil && messages != b.Messages {
		err = fmt.Errorf("%w: %d messages of %d", ErrDamaged, messages, b.Messages)
	}
	return tables, err
}

// restoring is one restore under way.
type restoring struct {
	ctx     context.Context
	store   *mailstore.Store
	merge   *mailstore.Restore
	bodies  *bodies
	o       Options
	of      int64
	group   []mailstore.Restored
	held    int64                        // octets in group
	damaged map[mailstore.MessageID]bool // here, and known to be
	receipt Receipt
}

func (j *restoring) message(row mailstore.SnapshotRow) error {
	if err := j.ctx.Err(); err != nil {
		return err
	}
	if len(j.group) >= groupMessages || j.held >= groupBytes {
		if err := j.put(); err != nil {
			return err
		}
	}
	m, err := messageOf(row)
	if err != nil {
		return err
	}
	j.receipt.Messages++
	j.receipt.Bytes += m.size
	if j.o.Progress != nil {
		j.o.Progress(j.receipt.Messages, j.of)
	}
	one := mailstore.Restored{Row: row}
	if one.Here, err = j.merge.Take(j.ctx, m.account, m.sum); err != nil {
		return err
	}
	if j.damaged[one.Here] {
		if err := j.repair(one.Here, m); err != nil {
			return err
		}
	}
	if one.Here == 0 {
		if one.Raw, err = j.read(m); err != nil {
			return err
		}
	}
	j.group = append(j.group, one)
	return nil
}

// repair gives a message that is damaged here its bytes back.
func (j *restoring) repair(here mailstore.MessageID, m message) error {
	spool, err := j.read(m)
	if spool == nil || err != nil {
		return err
	}
	defer spool.Discard()
	j.held -= m.size
	return j.store.Repair(j.ctx, here, spool)
}

// read gives the proved bytes of a message, nil when they are damaged.
func (j *restoring) read(m message) (*mailstore.Spool, error) {
	spool := j.store.NewSpool()
	err := j.bodies.copy(spool, m.at, int64(m.id), m.size)
	damaged := errors.Is(err, ErrDamaged)
	if err != nil && !damaged {
		spool.Discard()
		return nil, err
	}
	if damaged || spool.SHA256() != m.sum {
		spool.Discard()
		j.receipt.Mismatches = append(j.receipt.Mismatches, Mismatch{m.id, m.sum})
		return nil, nil //nolint:nilnil // the row says that it is missing
	}
	j.held += m.size
	return spool, nil
}

// ledger keeps a row with the message before it, or alone.
func (j *restoring) ledger(row mailstore.SnapshotRow) error {
	id, _ := row["message_id"].(int64)
	if n := len(j.group); n > 0 && id != 0 && j.group[n-1].Row != nil && j.group[n-1].Row["id"] == any(id) {
		j.group[n-1].Ledger = append(j.group[n-1].Ledger, row)
		return nil
	}
	if len(j.group) >= groupMessages {
		if err := j.put(); err != nil {
			return err
		}
	}
	j.group = append(j.group, mailstore.Restored{Ledger: []mailstore.SnapshotRow{row}})
	return nil
}

// put stores the group. Two messages are parsed at a time.
func (j *restoring) put() error {
	if len(j.group) == 0 {
		return nil
	}
	var parsers sync.WaitGroup
	turn := make(chan struct{}, 2)
	for i := range j.group {
		m := &j.group[i]
		if m.Raw == nil {
			continue
		}
		arrived, _ := m.Row["arrived"].(int64)
		parsers.Go(func() {
			turn <- struct{}{}
			m.Fields = mailindex.Of(m.Raw, time.Unix(arrived, 0).UTC()).Fields
			<-turn
		})
	}
	parsers.Wait()
	added, err := j.merge.Put(j.ctx, j.group)
	if err != nil {
		return err
	}
	j.receipt.Added += int64(added)
	for _, m := range j.group {
		if m.Raw != nil || m.Here != 0 {
			j.receipt.Verified++
		}
	}
	j.discard()
	return nil
}

func (j *restoring) discard() {
	for _, m := range j.group {
		if m.Raw != nil {
			m.Raw.Discard()
		}
	}
	j.group, j.held = j.group[:0], 0
}
