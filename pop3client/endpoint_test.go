package pop3client

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"slices"
	"testing"

	"satchel/pop3client/pop3test"
)

// endpoint is a server that holds Messages for one user, and nothing else.
type endpoint struct {
	Addr           string
	Security       Security
	CAPool         *x509.CertPool
	User, Password string
	Messages       [][]byte // with CRLF line ends
}

func (e endpoint) options() Options {
	return Options{Security: e.Security, TLS: &tls.Config{RootCAs: e.CAPool}}
}

func (e endpoint) dial(t *testing.T) *Conn {
	t.Helper()
	c, err := Dial(t.Context(), e.Addr, e.options())
	if err != nil {
		t.Fatalf("Dial: %v", err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func (e endpoint) login(t *testing.T) *Conn {
	t.Helper()
	c := e.dial(t)
	if err := c.Login(t.Context(), Credentials{User: e.User, Password: e.Password}); err != nil {
		t.Fatalf("Login: %v", err)
	}
	return c
}

// suiteMessages have what is awkward on the wire: dots, a long line, no body.
func suiteMessages() [][]byte {
	long := bytes.Repeat([]byte("long "), 40_000)
	messages := [][]byte{
		[]byte("Subject: dots\r\n\r\n.\r\n..\r\n.hidden\r\nend.\r\n"),
		[]byte("Subject: no body\r\n\r\n"),
		append(append([]byte("Subject: long\r\n\r\n"), long...), "\r\n"...),
		[]byte("Subject: bytes\r\n\r\ncaf\xe9 \xc3\xa9\r\n\r\n\r\n"),
	}
	for range 40 {
		messages = append(messages, []byte("Subject: many\r\n\r\n"+"line of text\r\n.line with a dot\r\n"))
	}
	return messages
}

// runEndpointSuite is what any POP3 server must let this client do. It ends with
// an empty mailbox.
func runEndpointSuite(t *testing.T, e endpoint) {
	t.Run("sign in each way", func(t *testing.T) {
		for _, mechanism := range []string{"", "auto", "user", "plain"} {
			c := e.dial(t)
			if _, secure := c.TLSState(); secure != (e.Security != Clear) {
				t.Errorf("TLS in use: %v", secure)
			}
			if err := c.Login(t.Context(), Credentials{mechanism, e.User, e.Password}); err != nil {
				t.Errorf("Login by %q: %v", mechanism, err)
			}
			if err := c.Quit(t.Context()); err != nil {
				t.Errorf("Quit: %v", err)
			}
		}
	})
	t.Run("wrong password", func(t *testing.T) { wrongPassword(t, e) })
	t.Run("inventory and every message", func(t *testing.T) { readAll(t, e) })
	t.Run("top", func(t *testing.T) {
		var top bytes.Buffer
		if _, err := e.login(t).Top(t.Context(), 1, 1, &top); err != nil {
			t.Fatal(err)
		}
		if want := "Subject: dots\r\n\r\n.\r\n"; top.String() != want {
			t.Errorf("top = %q, want %q", top.String(), want)
		}
	})
	t.Run("delete", func(t *testing.T) { deleteAll(t, e) })
}

func wrongPassword(t *testing.T, e endpoint) {
	for _, mechanism := range []string{"user", "plain"} {
		c := e.dial(t)
		err := c.Login(t.Context(), Credentials{mechanism, e.User, "not it"})
		var refused *ServerError
		if !errors.As(err, &refused) || refused.Code != "AUTH" {
			t.Errorf("Login by %q = %v, want a refusal with code AUTH", mechanism, err)
		}
		if err := c.Login(t.Context(), Credentials{mechanism, e.User, e.Password}); err != nil {
			t.Errorf("second Login by %q in the same session: %v", mechanism, err)
		}
		c.Close()
	}
}

func readAll(t *testing.T, e endpoint) {
	c := e.login(t)
	inv, err := c.Inventory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := len(e.Messages)
	if inv.Count != n || len(inv.Listings) != n || len(inv.Sizes) != n || inv.NoUIDL {
		t.Fatalf("Inventory = %d messages, %d ids, %d sizes, NoUIDL %v, want %d of each", inv.Count, len(inv.Listings), len(inv.Sizes), inv.NoUIDL, n)
	}
	if list, err := c.UIDL(t.Context()); err != nil || !slices.Equal(list, inv.Listings) {
		t.Errorf("UIDL = %v, %v, want that of the inventory", list, err)
	}
	if sizes, err := c.List(t.Context()); err != nil || !slices.Equal(sizes, inv.Sizes) {
		t.Errorf("List = %v, %v, want that of the inventory", sizes, err)
	}
	ids := map[string]bool{}
	var reqs []Request
	for i, size := range inv.Sizes {
		ids[inv.Listings[i].ID] = true
		reqs = append(reqs, Request{Number: size.Number, Octets: size.Octets})
	}
	if len(ids) != n {
		t.Errorf("%d different ids, want %d", len(ids), n)
	}
	for _, window := range []Window{{}, {Commands: 1}, {Commands: 3}, {Commands: 500, Octets: 300}} {
		for i, got := range retrAll(t, c, reqs, window) {
			if !bytes.Equal(got, e.Messages[i]) {
				t.Errorf("window %v: message %d differs: %d bytes, want %d", window, i+1, len(got), len(e.Messages[i]))
			}
		}
	}
	if count, _, err := c.Stat(t.Context()); err != nil || count != n {
		t.Errorf("Stat = %d, %v", count, err)
	}
	if err := c.Noop(t.Context()); err != nil {
		t.Error(err)
	}
}

// retrAll fetches reqs and fails the test unless each is done once, in order.
func retrAll(t *testing.T, c *Conn, reqs []Request, window Window) (messages [][]byte) {
	t.Helper()
	var current bytes.Buffer
	err := c.RetrMany(t.Context(), reqs, window,
		func(req Request) (io.Writer, error) {
			current.Reset()
			return &current, nil
		},
		func(req Request, err error) error {
			if want := reqs[len(messages)]; req != want || err != nil {
				t.Errorf("done(%v, %v), want %v without error", req, err, want)
			}
			messages = append(messages, bytes.Clone(current.Bytes()))
			return nil
		})
	if err != nil || len(messages) != len(reqs) {
		t.Fatalf("RetrMany = %v after %d of %d messages", err, len(messages), len(reqs))
	}
	return messages
}

func deleteAll(t *testing.T, e endpoint) {
	c := e.login(t)
	if err := c.Dele(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if err := c.Rset(t.Context()); err != nil {
		t.Fatal(err)
	}
	if count, _, err := c.Stat(t.Context()); err != nil || count != len(e.Messages) {
		t.Errorf("after Rset: Stat = %d, %v", count, err)
	}
	for i := range e.Messages {
		if err := c.Dele(t.Context(), i+1); err != nil {
			t.Fatal(err)
		}
	}
	var refused *ServerError
	if _, err := c.Retr(t.Context(), 1, io.Discard); !errors.As(err, &refused) {
		t.Errorf("Retr of a deleted message = %v, want a refusal", err)
	}
	if err := c.Quit(t.Context()); err != nil {
		t.Fatal(err)
	}
	inv, err := e.login(t).Inventory(t.Context())
	if err != nil || inv.Count != 0 || len(inv.Listings) != 0 {
		t.Errorf("after Quit: %d messages, %v", inv.Count, err)
	}
}

func TestEndpointSuite(t *testing.T) {
	tests := []struct {
		name     string
		security Security
		server   pop3test.Security
	}{
		{"implicit TLS", Implicit, pop3test.Implicit},
		{"STLS", StartTLS, pop3test.StartTLS},
		{"clear on loopback", Clear, pop3test.Clear},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			config := pop3test.Config{Security: tt.server, Users: map[string]string{"ann": "secret word"}}
			e := endpoint{Security: tt.security, User: "ann", Password: "secret word", Messages: suiteMessages()}
			for _, data := range e.Messages {
				config.Messages = append(config.Messages, pop3test.Message{Data: data})
			}
			config.NoLock = true // a closed session may live on for a moment
			server := pop3test.NewServer(config)
			defer server.Close()
			e.Addr, e.CAPool = server.Addr(), server.CAPool()
			runEndpointSuite(t, e)
		})
	}
}
