package mailstore

import (
	"context"
	"fmt"
	"strings"
)

// EnsureFolder finds or makes a folder of an account by the names on the way to it, in one transaction. The first name
// is below top; 0 is the account's own top. Names are compared as they are; they may hold any text.
func (s *Store) EnsureFolder(ctx context.Context, a AccountID, top FolderID, names []string) (id FolderID, err error) {
	err = s.write(ctx, func(tx *writeTx) error {
		id = top
		for _, name := range names {
			if id, err = childFolder(tx, a, id, folderName(name)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("make folder %q of account %d: %w", names, a, err)
	}
	return id, nil
}

func childFolder(tx *writeTx, a AccountID, parent FolderID, name string) (id FolderID, err error) {
	err = notFound(tx.QueryRow("SELECT id FROM folders WHERE account_id = ? AND parent = ? AND role = '' AND name = ? ORDER BY id LIMIT 1", a, parent, name).Scan(&id))
	if !isNotFound(err) {
		return id, err
	}
	res, err := tx.Exec("INSERT INTO folders (account_id, parent, role, name) VALUES (?, ?, '', ?)", a, parent, name)
	if err != nil {
		return 0, err
	}
	n, err := res.LastInsertId()
	return FolderID(n), err
}

// folderName is a name that can be shown; nothing else is refused.
func folderName(name string) string {
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(name, "\uFFFD")))
	if name == "" {
		return "(no name)"
	}
	return name
}

// KeptPlace gives the account that holds mail of no server under a name, and makes it where there is none. It is shown
// as a removed account's kept mail is, and checks and lists of accounts do not know it.
func (s *Store) KeptPlace(ctx context.Context, name string) (id AccountID, err error) {
	err = s.write(ctx, func(tx *writeTx) error {
		err := notFound(tx.QueryRow("SELECT id FROM accounts WHERE removed = ? AND host = '' AND email = ?", accountKept, name).Scan(&id))
		if !isNotFound(err) {
			return err
		}
		a := Account{Email: name, Name: name, Keep: Keep{Mode: KeepForever}, Added: s.now()}
		res, err := tx.Exec("INSERT INTO accounts ("+accountColumns+", removed) VALUES ("+placeholders(len(a.row()))+", ?)", append(a.row(), accountKept)...)
		if err != nil {
			return err
		}
		n, err := res.LastInsertId()
		id = AccountID(n)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("make a place for %q: %w", name, err)
	}
	return id, nil
}
