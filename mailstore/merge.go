package mailstore

import (
	"context"
	"fmt"
	"strconv"
)

const (
	mergePages    = 400             // of the index, written at a time: some 20 ms in which no other write comes
	settingMerged = "search.merged" // the last message when the index was in one piece
)

// mergeWords makes one piece of the search index when an eighth has come since it was. Each group of new words is a piece of
// its own, which FTS5 merges with its like: a million messages lie in some twenty, and every word is looked for in each, every
// beginning with all its words. Somebody who writes ends it; the next idle time goes on where it stopped.
func (h *house) mergeWords(ctx context.Context) error {
	last, due, err := h.store.grown(ctx, settingMerged)
	if err != nil || !due {
		return err
	}
	for pages := -mergePages; ctx.Err() == nil && len(h.wrote) == 0; pages = mergePages { // below 0: begin, or go on with what was begun
		more, err := h.mergeOnce(ctx, pages)
		if err != nil {
			return fmt.Errorf("merge the index: %w", err)
		}
		if !more {
			return h.store.SetSetting(ctx, settingMerged, strconv.FormatInt(last, 10))
		}
		h.checkpointBusy(ctx)
	}
	return ctx.Err()
}

// grown tells the last message, and whether an eighth of them came since the one that a setting names.
func (s *Store) grown(ctx context.Context, setting string) (last int64, due bool, err error) {
	if err := s.readers.QueryRowContext(ctx, "SELECT COALESCE(max(id), 0) FROM messages").Scan(&last); err != nil {
		return 0, false, sorted(err)
	}
	text, err := s.Setting(ctx, setting)
	if err != nil {
		return 0, false, err
	}
	known, _ := strconv.ParseInt(text, 10, 64) // unreadable: from the start
	return last, last-known >= max(last/wordsGrowth, heavyFrom), nil
}

// mergeOnce tells whether there was something to merge: the index changes rows of its own then, beside the one of the command.
func (h *house) mergeOnce(ctx context.Context, pages int) (more bool, err error) {
	if err := h.store.takeTurn(ctx); err != nil {
		return false, err
	}
	defer h.store.endTurn()
	var before, after int64
	if err := h.db.QueryRowContext(ctx, "SELECT total_changes()").Scan(&before); err != nil {
		return false, sorted(err)
	}
	if _, err := h.db.ExecContext(ctx, "INSERT INTO search (search, rank) VALUES ('merge', ?)", pages); err != nil {
		return false, sorted(err)
	}
	if err := h.db.QueryRowContext(ctx, "SELECT total_changes()").Scan(&after); err != nil {
		return false, sorted(err)
	}
	return after-before >= 2, nil
}
