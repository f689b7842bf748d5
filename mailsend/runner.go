package mailsend

import (
	"context"
	"sync"
	"time"

	"satchel/mailstore"
	"satchel/netwatch"
)

const (
	// longestSleep is how long a runner sleeps at most: a timer stands still while the computer sleeps.
	longestSleep = time.Minute
	// atOnce is how many accounts are served at the same time.
	atOnce = 4
	// storePatience bounds a runner's own look into the store.
	storePatience = 10 * time.Second
)

// Runner sends what is due, by itself: at a letter's time, when a person says so, and when the network is back. Whoever
// calls StartRunner owns it and must call Stop.
type Runner struct {
	sender *Sender
	report func(Event)
	watch  *netwatch.Watch
	poke   chan struct{} // one place
	cancel context.CancelFunc
	done   chan struct{}

	mu   sync.Mutex
	busy map[mailstore.AccountID]bool
	work sync.WaitGroup
}

// StartRunner begins at once. report is called on workers' goroutines and must not block; nil: nobody listens.
func StartRunner(s *Sender, report func(Event)) *Runner {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Runner{sender: s, report: report, poke: make(chan struct{}, 1), cancel: cancel, done: make(chan struct{}), busy: map[mailstore.AccountID]bool{}}
	r.watch = netwatch.Start(func() { r.retry(0, Network) })
	go func() {
		defer close(r.done)
		r.run(ctx)
	}()
	return r
}

// Wake has the runner look at the outbox: a letter was added or changed. It never blocks.
func (r *Runner) Wake() {
	select {
	case r.poke <- struct{}{}:
	default:
	}
}

// SendNow has the letters of an account, or (0) of all, tried at once that were put off; not those whose own time has not
// come. An account whose settings or password were changed is one case for it.
func (r *Runner) SendNow(account mailstore.AccountID) { r.retry(account, "") }

func (r *Runner) retry(account mailstore.AccountID, result string) {
	ctx, cancel := context.WithTimeout(context.Background(), storePatience)
	defer cancel()
	_, _ = r.sender.store.RetryResult(ctx, account, result) // a failure leaves them to their time
	r.Wake()
}

func (r *Runner) run(ctx context.Context) {
	for {
		sleep := r.startDue(ctx)
		timer := time.NewTimer(sleep)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-r.poke:
			timer.Stop()
		case <-timer.C:
		}
	}
}

// startDue serves the accounts that have letters due, and says for how long nobody will have.
func (r *Runner) startDue(ctx context.Context) time.Duration {
	next, err := r.sender.store.NextLetters(ctx)
	if err != nil {
		return longestSleep // the next look may go better
	}
	sleep := longestSleep
	r.mu.Lock()
	defer r.mu.Unlock()
	for account, at := range next {
		wait := at.Sub(r.sender.options.Now())
		switch {
		case wait > 0:
			sleep = min(sleep, wait)
		case r.busy[account] || len(r.busy) >= atOnce: // its end wakes the runner
		default:
			r.busy[account] = true
			r.work.Go(func() { r.serve(ctx, account) })
		}
	}
	return sleep
}

func (r *Runner) serve(ctx context.Context, account mailstore.AccountID) {
	_, err := r.sender.Send(ctx, account, func(e Event) {
		if ctx.Err() == nil && r.report != nil {
			r.report(e)
		}
	})
	if err != nil { // of the store: not again at once
		select {
		case <-ctx.Done():
		case <-time.After(storePatience):
		}
	}
	r.mu.Lock()
	delete(r.busy, account)
	r.mu.Unlock()
	r.Wake()
}

// Stop ends what is under way and returns when all goroutines are gone. A letter that was not wholly out waits.
func (r *Runner) Stop() {
	r.watch.Stop()
	r.cancel()
	<-r.done
	r.work.Wait()
}
