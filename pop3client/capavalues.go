package pop3client

import (
	"strconv"
	"strings"
	"time"
)

// Implementation is the name the server gives itself; "": it gives none.
func (c Capabilities) Implementation() string {
	return printable(strings.Join(c["IMPLEMENTATION"], " "))
}

// LoginDelay is the least time between two sign-ins (RFC 2449 section 6.5); false
// where the server names none. Where it differs from user to user ("900 USER"),
// it is the longest of all before Login, and the user's own afterwards.
func (c Capabilities) LoginDelay() (time.Duration, bool) {
	seconds, ok := c.number("LOGIN-DELAY")
	return time.Duration(seconds) * time.Second, ok
}

// Expire is for how many days messages stay on the server at least (RFC 2449
// section 6.7); never: for good. ok is false where the server does not say. With
// 0 days, what was fetched may be gone after Quit. As to users, see LoginDelay,
// but before Login it is the shortest of all.
func (c Capabilities) Expire() (days int, never, ok bool) {
	if args := c["EXPIRE"]; len(args) > 0 && strings.EqualFold(args[0], "NEVER") {
		return 0, true, true
	}
	days, ok = c.number("EXPIRE")
	return days, false, ok
}

// number is the first argument of a capability.
func (c Capabilities) number(name string) (int, bool) {
	args := c[name]
	if len(args) == 0 {
		return 0, false
	}
	n, err := strconv.ParseUint(args[0], 10, 31)
	if err != nil {
		return 0, false
	}
	return int(n), true
}
