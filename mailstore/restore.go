package mailstore

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// SnapshotRow is a row of a snapshot, by column name: int64, string or []byte.
type SnapshotRow map[string]any

func (r SnapshotRow) number(name string) int64 { n, _ := r[name].(int64); return n }
func (r SnapshotRow) text(name string) string  { s, _ := r[name].(string); return s }

// Restore merges a snapshot into a profile that may have mail of its own: nothing here is changed or removed, nothing
// comes twice, and no server is told anything. BeginRestore makes it; Put adds the mail. One goroutine uses it.
//
// An account is known by its server and its user name there, a folder by its use or its path, a message by its bytes
// within its account, a ledger row by its unique id. What is here already stays as it is, with its folder and marks.
type Restore struct {
	store    *Store
	columns  map[string][]string // of the tables here
	accounts map[int64]AccountID
	folders  map[int64]FolderID
	sessions map[int64]SessionID
	known    map[AccountID]*Held
}

// BeginRestore brings accounts (without secrets), folders, sessions, settings, saved searches and contacts, in one transaction. All accounts of
// the snapshot are held from removing mail from their servers; see Wary.
func (s *Store) BeginRestore(ctx context.Context, tables map[string][]SnapshotRow) (*Restore, error) {
	r := &Restore{
		store: s, columns: map[string][]string{}, accounts: map[int64]AccountID{}, folders: map[int64]FolderID{},
		sessions: map[int64]SessionID{}, known: map[AccountID]*Held{},
	}
	for _, table := range []string{TableAccounts, TableFolders, TableSessions, TableMessages, TableLedger} {
		columns, err := columnsOf(ctx, s.readers, table)
		if err != nil {
			return nil, fmt.Errorf("restore: %w", sorted(err))
		}
		r.columns[table] = columns
	}
	err := s.write(ctx, func(tx *writeTx) error {
		if err := restoreSettings(tx, tables[TableSettings]); err != nil {
			return err
		}
		if err := restoreSearches(tx, tables[TableSearches]); err != nil {
			return err
		}
		if err := s.restoreContacts(tx, tables[TableContacts]); err != nil {
			return err
		}
		for _, row := range tables[TableAccounts] {
			if err := r.account(tx, row); err != nil {
				return err
			}
		}
		byID := map[int64]SnapshotRow{}
		for _, row := range tables[TableFolders] {
			byID[row.number("id")] = row
		}
		for _, id := range slices.Sorted(maps.Keys(byID)) {
			if _, err := r.folder(tx, byID, id, len(byID)); err != nil {
				return err
			}
		}
		for _, row := range tables[TableSessions] {
			if err := r.session(tx, row); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("restore accounts and folders: %w", err)
	}
	return r, nil
}

// restoreSettings fills what is unset. A profile without any account takes over the name of the one it becomes, so
// that later backups go on in the same file.
func restoreSettings(tx *writeTx, rows []SnapshotRow) error {
	var used bool
	if err := tx.QueryRow("SELECT EXISTS (SELECT 1 FROM accounts)").Scan(&used); err != nil {
		return err
	}
	for _, row := range rows {
		key, value := row.text("key"), row.text("value")
		if key == settingSlice || key == settingWords || key == settingMerged || key == settingPeople {
			continue // the housekeeping's own notes, about message numbers of that profile
		}
		conflict := "DO NOTHING"
		if key == settingProfile {
			if used {
				continue
			}
			conflict = "(key) DO UPDATE SET value = excluded.value"
		}
		if _, err := tx.Exec("INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT "+conflict, key, value); err != nil {
			return err
		}
	}
	return nil
}

// restoreSearches adds the saved searches that are not here.
func restoreSearches(tx *writeTx, rows []SnapshotRow) error {
	for _, row := range rows {
		name, query := row.text("name"), row.text("query")
		_, err := tx.Exec(`INSERT INTO saved_searches (name, query) SELECT ?1, ?2
			WHERE NOT EXISTS (SELECT 1 FROM saved_searches WHERE name = ?1 AND query = ?2 AND removed = 0)`, name, query)
		if err != nil {
			return err
		}
	}
	return nil
}

// restoreContacts adds those that are not here. Of one that is here nothing is changed.
func (s *Store) restoreContacts(tx *writeTx, rows []SnapshotRow) error {
	for _, row := range rows {
		c := Contact{UID: row.text("uid"), Name: row.text("name"), Notes: row.text("notes"), Card: row.text("card")}
		for name, list := range map[string]*[]string{"addresses": &c.Addresses, "in_groups": &c.Groups} {
			if err := (texts{list}).Scan(row[name]); err != nil {
				return err
			}
		}
		var here bool
		if err := tx.QueryRow("SELECT EXISTS (SELECT 1 FROM contacts WHERE uid = ? AND removed = 0)", c.UID).Scan(&here); err != nil {
			return err
		}
		if here {
			continue
		}
		if _, err := s.insertContact(tx, c); err != nil {
			return err
		}
	}
	return nil
}

// settingProfile is the key of the profile's name; see ProfileID.
const settingProfile = "profile.id"

// ProfileID is a random name of this profile, which tells its backups from others.
func (s *Store) ProfileID(ctx context.Context) (string, error) { return s.Setting(ctx, settingProfile) }

// account finds or makes the account of a row. Removed accounts whose mail was kept are matched among such only.
func (r *Restore) account(tx *writeTx, row SnapshotRow) error {
	old, removed := row.number("id"), row.number("removed")
	var id AccountID
	err := notFound(tx.QueryRow(`SELECT id FROM accounts WHERE removed = ? AND lower(host) = lower(?) AND lower(user) = lower(?) AND (removed = 0 OR email = ?) ORDER BY id LIMIT 1`,
		removed, row.text("host"), row.text("user"), row.text("email")).Scan(&id))
	if isNotFound(err) {
		id, err = r.newAccount(tx, row)
	}
	if err != nil {
		return err
	}
	r.accounts[old] = id
	if removed != 0 {
		return nil
	}
	if _, err := tx.Exec("UPDATE accounts SET brake_yes = 0 WHERE id = ?", id); err != nil {
		return err // a yes that was said before did not mean this
	}
	return beWary(tx, id, WaryRestored)
}

func (r *Restore) newAccount(tx *writeTx, row SnapshotRow) (AccountID, error) {
	row = maps.Clone(row)
	row["secret_key"] = rand.Text()
	var taken bool
	err := tx.QueryRow("SELECT EXISTS (SELECT 1 FROM accounts WHERE slug = ? AND removed = 0)", row.text("slug")).Scan(&taken)
	if err == nil && (taken || row.text("slug") == "") {
		row["slug"], err = freeSlug(tx, row.text("email"))
	}
	if err != nil {
		return 0, err
	}
	id, err := r.insert(tx, TableAccounts, row)
	return AccountID(id), err
}

// insert adds a row with those of its columns that the table has here, and a new id.
func (r *Restore) insert(tx *writeTx, table string, row SnapshotRow) (int64, error) {
	var names []string
	var values []any
	for _, name := range r.columns[table] {
		if value, has := row[name]; has && name != "id" {
			names, values = append(names, name), append(values, value)
		}
	}
	res, err := tx.Exec("INSERT INTO "+table+" ("+strings.Join(names, ", ")+") VALUES ("+placeholders(len(values))+")", values...)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// folder finds or makes a folder, its parents first. depth ends a circle, which a damaged tree may hold.
func (r *Restore) folder(tx *writeTx, rows map[int64]SnapshotRow, old int64, depth int) (FolderID, error) {
	if id, done := r.folders[old]; done {
		return id, nil
	}
	row, has := rows[old]
	account, known := r.accounts[row.number("account_id")]
	if !has || !known || depth < 0 {
		return 0, nil
	}
	parent, err := r.folder(tx, rows, row.number("parent"), depth-1)
	if err != nil {
		return 0, err
	}
	var id FolderID
	if role := row.text("role"); role != "" {
		err = tx.QueryRow("SELECT id FROM folders WHERE account_id = ? AND role = ?", account, role).Scan(&id)
	} else {
		err = tx.QueryRow("SELECT id FROM folders WHERE account_id = ? AND role = '' AND parent = ? AND name = ? ORDER BY id LIMIT 1", account, parent, row.text("name")).Scan(&id)
	}
	if err = notFound(err); isNotFound(err) {
		row = maps.Clone(row)
		row["account_id"], row["parent"] = int64(account), int64(parent)
		var n int64
		n, err = r.insert(tx, TableFolders, row)
		id = FolderID(n)
	}
	if err != nil {
		return 0, err
	}
	r.folders[old] = id
	return id, nil
}

func (r *Restore) session(tx *writeTx, row SnapshotRow) error {
	account, known := r.accounts[row.number("account_id")]
	if !known {
		return nil
	}
	var id int64
	err := notFound(tx.QueryRow("SELECT id FROM sessions WHERE account_id = ? AND start = ? AND end = ? LIMIT 1", account, row.number("start"), row.number("end")).Scan(&id))
	if isNotFound(err) {
		row = maps.Clone(row)
		row["account_id"] = int64(account)
		id, err = r.insert(tx, TableSessions, row)
	}
	r.sessions[row.number("id")] = SessionID(id)
	return err
}

// Take gives a message of these bytes in the account that a snapshot's account became, each only once; 0 where there
// is none. Messages which Put brings do not count.
func (r *Restore) Take(ctx context.Context, account int64, sum [32]byte) (MessageID, error) {
	a := r.accounts[account]
	if r.known[a] == nil {
		held, err := r.store.Held(ctx, a)
		if err != nil {
			return 0, err
		}
		r.known[a] = held
	}
	return r.known[a].Take(sum), nil
}
