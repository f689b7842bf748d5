package demo

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// session is one POP3 session, as plain as can be, so that the server is not tested
// by the client that the demonstration is for.
type session struct {
	t    *testing.T
	conn *tls.Conn
	in   *bufio.Reader
}

func dial(t *testing.T, s *Server, pool *x509.CertPool) *session {
	t.Helper()
	conn, err := tls.Dial("tcp", s.Addr(), &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12})
	if err != nil {
		t.Fatal(err)
	}
	c := &session{t, conn, bufio.NewReader(conn)}
	c.line()
	c.command("USER " + s.User())
	c.command("PASS " + s.Password())
	return c
}

// line reads one line and wants it to be +OK.
func (c *session) line() {
	c.t.Helper()
	line, err := c.in.ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "+OK") {
		c.t.Fatalf("answer %q (%v)", line, err)
	}
}

func (c *session) command(line string) {
	c.t.Helper()
	if _, err := fmt.Fprintf(c.conn, "%s\r\n", line); err != nil {
		c.t.Fatal(err)
	}
	c.line()
}

// lines is the answer of many lines to a command, dots undone.
func (c *session) lines(command string) []byte {
	c.t.Helper()
	c.command(command)
	var b bytes.Buffer
	for {
		line, err := c.in.ReadBytes('\n')
		if err != nil {
			c.t.Fatal(err)
		}
		if string(line) == ".\r\n" {
			return b.Bytes()
		}
		b.Write(bytes.TrimPrefix(line, []byte(".")))
	}
}

// uidls signs in anew and lists what is there: a session sees only what had arrived
// before it.
func uidls(t *testing.T, s *Server) []string {
	t.Helper()
	c := dial(t, s, s.CAPool())
	defer func() { _ = c.conn.Close() }()
	var ids []string
	for line := range strings.Lines(string(c.lines("UIDL"))) {
		ids = append(ids, strings.Fields(line)[1])
	}
	c.command("QUIT")
	return ids
}

func TestServerGivesEachLetterAsItIs(t *testing.T) {
	s, err := Start(afternoon, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c := dial(t, s, s.CAPool())
	defer func() { _ = c.conn.Close() }()
	listing := strings.Fields(string(c.lines("UIDL"))) // number, UIDL, number, UIDL, …
	n := 0
	for _, l := range all(t) {
		if strings.HasPrefix(l.UIDL, "demo-"+later) {
			continue
		}
		n++
		if want := []string{fmt.Sprint(n), l.UIDL}; len(listing) < 2*n || listing[2*n-2] != want[0] || listing[2*n-1] != want[1] {
			t.Fatalf("listing %q lacks %q in its place", listing, want)
		}
		if got := c.lines(fmt.Sprintf("RETR %d", n)); !bytes.Equal(got, l.Raw) {
			t.Errorf("%s comes with %d bytes, want the %d it has", l.UIDL, len(got), len(l.Raw))
		}
	}
	if len(listing) != 2*n {
		t.Errorf("%d letters listed, want %d", len(listing)/2, n)
	}
}

func TestServerTrickles(t *testing.T) {
	const interval = time.Minute
	ticks := make(chan time.Time)
	arrivals := make(chan Letter)
	ended := make(chan struct{})
	s, err := start(all(t)[:3], pace{
		now: afternoon, interval: interval, ticks: ticks,
		untick: func() { close(ended) }, arrived: func(l Letter) { arrivals <- l },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	before := uidls(t, s)
	for n := 1; n <= 10; n++ {
		ticks <- time.Time{}
		arrived := <-arrivals
		now := uidls(t, s)
		if len(now) != len(before)+n || now[len(now)-1] != arrived.UIDL {
			t.Fatalf("after %d ticks: %d letters, the last %s; want %d, the last %s", n, len(now), now[len(now)-1], len(before)+n, arrived.UIDL)
		}
		due := afternoon.Add(time.Duration(n) * interval)
		if age := due.Sub(arrived.Date); age < 3*time.Second || age > 2*time.Minute {
			t.Errorf("%s is %v old when it arrives", arrived.UIDL, age)
		}
	}
	<-ended // the trickle ends by itself after the last letter
}

func TestCloseEndsTheTrickle(t *testing.T) {
	stopped := false
	s, err := start(nil, pace{now: afternoon, interval: time.Hour, untick: func() { stopped = true }})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	s.Close() // again does no harm
	if !stopped {
		t.Error("the ticker still runs")
	}
	if conn, err := tls.Dial("tcp", s.Addr(), &tls.Config{RootCAs: s.CAPool(), MinVersion: tls.VersionTLS12}); err == nil {
		_ = conn.Close()
		t.Error("the server still answers")
	}
}

func TestCAFileIsTrusted(t *testing.T) {
	// A now that is long ago is no reason for an old certificate.
	s, err := start(nil, pace{now: time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC), untick: func() {}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	path, err := s.CAFile(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		t.Fatalf("no certificate in %q", text)
	}
	c := dial(t, s, pool)
	c.command("QUIT")
	_ = c.conn.Close()
}
