package mailstore

import (
	"context"
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
	raw := func(i int) *Spool { return as[i].Raw }
	if err := s.roomForMail(octetsOf(len(as), raw)); err != nil {
		return nil, nil, fmt.Errorf("add %d messages: %w", len(as), err)
	}
	packed, stop := s.packAhead(len(as), raw)
	defer stop()
	err = s.write(ctx, func(tx *writeTx) (err error) {
		r := recording{store: s, tx: tx}
		if err := r.begin(nil); err != nil {
			return err
		}
		if err := r.prepare(as); err != nil {
			return err
		}
		ids, errs, err = r.each(ctx, len(as), func(i int) (MessageID, error) { return r.add(&as[i], <-packed) })
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("add %d messages: %w", len(as), err)
	}
	return ids, errs, nil
}

// prepare looks up the accounts of all folders, and what is known of the ids that the messages name.
func (r *recording) prepare(as []Addition) error {
	fields := map[AccountID][]*Fields{}
	for i := range as {
		folder, err := r.folder(as[i].Folder)
		if err != nil {
			return err
		}
		fields[folder.account] = append(fields[folder.account], &as[i].Fields)
	}
	return r.lookUpThreads(fields)
}

// target is a folder that messages are added to.
type target struct {
	account AccountID
	role    Role
}

// folder gives whose a folder is and what it is for, asked for once.
func (r *recording) folder(id FolderID) (target, error) {
	if known, ok := r.folders[id]; ok {
		return known, nil
	}
	var f target
	if err := r.tx.QueryRow("SELECT account_id, role FROM folders WHERE id = ?", id).Scan(&f.account, &f.role); err != nil {
		return target{}, notFound(err)
	}
	if r.folders == nil {
		r.folders = map[FolderID]target{}
	}
	r.folders[id] = f
	return f, nil
}

// add keeps one message in the folder it names.
func (r *recording) add(a *Addition, body packedBody) (MessageID, error) {
	folder, err := r.folder(a.Folder)
	if err != nil {
		return 0, err
	}
	var binned time.Time
	if folder.role == Bin {
		binned = r.store.now() // its days count from here
	}
	if err := r.writeBody(r.next, a.Raw, body); err != nil {
		return 0, err
	}
	f := clean(a.Fields, a.Arrived)
	return r.addMessage(&newMessage{
		Fields: f, account: folder.account, folder: a.Folder, size: a.Raw.Size(), sum: a.Raw.SHA256(), arrived: a.Arrived, marks: a.Marks, binned: binned,
	})
}
