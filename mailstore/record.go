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
	// Partial: Raw is only the beginning of the message, as TOP gave it. It is shown, proves nothing and takes the
	// whole message in when that comes.
	Partial bool
}

const (
	maxTo     = 1000      // bytes of recipients kept for lists
	maxSearch = 256 << 10 // bytes of a message's words: a log file sent as text must not hold the writer for seconds
)

// RecordDownloads keeps fetched messages, each with header fields, search text, thread, folder (the account's Inbox) and ledger row
// (state safe, proof), in ONE transaction, durable when it returns. After a crash each is wholly ours or not at all.
// A row that is held already is left alone and its error is ErrAlreadyHeld in errs (index by index); err is for the transaction.
// A message whose bytes (SHA-256) this account already holds under a row that has vanished or is superseded is not kept
// twice: the ledger row is pointed at the message held. Where the beginning of a message is here already, the whole
// takes its place under the same id, with its folder and marks. A partial download leaves the row without a proof, in
// state head-only.
//
// A row which is gone gives ErrNotFound in errs, and so does a spool which cannot be read its own error: the others
// are kept. A row is held when it has a proof, also if the message was destroyed here since. When err is not nil
// nothing was written and ids and errs are nil. The spools stay the caller's. ctx is looked at between two messages.
func (s *Store) RecordDownloads(ctx context.Context, session SessionID, ds []Download) (ids []MessageID, errs []error, err error) {
	raw := func(i int) *Spool { return ds[i].Raw }
	if err := s.roomForMail(octetsOf(len(ds), raw)); err != nil {
		return nil, nil, fmt.Errorf("record %d downloads: %w", len(ds), err)
	}
	packed, stop := s.packAhead(len(ds), raw)
	defer stop()
	err = s.write(ctx, func(tx *writeTx) (err error) {
		r := recording{store: s, tx: tx, session: session}
		if err := r.begin(ds); err != nil {
			return err
		}
		ids, errs, err = r.each(ctx, len(ds), func(i int) (MessageID, error) { return r.record(&ds[i], <-packed) })
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("record %d downloads: %w", len(ds), err)
	}
	return ids, errs, nil
}

// itemError stops one message of a batch and not the batch.
type itemError struct{ err error }

func (e *itemError) Error() string { return e.err.Error() }

// recording is one transaction that keeps messages.
type recording struct {
	store   *Store
	tx      *writeTx
	session SessionID
	next    MessageID              // id of the next message
	inboxes map[AccountID]FolderID // those asked for so far
	folders map[FolderID]target    // whose they are, as far as was asked
	open    map[LedgerID]openRow   // the rows of the downloads, as they were at the beginning
	lost    map[AccountID]bool     // the account has messages whose row was lost
	merged  bool                   // there are threads that turned out to be one
	threads map[AccountID]threads  // of accounts whose messages' ids were looked up at the beginning

	messages, words, safe, ids bulk
}

// each keeps n messages, one after the other, and writes what is still gathered. An error of one message's own stands in
// errs and stops none of the others. ctx is looked at between two.
func (r *recording) each(ctx context.Context, n int, one func(i int) (MessageID, error)) (ids []MessageID, errs []error, err error) {
	ids, errs = make([]MessageID, n), make([]error, n)
	for i := range n {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		id, err := one(i)
		var own *itemError
		switch {
		case errors.As(err, &own):
			errs[i] = own.err
		case err != nil:
			return nil, nil, err
		default:
			ids[i] = id
		}
	}
	return ids, errs, r.flush()
}

// openRow is a ledger row whose message is to be recorded.
type openRow struct {
	account AccountID
	held    bool
	begun   MessageID // of which the beginning is here; 0: none
}

// begin prepares for downloads, which may be none, and learns the next message id from AUTOINCREMENT's own table, so that
// a message which begins a thread is written once, with its own id as the thread's.
func (r *recording) begin(ds []Download) error {
	r.inboxes, r.lost = map[AccountID]FolderID{}, map[AccountID]bool{}
	r.messages = bulk{tx: r.tx, columns: 24, head: `
		INSERT INTO messages (id, account_id, folder_id, thread_id, date, arrived, size, sha256, unread, starred, answered, forwarded,
			attachments, attached, defects, from_name, from_address, recipients, subject, preview, message_id, in_reply_to, partial, binned)`}
	r.words = bulk{tx: r.tx, columns: 6, head: "INSERT INTO unindexed (id, subject, sender, recipients, body, attachments)"}
	r.ids = bulk{tx: r.tx, columns: 3, head: "INSERT INTO message_ids (account_id, key, thread_id)", tail: " ON CONFLICT DO NOTHING"}
	r.safe = bulk{tx: r.tx, columns: 6, head: `
		UPDATE ledger SET state = 'safe', since = v.column2, reason = '', message_id = v.column3, sha256 = v.column4, session_id = v.column5,
			safe_at = v.column2, verified_at = 0, doubt = v.column6, wish = ''
		FROM (`, tail: ") AS v WHERE ledger.id = v.column1"}
	if err := r.readOpenRows(ds); err != nil {
		return err
	}
	fields := map[AccountID][]*Fields{}
	for i := range ds {
		if row, ok := r.open[ds[i].Ledger]; ok {
			fields[row.account] = append(fields[row.account], &ds[i].Fields)
		}
	}
	if err := r.lookUpThreads(fields); err != nil {
		return err
	}
	if err := r.tx.QueryRow("SELECT EXISTS (SELECT 1 FROM thread_merges)").Scan(&r.merged); err != nil {
		return err
	}
	next, err := nextID[MessageID](r.tx, "messages")
	r.next = next
	return err
}

func (r *recording) record(d *Download, body packedBody) (MessageID, error) {
	row, err := r.openRow(d)
	if err != nil {
		return 0, err
	}
	sum := d.Raw.SHA256()
	id := MessageID(0)
	if !d.Partial && row.begun == 0 && r.lost[row.account] {
		if id, err = r.heldUnderLostRow(row.account, sum); err != nil {
			return 0, err
		}
	}
	switch {
	case row.begun != 0:
		id, err = row.begun, r.complete(row.begun, d, sum, body)
	case id == 0:
		id, err = r.keep(row.account, d, sum, body)
	}
	if err != nil {
		return 0, err
	}
	row.held = true
	r.open[d.Ledger] = row
	if d.Partial {
		_, err = r.tx.Exec("UPDATE ledger SET state = 'head-only', since = ?1, reason = '', message_id = ?2, session_id = ?3 WHERE id = ?4",
			seconds(d.At), id, r.session, d.Ledger)
		return id, err
	}
	return id, r.safe.add(d.Ledger, seconds(d.At), id, sum[:], r.session, d.Doubt)
}

// flush writes the rows that were gathered.
func (r *recording) flush() error {
	for _, b := range []*bulk{&r.messages, &r.words, &r.safe, &r.ids} {
		if err := b.flush(); err != nil {
			return err
		}
	}
	return nil
}

// readOpenRows reads the ledger rows of all downloads, and whether their accounts have lost rows, which nearly none has.
func (r *recording) readOpenRows(ds []Download) error {
	ids := make([]LedgerID, len(ds))
	for i := range ds {
		ids[i] = ds[i].Ledger
	}
	rows, err := r.tx.Query("SELECT id, account_id, length(sha256) > 0, message_id FROM ledger WHERE id IN (SELECT value FROM json_each(?))", idList(ids))
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	r.open = make(map[LedgerID]openRow, len(ds))
	for rows.Next() {
		var id LedgerID
		var row openRow
		if err := rows.Scan(&id, &row.account, &row.held, &row.begun); err != nil {
			return err
		}
		r.open[id] = row
		r.lost[row.account] = false
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for account := range r.lost {
		var any bool
		err := r.tx.QueryRow("SELECT EXISTS (SELECT 1 FROM ledger WHERE account_id = ? AND state IN ('vanished', 'superseded'))", account).Scan(&any)
		if err != nil {
			return err
		}
		r.lost[account] = any
	}
	return nil
}

// openRow gives the row of a download, once: of a second download for it the message is held by then.
func (r *recording) openRow(d *Download) (openRow, error) {
	row, ok := r.open[d.Ledger]
	switch {
	case !ok:
		return row, &itemError{fmt.Errorf("ledger row %d: %w", d.Ledger, ErrNotFound)}
	case row.held || d.Partial && row.begun != 0:
		return row, &itemError{ErrAlreadyHeld}
	}
	return row, nil
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
	f := clean(d.Fields, d.At)
	return r.addMessage(&newMessage{
		Fields: f, account: account, folder: inbox, size: d.Raw.Size(), sum: sum, arrived: d.At, marks: Marks{Unread: d.Unread}, partial: d.Partial,
	})
}

// newMessage is a message whose bytes are written already.
type newMessage struct {
	Fields
	account AccountID
	folder  FolderID
	size    int64
	sum     [32]byte
	arrived time.Time
	marks   Marks
	partial bool
	binned  time.Time // when it came into the Bin; zero: it is not there
}

// addMessage adds the row of a message and its words, under the next id.
func (r *recording) addMessage(m *newMessage) (MessageID, error) {
	thread, err := r.threadOf(m.account, r.next, &m.Fields)
	if err != nil {
		return 0, err
	}
	err = r.messages.add(
		r.next, m.account, m.folder, thread, m.Date.Unix(), seconds(m.arrived), m.size, m.sum[:], m.marks.Unread, m.marks.Starred, m.marks.Answered, m.marks.Forwarded,
		m.Attachments, m.Attachments > 0, m.Defects, m.FromName, m.FromAddress, m.To, m.Subject, m.Preview, m.MessageID, m.InReplyTo, m.partial, seconds(m.binned))
	if err != nil {
		return 0, err
	}
	if err := r.addWords(r.next, &m.Fields); err != nil {
		return 0, err
	}
	r.next++
	return r.next - 1, nil
}

// addWords leaves a message's words for the search index; see index.go.
func (r *recording) addWords(id MessageID, f *Fields) error {
	r.store.wordBytes.Add(int64(len(f.Search)))
	return r.words.add(id, f.Subject, f.FromName+" "+f.FromAddress, f.To, f.Search, strings.Join(f.AttachmentNames, " "))
}

// complete puts the whole message in the place of its beginning. Thread, folder and marks stay: a person may have
// changed them, and the thread follows from the head.
//
// A spool that cannot be read must leave the beginning as it was, hence the savepoint.
func (r *recording) complete(id MessageID, d *Download, sum [32]byte, body packedBody) error {
	if _, err := r.tx.Exec("SAVEPOINT whole"); err != nil {
		return err
	}
	err := r.replaceBody(id, d, sum, body)
	var own *itemError
	if errors.As(err, &own) {
		if _, back := r.tx.Exec("ROLLBACK TO whole"); back != nil {
			return back
		}
	}
	if _, release := r.tx.Exec("RELEASE whole"); release != nil {
		return release
	}
	return err
}

func (r *recording) replaceBody(id MessageID, d *Download, sum [32]byte, body packedBody) error {
	if _, err := r.tx.Exec("DELETE FROM chunks WHERE id BETWEEN ?1 * 65536 AND ?1 * 65536 + 65535", id); err != nil {
		return err
	}
	if err := r.writeBody(id, d.Raw, body); err != nil {
		return err
	}
	f := clean(d.Fields, d.At)
	_, err := r.tx.Exec(`
		UPDATE messages SET date = ?2, arrived = ?3, size = ?4, sha256 = ?5, attachments = ?6, attached = ?7, defects = ?8,
			from_name = ?9, from_address = ?10, recipients = ?11, subject = ?12, preview = ?13, message_id = ?14, in_reply_to = ?15, partial = 0
		WHERE id = ?1`,
		id, f.Date.Unix(), seconds(d.At), d.Raw.Size(), sum[:], f.Attachments, f.Attachments > 0, f.Defects,
		f.FromName, f.FromAddress, f.To, f.Subject, f.Preview, f.MessageID, f.InReplyTo)
	if err != nil {
		return err
	}
	for _, words := range []string{"DELETE FROM search WHERE rowid = ?", "DELETE FROM unindexed WHERE id = ?"} {
		if _, err := r.tx.Exec(words, id); err != nil {
			return err
		}
	}
	return r.addWords(id, &f)
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

// clean keeps the fields within what the tables promise: UTF-8, no more text than lists and search can use, and a date
// for every message, as a list has a place for each.
func clean(f Fields, arrived time.Time) Fields {
	if f.Date.IsZero() {
		f.Date = arrived
	}
	for _, text := range []*string{&f.FromName, &f.FromAddress, &f.To, &f.Subject, &f.Preview, &f.MessageID, &f.InReplyTo, &f.Search} {
		if !utf8.ValidString(*text) { // told by the word, while the replacing goes by the character
			*text = strings.ToValidUTF8(*text, "\uFFFD")
		}
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
