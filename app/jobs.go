package app

import (
	"context"
	"errors"
	"fmt"
	"log"
	"runtime/debug"
	"sync"
	"time"
)

// jobs runs work away from the UI goroutine and brings the outcome back to it. Whoever
// makes one must call stop.
type jobs struct {
	post   func(func()) // hands a function to the UI goroutine, in order
	ctx    context.Context
	cancel context.CancelFunc
	busy   sync.WaitGroup

	mu      sync.Mutex
	tail    chan struct{} // closed when the last inOrder work is done
	stopped bool
}

func newJobs(post func(func())) *jobs {
	j := &jobs{post: post, tail: make(chan struct{})}
	close(j.tail)
	j.ctx, j.cancel = context.WithCancel(context.Background())
	return j
}

// errPanic stands for a mistake in the program that was caught: the work is lost, the
// window is not.
var errPanic = errors.New("app: a mistake in the program was caught")

// background runs work on a goroutine of its own, then on the UI goroutine. then is not
// called once jobs have been stopped. A panic in work is an error for then.
func background[T any](j *jobs, work func(context.Context) (T, error), then func(T, error)) {
	start(j, work, then, nil, nil)
}

// inOrder is background for changes of the store: each begins when the one before it
// has ended, so that "move" and its "undo" cannot overtake each other.
func inOrder[T any](j *jobs, work func(context.Context) (T, error), then func(T, error)) {
	j.mu.Lock()
	before, done := j.tail, make(chan struct{})
	j.tail = done
	j.mu.Unlock()
	start(j, work, then, before, done)
}

func start[T any](j *jobs, work func(context.Context) (T, error), then func(T, error), before <-chan struct{}, done chan<- struct{}) {
	if !j.begin() {
		if done != nil {
			close(done)
		}
		return
	}
	go func() {
		defer j.busy.Done()
		if before != nil {
			<-before
		}
		v, err := guarded(j.ctx, work)
		if j.ctx.Err() == nil && then != nil {
			j.post(func() {
				if j.ctx.Err() == nil {
					then(v, err)
				}
			})
		}
		if done != nil {
			close(done) // after the post, so that outcomes come in order too
		}
	}()
}

// begin counts a job in; false once stopped.
func (j *jobs) begin() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.stopped {
		return false
	}
	j.busy.Add(1)
	return true
}

func guarded[T any](ctx context.Context, work func(context.Context) (T, error)) (v T, err error) {
	defer func() {
		if p := recover(); p != nil {
			log.Printf("caught: %v\n%s", p, debug.Stack())
			err = fmt.Errorf("%w: %v", errPanic, p)
		}
	}()
	return work(ctx)
}

// later calls f on the UI goroutine after d, unless the timer is stopped before.
func (j *jobs) later(d time.Duration, f func()) *time.Timer {
	return time.AfterFunc(d, func() {
		j.post(func() {
			if j.ctx.Err() == nil {
				f()
			}
		})
	})
}

// stopWait is how long stop waits for work that does not mind its context.
const stopWait = time.Second

// stop cancels what is under way and waits for it, though not for ever.
func (j *jobs) stop() {
	j.mu.Lock()
	j.stopped = true
	j.mu.Unlock()
	j.cancel()
	done := make(chan struct{})
	go func() {
		j.busy.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(stopWait):
	}
}
