package mailsync

import (
	"context"
	"time"
)

// longestSleep is how long a worker sleeps at most before it looks at the clock
// again: a timer stands still while the computer sleeps.
const longestSleep = time.Minute

// checkPause keeps a worker from spinning where the next check cannot be written
// down, as on a full disk.
const checkPause = 30 * time.Second

// worker polls one account until it is stopped. Whoever calls startWorker owns it
// and must call stop; nothing else ends its goroutine.
type worker struct {
	cancel context.CancelFunc
	done   chan struct{} // closed when the goroutine is gone
	poke   chan bool     // one place; true: check now, false: the plan may have changed
}

// job is what a worker does.
type job struct {
	check func(ctx context.Context, asked bool)
	next  func(ctx context.Context) time.Time // of the next check by itself; zero: none
	now   func() time.Time
	pause time.Duration // between two checks by itself, whatever next says
}

func startWorker(j job) *worker {
	ctx, cancel := context.WithCancel(context.Background())
	w := &worker{cancel: cancel, done: make(chan struct{}), poke: make(chan bool, 1)}
	go func() {
		defer close(w.done)
		w.run(ctx, j)
	}()
	return w
}

func (w *worker) run(ctx context.Context, j job) {
	var last time.Time // end of the last check, by a clock that cannot be set
	for ctx.Err() == nil {
		asked, due := w.sleep(ctx, j, last)
		if ctx.Err() == nil && (asked || due) {
			j.check(ctx, asked)
			last = time.Now()
		}
	}
}

// sleep returns when a check is asked for or due, or when it is time to look again.
func (w *worker) sleep(ctx context.Context, j job, last time.Time) (asked, due bool) {
	sleep := longestSleep
	if next := j.next(ctx); !next.IsZero() {
		wait := next.Sub(j.now())
		if !last.IsZero() {
			wait = max(wait, j.pause-time.Since(last))
		}
		due = wait <= 0
		sleep = min(sleep, wait)
	}
	if due {
		select {
		case asked = <-w.poke: // a person's wish takes this check along
		default:
		}
		return asked, true
	}
	timer := time.NewTimer(sleep)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case asked = <-w.poke:
	case <-timer.C:
	}
	return asked, false
}

// wake tells the worker to check now, or to look at its account again. It never
// blocks; a wish to check is not overwritten by a lesser one.
func (w *worker) wake(check bool) {
	for {
		select {
		case w.poke <- check:
			return
		default:
		}
		select {
		case before := <-w.poke:
			check = check || before
		default:
		}
	}
}

// stop cancels a check under way and returns once the goroutine has ended.
func (w *worker) stop() {
	w.cancel()
	<-w.done
}
