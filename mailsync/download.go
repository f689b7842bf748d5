package mailsync

import (
	"context"
	"errors"
	"io"

	"satchel/mailmsg"
	"satchel/mailstore"
	"satchel/pop3client"
	"satchel/words"
)

// Reasons of ledger rows, as those of plan.go.
//
//words:keys
const (
	reasonBroke  = "The connection broke while it was coming."
	reasonBreaks = "The connection broke each time while it was coming."
	reasonNoHead = "It is larger than this account's limit, and the server does not show heads alone."
)

// downloading is the fetching of one session. All of it runs on the check's
// goroutine; the recorder works beside it.
type downloading struct {
	c        *check
	recorder *recorder
	rows     map[int]fetch // by number
	current  *fetched      // what is being received; nil: between two messages
	changes  []mailstore.Change
}

// download fetches what the plan wants and returns once it is durable. Messages
// that broke the connection before come last, each alone.
func (c *check) download(ctx context.Context, conn *pop3client.Conn, p *plan) (recorded, error) {
	rows := p.fetches()
	c.givenUp = p.Failed
	if len(rows) == 0 {
		return recorded{}, nil
	}
	c.expect(rows)
	d := &downloading{c: c, recorder: newRecorder(ctx, c.s.messages, c.session, c.account.Keep.Mode == mailstore.KeepRemove), rows: make(map[int]fetch, len(rows))}
	c.events.stored = d.recorder.takeStored
	c.events.phase(Getting)
	err := d.fetch(ctx, conn, rows)
	got := d.recorder.finish(c.events.progress)
	c.result.Fetched += got.Messages
	c.result.TooLarge += got.Heads
	c.result.Bytes += got.Octets
	if got.Received.After(c.received) {
		c.received = got.Received
	}
	if got.Err != nil {
		err = got.Err
	}
	for id := range got.Proved {
		delete(c.failed, id) // it broke the connection earlier, and came after all
	}
	if d.current != nil {
		d.current.spool.Discard()
		d.broke(ctx, err)
	}
	for id, reason := range got.Failed {
		d.failed(d.rowOf(id), reason, true)
	}
	if kept := c.s.store.ApplyChanges(ctx, c.session, d.changes, c.s.options.Now()); kept != nil && err == nil {
		err = inStore(kept)
	}
	return got, err
}

// expect sets the counts of the events to what has come and is still to come.
func (c *check) expect(rows []fetch) {
	e := &c.events.event
	e.Done, e.Bytes = c.result.Fetched, c.result.Bytes
	e.Of, e.OfBytes = e.Done+len(rows), e.Bytes
	for _, r := range rows {
		e.OfBytes += r.octets()
	}
	c.wanted = e.Of
}

func (d *downloading) fetch(ctx context.Context, conn *pop3client.Conn, rows []fetch) error {
	var good, bad []pop3client.Request
	for _, r := range rows {
		d.rows[r.Number] = r
		request := pop3client.Request{Number: r.Number, Octets: r.octets()}
		if r.Head {
			request.Top = headLines
		}
		if r.Entry.Failures > 0 {
			bad = append(bad, request)
		} else {
			good = append(good, request)
		}
	}
	if len(good) > 0 {
		if err := conn.RetrMany(ctx, good, d.c.s.options.Limits.Window, d.open, d.done); err != nil {
			return err
		}
	}
	if len(bad) > 0 {
		return conn.RetrMany(ctx, bad, pop3client.Window{Commands: 1}, d.open, d.done)
	}
	return nil
}

func (d *downloading) open(req pop3client.Request) (io.Writer, error) {
	d.current = &fetched{fetch: d.rows[req.Number], spool: d.c.s.store.NewSpool()}
	return d, nil
}

// Write takes the bytes of the current message.
func (d *downloading) Write(p []byte) (int, error) {
	n, err := d.current.spool.Write(p)
	d.c.events.event.Bytes += int64(n)
	d.c.events.progress()
	return n, inStore(err)
}

func (d *downloading) done(_ pop3client.Request, err error) error {
	f := d.current
	d.current = nil
	d.c.events.event.Done++
	if err != nil {
		f.spool.Discard()
		d.refused(f.fetch, err)
		return nil
	}
	f.at = d.c.s.options.Now()
	return d.recorder.add(f)
}

// refused notes that the server would not hand over a message.
func (d *downloading) refused(r fetch, err error) {
	if r.Head { // a server without TOP: nothing is wrong with the message
		d.c.skip[r.Entry.ID] = true
		if r.Entry.Reason != reasonNoHead { // told once
			d.changes = append(d.changes, mailstore.Change{ID: r.Entry.ID, Reason: reasonNoHead})
			d.c.result.NoHead++
		}
		return
	}
	var e *pop3client.ServerError
	reason, count := words.T("The server would not hand it over."), true
	if errors.As(err, &e) {
		if e.Text != "" {
			reason = words.T("The server would not hand it over: %s", mailmsg.CutBytes(e.Text, 120))
		}
		count = e.Code != "SYS/TEMP" && e.Code != "IN-USE" // a matter of the moment
	}
	d.failed(r.row, reason, count)
}

// broke notes the message during which the connection was lost, so that it does not
// keep the others from coming. It may have been the line's fault, so it takes more of
// these than of refusals until the message is given up, fetched alone each time.
func (d *downloading) broke(ctx context.Context, err error) {
	f := d.current
	if ctx.Err() != nil || isStore(err) || errors.Is(err, pop3client.ErrPipelining) {
		return
	}
	id := f.Entry.ID
	if _, counted := d.c.failed[id]; !counted {
		change := mailstore.Change{ID: id, Reason: reasonBroke, Failed: true}
		if f.Entry.Failures+1 >= giveUpBroken {
			change.State, change.Reason = mailstore.Unfetchable, reasonBreaks
		}
		d.changes = append(d.changes, change)
	}
	d.c.failed[id] = Failure{UIDL: f.UIDL, Reason: reasonBroke}
	if f.Entry.Failures > 0 { // it was fetched alone, and all others are here
		d.c.skip[id] = true
	}
}

// failed notes a message that could not be had; counted once in a check.
func (d *downloading) failed(r row, reason string, count bool) {
	id := r.Entry.ID
	_, before := d.c.failed[id]
	d.c.failed[id] = Failure{UIDL: r.UIDL, Reason: reason}
	d.c.skip[id] = true
	if before || !count {
		return
	}
	change := mailstore.Change{ID: id, Reason: reason, Failed: true}
	if r.Entry.State == mailstore.Unfetchable {
		// The week until the next try counts from a change of state.
		d.changes = append(d.changes, mailstore.Change{ID: id, State: mailstore.Waiting})
	}
	if r.Entry.Failures+1 >= giveUpAfter {
		change.State = mailstore.Unfetchable
	}
	d.changes = append(d.changes, change)
}

func (d *downloading) rowOf(id mailstore.LedgerID) row {
	for _, r := range d.rows {
		if r.Entry.ID == id {
			return r.row
		}
	}
	return row{Entry: &mailstore.Entry{}}
}
