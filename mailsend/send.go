package mailsend

import (
	"context"
	"errors"

	"satchel/mailstore"
	"satchel/smtpsend"
)

// Event tells what is happening to a letter: Letter as it is now, and while it goes out how much of it has.
type Event struct {
	Letter mailstore.Outgoing
	Sent   int64 // octets of Letter.Octets
}

// Send hands over an account's letters that are due, one after the other, in one session. It gives each as it is
// afterwards. report is called on this goroutine and must not block; nil: nobody listens. The error is of the store, or
// of ctx; what a server says stands in the letters.
func (s *Sender) Send(ctx context.Context, id mailstore.AccountID, report func(Event)) ([]mailstore.Outgoing, error) {
	leave, err := s.enter(ctx, id)
	if err != nil {
		return nil, err
	}
	defer leave()
	if err := s.payOwed(ctx); err != nil {
		return nil, err
	}
	account, err := s.store.Account(ctx, id)
	if err != nil {
		return nil, err
	}
	due, err := s.store.DueLetters(ctx, id, s.options.Now())
	if err != nil || len(due) == 0 {
		return nil, err
	}
	if report == nil {
		report = func(Event) {}
	}
	h := &handover{Sender: s, account: account, report: report}
	defer h.end(ctx)
	var done []mailstore.Outgoing
	for _, letter := range due {
		if ctx.Err() != nil {
			break
		}
		o, err := h.one(ctx, letter.ID)
		if errors.Is(err, mailstore.ErrNotWaiting) || errors.Is(err, mailstore.ErrNotFound) {
			continue // taken back meanwhile
		}
		if err != nil {
			return done, err
		}
		done = append(done, o)
		report(Event{Letter: o})
	}
	return done, ctx.Err()
}

// handover is one visit to an account's server.
type handover struct {
	*Sender
	account mailstore.Account
	report  func(Event)
	session *smtpsend.Session // nil: not connected
	failed  error             // why there is no session; the letters that follow would only fail alike
}

// one claims a letter, tries to send it, and writes down what has become of it.
func (h *handover) one(ctx context.Context, id mailstore.OutgoingID) (mailstore.Outgoing, error) {
	letter, err := h.store.BeginSending(ctx, id)
	if err != nil {
		return letter, err
	}
	h.report(Event{Letter: letter})
	outcome, err := h.try(ctx, letter)
	a := verdict(letter, outcome, err, where{Host: h.account.SMTPHost, Port: h.account.SMTPPort, Now: h.options.Now()})
	// Written down even when the person has stopped it: else it would only look as if it were still being sent.
	return h.settle(context.WithoutCancel(ctx), id, a)
}

func (h *handover) try(ctx context.Context, letter mailstore.Outgoing) (smtpsend.Outcome, error) {
	if h.session == nil && h.failed == nil {
		h.session, h.failed = h.connect(ctx, h.account)
	}
	if h.failed != nil {
		return smtpsend.Outcome{}, h.failed
	}
	raw, err := h.store.Raw(ctx, letter.Message)
	if err != nil {
		return smtpsend.Outcome{}, &storeError{err}
	}
	defer raw.Close()
	outcome, err := h.session.Send(ctx, smtpsend.Letter{
		From: letter.Sender, To: waiting(letter), Size: letter.Octets, EightBit: letter.EightBit, UTF8: letter.UTF8, Body: hideBcc(raw),
		BeforeEnd: func(accepted []string) error {
			if err := h.store.BeginEnd(ctx, letter.ID, accepted); err != nil {
				return &storeError{err}
			}
			return nil
		},
		Progress: func(sent int64) { h.report(Event{Letter: letter, Sent: sent}) },
	})
	if endsSession(err) {
		h.session.Close()
		h.session = nil // the next letter tries anew
	}
	return outcome, err
}

// endsSession tells which errors of Send leave no session.
func endsSession(err error) bool {
	var refused *smtpsend.ServerError
	var large *smtpsend.TooLargeError
	return err != nil && !errors.As(err, &refused) && !errors.As(err, &large) && !errors.Is(err, smtpsend.ErrNoRecipient) &&
		!errors.Is(err, smtpsend.ErrNoUTF8) && !errors.Is(err, smtpsend.ErrArgument) || refused != nil && refused.Code == 421
}

func waiting(letter mailstore.Outgoing) []string {
	var list []string
	seen := map[string]bool{}
	for _, r := range letter.Recipients {
		if r.State == mailstore.ToGo && !seen[r.Address] {
			seen[r.Address] = true
			list = append(list, r.Address)
		}
	}
	return list
}

func (h *handover) end(ctx context.Context) {
	if h.session != nil {
		h.session.Quit(ctx)
	}
}
