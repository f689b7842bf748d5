package mailstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Setting gives a setting, "" where it is unset. No secret is kept here.
func (s *Store) Setting(ctx context.Context, key string) (value string, err error) {
	err = s.readers.QueryRowContext(ctx, "SELECT value FROM settings WHERE key = ?", key).Scan(&value)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("read setting %s: %w", key, sorted(err))
	}
	return value, nil
}

// SetSetting keeps a setting; "" unsets it.
func (s *Store) SetSetting(ctx context.Context, key, value string) error {
	err := s.writeNeeded(ctx, func(tx *writeTx) error {
		if value == "" {
			_, err := tx.Exec("DELETE FROM settings WHERE key = ?", key)
			return err
		}
		_, err := tx.Exec("INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2", key, value)
		return err
	})
	if err != nil {
		return fmt.Errorf("keep setting %s: %w", key, err)
	}
	return nil
}
