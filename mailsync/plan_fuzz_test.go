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
	wishes := []mailstore.Wish{mailstore.NoWish, mailstore.NoWish, mailstore.WishGet, mailstore.WishRemove, mailstore.WishBin}
	modes := []mailstore.KeepMode{mailstore.KeepForever, mailstore.KeepDays, mailstore.KeepRemove}
	in := situation{Agree: r.IntN(5) > 0, Hides: r.IntN(8) == 0, Asked: r.IntN(2) == 0, Now: planNow,
		Rule: rule{mailstore.Keep{Mode: modes[r.IntN(3)], Days: r.IntN(12)}, r.IntN(3) == 0, r.IntN(9) == 0}}
	if r.IntN(4) == 0 {
		in.Doubt = planNow.Add(-time.Hour)
	}
	in.Untold, in.Yes = r.IntN(4) == 0, r.IntN(6) == 0
	in.Wary = []mailstore.Wary{mailstore.WaryNot, mailstore.WaryNot, mailstore.WaryRestored, mailstore.WaryImported, mailstore.WaryListing}[r.IntN(5)]
	if r.IntN(3) == 0 {
		in.MaxSize = 100
	}
	if r.IntN(4) == 0 {
		in.Rule.Keep.From = planNow.Add(-5 * 24 * time.Hour)
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
			e.Pinned, e.Asks, e.Failures, e.Wish = r.IntN(6) == 0, r.IntN(3), r.IntN(4), wishes[r.IntN(len(wishes))]
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
	if len(p.Remove) > 0 && !p.Suspect.believed() {
		t.Fatalf("%d removals though the listing is not believed", len(p.Remove))
	}
	if in.Rule.Never && len(p.Remove) > 0 {
		t.Fatalf("%d removals though nothing may ever be removed", len(p.Remove))
	}
	n := byRule(p.Remove)
	if n > 0 && (in.Rule.Keep.Mode == mailstore.KeepForever || !in.Doubt.IsZero() && !in.Yes) {
		t.Fatalf("%d removals by a rule though it may remove nothing", n)
	}
	if n*5 > len(in.Listing) && !in.Yes && (in.Untold || in.Wary != mailstore.WaryNot) {
		t.Fatalf("%d of %d removed, of which nobody was told", n, len(in.Listing))
	}
	times := map[string]int{}
	for _, l := range in.Listing {
		times[l.UIDL]++
	}
	for _, r := range p.Remove {
		was := in.Ledger[r.Entry.ID-1]
		if times[was.UIDL] != 1 || !held(was) || was.SHA256 == [32]byte{} || was.SafeAt.IsZero() || was.Pinned || was.Asks >= vainAsks || r.Day.After(in.Now) {
			t.Fatalf("removal of %+v under %+v", was, in.Rule)
		}
		if !r.Wished && (was.Message == 0 || was.SafeAt.After(in.Now) || was.SafeAt.Before(in.Rule.Keep.From)) {
			t.Fatalf("removal of %+v under %+v", was, in.Rule)
		}
		// Who asked for a message has it here, or has thrown it away with the setting on.
		if r.Wished && (was.Wish != mailstore.WishRemove || was.Message == 0) && (was.Wish != mailstore.WishBin || was.Message != 0 || !in.Rule.Bin) {
			t.Fatalf("%+v is removed though nobody wished it", was)
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
		large, wanted := in.MaxSize > 0 && r.Octets > in.MaxSize, r.Entry.Wish == mailstore.WishGet
		putOff := !wanted && r.Entry.State == mailstore.HeadOnly && (large || r.Entry.Message == 0) ||
			(!wanted || r.Entry.Failures >= giveUpAfter) && r.Entry.State == mailstore.Unfetchable && !in.Asked && planNow.Sub(r.Entry.Since) < retryAfter
		want := 1
		if held(*r.Entry) || putOff {
			want = 0
		}
		if fetched[r.Number] != want {
			t.Fatalf("message %d (%s) is fetched %d times, want %d", r.Number, r.Entry.State, fetched[r.Number], want)
		}
	}
}
