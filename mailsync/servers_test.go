//go:build linux

package mailsync

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/textproto"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"satchel/keychain"
	"satchel/mailstore"
	"satchel/pop3client/dovecottest"
	"satchel/pop3client/pop3test"
)

// TestOtherServers fetches from the servers that scripts/servers.sh has unpacked, checks again, and lets the letters
// leave by age (make try-servers). What is here must be, byte for byte, what was delivered.
func TestOtherServers(t *testing.T) {
	packages := os.Getenv("SATCHEL_SERVERS")
	if packages == "" {
		t.Skip("needs real servers and root: make try-servers")
	}
	for _, name := range []string{"popa3d", "mailutils", "courier", "cyrus"} {
		t.Run(name, func(t *testing.T) {
			s := startOther(t, packages, name)
			letters := awkwardLetters(20)
			if name == "cyrus" {
				s.readAll(t) // signing in makes the mailbox
			}
			s.deliver(t, letters)
			want := crlf(letters)
			switch name {
			case "cyrus":
				want = s.readAll(t) // its delivery writes headers of its own
			case "mailutils":
				s.readAll(t) // at the end of the first session it writes lines into each letter
				want = s.readAll(t)
			}
			tryServer(t, s, want, 0)
		})
	}
}

// TestServerThatChangesLetters fetches in the session at whose end GNU Mailutils writes lines into the letters: what is
// there afterwards is not, byte for byte, what is here, and so stays.
func TestServerThatChangesLetters(t *testing.T) {
	packages := os.Getenv("SATCHEL_SERVERS")
	if packages == "" {
		t.Skip("needs real servers and root: make try-servers")
	}
	s := startOther(t, packages, "mailutils")
	letters := awkwardLetters(20)
	s.deliver(t, letters)
	tryServer(t, s, nil, len(letters))
}

// tryServer is what every server is asked to do. want is what must be here (nil: any 20), stay how many letters will
// be left there.
func tryServer(t *testing.T, s other, want []pop3test.Message, stay int) {
	t.Helper()
	r := rigOf(t, s.port, "7d")
	if got := r.check(OK); got.Fetched != 20 {
		t.Errorf("result = %+v", got)
	}
	if want != nil {
		r.wantHere(want...)
	}
	r.pass(time.Minute) // Courier asks for ten seconds between two sessions
	if got := r.check(OK); got.Fetched != 0 || got.Listed != 20 {
		t.Errorf("second result = %+v", got)
	}
	for day := 1; day <= 8; day++ {
		r.pass(24 * time.Hour)
		got := r.check(OK)
		t.Logf("day %d: %d listed, %d fetched, %d relabelled, %d asked to remove, %d removed: %s", day, got.Listed, got.Fetched, got.Relabelled, got.AskedToRemove, got.Removed, got.Sentence)
	}
	if left := s.readAll(t); len(left) != stay {
		t.Errorf("%d letters are left on the server, want %d", len(left), stay)
	}
	if want != nil {
		r.wantHere(want...)
	}
}

// awkwardLetters are letters that are easily damaged on the way, as they lie in a mailbox: LF line ends, no "From ".
func awkwardLetters(n int) [][]byte {
	bodies := []string{
		"\n", ".\n", "..\n.two\n...\n", "\n\n\n", "Grüße aus München\n", "raw \xe4\xf6\xfc\xff bytes\n", strings.Repeat("long ", 300) + "\n",
		"a tab\tand trailing spaces   \n", strings.Repeat("line\n", 5000), ">quoted\n>From here\n",
	}
	all := make([][]byte, n)
	for i := range all {
		all[i] = fmt.Appendf(nil, "From: writer%d@example.org\nTo: ann@example.org\nSubject: Awkward %d\nDate: Mon, 02 Mar 2026 10:%02d:00 +0000\nMessage-ID: <awkward%d@example.org>\n\n%s",
			i, i, i, i, bodies[i%len(bodies)])
	}
	return all
}

// crlf gives letters as they go over the wire.
func crlf(letters [][]byte) []pop3test.Message {
	list := make([]pop3test.Message, len(letters))
	for i, letter := range letters {
		list[i].Data = bytes.ReplaceAll(letter, []byte("\n"), []byte("\r\n"))
	}
	return list
}

// other is a server that scripts/servers.sh keeps.
type other struct {
	name, work string
	port       int
}

func startOther(t *testing.T, packages, name string) other {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("needs root, for a mount namespace")
	}
	script, err := filepath.Abs(filepath.Join("..", "scripts", "servers.sh"))
	if err != nil {
		t.Fatal(err)
	}
	s := other{name: name, work: dovecottest.OpenDir(t)}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.port = l.Addr().(*net.TCPAddr).Port
	if name == "cyrus" { // listens itself
		l.Close()
		if err := os.WriteFile(filepath.Join(s.work, "wanted-port"), []byte(strconv.Itoa(s.port)), 0o600); err != nil {
			t.Fatal(err)
		}
	} else {
		t.Cleanup(func() { l.Close() })
	}
	cmd := exec.Command(script, "run", name, packages, s.work)
	cmd.Env = append(os.Environ(), "PASSWORD="+testPassword)
	in, _ := cmd.StdinPipe()
	out, _ := cmd.StdoutPipe()
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		_ = cmd.Wait()
	})
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "ready\n" {
		t.Fatalf("%s did not start: %q, %v", name, line, err)
	}
	if name != "cyrus" {
		go s.serve(l)
	}
	return s
}

// serve hands each connection to a process of the server, as inetd does, until the listener is closed.
func (s other) serve(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		file, err := conn.(*net.TCPConn).File()
		conn.Close()
		if err != nil {
			continue
		}
		cmd := exec.Command(filepath.Join(s.work, "talk"))
		cmd.Stdin, cmd.Stdout = file, file
		if err := cmd.Start(); err == nil {
			go cmd.Wait()
		}
		file.Close()
	}
}

func (s other) deliver(t *testing.T, letters [][]byte) {
	t.Helper()
	const uid, mailGroup = 4242, 8
	own := func(path string, data []byte) {
		if err := os.WriteFile(path, data, 0o660); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(path, uid, mailGroup); err != nil {
			t.Fatal(err)
		}
	}
	switch s.name {
	case "courier":
		for i, letter := range letters {
			own(filepath.Join(s.work, "mail", "home", "Maildir", "new", fmt.Sprintf("17700000%02d.M%dP1.localhost", i, i)), letter)
		}
	case "cyrus":
		for _, letter := range letters {
			cmd := exec.Command(filepath.Join(s.work, "deliver"))
			cmd.Stdin = bytes.NewReader(letter)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("deliver: %v\n%s", err, out)
			}
		}
	default:
		var mbox bytes.Buffer
		for _, letter := range letters {
			fmt.Fprintf(&mbox, "From writer@example.org Mon Mar  2 10:00:00 2026\n%s\n", letter)
		}
		own(filepath.Join(s.work, "mail", testUser), mbox.Bytes())
	}
}

// readAll gets all letters in the plainest way, without a line of the client under test.
func (s other) readAll(t *testing.T) []pop3test.Message {
	t.Helper()
	conn, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port)))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	c := textproto.NewConn(conn)
	ask := func(format string, args ...any) string {
		if format != "" {
			if err := c.PrintfLine(format, args...); err != nil {
				t.Fatal(err)
			}
		}
		line, err := c.ReadLine()
		if err != nil || !strings.HasPrefix(line, "+OK") {
			t.Fatalf("%s: %q, %v", format, line, err)
		}
		return line
	}
	ask("")
	ask("USER %s", testUser)
	ask("PASS %s", testPassword)
	var n int
	if _, err := fmt.Sscanf(ask("STAT"), "+OK %d", &n); err != nil {
		t.Fatal(err)
	}
	ask("UIDL")
	readDotted(t, c.R)
	letters := make([]pop3test.Message, n)
	for i := range letters {
		ask("RETR %d", i+1)
		letters[i].Data = readDotted(t, c.R)
	}
	ask("QUIT")
	return letters
}

// readDotted reads lines up to the one with a dot alone, with the dots before others taken off.
func readDotted(t *testing.T, r *bufio.Reader) []byte {
	t.Helper()
	var data []byte
	for {
		line, err := r.ReadBytes('\n')
		if err != nil {
			t.Fatalf("read a letter: %v", err)
		}
		if string(line) == ".\r\n" {
			return data
		}
		data = append(data, bytes.TrimPrefix(line, []byte("."))...)
	}
}

// rigOf is a rig whose server listens on port of this computer, without TLS.
func rigOf(t *testing.T, port int, keep string) *rig {
	t.Helper()
	r := &rig{t: t, clock: time.Now().Truncate(time.Second), secrets: keychain.Memory()}
	var err error
	if r.store, err = mailstore.Open(t.Context(), t.TempDir(), mailstore.Options{Now: r.now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.store.Close() })
	policy, err := mailstore.ParseKeep(keep)
	if err != nil {
		t.Fatal(err)
	}
	a, err := r.store.AddAccount(t.Context(), mailstore.Account{Email: "ann@example.org", Host: "127.0.0.1", Port: port,
		User: testUser, Auth: "auto", TLS: "none", Keep: policy})
	if err != nil {
		t.Fatal(err)
	}
	r.account = a.ID
	if err := r.secrets.Set(t.Context(), a.SecretKey, testPassword); err != nil {
		t.Fatal(err)
	}
	r.sync = New(r.store, r.secrets, Options{Now: r.now, Limits: Limits{Silence: 10 * time.Second}})
	return r
}
