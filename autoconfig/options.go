package autoconfig

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"time"
)

// Options of a look-up; the zero value is right.
type Options struct {
	Offline   bool         // ask nobody: the list in the program only
	AsTyped   bool         // the person said that the domain is no slip of the finger
	Directory bool         // the person agreed that Mozilla is told the domain
	Report    func(Source) // a step begins; on any goroutine, must not block. nil: nobody listens

	Resolver  Resolver                                                          // nil: the system's
	Dial      func(ctx context.Context, network, addr string) (net.Conn, error) // nil: net.Dialer
	Transport http.RoundTripper                                                 // of HTTPS. nil: one of its own, by Dial and TLS
	TLS       *tls.Config                                                       // nil: system roots, TLS 1.2 or newer

	limits limits // tests shorten them
}

// Resolver asks for the two kinds of records needed. *net.Resolver is one.
type Resolver interface {
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
	LookupSRV(ctx context.Context, service, proto, name string) (string, []*net.SRV, error)
}

// limits bound a look-up in time.
type limits struct {
	total, step time.Duration
	guessAfter  time.Duration // usual names are tried that much later: most look-ups end before
}

func (o Options) withDefaults() Options {
	if o.Resolver == nil {
		o.Resolver = net.DefaultResolver
	}
	if o.Dial == nil {
		o.Dial = new(net.Dialer).DialContext
	}
	if o.TLS == nil {
		o.TLS = &tls.Config{}
	}
	o.TLS = o.TLS.Clone()
	o.TLS.MinVersion = max(o.TLS.MinVersion, tls.VersionTLS12) // RFC 8996
	if o.limits == (limits{}) {
		o.limits = limits{total: 10 * time.Second, step: 5 * time.Second, guessAfter: 1500 * time.Millisecond}
	}
	if o.Report == nil {
		o.Report = func(Source) {}
	}
	return o
}
