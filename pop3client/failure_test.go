package pop3client

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"satchel/pop3client/pop3test"
)

// serve starts a server with one user "ann" and the messages, and the endpoint for it.
func serve(t *testing.T, config pop3test.Config, messages ...string) (*pop3test.Server, endpoint) {
	t.Helper()
	config.Users = map[string]string{"ann": "secret"}
	for _, data := range messages {
		config.Messages = append(config.Messages, pop3test.Message{Data: []byte(data)})
	}
	server := pop3test.NewServer(config)
	t.Cleanup(server.Close)
	e := endpoint{Addr: server.Addr(), Security: Security(config.Security), CAPool: server.CAPool(), User: "ann", Password: "secret"}
	return server, e
}

// at makes a hook that plays reply whenever command comes.
func at(command string, reply pop3test.Reply) func(int, string, string) *pop3test.Reply {
	return func(_ int, name, _ string) *pop3test.Reply {
		if name == command {
			return &reply
		}
		return nil
	}
}

// session does all there is to do, each step where a server may fail.
func session(ctx context.Context, e endpoint, o Options) error {
	c, err := Dial(ctx, e.Addr, o)
	if err != nil {
		return err
	}
	defer c.Close()
	steps := []func() error{
		func() error { return c.Login(ctx, Credentials{User: e.User, Password: e.Password}) },
		func() error { _, err := c.Inventory(ctx); return err },
		func() error { _, err := c.Retr(ctx, 1, io.Discard); return err },
		func() error { return c.Dele(ctx, 1) },
		func() error { return c.Quit(ctx) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			if !isRefusal(err) && c.Noop(ctx) == nil {
				return errors.Join(err, errors.New("and the session goes on"))
			}
			return err
		}
	}
	return nil
}

var stages = []struct {
	name    string
	command string
	reply   pop3test.Reply
}{
	{"greeting", "CONNECT", pop3test.Reply{}},
	{"half a greeting", "CONNECT", pop3test.Reply{Text: "+OK he"}},
	{"CAPA", "CAPA", pop3test.Reply{Text: "+OK\r\nTOP\r\n"}},
	{"AUTH", "AUTH", pop3test.Reply{}},
	{"STAT", "STAT", pop3test.Reply{}},
	{"UIDL", "UIDL", pop3test.Reply{Text: "+OK\r\n1 a\r\n"}},
	{"RETR", "RETR", pop3test.Reply{}},
	{"within a message", "RETR", pop3test.Reply{Serve: true, CutAt: 40}},
	{"before the final dot", "RETR", pop3test.Reply{Text: "+OK\r\nSubject: x\r\n\r\nx\r\n"}},
	{"DELE", "DELE", pop3test.Reply{}},
	{"QUIT", "QUIT", pop3test.Reply{}},
}

func TestSilence(t *testing.T) {
	for _, stage := range stages {
		t.Run(stage.name, func(t *testing.T) {
			t.Parallel()
			stage.reply.Hang = true
			_, e := serve(t, pop3test.Config{Hook: at(stage.command, stage.reply)}, "Subject: x\r\n\r\nand a body\r\n")
			o := e.options()
			o.Timeout = 300 * time.Millisecond
			err := session(t.Context(), e, o)
			if !errors.Is(err, ErrTimeout) || !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("error = %v, want ErrTimeout", err)
			}
		})
	}
}

func TestCancel(t *testing.T) {
	for _, stage := range stages {
		t.Run(stage.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			stage.reply.Hang = true
			silent := make(chan struct{}, 4)
			hook := at(stage.command, stage.reply)
			_, e := serve(t, pop3test.Config{Hook: func(n int, name, arg string) *pop3test.Reply {
				if name == stage.command {
					silent <- struct{}{}
				}
				return hook(n, name, arg)
			}}, "Subject: x\r\n\r\nand a body\r\n")
			result := make(chan error, 1)
			go func() { result <- session(ctx, e, e.options()) }()
			<-silent
			began := time.Now()
			cancel()
			err := <-result
			if took := time.Since(began); took > 2*time.Second || !errors.Is(err, context.Canceled) {
				t.Errorf("error = %v after %v, want context.Canceled at once", err, took)
			}
		})
	}
}

func TestConnectionCut(t *testing.T) {
	for _, stage := range stages {
		t.Run(stage.name, func(t *testing.T) {
			stage.reply.Drop = true
			_, e := serve(t, pop3test.Config{Hook: at(stage.command, stage.reply)}, "Subject: x\r\n\r\nand a body\r\n")
			if err := session(t.Context(), e, e.options()); !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("error = %v, want io.ErrUnexpectedEOF", err)
			}
		})
	}
}

// TestMessageCutAnywhere: no prefix of an answer is a whole message.
func TestMessageCutAnywhere(t *testing.T) {
	const answer = "+OK 16 octets\r\nSubject: x\r\n\r\n..\r\n.\r\n"
	for n := 1; n < len(answer); n++ {
		_, e := serve(t, pop3test.Config{
			Security: pop3test.Clear,
			Hook:     at("RETR", pop3test.Reply{Text: answer[:n], Drop: true}),
		})
		var out bytes.Buffer
		c := e.login(t)
		octets, err := c.Retr(t.Context(), 1, &out)
		if !errors.Is(err, io.ErrUnexpectedEOF) || octets != int64(out.Len()) {
			t.Errorf("cut after %q: %d octets of %d, %v, want io.ErrUnexpectedEOF", answer[:n], octets, out.Len(), err)
		}
		if err := c.Dele(t.Context(), 1); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("Dele afterwards = %v, want the reason again", err)
		}
	}
}

func TestCertificates(t *testing.T) {
	for _, security := range []pop3test.Security{pop3test.Implicit, pop3test.StartTLS} {
		for _, kind := range []pop3test.Certificate{pop3test.WrongHost, pop3test.SelfSigned, pop3test.Expired} {
			server, e := serve(t, pop3test.Config{Security: security, Certificate: kind})
			_, err := Dial(t.Context(), e.Addr, e.options())
			var unverified *tls.CertificateVerificationError
			if !errors.As(err, &unverified) {
				t.Errorf("security %v, certificate %v: %v, want a *tls.CertificateVerificationError", security, kind, err)
			}
			for _, command := range server.Log() {
				if command.Name != "STLS" {
					t.Errorf("security %v, certificate %v: client sent %s", security, kind, command.Name)
				}
			}
		}
	}
}

func TestOldTLS(t *testing.T) {
	_, e := serve(t, pop3test.Config{})
	o := e.options()
	o.TLS.MinVersion = tls.VersionTLS10
	o.TLS.MaxVersion = tls.VersionTLS11
	if c, err := Dial(t.Context(), e.Addr, o); err == nil {
		state, _ := c.TLSState()
		t.Errorf("connected with TLS version %x", state.Version)
	}
}

func TestSTLS(t *testing.T) {
	tests := []struct {
		name   string
		config pop3test.Config
		want   error
	}{
		{"stripped", pop3test.Config{Without: []string{"STLS"}}, ErrNoSTLS},
		{"injection", pop3test.Config{Hook: at("STLS", pop3test.Reply{Serve: true, After: "+OK injected\r\n"})}, ErrProtocol},
		{"injected capabilities", pop3test.Config{Hook: at("STLS", pop3test.Reply{Serve: true, After: "+OK\r\nSASL EVIL\r\n.\r\n"})}, ErrProtocol},
		{"closed", pop3test.Config{Hook: at("STLS", pop3test.Reply{Drop: true})}, io.ErrUnexpectedEOF},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.config.Security = pop3test.StartTLS
			server, e := serve(t, tt.config)
			if _, err := Dial(t.Context(), e.Addr, e.options()); !errors.Is(err, tt.want) {
				t.Errorf("Dial = %v, want %v", err, tt.want)
			}
			if log := server.Log(); len(log) != 1 || log[0].Name != "STLS" {
				t.Errorf("client sent %v, want STLS alone", log)
			}
		})
	}
}

func TestClearText(t *testing.T) {
	connected := errors.New("connected")
	tests := []struct {
		addr  string
		allow bool
		want  error
	}{
		{"mail.example.org:110", false, ErrClearText},
		{"192.0.2.1:110", false, ErrClearText},
		{"localhost.example.org:110", false, ErrClearText},
		{"mail.example.org:110", true, connected},
		{"localhost:110", false, connected},
		{"LOCALHOST:110", false, connected},
		{"127.0.0.5:110", false, connected},
		{"[::1]:110", false, connected},
	}
	for _, tt := range tests {
		o := Options{Security: Clear, AllowClear: tt.allow, Dial: func(context.Context, string, string) (net.Conn, error) { return nil, connected }}
		if _, err := Dial(t.Context(), tt.addr, o); !errors.Is(err, tt.want) {
			t.Errorf("Dial %s, AllowClear %v = %v, want %v", tt.addr, tt.allow, err, tt.want)
		}
	}
}

func TestConnectFails(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	var refused *net.OpError
	if _, err := Dial(t.Context(), listener.Addr().String(), Options{}); !errors.As(err, &refused) {
		t.Errorf("closed port: %v, want a *net.OpError", err)
	}
	var unknown *net.DNSError
	o := Options{Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Name: "mail.example.org", IsNotFound: true}}
	}}
	if _, err := Dial(t.Context(), "mail.example.org:995", o); !errors.As(err, &unknown) || errors.Is(err, ErrTimeout) {
		t.Errorf("unknown host: %v, want a *net.DNSError", err)
	}
	o = Options{Timeout: 20 * time.Millisecond, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}}
	if _, err := Dial(t.Context(), "mail.example.org:995", o); !errors.Is(err, ErrTimeout) {
		t.Errorf("no answer: %v, want ErrTimeout", err)
	}
	if _, err := Dial(t.Context(), "no port", Options{}); err == nil {
		t.Error("an address without a port was dialled")
	}
}

func TestArgumentsRefused(t *testing.T) {
	c := dialogue(t, Options{}, "-", "C: NOOP", "S: +OK")
	ctx := t.Context()
	_, retr := c.Retr(ctx, 0, io.Discard)
	_, top := c.Top(ctx, 1, -1, io.Discard)
	many := c.RetrMany(ctx, []Request{{Number: 1}, {Number: -2}}, Window{}, nil, nil)
	for i, err := range []error{retr, top, many, c.Dele(ctx, 0)} {
		if !errors.Is(err, ErrArgument) {
			t.Errorf("call %d = %v, want ErrArgument", i, err)
		}
	}
	if err := c.Noop(ctx); err != nil {
		t.Errorf("the session should go on: %v", err)
	}
}

func TestBareLFServer(t *testing.T) {
	c, err := openScript(t, Options{}, "R: +OK hello\n", "C: CAPA", "R: +OK\nUIDL\n.\n",
		"C: UIDL", "R: +OK\n1 a\n2 b\n.\n", "C: RETR 1", "R: +OK\nSubject: x\n\n..\n.\n")
	if err != nil {
		t.Fatal(err)
	}
	list, err := c.UIDL(t.Context())
	if err != nil || len(list) != 2 || list[1] != (Listing{2, "b"}) {
		t.Errorf("UIDL = %v, %v", list, err)
	}
	var out strings.Builder
	if _, err := c.Retr(t.Context(), 1, &out); err != nil || out.String() != "Subject: x\n\n.\n" {
		t.Errorf("Retr = %q, %v", out.String(), err)
	}
}

// TestTextBehindMessage: the dots were not doubled, and the rest would be lost.
func TestTextBehindMessage(t *testing.T) {
	c := dialogue(t, Options{}, "-", "C: RETR 1", "R: +OK\r\nfirst\r\n.\r\nsecond\r\n.\r\n")
	if _, err := c.Retr(t.Context(), 1, io.Discard); !errors.Is(err, ErrProtocol) {
		t.Errorf("Retr = %v, want ErrProtocol", err)
	}
}

func TestQuitOnlyAfterOK(t *testing.T) {
	c := dialogue(t, Options{}, "-", "C: QUIT", "S: -ERR some deleted messages not removed")
	if err := c.Quit(t.Context()); !isRefusal(err) {
		t.Errorf("Quit = %v, want the refusal", err)
	}
	if err := c.Noop(t.Context()); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Noop after Quit = %v, want net.ErrClosed", err)
	}
}
