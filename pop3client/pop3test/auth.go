package pop3test

import (
	"encoding/base64"
	"strings"
)

// authorize serves what may be said before signing in.
func (t *talk) authorize(name, arg string) {
	if name == "STLS" {
		if t.mayEnableTLS() {
			t.startsTLS = true
			t.ok("begin TLS")
		} else {
			t.err("no TLS here")
		}
		return
	}
	if t.server.config.Security == StartTLS && !t.secure {
		t.err("STLS first")
		return
	}
	switch name {
	case "USER":
		t.given = arg
		t.ok("password?")
	case "PASS":
		t.signIn(t.given, arg)
	case "AUTH":
		t.auth(arg)
	default:
		t.err("sign in first")
	}
}

// auth serves AUTH PLAIN, with an initial response and in two steps (RFC 5034).
func (t *talk) auth(arg string) {
	mechanism, response, initial := strings.Cut(arg, " ")
	if !strings.EqualFold(mechanism, "PLAIN") {
		t.err("unknown mechanism")
		return
	}
	if !initial {
		t.say("+ \r\n")
		if t.out.Flush() != nil {
			return // the next read ends the session
		}
		line, err := t.in.ReadString('\n')
		if err != nil {
			return
		}
		response = strings.TrimRight(line, "\r\n")
	}
	if response == "*" {
		t.err("cancelled")
		return
	}
	plain, err := base64.StdEncoding.DecodeString(response)
	parts := strings.Split(string(plain), "\x00")
	if err != nil || len(parts) != 3 {
		t.err("cannot decode that")
		return
	}
	t.signIn(parts[1], parts[2])
}

func (t *talk) signIn(user, password string) {
	if want, known := t.server.config.Users[user]; !known || want != password {
		t.err("[AUTH] user or password is wrong")
		return
	}
	box, free := t.server.lock(user)
	if !free {
		t.err("[IN-USE] another session has the mailbox")
		return
	}
	t.user, t.box, t.deleted = user, box, make([]bool, len(box))
	t.server.note(func() { t.session.User = user })
	t.ok("welcome")
}
