package mailsend

import (
	"context"
	"errors"
	"maps"
	"net"
	"strconv"
	"sync"
	"time"

	"satchel/keychain"
	"satchel/mailstore"
	"satchel/smtpsend"
	"satchel/trust"
)

// Options of a Sender; zero is right.
type Options struct {
	Now     func() time.Time // nil: time.Now
	Silence time.Duration    // longest silence of a server: 60 s
	EndWait time.Duration    // longest wait for the answer to a whole letter: 10 min
	// Refresh gets a new access token, and keeps it, where the server has refused the one kept; nil: there is no way to.
	Refresh func(ctx context.Context, a mailstore.Account) (token string, err error)
}

// Sender hands letters over. Safe for concurrent use; at most one session for each account at a time.
type Sender struct {
	store   *mailstore.Store
	secrets keychain.Keeper
	options Options

	mu   sync.Mutex
	busy map[mailstore.AccountID]chan struct{}      // one place each: the session under way
	owed map[mailstore.OutgoingID]mailstore.Attempt // ends of tries that could not be written down, as on a full disk
}

// New makes a Sender, which owns no goroutine and need not be closed. The store must stay open while it sends.
func New(store *mailstore.Store, secrets keychain.Keeper, o Options) *Sender {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Sender{store: store, secrets: secrets, options: o, busy: map[mailstore.AccountID]chan struct{}{}, owed: map[mailstore.OutgoingID]mailstore.Attempt{}}
}

// enter waits until nobody else sends for the account. The caller calls leave if it returns nil.
func (s *Sender) enter(ctx context.Context, id mailstore.AccountID) (leave func(), err error) {
	s.mu.Lock()
	place := s.busy[id]
	if place == nil {
		place = make(chan struct{}, 1)
		s.busy[id] = place
	}
	s.mu.Unlock()
	select {
	case place <- struct{}{}:
		return func() { <-place }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// settle writes down how a try has ended. Where that fails it is owed: the letter is not tried again before.
func (s *Sender) settle(ctx context.Context, id mailstore.OutgoingID, a mailstore.Attempt) (mailstore.Outgoing, error) {
	o, err := s.store.EndSending(ctx, id, a)
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.owed, id)
	if err != nil && !errors.Is(err, mailstore.ErrNotFound) && !errors.Is(err, mailstore.ErrNotWaiting) {
		s.owed[id] = a
	}
	return o, err
}

// payOwed writes down what could not be written before.
func (s *Sender) payOwed(ctx context.Context) error {
	s.mu.Lock()
	owed := maps.Clone(s.owed)
	s.mu.Unlock()
	for id, a := range owed {
		if _, err := s.settle(ctx, id, a); err != nil {
			return err
		}
	}
	return nil
}

var (
	// errBelowTLS reports an account set to no TLS though TLS has once worked.
	errBelowTLS = errors.New("mailsend: this account has used TLS before")
	// errNoServer reports an account without a server for sending.
	errNoServer = errors.New("mailsend: the account has no server for sending")
)

// secretError is a failure to get the password out of its keeper.
type secretError struct{ err error }

func (e *secretError) Error() string { return "get the password: " + e.err.Error() }
func (e *secretError) Unwrap() error { return e.err }

// storeError is a failure to write or read here.
type storeError struct{ err error }

func (e *storeError) Error() string { return "store: " + e.err.Error() }
func (e *storeError) Unwrap() error { return e.err }

// connect opens a session with the account's server and signs in.
func (s *Sender) connect(ctx context.Context, a mailstore.Account) (*smtpsend.Session, error) {
	session, err := s.connectWith(ctx, a, func(ctx context.Context) (string, error) { return s.secrets.Get(ctx, secretKey(a)) }, func(Step) {})
	if err == nil && session.TLS() && !a.SMTPTLSSeen {
		// A failure leaves it to the next session.
		_, _ = s.store.UpdateAccount(ctx, a.ID, func(a *mailstore.Account) { a.SMTPTLSSeen = true })
	}
	return session, err
}

func (s *Sender) connectWith(ctx context.Context, a mailstore.Account, secret func(context.Context) (string, error), step func(Step)) (*smtpsend.Session, error) {
	o, err := s.dialOptions(a)
	if err != nil {
		return nil, err
	}
	credentials := smtpsend.Credentials{Mechanism: mechanism(a), User: a.SMTPUser}
	if credentials.User == "" {
		credentials.User = a.User
	}
	if a.SMTPAuth != smtpsend.None { // first: a vault that stays shut is no reason to call anybody
		if credentials.Password, err = secret(ctx); err != nil {
			return nil, &secretError{err}
		}
	}
	step(Connecting)
	session, err := smtpsend.Dial(ctx, net.JoinHostPort(a.SMTPHost, strconv.Itoa(a.SMTPPort)), o)
	if err != nil {
		return nil, err
	}
	step(SigningIn)
	if err := s.signIn(ctx, session, a, credentials); err != nil {
		session.Close()
		return nil, err
	}
	return session, nil
}

// mechanism is the way to sign in. Where the secret is the access token for fetching it is the way for tokens: under any
// other it would be sent as if it were a password.
func mechanism(a mailstore.Account) string {
	automatic := a.SMTPAuth == "" || a.SMTPAuth == smtpsend.Auto
	if automatic && a.SMTPSecretKey == "" && isToken(a.Auth) {
		return a.Auth
	}
	return a.SMTPAuth
}

func isToken(mechanism string) bool { return mechanism == "xoauth2" || mechanism == "oauthbearer" }

func secretKey(a mailstore.Account) string {
	if a.SMTPSecretKey != "" {
		return a.SMTPSecretKey
	}
	return a.SecretKey
}

// signIn tries once with a new access token where the one kept is refused.
func (s *Sender) signIn(ctx context.Context, session *smtpsend.Session, a mailstore.Account, c smtpsend.Credentials) error {
	err := session.Login(ctx, c)
	var refused *smtpsend.ServerError
	if !isToken(c.Mechanism) || s.options.Refresh == nil || !errors.As(err, &refused) || refused.Temporary() {
		return err
	}
	fresh, failed := s.options.Refresh(ctx, a)
	if failed != nil || fresh == c.Password {
		return err
	}
	c.Password = fresh
	return session.Login(ctx, c)
}

func (s *Sender) dialOptions(a mailstore.Account) (smtpsend.Options, error) {
	o := smtpsend.Options{AllowClear: a.AllowClear, Timeout: s.options.Silence, EndTimeout: s.options.EndWait}
	if a.SMTPHost == "" {
		return o, errNoServer
	}
	switch a.SMTPTLS {
	case "starttls":
		o.Security = smtpsend.StartTLS
	case "none":
		o.Security = smtpsend.Clear
		if a.SMTPTLSSeen {
			return o, errBelowTLS
		}
	}
	var err error
	o.TLS, err = trust.Config(a.CAFile)
	return o, err
}
