package mailsync

import (
	"strings"
	"testing"
	"time"

	"satchel/mailstore"
)

// What a restore or an import knows of the server removes nothing there before a person has said yes.
func TestHeldRemovalsWaitForAYes(t *testing.T) {
	mail := letters(1, 5)
	r := newRig(t, clear(mail), "1d")
	r.check(OK)
	if err := r.store.HoldRemovals(t.Context(), r.account, "Its mail was restored from a backup."); err != nil {
		t.Fatal(err)
	}
	for range 4 { // steady running ends a doubt about the clock, and not this
		r.pass(25 * time.Hour)
		got := r.check(OK)
		if got.AskedToRemove != 0 || got.HeldBack != 5 || !strings.Contains(got.Sentence, "restored from a backup. So 5 messages") {
			t.Fatalf("while held: %+v", got)
		}
	}
	p, err := r.sync.Preview(t.Context(), r.account, r.get().Keep)
	if err != nil || !p.NeedsYes || len(p.Remove) != 5 {
		t.Errorf("preview %+v, %v", p, err)
	}
	r.wantThere(mail...)
	r.set(func(a *mailstore.Account) { a.BrakeYes = true })
	if got := r.check(OK); got.AskedToRemove != 5 || got.HeldBack != 0 {
		t.Errorf("after the yes: %+v", got)
	}
	r.wantThere()
	if hold, err := r.store.RemovalHold(t.Context(), r.account); err != nil || !hold.Since.IsZero() {
		t.Errorf("the hold outlives the yes: %+v, %v", hold, err)
	}
}
