package keychain

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/zalando/go-keyring"
)

// service is the name under which all secrets lie in the keyring.
const service = "Satchel"

// ring is what is needed of a keyring. Its calls may block for ever.
type ring interface {
	get(key string) (string, error) // ErrNotFound
	set(key, secret string) error
	remove(key string) error // ErrNotFound
}

// systemRing is the Secret Service, the macOS keychain or the Windows credential store.
type systemRing struct{}

func (systemRing) get(key string) (string, error) {
	secret, err := keyring.Get(service, key)
	return secret, ringError(err)
}

func (systemRing) set(key, secret string) error { return ringError(keyring.Set(service, key, secret)) }
func (systemRing) remove(key string) error      { return ringError(keyring.Delete(service, key)) }

func ringError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		return ErrNotFound
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}

// mostAbandoned is how many calls may wait for a keyring that does not answer.
const mostAbandoned = 4

// limited ends each call of a ring within a limit. The call itself cannot be ended: its goroutine is abandoned and goes
// when the keyring answers at last. While mostAbandoned of them wait no other is started, so that a keyring which never
// answers costs a few goroutines and not one a minute.
type limited struct {
	ring      ring
	limit     time.Duration
	abandoned atomic.Int32
}

func (l *limited) get(ctx context.Context, key string) (secret string, err error) {
	type answer struct {
		secret string
		err    error
	}
	a, err := within(ctx, l, func() answer {
		secret, err := l.ring.get(key)
		return answer{secret, err}
	})
	if err != nil {
		return "", fmt.Errorf("read a secret: %w", err)
	}
	return a.secret, a.err
}

func (l *limited) set(ctx context.Context, key, secret string) error {
	answered, err := within(ctx, l, func() error { return l.ring.set(key, secret) })
	return errors.Join(err, answered)
}

// remove is nil where there is no such secret.
func (l *limited) remove(ctx context.Context, key string) error {
	answered, err := within(ctx, l, func() error { return l.ring.remove(key) })
	if errors.Is(answered, ErrNotFound) {
		answered = nil
	}
	return errors.Join(err, answered)
}

// within gives what call returns, or ErrUnavailable after the limit, or the context's error.
func within[T any](ctx context.Context, l *limited, call func() T) (result T, err error) {
	if err := ctx.Err(); err != nil {
		return result, err
	}
	if l.abandoned.Load() >= mostAbandoned {
		return result, fmt.Errorf("%w: earlier questions are still open", ErrUnavailable)
	}
	const (
		running int32 = iota
		finished
		left
	)
	var state atomic.Int32
	answer := make(chan T, 1) // room for one: an abandoned goroutine ends without a reader
	go func() {
		answer <- call()
		if !state.CompareAndSwap(running, finished) {
			l.abandoned.Add(-1)
		}
	}()
	timer := time.NewTimer(l.limit)
	defer timer.Stop()
	select {
	case result = <-answer:
		return result, nil
	case <-ctx.Done():
		err = ctx.Err()
	case <-timer.C:
		err = fmt.Errorf("%w: no answer within %v", ErrUnavailable, l.limit)
	}
	l.abandoned.Add(1) // before the swap, so that the goroutine never counts below zero
	if !state.CompareAndSwap(running, left) {
		l.abandoned.Add(-1) // it ended just now
	}
	return result, err
}
