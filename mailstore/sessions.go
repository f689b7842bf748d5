package mailstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Session is one POP3 session, so that each change can be explained.
type Session struct {
	ID                                              SessionID
	Account                                         AccountID
	Start, End                                      time.Time
	Result                                          string
	Text                                            string
	Listed, Fetched, AskedToRemove, Removed, Failed int
	Bytes                                           int64
}

func (r *Session) row() []any {
	return []any{
		&r.ID, &r.Account, stamp{&r.Start}, stamp{&r.End}, &r.Result, &r.Text,
		&r.Listed, &r.Fetched, &r.AskedToRemove, &r.Removed, &r.Failed, &r.Bytes,
	}
}

// BeginSession notes that a session has begun. One without an end was broken off, by a crash for example.
func (s *Store) BeginSession(ctx context.Context, a AccountID, at time.Time) (SessionID, error) {
	var id int64
	err := s.writeNeeded(ctx, func(tx *writeTx) error {
		res, err := tx.Exec("INSERT INTO sessions (account_id, start) SELECT id, ? FROM accounts WHERE id = ? AND removed = 0", seconds(at), a)
		if err := mustTouch(res, err, "account", int64(a)); err != nil {
			return err
		}
		id, err = res.LastInsertId()
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("begin a session of account %d: %w", a, err)
	}
	return SessionID(id), nil
}

// EndSession writes all but the account and the start, which stay as BeginSession noted them.
func (s *Store) EndSession(ctx context.Context, r Session) error {
	err := s.writeNeeded(ctx, func(tx *writeTx) error {
		res, err := tx.Exec(`UPDATE sessions SET end = ?, result = ?, text = ?, listed = ?, fetched = ?, asked = ?, removed = ?, failed = ?, bytes = ?
			WHERE id = ?`, append(r.row()[3:], r.ID)...)
		return mustTouch(res, err, "session", int64(r.ID))
	})
	if err != nil {
		return fmt.Errorf("end session %d: %w", r.ID, err)
	}
	return nil
}

const sessionColumns = "id, account_id, start, end, result, text, listed, fetched, asked, removed, failed, bytes"

// Session gives one session; nil where it is not known.
func (s *Store) Session(ctx context.Context, id SessionID) (*Session, error) {
	var one Session
	err := s.readers.QueryRowContext(ctx, "SELECT "+sessionColumns+" FROM sessions WHERE id = ?", id).Scan(one.row()...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("read session %d: %w", id, sorted(err))
	}
	return &one, nil
}

// Sessions gives an account's last sessions, newest first.
func (s *Store) Sessions(ctx context.Context, a AccountID, limit int) ([]Session, error) {
	rows, err := s.readers.QueryContext(ctx, "SELECT "+sessionColumns+" FROM sessions WHERE account_id = ? ORDER BY id DESC LIMIT ?", a, limit)
	if err != nil {
		return nil, fmt.Errorf("read sessions of account %d: %w", a, sorted(err))
	}
	list, err := collect(rows, (*Session).row)
	if err != nil {
		return nil, fmt.Errorf("read sessions of account %d: %w", a, err)
	}
	return list, nil
}
