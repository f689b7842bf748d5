package mailsync

import (
	"context"
	"sync"
	"testing"

	"satchel/mailstore"
	"satchel/pop3client/pop3test"
)

// TestStopAnywhere stops a check at each command of its session. No letter may be
// missing in both places at any time, and in the end each is here once.
func TestStopAnywhere(t *testing.T) {
	mail := letters(1, 6)
	for at := 1; ; at++ {
		r := newRig(t, clear(mail), "remove")
		ctx, cancel := context.WithCancel(t.Context())
		reached := stopAt(r, at, cancel)
		r.checkWith(ctx, true)
		cancel()
		r.script.set(nil)
		wantSomewhere(t, r, mail)
		if r.check(OK); !reached() {
			return // the session has no further command
		}
		r.check(OK)
		r.wantHere(mail...)
		r.wantThere()
	}
}

// stopAt stops the check when the server gets the command with number at.
func stopAt(r *rig, at int, stop func()) (reached func() bool) {
	var mu sync.Mutex
	n := 0
	r.script.set(func(int, string, string) *pop3test.Reply {
		mu.Lock()
		defer mu.Unlock()
		if n++; n == at {
			stop()
		}
		return nil
	})
	return func() bool {
		mu.Lock()
		defer mu.Unlock()
		return n >= at
	}
}

func wantSomewhere(t *testing.T, r *rig, mail []pop3test.Message) {
	t.Helper()
	there := make(map[string]bool)
	for _, m := range r.server.Messages(testUser) {
		there[m.UIDL] = true
	}
	rows := r.rows()
	for _, m := range mail {
		if e := rows[m.UIDL]; there[m.UIDL] || e.Message != 0 {
			continue
		}
		t.Fatalf("%s is neither here nor there", m.UIDL)
	}
	for uidl, e := range rows {
		if e.State == mailstore.Removed && there[uidl] {
			t.Fatalf("%s is told as removed, and is there", uidl)
		}
	}
}

func TestProvidersThatHide(t *testing.T) {
	for host, want := range map[string]bool{"pop.gmail.com": true, "Pop.GoogleMail.com": true, "pop.gmail.com.example.org": false, "127.0.0.1": false, "": false} {
		if got := providerOf(host).Hides; got != want {
			t.Errorf("providerOf(%q).Hides = %v", host, got)
		}
	}
}
