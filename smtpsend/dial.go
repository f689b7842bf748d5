package smtpsend

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"

	"github.com/emersion/go-smtp"
)

// Session is a connection to a submission server that has greeted.
type Session struct {
	client     *smtp.Client
	wire       *wire
	host, port string
	opts       Options
	secured    bool
	dirty      bool // a transaction was begun and not carried out
}

// Dial connects to addr, "host:port", with TLS as o.Security says, and greets. The certificate must be for the host in addr.
func Dial(ctx context.Context, addr string, o Options) (*Session, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("connect to %q: %w", addr, err)
	}
	if o.Security == Clear && !o.clearAllowed(host) {
		return nil, fmt.Errorf("connect to %s: %w", addr, ErrClearText)
	}
	nc, err := dialTCP(ctx, addr, o)
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", addr, err)
	}
	s := &Session{host: host, port: port, opts: o}
	if err := s.open(ctx, nc); err != nil {
		_ = nc.Close()
		return nil, fmt.Errorf("open session with %s: %w", addr, err)
	}
	return s, nil
}

func dialTCP(ctx context.Context, addr string, o Options) (net.Conn, error) {
	dial := o.Dial
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	within, cancel := context.WithTimeout(ctx, o.timeout())
	defer cancel()
	nc, err := dial(within, "tcp", addr)
	if err != nil {
		return nil, kindOf(ctx.Err(), err)
	}
	return nc, nil
}

func (s *Session) open(ctx context.Context, nc net.Conn) error {
	var err error
	switch s.opts.Security {
	case Implicit:
		nc, err = s.startTLS(ctx, nc)
	case StartTLS:
		nc, err = s.upgrade(ctx, nc)
	case Clear:
	}
	if err != nil {
		return err
	}
	s.wire = &wire{Conn: nc, silence: s.opts.timeout()}
	defer s.wire.during(ctx)()
	s.client = smtp.NewClient(s.wire)
	if err := s.client.Hello(helloName); err != nil {
		return s.refusal("EHLO", err)
	}
	return nil
}

// startTLS shakes hands.
func (s *Session) startTLS(ctx context.Context, nc net.Conn) (net.Conn, error) {
	within, cancel := context.WithTimeout(ctx, s.opts.timeout())
	defer cancel()
	layer := tls.Client(nc, s.opts.tlsConfig(s.host))
	if err := layer.HandshakeContext(within); err != nil {
		return nil, fmt.Errorf("start TLS: %w", kindOf(ctx.Err(), err))
	}
	s.secured = true
	return layer, nil
}

// TLS reports whether the session is protected.
func (s *Session) TLS() bool { return s.secured }

// Quit ends the session. What was sent is sent, whatever the server answers.
func (s *Session) Quit(ctx context.Context) {
	if s.wire.closed.Load() {
		return
	}
	defer s.Close()
	defer s.wire.during(ctx)()
	_ = s.client.Quit() // nothing depends on it
}

// Close hangs up; harmless twice.
func (s *Session) Close() { _ = s.wire.Close() }
