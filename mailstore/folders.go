package mailstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Role of a folder; "" is a folder of the user's own.
type Role string

const (
	Inbox   Role = "inbox"
	Drafts  Role = "drafts"
	Sent    Role = "sent"
	Junk    Role = "junk"
	Bin     Role = "bin"
	Archive Role = "archive"
)

// Folder of an account. Its name is for folders of the user's own; those with a role are named by the window.
type Folder struct {
	ID            FolderID
	Account       AccountID
	Parent        FolderID // 0: top
	Role          Role
	Name          string
	Total, Unread int // kept by triggers, never counted
}

func (f *Folder) row() []any {
	return []any{&f.ID, &f.Account, &f.Parent, &f.Role, &f.Name, &f.Total, &f.Unread}
}

// firstFolders are those every account has, in the order they are shown.
var firstFolders = [...]struct {
	role Role
	name string
}{{Inbox, "Inbox"}, {Drafts, "Drafts"}, {Sent, "Sent"}, {Archive, "Archive"}, {Junk, "Junk"}, {Bin, "Bin"}}

func addFolders(tx *writeTx, a AccountID) error {
	for _, f := range firstFolders {
		_, err := tx.Exec("INSERT INTO folders (account_id, parent, role, name) VALUES (?, 0, ?, ?)", a, f.role, f.name)
		if err != nil {
			return err
		}
	}
	return nil
}

// Folders gives all folders: by account, those with a role first, then by name. Accounts that were removed and left
// mail behind come last; of theirs the person's own ones, and others only where something is in them.
func (s *Store) Folders(ctx context.Context) ([]Folder, error) {
	rows, err := s.readers.QueryContext(ctx, `
		SELECT f.id, f.account_id, f.parent, f.role, f.name, f.total, f.unread
		FROM folders f JOIN accounts a ON a.id = f.account_id
		WHERE a.removed = 0 AND (f.role <> 'outbox' OR f.total > 0) OR a.removed = 1
			AND EXISTS (SELECT 1 FROM folders t WHERE t.account_id = f.account_id AND t.total > 0)
			AND (f.role = '' OR f.total > 0 OR EXISTS (SELECT 1 FROM folders c WHERE c.account_id = f.account_id AND c.parent = f.id))
		ORDER BY a.removed, f.account_id,
			CASE f.role WHEN 'inbox' THEN 1 WHEN 'drafts' THEN 2 WHEN 'outbox' THEN 2 WHEN 'sent' THEN 3 WHEN 'archive' THEN 4 WHEN 'junk' THEN 5 WHEN 'bin' THEN 6 ELSE 7 END,
			f.name COLLATE NOCASE, f.id`)
	if err != nil {
		return nil, fmt.Errorf("read folders: %w", sorted(err))
	}
	list, err := collect(rows, (*Folder).row)
	if err != nil {
		return nil, fmt.Errorf("read folders: %w", err)
	}
	return list, nil
}

// FolderByRole gives an account's folder for that use.
func (s *Store) FolderByRole(ctx context.Context, a AccountID, r Role) (Folder, error) {
	f, err := folderByRole(ctx, s.readers, a, r)
	if err != nil {
		return Folder{}, fmt.Errorf("read folder %s of account %d: %w", r, a, err)
	}
	return f, nil
}

func folderByRole(ctx context.Context, q querier, a AccountID, r Role) (f Folder, err error) {
	err = q.QueryRowContext(ctx, `SELECT id, account_id, parent, role, name, total, unread FROM folders
		WHERE account_id = ? AND role = ? AND role <> ''`, a, r).Scan(f.row()...)
	if errors.Is(err, sql.ErrNoRows) {
		return Folder{}, ErrNotFound
	}
	return f, sorted(err)
}
