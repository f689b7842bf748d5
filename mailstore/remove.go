package mailstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Values of accounts.removed.
const (
	accountKept  = 1 // removed, its mail stays
	accountGoing = 2 // removed, its mail is being deleted
)

// RemoveAccount takes the account and its ledger away. With keepMail its messages stay: the account's row stays
// behind, unseen by Accounts and Account, and Folders still gives its folders, below a folder "Kept mail (address)".
// Without, its messages go too: at once from the lists' point of view, from the file in steps, which the next start
// takes up should this one be broken off. Lists over all accounts by Role leave the kept mail out; search finds it.
func (s *Store) RemoveAccount(ctx context.Context, id AccountID, keepMail bool) error {
	err := s.write(ctx, func(tx *writeTx) error {
		a, err := readAccount(ctx, tx, "id = ?", id)
		if err != nil {
			return err
		}
		state := accountGoing
		if keepMail {
			state = accountKept
			if err := putBelowKeptMail(tx, a); err != nil {
				return err
			}
		}
		for _, table := range []string{"ledger", "sessions", "outbox"} {
			if _, err := tx.Exec("DELETE FROM "+table+" WHERE account_id = ?", id); err != nil {
				return err
			}
		}
		_, err = tx.Exec("UPDATE accounts SET removed = ? WHERE id = ?", state, id)
		return err
	})
	if err == nil && !keepMail {
		err = s.finishRemovals(ctx)
	}
	if err != nil {
		return fmt.Errorf("remove account %d: %w", id, err)
	}
	return nil
}

func putBelowKeptMail(tx *writeTx, a Account) error {
	res, err := tx.Exec("INSERT INTO folders (account_id, parent, role, name) VALUES (?, 0, '', ?)", a.ID, "Kept mail ("+a.Email+")")
	if err != nil {
		return err
	}
	top, err := res.LastInsertId()
	if err != nil {
		return err
	}
	_, err = tx.Exec("UPDATE folders SET parent = ?1 WHERE account_id = ?2 AND parent = 0 AND id <> ?1", top, a.ID)
	return err
}

// finishRemovals deletes the mail of accounts which were removed with it, in steps, so that other writers get their
// turn in between.
func (s *Store) finishRemovals(ctx context.Context) error {
	for {
		var id AccountID
		err := s.readers.QueryRowContext(ctx, "SELECT id FROM accounts WHERE removed = ? LIMIT 1", accountGoing).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		} else if err != nil {
			return sorted(err)
		}
		if err := s.finishRemoval(ctx, id); err != nil {
			return err
		}
	}
}

func (s *Store) finishRemoval(ctx context.Context, id AccountID) error {
	for {
		var gone int64
		err := s.write(ctx, func(tx *writeTx) error {
			res, err := tx.Exec("DELETE FROM messages WHERE id IN (SELECT id FROM messages WHERE account_id = ? LIMIT ?)", id, destroyStep)
			if err != nil {
				return err
			}
			if gone, err = res.RowsAffected(); err != nil || gone > 0 {
				return err
			}
			for _, statement := range []string{
				"DELETE FROM folders WHERE account_id = ?",
				"DELETE FROM message_ids WHERE account_id = ?",
				"DELETE FROM accounts WHERE id = ?",
			} {
				if _, err := tx.Exec(statement, id); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || gone == 0 {
			return err
		}
	}
}
