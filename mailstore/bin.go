package mailstore

import (
	"context"
	"fmt"
	"strconv"
	"time"
)

const (
	settingBinDays = "bin.days" // how long mail stays in the Bin; "0": until it is emptied by hand
	binDays        = 30
	// The Bin is emptied by itself only while mail that came lately says that the clock is about right: one that has
	// jumped ahead would empty it at once.
	binClockProof = 7 * 24 * time.Hour
)

// EmptyBin destroys what came into an account's Bin before a moment, with the folders that were deleted before it; 0 is
// all accounts. It never reaches a server. It works in steps: broken off, some is gone and the rest is whole.
func (s *Store) EmptyBin(ctx context.Context, a AccountID, before time.Time) (destroyed int, err error) {
	for {
		ids, err := s.binned(ctx, a, before)
		if err != nil {
			return destroyed, fmt.Errorf("empty the Bin: %w", err)
		}
		if len(ids) == 0 {
			break
		}
		if err := s.Destroy(ctx, ids); err != nil {
			return destroyed, fmt.Errorf("empty the Bin: %w", err)
		}
		destroyed += len(ids)
	}
	err = s.writeNeeded(ctx, func(tx *writeTx) error {
		// Folders in deleted ones first would need their order; what is left empty goes in as many rounds as it is deep.
		for {
			res, err := tx.Exec(`DELETE FROM folders WHERE total = 0 AND role = '' AND id IN (`+binTree+`)
				AND NOT EXISTS (SELECT 1 FROM folders c WHERE c.parent = folders.id)`, a, seconds(before))
			if err != nil {
				return err
			}
			if n, err := res.RowsAffected(); err != nil || n == 0 {
				return err
			}
		}
	})
	if err != nil {
		return destroyed, fmt.Errorf("empty the Bin: %w", err)
	}
	return destroyed, nil
}

// binTree are the folders that were put into a Bin before a moment, with all folders in them.
const binTree = `WITH RECURSIVE tree (id) AS (
	SELECT f.id FROM folders f WHERE f.binned <> 0 AND f.binned < ?2 AND (?1 = 0 OR f.account_id = ?1)
	UNION SELECT c.id FROM folders c JOIN tree ON c.parent = tree.id)
	SELECT id FROM tree`

// binned gives some of the messages which are due.
func (s *Store) binned(ctx context.Context, a AccountID, before time.Time) ([]MessageID, error) {
	rows, err := s.readers.QueryContext(ctx, `SELECT id FROM messages WHERE binned <> 0 AND binned < ?2 AND (?1 = 0 OR account_id = ?1)
		UNION SELECT id FROM messages WHERE folder_id IN (`+binTree+`) LIMIT 1000`, a, seconds(before))
	if err != nil {
		return nil, sorted(err)
	}
	return collect(rows, func(id *MessageID) []any { return []any{id} })
}

// BinDays is how many days mail stays in the Bin until it is deleted for good; 0: until the Bin is emptied by hand.
func (s *Store) BinDays(ctx context.Context) (int, error) {
	text, err := s.Setting(ctx, settingBinDays)
	if err != nil {
		return 0, err
	}
	if n, err := strconv.Atoi(text); err == nil {
		return max(n, 0), nil
	}
	return binDays, nil
}

// SetBinDays keeps mail in the Bin for so many days from now on, 0: until the Bin is emptied by hand.
func (s *Store) SetBinDays(ctx context.Context, days int) error {
	return s.SetSetting(ctx, settingBinDays, strconv.Itoa(max(days, 0)))
}

// emptyOldBins does what the setting says, while the clock is to be believed.
func (s *Store) emptyOldBins(ctx context.Context) error {
	days, err := s.BinDays(ctx)
	if err != nil {
		return err
	}
	if days <= 0 {
		return nil
	}
	now := s.now()
	var waiting, doubted, proved bool
	err = s.readers.QueryRowContext(ctx, `SELECT
		EXISTS (SELECT 1 FROM messages WHERE binned <> 0 AND binned < ?1) OR EXISTS (SELECT 1 FROM folders WHERE binned <> 0 AND binned < ?1),
		EXISTS (SELECT 1 FROM accounts WHERE removed = 0 AND clock_doubt <> 0),
		EXISTS (SELECT 1 FROM messages WHERE id = (SELECT max(id) FROM messages) AND date BETWEEN ?2 AND ?3)`,
		seconds(now.AddDate(0, 0, -days)), seconds(now.Add(-binClockProof)), seconds(now.Add(binClockProof))).Scan(&waiting, &doubted, &proved)
	if err != nil || !waiting || doubted || !proved {
		return sorted(err)
	}
	_, err = s.EmptyBin(ctx, 0, now.AddDate(0, 0, -days))
	return err
}
