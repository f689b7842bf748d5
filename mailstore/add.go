package mailstore

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Addition is a message that comes from a file and not from a server: another program's mail, or a backup.
type Addition struct {
	Folder  FolderID
	Raw     *Spool // complete
	Fields  Fields
	Arrived time.Time
	Marks
}

// Marks are what a person has done with a message.
type Marks struct{ Unread, Starred, Answered, Forwarded bool }

// AddMessages keeps messages from elsewhere, each with header fields, words, thread and ledger rows, in ONE transaction,
// durable when it returns. Whether a message is here already is the caller's question: see Held.
//
// A spool which cannot be read gives its own error in errs and the others are kept; err is for the transaction.
func (s *Store) AddMessages(ctx context.Context, as []Addition) (ids []MessageID, errs []error, err error) {
	ids, errs = make([]MessageID, len(as)), make([]error, len(as))
	ds := make([]Download, len(as))
	for i := range as {
		ds[i].Raw = as[i].Raw
	}
	packed, stop := s.packAhead(ds)
	defer stop()
	err = s.write(ctx, func(tx *writeTx) error {
		r := recording{store: s, tx: tx}
		if err := r.begin(); err != nil {
			return err
		}
		for i := range as {
			if err := ctx.Err(); err != nil {
				return err
			}
			id, err := r.add(&as[i], <-packed)
			var own *itemError
			if errors.As(err, &own) {
				errs[i] = own.err
				continue
			} else if err != nil {
				return err
			}
			ids[i] = id
		}
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("add %d messages: %w", len(as), err)
	}
	return ids, errs, nil
}

// add keeps one message in the folder it names.
func (r *recording) add(a *Addition, body packedBody) (MessageID, error) {
	var account AccountID
	var role Role
	if err := r.tx.QueryRow("SELECT account_id, role FROM folders WHERE id = ?", a.Folder).Scan(&account, &role); err != nil {
		return 0, notFound(err)
	}
	var binned int64
	if role == Bin {
		binned = seconds(r.store.now()) // its days count from here
	}
	if err := r.writeBody(r.next, a.Raw, body); err != nil {
		return 0, err
	}
	f := clean(a.Fields)
	if f.Date.IsZero() {
		f.Date = a.Arrived
	}
	thread, err := threadOf(r.tx, account, r.next, &f)
	if err != nil {
		return 0, err
	}
	sum := a.Raw.SHA256()
	_, err = r.tx.Exec(`
		INSERT INTO messages (id, account_id, folder_id, thread_id, date, arrived, size, sha256, unread, starred, answered, forwarded,
			attachments, attached, defects, from_name, from_address, recipients, subject, preview, message_id, in_reply_to, binned)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.next, account, a.Folder, thread, f.Date.Unix(), seconds(a.Arrived), a.Raw.Size(), sum[:], a.Unread, a.Starred, a.Answered, a.Forwarded,
		f.Attachments, f.Attachments > 0, f.Defects, f.FromName, f.FromAddress, f.To, f.Subject, f.Preview, f.MessageID, f.InReplyTo, binned)
	if err != nil {
		return 0, err
	}
	_, err = r.tx.Exec("INSERT INTO unindexed (id, subject, sender, recipients, body, attachments) VALUES (?, ?, ?, ?, ?, ?)",
		r.next, f.Subject, f.FromName+" "+f.FromAddress, f.To, f.Search, strings.Join(f.AttachmentNames, " "))
	if err != nil {
		return 0, err
	}
	r.next++
	return r.next - 1, nil
}
