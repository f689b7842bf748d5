package webpicture

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"time"
)

const (
	maxAttempts    = 4 // addresses of one host
	attemptTimeout = 5 * time.Second
)

// dial connects to a host's public addresses, one after the other. The address that was looked at is the one connected
// to: a name that leads somewhere else when it is asked a second time gains nothing.
func (f *Fetcher) dial(ctx context.Context, _, hostPort string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(hostPort)
	if err != nil {
		return nil, err
	}
	if port != "443" {
		return nil, fmt.Errorf("%w: port %s", errRefused, port)
	}
	addrs, err := f.addresses(ctx, host)
	if err != nil {
		return nil, err
	}
	var failures []error
	for _, a := range addrs {
		if !public(a) {
			failures = append(failures, fmt.Errorf("%w: %s leads to %s", errRefused, host, a))
			continue
		}
		if len(failures) >= maxAttempts {
			break
		}
		conn, err := f.attempt(ctx, netip.AddrPortFrom(a, 443))
		if err == nil {
			return conn, nil
		}
		failures = append(failures, err)
	}
	return nil, errors.Join(append(failures, fmt.Errorf("no address of %s answers", host))...)
}

func (f *Fetcher) attempt(ctx context.Context, to netip.AddrPort) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	return f.options.Dial(ctx, to)
}

func (f *Fetcher) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	return f.options.Resolve(ctx, host)
}

func resolve(ctx context.Context, host string) ([]netip.Addr, error) {
	return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
}

func dialTCP(ctx context.Context, to netip.AddrPort) (net.Conn, error) {
	var d net.Dialer
	return d.DialContext(ctx, "tcp", to.String())
}
