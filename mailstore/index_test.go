package mailstore_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"satchel/mailstore"
)

// found tells how many messages a search finds.
func found(t *testing.T, s *mailstore.Store, text string) int {
	t.Helper()
	ids, _, err := s.Index(t.Context(), mailstore.Query{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	return len(ids)
}

func waiting(t *testing.T, s *mailstore.Store) int64 {
	t.Helper()
	n, err := s.WordsWaiting(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func recordWords(t *testing.T, s *mailstore.Store, n int) []mailstore.MessageID {
	t.Helper()
	rows := list(t, s, addAccount(t, s, "me@example.org").ID, "u", n)
	return record(t, s, rows, func(i int, d *mailstore.Download) {
		d.Fields.Subject, d.Fields.Search = fmt.Sprintf("letter %d", i), "every one speaks of apples"
	})
}

func TestASearchFindsWordsThatWait(t *testing.T) {
	const n = 600 // more than two groups
	s := open(t, t.TempDir())
	s.StopHouse()
	recordWords(t, s, n)
	if waiting(t, s) != n {
		t.Fatalf("%d messages wait for the index, want all %d: a download must not pay for it", waiting(t, s), n)
	}
	if got := found(t, s, "apples"); got != n {
		t.Errorf("the search finds %d messages, want %d", got, n)
	}
	if left := waiting(t, s); left != 0 {
		t.Errorf("%d messages still wait after a search", left)
	}
}

func TestWordsThatWaitSurviveAClose(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	recordWords(t, s, 3)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	if got := found(t, s, "apples"); got != 3 {
		t.Errorf("the search finds %d messages, want 3", got)
	}
}

func TestDestroyedMessagesLeaveNoWords(t *testing.T) {
	s := open(t, t.TempDir())
	ids := recordWords(t, s, 3)
	if err := s.Destroy(t.Context(), ids[:1]); err != nil { // its words still wait
		t.Fatal(err)
	}
	if got := found(t, s, "apples"); got != 2 {
		t.Errorf("the search finds %d messages, want 2", got)
	}
	if err := s.Destroy(t.Context(), ids[1:2]); err != nil { // its words are in the index
		t.Fatal(err)
	}
	if got := found(t, s, "apples"); got != 1 {
		t.Errorf("the search finds %d messages, want 1", got)
	}
}

// Words that come quicker than they are taken in must not keep a search, or the house, for as long as they come: the WAL of
// an import grew to gigabytes meanwhile.
func TestTakingWordsInEndsWhileMoreCome(t *testing.T) {
	s := open(t, t.TempDir())
	s.StopHouse()
	recordWords(t, s, 300)
	a, err := s.Accounts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	groups := 0
	err = s.IndexWords(ctx, func(context.Context) {
		if groups++; groups < 10 {
			record(t, s, list(t, s, a[0].ID, fmt.Sprint("more", groups, "-"), 300), nil) //nolint:contextcheck // the helpers have one of their own
		}
	})
	if err != nil || groups > 3 {
		t.Errorf("%d groups were taken in, %v; 2 were there at the start", groups, err)
	}
}

func TestAnIdleStoreTakesWordsIn(t *testing.T) {
	s := open(t, t.TempDir())
	recordWords(t, s, 3)
	for deadline := time.Now().Add(20 * time.Second); waiting(t, s) > 0; {
		if time.Now().After(deadline) {
			t.Fatal("the words still wait after 20 s of idleness")
		}
		time.Sleep(50 * time.Millisecond) // between two looks
	}
}

// Who decided on what was read asks the count whether anything was written since: the housekeeping decides nothing.
func TestCommitsCountsWhatIsDecided(t *testing.T) {
	s := open(t, t.TempDir())
	s.StopHouse()
	a := addAccount(t, s, "ann@example.org")
	record(t, s, list(t, s, a.ID, "u", 3), nil)
	before := s.Commits()
	if _, err := s.Accounts(ctx); err != nil || s.Commits() != before {
		t.Errorf("a reader was counted: %d, then %d (%v)", before, s.Commits(), err)
	}
	if n, err := s.WordsWaiting(ctx); err != nil || n == 0 {
		t.Fatalf("%d messages wait for the index: %v", n, err)
	}
	if err := s.IndexWords(ctx, func(context.Context) {}); err != nil || s.Commits() != before {
		t.Errorf("taking words in was counted: %d, then %d (%v)", before, s.Commits(), err)
	}
	if _, err := s.UpdateAccount(ctx, a.ID, func(a *mailstore.Account) { a.Keep.Days = 5 }); err != nil || s.Commits() != before+1 {
		t.Errorf("a change made %d of %d (%v)", s.Commits(), before, err)
	}
}
