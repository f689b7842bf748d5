package mailsync

import (
	"context"
	"fmt"
)

// ahead is work that goes on beside the network, until its outcome is wanted. Whoever
// starts it calls stop in the end, after which nothing of it runs any more.
type ahead[T any] struct {
	cancel context.CancelFunc
	done   chan struct{} // closed when value and err are there
	value  T
	err    error
}

func startAhead[T any](ctx context.Context, work func(context.Context) (T, error)) *ahead[T] {
	ctx, cancel := context.WithCancel(ctx)
	a := &ahead[T]{cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(a.done)
		defer func() {
			if fault := recover(); fault != nil { // as everywhere in a check: it costs this one thing only
				a.err = fmt.Errorf("mailsync: a fault of the program: %v", fault)
			}
		}()
		a.value, a.err = work(ctx)
	}()
	return a
}

// wait gives the outcome. The work minds its context, so the wait does too.
func (a *ahead[T]) wait() (T, error) {
	<-a.done
	return a.value, a.err
}

func (a *ahead[T]) stop() {
	a.cancel()
	<-a.done
}
