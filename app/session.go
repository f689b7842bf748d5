package app

import (
	"context"
	"errors"
	"sync"
	"time"

	"satchel/keychain"
	"satchel/mailsend"
	"satchel/mailstore"
	"satchel/mailsync"
	"satchel/signin"
)

// session is one open profile and the workers on it. Whoever opens one must close it.
type session struct {
	store   *mailstore.Store
	secrets keychain.Keeper

	providers providers
	syncer    *mailsync.Syncer
	sender    *mailsend.Sender
	cleanUp   []func() // after the store is closed, last first

	mu     sync.Mutex
	runner *mailsync.Runner // nil until startRunner; read by checks
	postal *mailsend.Runner // the same for sending; read by sending

	// prepare, if not nil, sees messages on the worker's goroutine before the window does.
	prepare func([]mailstore.MessageID)
}

// profile says where a session comes from.
type profile struct {
	dir  string
	demo bool
	ask  func(context.Context) (string, error) // the vault's passphrase
}

// opening is what opening a profile came to. It is made away from the UI goroutine.
type opening struct {
	session *session
	prefs   prefs
	err     error
	raised  bool // another window has the profile, and came to the front
}

// open opens a profile: the one in its folder, or a sample one.
func open(ctx context.Context, p profile) opening {
	if p.demo {
		return openDemo(ctx)
	}
	store, err := mailstore.Open(ctx, p.dir, mailstore.Options{})
	if errors.Is(err, mailstore.ErrNewer) {
		store, err = mailstore.Open(ctx, p.dir, mailstore.Options{ReadOnly: true})
	}
	if err != nil {
		return opening{err: err, prefs: defaultPrefs()}
	}
	return opening{session: newSession(store, keychain.Open(p.dir, p.ask)), prefs: readPrefs(ctx, store)}
}

func newSession(store *mailstore.Store, secrets keychain.Keeper) *session {
	refresh := func(ctx context.Context, a mailstore.Account) (string, error) {
		return signin.Refresh(ctx, secrets, a.SecretKey, signin.Options{})
	}
	return &session{
		store: store, secrets: secrets, syncer: mailsync.New(store, secrets, mailsync.Options{Refresh: refresh}),
		sender: mailsend.New(store, secrets, mailsend.Options{Refresh: refresh}),
	}
}

// startRunner begins to check the accounts, and to send what waits. It reads the store: not for the UI goroutine.
func (s *session) startRunner(report func(mailsync.Event), sent func(mailsend.Event)) {
	if prepare, tell := s.prepare, report; prepare != nil {
		report = func(ev mailsync.Event) {
			prepare(ev.Stored)
			tell(ev)
		}
	}
	// Held while the accounts are read, so that a change of one is either read or reloaded.
	s.mu.Lock()
	defer s.mu.Unlock()
	s.runner = mailsync.StartRunner(s.syncer, report)
	s.postal = mailsend.StartRunner(s.sender, sent)
}

// sending is checks for the worker that hands letters over.
func (s *session) sending() *mailsend.Runner {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.postal
}

// wakeSending has what is due sent at once.
func (s *session) wakeSending() {
	if r := s.sending(); r != nil {
		r.Wake()
	}
}

// checks is the worker that checks the accounts, nil until it was started. It can be
// called from everywhere, but waits for a startRunner that is on its way.
func (s *session) checks() *mailsync.Runner {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.runner
}

// reload tells the workers that accounts have changed. Not for the UI goroutine.
func (s *session) reload() {
	if r := s.checks(); r != nil {
		r.Reload()
	}
	if r := s.sending(); r != nil {
		r.SendNow(0) // what waited for a password or a server may go now
	}
}

// close stops the workers and closes the store. Nothing may use the session any more.
func (s *session) close() error {
	if r := s.checks(); r != nil {
		r.Stop()
	}
	if r := s.sending(); r != nil {
		r.Stop()
	}
	err := s.store.Close()
	for i := len(s.cleanUp) - 1; i >= 0; i-- {
		s.cleanUp[i]()
	}
	return err
}

// saveWindow keeps the window's state. It has a deadline: a full disk must not keep
// somebody from quitting.
func (s *session) saveWindow(ctx context.Context, p prefs) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return s.store.SetSetting(ctx, prefsKey, p.String())
}
