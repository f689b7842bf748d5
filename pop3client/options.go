package pop3client

import (
	"context"
	"crypto/tls"
	"net"
	"time"
)

// Security says how the connection is protected. The zero value is the safe one.
type Security int

const (
	Implicit Security = iota // TLS from the first byte (port 995, RFC 8314)
	StartTLS                 // STLS before anything else is said (RFC 2595); refused by the server: no session
	Clear                    // no TLS: loopback only, or Options.AllowClear
)

// Options of a session; the zero value is right for a public server.
type Options struct {
	Security   Security
	AllowClear bool                                                              // Clear is allowed beyond loopback addresses
	TLS        *tls.Config                                                       // nil: system roots, TLS 1.2 or newer; ServerName is taken from the address
	Timeout    time.Duration                                                     // longest silence while an answer is due; 0: 60 s
	Dial       func(ctx context.Context, network, addr string) (net.Conn, error) // nil: net.Dialer
	Trace      func(direction byte, line string)                                 // nil: none; 'C' or 'S', secrets replaced by "***", printable

	// OneAtATime never asks ahead, whatever the server offers: for the next
	// session with a server that answered with ErrPipelining.
	OneAtATime bool

	// Recall is what an earlier session with this server learnt; nil: nothing. The
	// caller vouches that it is the same server, port and security.
	Recall *Recall
}

// defaultTimeout is longer than the slowest mailbox takes to open, and shorter
// than anyone waits in front of a screen.
const defaultTimeout = 60 * time.Second

func (o Options) timeout() time.Duration {
	if o.Timeout > 0 {
		return o.Timeout
	}
	return defaultTimeout
}

// tlsConfig is the caller's configuration with the floor of RFC 8996 (nothing
// older than TLS 1.2) and the name to check: the configured host, never one that
// a directory or the server itself has named (RFC 9525).
func (o Options) tlsConfig(host string) *tls.Config {
	config := &tls.Config{}
	if o.TLS != nil {
		config = o.TLS.Clone()
	}
	config.MinVersion = max(config.MinVersion, tls.VersionTLS12)
	if config.ServerName == "" {
		config.ServerName = host
	}
	return config
}
