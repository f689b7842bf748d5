package journey

import (
	"errors"
	"math/rand/v2"
	"os/exec"
	"testing"
	"time"
)

// TestKillAtAnyMoment ends a fetch with SIGKILL at 50 random moments, then fetches to the end. Each message is here
// exactly once, and at no time was one deleted on the server that is not stored. A mailbox that came to its end
// before the kill is checked and replaced by a new one, so that all 50 kills hit a fetch at work.
func TestKillAtAnyMoment(t *testing.T) {
	const kills, messages = 25, 300
	want := letters(messages)
	for _, keep := range []string{"forever", "remove"} { // deletions are what a kill must not turn into a loss
		t.Run(keep, func(t *testing.T) {
			done, midway := 0, 0
			for done < kills {
				server := startServer(t, want)
				p := newProfile(t)
				server.addTo(t, p, "--keep", keep)
				whole := timeWholeFetch(t, server)
				for done < kills && killOnce(t, p, whole) {
					done++
					stored := noneLost(t, p, server, want)
					if stored > 0 && stored < messages {
						midway++
					}
				}
				p.fetchToTheEnd(t)
				p.fetchToTheEnd(t) // the second check learns that what was asked to go is gone
				wantLeft := messages
				if keep == "remove" {
					wantLeft = 0
				}
				left := 0
				for _, n := range server.left(t) {
					left += n
				}
				if left != wantLeft {
					t.Errorf("%d messages are on the server, want %d", left, wantLeft)
				}
				exactlyOnce(t, p, want)
			}
			t.Logf("%d kills, %d of them with part of the mailbox stored", done, midway)
		})
	}
}

// killOnce starts a fetch and kills it at a random moment within the time of a whole fetch. It reports false when the
// fetch had ended by itself.
func killOnce(t *testing.T, p profile, whole time.Duration) bool {
	t.Helper()
	cmd := p.command("", "fetch")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Duration(rand.Int64N(int64(whole)))) // not a wait for something: the moment is the point
	_ = cmd.Process.Kill()
	var exit *exec.ExitError
	err := cmd.Wait()
	return errors.As(err, &exit) && !exit.Exited()
}

// timeWholeFetch tells how long a whole fetch of the server takes, in a profile of its own.
func timeWholeFetch(t *testing.T, s server) time.Duration {
	t.Helper()
	p := newProfile(t)
	s.addTo(t, p, "--keep", "forever")
	start := time.Now()
	p.must(t, "", "fetch")
	return time.Since(start)
}

// fetchToTheEnd fetches once more; a server that has not yet noticed the killed session may say it is in use.
func (p profile) fetchToTheEnd(t *testing.T) {
	t.Helper()
	const busy = 4
	deadline := time.Now().Add(30 * time.Second)
	for {
		r := p.call(t, "", "fetch")
		if r.code == 0 {
			return
		}
		if r.code != busy || time.Now().After(deadline) {
			t.Fatalf("fetch ended with %d\n%s%s", r.code, r.out, r.err)
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// exactlyOnce compares what the store holds with what was sent, by hash and count.
func exactlyOnce(t *testing.T, p profile, want [][]byte) {
	t.Helper()
	var rows []listJSON
	p.decode(t, &rows, "list")
	left := hashes(want)
	for _, row := range rows {
		left[row.SHA256]--
	}
	missing, more := 0, 0
	for _, n := range left {
		if n > 0 {
			missing += n
		} else {
			more -= n
		}
	}
	if missing > 0 || more > 0 {
		t.Errorf("%d messages are missing and %d are there too often or altered", missing, more)
	}
}

// noneLost checks that each message is on the server or in the store, and tells how many are in the store.
func noneLost(t *testing.T, p profile, s server, want [][]byte) int {
	t.Helper()
	var rows []listJSON
	p.decode(t, &rows, "list")
	have := make(map[string]bool, len(rows))
	for _, row := range rows {
		have[row.SHA256] = true
	}
	for sum := range s.left(t) {
		have[sum] = true
	}
	lost := 0
	for sum := range hashes(want) {
		if !have[sum] {
			lost++
		}
	}
	if lost > 0 {
		t.Fatalf("%d messages are neither on the server nor here", lost)
	}
	return len(rows)
}

// need skips the test where a program is not installed.
func need(tb testing.TB, programs ...string) {
	tb.Helper()
	for _, name := range programs {
		if _, err := exec.LookPath(name); err != nil {
			tb.Skipf("%s is not installed", name)
		}
	}
}
