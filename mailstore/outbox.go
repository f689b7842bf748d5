package mailstore

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Outbox is the role of the folder in which letters wait to be sent. An account has it from its first letter on, and
// Folders leaves it out while it is empty.
const Outbox Role = "outbox"

// OutgoingID names a letter to be sent.
type OutgoingID int64

// OutgoingState is where a letter stands.
type OutgoingState string

const (
	Queued    OutgoingState = "queued"    // waits for its time, for the network, or for a person
	Sending   OutgoingState = "sending"   // is being handed over
	SentOut   OutgoingState = "sent"      // somebody's server has it; single recipients may have been refused
	Refused   OutgoingState = "refused"   // nobody got it, and it is not tried again by itself
	MaybeSent OutgoingState = "maybe"     // it may have been taken: never repeated by itself
	Cancelled OutgoingState = "cancelled" // taken back by a person
)

// RecipientState is where a letter stands with one recipient.
type RecipientState string

const (
	ToGo       RecipientState = "waiting"
	Offered    RecipientState = "offered" // the end of the letter may be on its way to the server
	Taken      RecipientState = "taken"
	TurnedDown RecipientState = "refused"
	MaybeTaken RecipientState = "maybe"
)

// Recipient of a letter.
type Recipient struct {
	Name, Address string
	Hidden        bool // of Bcc
	State         RecipientState
	Text          string // why it is so, for people; "" where nothing is to be said
}

// Outgoing is a letter to be sent, or one that was.
type Outgoing struct {
	ID         OutgoingID
	Account    AccountID
	Message    MessageID // its bytes; 0: destroyed since it was sent
	Sender     string    // of the envelope
	State      OutgoingState
	Queued     time.Time
	NotBefore  time.Time // of the next try; zero: only when a person says so
	Tries      int
	LastTry    time.Time
	Ended      time.Time
	Result     string // kind of the last try's end, "" none yet (a word of mailsend, opaque here)
	Text       string // and its sentence
	Subject    string
	Octets     int64 // of what goes out: the letter without its Bcc
	EightBit   bool  // there are octets above 127 in its body (RFC 6152)
	UTF8       bool  // and in its header or an address (RFC 6531)
	Recipients []Recipient
}

func (o *Outgoing) row() []any {
	return []any{
		&o.ID, &o.Account, &o.Message, &o.Sender, &o.State, stamp{&o.Queued}, stamp{&o.NotBefore}, &o.Tries, stamp{&o.LastTry}, stamp{&o.Ended},
		&o.Result, &o.Text, &o.Octets, &o.EightBit, &o.UTF8, &o.Subject,
	}
}

const outgoingQuery = `SELECT o.id, o.account_id, o.message_id, o.sender, o.state, o.queued, o.not_before, o.tries, o.last_try, o.ended, o.result, o.text,
	o.octets, o.eight_bit, o.utf8, COALESCE(m.subject, '') FROM outbox o LEFT JOIN messages m ON m.id = o.message_id `

// keepSent is how long the outbox remembers what has become of a letter that needs nothing more.
const keepSent = 90 * 24 * time.Hour

// ErrSending reports that a letter is being handed over at this moment.
var ErrSending = errors.New("mailstore: this letter is being sent")

// ErrNotWaiting reports that a letter is in no state for what was asked: it was sent or cancelled, or is not due.
var ErrNotWaiting = errors.New("mailstore: this letter does not wait")

// NewLetter is a letter to be queued.
type NewLetter struct {
	Account    AccountID
	Raw        *Spool // complete; its Bcc field is for the sender's own copy and is taken out on the way
	Fields     Fields
	Sender     string // of the envelope
	Recipients []Recipient
	NotBefore  time.Time // zero: at once

	Octets         int64 // see Outgoing
	EightBit, UTF8 bool

	Draft               MessageID // its copy in Drafts, which goes; 0: none
	Answered, Forwarded MessageID // what it answers or passes on, to be marked so; 0: nothing
}

// QueueLetter keeps a letter in the outbox, takes its draft away and marks what it answers, in ONE transaction, durable
// when it returns. A draft that was moved out of Drafts meanwhile stays where it is.
func (s *Store) QueueLetter(ctx context.Context, l NewLetter) (id OutgoingID, err error) {
	if len(l.Recipients) == 0 {
		return 0, errors.New("queue a letter: it has no recipient")
	}
	now := s.now()
	packed, stop := s.packAhead(1, func(int) *Spool { return l.Raw })
	defer stop()
	err = s.write(ctx, func(tx *writeTx) error {
		folder, err := outboxFolder(tx, l.Account)
		if err != nil {
			return err
		}
		a := Addition{Folder: folder, Raw: l.Raw, Fields: l.Fields, Arrived: now}
		r := recording{store: s, tx: tx}
		if err := r.begin(nil); err != nil {
			return err
		}
		if err := r.prepare([]Addition{a}); err != nil {
			return err
		}
		message, err := r.add(&a, <-packed)
		if err != nil {
			return err
		}
		if err := r.flush(); err != nil {
			return err
		}
		if l.NotBefore.IsZero() {
			l.NotBefore = now
		}
		res, err := tx.Exec("INSERT INTO outbox (account_id, message_id, sender, octets, eight_bit, utf8, state, queued, not_before) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			l.Account, message, l.Sender, l.Octets, l.EightBit, l.UTF8, Queued, seconds(now), seconds(l.NotBefore))
		if err != nil {
			return err
		}
		n, err := res.LastInsertId()
		if err != nil {
			return err
		}
		id = OutgoingID(n)
		for i, to := range l.Recipients {
			_, err := tx.Exec("INSERT INTO outbox_recipients (outbox_id, place, name, address, hidden, state) VALUES (?, ?, ?, ?, ?, ?)",
				id, i, to.Name, to.Address, to.Hidden, ToGo)
			if err != nil {
				return err
			}
		}
		return l.settleOthers(tx)
	})
	if err != nil {
		return 0, fmt.Errorf("queue a letter: %w", err)
	}
	return id, nil
}

// settleOthers does what queueing a letter means for other messages.
func (l *NewLetter) settleOthers(tx *writeTx) error {
	if err := dropDraft(tx, l.Draft); err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE messages SET answered = 1 WHERE id = ? AND answered = 0", l.Answered); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE messages SET forwarded = 1 WHERE id = ? AND forwarded = 0", l.Forwarded)
	return err
}

// outboxFolder finds or makes an account's folder for letters that wait.
func outboxFolder(tx *writeTx, account AccountID) (FolderID, error) {
	if _, err := readAccount(tx.ctx, tx, "id = ?", account); err != nil {
		return 0, err
	}
	f, err := folderByRole(tx.ctx, tx, account, Outbox)
	if !errors.Is(err, ErrNotFound) {
		return f.ID, err
	}
	res, err := tx.Exec("INSERT INTO folders (account_id, parent, role, name) VALUES (?, 0, ?, 'Outbox')", account, Outbox)
	if err != nil {
		return 0, err
	}
	id, err := res.LastInsertId()
	return FolderID(id), err
}

// Outbox gives the letters that wait, are being sent, were refused or may have been sent; with all also those that were
// sent or cancelled in the last months. Oldest first.
func (s *Store) Outbox(ctx context.Context, all bool) ([]Outgoing, error) {
	where := "WHERE o.state IN ('queued', 'sending', 'refused', 'maybe')"
	if all {
		where = ""
	}
	list, err := readOutgoing(ctx, s.readers, where)
	if err != nil {
		return nil, fmt.Errorf("read the outbox: %w", err)
	}
	return list, nil
}

// Outgoing gives one letter; ErrNotFound.
func (s *Store) Outgoing(ctx context.Context, id OutgoingID) (Outgoing, error) {
	o, err := oneOutgoing(ctx, s.readers, id)
	if err != nil {
		return Outgoing{}, fmt.Errorf("read letter %d of the outbox: %w", id, err)
	}
	return o, nil
}

// OutgoingOf gives the letter whose bytes are those of a message: one that waits, and one in Sent. ErrNotFound where it was
// never in the outbox, or the outbox has forgotten it.
func (s *Store) OutgoingOf(ctx context.Context, message MessageID) (Outgoing, error) {
	list, err := readOutgoing(ctx, s.readers, "WHERE o.message_id = ? AND o.message_id <> 0", message)
	if err == nil && len(list) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Outgoing{}, fmt.Errorf("read what became of letter %d: %w", message, err)
	}
	return list[0], nil
}

// DueLetters gives an account's letters whose time has come, in the order they were queued.
func (s *Store) DueLetters(ctx context.Context, account AccountID, now time.Time) ([]Outgoing, error) {
	list, err := readOutgoing(ctx, s.readers, "WHERE o.account_id = ? AND o.state = 'queued' AND o.not_before <> 0 AND o.not_before <= ?", account, seconds(now))
	if err != nil {
		return nil, fmt.Errorf("read the outbox: %w", err)
	}
	return list, nil
}

// NextLetters gives when each account's next letter is due; accounts without one are left out.
func (s *Store) NextLetters(ctx context.Context) (map[AccountID]time.Time, error) {
	type due struct {
		account AccountID
		at      time.Time
	}
	rows, err := s.readers.QueryContext(ctx, `SELECT o.account_id, min(o.not_before) FROM outbox o JOIN accounts a ON a.id = o.account_id
		WHERE o.state = 'queued' AND o.not_before <> 0 AND a.removed = 0 GROUP BY o.account_id`)
	if err != nil {
		return nil, fmt.Errorf("read the outbox: %w", sorted(err))
	}
	list, err := collect(rows, func(d *due) []any { return []any{&d.account, stamp{&d.at}} })
	if err != nil {
		return nil, fmt.Errorf("read the outbox: %w", err)
	}
	next := make(map[AccountID]time.Time, len(list))
	for _, d := range list {
		next[d.account] = d.at
	}
	return next, nil
}

func oneOutgoing(ctx context.Context, q multiQuerier, id OutgoingID) (Outgoing, error) {
	list, err := readOutgoing(ctx, q, "WHERE o.id = ?", id)
	switch {
	case err != nil:
		return Outgoing{}, err
	case len(list) == 0:
		return Outgoing{}, ErrNotFound
	}
	return list[0], nil
}

func readOutgoing(ctx context.Context, q multiQuerier, where string, args ...any) ([]Outgoing, error) {
	rows, err := q.QueryContext(ctx, outgoingQuery+where+" ORDER BY o.id", args...)
	if err != nil {
		return nil, sorted(err)
	}
	list, err := collect(rows, (*Outgoing).row)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	ids := make([]OutgoingID, len(list))
	at := make(map[OutgoingID]int, len(list))
	for i := range list {
		ids[i], at[list[i].ID] = list[i].ID, i
	}
	type one struct {
		id OutgoingID
		Recipient
	}
	rows, err = q.QueryContext(ctx, `SELECT outbox_id, name, address, hidden, state, text FROM outbox_recipients
		WHERE outbox_id IN (SELECT value FROM json_each(?)) ORDER BY outbox_id, place`, idList(ids))
	if err != nil {
		return nil, sorted(err)
	}
	recipients, err := collect(rows, func(r *one) []any { return []any{&r.id, &r.Name, &r.Address, &r.Hidden, &r.State, &r.Text} })
	if err != nil {
		return nil, err
	}
	for _, r := range recipients {
		o := &list[at[r.id]]
		o.Recipients = append(o.Recipients, r.Recipient)
	}
	return list, nil
}
