package pop3client

import (
	"context"
	"errors"
	"strings"
)

// Inventory is STAT, UIDL and LIST, in one write where the server offers PIPELINING.
type Inventory struct {
	Count    int
	Octets   int64
	Listings []Listing // nil with NoUIDL
	Sizes    []Size
	NoUIDL   bool // the server refused UIDL
}

// Inventory asks what is in the maildrop. A refused UIDL is NoUIDL, unless its
// response code says that the refusal is for now only: taking that for a server
// without ids would fetch the whole mailbox anew. Any other refusal is returned
// as *ServerError with an inventory that must not be used.
func (c *Conn) Inventory(ctx context.Context) (Inventory, error) {
	var inv Inventory
	err := c.do(ctx, func() error { return c.takeInventory(&inv) })
	if err != nil {
		return Inventory{}, err
	}
	return inv, nil
}

func (c *Conn) takeInventory(inv *Inventory) error {
	commands := []string{"STAT", "UIDL", "LIST"}
	readers := []func() error{
		func() (err error) { inv.Count, inv.Octets, err = c.readStat(); return err },
		func() (err error) {
			inv.Listings, err = c.readUIDL()
			inv.NoUIDL = refusedForGood(err)
			if inv.NoUIDL {
				return nil
			}
			return err
		},
		func() (err error) { inv.Sizes, err = c.readList(); return err },
	}
	if c.askLater { // see Recall
		commands = append([]string{"CAPA"}, commands...)
		readers = append([]func() error{c.readLate}, readers...)
	}
	ahead := c.mayAskAhead()
	if ahead {
		if err := c.send(commands...); err != nil {
			return err
		}
	}
	var refused error
	for i, read := range readers {
		if !ahead {
			if err := c.send(commands[i]); err != nil {
				return err
			}
		}
		// A refusal does not keep the other answers from coming: read them all.
		if err := read(); isRefusal(err) {
			refused = errors.Join(refused, err)
		} else if err != nil {
			return err
		}
	}
	c.pipelines = c.pipelines || ahead
	return refused
}

// readLate reads the capabilities that were recalled until now.
func (c *Conn) readLate() error {
	c.askLater = false
	err := c.readCapabilities()
	c.learnt.After = c.caps
	return err
}

// mayAskAhead reports whether commands may be sent before earlier ones are answered.
func (c *Conn) mayAskAhead() bool { return c.caps.Has("PIPELINING") && !c.opts.OneAtATime }

// refusedForGood tells "unknown command" from "not now".
func refusedForGood(err error) bool {
	var refused *ServerError
	if !errors.As(err, &refused) {
		return false
	}
	switch code, _, _ := strings.Cut(refused.Code, "/"); code {
	case "SYS", "IN-USE", "LOGIN-DELAY", "AUTH":
		return false
	}
	return true
}
