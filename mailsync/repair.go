package mailsync

import (
	"context"
	"errors"
	"slices"

	"satchel/mailstore"
	"satchel/pop3client"
)

// Repaired counts what became of messages that are damaged here and were to be fetched once more.
type Repaired struct {
	Whole   int // they are what they were
	Gone    int // the server has them no longer
	Differ  int // the server has other bytes: they come as messages of their own at the next check
	Refused int // the server would not hand them over, or the connection broke
}

// repair fetches once more what is damaged here and a person wants back. Each wish is tried once, whatever comes of it:
// a message at which the connection breaks must not break each check from then on.
func (c *check) repair(ctx context.Context, conn *pop3client.Conn, p plan) error {
	for _, e := range c.toRepair {
		rows := numbersOf(p.Rows, e)
		if len(rows) == 0 {
			if !p.Suspect.believed() {
				continue // it may be there all the same
			}
			c.result.Repair.Gone++
			if err := c.note(ctx, []mailstore.Entry{e}, mailstore.Change{Wish: new(mailstore.NoWish)}); err != nil {
				return err
			}
			continue
		}
		change, err := c.repairOne(ctx, conn, rows)
		if change != nil {
			change.ID, change.Wish = e.ID, new(mailstore.NoWish)
			if kept := c.s.store.ApplyChanges(context.WithoutCancel(ctx), c.session, []mailstore.Change{*change}, c.s.options.Now()); kept != nil {
				return inStore(kept)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// numbersOf are the listed messages that may be the one of a ledger row: its own, and where its id is listed more than
// once those of the same id, as which of them it is was a guess.
func numbersOf(rows []row, e mailstore.Entry) []row {
	var found []row
	for _, r := range rows {
		switch {
		case r.Entry.ID == e.ID:
			found = slices.Insert(found, 0, r)
		case r.Twin && r.UIDL == e.UIDL:
			found = append(found, r)
		}
	}
	return found
}

// repairOne gives what is to be noted of the first of rows; nil: the wish stands, as nothing was tried.
func (c *check) repairOne(ctx context.Context, conn *pop3client.Conn, rows []row) (*mailstore.Change, error) {
	e := rows[0].Entry
	for _, r := range rows {
		spool := c.s.store.NewSpool()
		defer spool.Discard()
		into := repairing{spool: spool}
		_, err := conn.Retr(ctx, r.Number, &into)
		switch {
		case into.err != nil || ctx.Err() != nil:
			if into.err != nil {
				err = inStore(into.err)
			}
			return nil, err
		case refused(err):
			c.result.Repair.Refused++
			return &mailstore.Change{}, nil
		case err != nil:
			c.result.Repair.Refused++
			c.skip[e.ID] = true // another connection gets further
			return &mailstore.Change{}, err
		}
		switch err := c.s.store.Repair(ctx, e.Message, spool); {
		case err == nil:
			c.result.Repair.Whole++
			return &mailstore.Change{Verified: new(c.s.options.Now())}, nil
		case errors.Is(err, mailstore.ErrNotFound): // destroyed here meanwhile
			return &mailstore.Change{}, nil
		case !errors.Is(err, mailstore.ErrDiffers):
			return nil, inStore(err)
		}
	}
	c.result.Repair.Differ++
	if len(rows) > 1 {
		return &mailstore.Change{Reason: reasonTwin}, nil
	}
	// What the server has is not what is here, and so is a message that was never fetched: the next check takes it for new.
	return &mailstore.Change{State: mailstore.Superseded, Reason: reasonReplaced}, nil
}

// repairing tells an error of the store from one of the connection.
type repairing struct {
	spool *mailstore.Spool
	err   error
}

func (w *repairing) Write(p []byte) (int, error) {
	n, err := w.spool.Write(p)
	w.err = err
	return n, err
}
