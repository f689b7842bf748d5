package app

import (
	"context"
	"errors"
	"testing"
	"time"
)

// queue is a UI goroutine for tests: what is posted runs when the test says so.
type queue chan func()

func (q queue) post(f func()) { q <- f }

// next runs one posted function; the test fails if none comes.
func (q queue) next(t *testing.T) {
	t.Helper()
	select {
	case f := <-q:
		f()
	case <-time.After(10 * time.Second):
		t.Fatal("nothing was posted to the UI goroutine")
	}
}

func TestBackgroundBringsTheOutcomeBack(t *testing.T) {
	q := make(queue, 10)
	j := newJobs(q.post)
	defer j.stop()
	var got int
	background(j, func(context.Context) (int, error) { return 7, nil }, func(n int, err error) { got = n })
	q.next(t)
	if got != 7 {
		t.Errorf("got %d", got)
	}
}

func TestBackgroundTurnsAPanicIntoAnError(t *testing.T) {
	q := make(queue, 10)
	j := newJobs(q.post)
	defer j.stop()
	var got error
	background(j, func(context.Context) (int, error) { panic("boom") }, func(_ int, err error) { got = err })
	q.next(t)
	if !errors.Is(got, errPanic) {
		t.Errorf("error = %v, want errPanic", got)
	}
}

func TestInOrderKeepsTheOrder(t *testing.T) {
	q := make(queue, 100)
	j := newJobs(q.post)
	defer j.stop()
	var order []int
	first := make(chan struct{})
	inOrder(j, func(context.Context) (int, error) { <-first; order = append(order, 0); return 0, nil }, nil)
	for i := 1; i < 20; i++ {
		inOrder(j, func(context.Context) (int, error) { order = append(order, i); return i, nil }, func(int, error) {})
	}
	close(first)
	for range 19 {
		q.next(t)
	}
	for i, n := range order {
		if i != n {
			t.Fatalf("order = %v", order)
		}
	}
	if len(order) != 20 {
		t.Errorf("%d of 20 ran", len(order))
	}
}

func TestStoppedJobsSayNothingMore(t *testing.T) {
	q := make(queue, 10)
	j := newJobs(q.post)
	begun := make(chan struct{})
	background(j, func(ctx context.Context) (int, error) { close(begun); <-ctx.Done(); return 0, nil },
		func(int, error) { t.Error("an outcome came after stop") })
	<-begun
	j.stop()
	background(j, func(context.Context) (int, error) { t.Error("work began after stop"); return 0, nil }, nil)
	inOrder(j, func(context.Context) (int, error) { t.Error("work began after stop"); return 0, nil }, nil)
	select {
	case f := <-q:
		f()
	default:
	}
}
