package pop3client

import (
	"context"
	"fmt"
)

// Dele marks message n for removal; the server removes it at Quit (RFC 1939
// section 5).
func (c *Conn) Dele(ctx context.Context, n int) error {
	if err := checkNumber(n); err != nil {
		return err
	}
	if err := c.command(ctx, fmt.Sprintf("DELE %d", n)); err != nil {
		return fmt.Errorf("mark message %d for removal: %w", n, err)
	}
	return nil
}

// Noop does nothing but keep the server from ending an idle session.
func (c *Conn) Noop(ctx context.Context) error {
	return c.command(ctx, "NOOP")
}

// Rset takes back every Dele of this session.
func (c *Conn) Rset(ctx context.Context) error {
	return c.command(ctx, "RSET")
}

// Quit sends QUIT alone and closes. nil only after +OK: the server has then
// carried out the deletions. After an error nobody knows whether it has (RFC
// 1939 section 6); the next listing tells.
func (c *Conn) Quit(ctx context.Context) error {
	err := c.command(ctx, "QUIT")
	c.end(errClosed)
	if err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}

func checkNumber(n int) error {
	if n < 1 {
		return fmt.Errorf("%w: message number %d", ErrArgument, n)
	}
	return nil
}
