package mailstore

import (
	"context"
	"fmt"
)

// SearchID names a saved search.
type SearchID int64

// SavedSearch is a search that is found again among the folders.
type SavedSearch struct {
	ID    SearchID
	Name  string
	Query string // what was typed, for Query.Text
}

// SavedSearches gives them by name.
func (s *Store) SavedSearches(ctx context.Context) ([]SavedSearch, error) {
	rows, err := s.readers.QueryContext(ctx, "SELECT id, name, query FROM saved_searches WHERE removed = 0 ORDER BY name COLLATE NOCASE, id")
	if err != nil {
		return nil, fmt.Errorf("read saved searches: %w", sorted(err))
	}
	list, err := collect(rows, func(f *SavedSearch) []any { return []any{&f.ID, &f.Name, &f.Query} })
	if err != nil {
		return nil, fmt.Errorf("read saved searches: %w", err)
	}
	return list, nil
}

// SaveSearch keeps a search under a name; it can be undone. Names may be equal.
func (s *Store) SaveSearch(ctx context.Context, name, query string) (id SearchID, err error) {
	err = s.writeNeeded(ctx, func(tx *writeTx) error {
		res, err := tx.Exec("INSERT INTO saved_searches (name, query) VALUES (?, ?)", folderName(name), query)
		if err != nil {
			return err
		}
		n, err := res.LastInsertId()
		if err != nil {
			return err
		}
		id = SearchID(n)
		return s.remember(tx, new(int64), changedSearch, "0", before{"1": {n}})
	})
	if err != nil {
		return 0, fmt.Errorf("save a search: %w", err)
	}
	return id, nil
}

// RenameSearch gives a saved search another name; it can be undone.
func (s *Store) RenameSearch(ctx context.Context, id SearchID, name string) error {
	name = folderName(name)
	err := s.writeNeeded(ctx, func(tx *writeTx) error {
		var old string
		err := notFound(tx.QueryRow("SELECT name FROM saved_searches WHERE id = ? AND removed = 0", id).Scan(&old))
		if err != nil || old == name {
			return err
		}
		if err := s.remember(tx, new(int64), changedSearchName, name, before{old: {int64(id)}}); err != nil {
			return err
		}
		_, err = tx.Exec("UPDATE saved_searches SET name = ? WHERE id = ?", name, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("rename search %d: %w", id, err)
	}
	return nil
}

// RemoveSearch takes a saved search out of the list; the mail it finds is not touched. It can be undone.
func (s *Store) RemoveSearch(ctx context.Context, id SearchID) error {
	err := s.writeNeeded(ctx, func(tx *writeTx) error {
		res, err := tx.Exec("UPDATE saved_searches SET removed = 1 WHERE id = ? AND removed = 0", id)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil {
			return err
		} else if n == 0 {
			return ErrNotFound
		}
		return s.remember(tx, new(int64), changedSearch, "1", before{"0": {int64(id)}})
	})
	if err != nil {
		return fmt.Errorf("remove search %d: %w", id, err)
	}
	return nil
}
