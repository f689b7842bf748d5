package mailsync

import (
	"context"
	"sync"
)

// budget bounds the bytes of messages which were received and are not yet stored,
// so that a fast line and a slow disk do not fill the memory.
type budget struct {
	mu    sync.Mutex
	free  int64
	freed chan struct{} // has room for one: something was given back
}

const (
	budgetOctets = 16 << 20
	leastOctets  = 4 << 10  // what the smallest message takes up in memory
	blockOctets  = 64 << 10 // and what a larger one is rounded up to: the blocks of mailstore.Spool
)

func newBudget() *budget { return &budget{free: budgetOctets, freed: make(chan struct{}, 1)} }

// share is what a message takes; the largest take all there is, and so wait until
// they are alone.
func share(octets int64) int64 {
	if octets > leastOctets {
		octets = (octets + blockOctets - 1) / blockOctets * blockOctets
	}
	return min(octets+leastOctets, budgetOctets)
}

// take waits for room. It is called by one goroutine only: of two, the one that
// wants more might wait for ever.
func (b *budget) take(ctx context.Context, octets int64) error {
	for !b.taken(share(octets)) {
		select {
		case <-b.freed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func (b *budget) taken(n int64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.free < n {
		return false
	}
	b.free -= n
	return true
}

func (b *budget) give(octets int64) {
	b.mu.Lock()
	b.free += share(octets)
	b.mu.Unlock()
	select {
	case b.freed <- struct{}{}:
	default: // whoever waits has been told already
	}
}
