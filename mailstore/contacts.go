package mailstore

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// ContactID names a contact.
type ContactID int64

// Contact is an entry of the address book.
type Contact struct {
	ID        ContactID
	UID       string // of its vCard, by which it is known again; made where it is empty
	Name      string
	Addresses []string // the first is the one to write to
	Groups    []string
	Notes     string
	Card      string // lines of its vCard that say something else, ended by line feeds; they are kept as they came
	Changed   time.Time
}

// contactColumns are what contactRow reads.
const contactColumns = "id, uid, name, addresses, in_groups, notes, card, changed"

func (c *Contact) row() []any {
	return []any{&c.ID, &c.UID, &c.Name, texts{&c.Addresses}, texts{&c.Groups}, &c.Notes, &c.Card, stamp{&c.Changed}}
}

// Contacts gives the address book by name.
func (s *Store) Contacts(ctx context.Context) ([]Contact, error) {
	list, err := contactsOf(ctx, s.readers)
	if err != nil {
		return nil, fmt.Errorf("read contacts: %w", err)
	}
	return list, nil
}

func contactsOf(ctx context.Context, q multiQuerier) ([]Contact, error) {
	rows, err := q.QueryContext(ctx, "SELECT "+contactColumns+" FROM contacts WHERE removed = 0")
	if err != nil {
		return nil, sorted(err)
	}
	list, err := collect(rows, (*Contact).row)
	if err != nil {
		return nil, err
	}
	keys := make(map[ContactID]string, len(list))
	for _, c := range list {
		keys[c.ID] = plain(c.Shown())
	}
	slices.SortFunc(list, func(a, b Contact) int {
		return cmp.Or(cmp.Compare(keys[a.ID], keys[b.ID]), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

// Shown is what stands for the contact in a list: its name, else its address.
func (c Contact) Shown() string {
	if c.Name == "" && len(c.Addresses) > 0 {
		return c.Addresses[0]
	}
	return c.Name
}

// SaveContact keeps a contact: a new one where ID is 0, which can be undone, else in the place of the one before.
// ErrNotFound when that is gone.
func (s *Store) SaveContact(ctx context.Context, c Contact) (id ContactID, err error) {
	c = c.clean()
	err = s.writeNeeded(ctx, func(tx *writeTx) error {
		if c.ID == 0 {
			if id, err = s.insertContact(tx, c); err != nil {
				return err
			}
			return s.remember(tx, new(int64), changedContact, "0", before{"1": {int64(id)}})
		}
		id = c.ID
		return s.updateContact(tx, c)
	})
	if err != nil {
		return 0, fmt.Errorf("keep a contact: %w", err)
	}
	return id, nil
}

func (s *Store) insertContact(tx *writeTx, c Contact) (ContactID, error) {
	tx.people = true
	if c.UID == "" {
		c.UID = "urn:satchel:" + strings.ToLower(rand.Text())
	}
	res, err := tx.Exec("INSERT INTO contacts (uid, name, addresses, in_groups, notes, card, changed) VALUES (?, ?, ?, ?, ?, ?, ?)",
		c.UID, c.Name, texts{&c.Addresses}, texts{&c.Groups}, c.Notes, c.Card, seconds(s.now()))
	if err != nil {
		return 0, err
	}
	n, err := res.LastInsertId()
	return ContactID(n), err
}

func (s *Store) updateContact(tx *writeTx, c Contact) error {
	tx.people = true
	res, err := tx.Exec("UPDATE contacts SET name = ?, addresses = ?, in_groups = ?, notes = ?, card = ?, changed = ? WHERE id = ? AND removed = 0",
		c.Name, texts{&c.Addresses}, texts{&c.Groups}, c.Notes, c.Card, seconds(s.now()), c.ID)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil {
		return err
	} else if n == 0 {
		return ErrNotFound
	}
	return nil
}

// clean leaves out what is there twice or says nothing. Names and addresses are single lines.
func (c Contact) clean() Contact {
	c.Name, c.Addresses, c.Groups = oneLine(c.Name), eachOnce(c.Addresses), eachOnce(c.Groups)
	c.Notes, c.Card, c.UID = strings.ToValidUTF8(c.Notes, "\uFFFD"), strings.ToValidUTF8(c.Card, "\uFFFD"), oneLine(c.UID)
	return c
}

func oneLine(text string) string {
	if text = strings.TrimSpace(text); text == "" {
		return ""
	}
	return folderName(text)
}

// eachOnce keeps the first of those that differ only in case.
func eachOnce(list []string) []string {
	seen := map[string]bool{}
	out := make([]string, 0, len(list))
	for _, one := range list {
		one = oneLine(one)
		if key := strings.ToLower(one); one != "" && !seen[key] {
			seen[key] = true
			out = append(out, one)
		}
	}
	return out
}

// TakenIn says what became of contacts that were brought in.
type TakenIn struct {
	Added   int
	Updated int // something was added to a contact that was here
	Known   int // all of it was here already
}

// AddContacts brings contacts in from elsewhere, in one transaction. One that is known by its UID, or has the name and an
// address of one that is here, gets what that lacks; nothing is taken away. What was added can be undone.
func (s *Store) AddContacts(ctx context.Context, list []Contact) (t TakenIn, err error) {
	err = s.writeNeeded(ctx, func(tx *writeTx) error {
		here, err := contactsOf(ctx, tx)
		if err != nil {
			return err
		}
		t = TakenIn{}
		book := newBook(here)
		var added []int64
		for _, c := range list {
			c = c.clean()
			if c.Shown() == "" && c.Notes == "" && c.Card == "" {
				continue
			}
			known := book.find(c)
			if known == nil {
				id, err := s.insertContact(tx, c)
				if err != nil {
					return err
				}
				c.ID = id
				added = append(added, int64(id))
				book.add(&c)
				t.Added++
				continue
			}
			both := joined(*known, c)
			if both.equal(*known) {
				t.Known++
				continue
			}
			if err := s.updateContact(tx, both); err != nil {
				return err
			}
			*known = both
			book.add(known)
			t.Updated++
		}
		return s.remember(tx, new(int64), changedContact, "0", before{"1": added})
	})
	if err != nil {
		return TakenIn{}, fmt.Errorf("add %d contacts: %w", len(list), err)
	}
	return t, nil
}

// book finds a contact again.
type book struct {
	byUID  map[string]*Contact
	byName map[string]*Contact // name and address
}

func newBook(list []Contact) *book {
	b := &book{map[string]*Contact{}, map[string]*Contact{}}
	for i := range list {
		b.add(&list[i])
	}
	return b
}

func (b *book) keys(c *Contact) (keys []string) {
	for _, a := range c.Addresses {
		keys = append(keys, plain(c.Name)+"\n"+strings.ToLower(a))
	}
	if len(c.Addresses) == 0 {
		keys = append(keys, plain(c.Name)+"\n")
	}
	return keys
}

func (b *book) add(c *Contact) {
	if c.UID != "" {
		b.byUID[c.UID] = c
	}
	for _, key := range b.keys(c) {
		if b.byName[key] == nil {
			b.byName[key] = c
		}
	}
}

func (b *book) find(c Contact) *Contact {
	if known := b.byUID[c.UID]; known != nil && c.UID != "" {
		return known
	}
	for _, key := range b.keys(&c) {
		if known := b.byName[key]; known != nil {
			return known
		}
	}
	return nil
}

// joined is a with what b has more. Where both say something, a's name stays.
func joined(a, b Contact) Contact {
	if a.Name == "" {
		a.Name = b.Name
	}
	a.Addresses = eachOnce(slices.Concat(a.Addresses, b.Addresses))
	a.Groups = eachOnce(slices.Concat(a.Groups, b.Groups))
	switch {
	case a.Notes == "":
		a.Notes = b.Notes
	case b.Notes != "" && !strings.Contains(a.Notes, b.Notes):
		a.Notes += "\n\n" + b.Notes
	}
	for line := range strings.Lines(b.Card) {
		if !strings.Contains("\n"+a.Card, "\n"+strings.TrimRight(line, "\n")+"\n") {
			a.Card += strings.TrimRight(line, "\n") + "\n"
		}
	}
	return a
}

func (c Contact) equal(o Contact) bool {
	return c.Name == o.Name && c.Notes == o.Notes && c.Card == o.Card && slices.Equal(c.Addresses, o.Addresses) && slices.Equal(c.Groups, o.Groups)
}

// RemoveContacts takes contacts out of the book; it can be undone.
func (s *Store) RemoveContacts(ctx context.Context, ids []ContactID) error {
	err := s.writeNeeded(ctx, func(tx *writeTx) error {
		gone, err := takeOut(tx, ids)
		if err != nil {
			return err
		}
		return s.remember(tx, new(int64), changedContact, "1", before{"0": gone})
	})
	if err != nil {
		return fmt.Errorf("remove %d contacts: %w", len(ids), err)
	}
	return nil
}

// takeOut marks those that are there as removed.
func takeOut(tx *writeTx, ids []ContactID) ([]int64, error) {
	tx.people = true
	rows, err := tx.Query("UPDATE contacts SET removed = 1 WHERE id IN (SELECT value FROM json_each(?)) AND removed = 0 RETURNING id", idList(ids))
	if err != nil {
		return nil, err
	}
	gone, err := collect(rows, func(id *int64) []any { return []any{id} })
	if err == nil && len(gone) == 0 {
		err = ErrNotFound
	}
	return gone, err
}

// MergeContacts makes one contact of several: the first one's name, everybody's addresses, groups and notes. It can be
// undone: those it was made of are taken out and not changed.
func (s *Store) MergeContacts(ctx context.Context, ids []ContactID) (id ContactID, err error) {
	err = s.writeNeeded(ctx, func(tx *writeTx) error {
		rows, err := tx.Query("SELECT "+contactColumns+" FROM (SELECT key AS place, value AS wanted FROM json_each(?)) JOIN contacts ON id = wanted WHERE removed = 0 ORDER BY place", idList(ids))
		if err != nil {
			return err
		}
		list, err := collect(rows, (*Contact).row)
		if err != nil {
			return err
		}
		if len(list) < 2 {
			return ErrNotFound
		}
		one := list[0]
		for _, c := range list[1:] {
			one = joined(one, c)
		}
		gone, err := takeOut(tx, ids)
		if err != nil {
			return err
		}
		if id, err = s.insertContact(tx, one); err != nil {
			return err
		}
		action := new(int64)
		if err := s.remember(tx, action, changedContacts, "1", before{"0": gone}); err != nil {
			return err
		}
		return s.remember(tx, action, changedContacts, "0", before{"1": {int64(id)}})
	})
	if err != nil {
		return 0, fmt.Errorf("merge %d contacts: %w", len(ids), err)
	}
	return id, nil
}

// Duplicates gives groups of contacts that seem to be one person's: they share an address, or the whole of a name of two
// words or more.
func Duplicates(list []Contact) (groups [][]Contact) {
	of := make([]int, len(list)) // the first of the same
	root := func(i int) int {
		for of[i] != i {
			of[i] = of[of[i]]
			i = of[i]
		}
		return i
	}
	seen := map[string]int{}
	for i, c := range list {
		of[i] = i
		keys := make([]string, 0, len(c.Addresses)+1)
		for _, a := range c.Addresses {
			keys = append(keys, strings.ToLower(a))
		}
		if words := strings.Fields(plain(c.Name)); len(words) > 1 {
			keys = append(keys, "\n"+strings.Join(words, " "))
		}
		for _, key := range keys {
			if first, has := seen[key]; has {
				of[max(root(first), root(i))] = min(root(first), root(i))
			} else {
				seen[key] = i
			}
		}
	}
	at := map[int]int{}
	for i := range list {
		r := root(i)
		if _, has := at[r]; !has {
			at[r] = len(groups)
			groups = append(groups, nil)
		}
		groups[at[r]] = append(groups[at[r]], list[i])
	}
	return slices.DeleteFunc(groups, func(g []Contact) bool { return len(g) < 2 })
}

// texts stores a list of texts as JSON.
type texts struct{ list *[]string }

func (t texts) Value() (driver.Value, error) {
	if len(*t.list) == 0 {
		return "[]", nil
	}
	text, err := json.Marshal(*t.list)
	return string(text), err
}

func (t texts) Scan(v any) error {
	text, ok := v.(string)
	if !ok {
		return fmt.Errorf("a list is stored as %T", v)
	}
	*t.list = nil
	return json.Unmarshal([]byte(text), t.list)
}
