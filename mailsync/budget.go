package mailsync

import "context"

// budget bounds the bytes of messages which were received and are not yet stored,
// so that a fast line and a slow disk do not fill the memory.
type budget struct{ units chan struct{} }

const (
	budgetUnit  = 64 << 10
	budgetUnits = 256 // 16 MiB
)

func newBudget() *budget { return &budget{make(chan struct{}, budgetUnits)} }

// units is what a message takes; the largest take all there is, and so wait until
// they are alone.
func units(octets int64) int { return int(min(octets/budgetUnit+1, budgetUnits)) }

// take waits for room. It is called by one goroutine only: two could each hold half
// and wait for the other.
func (b *budget) take(ctx context.Context, octets int64) error {
	for range units(octets) {
		select {
		case b.units <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func (b *budget) give(octets int64) {
	for range units(octets) {
		<-b.units
	}
}
