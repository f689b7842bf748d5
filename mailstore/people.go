package mailstore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"strconv"
	"strings"
	"time"
)

// Who was written to, and whose letter was answered, is noted in idle time: a letter that comes into Sent, or is marked as
// answered, waits in people_waiting until then. Mail that was there before the first note is gone through by its
// numbers, newest first, a step at a time.

const (
	settingPeople = "people.before" // messages below this number were not looked at; "": all were
	peopleStep    = 128             // letters noted in one transaction
	peopleLook    = 2000            // numbers of old messages looked at for them
	peopleHead    = 64 << 10        // octets of a letter looked at for its recipients
	peopleLetter  = 200             // people noted of one letter
)

// Person is an address a letter went to, or whose letter was answered.
type Person struct {
	Name, Address string
	Uses          int
	Last          time.Time // date of the newest of those letters
}

// notePeople notes the people of letters that wait when it is called, calls between after each group, and can be broken
// off there.
func (s *Store) notePeople(ctx context.Context, between func(context.Context)) error {
	for {
		more, err := s.noteSome(ctx)
		if err != nil {
			return fmt.Errorf("note people: %w", err)
		}
		if !more {
			return nil
		}
		between(ctx)
	}
}

// noteSome notes those of some letters and tells whether more may wait.
func (s *Store) noteSome(ctx context.Context) (more bool, err error) {
	ids, err := s.lettersWaiting(ctx)
	if err != nil {
		return false, err
	}
	last := MessageID(0) // of old mail, the smallest number looked at
	if len(ids) == 0 {
		if ids, last, err = s.oldLetters(ctx); err != nil || last == 0 {
			return false, err
		}
	}
	var noted []Person
	for _, id := range ids {
		who, err := s.peopleOf(ctx, id)
		if err != nil && !isNotFound(err) {
			return false, err
		}
		noted = append(noted, who...)
	}
	return true, s.writeUncounted(ctx, func(tx *writeTx) error {
		tx.people = len(noted) > 0
		for _, p := range noted {
			_, err := tx.Exec(`INSERT INTO people (key, address, name, uses, last) VALUES (?1, ?2, ?3, 1, ?4) ON CONFLICT (key) DO UPDATE SET
				name = CASE WHEN excluded.name <> '' AND (name = '' OR excluded.last >= last) THEN excluded.name ELSE name END,
				address = CASE WHEN excluded.last >= last THEN excluded.address ELSE address END, uses = uses + 1, last = max(last, excluded.last)`,
				strings.ToLower(p.Address), p.Address, p.Name, seconds(p.Last))
			if err != nil {
				return err
			}
		}
		if last != 0 {
			_, err := tx.Exec("UPDATE settings SET value = ? WHERE key = ?", strconv.FormatInt(int64(last), 10), settingPeople)
			return err
		}
		_, err := tx.Exec("DELETE FROM people_waiting WHERE message_id IN (SELECT value FROM json_each(?))", idList(ids))
		return err
	})
}

func (s *Store) lettersWaiting(ctx context.Context) ([]MessageID, error) {
	rows, err := s.readers.QueryContext(ctx, "SELECT message_id FROM people_waiting ORDER BY message_id LIMIT ?", peopleStep)
	if err != nil {
		return nil, sorted(err)
	}
	return collect(rows, func(id *MessageID) []any { return []any{id} })
}

// oldLetters gives the next letters of mail that was there before; last is 0 when all was looked at.
func (s *Store) oldLetters(ctx context.Context) (ids []MessageID, last MessageID, err error) {
	text, err := s.Setting(ctx, settingPeople)
	if err != nil || text == "" {
		return nil, 0, err
	}
	upTo, _ := strconv.ParseInt(text, 10, 64) // unreadable: nothing is left to do
	if upTo <= 1 {
		return nil, 0, s.SetSetting(ctx, settingPeople, "")
	}
	from := max(1, upTo-peopleLook)
	rows, err := s.readers.QueryContext(ctx, `SELECT id FROM messages WHERE id >= ? AND id < ?
		AND (answered = 1 OR folder_id IN (SELECT id FROM folders WHERE role = 'sent')) ORDER BY id DESC LIMIT ?`, from, upTo, peopleStep)
	if err != nil {
		return nil, 0, sorted(err)
	}
	ids, err = collect(rows, func(id *MessageID) []any { return []any{id} })
	if len(ids) == peopleStep {
		return ids, ids[len(ids)-1], err
	}
	return ids, MessageID(from), err
}

// peopleOf gives whom a letter in Sent went to, or whose letter was answered.
func (s *Store) peopleOf(ctx context.Context, id MessageID) ([]Person, error) {
	var from Person
	var role, shown string
	var date int64
	var answered bool
	err := notFound(s.readers.QueryRowContext(ctx, `SELECT m.from_name, m.from_address, m.recipients, m.date, m.answered, COALESCE(f.role, '')
		FROM messages m LEFT JOIN folders f ON f.id = m.folder_id WHERE m.id = ?`, id).Scan(&from.Name, &from.Address, &shown, &date, &answered, &role))
	if err != nil {
		return nil, sorted(err)
	}
	var list []Person
	switch {
	case Role(role) == Sent:
		if list, err = s.recipientsOf(ctx, id, shown); err != nil {
			return nil, err
		}
	case answered:
		list = []Person{from}
	}
	now := s.now().Unix()
	var out []Person
	for _, p := range list {
		p.Name, p.Address = personName(p.Name), strings.TrimSpace(p.Address)
		if strings.EqualFold(p.Name, p.Address) {
			p.Name = ""
		}
		p.Last = fromSeconds(min(date, now)) // a date of next year would stand first for a year
		if couldBeAddress(p.Address) && len(out) < peopleLetter {
			out = append(out, p)
		}
	}
	return out, nil
}

// recipientsOf asks the outbox, which knows those of Bcc too, else the letter's head, else what lists show.
func (s *Store) recipientsOf(ctx context.Context, id MessageID, shown string) ([]Person, error) {
	rows, err := s.readers.QueryContext(ctx, `SELECT name, address FROM outbox_recipients WHERE outbox_id = (SELECT id FROM outbox WHERE message_id = ? AND message_id <> 0)
		ORDER BY place`, id)
	if err != nil {
		return nil, sorted(err)
	}
	list, err := collect(rows, func(p *Person) []any { return []any{&p.Name, &p.Address} })
	if err != nil || len(list) > 0 {
		return list, err
	}
	raw, err := s.Raw(ctx, id)
	if err != nil {
		return nil, err
	}
	defer raw.Close()
	m, err := mail.ReadMessage(io.LimitReader(raw, peopleHead))
	if err != nil {
		return shownPeople(shown), nil //nolint:nilerr // then what lists show has to do
	}
	for _, field := range []string{"To", "Cc", "Bcc"} {
		who, err := m.Header.AddressList(field)
		if err != nil && !errors.Is(err, mail.ErrHeaderNotPresent) && field == "To" {
			list = append(list, shownPeople(shown)...)
		}
		for _, a := range who {
			list = append(list, Person{Name: a.Name, Address: a.Address})
		}
	}
	return list, nil
}

// shownPeople reads "Ann <ann@example.org>, bob@example.org" as lists show it, where names may have commas.
func shownPeople(text string) (list []Person) {
	name := ""
	for part := range strings.SplitSeq(text, ", ") {
		if head, address, found := strings.Cut(part, "<"); found {
			if address, whole := strings.CutSuffix(address, ">"); whole { // else it was cut off
				list = append(list, Person{Name: strings.TrimSpace(name + head), Address: address})
			}
			name = ""
		} else if couldBeAddress(part) {
			list = append(list, Person{Address: part})
			name = ""
		} else {
			name += part + ", "
		}
	}
	return list
}

// personName is a name on one line, of a length that is one.
func personName(name string) string {
	const most = 200 // bytes
	if name = strings.Trim(oneLine(name), `'" `); len(name) > most {
		return ""
	}
	return name
}

// couldBeAddress tells what looks like one; whether mail gets there is another question.
func couldBeAddress(text string) bool {
	at := strings.LastIndexByte(text, '@')
	return at > 0 && at < len(text)-1 && len(text) <= 320 && !strings.ContainsAny(text, " \t\r\n<>,;\"")
}

// People gives the people known from letters, those likeliest to be written to first. Hidden ones are left out.
func (s *Store) People(ctx context.Context) ([]Person, error) {
	rows, err := s.readers.QueryContext(ctx, "SELECT address, name, uses, last FROM people WHERE hidden < last OR hidden = 0")
	if err != nil {
		return nil, fmt.Errorf("read people: %w", sorted(err))
	}
	list, err := collect(rows, func(p *Person) []any { return []any{&p.Address, &p.Name, &p.Uses, stamp{&p.Last}} })
	if err != nil {
		return nil, fmt.Errorf("read people: %w", err)
	}
	byUse(list, s.now())
	return list, nil
}

// HidePerson has an address suggested no more, until a letter goes there again.
func (s *Store) HidePerson(ctx context.Context, address string) error {
	err := s.writeNeeded(ctx, func(tx *writeTx) error {
		tx.people = true
		_, err := tx.Exec("UPDATE people SET hidden = max(last, ?) WHERE key = ?", seconds(s.now()), strings.ToLower(address))
		return err
	})
	if err != nil {
		return fmt.Errorf("hide an address: %w", err)
	}
	return nil
}
