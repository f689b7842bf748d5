package mailstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Messages are read back in idle time, a slice at a time, so that a disk which forgets is noticed while the server or a
// backup may still have the letter. Once all were read it begins anew after a month.
const (
	sliceMessages = 200
	sliceBytes    = 32 << 20
	settingSlice  = "verify.at" // the last message read back, and when the round began: "17 1741600000"
	roundPause    = 30 * 24 * time.Hour
)

// CheckSlice reads the next messages back and notes those whose bytes are not what they were. done says that the round
// is over, and the next one is not due yet.
func (s *Store) CheckSlice(ctx context.Context) (checked int, done bool, err error) {
	at, began, err := s.sliceAt(ctx)
	if err != nil {
		return 0, false, fmt.Errorf("check messages: %w", err)
	}
	if at == 0 && s.now().Sub(began) < roundPause {
		return 0, true, nil
	}
	if at == 0 {
		began = s.now()
	}
	first := at + 1
	rows, err := s.readers.QueryContext(ctx, "SELECT id, size, sha256 FROM messages WHERE id > ? ORDER BY id LIMIT ?", at, sliceMessages)
	if err != nil {
		return 0, false, fmt.Errorf("check messages: %w", sorted(err))
	}
	type one struct {
		id   MessageID
		size int64
		sum  [32]byte
	}
	list, err := collect(rows, func(m *one) []any { return []any{&m.id, &m.size, hashBytes{&m.sum}} })
	if err != nil {
		return 0, false, fmt.Errorf("check messages: %w", err)
	}
	var bad []MessageID
	octets := int64(0)
	for _, m := range list {
		if octets > sliceBytes {
			break
		}
		damaged, err := s.readsBad(ctx, m.id, m.sum)
		if err != nil && !errors.Is(err, ErrNotFound) { // destroyed meanwhile
			return checked, false, fmt.Errorf("check messages: %w", err)
		}
		if damaged {
			bad = append(bad, m.id)
		}
		checked++
		octets += m.size
		at = m.id
	}
	last := at
	if done = checked == len(list) && len(list) < sliceMessages; done {
		at = 0
	}
	err = s.write(ctx, func(tx *writeTx) error {
		if err := s.noteDamage(tx, first, last, bad); err != nil {
			return err
		}
		_, err := tx.Exec("INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
			settingSlice, fmt.Sprint(int64(at), " ", seconds(began)))
		return err
	})
	if err != nil {
		return checked, done, fmt.Errorf("check messages: %w", err)
	}
	return checked, done, nil
}

func (s *Store) sliceAt(ctx context.Context) (at MessageID, began time.Time, err error) {
	text, err := s.Setting(ctx, settingSlice)
	if err != nil {
		return 0, time.Time{}, err
	}
	first, second, _ := strings.Cut(text, " ")
	id, _ := strconv.ParseInt(first, 10, 64) // unreadable: from the start
	n, _ := strconv.ParseInt(second, 10, 64)
	return MessageID(id), fromSeconds(n), nil
}

// readsBad reads a message back. One of which the disk does not give all bytes is as bad as one with others.
func (s *Store) readsBad(ctx context.Context, id MessageID, sum [32]byte) (bool, error) {
	got, err := s.VerifyStored(ctx, id)
	switch {
	case err == nil:
		return got != sum, nil
	case errors.Is(err, ErrDamaged):
		return true, nil
	}
	return false, err
}

// noteDamage writes down which messages from first to last, all of which were read, are not what they were.
func (s *Store) noteDamage(tx *writeTx, first, last MessageID, bad []MessageID) error {
	list := idList(bad)
	// What reads well now was not damaged: the memory or the cable was bad, and not the disk.
	if _, err := tx.Exec("DELETE FROM damaged WHERE message_id BETWEEN ? AND ? AND message_id NOT IN (SELECT value FROM json_each(?))", first, last, list); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO damaged (message_id, found)
		SELECT id, ? FROM messages WHERE id IN (SELECT value FROM json_each(?)) ON CONFLICT DO NOTHING`, seconds(s.now()), list)
	return err
}

// CheckMessage reads one message back at once and reports whether it is not what it was when it came. What it finds is
// noted, but not in a store that is only read.
func (s *Store) CheckMessage(ctx context.Context, id MessageID) (damaged bool, err error) {
	var sum [32]byte
	err = s.readers.QueryRowContext(ctx, "SELECT sha256 FROM messages WHERE id = ?", id).Scan(hashBytes{&sum})
	if err = notFound(err); err == nil {
		damaged, err = s.readsBad(ctx, id, sum)
	}
	if err != nil {
		return false, fmt.Errorf("check message %d: %w", id, sorted(err))
	}
	noted, err := s.IsDamaged(ctx, id)
	if err != nil || noted == damaged {
		return damaged, err
	}
	var bad []MessageID
	if damaged {
		bad = append(bad, id)
	}
	err = s.writeUncounted(ctx, func(tx *writeTx) error { return s.noteDamage(tx, id, id, bad) })
	if err != nil && !errors.Is(err, ErrReadOnly) {
		return damaged, fmt.Errorf("check message %d: %w", id, err)
	}
	return damaged, nil
}

// IsDamaged reports whether a message was found damaged and is so still, as far as is known.
func (s *Store) IsDamaged(ctx context.Context, id MessageID) (is bool, err error) {
	err = s.readers.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM damaged WHERE message_id = ?)", id).Scan(&is)
	if err != nil {
		return false, fmt.Errorf("read whether message %d is damaged: %w", id, sorted(err))
	}
	return is, nil
}

// Damaged gives the messages that were found damaged, oldest finding first.
func (s *Store) Damaged(ctx context.Context) ([]MessageID, error) {
	rows, err := s.readers.QueryContext(ctx, "SELECT message_id FROM damaged ORDER BY found, message_id")
	if err != nil {
		return nil, fmt.Errorf("read what is damaged: %w", sorted(err))
	}
	list, err := collect(rows, func(id *MessageID) []any { return []any{id} })
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("read what is damaged: %w", err)
	}
	return list, nil
}
