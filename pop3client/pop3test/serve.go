package pop3test

import (
	"fmt"
	"strconv"
	"strings"
)

// serve answers one command as RFC 1939 says.
func (t *talk) serve(name, arg string) {
	if name == "CONNECT" {
		t.greet()
		return
	}
	if !t.knows(name) {
		t.err("unknown command")
		return
	}
	switch name {
	case "CAPA":
		t.capa()
	case "QUIT":
		t.quit()
	default:
		if t.user == "" {
			t.authorize(name, arg)
		} else {
			t.transact(name, arg)
		}
	}
}

func (t *talk) greet() {
	greeting := t.server.config.Greeting
	if greeting == "" {
		greeting = "pop3test ready"
	}
	t.ok(greeting)
}

func (t *talk) capa() {
	t.ok("capabilities follow")
	for _, line := range t.capabilities() {
		t.say(line + "\r\n")
	}
	t.say(".\r\n")
}

func (t *talk) capabilities() []string {
	if t.server.config.Capabilities != nil {
		return t.server.config.Capabilities
	}
	lines := []string{"RESP-CODES", "AUTH-RESP-CODE", "PIPELINING", "IMPLEMENTATION pop3test"}
	for _, name := range []string{"TOP", "UIDL"} {
		if t.knows(name) {
			lines = append(lines, name)
		}
	}
	if t.mayEnableTLS() {
		return append(lines, "STLS")
	}
	if t.knows("USER") {
		lines = append(lines, "USER")
	}
	if t.knows("AUTH") {
		lines = append(lines, "SASL "+strings.Join(t.mechanisms(), " "))
	}
	return lines
}

func (t *talk) mayEnableTLS() bool {
	return t.server.config.Security == StartTLS && !t.secure && t.knows("STLS")
}

func (t *talk) transact(name, arg string) {
	switch name {
	case "STAT":
		count, octets := t.stat()
		t.ok(fmt.Sprintf("%d %d", count, octets))
	case "LIST":
		t.list(arg, func(i int) string { return strconv.Itoa(len(t.box[i].Data)) })
	case "UIDL":
		t.list(arg, func(i int) string { return t.box[i].UIDL })
	case "RETR":
		t.retr(arg)
	case "TOP":
		t.top(arg)
	case "DELE":
		t.dele(arg)
	case "NOOP":
		t.ok("still here")
	case "RSET":
		clear(t.deleted)
		t.ok("nothing is deleted")
	default:
		t.err("unknown command")
	}
}

func (t *talk) stat() (count, octets int) {
	for i, m := range t.box {
		if !t.deleted[i] {
			count++
			octets += len(m.Data)
		}
	}
	return count, octets
}

// list answers LIST and UIDL, with and without a number.
func (t *talk) list(arg string, value func(i int) string) {
	if arg != "" {
		if i, ok := t.index(arg); ok {
			t.ok(fmt.Sprintf("%d %s", i+1, value(i)))
		}
		return
	}
	count, octets := t.stat()
	t.ok(fmt.Sprintf("%d messages (%d octets)", count, octets))
	for i := range t.box {
		if !t.deleted[i] {
			t.say(fmt.Sprintf("%d %s\r\n", i+1, value(i)))
		}
	}
	t.say(".\r\n")
}

// index finds a message by its number and refuses a number that there is not.
func (t *talk) index(arg string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(arg))
	if err != nil || n < 1 || n > len(t.box) || t.deleted[n-1] {
		t.err("no such message")
		return 0, false
	}
	return n - 1, true
}

func (t *talk) retr(arg string) {
	if i, ok := t.index(arg); ok {
		t.ok(fmt.Sprintf("%d octets", len(t.box[i].Data)))
		writeStuffed(t.out, t.box[i].Data)
	}
}

func (t *talk) top(arg string) {
	number, count, _ := strings.Cut(arg, " ")
	lines, err := strconv.Atoi(count)
	if err != nil || lines < 0 {
		t.err("TOP needs a number of lines")
		return
	}
	if i, ok := t.index(number); ok {
		t.ok("top of message follows")
		writeStuffed(t.out, topOf(t.box[i].Data, lines))
	}
}

func (t *talk) dele(arg string) {
	if i, ok := t.index(arg); ok {
		t.deleted[i] = true
		t.ok("will be deleted")
	}
}

// quit applies the deletions before it says +OK: a client that hears it may rely
// on it.
func (t *talk) quit() {
	if t.user != "" {
		ids := make(map[int]bool)
		for i, m := range t.box {
			if t.deleted[i] {
				ids[m.id] = true
			}
		}
		removed := t.server.update(t.user, ids)
		t.server.note(func() { t.session.Removed = removed })
		t.server.unlock(t.user) // before the answer, so that the client may come back at once
		t.user = ""
	}
	t.server.note(func() { t.session.Quit = true })
	t.ok("goodbye")
	t.ended = true
}
