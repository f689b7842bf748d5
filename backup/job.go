package backup

import (
	"encoding/json"
	"errors"
	"slices"
	"time"

	"satchel/mailstore"
)

// copyNew copies the chunks of the messages that came since the last backup. No snapshot is held for it: chunks never
// change, and ids are never used twice.
func (j *job) copyNew() error {
	return j.store.EachChunk(j.ctx, j.last, func(id mailstore.MessageID, seq, codec int, data []byte) error {
		if err := j.ctx.Err(); err != nil {
			return err
		}
		return j.chunk(id, seq, codec, data)
	})
}

func (j *job) chunk(id mailstore.MessageID, seq, codec int, data []byte) error {
	p := j.places[id]
	if seq == 0 {
		p = place{at: j.log.at}
		j.added++
		j.tick()
	}
	if err := j.log.record(kindChunk, byte(codec), uint64(id)<<messageBits|uint64(seq), data); err != nil { //nolint:gosec // small and positive
		return err
	}
	p.packed = j.log.at - p.at
	j.places[id] = p
	return nil
}

func (j *job) tick() {
	j.done++
	if j.o.Progress != nil {
		j.o.Progress(min(j.done, j.of), j.of)
	}
}

func (j *job) writeRows() error {
	var columns messageColumns
	err := j.store.Snapshot(j.ctx, func(t *mailstore.Table, row []any) error {
		switch t.Name {
		case mailstore.TableMessages:
			if columns.id < 0 || columns.names == nil {
				columns = columnsIn(t)
			}
			return j.message(t, columns, row)
		case mailstore.TableLedger:
			if i := slices.Index(t.Columns, "message_id"); i >= 0 && j.gone[row[i].(int64)] {
				row = slices.Clone(row)
				row[i] = int64(0)
			}
		}
		return j.rows.add(t, row)
	})
	if err != nil {
		return err
	}
	return j.rows.flush()
}

// messageColumns are the places of the columns this package reads itself.
type messageColumns struct {
	names         []string
	id, size, sum int
}

func columnsIn(t *mailstore.Table) messageColumns {
	at := func(name string) int { return slices.Index(t.Columns, name) }
	return messageColumns{t.Columns, at("id"), at("size"), at("sha256")}
}

// message writes the row of a message, and before it what of it is not in the file yet.
func (j *job) message(t *mailstore.Table, c messageColumns, row []any) error {
	id, size, sum := row[c.id].(int64), row[c.size].(int64), row[c.sum].([]byte)
	p, has := j.places[mailstore.MessageID(id)]
	if has && p.sum == [8]byte{} {
		copy(p.sum[:], sum) // copied in this run
	}
	if !has || string(p.sum[:]) != string(sum[:8]) {
		delete(j.places, mailstore.MessageID(id))
		err := j.store.ChunksOf(j.ctx, mailstore.MessageID(id), func(seq, codec int, data []byte) error {
			return j.chunk(mailstore.MessageID(id), seq, codec, data)
		})
		if err != nil {
			return err
		}
		if p, has = j.places[mailstore.MessageID(id)]; !has && size > 0 {
			j.gone[id] = true
			return nil
		}
	}
	j.end.Messages++
	j.end.Bytes += size
	j.end.Live += p.packed
	return j.rows.add(t, append(row[:len(row):len(row)], p.at, p.packed), columnAt, columnPacked)
}

func (j *job) writeEnd() error {
	j.end.Profile, j.end.Finished, j.end.RowsAt = j.profile, j.now(), j.rows.start
	if j.end.RowsAt == 0 {
		return errors.New("a profile without a single row")
	}
	j.end.Live += j.log.at - j.rows.start
	text, err := json.Marshal(j.end)
	if err != nil {
		return err
	}
	return j.log.end(text)
}

func (j *job) now() time.Time {
	if j.o.Now == nil {
		return time.Now().UTC()
	}
	return j.o.Now().UTC()
}
