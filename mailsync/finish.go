package mailsync

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"satchel/keychain"
	"satchel/mailstore"
)

const (
	lastWords  = 3 * time.Second     // for writing the end of a check that is being stopped
	tombstones = 90 * 24 * time.Hour // how long a message that is gone is remembered at least
)

// pauses are the waits after checks that failed one after another.
var pauses = []time.Duration{2 * time.Minute, 5 * time.Minute, 15 * time.Minute}

// finish fills in the result and writes down how the check went.
func (c *check) finish(ctx context.Context, err error) {
	now := c.s.options.Now()
	stopped := ctx.Err() != nil
	pause := c.conclude(err, now)
	// The end is written even when the check is being stopped.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWords)
	defer cancel()
	account, kept := c.s.store.UpdateAccount(ctx, c.account.ID, func(a *mailstore.Account) { c.update(a, now, pause, stopped) })
	if kept == nil {
		c.result.Again = account.NotBefore
		if !account.NotBefore.After(now) {
			c.result.Again = time.Time{}
		}
	}
	if c.session == 0 {
		c.session, _ = c.begun.wait()
	}
	if c.session != 0 && kept == nil {
		kept = c.s.store.EndSession(ctx, c.sessionRow(now))
	}
	// Once a day: it looks at every row that the account has ever had.
	if c.result.Result == OK && c.doubt.IsZero() && kept == nil && !sameDay(c.account.LastCheck, now) {
		_, kept = c.s.store.Prune(ctx, c.account.ID, now.Add(-tombstones))
	}
	if kept != nil && (err == nil || !isStore(err)) {
		t := explainStore(kept)
		c.result.Result, c.result.Sentence = t.Result, t.Sentence
	}
}

func sameDay(a, b time.Time) bool {
	return a.UTC().Format(time.DateOnly) == b.UTC().Format(time.DateOnly)
}

// conclude sets the result's word and sentence, and returns the pause that the
// server asked for.
func (c *check) conclude(err error, now time.Time) time.Duration {
	r := &c.result
	r.Failed = append(r.Failed, c.givenUp...)
	for _, id := range slices.Sorted(maps.Keys(c.failed)) {
		r.Failed = append(r.Failed, c.failed[id])
	}
	if err != nil {
		c.locked = errors.Is(err, keychain.ErrLocked) || errors.Is(err, keychain.ErrPassphrase)
		t := explain(err, c.where())
		r.Result, r.Sentence = t.Result, t.Sentence
		if t.Result == Network && t.Sentence != sayStopped {
			r.Sentence = saySome(t.Sentence, r.Fetched, c.wanted)
		}
		return t.Pause
	}
	switch {
	case !c.suspect.believed():
		r.Result = Suspicious
	case len(r.Failed) > 0:
		r.Result = Partial
	default:
		r.Result = OK
	}
	r.Sentence = sayEnd(*r, c.suspect, now)
	return 0
}

// update brings the account in step with the check. A check that was stopped says
// nothing about the account, but the clock was seen all the same.
func (c *check) update(a *mailstore.Account, now time.Time, pause time.Duration, stopped bool) {
	last, lastTry, lastNext := a.LastResult, a.LastTry, a.NextCheck
	a.ClockSeen, a.ClockDoubt = now, c.doubt
	a.TLSSeen = a.TLSSeen || c.tls
	a.NotBefore = time.Time{}
	if !c.signedIn.IsZero() && c.pause > 0 {
		a.NotBefore = c.signedIn.Add(c.pause)
	}
	if pause > 0 {
		a.NotBefore = now.Add(min(pause, longestPause))
	}
	if c.usedYes {
		a.YesAt = time.Time{} // also by a check that was stopped: what it removed is gone
	}
	if stopped {
		return
	}
	if c.result.Result == Auth && a.LastResult != c.account.LastResult {
		return // the sign-in was changed meanwhile (DueNow), and this was refused to the old one
	}
	a.LastTry, a.LastResult, a.LastText = now, c.result.Result, c.result.Sentence
	a.NextCheck = nextCheck(c.result.Result, a.Interval, backOff(last, lastNext.Sub(lastTry)), now)
	if c.locked && a.Interval > 0 {
		a.NextCheck = now.Add(a.Interval) // no server has refused anything: it goes on once the vault is open
	}
	if !a.NextCheck.IsZero() && a.NextCheck.Before(a.NotBefore) {
		a.NextCheck = a.NotBefore
	}
	switch c.result.Result {
	case OK, Partial:
		a.LastCheck = now
		a.Suspicion = c.suspect.String()
	case Suspicious:
		a.Suspicion = c.suspect.String()
	}
	if c.says != "" {
		a.ServerSays = c.says
	} else if c.distrust || c.result.Result == Auth {
		a.ServerSays = "" // asked anew next time
	}
	if c.wary != mailstore.WaryNot && a.Wary == mailstore.WaryNot {
		a.Wary = c.wary
	}
}

// nextCheck is when an account is to be checked again by itself; zero: not before
// somebody asks. A refused password is never tried again by itself: a few such
// tries lock accounts.
func nextCheck(result string, interval, backOff time.Duration, now time.Time) time.Time {
	if interval <= 0 || result == Auth {
		return time.Time{}
	}
	switch result {
	case Busy, Network, StoreFault:
		return now.Add(backOff)
	}
	return now.Add(interval)
}

// backOff is the pause after a failed check, longer than the one before it.
func backOff(last string, before time.Duration) time.Duration {
	if last != Busy && last != Network && last != StoreFault {
		return pauses[0]
	}
	for _, p := range pauses {
		if p > before {
			return p
		}
	}
	return pauses[len(pauses)-1]
}

func (c *check) sessionRow(now time.Time) mailstore.Session {
	r := c.result
	return mailstore.Session{
		ID: c.session, Account: c.account.ID, Start: c.began, End: now, Result: r.Result, Text: r.Sentence,
		Listed: r.Listed, Fetched: r.Fetched, AskedToRemove: r.AskedToRemove, Removed: r.Removed, Failed: len(r.Failed), Bytes: r.Bytes,
	}
}
