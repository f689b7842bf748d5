package mailsync

import (
	"context"
	"errors"
	"net"
	"strconv"

	"satchel/mailstore"
	"satchel/pop3client"
	"satchel/trust"
)

var (
	// errBelowTLS reports an account set to no TLS though TLS has once worked:
	// whoever changed it may sit on the line.
	errBelowTLS = errors.New("mailsync: this account has used TLS before")
)

// connect opens a session with the account's server and fetches the secret beside
// it, since a vault may take a moment to open. recall is what need not be asked of
// the server; nil: all of it. The caller closes the connection.
func (s *Syncer) connect(ctx context.Context, a mailstore.Account, recall *pop3client.Recall, secret func(context.Context) (string, error)) (*pop3client.Conn, string, error) {
	options, err := s.dialOptions(a)
	if err != nil {
		return nil, "", err
	}
	options.Recall = recall
	type answer struct {
		secret string
		err    error
	}
	got := make(chan answer, 1)
	within, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		text, err := secret(within)
		got <- answer{text, err}
	}()
	conn, err := pop3client.Dial(ctx, net.JoinHostPort(a.Host, strconv.Itoa(a.Port)), options)
	if err != nil {
		cancel()
		<-got
		return nil, "", err
	}
	kept := <-got
	if kept.err != nil {
		_ = conn.Close() // nothing was said yet
		if ctx.Err() != nil {
			return nil, "", ctx.Err()
		}
		return nil, "", &secretError{kept.err}
	}
	return conn, kept.secret, nil
}

func (s *Syncer) dialOptions(a mailstore.Account) (pop3client.Options, error) {
	o := pop3client.Options{
		AllowClear: a.AllowClear,
		Timeout:    s.options.Limits.Silence,
		OneAtATime: !s.asksAhead(a.ID),
	}
	switch a.TLS {
	case "starttls":
		o.Security = pop3client.StartTLS
	case "none":
		o.Security = pop3client.Clear
		if a.TLSSeen {
			return o, errBelowTLS
		}
	}
	if trace := s.options.Trace; trace != nil {
		o.Trace = func(direction byte, line string) { trace(a.ID, direction, line) }
	}
	var err error
	o.TLS, err = trust.Config(a.CAFile)
	return o, err
}

// signInOrRefresh signs in. Where an access token is refused, it tries once with a
// new one, if there is a way to get one.
func (s *Syncer) signInOrRefresh(ctx context.Context, conn *pop3client.Conn, a mailstore.Account, secret string) error {
	err := signIn(ctx, conn, a, secret)
	var token *pop3client.TokenError
	if s.options.Refresh == nil || !errors.As(err, &token) {
		return err
	}
	fresh, failed := s.options.Refresh(ctx, a)
	if failed != nil || fresh == secret {
		return err
	}
	return signIn(ctx, conn, a, fresh)
}

// signIn signs in with the account's user and mechanism.
func signIn(ctx context.Context, conn *pop3client.Conn, a mailstore.Account, secret string) error {
	err := conn.Login(ctx, pop3client.Credentials{Mechanism: a.Auth, User: a.User, Password: secret})
	if err != nil && ctx.Err() == nil {
		return &signInError{err}
	}
	return err
}
