package pop3client

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
)

// Dial connects to addr, "host:port", and opens a session there: TLS as
// o.Security says, the greeting, CAPA. The certificate must be for the host in
// addr. With Clear it refuses any host but this computer, by ErrClearText and
// before it connects, unless o.AllowClear is set.
func Dial(ctx context.Context, addr string, o Options) (*Conn, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("connect to %q: %w", addr, err)
	}
	if err := o.checkClear(host); err != nil {
		return nil, fmt.Errorf("connect to %s: %w", addr, err)
	}
	nc, err := dialTCP(ctx, addr, o)
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", addr, err)
	}
	c, err := open(ctx, nc, host, port, o)
	if err != nil {
		return nil, fmt.Errorf("open session with %s: %w", addr, err)
	}
	return c, nil
}

func dialTCP(ctx context.Context, addr string, o Options) (net.Conn, error) {
	dial := o.Dial
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	within, cancel := context.WithTimeout(ctx, o.timeout())
	defer cancel()
	nc, err := dial(within, "tcp", addr)
	if err == nil {
		return nc, nil
	}
	if ended := ctx.Err(); ended != nil {
		return nil, ended
	}
	if within.Err() != nil || isNetTimeout(err) {
		return nil, fmt.Errorf("%w: %w", ErrTimeout, err)
	}
	return nil, err
}

func isNetTimeout(err error) bool {
	var ne net.Error
	return errors.As(err, &ne) && ne.Timeout()
}

func (o Options) checkClear(host string) error {
	if o.Security == Clear && !o.AllowClear && !isThisComputer(host) {
		return ErrClearText
	}
	return nil
}

func isThisComputer(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
