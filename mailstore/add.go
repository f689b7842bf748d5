package mailstore

import (
	"context"
	"errors"
	"fmt"
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
		if err := r.begin(nil); err != nil {
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
		return r.flush()
	})
	if err != nil {
		return nil, nil, fmt.Errorf("add %d messages: %w", len(as), err)
	}
	return ids, errs, nil
}

// add keeps one message in the folder it names.
func (r *recording) add(a *Addition, body packedBody) (MessageID, error) {
	var account AccountID
	if err := r.tx.QueryRow("SELECT account_id FROM folders WHERE id = ?", a.Folder).Scan(&account); err != nil {
		return 0, notFound(err)
	}
	if err := r.writeBody(r.next, a.Raw, body); err != nil {
		return 0, err
	}
	f := clean(a.Fields, a.Arrived)
	return r.addMessage(account, a.Folder, &f, a.Raw.Size(), a.Raw.SHA256(), a.Arrived, a.Marks, false)
}
