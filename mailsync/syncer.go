package mailsync

import (
	"context"
	"sync"
	"time"

	"satchel/keychain"
	"satchel/mailstore"
	"satchel/pop3client"
)

// Options of a Syncer; zero is right.
type Options struct {
	Now    func() time.Time // nil: time.Now
	Limits Limits
	Trace  func(account mailstore.AccountID, direction byte, line string) // nil: none
	// Refresh gets a new access token, and keeps it, where the server has refused the
	// one kept; nil: there is no way to. It runs within the check's deadline.
	Refresh func(ctx context.Context, a mailstore.Account) (token string, err error)
}

// Limits of one check; zero values: the defaults named.
type Limits struct {
	Silence time.Duration // longest silence of a server: 60 s
	AtOnce  int           // accounts checked at the same time: 4
	Window  pop3client.Window
}

// messages is where fetched messages are recorded and read back. It is the store;
// tests put a full disk and a bad one here.
type messages interface {
	RecordDownloads(ctx context.Context, session mailstore.SessionID, ds []mailstore.Download) ([]mailstore.MessageID, []error, error)
	VerifyMany(ctx context.Context, ids []mailstore.MessageID) (map[mailstore.MessageID][32]byte, error)
}

// Syncer checks accounts. Safe for concurrent use; at most one check per account at a time.
type Syncer struct {
	store    *mailstore.Store
	messages messages
	secrets  keychain.Keeper
	options  Options
	breath   time.Duration // before signing in anew within a check: a server needs a moment to see that a connection is gone
	seats    chan struct{} // a check takes one: Limits.AtOnce

	mu       sync.Mutex
	busy     map[mailstore.AccountID]chan struct{} // one place each: the check under way
	oneByOne map[mailstore.AccountID]bool          // servers that lose commands sent ahead
}

// New makes a Syncer, which owns no goroutine and need not be closed. The store
// must stay open for as long as checks run.
func New(store *mailstore.Store, secrets keychain.Keeper, o Options) *Syncer {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Limits.AtOnce <= 0 {
		o.Limits.AtOnce = 4
	}
	return &Syncer{
		store:    store,
		messages: store,
		secrets:  secrets,
		options:  o,
		breath:   time.Second,
		seats:    make(chan struct{}, o.Limits.AtOnce),
		busy:     make(map[mailstore.AccountID]chan struct{}),
		oneByOne: make(map[mailstore.AccountID]bool),
	}
}

// enter waits until no other check of the account runs and there is a seat. The
// caller must call leave if it returns nil.
func (s *Syncer) enter(ctx context.Context, id mailstore.AccountID) (leave func(), err error) {
	s.mu.Lock()
	place := s.busy[id]
	if place == nil {
		place = make(chan struct{}, 1)
		s.busy[id] = place
	}
	s.mu.Unlock()
	// First the account's own place: whoever waits for it must not hold a seat.
	select {
	case place <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	select {
	case s.seats <- struct{}{}:
	case <-ctx.Done():
		<-place
		return nil, ctx.Err()
	}
	return func() {
		<-s.seats
		<-place
	}, nil
}

// asksAhead reports whether a server may be sent commands before it has answered
// earlier ones. It is forgotten at the program's end: servers get repaired.
func (s *Syncer) asksAhead(id mailstore.AccountID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.oneByOne[id]
}

func (s *Syncer) neverAhead(id mailstore.AccountID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.oneByOne[id] = true
}
