package pop3client

import (
	"context"
	"slices"
)

// Recall is what a session learnt of its server, for the next session with it: a
// check for new mail then takes two round trips less. It holds nothing secret.
type Recall struct {
	Before Capabilities // offered before signing in, under TLS where there is TLS
	After  Capabilities // offered to the user who signed in
}

// Recall is what this session has learnt so far. After is nil before the
// capabilities were asked as the user.
func (c *Conn) Recall() Recall { return c.learnt }

// begin takes the capabilities from an earlier session, or asks for them.
func (c *Conn) begin() error {
	if r := c.opts.Recall; r != nil && r.Before != nil {
		c.caps, c.recalled = r.Before, true
	} else if err := c.askCapabilities(); err != nil {
		return err
	}
	c.learnt.Before = c.caps
	return nil
}

// askAnew drops what was recalled and asks the server.
func (c *Conn) askAnew() error {
	c.recalled = false
	if err := c.askCapabilities(); err != nil {
		return err
	}
	c.learnt.Before = c.caps
	return nil
}

// signedIn takes the user's capabilities from an earlier session, to be asked for
// together with the inventory, or asks for them at once.
func (c *Conn) signedIn() error {
	if c.recalled && c.opts.Recall.After != nil {
		c.caps, c.askLater = c.opts.Recall.After, true
		return nil
	}
	if err := c.askCapabilities(); err != nil {
		return err
	}
	c.learnt.After = c.caps
	return nil
}

// waysFor are the ways to sign in. Where those recalled do not do, the server is
// asked before anybody is told so.
func (c *Conn) waysFor(ctx context.Context, cr Credentials) ([]way, error) {
	ways, err := c.offer().ways(cr.Mechanism)
	if err == nil || !c.recalled {
		return ways, err
	}
	if err := c.do(ctx, c.askAnew); err != nil {
		return nil, err
	}
	return c.offer().ways(cr.Mechanism)
}

// signInAnew asks what the server offers now, after it refused a way that was
// recalled, and signs in by another way if it has changed its mind. Else the
// refusal stands: the same password is not shown twice.
func (c *Conn) signInAnew(tried []way, cr Credentials, refused error) error {
	if err := c.askAnew(); err != nil {
		c.end(err) // it hung up on the refused; that is no fault of the line
		return refused
	}
	ways, err := c.offer().ways(cr.Mechanism)
	if err != nil {
		return err
	}
	if slices.Contains(ways, tried[0]) {
		return refused
	}
	return c.signIn(ways, cr)
}
