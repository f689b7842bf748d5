package moving

import (
	"context"
	"sync"

	"satchel/mailbox"
	"satchel/mailindex"
	"satchel/mailstore"
)

// parseAll reads what lists and search need of each message, on two goroutines: it is the dearest part.
func parseAll(in <-chan *batch, out chan<- *batch) {
	defer close(out)
	for b := range in {
		var workers sync.WaitGroup
		next := make(chan int)
		for range 2 {
			workers.Go(func() {
				for i := range next {
					b.list[i].Fields = mailindex.Of(b.list[i].Raw, b.list[i].Arrived).Fields
				}
			})
		}
		for i := range b.list {
			next <- i
		}
		close(next)
		workers.Wait()
		out <- b
	}
}

// storeAll stores the batches; after the first failure it ends the reading and throws the others away.
func (im *importing) storeAll(in <-chan *batch, cancel context.CancelFunc) {
	for b := range in {
		im.mu.Lock()
		failed := im.stored.err != nil
		im.mu.Unlock()
		if !failed && im.ctx.Err() == nil {
			im.store1(b, cancel)
		}
		b.discard()
	}
}

func (im *importing) store1(b *batch, cancel context.CancelFunc) {
	ids, errs, err := im.store.AddMessages(im.ctx, b.list)
	var known []mailstore.KnownUIDL
	for i := range ids {
		if b.known[i].UIDL != "" && errs[i] == nil {
			b.known[i].Message = ids[i]
			known = append(known, b.known[i])
		}
	}
	taken := 0
	if err == nil {
		taken, err = im.store.TakeOver(im.ctx, append(known, b.here...))
	}
	im.mu.Lock()
	defer im.mu.Unlock()
	for i, err := range errs {
		if err != nil {
			im.stored.failed = append(im.stored.failed, mailbox.Failure{Where: b.where[i], Why: err.Error()})
		} else {
			im.stored.imported++
		}
	}
	im.stored.taken += taken
	if err != nil {
		im.stored.err = err
		cancel()
	}
}

func (b *batch) discard() {
	for i := range b.list {
		b.list[i].Raw.Discard()
	}
}
