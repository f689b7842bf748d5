package journey

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"satchel/smtpsend/smtptest"
)

var sendKills = flag.Int("send-kills", 10, "how often TestKillWhileSending kills the program (make kill-send: 300)")

// sink takes every letter, not in haste, and lets the test kill at a moment of its own choice.
type sink struct {
	server *smtptest.Server
	mu     sync.Mutex
	at     string        // the step after which to kill: MAIL, RCPT, END, or TAKEN once the letter is kept; "": none
	after  time.Duration // from then
	victim *exec.Cmd
}

func newSink(t *testing.T) *sink {
	t.Helper()
	s := &sink{}
	s.server = smtptest.New(smtptest.Config{
		Users:  map[string]string{"reader": "secret"},
		Script: func(step smtptest.Step) error { s.come(step.Command); return nil },
		Taken:  func(smtptest.Received) { s.come("TAKEN") },
	})
	t.Cleanup(s.server.Close)
	return s
}

// come is called at each step: it kills if this is the one, and takes its time.
func (s *sink) come(command string) {
	s.mu.Lock()
	if s.victim != nil && s.at == command {
		process := s.victim.Process
		time.AfterFunc(s.after, func() { _ = process.Kill() }) // the wait for it tells
		s.victim = nil
	}
	s.mu.Unlock()
	time.Sleep(time.Duration(rand.IntN(8)) * time.Millisecond) // a server at some distance
}

// aim chooses the moment for a command that has just been started.
func (s *sink) aim(cmd *exec.Cmd) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.victim, s.at = nil, ""
	switch n := rand.IntN(6); n {
	case 0, 1:
		process := cmd.Process
		time.AfterFunc(time.Duration(rand.IntN(250))*time.Millisecond, func() { _ = process.Kill() })
		return "START"
	default:
		s.victim, s.at, s.after = cmd, [...]string{"MAIL", "RCPT", "END", "TAKEN"}[n-2], time.Duration(rand.IntN(15))*time.Millisecond
		return s.at
	}
}

// counts says how often each letter was taken, by its subject.
func (s *sink) counts() map[string]int {
	n := map[string]int{}
	for _, r := range s.server.Received() {
		_, rest, _ := strings.Cut(string(r.Data), "\r\nSubject: ")
		subject, _, _ := strings.Cut(rest, "\r\n")
		n[subject]++
	}
	return n
}

type outboxRow struct {
	ID      int64
	State   string
	Subject string
}

// TestKillWhileSending ends the program with SIGKILL at random moments of sending, a third of them already while the
// letter is put into the outbox. In the end each letter that was in the outbox is at the server exactly once, or may have
// been sent; none is gone, and none is there twice.
func TestKillWhileSending(t *testing.T) {
	s := newSink(t)
	p := newProfile(t)
	ca, err := s.server.Authority().WriteFile(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	p.must(t, "secret\n", "account", "add", "--email", "reader@example.org", "--id", "home", "--pop3", "127.0.0.1:995", "--ca", ca,
		"--user", "reader", "--password-stdin", "--smtp", s.server.Addr(), "--smtp-tls", "implicit")
	kept, aimed, done := map[string]bool{}, map[string]int{}, 0
	for round := 0; done < *sendKills; round++ {
		if keyring && round%50 == 49 {
			startKeyring() // see TestKillAmongFaults
		}
		subject := fmt.Sprint("Letter ", round)
		text := strings.Repeat("All is well here, and the roses are out.\n", 1+rand.IntN(5_000))
		args := []string{"send", "--to", "bo@example.net, di@example.net", "--subject", subject}
		if round%3 != 0 { // it is in the outbox for certain, and the kill meets the sending
			var rows []outboxRow
			r := p.call(t, text, append([]string{"--json"}, append(args, "--at", "2099-01-01 12:00")...)...)
			if r.code != 0 {
				t.Fatalf("queueing ended with %d: %s%s", r.code, r.out, r.err)
			}
			if err := json.Unmarshal([]byte(r.out), &rows); err != nil || len(rows) != 1 {
				t.Fatalf("queueing says %s%s", r.out, r.err)
			}
			kept[subject] = true
			args, text = []string{"outbox", "retry", fmt.Sprint(rows[0].ID)}, ""
		}
		cmd := p.command(text, args...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		at := s.aim(cmd)
		_ = cmd.Wait()                       // the state says more
		if cmd.ProcessState.ExitCode() < 0 { // by a signal
			done++
			aimed[at]++
		}
	}
	s.mu.Lock()
	s.victim = nil
	s.mu.Unlock()
	rows := p.flushOutbox(t)
	states := map[string]string{}
	for _, row := range rows {
		if states[row.Subject] != "" {
			t.Errorf("%s is in the outbox twice", row.Subject)
		}
		states[row.Subject] = row.State
	}
	counts, tally := s.counts(), map[string]int{}
	for subject := range kept {
		if states[subject] == "" {
			t.Errorf("%s is gone; the server has it %d times", subject, counts[subject])
		}
	}
	for subject, n := range counts {
		if n > 1 || states[subject] == "" {
			t.Errorf("%s was taken %d times and is %q", subject, n, states[subject])
		}
	}
	for subject, state := range states {
		tally[fmt.Sprintf("%s here, %d there", state, counts[subject])]++
		if state != "maybe" && (state != "sent" || counts[subject] != 1) {
			t.Errorf("%s is %s here, and the server has it %d times", subject, state, counts[subject])
		}
	}
	t.Logf("%d kills (after: %v); letters: %v", done, aimed, tally)
	var sent []listJSON
	p.decode(t, &sent, "list", "--folder", "Sent")
	if len(sent) != tally["sent here, 1 there"] {
		t.Errorf("%d letters lie in Sent, %v", len(sent), tally)
	}
}

// flushOutbox sends all that still waits; what may have been sent is left alone. It gives all letters of the outbox.
func (p profile) flushOutbox(t *testing.T) (rows []outboxRow) {
	t.Helper()
	p.call(t, "", "outbox", "retry", "0") // there is none: only what was cut off is settled, as with every start
	for range 5 {
		rows = nil
		p.decode(t, &rows, "outbox", "--all")
		waits := false
		for _, row := range rows {
			if row.State == "queued" {
				waits = true
				p.call(t, "", "outbox", "retry", fmt.Sprint(row.ID)) // one call may serve several
			}
		}
		if !waits {
			return rows
		}
	}
	return rows
}
