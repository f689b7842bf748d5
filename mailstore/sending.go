package mailstore

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// outgoingState is where a letter stands by its recipients. What may have been sent goes before all: nothing more is
// done by itself until a person has looked.
func outgoingState(list []Recipient) OutgoingState {
	count := map[RecipientState]int{}
	for _, r := range list {
		count[r.State]++
	}
	switch {
	case count[MaybeTaken]+count[Offered] > 0:
		return MaybeSent
	case count[ToGo] > 0:
		return Queued
	case count[Taken] > 0:
		return SentOut
	}
	return Refused
}

// BeginSending claims a letter that is due, durably: ErrNotWaiting where somebody else has it, or has taken it back.
func (s *Store) BeginSending(ctx context.Context, id OutgoingID) (o Outgoing, err error) {
	err = s.write(ctx, func(tx *writeTx) error {
		if o, err = oneOutgoing(ctx, tx, id); err != nil {
			return err
		}
		if o.State != Queued {
			return ErrNotWaiting
		}
		o.State, o.LastTry, o.Tries = Sending, s.now(), o.Tries+1
		return writeOutgoing(tx, &o)
	})
	if err != nil {
		return Outgoing{}, fmt.Errorf("begin to send letter %d: %w", id, err)
	}
	return o, nil
}

// BeginEnd writes down, durably, that the end of a letter goes out now to these recipients. If nothing more is written,
// they may have got it.
func (s *Store) BeginEnd(ctx context.Context, id OutgoingID, accepted []string) error {
	offered := map[string]bool{}
	for _, address := range accepted {
		offered[address] = true
	}
	_, err := s.changeOutgoing(ctx, id, func(o *Outgoing) error {
		if o.State != Sending {
			return ErrNotWaiting
		}
		for i := range o.Recipients {
			if r := &o.Recipients[i]; offered[r.Address] && r.State == ToGo {
				r.State = Offered
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("begin the end of letter %d: %w", id, err)
	}
	return nil
}

// Attempt is how a try to send has ended. Recipients it does not name are as they were before the try.
type Attempt struct {
	Recipients map[string]Recipient // by address; State and Text count
	NotBefore  time.Time            // of the next try, for those who still wait; zero: only when a person says so
	Result     string
	Text       string
}

// EndSending writes down how a try has ended, and moves a letter that is through to the Sent folder, in one transaction.
func (s *Store) EndSending(ctx context.Context, id OutgoingID, a Attempt) (o Outgoing, err error) {
	o, err = s.changeOutgoing(ctx, id, func(letter *Outgoing) error {
		if letter.State != Sending {
			return ErrNotWaiting
		}
		for i := range letter.Recipients {
			r := &letter.Recipients[i]
			if now, ok := a.Recipients[r.Address]; ok && r.State != Taken {
				r.State, r.Text = now.State, now.Text
			}
		}
		letter.State = outgoingState(letter.Recipients)
		letter.Result, letter.Text, letter.NotBefore = a.Result, a.Text, a.NotBefore
		return nil
	})
	if err != nil {
		return Outgoing{}, fmt.Errorf("end sending letter %d: %w", id, err)
	}
	return o, nil
}

// RetryLetter has a letter tried anew at once, with all who have not got it for certain: also one that may have been
// sent, at the person's word.
func (s *Store) RetryLetter(ctx context.Context, id OutgoingID) error {
	return s.decide(ctx, "try again", id, func(o *Outgoing) error {
		again := false
		for i := range o.Recipients {
			if r := &o.Recipients[i]; r.State != Taken {
				r.State, r.Text, again = ToGo, "", true
			}
		}
		if !again || o.State == Cancelled || o.Message == 0 {
			return ErrNotWaiting
		}
		o.State, o.NotBefore, o.Result, o.Text, o.Tries = Queued, s.now(), "", "", 0
		return nil
	})
}

// CancelLetter takes a letter back, for undo too. Its bytes go to Drafts; where some have got it, to Sent.
func (s *Store) CancelLetter(ctx context.Context, id OutgoingID) error {
	return s.decide(ctx, "cancel", id, func(o *Outgoing) error {
		if o.State == SentOut || o.State == Cancelled {
			return ErrNotWaiting
		}
		o.State, o.Text = Cancelled, ""
		return nil
	})
}

// UndoLetter is CancelLetter before the letter went anywhere; the marks on what it answers or passes on (0: nothing) go
// in the same transaction. ErrNotWaiting once it was tried.
func (s *Store) UndoLetter(ctx context.Context, id OutgoingID, answered, forwarded MessageID) error {
	_, err := s.changeOutgoing(ctx, id, func(o *Outgoing) error {
		switch {
		case o.State == Sending:
			return ErrSending
		case o.State != Queued || o.Tries > 0:
			return ErrNotWaiting
		}
		o.State, o.Text = Cancelled, ""
		return nil
	}, func(tx *writeTx) error {
		_, err := tx.Exec("UPDATE messages SET answered = answered AND id <> ?1, forwarded = forwarded AND id <> ?2 WHERE id IN (?1, ?2)", answered, forwarded)
		return err
	})
	if err != nil {
		return fmt.Errorf("undo letter %d: %w", id, err)
	}
	return nil
}

// SettleLetter takes a letter that may have been sent for sent: the person knows that it has arrived.
func (s *Store) SettleLetter(ctx context.Context, id OutgoingID) error {
	return s.decide(ctx, "settle", id, func(o *Outgoing) error {
		if o.State != MaybeSent {
			return ErrNotWaiting
		}
		for i := range o.Recipients {
			if r := &o.Recipients[i]; r.State == MaybeTaken {
				r.State, r.Text = Taken, ""
			}
		}
		o.State, o.Result, o.Text = outgoingState(o.Recipients), "", ""
		if o.State == Queued {
			o.NotBefore = s.now()
		}
		return nil
	})
}

// SendLetterAt has a letter that waits go out at another time.
func (s *Store) SendLetterAt(ctx context.Context, id OutgoingID, at time.Time) error {
	return s.decide(ctx, "put off", id, func(o *Outgoing) error {
		if o.State != Queued {
			return ErrNotWaiting
		}
		o.NotBefore = at
		return nil
	})
}

// RetryResult has the letters tried at once that wait since a try which ended so ("": in whatever way), of one account or
// (0) of all: the network is back, or the password was entered. Those whose time has not come yet stay. It gives how
// many there are.
func (s *Store) RetryResult(ctx context.Context, account AccountID, result string) (n int64, err error) {
	err = s.write(ctx, func(tx *writeTx) error {
		res, err := tx.Exec("UPDATE outbox SET not_before = ?1 WHERE state = 'queued' AND tries > 0 AND (?2 = '' OR result = ?2) AND (?3 = 0 OR account_id = ?3) AND (not_before = 0 OR not_before > ?1)",
			seconds(s.now()), result, account)
		if err != nil {
			return err
		}
		n, err = res.RowsAffected()
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("try letters again: %w", err)
	}
	return n, nil
}

// decide is a person's decision about a letter, which nobody is sending.
func (s *Store) decide(ctx context.Context, what string, id OutgoingID, change func(*Outgoing) error) error {
	_, err := s.changeOutgoing(ctx, id, func(o *Outgoing) error {
		if o.State == Sending {
			return ErrSending
		}
		return change(o)
	})
	if err != nil {
		return fmt.Errorf("%s letter %d: %w", what, id, err)
	}
	return nil
}

// changeOutgoing reads, changes, writes and files a letter, and does what else belongs to it, in one transaction.
func (s *Store) changeOutgoing(ctx context.Context, id OutgoingID, change func(*Outgoing) error, also ...func(*writeTx) error) (o Outgoing, err error) {
	err = s.write(ctx, func(tx *writeTx) error {
		if o, err = oneOutgoing(ctx, tx, id); err != nil {
			return err
		}
		if err := change(&o); err != nil {
			return err
		}
		if o.State == SentOut || o.State == Cancelled || o.State == Refused {
			o.Ended, o.NotBefore = s.now(), time.Time{}
		}
		if err := writeOutgoing(tx, &o); err != nil {
			return err
		}
		for _, f := range also {
			if err := f(tx); err != nil {
				return err
			}
		}
		return s.fileOutgoing(tx, &o)
	})
	return o, err
}

func writeOutgoing(tx *writeTx, o *Outgoing) error {
	_, err := tx.Exec("UPDATE outbox SET state = ?, not_before = ?, tries = ?, last_try = ?, ended = ?, result = ?, text = ? WHERE id = ?",
		o.State, seconds(o.NotBefore), o.Tries, seconds(o.LastTry), seconds(o.Ended), o.Result, o.Text, o.ID)
	if err != nil {
		return err
	}
	for i, r := range o.Recipients {
		_, err := tx.Exec("UPDATE outbox_recipients SET state = ?1, text = ?2 WHERE outbox_id = ?3 AND place = ?4 AND (state <> ?1 OR text <> ?2)", r.State, r.Text, o.ID, i)
		if err != nil {
			return err
		}
	}
	return nil
}

// fileOutgoing puts the bytes of a letter where they belong by its state, and forgets old letters that need nothing more.
func (s *Store) fileOutgoing(tx *writeTx, o *Outgoing) error {
	role := Role("")
	switch o.State {
	case SentOut:
		role = Sent
	case Cancelled:
		role = Drafts
		for _, r := range o.Recipients {
			if r.State == Taken {
				role = Sent
			}
		}
	case Queued, Sending, Refused, MaybeSent:
		return nil
	}
	folder, err := folderByRole(tx.ctx, tx, o.Account, role)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	if err == nil { // without such a folder it stays where it is
		if _, err := tx.Exec("UPDATE messages SET folder_id = ? WHERE id = ?", folder.ID, o.Message); err != nil {
			return err
		}
	}
	_, err = tx.Exec("DELETE FROM outbox WHERE state IN ('sent', 'cancelled') AND ended < ?", seconds(s.now().Add(-keepSent)))
	return err
}

// Sentence of a letter that was being sent when the program ended.
const (
	sayEndedAfter  = "Satchel ended while this letter was being sent, and may have sent it. It is not sent again by itself. Please ask the recipients, or look for it at your provider, and then decide."
	sayEndedBefore = "Satchel ended while this letter was being sent. It was not sent; Satchel tries again."
)

// recoverOutbox settles the letters that were being sent when the program ended. Only one program has the store open for
// writing, so nobody is sending them.
func (s *Store) recoverOutbox(ctx context.Context) error {
	var any bool
	err := s.readers.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 'sending')").Scan(&any)
	if err != nil || !any {
		return sorted(err)
	}
	return s.write(ctx, func(tx *writeTx) error {
		list, err := readOutgoing(ctx, tx, "WHERE o.state = 'sending'")
		if err != nil {
			return err
		}
		for i := range list {
			o := &list[i]
			for j := range o.Recipients {
				if r := &o.Recipients[j]; r.State == Offered {
					r.State = MaybeTaken
				}
			}
			o.State = outgoingState(o.Recipients)
			o.Text, o.NotBefore, o.Result = sayEndedBefore, s.now(), ""
			if o.State == MaybeSent {
				o.Text, o.NotBefore = sayEndedAfter, time.Time{}
			}
			if err := writeOutgoing(tx, o); err != nil {
				return err
			}
		}
		return nil
	})
}
