package pop3test

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/tls"
	"encoding/base64"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"
)

// client is a session spoken by hand.
type client struct {
	t    *testing.T
	conn net.Conn
	in   *bufio.Reader
}

func connect(t *testing.T, s *Server) *client {
	t.Helper()
	conn, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if s.config.Security == Implicit {
		conn = tls.Client(conn, &tls.Config{RootCAs: s.CAPool(), ServerName: s.Host()})
	}
	c := &client{t, conn, bufio.NewReader(conn)}
	c.expect("+OK " + cmp.Or(s.config.Greeting, "pop3test ready"))
	return c
}

// say sends a line and checks the answer, its lines joined by "|".
func (c *client) say(line, want string) {
	c.t.Helper()
	if _, err := io.WriteString(c.conn, line+"\r\n"); err != nil {
		c.t.Fatal(err)
	}
	c.expect(want)
}

func (c *client) expect(want string) {
	c.t.Helper()
	for _, want := range strings.Split(want, "|") {
		got, err := c.in.ReadString('\n')
		if err != nil || got != want+"\r\n" {
			c.t.Fatalf("server said %q, %v, want %q", got, err, want)
		}
	}
}

func (c *client) login() {
	c.t.Helper()
	c.say("USER ann", "+OK password?")
	c.say("PASS secret", "+OK welcome")
}

func start(t *testing.T, config Config) *Server {
	t.Helper()
	config.Users = map[string]string{"ann": "secret", "bob": "other"}
	s := NewServer(config)
	t.Cleanup(s.Close)
	return s
}

var two = []Message{
	{User: "ann", UIDL: "a", Data: []byte("Subject: a\r\n\r\n.one\r\ntwo\r\n")},
	{User: "ann", UIDL: "b", Data: []byte("Subject: b\r\n\r\nno end")},
	{User: "bob", UIDL: "c", Data: []byte("Subject: c\r\n\r\n")},
}

func TestCommands(t *testing.T) {
	s := start(t, Config{Messages: two})
	c := connect(t, s)
	c.say("STAT", "-ERR sign in first")
	c.say("CAPA", "+OK capabilities follow|RESP-CODES|AUTH-RESP-CODE|PIPELINING|IMPLEMENTATION pop3test|TOP|UIDL|USER|SASL PLAIN|.")
	c.login()
	c.say("STAT", "+OK 2 47")
	c.say("LIST", "+OK 2 messages (47 octets)|1 25|2 22|.")
	c.say("LIST 2", "+OK 2 22")
	c.say("UIDL", "+OK 2 messages (47 octets)|1 a|2 b|.")
	c.say("UIDL 1", "+OK 1 a")
	c.say("RETR 1", "+OK 25 octets|Subject: a||..one|two|.")
	c.say("TOP 1 0", "+OK top of message follows|Subject: a||.")
	c.say("TOP 1 1", "+OK top of message follows|Subject: a||..one|.")
	c.say("TOP 1", "-ERR TOP needs a number of lines")
	c.say("RETR 2", "+OK 22 octets|Subject: b||no end|.")
	c.say("RETR 3", "-ERR no such message")
	c.say("DELE 1", "+OK will be deleted")
	c.say("RETR 1", "-ERR no such message")
	c.say("LIST", "+OK 1 messages (22 octets)|2 22|.")
	c.say("RSET", "+OK nothing is deleted")
	c.say("NOOP", "+OK still here")
	c.say("XYZ", "-ERR unknown command")
	c.say("QUIT", "+OK goodbye")
}

func TestDeletionIsAtQuit(t *testing.T) {
	s := start(t, Config{Messages: two})
	c := connect(t, s)
	c.login()
	c.say("DELE 1", "+OK will be deleted")
	if left := s.Messages("ann"); len(left) != 2 {
		t.Errorf("%d messages before QUIT", len(left))
	}
	s.Add(Message{User: "ann", Data: []byte("x")})
	c.say("STAT", "+OK 1 22")
	c.say("QUIT", "+OK goodbye")
	var left []string
	for _, m := range s.Messages("ann") {
		left = append(left, m.UIDL)
	}
	if want := []string{"b", "made-000004"}; !slices.Equal(left, want) {
		t.Errorf("left are %q, want %q", left, want)
	}
	if got := s.Sessions()[0]; !got.Quit || got.Removed != 1 || got.User != "ann" {
		t.Errorf("session = %+v", got)
	}
	if len(s.Messages("bob")) != 1 {
		t.Error("another mailbox was touched")
	}
}

func TestDeletionOfEqualIDs(t *testing.T) {
	s := start(t, Config{Messages: []Message{{UIDL: "same", Data: []byte("1\r\n")}, {UIDL: "same", Data: []byte("2\r\n")}}})
	c := connect(t, s)
	c.login()
	c.say("DELE 1", "+OK will be deleted")
	c.say("QUIT", "+OK goodbye")
	if left := s.Messages("ann"); len(left) != 1 || string(left[0].Data) != "2\r\n" {
		t.Errorf("left are %v", left)
	}
	s.Remove("ann", "same")
	if left := s.Messages("ann"); len(left) != 0 {
		t.Errorf("left are %v", left)
	}
}

func TestSigningIn(t *testing.T) {
	s := start(t, Config{})
	plain := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	c := connect(t, s)
	c.say("PASS secret", "-ERR [AUTH] user or password is wrong")
	c.say("USER ann", "+OK password?")
	c.say("PASS other", "-ERR [AUTH] user or password is wrong")
	c.say("AUTH PLAIN "+plain("\x00ann\x00other"), "-ERR [AUTH] user or password is wrong")
	c.say("AUTH PLAIN nonsense", "-ERR cannot decode that")
	c.say("AUTH LOGIN", "-ERR unknown mechanism")
	c.say("AUTH PLAIN", "+ ")
	c.say("*", "-ERR cancelled")
	c.say("AUTH PLAIN", "+ ")
	c.say(plain("\x00ann\x00secret"), "+OK welcome")
	second := connect(t, s)
	second.say("AUTH PLAIN "+plain("\x00ann\x00secret"), "-ERR [IN-USE] another session has the mailbox")
	second.say("AUTH PLAIN "+plain("\x00bob\x00other"), "+OK welcome")
	c.say("QUIT", "+OK goodbye")
	connect(t, s).login()
	for _, command := range s.Log() {
		if strings.Contains(command.Arg, "secret") || strings.Contains(command.Arg, plain("\x00ann\x00secret")) {
			t.Errorf("the log shows a password: %v", command)
		}
	}
}

func TestHooks(t *testing.T) {
	tests := []struct {
		name  string
		reply Reply
		want  string // all that comes until the end
	}{
		{"text", Reply{Text: "-ERR no\r\n", Drop: true}, "-ERR no\r\n"},
		{"around", Reply{Text: "a", Serve: true, After: "b", Drop: true}, "a+OK still here\r\nb"},
		{"cut", Reply{Serve: true, CutAt: 4, Drop: true}, "+OK "},
		{"repeat", Reply{Repeat: func() func() string {
			n := 0
			return func() string { n++; return "abc"[min(n-1, 3):min(n, 3)] }
		}(), Drop: true}, "abc"},
		{"delay", Reply{Delay: time.Millisecond, Serve: true, Drop: true}, "+OK still here\r\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := start(t, Config{Security: Clear, Hook: func(session int, command, arg string) *Reply {
				if session == 1 && command == "NOOP" && arg == "x" {
					return &tt.reply
				}
				return nil
			}})
			c := connect(t, s)
			c.login()
			c.say("NOOP", "+OK still here")
			io.WriteString(c.conn, "noop x\r\n")
			got, err := io.ReadAll(c.in)
			if string(got) != tt.want || err != nil {
				t.Errorf("server said %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

// TestCloseEndsHang: nobody waits for a server that has been closed.
func TestCloseEndsHang(t *testing.T) {
	replies := map[string]*Reply{"NOOP": {Hang: true}, "STAT": {Delay: time.Hour}}
	stuck := make(chan string, len(replies))
	s := start(t, Config{Security: Clear, Hook: func(_ int, command, _ string) *Reply {
		if replies[command] != nil {
			stuck <- command
		}
		return replies[command]
	}})
	for command := range replies {
		io.WriteString(connect(t, s).conn, command+"\r\n")
	}
	for range replies {
		<-stuck
	}
	s.Close() // hangs for ever if it does not end them
}

func TestStartTLS(t *testing.T) {
	s := start(t, Config{Security: StartTLS})
	c := connect(t, s)
	c.say("USER ann", "-ERR STLS first")
	c.say("CAPA", "+OK capabilities follow|RESP-CODES|AUTH-RESP-CODE|PIPELINING|IMPLEMENTATION pop3test|TOP|UIDL|STLS|.")
	c.say("STLS", "+OK begin TLS")
	secure := tls.Client(c.conn, &tls.Config{RootCAs: s.CAPool(), ServerName: "localhost"})
	c.conn, c.in = secure, bufio.NewReader(secure)
	c.say("STLS", "-ERR no TLS here")
	c.login()
	if log := s.Log(); log[0].Secure || !log[len(log)-1].Secure {
		t.Errorf("log = %v", log)
	}
}

func TestScript(t *testing.T) {
	tests := []struct {
		name  string
		send  string
		steps []string
		ok    bool
	}{
		{"as written", "A\r\nB\r\n", []string{"C: A", "C: B"}, true},
		{"another line", "A\r\n", []string{"C: B"}, false},
		{"too little", "A\r\n", []string{"C: A", "C: B"}, false},
		{"bare LF", "A\n", []string{"C: A"}, false},
		{"unknown step", "", []string{"X: A"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			here, there := net.Pipe()
			go func() {
				io.WriteString(here, tt.send)
				here.Close()
			}()
			if err := Script(there, tt.steps...); (err == nil) != tt.ok {
				t.Errorf("Script = %v", err)
			}
		})
	}
}

func TestTopOf(t *testing.T) {
	tests := []struct {
		data  string
		lines int
		want  string
	}{
		{"H: x\r\n\r\na\r\nb\r\n", 0, "H: x\r\n\r\n"},
		{"H: x\r\n\r\na\r\nb\r\n", 1, "H: x\r\n\r\na\r\n"},
		{"H: x\r\n\r\na\r\nb\r\n", 9, "H: x\r\n\r\na\r\nb\r\n"},
		{"H: x\n\na\nb", 2, "H: x\n\na\nb"},
		{"H: x\r\n", 3, "H: x\r\n"},
		{"", 3, ""},
	}
	for _, tt := range tests {
		if got := topOf([]byte(tt.data), tt.lines); string(got) != tt.want {
			t.Errorf("topOf(%q, %d) = %q, want %q", tt.data, tt.lines, got, tt.want)
		}
	}
}

func TestCAFile(t *testing.T) {
	s := start(t, Config{})
	path, err := s.CAFile(t.TempDir())
	if err != nil || !strings.HasSuffix(path, "ca.pem") {
		t.Errorf("CAFile = %q, %v", path, err)
	}
}

func FuzzWriteStuffed(f *testing.F) {
	f.Add([]byte(".\r\n..x\r\n\n."))
	f.Fuzz(func(t *testing.T, data []byte) {
		var want, got bytes.Buffer
		for line := range bytes.Lines(data) {
			if line[0] == '.' {
				want.WriteByte('.')
			}
			want.Write(line)
		}
		want.WriteString(".\r\n")
		w := bufio.NewWriter(&got)
		writeStuffed(w, data)
		w.Flush()
		if !bytes.Equal(got.Bytes(), want.Bytes()) {
			t.Errorf("writeStuffed(%q) = %q, want %q", data, got.Bytes(), want.Bytes())
		}
	})
}
