package mailsync

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"time"

	"satchel/mailstore"
	"satchel/pop3client"
)

// longestIdle is how long the server hears nothing while messages are read back;
// some hang up after half a minute.
const longestIdle = 10 * time.Second

// removeAndQuit asks for the removals that are due and ends the session. Everything
// fetched is durable by now; what the ledger says is read anew, as a person may
// have changed the rule, pinned or destroyed a message meanwhile.
func (c *check) removeAndQuit(ctx context.Context, conn *pop3client.Conn, p plan, got recorded) error {
	due, numbers, err := c.due(ctx, p, got)
	if err != nil {
		return err
	}
	asked := []mailstore.Entry(nil)
	if len(due) > 0 {
		c.events.event.Done, c.events.event.Of = 0, len(due)
		c.events.phase(Removing)
		proved, err := c.prove(ctx, conn, due, numbers, got)
		if err != nil {
			return err
		}
		if asked, err = c.dele(ctx, conn, proved, numbers); err != nil {
			return err
		}
		if asked, err = c.stillDue(ctx, conn, p, got, asked); err != nil {
			return err
		}
	}
	if len(asked) == 0 {
		c.tidy(ctx)
		// Nothing depends on the answer: what is left to write is written meanwhile.
		c.goodbye = startAhead(ctx, func(ctx context.Context) (struct{}, error) {
			defer func() { _ = conn.Close() }()
			return struct{}{}, conn.Quit(ctx)
		})
		return nil
	}
	// Written before QUIT: a crash in between leaves "asked", which the next listing
	// settles, and never a removal that the ledger knows nothing of.
	now := c.s.options.Now()
	if err := c.note(ctx, asked, mailstore.Change{State: mailstore.Asked, Verified: &now}); err != nil {
		return err
	}
	c.result.AskedToRemove += len(asked)
	for _, e := range asked {
		if e.Message == 0 {
			c.result.AskedGone++
		}
	}
	c.tidy(ctx)
	if err := conn.Quit(ctx); err != nil && !refused(err) {
		return ctx.Err() // lost: no vain try, and the next listing tells whether it was carried out
	}
	return c.note(ctx, asked, mailstore.Change{AskedOnce: true})
}

// due decides once more, now with what came in this session and with the clock
// that its letters tell. numbers are by ledger row.
func (c *check) due(ctx context.Context, p plan, got recorded) ([]Removal, map[mailstore.LedgerID]int, error) {
	if !p.Suspect.believed() {
		return nil, nil, nil
	}
	c.asOf = c.s.store.Commits() // taken first: what is written while it is read shows as a difference
	account, err := c.s.store.Account(ctx, c.account.ID)
	if err != nil {
		return nil, nil, inStore(err)
	}
	now := c.s.options.Now()
	c.decided = now
	c.usedYes = saidYes(account, now)
	c.doubt = clockDoubt(clockFacts{Now: now, Seen: c.began, Doubt: c.doubt, Received: c.received, Yes: c.usedYes})
	fresh := len(got.Proved) > 0 && account.Keep.Mode == mailstore.KeepRemove
	if len(p.Remove) == 0 && p.HeldBack == 0 && !fresh {
		return nil, nil, nil // the usual check reads no ledger twice
	}
	ledger, err := c.s.store.Ledger(ctx, c.account.ID, true)
	if err != nil {
		return nil, nil, inStore(err)
	}
	entries := make(map[mailstore.LedgerID]*mailstore.Entry, len(ledger))
	for i := range ledger {
		entries[ledger[i].ID] = &ledger[i]
	}
	rows := make([]row, 0, len(p.Rows))
	numbers := make(map[mailstore.LedgerID]int, len(p.Rows))
	for _, r := range p.Rows {
		if e, ok := entries[r.Entry.ID]; ok && r.Entry.ID != 0 {
			r.Entry = e
			rows = append(rows, r)
			numbers[e.ID] = r.Number
		}
	}
	due := removals(rows, ruleOf(account), now)
	c.result.Hold = brake(brakeFacts{
		Due: byRule(due), Listed: len(p.Rows), Clock: !c.doubt.IsZero(), Untold: !told(account), Wary: cmp.Or(account.Wary, c.wary), Yes: c.usedYes,
	})
	due, c.result.HeldBack = release(due, c.result.Hold)
	return due, numbers, nil
}

// stillDue decides for the last time: reading back and asking may have taken
// minutes, in which a person can change the rule or pin a message. If anything
// asked for is no longer due, all is taken back; the next check does what is right.
func (c *check) stillDue(ctx context.Context, conn *pop3client.Conn, p plan, got recorded, asked []mailstore.Entry) ([]mailstore.Entry, error) {
	if past := c.s.options.Now().Sub(c.decided); past >= 0 && past < clockAhead && c.s.store.Commits() == c.asOf {
		return asked, nil // nothing was written, and the clock was not set
	}
	now, _, err := c.due(ctx, p, got)
	if err != nil {
		return nil, err
	}
	due := make(map[mailstore.LedgerID]bool, len(now))
	for _, r := range now {
		due[r.Entry.ID] = true
	}
	if slices.ContainsFunc(asked, func(e mailstore.Entry) bool { return !due[e.ID] }) {
		// An error ends the session without QUIT, which takes all back as well.
		return nil, conn.Rset(ctx)
	}
	return asked, nil
}

// prove reads each message back and keeps those whose hash is that of the proof. A
// row whose number might name another message is fetched once more as well.
func (c *check) prove(ctx context.Context, conn *pop3client.Conn, due []Removal, numbers map[mailstore.LedgerID]int, got recorded) ([]mailstore.Entry, error) {
	var proved []mailstore.Entry
	var changes []mailstore.Change
	now, spoke := c.s.options.Now(), time.Now()
	for part := range slices.Chunk(due, readBackAtOnce) {
		well, err := c.storedWell(ctx, part, got.ReadBack)
		if err != nil {
			return nil, err
		}
		if time.Since(spoke) > longestIdle {
			if err := conn.Noop(ctx); err != nil && !refused(err) {
				return nil, err
			}
			spoke = time.Now()
		}
		for _, r := range part {
			e := r.Entry
			change, err := c.proveOne(ctx, conn, e, numbers[e.ID], well[e.ID], got.Proved[e.ID])
			if err != nil {
				return nil, err
			}
			if change != nil {
				changes = append(changes, *change)
				continue
			}
			proved = append(proved, e)
			c.events.progress()
		}
	}
	return proved, inStore(c.s.store.ApplyChanges(ctx, c.session, changes, now))
}

// readBackAtOnce is how many messages are read back by one question to the store.
const readBackAtOnce = 256

// proveOne gives nil where a message may go, and else what is to be noted about it. here: its number of this session
// names what was stored.
func (c *check) proveOne(ctx context.Context, conn *pop3client.Conn, e mailstore.Entry, number int, well, here bool) (*mailstore.Change, error) {
	if !well {
		if e.Message != 0 { // that the server's copy is still there is what may save it: it has to be told
			if _, err := c.s.store.CheckMessage(ctx, e.Message); err != nil && ctx.Err() != nil {
				return nil, err
			}
		}
		change := mailstore.Change{ID: e.ID, Reason: reasonMismatch}
		if e.Doubt == mailstore.NoDoubt {
			change.Doubt = new(mailstore.DoubtStored)
		}
		return &change, nil
	}
	if !unproved(e) || here && e.Doubt != mailstore.DoubtShort {
		return nil, nil
	}
	return c.compare(ctx, conn, e, number)
}

// storedWell reads messages back from the file, but those that this check has read back
// already. One that is gone or cannot be read is not well, and stays on the server,
// unless that is what the person wants.
func (c *check) storedWell(ctx context.Context, due []Removal, readBack map[mailstore.MessageID][32]byte) (map[mailstore.LedgerID]bool, error) {
	var ids []mailstore.MessageID
	for _, r := range due {
		if _, done := readBack[r.Entry.Message]; !done && r.Entry.Message != 0 {
			ids = append(ids, r.Entry.Message)
		}
	}
	sums := map[mailstore.MessageID][32]byte{}
	if len(ids) > 0 {
		var err error
		if sums, err = c.s.messages.VerifyMany(ctx, ids); err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return nil, inStore(err)
		}
	}
	well := make(map[mailstore.LedgerID]bool, len(due))
	for _, r := range due {
		e := r.Entry
		sum, ok := sums[e.Message]
		if !ok {
			sum, ok = readBack[e.Message]
		}
		well[e.ID] = ok && sum == e.SHA256 || e.Wish == mailstore.WishBin && e.Message == 0
	}
	return well, nil
}

// compare fetches a message once more. nil: it is the one held here; else what is
// to be noted about it.
func (c *check) compare(ctx context.Context, conn *pop3client.Conn, e mailstore.Entry, number int) (*mailstore.Change, error) {
	h := sha256.New()
	_, err := conn.Retr(ctx, number, h)
	switch {
	case refused(err):
		return &mailstore.Change{ID: e.ID}, nil
	case err != nil:
		return nil, err
	case bytes.Equal(h.Sum(nil), e.SHA256[:]):
		return nil, nil
	case e.Doubt == mailstore.DoubtRelabelled || e.Doubt == mailstore.DoubtBack:
		// Another message after all: the next check takes it for new and fetches it.
		return &mailstore.Change{ID: e.ID, State: mailstore.Superseded, Reason: reasonReplaced}, nil
	}
	return &mailstore.Change{ID: e.ID, Reason: reasonDiffers, Doubt: new(mailstore.DoubtDiffers)}, nil
}

// dele marks messages for removal and gives those that the server agreed to.
func (c *check) dele(ctx context.Context, conn *pop3client.Conn, proved []mailstore.Entry, numbers map[mailstore.LedgerID]int) ([]mailstore.Entry, error) {
	var asked, declined []mailstore.Entry
	marks := make([]int, len(proved))
	for i, e := range proved {
		marks[i] = numbers[e.ID]
	}
	answered := 0
	err := conn.DeleMany(ctx, marks, pop3client.Window{}, func(_ int, err error) error {
		e := proved[answered] // the answers come in order
		answered++
		if err == nil {
			asked = append(asked, e)
		} else {
			declined = append(declined, e)
		}
		c.events.event.Done++
		c.events.progress()
		return nil
	})
	if err != nil {
		return nil, err
	}
	return asked, c.note(ctx, declined, mailstore.Change{AskedOnce: true, Reason: reasonRefused})
}

// note applies one change to several rows.
func (c *check) note(ctx context.Context, entries []mailstore.Entry, change mailstore.Change) error {
	changes := make([]mailstore.Change, len(entries))
	for i, e := range entries {
		changes[i] = change
		changes[i].ID = e.ID
	}
	err := c.s.store.ApplyChanges(ctx, c.session, changes, c.s.options.Now())
	if errors.Is(err, context.Canceled) {
		return err
	}
	return inStore(err)
}
