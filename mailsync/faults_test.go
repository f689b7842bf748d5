package mailsync

import (
	"strings"
	"sync"
	"testing"
	"time"

	"satchel/mailstore"
	"satchel/pop3client/pop3test"
)

func TestDropAfterDele(t *testing.T) {
	mail := letters(1, 6)
	r := newRig(t, clear(mail), "forever")
	r.check(OK)
	r.set(func(a *mailstore.Account) { Chosen(a, mailstore.Keep{Mode: mailstore.KeepRemove}, time.Time{}) })
	r.script.set(on("DELE", 1, pop3test.Reply{Serve: true, Drop: true}))
	if got := r.check(Network); got.AskedToRemove != 0 {
		t.Errorf("result = %+v", got)
	}
	r.wantThere(mail...)
	if e := r.rows()["uid-0001"]; e.State != mailstore.Safe || e.Asks != 0 {
		t.Errorf("row = %+v", e)
	}
	r.check(OK)
	r.wantThere()
	r.wantHere(mail...)
}

func TestQuitLost(t *testing.T) {
	tests := []struct {
		name    string
		reply   pop3test.Reply
		applied bool
	}{
		{"before it was carried out", pop3test.Reply{Drop: true}, false},
		{"after it was carried out", pop3test.Reply{Serve: true, CutAt: 1, Drop: true}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			mail := letters(1, 6)
			r := newRig(t, clear(mail), "remove")
			r.script.set(on("QUIT", 1, tt.reply))
			if got := r.check(OK); got.AskedToRemove != 6 {
				t.Errorf("result = %+v", got)
			}
			if e := r.rows()["uid-0001"]; e.State != mailstore.Asked || e.Asks != 0 {
				t.Errorf("row = %+v", e)
			}
			got := r.check(OK)
			if tt.applied && got.Removed != 6 || !tt.applied && got.AskedToRemove != 6 {
				t.Errorf("second result = %+v", got)
			}
			r.wantThere()
			r.wantHere(mail...)
			if n := r.server.Count("RETR"); n != 6 {
				t.Errorf("%d RETR, want 6", n)
			}
		})
	}
}

func TestProviderKeepsMail(t *testing.T) {
	tests := []struct{ name, command, reply string }{
		{"says yes", "DELE", "+OK\r\n"},
		{"refuses", "DELE", "-ERR not here\r\n"},
		{"refuses at the end", "QUIT", "-ERR some deleted messages not removed\r\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			mail := letters(1, 2)
			r := newRig(t, clear(mail), "remove")
			r.script.set(on(tt.command, -1, pop3test.Reply{Text: tt.reply}))
			for range 5 {
				r.check(OK)
			}
			if n := r.server.Count("DELE"); n != 4 {
				t.Errorf("%d DELE for two messages, want 2 each", n)
			}
			if e := r.rows()["uid-0001"]; e.State != mailstore.KeptByProvider || e.Reason != reasonKept {
				t.Errorf("row = %+v", e)
			}
			r.wantHere(mail...)
		})
	}
}

func TestMessageThatIsRefused(t *testing.T) {
	mail := letters(1, 6)
	r := newRig(t, clear(mail), "remove")
	r.script.set(func(_ int, command, arg string) *pop3test.Reply {
		if len(r.server.Messages(testUser)) == 1 && command == "RETR" || command == "RETR" && arg == "4" {
			return &pop3test.Reply{Text: "-ERR cannot open it\r\n"}
		}
		return nil
	})
	for i := range 3 {
		got := r.check(Partial)
		if len(got.Failed) != 1 || got.Failed[0].UIDL != "uid-0004" || !strings.Contains(got.Failed[0].Reason, "cannot open it") {
			t.Fatalf("check %d: %+v", i+1, got)
		}
		if i == 0 && got.AskedToRemove != 5 {
			t.Errorf("asked to remove %d, want the five others", got.AskedToRemove)
		}
	}
	if e := r.rows()["uid-0004"]; e.State != mailstore.Unfetchable || e.Failures != 3 {
		t.Errorf("row = %+v", e)
	}
	r.pass(retryAfter)
	tried := r.server.Count("RETR")
	if r.checkWith(t.Context(), false); r.server.Count("RETR") != tried+1 {
		t.Errorf("a week later: %d RETR, want one more try", r.server.Count("RETR")-tried)
	}
	tried++
	if got := r.checkWith(t.Context(), false); got.Result != Partial || len(got.Failed) != 1 || r.server.Count("RETR") != tried {
		t.Errorf("by itself: %+v after %d RETR", got, r.server.Count("RETR")-tried)
	}
	r.script.set(nil)
	if got := r.check(OK); got.Fetched != 1 {
		t.Errorf("asked: %+v", got)
	}
	r.wantHere(mail...)
}

func TestMessageThatBreaksTheConnection(t *testing.T) {
	mail := letters(1, 12)
	r := newRig(t, clear(mail), "remove")
	victim := mail[5]
	r.script.set(func(_ int, command, arg string) *pop3test.Reply {
		left := r.server.Messages(testUser)
		if command == "RETR" && (arg == "6" && len(left) == 12 || len(left) == 1) {
			return &pop3test.Reply{Serve: true, CutAt: 300, Drop: true}
		}
		return nil
	})
	got := r.check(Partial)
	if got.Fetched != 11 || got.AskedToRemove != 11 || len(got.Failed) != 1 || got.Failed[0].UIDL != victim.UIDL || got.Failed[0].Reason != reasonBroke {
		t.Errorf("result = %+v", got)
	}
	r.wantThere(victim)
	for range 4 {
		r.check(Partial)
	}
	r.wantThere(victim)
	r.script.set(nil)
	r.check(OK)
	r.wantHere(mail...)
	r.wantThere()
}

// dropAt has the server close the connection at each n-th RETR, over all sessions, for which at says so.
func dropAt(r *rig, at func(n int) bool) {
	var mu sync.Mutex
	n := 0
	r.script.set(func(_ int, command, _ string) *pop3test.Reply {
		mu.Lock()
		defer mu.Unlock()
		if command == "RETR" {
			if n++; at(n) {
				return &pop3test.Reply{Drop: true}
			}
		}
		return nil
	})
}

func TestConnectionLostOnTheWay(t *testing.T) {
	mail := letters(1, 50)
	r := newRig(t, clear(mail), "remove")
	dropAt(r, func(n int) bool { return n == 10 || n == 30 })
	if got := r.check(OK); got.Fetched != 50 || got.AskedToRemove != 50 {
		t.Errorf("result = %+v", got)
	}
	r.wantHere(mail...)
	r.wantThere()
}

func TestConnectionThatIsLostAgainAndAgain(t *testing.T) {
	mail := letters(1, 50)
	r := newRig(t, clear(mail), "forever")
	dropAt(r, func(n int) bool { return n%10 == 0 })
	got := r.check(Network)
	if got.Fetched == 0 || !strings.HasSuffix(got.Sentence, "of 50 new messages are here; the rest comes at the next check.") {
		t.Errorf("result = %+v", got)
	}
	if a := r.get(); a.LastResult != Network || !a.NextCheck.Equal(r.now().Add(2*time.Minute)) {
		t.Errorf("account = %+v", a)
	}
	r.script.set(nil)
	r.check(OK)
	r.wantHere(mail...)
}

func TestServerThatLosesCommands(t *testing.T) {
	mail := letters(1, 20)
	config := clear(mail)
	config.LosesCommands = true
	r := newRig(t, config, "remove")
	r.sync.options.Limits.Silence = 300 * time.Millisecond
	r.check(OK)
	r.wantHere(mail...)
	r.wantThere()
}

func TestChangedIDsAtTheServer(t *testing.T) {
	mail := letters(1, 14)
	r := newRig(t, clear(mail), "forever")
	r.check(OK)
	fetched := r.server.Count("RETR")
	r.server.Remove(testUser, uids(mail)...)
	renamed := letters(1, 14)
	for i := range renamed {
		renamed[i].UIDL = "other-" + renamed[i].UIDL
		r.server.Add(renamed[i])
	}
	r.server.Add(letter(15))
	if got := r.check(OK); got.Relabelled != 14 || got.Fetched != 1 || r.server.Count("RETR") != fetched+1 {
		t.Errorf("result = %+v", got)
	}
	r.wantHere(append(mail, letter(15))...)
	r.set(func(a *mailstore.Account) { Chosen(a, mailstore.Keep{Mode: mailstore.KeepRemove}, time.Time{}) })
	if got := r.check(OK); got.AskedToRemove != 0 || got.HeldBack != 15 || got.Hold != HoldListing {
		t.Errorf("before the yes: %+v, want 15 held back", got)
	}
	r.set(func(a *mailstore.Account) { Chosen(a, a.Keep, r.now()) })
	if got := r.check(OK); got.AskedToRemove != 15 || r.server.Count("RETR") != fetched+15 {
		t.Errorf("removal = %+v, %d RETR; want each of the 14 fetched once more", got, r.server.Count("RETR")-fetched)
	}
	r.wantThere()
}

// TestLookalikeIsNotRemoved has one message with head and size of another, but other words.
func TestLookalikeIsNotRemoved(t *testing.T) {
	mail := letters(1, 14)
	r := newRig(t, clear(mail), "forever")
	r.check(OK)
	r.server.Remove(testUser, uids(mail)...)
	for i, m := range letters(1, 14) {
		m.UIDL = "other-" + m.UIDL
		if i == 3 {
			m.Data = []byte(strings.ReplaceAll(string(m.Data), "something", "SOMETHING"))
		}
		r.server.Add(m)
	}
	changed := r.server.Messages(testUser)[3]
	r.check(OK)
	r.set(func(a *mailstore.Account) { Chosen(a, mailstore.Keep{Mode: mailstore.KeepRemove}, r.now()) })
	if got := r.check(OK); got.AskedToRemove != 13 {
		t.Errorf("asked to remove %d, want 13", got.AskedToRemove)
	}
	r.wantThere(changed)
	if got := r.check(OK); got.Fetched != 1 || got.AskedToRemove != 1 {
		t.Errorf("the check after: %+v", got)
	}
	r.wantHere(append(mail, changed)...)
}

func uids(list []pop3test.Message) []string {
	var ids []string
	for _, m := range list {
		ids = append(ids, m.UIDL)
	}
	return ids
}

func TestIDUsedAgain(t *testing.T) {
	mail := letters(1, 3)
	r := newRig(t, clear(mail), "forever")
	r.check(OK)
	r.server.Remove(testUser, "uid-0003")
	other := letter(4)
	other.UIDL = "uid-0003"
	r.server.Add(other)
	if got := r.check(OK); got.Fetched != 1 {
		t.Errorf("result = %+v", got)
	}
	r.wantHere(append(mail, other)...)
}

func TestBackAfterRemoval(t *testing.T) {
	mail := letters(1, 3)
	r := newRig(t, clear(mail), "remove")
	r.check(OK)
	r.check(OK)
	r.server.Add(mail[1]) // the provider restores a backup
	if got := r.check(OK); got.AskedToRemove != 1 {
		t.Errorf("result = %+v", got)
	}
	r.wantHere(mail...)
	r.wantThere()
}

func TestServersWithoutIDs(t *testing.T) {
	for _, without := range [][]string{{"UIDL"}, {"UIDL", "TOP"}} {
		t.Run(strings.Join(without, " and "), func(t *testing.T) {
			mail := letters(1, 8)
			config := clear(mail)
			config.Without = without
			r := newRig(t, config, "forever")
			if got := r.check(OK); got.Fetched != 8 {
				t.Errorf("result = %+v", got)
			}
			r.server.Remove(testUser, "uid-0002") // all numbers behind it change
			r.server.Add(letter(9))
			if got := r.check(OK); got.Fetched != 1 {
				t.Errorf("second result = %+v", got)
			}
			r.wantHere(letters(1, 9)...)
			r.set(func(a *mailstore.Account) { Chosen(a, mailstore.Keep{Mode: mailstore.KeepRemove}, time.Time{}) })
			if got := r.check(OK); got.AskedToRemove != 8 {
				t.Errorf("removal = %+v", got)
			}
			r.wantThere()
		})
	}
}

func TestOneIDTwice(t *testing.T) {
	mail := letters(1, 5)
	mail[3].UIDL = mail[2].UIDL
	r := newRig(t, clear(mail), "remove")
	if got := r.check(OK); got.Fetched != 5 || got.AskedToRemove != 3 {
		t.Errorf("result = %+v", got)
	}
	if got := r.check(OK); got.Fetched != 0 {
		t.Errorf("second result = %+v", got)
	}
	r.wantHere(mail...)
	r.wantThere(mail[2], mail[3])
}

// TestHeadThatChanges is a server that writes into the letters, as some did to mark
// them as read: sizes and bytes differ, and it is the same mail.
func TestHeadThatChanges(t *testing.T) {
	mail := letters(1, 4)
	r := newRig(t, clear(mail), "forever")
	r.check(OK)
	r.server.Remove(testUser, uids(mail)...)
	for _, m := range letters(1, 4) {
		m.Data = append([]byte("Status: RO\r\n"), m.Data...)
		r.server.Add(m)
	}
	for range 2 {
		if got := r.check(OK); got.Fetched != 0 {
			t.Errorf("result = %+v", got)
		}
	}
	if n := r.server.Count("TOP"); n != 4 {
		t.Errorf("%d TOP, want one for each letter, once", n)
	}
	r.set(func(a *mailstore.Account) { Chosen(a, mailstore.Keep{Mode: mailstore.KeepRemove}, time.Time{}) })
	for range 3 {
		if got := r.check(OK); got.AskedToRemove != 0 {
			t.Errorf("asked to remove %d that differ from the copies here", got.AskedToRemove)
		}
	}
	if n := r.server.Count("RETR"); n != 8 {
		t.Errorf("%d RETR, want one more for each letter, once", n)
	}
	r.wantThere(mail...)
	r.wantHere(mail...)
}
