package mailsync

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"satchel/mailstore"
	"satchel/pop3client/pop3test"
)

func TestFetchAndLeave(t *testing.T) {
	mail := letters(1, 40)
	r := newRig(t, clear(mail), "forever")
	got := r.check(OK)
	if got.Listed != 40 || got.Fetched != 40 || got.Slug == "" || !strings.HasPrefix(got.Sentence, "40 new messages arrived (") {
		t.Errorf("result = %+v", got)
	}
	r.wantHere(mail...)
	var phases []Phase
	stored := 0
	for _, e := range r.events {
		if len(phases) == 0 || phases[len(phases)-1] != e.Phase {
			phases = append(phases, e.Phase)
		}
		stored += len(e.Stored)
	}
	if want := []Phase{Connecting, SigningIn, Listing, Getting, Ended}; !slices.Equal(phases, want) {
		t.Errorf("phases = %v, want %v", phases, want)
	}
	last := r.events[len(r.events)-1]
	if stored != 40 || last.Result == nil || last.Done != 40 || last.Of != 40 {
		t.Errorf("%d told as stored, last event %+v", stored, last)
	}
	again := r.check(OK)
	if again.Fetched != 0 || r.server.Count("RETR") != 40 || again.Sentence != "No new mail." {
		t.Errorf("second check = %+v after %d RETR", again, r.server.Count("RETR"))
	}
	r.wantThere(mail...)
	a := r.get()
	if a.LastResult != OK || a.ServerCount != 40 || !a.NextCheck.Equal(r.now().Add(10*time.Minute)) || !a.LastCheck.Equal(r.now()) {
		t.Errorf("account = %+v", a)
	}
	sessions, err := r.store.Sessions(t.Context(), r.account, 10)
	if err != nil || len(sessions) != 2 || sessions[1].Fetched != 40 || sessions[0].Result != OK {
		t.Errorf("sessions = %+v, %v", sessions, err)
	}
}

func TestFieldsOfAStoredMessage(t *testing.T) {
	r := newRig(t, clear(letters(3, 3)), "forever")
	r.check(OK)
	heads, err := r.store.Page(t.Context(), mailstore.Query{Text: "goes while"}, mailstore.Cursor{}, 10)
	if err != nil || len(heads) != 1 {
		t.Fatalf("found %v, %v", heads, err)
	}
	h := heads[0]
	if h.Subject != "Letter 3" || h.FromName != "Bob" || h.To != "Ann <ann@example.org>" || h.MessageID != "letter-3@example.net" || !h.Unread || h.Preview == "" {
		t.Errorf("head = %+v", h)
	}
}

func TestRemoveOnceSafe(t *testing.T) {
	mail := letters(1, 30)
	r := newRig(t, clear(mail), "remove")
	if got := r.check(OK); got.AskedToRemove != 30 || got.Removed != 0 {
		t.Errorf("result = %+v", got)
	}
	r.wantThere()
	for uidl, e := range r.rows() {
		if e.State != mailstore.Asked || e.VerifiedAt.IsZero() {
			t.Fatalf("%s is %s, verified at %v", uidl, e.State, e.VerifiedAt)
		}
	}
	if got := r.check(OK); got.Removed != 30 || got.Fetched != 0 {
		t.Errorf("result = %+v", got)
	}
	r.wantHere(mail...)
	if e := r.rows()["uid-0001"]; e.State != mailstore.Removed {
		t.Errorf("row is %s", e.State)
	}
}

func TestKeepSevenDays(t *testing.T) {
	r := newRig(t, clear(letters(1, 5)), "7d")
	const day = 24 * time.Hour
	r.check(OK)
	for range 3 {
		r.pass(day)
		r.check(OK)
	}
	late := letters(6, 8)
	for _, m := range late {
		r.server.Add(m)
	}
	r.check(OK)
	for range 3 {
		r.pass(day)
		if got := r.check(OK); got.AskedToRemove != 0 {
			t.Fatalf("asked to remove %d before their day", got.AskedToRemove)
		}
	}
	r.wantThere(letters(1, 8)...) // six days on
	r.pass(2 * day)
	if got := r.check(OK); got.AskedToRemove != 5 {
		t.Errorf("asked to remove %d on day 8, want 5 (%s)", got.AskedToRemove, got.Sentence)
	}
	r.wantThere(late...)
	r.wantHere(letters(1, 8)...)
}

// TestOddListings has the second check see a wrong listing; three letters arrive each time.
func TestOddListings(t *testing.T) {
	half, halfSizes := "", ""
	for i, m := range letters(1, 3) {
		half += fmt.Sprintf("%d %s\r\n", i+1, m.UIDL)
		halfSizes += fmt.Sprintf("%d %d\r\n", i+1, len(m.Data))
	}
	tests := []struct {
		name             string
		stat, uidl, list string
	}{
		{"everything empty", "+OK 0 0\r\n", "+OK\r\n.\r\n", "+OK\r\n.\r\n"},
		{"STAT says nothing is there", "+OK 0 0\r\n", "", ""},
		{"UIDL is empty", "", "+OK\r\n.\r\n", ""},
		{"lists are cut", "", "+OK\r\n" + half + ".\r\n", "+OK\r\n" + halfSizes + ".\r\n"},
		{"all is cut alike", "+OK 3 1200\r\n", "+OK\r\n" + half + ".\r\n", "+OK\r\n" + halfSizes + ".\r\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, clear(letters(1, 12)), "7d")
			r.check(OK)
			r.pass(48 * time.Hour) // and so the day of removal comes while the listing is odd
			r.check(OK)
			r.pass(48 * time.Hour)
			r.check(OK)
			r.pass(47 * time.Hour)
			r.check(OK)
			for _, m := range letters(13, 15) {
				r.server.Add(m)
			}
			r.pass(26 * time.Hour)
			r.script.set(func(_ int, command, _ string) *pop3test.Reply {
				text := map[string]string{"STAT": tt.stat, "UIDL": tt.uidl, "LIST": tt.list}[command]
				if text == "" {
					return nil
				}
				return &pop3test.Reply{Text: text}
			})
			got := r.check(Suspicious)
			if got.AskedToRemove != 0 || !strings.Contains(got.Sentence, "forgets and removes nothing") {
				t.Errorf("result = %+v", got)
			}
			if a := r.get(); a.ServerCount != 12 || a.Suspicion == "" {
				t.Errorf("server count %d, suspicion %q", a.ServerCount, a.Suspicion)
			}
			r.script.set(nil)
			if got := r.check(OK); got.AskedToRemove != 12 {
				t.Errorf("asked to remove %d when all was well again, want 12", got.AskedToRemove)
			}
			r.wantHere(letters(1, 15)...)
			if n := r.server.Count("RETR"); n != 15 {
				t.Errorf("%d RETR, want 15", n)
			}
			if a := r.get(); a.Suspicion != "" {
				t.Errorf("suspicion stays: %q", a.Suspicion)
			}
		})
	}
}

func TestEmptyMailboxIsBelievedInTheEnd(t *testing.T) {
	mail := letters(1, 4)
	r := newRig(t, clear(mail), "forever")
	r.check(OK)
	r.server.Remove(testUser, "uid-0001", "uid-0002", "uid-0003", "uid-0004")
	r.check(Suspicious)
	r.check(Suspicious)
	r.check(Suspicious)
	r.pass(24 * time.Hour)
	r.check(OK)
	if e := r.rows()["uid-0001"]; e.State != mailstore.Vanished || e.Reason != reasonVanished {
		t.Errorf("row = %+v", e)
	}
	r.wantHere(mail...)
}

func TestStopAndResume(t *testing.T) {
	mail := letters(1, 60)
	r := newRig(t, clear(mail), "remove")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	r.script.set(func(_ int, command, _ string) *pop3test.Reply {
		if command == "RETR" {
			if n++; n == 20 {
				cancel()
				return &pop3test.Reply{Hang: true}
			}
		}
		return nil
	})
	began := time.Now()
	got := r.checkWith(ctx, true)
	if got.Result != Network || got.Sentence != sayStopped || time.Since(began) > 10*time.Second {
		t.Errorf("stopped check = %+v after %v", got, time.Since(began))
	}
	if a := r.get(); a.LastResult != "" {
		t.Errorf("a stop in mid-check is kept as %q", a.LastResult)
	}
	r.wantThere(mail...)
	r.script.set(nil)
	r.server.WaitForIdle()
	r.check(OK)
	r.wantHere(mail...)
	r.wantThere()
}

func TestFullDisk(t *testing.T) {
	mail := letters(1, 2*batchMessages)
	r := newRig(t, clear(mail), "remove")
	r.sync.messages = &failingStore{Store: r.store, after: 1}
	got := r.check(StoreFault)
	if got.Sentence != sayDiskFull || got.AskedToRemove != 0 || got.Fetched == 0 {
		t.Errorf("result = %+v", got)
	}
	r.wantThere(mail...)
	r.sync.messages = r.store
	r.server.WaitForIdle()
	r.check(OK)
	r.wantHere(mail...)
}

// failingStore has a full disk after some transactions, and reads some messages back wrong.
type failingStore struct {
	*mailstore.Store
	after int // transactions that work; negative: all
	wrong map[mailstore.MessageID]bool
}

func (f *failingStore) RecordDownloads(ctx context.Context, session mailstore.SessionID, ds []mailstore.Download) ([]mailstore.MessageID, []error, error) {
	if f.after == 0 {
		return nil, nil, mailstore.ErrFull
	}
	f.after--
	return f.Store.RecordDownloads(ctx, session, ds)
}

func (f *failingStore) VerifyMany(ctx context.Context, ids []mailstore.MessageID) (map[mailstore.MessageID][32]byte, error) {
	sums, err := f.Store.VerifyMany(ctx, ids)
	for id := range f.wrong {
		if sum, ok := sums[id]; ok {
			sum[0] ^= 1
			sums[id] = sum
		}
	}
	return sums, err
}

func TestWhatDoesNotReadBackStays(t *testing.T) {
	mail := letters(1, 6)
	r := newRig(t, clear(mail), "forever")
	r.check(OK)
	bad := r.rows()["uid-0003"]
	r.sync.messages = &failingStore{Store: r.store, after: -1, wrong: map[mailstore.MessageID]bool{bad.Message: true}}
	r.set(func(a *mailstore.Account) { Chosen(a, mailstore.Keep{Mode: mailstore.KeepRemove}, time.Time{}) })
	if got := r.check(OK); got.AskedToRemove != 5 {
		t.Errorf("asked to remove %d, want 5", got.AskedToRemove)
	}
	r.wantThere(mail[2])
	if e := r.rows()["uid-0003"]; e.State != mailstore.Safe || e.Reason != reasonMismatch {
		t.Errorf("row = %+v", e)
	}
	r.sync.messages = r.store // read from a good disk again
	r.check(OK)
	r.wantThere()
	r.wantHere(mail...)
}

func TestDestroyedHereStaysThere(t *testing.T) {
	mail := letters(1, 3)
	r := newRig(t, clear(mail), "forever")
	r.check(OK)
	if err := r.store.Destroy(t.Context(), []mailstore.MessageID{r.rows()["uid-0002"].Message}); err != nil {
		t.Fatal(err)
	}
	r.set(func(a *mailstore.Account) { Chosen(a, mailstore.Keep{Mode: mailstore.KeepRemove}, time.Time{}) })
	if got := r.check(OK); got.AskedToRemove != 2 || got.Fetched != 0 {
		t.Errorf("result = %+v", got)
	}
	r.wantThere(mail[1])
	r.wantHere(mail[0], mail[2])
}

func TestRuleChangedWhileFetching(t *testing.T) {
	mail := letters(1, 5)
	r := newRig(t, clear(mail), "remove")
	got := r.sync.Check(t.Context(), r.account, true, func(e Event) {
		if e.Phase == Getting {
			r.set(func(a *mailstore.Account) { Chosen(a, mailstore.Keep{Mode: mailstore.KeepForever}, time.Time{}) })
		}
	})
	if got.Result != OK || got.AskedToRemove != 0 {
		t.Errorf("result = %+v", got)
	}
	r.wantThere(mail...)
}

func TestJumpOfTheClock(t *testing.T) {
	mail := letters(1, 5)
	r := newRig(t, clear(mail), "14d")
	r.check(OK)
	r.pass(3650 * 24 * time.Hour)
	got := r.check(OK)
	if got.AskedToRemove != 0 || got.HeldBack != 5 || !strings.Contains(got.Sentence, "clock has jumped, so 5 messages") {
		t.Errorf("after the jump: %+v", got)
	}
	r.wantThere(mail...)
	r.pass(time.Hour)
	if got := r.check(OK); got.AskedToRemove != 0 || got.HeldBack != 5 {
		t.Errorf("an hour later: %+v", got)
	}
	r.set(func(a *mailstore.Account) { a.YesAt = r.now() })
	if got := r.check(OK); got.AskedToRemove != 5 || got.HeldBack != 0 {
		t.Errorf("after the yes: %+v", got)
	}
	if a := r.get(); !a.YesAt.IsZero() || !a.ClockDoubt.IsZero() {
		t.Errorf("account after the yes: %+v", a)
	}
	r.wantThere()
	r.wantHere(mail...)
}

// receivedBefore makes a letter's Received header older.
func receivedBefore(m pop3test.Message, d time.Duration) pop3test.Message {
	at := written.Add(-time.Hour)
	m.Data = bytes.Replace(m.Data, []byte(at.Format(time.RFC1123Z)), []byte(at.Add(-d).Format(time.RFC1123Z)), 1)
	return m
}

// A computer may fetch before its clock is set. Once it is, the days of what came must not be over all at once.
func TestFetchedBeforeTheClockWasSet(t *testing.T) {
	mail := letters(1, 5)
	r := newRig(t, clear(mail), "7d")
	r.pass(-30 * 24 * time.Hour)
	r.check(OK)
	r.pass(30 * 24 * time.Hour)
	r.server.Add(letter(6)) // proves the clock
	if got := r.check(OK); got.AskedToRemove != 0 || got.HeldBack != 0 {
		t.Errorf("result = %+v", got)
	}
	r.wantThere(letters(1, 6)...)
	for range 7 {
		r.pass(24 * time.Hour)
		r.check(OK)
	}
	r.wantThere()
}

func TestNewLetterProvesTheClock(t *testing.T) {
	const month = 30 * 24 * time.Hour
	mail := letters(1, 5)
	for i := range mail {
		mail[i] = receivedBefore(mail[i], month)
	}
	r := newRig(t, clear(mail), "7d")
	r.pass(-month) // the first check is a month ago
	r.check(OK)
	r.pass(month)
	r.server.Add(letter(6))
	if got := r.check(OK); got.AskedToRemove != 5 || got.HeldBack != 0 {
		t.Errorf("result = %+v", got)
	}
	r.wantThere(letter(6))
}
