package mailsync

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"satchel/mailstore"
	"satchel/pop3client/pop3test"
)

// largeLetters are letters over the limit of the tests that follow.
func largeLetters(from, to int) []pop3test.Message {
	var list []pop3test.Message
	for n := from; n <= to; n++ {
		list = append(list, large(n))
	}
	return list
}

func (r *rig) heads() []mailstore.Head {
	r.t.Helper()
	heads, err := r.store.Page(r.t.Context(), mailstore.Query{}, mailstore.Cursor{}, 1000)
	if err != nil {
		r.t.Fatal(err)
	}
	return heads
}

// A3 with a size limit: beginnings are recognised like whole letters when the provider changes its ids.
func TestChangedIDsOfBeginnings(t *testing.T) {
	mail := append(letters(1, 9), largeLetters(10, 14)...)
	r := newRig(t, clear(mail), "forever")
	r.set(func(a *mailstore.Account) { a.MaxSize = 20_000 })
	if got := r.check(OK); got.Fetched != 9 || got.TooLarge != 5 {
		t.Fatalf("result = %+v", got)
	}
	r.server.Remove(testUser, uids(mail)...)
	for _, m := range mail {
		m.UIDL = "other-" + m.UIDL
		r.server.Add(m)
	}
	if got := r.check(OK); got.Relabelled != 14 || got.Fetched+got.TooLarge != 0 {
		t.Errorf("result = %+v, want all 14 recognised", got)
	}
	if n := len(r.heads()); n != 14 {
		t.Errorf("%d messages here, want 14", n)
	}
}

// A beginning whose message was gone for a while is still that message's beginning.
func TestBeginningThatWasGone(t *testing.T) {
	mail := append(letters(1, 3), large(4))
	r := newRig(t, clear(mail), "forever")
	r.set(func(a *mailstore.Account) { a.MaxSize = 10_000 })
	r.check(OK)
	r.server.Remove(testUser, "uid-0004")
	r.check(OK)
	r.server.Add(mail[3])
	r.check(OK)
	tops := r.server.Count("TOP")
	r.check(OK)
	if n := r.server.Count("TOP") - tops; n != 0 {
		t.Errorf("%d TOP at a check with nothing new", n)
	}
	if e := r.rows()["uid-0004"]; e.State != mailstore.HeadOnly {
		t.Errorf("row = %+v, want head-only", e)
	}
}

// A wish to get a message is tried as often as a new message is, not for ever.
func TestGetNowInVain(t *testing.T) {
	mail := letters(1, 2)
	r := newRig(t, clear(mail), "forever")
	r.refuseTheSecond()
	r.want("uid-0002", WantGet)
	for range giveUpAfter {
		r.checkWith(t.Context(), false)
	}
	tried := r.server.Count("RETR")
	for range 3 {
		r.checkWith(t.Context(), false)
	}
	if n := r.server.Count("RETR") - tried; n != 0 {
		t.Errorf("tried %d times more, by itself", n)
	}
}

// What another program knew may be taken over while a check is on its way to the listing.
func TestTakenOverDuringTheCheck(t *testing.T) {
	mail := letters(1, 4)
	r := newRig(t, clear(mail), "forever")
	r.script.set(func(_ int, command, _ string) *pop3test.Reply {
		if command == "PASS" || command == "AUTH" {
			if _, err := r.store.TakeOver(t.Context(), []mailstore.KnownUIDL{{Account: r.account, UIDL: "uid-0002"}}); err != nil {
				t.Error(err)
			}
		}
		return nil
	})
	if got := r.check(OK); got.Fetched != 3 {
		t.Errorf("result = %+v, want the three that were not taken over", got)
	}
}

// A message without a single octet is stored and read back like any other.
func TestEmptyMessage(t *testing.T) {
	mail := append(letters(1, 3), pop3test.Message{User: testUser, UIDL: "uid-0004"})
	r := newRig(t, clear(mail), "remove")
	if got := r.check(OK); got.Fetched != 4 || got.AskedToRemove != 4 {
		t.Errorf("result = %+v", got)
	}
	if e := r.rows()["uid-0004"]; e.Reason == reasonMismatch || e.Doubt == mailstore.DoubtStored {
		t.Errorf("row = %+v", e)
	}
}

// The server has no TOP: nothing of the message is here, and the sentence must not say so.
func TestSentenceOfALimitWithoutTOP(t *testing.T) {
	config := clear([]pop3test.Message{letter(1), large(2)})
	config.Without = []string{"TOP"}
	r := newRig(t, config, "forever")
	r.set(func(a *mailstore.Account) { a.MaxSize = 10_000 })
	if got := r.check(OK); strings.Contains(got.Sentence, "its beginning was fetched") {
		t.Errorf("nothing of it is here, and the sentence is %q", got.Sentence)
	}
}

// A3: half of the ids change.
func TestHalfOfTheIDsChange(t *testing.T) {
	mail := letters(1, 20)
	r := newRig(t, clear(mail), "forever")
	r.check(OK)
	fetched := r.server.Count("RETR")
	r.server.Remove(testUser, uids(mail[:10])...)
	for _, m := range letters(1, 10) {
		m.UIDL = "other-" + m.UIDL
		r.server.Add(m)
	}
	if got := r.check(OK); got.Relabelled != 10 || r.server.Count("RETR") != fetched {
		t.Errorf("result = %+v after %d RETR", got, r.server.Count("RETR")-fetched)
	}
	r.wantHere(mail...)
}

// A3 and back: the provider returns to its old ids.
func TestIDsChangeAndChangeBack(t *testing.T) {
	mail := letters(1, 14)
	r := newRig(t, clear(mail), "forever")
	r.check(OK)
	for range 2 {
		for _, prefix := range []string{"other-", ""} {
			r.server.Remove(testUser, uids(r.server.Messages(testUser))...)
			for _, m := range letters(1, 14) {
				m.UIDL = prefix + m.UIDL
				r.server.Add(m)
			}
			if got := r.check(OK); got.Fetched != 0 {
				t.Errorf("with %q: %+v", prefix, got)
			}
		}
	}
	r.wantHere(mail...)
}

// A wish given while the check is on the way to the server holds at this check or the next, and pins always win.
func TestPinWhileTheLedgerIsReadAhead(t *testing.T) {
	mail := letters(1, 6)
	r := newRig(t, clear(mail), "forever")
	r.check(OK)
	r.set(func(a *mailstore.Account) { Chosen(a, mailstore.Keep{Mode: mailstore.KeepRemove}, r.now()) })
	var once bool
	r.script.set(func(_ int, command, _ string) *pop3test.Reply {
		if command == "STAT" && !once { // the ledger is read by then
			once = true
			r.want("uid-0003", WantPin)
		}
		return nil
	})
	r.check(OK)
	r.check(OK)
	r.wantThere(mail[2])
	r.wantHere(mail...)
}

// A5: a provider lists some hundred at a time and hides what was fetched; what it hides is not "gone", is not fetched
// again when the provider shows it once more, and is never removed. The flag is set by hand as the server's name is not Gmail's.
func TestHiddenIsNotGone(t *testing.T) {
	var ledger []mailstore.Entry
	var list []listed
	for i := range 600 {
		uidl := fmt.Sprintf("u%d", i)
		if i < 400 { // two sessions have brought these
			ledger = append(ledger, entry(i+1, uidl, nil))
		} else {
			list = append(list, listed{Number: len(list) + 1, UIDL: uidl, Octets: 100})
		}
	}
	p := makePlan(situation{Listing: list, Agree: true, Ledger: ledger, Hides: true, Now: planNow, Rule: rule{Keep: mailstore.Keep{Mode: mailstore.KeepForever}}})
	if !p.Suspect.believed() || len(p.New) != 200 || len(p.Remove) != 0 {
		t.Fatalf("%d new, %d to remove, %+v", len(p.New), len(p.Remove), p.Suspect)
	}
	for _, c := range p.Changes {
		if c.State != mailstore.Hidden {
			t.Fatalf("change = %+v, want hidden", c)
		}
	}
}

// C6: eight hours without a server are one calm sentence in the account, checks far apart, and no question for a password.
func TestEightHoursOfFailures(t *testing.T) {
	r := newRig(t, clear(letters(1, 2)), "forever")
	r.server.Close()
	checks, end := 0, r.now().Add(8*time.Hour)
	for r.now().Before(end) {
		got := r.checkWith(t.Context(), false)
		checks++
		if got.Result != Network || !strings.Contains(got.Sentence, "tries again") {
			t.Fatalf("check %d: %+v", checks, got)
		}
		next := r.sync.next(t.Context(), r.account)
		if next.IsZero() || !next.After(r.now()) {
			t.Fatalf("check %d: the next is at %v, now is %v", checks, next, r.now())
		}
		r.pass(next.Sub(r.now()))
	}
	if checks > 2+8*4+1 { // 2 and 5 minutes, then every 15
		t.Errorf("%d checks in eight hours", checks)
	}
}

// A3 with a size limit: a UIDL that passes from a large message, of which the beginning is here, to another message names
// a new one. It must not take the beginning's place, its folder and its marks, nor be taken for what is here already.
func TestIDOfABeginningUsedAgain(t *testing.T) {
	for _, other := range []pop3test.Message{letter(5), largeOther(6)} {
		mail := append(letters(1, 3), large(4))
		r := newRig(t, clear(mail), "forever")
		r.set(func(a *mailstore.Account) { a.MaxSize = 20_000 })
		r.check(OK)
		head := r.rows()["uid-0004"].Message
		if err := r.store.MoveToRole(t.Context(), []mailstore.MessageID{head}, mailstore.Bin); err != nil {
			t.Fatal(err)
		}
		r.server.Remove(testUser, "uid-0004")
		other.UIDL = "uid-0004"
		r.server.Add(other)
		if got := r.check(OK); got.Fetched+got.TooLarge != 1 {
			t.Errorf("%d octets: result = %+v, want the other message", len(other.Data), got)
		}
		if h, err := r.store.Head(t.Context(), head); err != nil || h.Subject != "Letter 4" {
			t.Errorf("%d octets: message %d is now %q, %v", len(other.Data), head, h.Subject, err)
		}
		if n := len(r.heads()); n != 5 {
			t.Errorf("%d octets: %d messages here, want 5", len(other.Data), n)
		}
	}
}

func largeOther(n int) pop3test.Message {
	m := large(n)
	m.Data = append(m.Data, "and one line more\r\n"...)
	return m
}

// A yes is for one check, also where that check is stopped after its removals.
func TestYesIsUsedUpByAStoppedCheck(t *testing.T) {
	mail := letters(1, 6)
	r := newRig(t, clear(mail), "remove")
	r.set(func(a *mailstore.Account) { a.YesAt = r.now() })
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r.script.set(func(_ int, command, _ string) *pop3test.Reply {
		if command == "QUIT" {
			cancel()
		}
		return nil
	})
	r.checkWith(ctx, true)
	if !r.get().YesAt.IsZero() {
		t.Error("the yes is still there")
	}
}
