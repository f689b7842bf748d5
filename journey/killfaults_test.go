package journey

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var kills = flag.Int("kills", 60, "how often TestKillAmongFaults kills a fetch, over all scenarios (make kill: 1000)")

// TestKillAmongFaults ends fetches with SIGKILL at random moments while the server misbehaves too, with an account that
// removes mail once it is safe. The faulty server's own book says in the end whether each message is here exactly once,
// and whether one was removed there that is not.
func TestKillAmongFaults(t *testing.T) {
	if testing.Short() {
		t.Skip("journeys need the real program; not with -short")
	}
	badpop := buildBadpop(t)
	scenarios := []string{"ok", "drop-mid-retr", "drop-after-dele-before-quit"}
	for i, name := range scenarios {
		t.Run(name, func(t *testing.T) {
			left := (*kills + len(scenarios) - 1 - i) / len(scenarios)
			mailboxes, whole := 0, timeFaultyFetch(t, badpop, name)
			for ; left > 0 && !t.Failed(); mailboxes++ {
				if keyring && mailboxes%50 == 49 {
					startKeyring() // one that served 230 mailboxes' killed clients ended with a trap of its own
				}
				// A test of its own, so that its server and its files go when it ends.
				t.Run("mailbox", func(t *testing.T) { left -= killAmongFaults(t, badpop, name, left, whole) })
			}
			t.Logf("%d mailboxes, a whole fetch took %v", mailboxes, whole)
		})
	}
}

// timeFaultyFetch tells how long a fetch takes that nobody kills.
func timeFaultyFetch(t *testing.T, badpop, scenario string) time.Duration {
	t.Helper()
	p, _ := faultyMailbox(t, badpop, scenario)
	return p.call(t, "", "fetch").took
}

// faultyMailbox starts a server with a new mailbox and adds it to a new profile.
func faultyMailbox(t *testing.T, badpop, scenario string) (p profile, dir string) {
	t.Helper()
	dir = t.TempDir()
	port := serveBadpop(t, badpop, "-scenario", scenario, "-dir", dir, "-messages", "200", "-maxtime", "1h", "-timescale", "0.05")
	p = newProfile(t)
	p.must(t, "secret\n", "account", "add", "--email", "reader@example.org", "--id", "home", "--pop3", "127.0.0.1:"+port, "--tls", "none",
		"--user", "reader", "--password-stdin", "--keep", "remove")
	return p, dir
}

// killAmongFaults kills fetches of one new mailbox until one comes to its end by itself, or most kills are done. It
// returns how many were.
func killAmongFaults(t *testing.T, badpop, scenario string, most int, whole time.Duration) (done int) {
	t.Helper()
	p, dir := faultyMailbox(t, badpop, scenario)
	for done < most && killOnce(t, p, whole) {
		done++
	}
	p.fetchUntilQuiet(t)
	judge(t, badpop, dir, p)
	return done
}

// fetchUntilQuiet fetches until a check gets nothing new and asks for nothing. A scenario's own fault may come in the way
// of the first ones.
func (p profile) fetchUntilQuiet(t *testing.T) {
	t.Helper()
	var last []fetchJSON
	for range 20 {
		r := p.call(t, "", "--json", "fetch")
		last = nil
		if err := json.Unmarshal([]byte(r.out), &last); err != nil || len(last) != 1 {
			t.Fatalf("fetch ended with %d\n%s%s", r.code, r.out, r.err)
		}
		if r.code == 0 && last[0].Fetched == 0 && last[0].Listed == 0 {
			return
		}
		time.Sleep(50 * time.Millisecond) // the server has to notice that the killed session is over
	}
	t.Fatalf("the mailbox is not empty in the end: %+v", last)
}

func judge(t *testing.T, badpop, dir string, p profile) {
	t.Helper()
	var rows []listJSON
	p.decode(t, &rows, "list")
	var have strings.Builder
	for _, row := range rows {
		if row.MessageID != "" {
			fmt.Fprintf(&have, "<%s> ", row.MessageID)
		}
		fmt.Fprintln(&have, row.SHA256)
	}
	file := filepath.Join(t.TempDir(), "have.txt")
	if err := os.WriteFile(file, []byte(have.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), badpop, "-report", "-brief", "-dir", dir, "-have", file).CombinedOutput(); err != nil {
		t.Errorf("%d messages are here: %v\n%s", len(rows), err, out)
	}
}

// buildBadpop builds the faulty server; the test is skipped where its source is not there.
func buildBadpop(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(dir, "..", "..", "shared", "tools", "badpop")
	if _, err := os.Stat(source); err != nil {
		t.Skip("the faulty server is not there")
	}
	binary := filepath.Join(t.TempDir(), "badpop")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".")
	build.Dir = source
	if out, err := build.CombinedOutput(); err != nil {
		t.Skipf("the faulty server does not build: %v\n%s", err, out)
	}
	return binary
}

// serveBadpop starts the server and gives its port; it ends with the test.
func serveBadpop(t *testing.T, badpop string, args ...string) string {
	t.Helper()
	server := exec.CommandContext(t.Context(), badpop, args...)
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var complaints strings.Builder
	server.Stderr = &complaints
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		err := server.Wait() // killed: the error is ours
		if t.Failed() {
			t.Logf("the faulty server ended with %v %s", err, complaints.String())
		}
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if addr, ok := strings.CutPrefix(lines.Text(), "listening "); ok {
			return addr[strings.LastIndex(addr, ":")+1:]
		}
	}
	t.Fatal("the faulty server did not start")
	return ""
}
