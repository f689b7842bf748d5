package mailsync

import (
	"context"
	"errors"
	"maps"
	"runtime"
	"slices"
	"sync"
	"time"

	"satchel/mailindex"
	"satchel/mailstore"
	"satchel/words"
)

// Bounds of one transaction of the recorder: a message is on the disk soon after it
// came, and ten thousand small ones do not cost ten thousand syncs of it.
const (
	batchMessages = 1024
	batchOctets   = 8 << 20
	batchWait     = 50 * time.Millisecond
)

// recorder takes fetched messages off the network's hands: it parses them beside
// the network and stores them in grouped transactions. finish must be called.
type recorder struct {
	ctx     context.Context
	store   messages
	session mailstore.SessionID
	budget  *budget
	toParse chan *fetched
	toStore chan *fetched
	toRead  chan []mailstore.MessageID // stored, to be read back; nil: that is not wanted
	done    chan struct{}              // closed when everything is stored or thrown away, and read back

	mu    sync.Mutex
	state recorded
	fresh []mailstore.MessageID // stored since the last takeStored
}

// recorded is what the recorder has done so far.
type recorded struct {
	Messages int
	Heads    int // of messages that are too large
	Octets   int64
	Proved   map[mailstore.LedgerID]bool // their numbers of this session name what was stored
	Received time.Time                   // newest Received header
	Failed   map[mailstore.LedgerID]string
	ReadBack map[mailstore.MessageID][32]byte // what was read back from the file, where that was asked for
	Err      error                            // the store cannot go on; nothing more is taken
}

// fetched is one message on its way into the store.
type fetched struct {
	fetch
	spool  *mailstore.Spool
	at     time.Time
	letter mailindex.Letter
}

// doubt is what is odd about a message that came whole: a server or something on the way may have ended it early, and
// then the server has the only whole copy. Servers which only say more than they have are believed at the second time.
func (f *fetched) doubt() mailstore.Doubt {
	if f.spool.Size() < f.Octets && !f.Head {
		return mailstore.DoubtShort
	}
	return mailstore.NoDoubt
}

// safeAt is when its days begin to count. No message is here before its provider
// had it: where it seems so, this computer's clock is behind, as before it was set
// after a start, and days counted from it would all be over once it is right.
func (f *fetched) safeAt() time.Time {
	if f.letter.Received.Sub(f.at) > clockBehind {
		return f.letter.Received
	}
	return f.at
}

// newRecorder begins to work. readBack: what is stored is to leave the server at once, so it is read back beside the
// network too, instead of when all has come.
func newRecorder(ctx context.Context, store messages, session mailstore.SessionID, readBack bool) *recorder {
	r := &recorder{
		ctx: ctx, store: store, session: session, budget: newBudget(),
		toParse: make(chan *fetched, batchMessages),
		toStore: make(chan *fetched, batchMessages),
		done:    make(chan struct{}),
		state:   recorded{Proved: make(map[mailstore.LedgerID]bool), Failed: make(map[mailstore.LedgerID]string)},
	}
	var parsers sync.WaitGroup
	for range min(2, runtime.NumCPU()) {
		parsers.Go(r.parseAll)
	}
	go func() {
		parsers.Wait()
		close(r.toStore)
	}()
	if readBack {
		r.toRead = make(chan []mailstore.MessageID, batchMessages)
		r.state.ReadBack = make(map[mailstore.MessageID][32]byte)
		go r.readAll()
	}
	go r.storeAll()
	return r
}

// add hands over a complete message; the spool is the recorder's from then on. It
// waits while too much is under way, and fails once the store has.
func (r *recorder) add(f *fetched) error {
	if err := r.err(); err != nil {
		f.spool.Discard()
		return err
	}
	if err := r.budget.take(r.ctx, f.spool.Size()); err != nil {
		f.spool.Discard()
		return err
	}
	r.toParse <- f // never blocks for long: the stages behind always take
	return nil
}

// finish waits until all is stored, calling tick now and then.
func (r *recorder) finish(tick func()) recorded {
	close(r.toParse)
	ticker := time.NewTicker(eventPause)
	defer ticker.Stop()
	for {
		select {
		case <-r.done:
			r.mu.Lock()
			defer r.mu.Unlock()
			return r.state
		case <-ticker.C:
			tick()
		}
	}
}

// takeStored gives the messages stored since the last call.
func (r *recorder) takeStored() []mailstore.MessageID {
	r.mu.Lock()
	defer r.mu.Unlock()
	ids := r.fresh
	r.fresh = nil
	return ids
}

func (r *recorder) err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state.Err
}

func (r *recorder) parseAll() {
	for f := range r.toParse {
		if r.ctx.Err() == nil && r.err() == nil {
			f.letter = mailindex.Of(f.spool, f.at)
		}
		r.toStore <- f
	}
}

func (r *recorder) storeAll() {
	for first := range r.toStore {
		r.storeBatch(r.batch(first))
	}
	if r.toRead != nil {
		close(r.toRead) // readAll is the last then
	} else {
		close(r.done)
	}
}

// readAll reads back what was stored. What it cannot read is left to the removal, which
// asks once more and has somebody to tell.
func (r *recorder) readAll() {
	defer close(r.done)
	for ids := range r.toRead {
		sums, err := r.store.VerifyMany(r.ctx, ids)
		if err != nil {
			continue
		}
		r.mu.Lock()
		maps.Copy(r.state.ReadBack, sums)
		r.mu.Unlock()
	}
}

// batch gathers what comes within a moment after first.
func (r *recorder) batch(first *fetched) []*fetched {
	batch, octets := []*fetched{first}, first.spool.Size()
	wait := time.NewTimer(batchWait)
	defer wait.Stop()
	for len(batch) < batchMessages && octets < batchOctets {
		select {
		case f, ok := <-r.toStore:
			if !ok {
				return batch
			}
			batch = append(batch, f)
			octets += f.spool.Size()
		case <-wait.C:
			return batch
		}
	}
	return batch
}

// storeBatch stores a batch, or throws it away when the check is being stopped or
// the store has failed: those messages are fetched again, which costs time only.
func (r *recorder) storeBatch(batch []*fetched) {
	defer func() {
		for _, f := range batch {
			size := f.spool.Size()
			f.spool.Discard()
			r.budget.give(size)
		}
	}()
	if r.ctx.Err() != nil || r.err() != nil {
		return
	}
	downloads := make([]mailstore.Download, len(batch))
	for i, f := range batch {
		downloads[i] = mailstore.Download{Ledger: f.Entry.ID, Raw: f.spool, Fields: f.letter.Fields, At: f.safeAt(), Unread: true, Doubt: f.doubt(), Partial: f.Head}
	}
	ids, errs, err := r.store.RecordDownloads(r.ctx, r.session, downloads)
	if r.noteAll(batch, ids, errs, err); err == nil && r.toRead != nil {
		r.toRead <- slices.DeleteFunc(ids, func(id mailstore.MessageID) bool { return id == 0 })
	}
}

func (r *recorder) noteAll(batch []*fetched, ids []mailstore.MessageID, errs []error, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.state.Err = inStore(err)
		return
	}
	for i, f := range batch {
		r.note(f, ids[i], errs[i])
	}
}

// note adds one stored message to the state; the lock is held.
func (r *recorder) note(f *fetched, id mailstore.MessageID, err error) {
	switch {
	case errors.Is(err, mailstore.ErrAlreadyHeld):
		return
	case err != nil:
		r.state.Failed[f.Entry.ID] = words.T("It came, and could not be stored.")
		return
	}
	r.fresh = append(r.fresh, id)
	r.state.Octets += f.spool.Size()
	if f.Head {
		r.state.Heads++
		return
	}
	r.state.Messages++
	r.state.Proved[f.Entry.ID] = true
	if f.letter.Received.After(r.state.Received) {
		r.state.Received = f.letter.Received
	}
}
