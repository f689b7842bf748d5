package smtpsend

import (
	"context"
	"crypto/tls"
	"net"
	"strings"
	"time"
)

// Security says how the connection is protected. The zero value is the safe one.
type Security int

const (
	Implicit Security = iota // TLS from the first byte (port 465, RFC 8314)
	StartTLS                 // STARTTLS before anything else is said (RFC 3207); not offered or refused: no session
	Clear                    // no TLS: loopback only, or Options.AllowClear
)

// Options of a session; the zero value is right for a public server.
type Options struct {
	Security   Security
	AllowClear bool                                                              // Clear is allowed beyond loopback addresses
	TLS        *tls.Config                                                       // nil: system roots, TLS 1.2 or newer; ServerName is taken from the address
	Timeout    time.Duration                                                     // longest silence of the server; 0: 60 s
	EndTimeout time.Duration                                                     // longest wait for the answer to a whole letter, which may be looked through first; 0: 10 min (RFC 5321 section 4.5.3.2.6)
	Dial       func(ctx context.Context, network, addr string) (net.Conn, error) // nil: net.Dialer
}

const (
	defaultTimeout    = 60 * time.Second
	defaultEndTimeout = 10 * time.Minute

	// helloName tells nothing of this computer; it ends up in the letter's Received field.
	helloName = "[127.0.0.1]"
)

func (o Options) timeout() time.Duration {
	if o.Timeout > 0 {
		return o.Timeout
	}
	return defaultTimeout
}

func (o Options) endTimeout() time.Duration {
	if o.EndTimeout > 0 {
		return o.EndTimeout
	}
	return defaultEndTimeout
}

// tlsConfig has the floor of RFC 8996 and the name to check: the configured host (RFC 9525).
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

// clearAllowed reports whether secrets and letters may cross the connection as they are.
func (o Options) clearAllowed(host string) bool {
	ip := net.ParseIP(host)
	return o.AllowClear || strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
