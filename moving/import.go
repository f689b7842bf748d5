package moving

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"satchel/mailbox"
	"satchel/mailstore"
)

// Bounds of a batch, which is one transaction. Three batches are under way at most: one read, one parsed, one stored.
const (
	batchMessages = 512
	batchBytes    = 4 << 20
	spoolMemory   = 4 << 20  // a larger message waits in a file and weighs no more than this
	spoolLeast    = 64 << 10 // and one that is more than small no less
	smallSpool    = 4 << 10  // a small one takes so much,
	smallLeast    = 8 << 10  // and with what is known of it no less than this
)

// ImportOptions says where mail goes; the zero value finds out.
type ImportOptions struct {
	Account  mailstore.AccountID // 0: the account the source names, else the only one, else a place of its own
	Folder   []string            // everything below this folder; nil: folders as they are in the source
	Now      func() time.Time    // nil: time.Now
	Progress func(Counts)        // on the caller's goroutine, now and then
}

// Counts stand side by side: Found = Imported + AlreadyHere + len(Failed of messages).
type Counts struct {
	Found, Imported, AlreadyHere, Deleted int64
	Bytes                                 int64 // of what was found
}

// ImportResult is how an import went.
type ImportResult struct {
	Counts
	Format         mailbox.Format
	Failed         []mailbox.Failure
	UIDLsTakenOver int
}

// FailedMessages is how many of what was found could not be brought: Failed also names files and folders.
func (r *ImportResult) FailedMessages() int64 { return r.Found - r.Imported - r.AlreadyHere }

// Import brings a source's mail into the store. Broken off by ctx or an error, what it has brought stays, whole, and
// the next run goes on; the result tells how far it came.
func Import(ctx context.Context, store *mailstore.Store, source *mailbox.Source, o ImportOptions) (ImportResult, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	im := &importing{
		ctx: ctx, store: store, source: source, o: o,
		held: map[mailstore.AccountID]*mailstore.Held{}, folders: map[string]mailstore.FolderID{}, linked: map[string]bool{},
	}
	im.result.Format = source.Format
	err := im.run(cancel)
	im.result.Deleted = source.Deleted()
	if err != nil {
		err = fmt.Errorf("import: %w", err)
	}
	return im.result, err
}

// importing is one import under way. The goroutine that reads owns all but stored, which the storing one fills.
type importing struct {
	ctx     context.Context
	store   *mailstore.Store
	source  *mailbox.Source
	o       ImportOptions
	places  places
	held    map[mailstore.AccountID]*mailstore.Held
	folders map[string]mailstore.FolderID
	linked  map[string]bool // unique ids of which a letter is here
	batch   *batch
	parse   chan *batch
	result  ImportResult

	mu     sync.Mutex
	stored stored
}

// stored is what the storing goroutine has done.
type stored struct {
	imported int64
	taken    int
	failed   []mailbox.Failure
	err      error
}

// batch is what one transaction brings.
type batch struct {
	list  []mailstore.Addition
	where []string
	known []mailstore.KnownUIDL // of the message of the same place; UIDL "" none
	here  []mailstore.KnownUIDL // of messages that are here already
	bytes int64
}

func (im *importing) run(cancel context.CancelFunc) error {
	var err error
	if im.places, err = findPlaces(im.ctx, im.store, im.source, im.o); err != nil {
		return err
	}
	im.batch, im.parse = &batch{}, make(chan *batch)
	parsed, done := make(chan *batch), make(chan struct{})
	go parseAll(im.parse, parsed)
	go func() {
		defer close(done)
		im.storeAll(parsed, cancel)
	}()
	err = im.source.Walk(im.ctx, im.message, func(f mailbox.Failure) { im.result.Failed = append(im.result.Failed, f) })
	if err == nil {
		im.send()
	} else {
		im.batch.discard()
	}
	close(im.parse)
	<-done
	im.takeStored()
	if im.stored.err != nil {
		return im.stored.err // rather than the context's, which it ended
	}
	if err != nil {
		return err
	}
	return im.takeOverRest()
}

// message takes one message of the source.
func (im *importing) message(m *mailbox.Message) error {
	account, names := im.places.of(m)
	im.result.Found++
	held, err := im.heldOf(account)
	if err != nil {
		return err
	}
	spool := im.store.NewSpool()
	plain := newPlain(spool, held != nil)
	if err := m.CopyTo(plain); err != nil {
		spool.Discard()
		if plain.err != nil {
			return plain.err // the store's disk, not the source's
		}
		im.result.Failed = append(im.result.Failed, mailbox.Failure{Where: m.Where, Why: err.Error()})
		return nil
	}
	im.result.Bytes += spool.Size()
	id := take(held, spool.SHA256(), plain)
	known := im.known(m, id)
	if id != 0 {
		spool.Discard()
		im.result.AlreadyHere++
		if known.UIDL != "" {
			im.batch.here = append(im.batch.here, known)
		}
		im.tell()
		return nil
	}
	folder, err := im.folder(account, names)
	if err != nil {
		spool.Discard()
		return err
	}
	arrived := m.Arrived
	if arrived.IsZero() {
		arrived = im.o.Now()
	}
	b := im.batch
	b.list = append(b.list, mailstore.Addition{
		Folder: folder, Raw: spool, Arrived: arrived,
		Marks: mailstore.Marks{Unread: m.Marks.Unread, Starred: m.Marks.Starred, Answered: m.Marks.Answered, Forwarded: m.Marks.Forwarded},
	})
	b.where, b.known = append(b.where, m.Where), append(b.known, known)
	if b.bytes += weight(spool.Size()); len(b.list) >= batchMessages || b.bytes >= batchBytes {
		im.send()
	}
	return im.ctx.Err()
}

// take finds a message here by its bytes, or by what they were before another program changed line ends and added lines.
func take(held *mailstore.Held, sum [32]byte, p *plain) mailstore.MessageID {
	if held == nil {
		return 0
	}
	if id := held.Take(sum); id != 0 {
		return id
	}
	if plain := p.sum(); plain != sum {
		return held.Take(plain)
	}
	return 0
}

// known is the ledger's entry of a message of which the program kept the server's unique id.
func (im *importing) known(m *mailbox.Message, id mailstore.MessageID) mailstore.KnownUIDL {
	if m.UIDL == "" || m.Server == nil {
		return mailstore.KnownUIDL{}
	}
	account := im.places.server(m.Server)
	if account == 0 {
		return mailstore.KnownUIDL{}
	}
	key := serverKey(account, m.UIDL)
	if im.linked[key] || !im.places.fetched(m.Server, m.UIDL) {
		return mailstore.KnownUIDL{}
	}
	im.linked[key] = true
	return mailstore.KnownUIDL{Account: account, UIDL: m.UIDL, Message: id}
}

func serverKey(account mailstore.AccountID, uidl string) string {
	return fmt.Sprint(account, " ", uidl)
}

// heldOf knows what is here of an account; nil when nothing is.
func (im *importing) heldOf(a mailstore.AccountID) (*mailstore.Held, error) {
	held, asked := im.held[a]
	if asked {
		return held, nil
	}
	held, err := im.store.Held(im.ctx, a)
	if err != nil {
		return nil, err
	}
	if held.Len() == 0 {
		held = nil
	}
	im.held[a] = held
	return held, nil
}

func (im *importing) folder(account mailstore.AccountID, names []string) (mailstore.FolderID, error) {
	key := fmt.Sprint(account, "\x00", strings.Join(names, "\x00"))
	if id, known := im.folders[key]; known {
		return id, nil
	}
	id, err := im.places.folder(im.ctx, im.store, account, names)
	if err == nil {
		im.folders[key] = id
	}
	return id, err
}

// send hands the batch over to be parsed and stored, and begins a new one.
func (im *importing) send() {
	if len(im.batch.list)+len(im.batch.here) > 0 {
		im.parse <- im.batch // the goroutines behind always take
	}
	im.batch = &batch{}
	im.tell()
}

// tell brings the counts up to date and reports them.
func (im *importing) tell() {
	im.takeStored()
	if im.o.Progress != nil {
		im.o.Progress(im.result.Counts)
	}
}

func (im *importing) takeStored() {
	im.mu.Lock()
	defer im.mu.Unlock()
	im.result.Imported, im.result.UIDLsTakenOver = im.stored.imported, im.stored.taken
	im.result.Failed = append(im.result.Failed, im.stored.failed...)
	im.stored.failed = nil
}

// takeOverRest notes the unique ids whose letters are not in the source.
func (im *importing) takeOverRest() error {
	var rest []mailstore.KnownUIDL
	for _, server := range im.source.Servers {
		account := im.places.server(server)
		if account == 0 {
			continue
		}
		for _, f := range server.Fetched {
			if !im.linked[serverKey(account, f.UIDL)] {
				rest = append(rest, mailstore.KnownUIDL{Account: account, UIDL: f.UIDL, At: f.At})
			}
		}
	}
	n, err := im.store.TakeOver(im.ctx, rest)
	im.result.UIDLsTakenOver += n
	return err
}

// weight is about what a message of that size takes in memory until it is stored. Of small ones many go into a
// transaction: each writes to places of its own in the index of message ids, and what lies close together is written once.
func weight(size int64) int64 {
	if size <= smallSpool {
		return smallLeast
	}
	return max(spoolLeast, min(size, spoolMemory))
}
