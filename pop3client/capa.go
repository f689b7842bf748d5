package pop3client

import (
	"fmt"
	"slices"
	"strings"
)

// Capabilities is what CAPA answered: upper-case name to its arguments. nil: the server has no CAPA.
type Capabilities map[string][]string

// Has reports whether name, in upper case, was offered.
func (c Capabilities) Has(name string) bool { _, ok := c[name]; return ok }

// offersSASL reports whether mechanism, in upper case, is among those of SASL.
func (c Capabilities) offersSASL(mechanism string) bool {
	return slices.ContainsFunc(c["SASL"], func(s string) bool { return strings.EqualFold(s, mechanism) })
}

// Capabilities is the newest answer to CAPA: on opening the session, under TLS
// where there is TLS, and again after Login.
func (c *Conn) Capabilities() Capabilities { return c.caps }

// maxCapabilities is far above the dozen that real servers send.
const maxCapabilities = 1000

// askCapabilities asks CAPA (RFC 2449 section 5). A server without it keeps the
// session; one that knows it only before sign-in keeps its former answer.
func (c *Conn) askCapabilities() error {
	if err := c.send("CAPA"); err != nil {
		return err
	}
	return c.readCapabilities()
}

func (c *Conn) readCapabilities() error {
	caps := Capabilities{}
	err := c.multiline("CAPA", func(line []byte) error {
		c.trace('S', string(line))
		return caps.add(string(line))
	})
	if isRefusal(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("ask capabilities: %w", err)
	}
	c.caps = caps
	return nil
}

// add takes one line of the answer. A name that comes twice gathers its arguments.
func (c Capabilities) add(line string) error {
	words := strings.Fields(line)
	if len(words) == 0 {
		return nil
	}
	if len(c) >= maxCapabilities {
		return fmt.Errorf("%w: more than %d capabilities", ErrProtocol, maxCapabilities)
	}
	name := strings.ToUpper(words[0])
	c[name] = append(c[name], words[1:]...)
	return nil
}
