package mailsync

import (
	"context"
	"sync"
	"time"

	"satchel/mailstore"
	"satchel/netwatch"
)

// storePatience bounds a runner's own look into the store.
const storePatience = 10 * time.Second

// polled is what a Runner needs of a Syncer and its store.
type polled interface {
	accounts(ctx context.Context) ([]mailstore.AccountID, error)
	retry(ctx context.Context)
	next(ctx context.Context, id mailstore.AccountID) time.Time
	Check(ctx context.Context, id mailstore.AccountID, asked bool, report func(Event)) Result
	now() time.Time
}

// Runner polls all accounts, each on its interval, on demand, at most Limits.AtOnce at work. Whoever calls StartRunner owns it and must call Stop.
type Runner struct {
	polled polled
	report func(Event)
	watch  *netwatch.Watch

	mu      sync.Mutex
	workers map[mailstore.AccountID]*worker // nil after Stop
}

// StartRunner starts a worker for each account of the store. report is called on workers' goroutines and must not block.
func StartRunner(s *Syncer, report func(Event)) *Runner { return startRunner(s, report) }

func startRunner(p polled, report func(Event)) *Runner {
	r := &Runner{polled: p, report: report, workers: make(map[mailstore.AccountID]*worker)}
	r.Reload()
	r.watch = netwatch.Start(r.wakeUp)
	return r
}

// wakeUp has the accounts looked at whose last check did not get through, once the
// computer is awake or in a network again, and those whose check has become due.
func (r *Runner) wakeUp() {
	ctx, cancel := context.WithTimeout(context.Background(), storePatience)
	defer cancel()
	r.polled.retry(ctx)
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, w := range r.workers {
		w.wake(false)
	}
}

// CheckNow checks accounts at once, all of them when none is named. An account that
// is being checked is checked once more.
func (r *Runner) CheckNow(ids ...mailstore.AccountID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(ids) == 0 {
		for _, w := range r.workers {
			w.wake(true)
		}
		return
	}
	for _, id := range ids {
		if w := r.workers[id]; w != nil {
			w.wake(true)
		}
	}
}

// Reload looks at the store again: accounts were added, changed or removed. The
// checks of removed ones have ended when it returns.
func (r *Runner) Reload() {
	ctx, cancel := context.WithTimeout(context.Background(), storePatience)
	defer cancel()
	ids, err := r.polled.accounts(ctx)
	if err != nil {
		return // as they were; every check reads its account anew and says what is wrong
	}
	for _, w := range r.follow(ids) {
		w.stop() // outside the lock: a button for another account must not wait for it
	}
}

// follow starts the workers of new accounts and returns those of accounts that are gone.
func (r *Runner) follow(ids []mailstore.AccountID) (gone []*worker) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.workers == nil {
		return nil
	}
	there := make(map[mailstore.AccountID]bool, len(ids))
	for _, id := range ids {
		there[id] = true
		if w := r.workers[id]; w != nil {
			w.wake(false)
		} else {
			r.workers[id] = r.start(id)
		}
	}
	for id, w := range r.workers {
		if !there[id] {
			delete(r.workers, id)
			gone = append(gone, w)
		}
	}
	return gone
}

func (r *Runner) start(id mailstore.AccountID) *worker {
	return startWorker(job{
		check: func(ctx context.Context, asked bool) {
			r.polled.Check(ctx, id, asked, func(e Event) {
				// A stop in mid-check is no failure to show.
				if ctx.Err() == nil && r.report != nil {
					r.report(e)
				}
			})
		},
		next:  func(ctx context.Context) time.Time { return r.polled.next(ctx, id) },
		now:   r.polled.now,
		pause: checkPause,
	})
}

// StopAccount ends an account's worker, before the account is removed. Its check
// has ended when it returns.
func (r *Runner) StopAccount(id mailstore.AccountID) {
	r.mu.Lock()
	w := r.workers[id]
	delete(r.workers, id)
	r.mu.Unlock()
	if w != nil {
		w.stop()
	}
}

// Stop ends all workers; it returns within a second, all goroutines gone.
func (r *Runner) Stop() {
	r.watch.Stop()
	r.mu.Lock()
	workers := r.workers
	r.workers = nil
	r.mu.Unlock()
	for _, w := range workers {
		w.cancel()
	}
	for _, w := range workers {
		w.stop()
	}
}

func (s *Syncer) now() time.Time { return s.options.Now() }

func (s *Syncer) accounts(ctx context.Context) ([]mailstore.AccountID, error) {
	list, err := s.store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]mailstore.AccountID, len(list))
	for i, a := range list {
		ids[i] = a.ID
	}
	return ids, nil
}

// retry has accounts checked soon which failed for want of a network. What the server
// asked for holds all the same.
func (s *Syncer) retry(ctx context.Context) {
	list, err := s.store.Accounts(ctx)
	if err != nil {
		return // the checks go on as planned
	}
	for _, a := range list {
		if !waitsForNetwork(a) {
			continue
		}
		// A failure leaves the pause as it was.
		_, _ = s.store.UpdateAccount(ctx, a.ID, func(a *mailstore.Account) {
			if waitsForNetwork(*a) { // still
				a.NextCheck = later(s.now(), a.NotBefore)
			}
		})
	}
}

func waitsForNetwork(a mailstore.Account) bool {
	return a.LastResult == Network && a.Interval > 0 && !a.NextCheck.IsZero()
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// next is when an account is to be checked by itself; zero: only when asked.
func (s *Syncer) next(ctx context.Context, id mailstore.AccountID) time.Time {
	a, err := s.store.Account(ctx, id)
	if err != nil || a.Interval <= 0 {
		return time.Time{}
	}
	if a.NextCheck.IsZero() {
		if a.LastResult == Auth {
			return time.Time{} // refused: see nextCheck
		}
		return s.now() // never checked yet
	}
	// A clock that was ahead must not put the next check off for years.
	if wait := a.NextCheck.Sub(s.now()); wait > max(a.Interval, longestPause) {
		return s.now()
	}
	return a.NextCheck
}
