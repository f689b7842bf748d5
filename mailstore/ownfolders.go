package mailstore

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// EnsureFolder finds or makes a folder of an account by the names on the way to it, in one transaction. The first name
// is below top; 0 is the account's own top. Names are compared as they are; they may hold any text.
func (s *Store) EnsureFolder(ctx context.Context, a AccountID, top FolderID, names []string) (id FolderID, err error) {
	err = s.writeNeeded(ctx, func(tx *writeTx) error {
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
	return insertFolder(tx, a, parent, name)
}

func insertFolder(tx *writeTx, a AccountID, parent FolderID, name string) (FolderID, error) {
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

// ErrFolder says that a folder cannot be changed like that: it is one that every account has, or it would lie in itself
// or in another account.
var ErrFolder = errors.New("mailstore: this folder cannot be changed so")

// NewFolder makes a folder of the user's own in another one of its account, 0 for the top; it can be undone while nothing
// is in it. Names may be equal.
func (s *Store) NewFolder(ctx context.Context, a AccountID, into FolderID, name string) (id FolderID, err error) {
	err = s.writeNeeded(ctx, func(tx *writeTx) error {
		if _, err := placeBelow(tx, Folder{Account: a}, into); err != nil {
			return err
		}
		if id, err = insertFolder(tx, a, into, folderName(name)); err != nil {
			return err
		}
		return s.remember(tx, new(int64), changedMade, fmt.Sprint(int64(id)), before{"0": {int64(id)}})
	})
	if err != nil {
		return 0, fmt.Errorf("make a folder in folder %d of account %d: %w", into, a, err)
	}
	return id, nil
}

// RenameFolder gives a folder of the user's own another name; it can be undone.
func (s *Store) RenameFolder(ctx context.Context, id FolderID, name string) error {
	name = folderName(name)
	err := s.writeNeeded(ctx, func(tx *writeTx) error {
		f, err := ownFolder(tx, id)
		if err != nil || f.Name == name {
			return err
		}
		if err := s.remember(tx, new(int64), changedName, name, before{f.Name: {int64(id)}}); err != nil {
			return err
		}
		_, err = tx.Exec("UPDATE folders SET name = ? WHERE id = ?", name, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("rename folder %d: %w", id, err)
	}
	return nil
}

// MoveFolder puts a folder of the user's own into another one of its account, with all that is in it; 0 is the top. It
// can be undone.
func (s *Store) MoveFolder(ctx context.Context, id, into FolderID) error {
	err := s.writeNeeded(ctx, func(tx *writeTx) error {
		f, err := ownFolder(tx, id)
		if err != nil {
			return err
		}
		return s.placeFolder(tx, f, into)
	})
	if err != nil {
		return fmt.Errorf("move folder %d into %d: %w", id, into, err)
	}
	return nil
}

// DeleteFolder puts a folder of the user's own into its account's Bin, with all that is in it; it can be undone. What is
// in it goes when the Bin is emptied.
func (s *Store) DeleteFolder(ctx context.Context, id FolderID) error {
	err := s.writeNeeded(ctx, func(tx *writeTx) error {
		f, err := ownFolder(tx, id)
		if err != nil {
			return err
		}
		bin, err := folderByRole(ctx, tx, f.Account, Bin)
		if err != nil {
			return err
		}
		return s.placeFolder(tx, f, bin.ID)
	})
	if err != nil {
		return fmt.Errorf("delete folder %d: %w", id, err)
	}
	return nil
}

func ownFolder(tx *writeTx, id FolderID) (f Folder, err error) {
	err = notFound(tx.QueryRow("SELECT id, account_id, parent, role, name, total, unread FROM folders WHERE id = ?", id).Scan(f.row()...))
	if err == nil && f.Role != "" {
		err = ErrFolder
	}
	return f, err
}

func (s *Store) placeFolder(tx *writeTx, f Folder, into FolderID) error {
	if f.Parent == into {
		return nil
	}
	if _, err := placeBelow(tx, f, into); err != nil {
		return err
	}
	if err := s.remember(tx, new(int64), changedPlace, fmt.Sprint(into), before{fmt.Sprint(f.Parent): {int64(f.ID)}}); err != nil {
		return err
	}
	return s.setPlace(tx, f, into)
}

// setPlace hangs a folder into another one, if it can lie there. The Bin's days begin to count for what comes into it.
func (s *Store) setPlace(tx *writeTx, f Folder, into FolderID) error {
	inBin, err := placeBelow(tx, f, into)
	if err != nil {
		return err
	}
	var binned int64
	if inBin {
		binned = seconds(s.now())
	}
	_, err = tx.Exec("UPDATE folders SET parent = ?, binned = ? WHERE id = ?", into, binned, f.ID)
	return err
}

// placeBelow tells whether a folder would lie in the Bin in another one, 0 being the top. ErrFolder: it cannot lie there,
// as that is in itself or another account's.
func placeBelow(tx *writeTx, f Folder, into FolderID) (inBin bool, err error) {
	for at, depth := into, 0; at != 0; depth++ {
		var up FolderID
		var account AccountID
		var role Role
		if err := notFound(tx.QueryRow("SELECT parent, account_id, role FROM folders WHERE id = ?", at).Scan(&up, &account, &role)); err != nil {
			return false, err
		}
		if at == f.ID || account != f.Account || depth > maxFolderDepth {
			return false, ErrFolder
		}
		inBin = inBin || role == Bin
		at = up
	}
	return inBin, nil
}

// maxFolderDepth ends a circle, which a damaged tree may hold.
const maxFolderDepth = 1000

// KeptPlace gives the account that holds mail of no server under a name, and makes it where there is none. It is shown
// as a removed account's kept mail is, and checks and lists of accounts do not know it.
func (s *Store) KeptPlace(ctx context.Context, name string) (id AccountID, err error) {
	err = s.writeNeeded(ctx, func(tx *writeTx) error {
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
