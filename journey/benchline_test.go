//go:build linux

package journey

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"satchel/pop3client/dovecottest"
)

const roundTrip = 40 * time.Millisecond

// line is a way to the bench's server.
type line struct {
	host       string
	plain, tls string // ports
	netns      string // where a client must run to take this way; "": here
	relay      *os.Process
}

func (l *line) port(tls bool) string {
	if tls {
		return l.tls
	}
	return l.plain
}

// hold turns the delay of a distant line on and off.
func (l *line) hold(tb testing.TB, on bool) {
	tb.Helper()
	if l.relay == nil {
		return
	}
	s := syscall.SIGUSR1
	if on {
		s = syscall.SIGUSR2
	}
	if err := l.relay.Signal(s); err != nil {
		tb.Fatal(err)
	}
	time.Sleep(20 * time.Millisecond) // a signal is not answered; half a round trip is ample
}

// buildTool makes benchtool.
func buildTool(tb testing.TB) string {
	tb.Helper()
	out := filepath.Join(tb.TempDir(), "benchtool")
	if msg, err := exec.CommandContext(tb.Context(), "go", "build", "-o", out, "satchel/journey/benchtool").CombinedOutput(); err != nil {
		tb.Skipf("the bench's own tool cannot be built here: %v\n%s", err, msg)
	}
	return out
}

// benchServer starts a Dovecot with a mailbox for each user, and the two ways to it: near on loopback, and distant by a
// line between two network namespaces where the system permits one, else through a delaying proxy.
func benchServer(tb testing.TB, tool string, users []string) (s server, near, distant *line, how string) {
	tb.Helper()
	const here, there = "198.18.0.1", "198.18.0.2" // for benchmarks (RFC 2544)
	o := dovecottest.Options{Users: map[string]string{}}
	for _, user := range users {
		o.Users[user] = mailPassword
	}
	namespace, relay, err := startRelay(tb, tool, "wire", "-rtt", roundTrip.String(), "-here", here, "-there", there)
	if err == nil {
		o.Listen = []net.IP{net.ParseIP(here)}
	}
	s = server{dovecot: dovecottest.Start(tb, o)}
	s.caFile = s.dovecot.CAFile
	near = &line{host: "localhost", plain: portOf(tb, s.dovecot.Addr), tls: portOf(tb, s.dovecot.TLSAddr)}
	if err == nil {
		distant = &line{host: here, plain: near.plain, tls: near.tls, netns: namespace, relay: relay}
		return s, near, distant, "two network namespaces joined by a line that holds each packet"
	}
	tb.Logf("no network namespaces here (%v)", err)
	distant = &line{host: "localhost", plain: freePort(tb), tls: freePort(tb)}
	_, distant.relay, err = startRelay(tb, tool, "proxy", "-rtt", roundTrip.String(),
		net.JoinHostPort("127.0.0.1", distant.plain)+"="+s.dovecot.Addr, net.JoinHostPort("127.0.0.1", distant.tls)+"="+s.dovecot.TLSAddr)
	if err != nil {
		tb.Fatal(err)
	}
	return s, near, distant, "a proxy on loopback that holds all bytes"
}

// startRelay starts a part of benchtool that runs until the test ends, and gives the line it prints when it is ready.
func startRelay(tb testing.TB, tool string, args ...string) (string, *os.Process, error) {
	tb.Helper()
	cmd := exec.Command(tool, args...)
	var errs strings.Builder
	cmd.Stderr = &errs
	if _, err := cmd.StdinPipe(); err != nil { // closed when this process ends, and with it the relay
		return "", nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	first, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		_, _ = io.Copy(io.Discard, out)
		_ = cmd.Wait()
		return "", nil, fmt.Errorf("%s", strings.TrimSpace(errs.String()))
	}
	tb.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return strings.TrimSpace(first), cmd.Process, nil
}

func portOf(tb testing.TB, addr string) string {
	tb.Helper()
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		tb.Fatal(err)
	}
	return port
}

func freePort(tb testing.TB) string {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer l.Close()
	return portOf(tb, l.Addr().String())
}
