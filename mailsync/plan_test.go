package mailsync

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"satchel/mailstore"
)

var planNow = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// entry is a row whose message is safe here since ten days; edit changes it.
func entry(id int, uidl string, edit func(*mailstore.Entry)) mailstore.Entry {
	e := mailstore.Entry{
		ID: mailstore.LedgerID(id), UIDL: uidl, Incarnation: 1, Size: 100, State: mailstore.Safe,
		Message: mailstore.MessageID(id), SHA256: [32]byte{byte(id), 1}, SafeAt: planNow.Add(-10 * 24 * time.Hour),
	}
	if edit != nil {
		edit(&e)
	}
	return e
}

func inState(s mailstore.State) func(*mailstore.Entry) {
	return func(e *mailstore.Entry) { e.State = s }
}

// waitingFor is a row without a message.
func waitingFor(e *mailstore.Entry) {
	e.State, e.Message, e.SHA256, e.SafeAt = mailstore.Waiting, 0, [32]byte{}, time.Time{}
}

// lines is a listing of messages of 100 octets, numbered from 1.
func lines(uidls ...string) []listed {
	list := make([]listed, len(uidls))
	for i, uidl := range uidls {
		list[i] = listed{Number: i + 1, UIDL: uidl, Octets: 100}
	}
	return list
}

// box is a ledger of n rows that are safe, and their listing.
func box(n int) (ledger []mailstore.Entry, list []listed) {
	for i := 1; i <= n; i++ {
		uidl := fmt.Sprint("u", i)
		ledger = append(ledger, entry(i, uidl, nil))
		list = append(list, listed{Number: i, UIDL: uidl, Octets: 100})
	}
	return ledger, list
}

// changesWords is what a plan changes, as "id state" each.
func changesWords(p plan) string {
	var words []string
	for _, c := range p.Changes {
		word := fmt.Sprintf("%d %s", c.ID, c.State)
		if c.UIDL != nil {
			word += "=" + *c.UIDL
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

func newWords(p plan) string {
	var words []string
	for _, n := range p.New {
		words = append(words, fmt.Sprintf("%s/%d", n.UIDL, n.Incarnation))
	}
	return strings.Join(words, ", ")
}

func TestPlanListing(t *testing.T) {
	gone := func(s mailstore.State) func(*mailstore.Entry) {
		return func(e *mailstore.Entry) { e.State, e.GoneSince = s, planNow.Add(-time.Hour) }
	}
	tests := []struct {
		name    string
		ledger  []mailstore.Entry
		listing []listed
		edit    func(*situation)
		changes string
		added   string
		fetch   string // uidls of known rows to be fetched
	}{
		{"a new mailbox", nil, lines("a", "b"), nil, "", "a/1, b/1", ""},
		{"nothing new", []mailstore.Entry{entry(1, "a", nil)}, lines("a"), nil, "", "", ""},
		{"waiting since the last check", []mailstore.Entry{entry(1, "a", waitingFor)}, lines("a"), nil, "", "", "a"},
		{"destroyed here", []mailstore.Entry{entry(1, "a", func(e *mailstore.Entry) { e.Message = 0 })}, lines("a"), nil, "", "", ""},
		{"gone", []mailstore.Entry{entry(1, "a", nil), entry(2, "b", nil)}, lines("a"), nil, "2 vanished", "", ""},
		{"gone before it was fetched", []mailstore.Entry{entry(1, "a", nil), entry(2, "b", waitingFor)}, lines("a"), nil, "2 vanished", "", ""},
		{"gone as asked", []mailstore.Entry{entry(1, "a", inState(mailstore.Asked))}, nil, nil, "1 removed", "", ""},
		{"asked and still there", []mailstore.Entry{entry(1, "a", inState(mailstore.Asked))}, lines("a"), nil, "1 safe", "", ""},
		{"asked twice in vain", []mailstore.Entry{entry(1, "a", func(e *mailstore.Entry) { e.State, e.Asks = mailstore.Asked, 2 })},
			lines("a"), nil, "1 kept-by-provider", "", ""},
		{"back again", []mailstore.Entry{entry(1, "a", gone(mailstore.Vanished))}, lines("a"), nil, "1 safe", "", ""},
		{"back again, never fetched", []mailstore.Entry{entry(1, "a", func(e *mailstore.Entry) { waitingFor(e); gone(mailstore.Vanished)(e) })},
			lines("a"), nil, "1 waiting", "", "a"},
		{"back with another size", []mailstore.Entry{entry(1, "a", func(e *mailstore.Entry) { gone(mailstore.Vanished)(e); e.Size = 7 })},
			lines("a"), nil, "", "a/2", ""},
		{"id used for another message", []mailstore.Entry{entry(1, "a", func(e *mailstore.Entry) { e.Size = 7 })}, lines("a"), nil, "1 superseded", "a/2", ""},
		{"size unknown this time", []mailstore.Entry{entry(1, "a", nil)}, []listed{{1, "a", 0}}, nil, "", "", ""},
		{"back after removal", []mailstore.Entry{entry(1, "a", gone(mailstore.Removed))}, lines("a"), nil, "1 superseded", "a/2", ""},
		{"one id twice", nil, lines("a", "a"), nil, "", "a/1, a/2", ""},
		{"one id twice, one known", []mailstore.Entry{entry(1, "a", nil)}, lines("a", "a"), nil, "1 safe", "a/2", ""},
		{"one id twice, told apart by size", []mailstore.Entry{entry(1, "a", nil), entry(2, "a", func(e *mailstore.Entry) { e.Incarnation, e.Size = 2, 50 })},
			[]listed{{1, "a", 50}, {2, "a", 100}}, nil, "2 safe, 1 safe", "", ""},
		{"one of two with an id is gone", []mailstore.Entry{entry(1, "a", nil), entry(2, "a", func(e *mailstore.Entry) { waitingFor(e); e.Incarnation = 2 })},
			lines("a"), nil, "1 vanished", "", "a"},
		{"empty after something", []mailstore.Entry{entry(1, "a", nil)}, nil, nil, "", "", ""},
		{"counts differ", []mailstore.Entry{entry(1, "a", nil)}, lines("b"), func(s *situation) { s.Agree = false }, "", "b/1", ""},
		{"hidden by the provider", []mailstore.Entry{entry(1, "a", nil)}, nil, func(s *situation) { s.Hides = true }, "1 hidden", "", ""},
		{"cannot be fetched, lately", []mailstore.Entry{entry(1, "a", func(e *mailstore.Entry) {
			waitingFor(e)
			e.State, e.Since = mailstore.Unfetchable, planNow.Add(-24*time.Hour)
		})}, lines("a"), nil, "", "", ""},
		{"cannot be fetched, asked", []mailstore.Entry{entry(1, "a", func(e *mailstore.Entry) {
			waitingFor(e)
			e.State, e.Since = mailstore.Unfetchable, planNow.Add(-24*time.Hour)
		})}, lines("a"), func(s *situation) { s.Asked = true }, "", "", "a"},
		{"cannot be fetched, a week ago", []mailstore.Entry{entry(1, "a", func(e *mailstore.Entry) {
			waitingFor(e)
			e.State, e.Since = mailstore.Unfetchable, planNow.Add(-retryAfter)
		})}, lines("a"), nil, "", "", "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := situation{Listing: tt.listing, Agree: true, Ledger: tt.ledger, Rule: rule{Keep: mailstore.Keep{Mode: mailstore.KeepForever}}, Now: planNow}
			if tt.edit != nil {
				tt.edit(&in)
			}
			p := makePlan(in)
			if got := changesWords(p); got != tt.changes {
				t.Errorf("changes = %q, want %q", got, tt.changes)
			}
			if got := newWords(p); got != tt.added {
				t.Errorf("new = %q, want %q", got, tt.added)
			}
			var fetch []string
			for _, r := range p.fetches() {
				fetch = append(fetch, r.UIDL)
			}
			if got := strings.Join(fetch, ", "); got != tt.fetch {
				t.Errorf("fetch = %q, want %q", got, tt.fetch)
			}
		})
	}
}

func TestRemovals(t *testing.T) {
	const day = 24 * time.Hour
	remove := mailstore.Keep{Mode: mailstore.KeepRemove}
	week := mailstore.Keep{Mode: mailstore.KeepDays, Days: 7}
	since := func(d time.Duration) func(*mailstore.Entry) {
		return func(e *mailstore.Entry) { e.SafeAt = planNow.Add(-d) }
	}
	tests := []struct {
		name string
		keep mailstore.Keep
		edit func(*mailstore.Entry)
		want bool
	}{
		{"forever", mailstore.Keep{Mode: mailstore.KeepForever}, nil, false},
		{"no policy", mailstore.Keep{}, nil, false},
		{"once safe", remove, nil, true},
		{"once safe, this second", remove, since(0), true},
		{"six days of seven", week, since(6 * day), false},
		{"a second short", week, since(7*day - time.Second), false},
		{"the seventh day", week, since(7 * day), true},
		{"no days", mailstore.Keep{Mode: mailstore.KeepDays}, nil, false},
		{"clock was ahead when it came", remove, since(-3 * day), false},
		{"safe before the rule", mailstore.Keep{Mode: mailstore.KeepRemove, From: planNow.Add(-day)}, since(2 * day), false},
		{"safe after the rule", mailstore.Keep{Mode: mailstore.KeepRemove, From: planNow.Add(-3 * day)}, since(2 * day), true},
		{"pinned", remove, func(e *mailstore.Entry) { e.Pinned = true }, false},
		{"destroyed here", remove, func(e *mailstore.Entry) { e.Message = 0 }, false},
		{"no proof", remove, func(e *mailstore.Entry) { e.SHA256 = [32]byte{} }, false},
		{"not fetched", remove, waitingFor, false},
		{"only its head is here", remove, inState(mailstore.HeadOnly), false},
		{"chosen to go", remove, inState(mailstore.Due), true},
		{"asked once in vain", remove, func(e *mailstore.Entry) { e.State, e.Asks = mailstore.Asked, 1 }, true},
		{"asked twice in vain", remove, func(e *mailstore.Entry) { e.State, e.Asks = mailstore.Asked, 2 }, false},
		{"refused twice", remove, func(e *mailstore.Entry) { e.Asks = 2 }, false},
		{"differs from the server's copy", remove, func(e *mailstore.Entry) { e.Doubt = mailstore.DoubtDiffers }, false},
		{"kept by the provider", remove, inState(mailstore.KeptByProvider), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := situation{Listing: lines("a"), Agree: true, Ledger: []mailstore.Entry{entry(1, "a", tt.edit)}, Rule: rule{Keep: tt.keep}, Now: planNow}
			if got := len(makePlan(in).Remove) == 1; got != tt.want {
				t.Errorf("removed = %v, want %v", got, tt.want)
			}
			in.Doubt = planNow
			if p := makePlan(in); len(p.Remove) != 0 || (p.HeldBack == 1) != tt.want {
				t.Errorf("with a doubted clock: %d removed, %d held back", len(p.Remove), p.HeldBack)
			}
			in.Doubt, in.Agree = time.Time{}, false
			if p := makePlan(in); len(p.Remove) != 0 || p.HeldBack != 0 {
				t.Errorf("with a listing not believed: %d removed, %d held back", len(p.Remove), p.HeldBack)
			}
		})
	}
	t.Run("one id twice", func(t *testing.T) {
		twins := []mailstore.Entry{entry(1, "a", nil), entry(2, "a", func(e *mailstore.Entry) { e.Incarnation = 2 })}
		if p := makePlan(situation{Listing: lines("a", "a"), Agree: true, Ledger: twins, Rule: rule{Keep: remove}, Now: planNow}); len(p.Remove) != 0 {
			t.Errorf("%d removed, want none", len(p.Remove))
		}
	})
}

func TestOrderOfFetching(t *testing.T) {
	p := plan{Rows: []row{
		{listed{1, "big", 9 << 20}, new(entry(1, "big", waitingFor)), false, false},
		{listed{2, "old", 100}, new(entry(2, "old", waitingFor)), false, false},
		{listed{3, "bigger", 90 << 20}, new(entry(3, "bigger", waitingFor)), false, false},
		{listed{4, "broke", 100}, new(entry(4, "broke", func(e *mailstore.Entry) { waitingFor(e); e.Failures = 1 })), false, false},
		{listed{5, "held", 100}, new(entry(5, "held", nil)), false, false},
		{listed{6, "large", 2 << 20}, new(entry(6, "large", waitingFor)), false, false},
		{listed{7, "new", 1 << 20}, new(entry(7, "new", waitingFor)), false, false},
		{listed{8, "deleted head", 100}, new(entry(8, "deleted head", func(e *mailstore.Entry) { e.State, e.Message = mailstore.HeadOnly, 0 })), false, false},
		{listed{9, "skipped", 100}, new(entry(9, "skipped", waitingFor)), false, false},
	}, skip: map[mailstore.LedgerID]bool{9: true}}
	var got []string
	for _, r := range p.fetches() {
		got = append(got, r.UIDL)
	}
	want := []string{"new", "old", "large", "big", "bigger", "broke"}
	if !slices.Equal(got, want) {
		t.Errorf("order = %v, want %v", got, want)
	}
}

func TestSizeLimit(t *testing.T) {
	const limit = 1000
	with := func(state mailstore.State, message mailstore.MessageID, wish mailstore.Wish) func(*mailstore.Entry) {
		return func(e *mailstore.Entry) {
			e.State, e.Message, e.Wish, e.SHA256, e.SafeAt = state, message, wish, [32]byte{}, time.Time{}
		}
	}
	tests := []struct {
		name   string
		octets int64
		limit  int64
		edit   func(*mailstore.Entry)
		want   string // "whole", "head", ""
	}{
		{"small", limit, limit, with(mailstore.Waiting, 0, ""), "whole"},
		{"large", limit + 1, limit, with(mailstore.Waiting, 0, ""), "head"},
		{"large, no limit", limit + 1, 0, with(mailstore.Waiting, 0, ""), "whole"},
		{"large and wanted", limit + 1, limit, with(mailstore.Waiting, 0, mailstore.WishGet), "whole"},
		{"its head is here", limit + 1, limit, with(mailstore.HeadOnly, 7, ""), ""},
		{"its head is here, the rest is wanted", limit + 1, limit, with(mailstore.HeadOnly, 7, mailstore.WishGet), "whole"},
		{"its head is here, the limit was raised", limit + 1, 2 * limit, with(mailstore.HeadOnly, 7, ""), "whole"},
		{"its head was deleted here, the limit was raised", limit + 1, 2 * limit, with(mailstore.HeadOnly, 0, ""), ""},
		{"its head was deleted here, and it is wanted", limit + 1, limit, with(mailstore.HeadOnly, 0, mailstore.WishGet), "whole"},
		{"could not be had, and is wanted", 10, limit, with(mailstore.Unfetchable, 0, mailstore.WishGet), "whole"},
		{"could not be had", 10, limit, with(mailstore.Unfetchable, 0, ""), ""},
		{"size not told", 0, limit, with(mailstore.Waiting, 0, ""), "whole"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := entry(1, "a", tt.edit)
			e.Since = planNow
			p := plan{Rows: []row{{listed: listed{1, "a", tt.octets}, Entry: &e}}, maxSize: tt.limit, now: planNow}
			got := ""
			for _, f := range p.fetches() {
				got = map[bool]string{true: "head", false: "whole"}[f.Head]
			}
			if got != tt.want {
				t.Errorf("fetches %q, want %q", got, tt.want)
			}
		})
	}
}

func TestChangedIDs(t *testing.T) {
	ledger, list := box(12)
	for i := range list {
		list[i].UIDL = "new-" + list[i].UIDL
	}
	list = append(list, listed{13, "really-new", 100})
	in := situation{Listing: list, Agree: true, Ledger: ledger, Now: planNow}
	if p := makePlan(in); len(p.Strangers) != 13 {
		t.Fatalf("%d messages to be recognised, want all 13", len(p.Strangers))
	}
	in.Known = map[int]mailstore.LedgerID{}
	for i := range 11 { // the twelfth has no Message-ID, say
		in.Known[i+1] = mailstore.LedgerID(i + 1)
	}
	p := makePlan(in)
	if len(p.Strangers) != 0 || newWords(p) != "new-u12/1, really-new/1" {
		t.Errorf("strangers = %v, new = %q", p.Strangers, newWords(p))
	}
	if got := changesWords(p); !strings.HasPrefix(got, "1 safe=new-u1, ") || !strings.HasSuffix(got, "11 safe=new-u11, 12 vanished") {
		t.Errorf("changes = %q", got)
	}
	for _, r := range p.Rows[:11] {
		if !unproved(*r.Entry) {
			t.Fatalf("%s could be removed without a proof", r.UIDL)
		}
	}
	in.Agree = false
	if p := makePlan(in); len(p.Changes) != 0 || newWords(p) != "new-u12/1, really-new/1" {
		t.Errorf("not believed: changes = %q, new = %q", changesWords(p), newWords(p))
	}
}

func TestFewNewIDsAreJustNew(t *testing.T) {
	ledger, list := box(12)
	list = append(list[:9], listed{10, "x", 100}, listed{11, "y", 100}, listed{12, "z", 100})
	if p := makePlan(situation{Listing: list, Agree: true, Ledger: ledger, Now: planNow}); len(p.Strangers) != 0 {
		t.Errorf("strangers = %v, want none", p.Strangers)
	}
}
