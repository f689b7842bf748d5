package pop3client

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"net"
)

// stls asks for TLS on the clear connection (RFC 2595 section 4). It is the
// first command of all: whatever could be learnt before it must not be trusted.
func (c *Conn) stls(ctx context.Context) error {
	if err := c.ask("STLS"); err != nil {
		if isRefusal(err) {
			return fmt.Errorf("%w: %w", ErrNoSTLS, err)
		}
		return fmt.Errorf("ask for TLS: %w", err)
	}
	// Whoever sits on the line could add a reply behind the +OK, to be taken for
	// the first one under TLS.
	if c.in.Buffered() > 0 {
		return fmt.Errorf("%w: text in clear after STLS", ErrProtocol)
	}
	return c.startTLS(ctx)
}

// startTLS shakes hands and throws away everything known from the time before.
func (c *Conn) startTLS(ctx context.Context) error {
	layer := tls.Client(&readAhead{Conn: c.wire, in: bufio.NewReaderSize(c.wire, bufferSize)}, c.opts.tlsConfig(c.host))
	if err := layer.HandshakeContext(ctx); err != nil {
		return fmt.Errorf("start TLS: %w", explainRead(err))
	}
	c.use(layer)
	c.caps, c.stamp = nil, ""
	return nil
}

// readAhead takes several TLS records with one system call.
type readAhead struct {
	net.Conn
	in *bufio.Reader
}

func (r *readAhead) Read(p []byte) (int, error) { return r.in.Read(p) }

// TLSState is the state of the TLS layer; false where there is none.
func (c *Conn) TLSState() (tls.ConnectionState, bool) {
	layer, ok := c.nc.(*tls.Conn)
	if !ok {
		return tls.ConnectionState{}, false
	}
	return layer.ConnectionState(), true
}
