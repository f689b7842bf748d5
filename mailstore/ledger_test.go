package mailstore_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"satchel/mailstore"
)

func ledger(t testing.TB, s *mailstore.Store, a mailstore.AccountID, live bool) []mailstore.Entry {
	t.Helper()
	entries, err := s.Ledger(ctx, a, live)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func TestListedAddsAndCounts(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	added := []mailstore.NewEntry{{"one", 1, 10}, {"two\xff", 1, 20}, {"one", 2, 30}}
	got, err := s.Listed(ctx, 0, a.ID, added, nil, 3, 60, noon)
	if err != nil {
		t.Fatal(err)
	}
	if stored := ledger(t, s, a.ID, true); !slices.Equal(got, stored) {
		t.Errorf("Listed gives %+v, stored are %+v", got, stored)
	}
	if got[1].UIDL != "two\xff" || got[2].Incarnation != 2 || got[2].State != mailstore.Waiting || !got[2].FirstSeen.Equal(noon) {
		t.Errorf("rows = %+v", got)
	}
	if a, err = s.Account(ctx, a.ID); err != nil || a.ServerCount != 3 || a.ServerOctets != 60 {
		t.Errorf("server has %d messages, %d octets, %v", a.ServerCount, a.ServerOctets, err)
	}
	// A listing is recorded wholly or not at all.
	if _, err := s.Listed(ctx, 0, a.ID, []mailstore.NewEntry{{"three", 1, 1}, {"one", 1, 1}}, nil, 9, 9, noon); err == nil {
		t.Error("the same id and incarnation was added twice")
	}
	if n := len(ledger(t, s, a.ID, false)); n != 3 {
		t.Errorf("%d rows after a listing that failed, want 3", n)
	}
	if _, err := s.Listed(ctx, 0, 999, nil, nil, 0, 0, noon); !errors.Is(err, mailstore.ErrNotFound) {
		t.Errorf("listing of no account: %v", err)
	}
}

func TestChanges(t *testing.T) {
	later, yes := noon.Add(time.Hour), true
	gone, back, other := later, time.Time{}, "other"
	base := mailstore.Entry{UIDL: "u0", Incarnation: 1, Size: 100, FirstSeen: noon, State: mailstore.Waiting, Since: noon}
	tests := []struct {
		name   string
		change mailstore.Change
		want   func(*mailstore.Entry)
	}{
		{"nothing", mailstore.Change{}, func(*mailstore.Entry) {}},
		{"state", mailstore.Change{State: mailstore.Hidden, Reason: "why"}, func(e *mailstore.Entry) { e.State, e.Since, e.Reason = mailstore.Hidden, later, "why" }},
		{"same state keeps since", mailstore.Change{State: mailstore.Waiting}, func(*mailstore.Entry) {}},
		{"reason alone", mailstore.Change{Reason: "why"}, func(e *mailstore.Entry) { e.Reason = "why" }},
		{"gone", mailstore.Change{Gone: &gone}, func(e *mailstore.Entry) { e.GoneSince = later }},
		{"there again", mailstore.Change{Gone: &back}, func(*mailstore.Entry) {}},
		{"relabel", mailstore.Change{UIDL: &other}, func(e *mailstore.Entry) { e.UIDL = other }},
		{"failed", mailstore.Change{Failed: true}, func(e *mailstore.Entry) { e.Failures = 1 }},
		{"asked", mailstore.Change{AskedOnce: true}, func(e *mailstore.Entry) { e.Asks = 1 }},
		{"verified", mailstore.Change{Verified: &later}, func(e *mailstore.Entry) { e.VerifiedAt, e.Session = later, 7 }},
		{"pinned", mailstore.Change{Pinned: &yes}, func(e *mailstore.Entry) { e.Pinned = true }},
		{"in doubt", mailstore.Change{Doubt: new(mailstore.DoubtBack)}, func(e *mailstore.Entry) { e.Doubt = mailstore.DoubtBack }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := open(t, t.TempDir())
			a := addAccount(t, s, "ann@example.org")
			rows := list(t, s, a.ID, "u", 1)
			tt.change.ID = rows[0].ID
			if err := s.ApplyChanges(ctx, 7, []mailstore.Change{tt.change}, later); err != nil {
				t.Fatal(err)
			}
			want := base
			want.ID, want.Account = rows[0].ID, a.ID
			tt.want(&want)
			if got := ledger(t, s, a.ID, false)[0]; got != want {
				t.Errorf("row = %+v\nwant  %+v", got, want)
			}
		})
	}
}

func TestChangesAreOneTransaction(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	rows := list(t, s, a.ID, "u", 1)
	err := s.ApplyChanges(ctx, 0, []mailstore.Change{{ID: rows[0].ID, State: mailstore.Vanished}, {ID: 999, State: mailstore.Vanished}}, noon)
	if !errors.Is(err, mailstore.ErrNotFound) {
		t.Errorf("change of a row that is gone: %v", err)
	}
	if got := ledger(t, s, a.ID, false)[0].State; got != mailstore.Waiting {
		t.Errorf("state is %s after changes that failed", got)
	}
}

// A provider which goes back to its old ids meets the tombstones of its own first renumbering.
func TestRelabelToAnIdInTheLedger(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	rows := list(t, s, a.ID, "u", 2)
	id := "u0"
	if err := s.ApplyChanges(ctx, 0, []mailstore.Change{{ID: rows[0].ID, State: mailstore.Superseded}, {ID: rows[1].ID, UIDL: &id}}, noon); err != nil {
		t.Fatal(err)
	}
	got := ledger(t, s, a.ID, true)
	if len(got) != 1 || got[0].UIDL != "u0" || got[0].Incarnation != 2 {
		t.Errorf("live rows = %+v", got)
	}
}

func TestPruneTakesOldTombstonesOnly(t *testing.T) {
	s := open(t, t.TempDir())
	a, b := addAccount(t, s, "ann@example.org"), addAccount(t, s, "bob@example.org")
	rows := list(t, s, a.ID, "u", 6)
	other := list(t, s, b.ID, "u", 1)
	old, fresh := noon.Add(-91*24*time.Hour), noon.Add(-89*24*time.Hour)
	err := s.ApplyChanges(ctx, 0, []mailstore.Change{
		{ID: rows[0].ID, State: mailstore.Removed, Gone: &old},
		{ID: rows[1].ID, State: mailstore.Vanished, Gone: &old},
		{ID: rows[2].ID, State: mailstore.Superseded, Gone: &fresh},
		{ID: rows[3].ID, State: mailstore.Hidden, Gone: &old},
		{ID: rows[4].ID, State: mailstore.Removed},
		{ID: other[0].ID, State: mailstore.Removed, Gone: &old},
	}, noon)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(ledger(t, s, a.ID, true)); n != 2 {
		t.Errorf("%d live rows, want 2", n)
	}
	if n, err := s.Prune(ctx, a.ID, noon.Add(-90*24*time.Hour)); err != nil || n != 2 {
		t.Errorf("Prune = %d, %v; want 2", n, err)
	}
	if n := len(ledger(t, s, a.ID, false)) + len(ledger(t, s, b.ID, false)); n != 5 {
		t.Errorf("%d rows are left, want 5", n)
	}
}

func TestSessions(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	first, err := s.BeginSession(ctx, a.ID, noon)
	if err != nil {
		t.Fatal(err)
	}
	want := mailstore.Session{
		ID: first, Account: a.ID, Start: noon, End: noon.Add(time.Minute), Result: "ok", Text: "3 new messages",
		Listed: 9, Fetched: 3, AskedToRemove: 2, Removed: 1, Failed: 4, Bytes: 5000,
	}
	if err := s.EndSession(ctx, want); err != nil {
		t.Fatal(err)
	}
	second, err := s.BeginSession(ctx, a.ID, noon.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Sessions(ctx, a.ID, 10)
	if err != nil || len(got) != 2 || got[0].ID != second || !got[0].End.IsZero() || got[1] != want {
		t.Errorf("Sessions = %+v, %v", got, err)
	}
	if _, err := s.BeginSession(ctx, 999, noon); !errors.Is(err, mailstore.ErrNotFound) {
		t.Errorf("session of no account: %v", err)
	}
	if err := s.EndSession(ctx, mailstore.Session{ID: 999}); !errors.Is(err, mailstore.ErrNotFound) {
		t.Errorf("end of no session: %v", err)
	}
}

func TestRemovalDay(t *testing.T) {
	day := 24 * time.Hour
	yes := true
	gone := noon
	tests := []struct {
		name     string
		keep     mailstore.Keep
		change   mailstore.Change
		onServer bool
		want     time.Time
	}{
		{"forever", mailstore.Keep{Mode: mailstore.KeepForever}, mailstore.Change{}, true, time.Time{}},
		{"14 days", mailstore.Keep{Mode: mailstore.KeepDays, Days: 14}, mailstore.Change{}, true, noon.Add(14 * day)},
		{"once safe", mailstore.Keep{Mode: mailstore.KeepRemove}, mailstore.Change{}, true, noon},
		{"safe before the policy", mailstore.Keep{Mode: mailstore.KeepDays, Days: 14, From: noon.Add(time.Second)}, mailstore.Change{}, true, time.Time{}},
		{"safe with the policy", mailstore.Keep{Mode: mailstore.KeepDays, Days: 14, From: noon}, mailstore.Change{}, true, noon.Add(14 * day)},
		{"pinned", mailstore.Keep{Mode: mailstore.KeepDays, Days: 14}, mailstore.Change{Pinned: &yes}, true, time.Time{}},
		{"the server's copy is another", mailstore.Keep{Mode: mailstore.KeepRemove}, mailstore.Change{Doubt: new(mailstore.DoubtDiffers)}, true, time.Time{}},
		{"the provider keeps it", mailstore.Keep{Mode: mailstore.KeepRemove}, mailstore.Change{State: mailstore.KeptByProvider}, true, time.Time{}},
		{"gone from the listing", mailstore.Keep{Mode: mailstore.KeepDays, Days: 14}, mailstore.Change{Gone: &gone}, false, time.Time{}},
		{"removed", mailstore.Keep{Mode: mailstore.KeepDays, Days: 14}, mailstore.Change{State: mailstore.Removed}, false, time.Time{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := open(t, t.TempDir())
			a := addAccount(t, s, "ann@example.org")
			if _, err := s.UpdateAccount(ctx, a.ID, func(a *mailstore.Account) { a.Keep = tt.keep }); err != nil {
				t.Fatal(err)
			}
			rows := list(t, s, a.ID, "u", 1)
			ids := record(t, s, rows, nil)
			tt.change.ID = rows[0].ID
			if err := s.ApplyChanges(ctx, 0, []mailstore.Change{tt.change}, noon); err != nil {
				t.Fatal(err)
			}
			h, err := s.Head(ctx, ids[0])
			if err != nil || h.OnServer != tt.onServer || !h.RemovalDay.Equal(tt.want) {
				t.Errorf("on server %v until %v, %v; want %v, %v", h.OnServer, h.RemovalDay, err, tt.onServer, tt.want)
			}
		})
	}
}
