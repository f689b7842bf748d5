package pop3client

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"satchel/pop3client/dovecottest"
)

// dovecotEndpoint fills a private Dovecot with the messages of the suite.
func dovecotEndpoint(t *testing.T, o dovecottest.Options) endpoint {
	server := dovecottest.Start(t, o)
	e := endpoint{
		Addr: server.TLSAddr, Security: Implicit, CAPool: server.CAPool,
		User: "ann", Password: "secret", Messages: suiteMessages(),
	}
	for _, raw := range e.Messages {
		server.Deliver(t, e.User, raw)
	}
	return e
}

func TestDovecot(t *testing.T) {
	t.Parallel()
	server := dovecottest.Start(t, dovecottest.Options{})
	for _, security := range []Security{Implicit, StartTLS, Clear} {
		t.Run(fmt.Sprintf("security %d", security), func(t *testing.T) {
			e := endpoint{
				Addr: server.Addr, Security: security, CAPool: server.CAPool,
				User: "ann", Password: "secret", Messages: suiteMessages(),
			}
			if security == Implicit {
				e.Addr = server.TLSAddr
			}
			for _, raw := range e.Messages {
				server.Deliver(t, e.User, raw)
			}
			runEndpointSuite(t, e)
		})
	}
}

func TestDovecotInUse(t *testing.T) {
	if testing.Short() {
		t.Skip("Dovecot waits ten seconds for the mailbox before it refuses")
	}
	t.Parallel()
	e := dovecotEndpoint(t, dovecottest.Options{LockSession: true})
	first := e.login(t)
	if _, err := first.Inventory(t.Context()); err != nil {
		t.Fatal(err)
	}
	err := e.dial(t).Login(t.Context(), Credentials{User: e.User, Password: e.Password})
	var refused *ServerError
	if !errors.As(err, &refused) || refused.Code != "IN-USE" {
		t.Errorf("second session: %v, want a refusal with code IN-USE", err)
	}
}

func TestDovecotUIDLFormats(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"%v.%u", "%f", "%g", "%u"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			e := dovecotEndpoint(t, dovecottest.Options{UIDLFormat: format})
			readAll(t, e)
		})
	}
}

// TestDovecotEveryWay signs in by all that a real server has.
func TestDovecotEveryWay(t *testing.T) {
	t.Parallel()
	words := slices.DeleteFunc(Mechanisms(), func(word string) bool { return word == "auto" || word == "user" })
	server := dovecottest.Start(t, dovecottest.Options{
		Users:      map[string]string{"ann@example.org": "a pässwört"},
		Mechanisms: []string{"plain", "login", "cram-md5", "scram-sha-256", "apop"},
		Tokens:     true,
	})
	const user = "ann@example.org"
	e := endpoint{Addr: server.TLSAddr, Security: Implicit, CAPool: server.CAPool, User: user, Password: "a pässwört"}
	token, expired := server.Token(t, user, time.Hour), server.Token(t, user, -time.Hour)
	t.Run("TLS", func(t *testing.T) { everyWay(t, e, append(words, "auto", "user"), token, expired) })
	e.Addr, e.Security = server.Addr, Clear
	t.Run("clear", func(t *testing.T) { everyWay(t, e, append(words, "auto", "user"), token, expired) })
	t.Run("long token", func(t *testing.T) {
		// Real ones take 1 to 4 kB; the line of the two-step form has no limit.
		e.Password = strings.Repeat("x", 4000)
		var told *TokenError
		if err := e.dial(t).Login(t.Context(), Credentials{"xoauth2", e.User, e.Password}); !errors.As(err, &told) {
			t.Errorf("Login = %v, want *TokenError", err)
		}
	})
}
