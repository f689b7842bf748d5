package webpicture

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/netip"
	"time"
)

// Options change where a Fetcher leads; the zero value is right.
type Options struct {
	// Resolve gives a host's addresses. nil: the system's.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	// Dial connects to an address that is public. nil: TCP.
	Dial func(ctx context.Context, to netip.AddrPort) (net.Conn, error)
	// Roots are the certificates to trust. nil: the system's.
	Roots *x509.CertPool
	// Timeout is for one picture with its redirects. 0: 20 s.
	Timeout time.Duration
	// CacheBytes bounds the decoded pictures kept beyond the letters that show them. 0: 64 MiB.
	CacheBytes int
}

const (
	maxAtOnce    = 4 // requests under way
	defaultCache = 64 << 20
)

// Fetcher fetches pictures for all letters of a program, four at a time, and keeps them for the session. It may be used
// from several goroutines.
type Fetcher struct {
	options  Options
	client   *http.Client
	slots    chan struct{} // requests under way
	decoding chan struct{} // one picture at a time: its pixels are the largest thing here
	cache    cache
}

// New makes a fetcher. It starts nothing.
func New(o Options) *Fetcher {
	if o.Resolve == nil {
		o.Resolve = resolve
	}
	if o.Dial == nil {
		o.Dial = dialTCP
	}
	if o.Timeout == 0 {
		o.Timeout = pictureTimeout
	}
	if o.CacheBytes == 0 {
		o.CacheBytes = defaultCache
	}
	f := &Fetcher{options: o, slots: make(chan struct{}, maxAtOnce), decoding: make(chan struct{}, 1), cache: newCache(o.CacheBytes)}
	f.client = &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext:            f.dial, // no proxy: its machine would be dialled in the picture's place, unlooked-at
			TLSClientConfig:        &tls.Config{RootCAs: o.Roots, MinVersion: tls.VersionTLS12},
			ForceAttemptHTTP2:      true,
			DisableCompression:     true, // pictures gain nothing by it, and what unpacks can burst
			MaxConnsPerHost:        maxAtOnce,
			IdleConnTimeout:        15 * time.Second,
			TLSHandshakeTimeout:    10 * time.Second,
			ResponseHeaderTimeout:  15 * time.Second,
			MaxResponseHeaderBytes: 64 << 10,
		},
	}
	return f
}
