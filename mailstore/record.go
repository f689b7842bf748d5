package mailstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Download is one fetched message to be recorded.
type Download struct {
	Ledger LedgerID // its row; state waiting, head-only or unfetchable
	Raw    *Spool   // complete as RETR gave it
	Fields Fields
	At     time.Time // safe here (UTC seconds)
	Unread bool
	Doubt  Doubt // DoubtShort when fewer octets came than were listed
}

const (
	maxTo     = 1000      // bytes of recipients kept for lists
	maxSearch = 256 << 10 // bytes of a message's words: a log file sent as text must not hold the writer for seconds
)

// RecordDownloads keeps fetched messages, each with header fields, search text, thread, folder (the account's Inbox) and ledger row
// (state safe, proof), in ONE transaction, durable when it returns. After a crash each is wholly ours or not at all.
// A row that is held already is left alone and its error is ErrAlreadyHeld in errs (index by index); err is for the transaction.
// A message whose bytes (SHA-256) this account already holds under a row that has vanished or is superseded is not kept
// twice: the ledger row is pointed at the message held.
//
// A row which is gone gives ErrNotFound in errs, and so does a spool which cannot be read its own error: the others
// are kept. A row is held when it has a proof, also if the message was destroyed here since. When err is not nil
// nothing was written and ids and errs are nil. The spools stay the caller's. ctx is looked at between two messages.
func (s *Store) RecordDownloads(ctx context.Context, session SessionID, ds []Download) (ids []MessageID, errs []error, err error) {
	ids, errs = make([]MessageID, len(ds)), make([]error, len(ds))
	packed, stop := s.packAhead(ds)
	defer stop()
	err = s.write(ctx, func(tx *writeTx) error {
		r := recording{store: s, tx: tx, session: session}
		if err := r.begin(); err != nil {
			return err
		}
		for i := range ds {
			if err := ctx.Err(); err != nil {
				return err
			}
			id, err := r.record(&ds[i], <-packed)
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
		return nil, nil, fmt.Errorf("record %d downloads: %w", len(ds), err)
	}
	return ids, errs, nil
}

// itemError stops one message of a batch and not the batch.
type itemError struct{ err error }

func (e *itemError) Error() string { return e.err.Error() }

// recording is one transaction of RecordDownloads.
type recording struct {
	store   *Store
	tx      *writeTx
	session SessionID
	next    MessageID              // id of the next message
	inboxes map[AccountID]FolderID // those asked for so far
}

// begin learns the next message id from AUTOINCREMENT's own table, so that a message which begins a thread is
// written once, with its own id as the thread's.
func (r *recording) begin() error {
	r.inboxes = map[AccountID]FolderID{}
	err := r.tx.QueryRow("SELECT seq + 1 FROM sqlite_sequence WHERE name = 'messages'").Scan(&r.next)
	if errors.Is(err, sql.ErrNoRows) {
		r.next, err = 1, nil
	}
	return err
}

func (r *recording) record(d *Download, body packedBody) (MessageID, error) {
	account, err := r.openRow(d.Ledger)
	if err != nil {
		return 0, err
	}
	sum := d.Raw.SHA256()
	id, err := r.heldUnderLostRow(account, sum)
	if err != nil {
		return 0, err
	}
	if id == 0 {
		if id, err = r.keep(account, d, sum, body); err != nil {
			return 0, err
		}
	}
	_, err = r.tx.Exec(`
		UPDATE ledger SET state = 'safe', since = ?1, reason = '', message_id = ?2, sha256 = ?3, session_id = ?4, safe_at = ?1, verified_at = 0, doubt = ?6
		WHERE id = ?5`, seconds(d.At), id, sum[:], r.session, d.Ledger, d.Doubt)
	return id, err
}

// openRow gives the account of a ledger row whose message is still to come.
func (r *recording) openRow(id LedgerID) (account AccountID, err error) {
	var proofs int
	err = r.tx.QueryRow("SELECT account_id, length(sha256) FROM ledger WHERE id = ?", id).Scan(&account, &proofs)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, &itemError{fmt.Errorf("ledger row %d: %w", id, ErrNotFound)}
	case err == nil && proofs > 0:
		return 0, &itemError{ErrAlreadyHeld}
	}
	return account, err
}

// heldUnderLostRow finds the message with these bytes which the server has renumbered; 0 when there is none.
func (r *recording) heldUnderLostRow(account AccountID, sum [32]byte) (id MessageID, err error) {
	err = r.tx.QueryRow(`SELECT message_id FROM ledger
		WHERE account_id = ? AND sha256 = ? AND state IN ('vanished', 'superseded') AND message_id <> 0 LIMIT 1`, account, sum[:]).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

func (r *recording) keep(account AccountID, d *Download, sum [32]byte, body packedBody) (MessageID, error) {
	inbox, err := r.inbox(account)
	if err != nil {
		return 0, err
	}
	if err := r.writeBody(r.next, d.Raw, body); err != nil {
		return 0, err
	}
	f := clean(d.Fields)
	if f.Date.IsZero() {
		f.Date = d.At // a list has a place for every message
	}
	thread, err := threadOf(r.tx, account, r.next, &f)
	if err != nil {
		return 0, err
	}
	_, err = r.tx.Exec(`
		INSERT INTO messages (id, account_id, folder_id, thread_id, date, arrived, size, sha256, unread, attachments, attached, defects,
			from_name, from_address, recipients, subject, preview, message_id, in_reply_to)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.next, account, inbox, thread, f.Date.Unix(), seconds(d.At), d.Raw.Size(), sum[:], d.Unread, f.Attachments, f.Attachments > 0, f.Defects,
		f.FromName, f.FromAddress, f.To, f.Subject, f.Preview, f.MessageID, f.InReplyTo)
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

func (r *recording) inbox(account AccountID) (FolderID, error) {
	if id, ok := r.inboxes[account]; ok {
		return id, nil
	}
	f, err := folderByRole(r.tx.ctx, r.tx, account, Inbox)
	if err != nil {
		return 0, fmt.Errorf("inbox of account %d: %w", account, err)
	}
	r.inboxes[account] = f.ID
	return f.ID, nil
}

// clean keeps the fields within what the tables promise: UTF-8, and no more text than lists and search can use.
func clean(f Fields) Fields {
	for _, text := range []*string{&f.FromName, &f.FromAddress, &f.To, &f.Subject, &f.Preview, &f.MessageID, &f.InReplyTo, &f.Search} {
		*text = strings.ToValidUTF8(*text, "\uFFFD")
	}
	f.To, f.Search = cut(f.To, maxTo), cut(f.Search, maxSearch)
	return f
}

// cut shortens text to at most n bytes, at the start of a character.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}
