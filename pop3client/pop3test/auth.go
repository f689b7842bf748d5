package pop3test

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
	case "APOP":
		t.apop(arg)
	default:
		t.err("sign in first")
	}
}

func (t *talk) signIn(user, password string) {
	if want, known := t.server.config.Users[user]; !known || want != password {
		t.refuse()
		return
	}
	t.welcome(user)
}

func (t *talk) refuse() { t.err("[AUTH] user or password is wrong") }

// welcome opens the mailbox for a user who has proved to be one.
func (t *talk) welcome(user string) {
	box, free := t.server.lock(user)
	if !free {
		t.err("[IN-USE] another session has the mailbox")
		return
	}
	t.user, t.box, t.deleted = user, box, make([]bool, len(box))
	t.server.note(func() { t.session.User = user })
	t.ok("welcome")
}
