package mailsync

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"satchel/mailstore"
)

// FuzzPlan makes random mailboxes and checks what must hold for every plan.
func FuzzPlan(f *testing.F) {
	for seed := range uint64(300) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		in := randomSituation(rand.New(rand.NewPCG(seed, 1)))
		p := makePlan(in)
		checkRemovals(t, in, p)
		checkBelief(t, p)
		checkEachOnce(t, in, p)
	})
}

func randomSituation(r *rand.Rand) situation {
	states := []mailstore.State{mailstore.Waiting, mailstore.HeadOnly, mailstore.Safe, mailstore.Safe, mailstore.Safe, mailstore.Due, mailstore.Asked,
		mailstore.Removed, mailstore.Vanished, mailstore.Hidden, mailstore.KeptByProvider, mailstore.Unfetchable, mailstore.Superseded}
	modes := []mailstore.KeepMode{mailstore.KeepForever, mailstore.KeepDays, mailstore.KeepRemove}
	in := situation{Agree: r.IntN(5) > 0, Hides: r.IntN(8) == 0, Asked: r.IntN(2) == 0, Now: planNow,
		Keep: mailstore.Keep{Mode: modes[r.IntN(3)], Days: r.IntN(12)}}
	if r.IntN(4) == 0 {
		in.Doubt = planNow.Add(-time.Hour)
	}
	if r.IntN(4) == 0 {
		in.Keep.From = planNow.Add(-5 * 24 * time.Hour)
	}
	if r.IntN(2) == 0 {
		in.Suspect = suspicion{Kind: listingEmpty, Checks: 9, Days: 9}
	}
	uidls := 1 + r.IntN(20)
	used := map[string]int{}
	for i := range r.IntN(30) {
		uidl := fmt.Sprint("u", r.IntN(uidls))
		used[uidl]++
		in.Ledger = append(in.Ledger, entry(i+1, uidl, func(e *mailstore.Entry) {
			e.State, e.Incarnation, e.Size = states[r.IntN(len(states))], used[uidl], int64(100+r.IntN(2))
			e.SafeAt = planNow.Add(-time.Duration(r.IntN(15)-2) * 24 * time.Hour)
			e.Pinned, e.Asks, e.Failures = r.IntN(6) == 0, r.IntN(3), r.IntN(4)
			switch e.State {
			case mailstore.Waiting, mailstore.Unfetchable, mailstore.HeadOnly:
				e.Message, e.SHA256, e.SafeAt = 0, [32]byte{}, time.Time{}
			case mailstore.Removed, mailstore.Vanished, mailstore.Hidden, mailstore.Superseded:
				e.GoneSince = planNow.Add(-time.Hour)
			default:
			}
			if r.IntN(8) == 0 {
				e.Message = 0
			}
		}))
	}
	for i := range r.IntN(25) {
		in.Listing = append(in.Listing, listed{Number: i + 1, UIDL: fmt.Sprint("u", r.IntN(uidls+5)), Octets: int64(100 + r.IntN(2))})
	}
	return in
}

func checkRemovals(t *testing.T, in situation, p plan) {
	t.Helper()
	if len(p.Remove) > 0 && (!p.Suspect.believed() || !in.Doubt.IsZero() || in.Keep.Mode == mailstore.KeepForever) {
		t.Fatalf("%d removals though nothing may be removed", len(p.Remove))
	}
	times := map[string]int{}
	for _, l := range in.Listing {
		times[l.UIDL]++
	}
	for _, r := range p.Remove {
		was := in.Ledger[r.Entry.ID-1]
		if times[was.UIDL] != 1 || !held(was) || was.Message == 0 || was.SHA256 == [32]byte{} || was.Pinned || was.Asks >= vainAsks ||
			was.SafeAt.After(in.Now) || was.SafeAt.Before(in.Keep.From) || r.Day.After(in.Now) {
			t.Fatalf("removal of %+v under %+v", was, in.Keep)
		}
		if was.State == mailstore.Removed || was.State == mailstore.Superseded || was.State == mailstore.KeptByProvider {
			t.Fatalf("removal of a row that is %s", was.State)
		}
	}
}

func checkBelief(t *testing.T, p plan) {
	t.Helper()
	for _, c := range p.Changes {
		forgets := c.State == mailstore.Vanished || c.State == mailstore.Removed || c.State == mailstore.Hidden
		if forgets && !p.Suspect.believed() {
			t.Fatalf("row %d becomes %s by a listing that is not believed", c.ID, c.State)
		}
	}
}

func checkEachOnce(t *testing.T, in situation, p plan) {
	t.Helper()
	if len(p.Rows) != len(in.Listing) {
		t.Fatalf("%d rows of %d lines", len(p.Rows), len(in.Listing))
	}
	taken, ids := map[mailstore.LedgerID]bool{}, map[string]bool{}
	for _, e := range in.Ledger {
		ids[fmt.Sprint(e.UIDL, "/", e.Incarnation)] = true
	}
	for _, n := range p.New {
		key := fmt.Sprint(n.UIDL, "/", n.Incarnation)
		if ids[key] {
			t.Fatalf("%s is new and known, or new twice", key)
		}
		ids[key] = true
	}
	fetched := map[int]int{}
	added := make([]mailstore.Entry, len(p.New))
	for i, n := range p.New {
		added[i] = mailstore.Entry{ID: mailstore.LedgerID(1000 + i), UIDL: n.UIDL, Incarnation: n.Incarnation, State: mailstore.Waiting}
	}
	p.added(added)
	for _, r := range p.fetches() {
		fetched[r.Number]++
	}
	for _, r := range p.Rows {
		if taken[r.Entry.ID] || r.Entry.ID == 0 {
			t.Fatalf("row %d has no ledger row of its own", r.Number)
		}
		taken[r.Entry.ID] = true
		putOff := r.Entry.State == mailstore.HeadOnly || r.Entry.State == mailstore.Unfetchable && !in.Asked && planNow.Sub(r.Entry.Since) < retryAfter
		want := 1
		if held(r.Entry) || putOff {
			want = 0
		}
		if fetched[r.Number] != want {
			t.Fatalf("message %d (%s) is fetched %d times, want %d", r.Number, r.Entry.State, fetched[r.Number], want)
		}
	}
}
