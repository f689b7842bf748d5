package journey

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestADraftSurvivesAKill writes a letter in the real window and kills the program: at most the last two seconds are lost.
func TestADraftSurvivesAKill(t *testing.T) {
	d := startDisplay(t)
	p := newProfile(t)
	if !keyring {
		p.env = append(p.env, "SATCHEL_PASSPHRASE="+passphrase)
	}
	p.must(t, "secret\n", "account", "add", "--email", "reader@example.org", "--id", "home", "--pop3", "127.0.0.1:1", "--tls", "none",
		"--user", "reader", "--password-stdin", "--keep", "forever")
	var written []string
	for round := range 3 {
		w := openWindow(t, d, p, nil)
		w.until(t, "the window is there", func(s state) bool { return !s.Page && s.Place != "" })
		w.key(t, "ctrl+n")
		w.until(t, "a letter can be written", func(s state) bool { return len(s.Writing) == 1 && s.Writing[0].Ready })
		w.write(t, "bob@example.net")
		w.key(t, "Tab", "Tab") // over the button for copies
		w.write(t, fmt.Sprint("Round ", round))
		w.key(t, "Tab")
		w.write(t, "Dear Bob, this is what I wanted to tell you.")
		w.key(t, "Return")
		w.write(t, "And this came last.")
		s := w.until(t, "all is typed", func(s state) bool { return strings.HasSuffix(s.Writing[0].Text, "came last.") })
		written = append(written, s.Writing[0].Text)
		time.Sleep(2 * time.Second) // not a wait for something: what was written before is safe by then
		if err := w.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		<-w.ended
		w.ended <- nil
	}
	var rows []struct {
		ID      int64
		Subject string
	}
	p.decode(t, &rows, "list", "--folder", "Drafts")
	if len(rows) != len(written) {
		t.Fatalf("there are %d drafts, want %d", len(rows), len(written))
	}
	for i, text := range written {
		found := false
		for _, row := range rows {
			if row.Subject == fmt.Sprint("Round ", i) {
				found = true
				if got := p.must(t, "", "show", fmt.Sprint(row.ID)); !strings.Contains(got, text) {
					t.Errorf("round %d wrote %q, and kept is\n%s", i, text, got)
				}
			}
		}
		if !found {
			t.Errorf("the letter of round %d is gone: %v", i, rows)
		}
	}
}
