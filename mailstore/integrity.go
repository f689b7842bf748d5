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
		sum, err := s.VerifyStored(ctx, m.id)
		switch {
		case errors.Is(err, ErrNotFound): // destroyed meanwhile
		case err != nil && !errors.Is(err, ErrDamaged):
			return checked, false, fmt.Errorf("check messages: %w", err)
		case err != nil || sum != m.sum:
			bad = append(bad, m.id)
		}
		checked++
		octets += m.size
		at = m.id
	}
	if done = checked == len(list) && len(list) < sliceMessages; done {
		at = 0
	}
	if err := s.noteSlice(ctx, at, began, bad); err != nil {
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

func (s *Store) noteSlice(ctx context.Context, at MessageID, began time.Time, bad []MessageID) error {
	return s.write(ctx, func(tx *writeTx) error {
		for _, id := range bad {
			_, err := tx.Exec("INSERT INTO damaged (message_id, found) SELECT id, ? FROM messages WHERE id = ? ON CONFLICT DO NOTHING", seconds(s.now()), id)
			if err != nil {
				return err
			}
		}
		_, err := tx.Exec("INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
			settingSlice, fmt.Sprint(int64(at), " ", seconds(began)))
		return err
	})
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
