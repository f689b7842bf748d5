package mailsync

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"satchel/mailstore"
	"satchel/pop3client/pop3test"
)

// want applies a person's want of one message, which must be possible.
func (r *rig) want(uidl string, w Want) {
	r.t.Helper()
	change, no := Wanted(r.rows()[uidl], w)
	if no != "" {
		r.t.Fatalf("%s of %s: %s", w, uidl, no)
	}
	if err := r.store.ApplyChanges(r.t.Context(), 0, []mailstore.Change{change}, r.now()); err != nil {
		r.t.Fatal(err)
	}
}

func TestWantedNot(t *testing.T) {
	tests := []struct {
		name string
		edit func(*mailstore.Entry)
		want Want
	}{
		{"remove what is gone", func(e *mailstore.Entry) { e.State, e.GoneSince = mailstore.Removed, planNow }, WantRemove},
		{"pin what is gone", func(e *mailstore.Entry) { e.State, e.GoneSince = mailstore.Vanished, planNow }, WantPin},
		{"remove what is not here", waitingFor, WantRemove},
		{"remove what was deleted here", func(e *mailstore.Entry) { e.Message = 0 }, WantRemove},
		{"remove the head of a large one", func(e *mailstore.Entry) { e.State, e.SHA256 = mailstore.HeadOnly, [32]byte{} }, WantRemove},
		{"remove what differs", func(e *mailstore.Entry) { e.Doubt = mailstore.DoubtDiffers }, WantRemove},
		{"get what is here", nil, WantGet},
		{"repair what is gone", func(e *mailstore.Entry) { e.State, e.GoneSince = mailstore.Vanished, planNow }, WantRepair},
		{"repair what was deleted here", func(e *mailstore.Entry) { e.Message = 0 }, WantRepair},
		{"repair the head of a large one", func(e *mailstore.Entry) { e.State, e.SHA256 = mailstore.HeadOnly, [32]byte{} }, WantRepair},
		{"something else", nil, Want("shred")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, no := Wanted(entry(1, "a", tt.edit), tt.want)
			if no == "" || c.Pinned != nil || c.Wish != nil || c.State != "" {
				t.Errorf("Wanted = %+v, %q, want a reason and no change", c, no)
			}
		})
	}
}

func TestPinAndRemoveNow(t *testing.T) {
	mail := letters(1, 6)
	r := newRig(t, clear(mail), "forever")
	r.check(OK)
	r.want("uid-0002", WantRemove)
	r.want("uid-0003", WantRemove)
	r.want("uid-0003", WantPin) // thought better of it
	p, err := r.sync.Preview(t.Context(), r.account, r.get().Keep)
	if err != nil || len(p.Remove) != 1 || p.NeedsYes {
		t.Errorf("preview = %+v, %v; want the one wished for, which needs no further yes", p, err)
	}
	if got := r.check(OK); got.AskedToRemove != 1 {
		t.Errorf("result = %+v", got)
	}
	r.wantThere(mail[0], mail[2], mail[3], mail[4], mail[5])
	r.set(func(a *mailstore.Account) { Chosen(a, mailstore.Keep{Mode: mailstore.KeepRemove}, r.now()) })
	r.check(OK)
	r.wantThere(mail[2])
	r.want("uid-0003", WantUnpin)
	r.check(OK)
	r.wantThere()
	r.wantHere(mail...)
}

// A person's wish for one message does not wait for the clock to be believed.
func TestRemoveNowWithAWrongClock(t *testing.T) {
	mail := letters(1, 3)
	r := newRig(t, clear(mail), "7d")
	r.check(OK)
	r.want("uid-0001", WantRemove)
	r.pass(3650 * 24 * time.Hour)
	if got := r.check(OK); got.AskedToRemove != 1 || got.HeldBack != 2 || got.Hold != HoldClock {
		t.Errorf("result = %+v, want one removed and two held back", got)
	}
	r.wantThere(mail[1:]...)
}

func TestBinRemoves(t *testing.T) {
	mail := letters(1, 4)
	r := newRig(t, clear(mail), "forever")
	r.check(OK)
	destroy := func(uidls ...string) {
		rows := r.rows()
		for _, uidl := range uidls {
			if err := r.store.Destroy(t.Context(), []mailstore.MessageID{rows[uidl].Message}); err != nil {
				t.Fatal(err)
			}
		}
	}
	destroy("uid-0001")
	r.check(OK)
	r.wantThere(mail...) // the setting is off
	r.set(func(a *mailstore.Account) { a.BinRemoves = true })
	destroy("uid-0002")
	p, err := r.sync.Preview(t.Context(), r.account, r.get().Keep)
	if err != nil || len(p.Remove) != 1 || p.Gone != 1 || !strings.Contains(p.Sentence, "It was deleted from the Bin") {
		t.Errorf("preview = %+v, %v", p, err)
	}
	if got := r.check(OK); got.AskedToRemove != 1 || !strings.Contains(got.Sentence, "as you deleted from the Bin") {
		t.Errorf("result = %+v", got)
	}
	r.wantThere(mail[0], mail[2], mail[3])
	destroy("uid-0003")
	r.set(func(a *mailstore.Account) { a.BinRemoves = false })
	if got := r.check(OK); got.AskedToRemove != 0 {
		t.Errorf("with the setting off again: %+v", got)
	}
	if got := r.check(OK); got.Fetched != 0 {
		t.Errorf("what was deleted here came again: %+v", got)
	}
	r.wantThere(mail[0], mail[2], mail[3])
}

// large is a message over the limit of the tests that follow.
func large(n int) pop3test.Message {
	m := letter(n)
	m.Data = append(bytes.Clone(m.Data), bytes.Repeat([]byte("one more line of a large letter\r\n"), 2000)...)
	return m
}

func TestSizeLimitFetchesHeads(t *testing.T) {
	mail := append(letters(1, 3), large(4))
	r := newRig(t, clear(mail), "remove")
	r.set(func(a *mailstore.Account) { a.MaxSize = 10_000 })
	got := r.check(OK)
	if got.Fetched != 3 || got.TooLarge != 1 || got.AskedToRemove != 3 || r.server.Count("TOP") != 1 {
		t.Errorf("result = %+v after %d TOP", got, r.server.Count("TOP"))
	}
	r.wantThere(mail[3])
	row := r.rows()["uid-0004"]
	head, err := r.store.Head(t.Context(), row.Message)
	if row.State != mailstore.HeadOnly || err != nil || !head.Partial || head.Subject != "Letter 4" || head.Size != int64(len(mail[3].Data)) {
		t.Fatalf("row %+v, head %+v, %v", row, head, err)
	}
	if got := r.check(OK); got.Fetched+got.TooLarge+got.AskedToRemove != 0 || r.server.Count("TOP") != 1 {
		t.Errorf("second check = %+v after %d TOP", got, r.server.Count("TOP"))
	}
	r.want("uid-0004", WantGet)
	if got := r.check(OK); got.Fetched != 1 || got.AskedToRemove != 1 {
		t.Errorf("after wanting the rest: %+v", got)
	}
	r.wantHere(mail...)
	r.wantThere()
	if whole := r.rows()["uid-0004"]; whole.Message != row.Message {
		t.Errorf("the whole is message %d, its head was %d", whole.Message, row.Message)
	}
}

// A raised limit brings the rest by itself.
func TestSizeLimitRaised(t *testing.T) {
	mail := []pop3test.Message{large(1), large(2)}
	r := newRig(t, clear(mail), "forever")
	r.set(func(a *mailstore.Account) { a.MaxSize = 10_000 })
	r.check(OK)
	r.set(func(a *mailstore.Account) { a.MaxSize = 0 })
	if got := r.check(OK); got.Fetched != 2 {
		t.Errorf("result = %+v", got)
	}
	r.wantHere(mail...)
}

func TestSizeLimitWithoutTOP(t *testing.T) {
	mail := []pop3test.Message{letter(1), large(2)}
	r := newRig(t, clear(mail), "forever")
	r.set(func(a *mailstore.Account) { a.MaxSize = 10_000 })
	r.script.set(func(_ int, command, _ string) *pop3test.Reply {
		if command == "TOP" {
			return &pop3test.Reply{Text: "-ERR unknown command\r\n"}
		}
		return nil
	})
	for n := range 4 { // far from "cannot be fetched", and told once
		want := map[bool]int{true: 1}[n == 0]
		if got := r.check(OK); got.NoHead != want || got.TooLarge != 0 || len(got.Failed) != 0 {
			t.Errorf("check %d = %+v", n, got)
		}
	}
	if e := r.rows()["uid-0002"]; e.State != mailstore.Waiting || e.Failures != 0 || e.Reason != reasonNoHead {
		t.Errorf("row = %+v", e)
	}
	r.want("uid-0002", WantGet)
	r.check(OK)
	r.wantHere(mail...)
}

// refuseTheSecond lets the server refuse RETR 2 until Satchel has given it up.
func (r *rig) refuseTheSecond() {
	r.t.Helper()
	r.script.set(func(_ int, command, arg string) *pop3test.Reply {
		if command == "RETR" && arg == "2" {
			return &pop3test.Reply{Text: "-ERR cannot open\r\n"}
		}
		return nil
	})
	for range giveUpAfter {
		r.check(Partial)
	}
}

// TestGetNow is the button beside a message that could not be had.
func TestGetNow(t *testing.T) {
	mail := letters(1, 2)
	r := newRig(t, clear(mail), "forever")
	r.refuseTheSecond()
	if e := r.rows()["uid-0002"]; e.State != mailstore.Unfetchable {
		t.Fatalf("row = %+v", e)
	}
	r.script.set(nil)
	r.want("uid-0002", WantGet)
	r.check(OK)
	r.wantHere(mail...)
	if e := r.rows()["uid-0002"]; e.State != mailstore.Safe || e.Wish != mailstore.NoWish {
		t.Errorf("row = %+v", e)
	}
}
