package mailstore_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"satchel/mailstore"
)

// A word that is in nearly all messages is found page by page as one that is in few: newest first, each hit once, also
// where mail of long ago came last.
func TestNewestHits(t *testing.T) {
	if testing.Short() {
		t.Skip("makes thousands of messages")
	}
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	for from := 0; from < 6000; from += 1000 {
		record(t, s, list(t, s, a.ID, string(rune('a'+from/1000)), 1000), func(i int, d *mailstore.Download) {
			n := from + i
			d.Fields.Search = "common"
			if n%7 == 0 {
				d.Fields.Search = fmt.Sprint("other coral", n) // a rare word that begins as a frequent one
			}
			d.Unread = n%2 == 0
			d.Fields.Date = noon.Add(time.Duration(n) * time.Minute)
			if n >= 5500 {
				d.Fields.Date = noon.Add(-time.Duration(n) * time.Minute)
			}
		})
	}
	if _, err := s.Page(ctx, mailstore.Query{Text: "common"}, mailstore.Cursor{}, 1); err != nil { // takes the words in
		t.Fatal(err)
	}
	if err := s.LearnWords(ctx); err != nil {
		t.Fatal(err)
	}
	if got := s.Strings(t, "SELECT word FROM common_words WHERE prefix = 'com'"); !slices.Contains(got, "common") {
		t.Errorf("common words are %q", got)
	}
	pieces := func() string { return s.Strings(t, "SELECT count(DISTINCT segid) FROM search_idx")[0] }
	before := pieces()
	if err := s.MergeWords(ctx); err != nil {
		t.Fatal(err)
	}
	if pieces() != "1" || before == "1" {
		t.Errorf("the index is in %s pieces, and was in %s", pieces(), before)
	}
	if whole, _, err := s.Index(ctx, mailstore.Query{Text: "co"}); err != nil || len(whole) != 6000 {
		t.Errorf("all that begins with co is in %d messages of 6000, %v", len(whole), err)
	}
	for _, q := range []mailstore.Query{{Text: "COM"}, {Text: "subject:le"}, {Text: "common"}, {Text: "comm"}, {Text: "common is:unread"}, {Text: "common -other", Role: mailstore.Inbox}, {Text: "common", Unread: true}} {
		whole, _, err := s.Index(ctx, q)
		if err != nil || len(whole) < 2000 {
			t.Fatalf("%+v: %d, %v", q, len(whole), err)
		}
		if paged := paged(t, s, q, 100); !slices.Equal(paged, whole) {
			t.Errorf("%+v: page by page %d hits, at once %d, or in another order", q, len(paged), len(whole))
		}
	}
}

// Whatever order mail came in, pages of any length give the list of hits from its start to its end.
func TestNewestHitsOfMailInAnyOrder(t *testing.T) {
	s := open(t, t.TempDir())
	rng := rand.New(rand.NewPCG(6, 7))
	accounts := []mailstore.Account{addAccount(t, s, "ann@example.org"), addAccount(t, s, "bob@example.org")}
	for round := range 16 {
		var jitter int
		switch rng.IntN(3) {
		case 1:
			jitter = 5 // nearly in order
		case 2:
			jitter = 5000 // imported
		}
		a := accounts[rng.IntN(2)]
		ids := record(t, s, list(t, s, a.ID, fmt.Sprint("u", round, "-"), 30), func(i int, d *mailstore.Download) {
			d.Fields.Date = noon.Add(time.Duration(round*40+i-rng.IntN(1+jitter)) * time.Minute)
			d.Fields.Search = "alpha"
			for word, odds := range map[string]int{"beta": 2, "gamma": 9, "delta": 80} {
				if rng.IntN(odds) == 0 {
					d.Fields.Search += " " + word
				}
			}
			d.Unread = rng.IntN(3) == 0
		})
		if err := s.SetStarred(ctx, ids[:rng.IntN(5)], true); err != nil {
			t.Fatal(err)
		}
		if err := s.MoveToRole(ctx, ids[:rng.IntN(10)], mailstore.Archive); err != nil {
			t.Fatal(err)
		}
	}
	for range 120 {
		q := mailstore.Query{
			Text:   []string{"alpha", "beta", "gamma", "delta", "alph", "beta gam", "alpha -beta", "beta is:unread", "alpha in:archive"}[rng.IntN(9)],
			Unread: rng.IntN(6) == 0, Starred: rng.IntN(6) == 0,
		}
		switch rng.IntN(3) {
		case 1:
			q.Role = mailstore.Inbox
		case 2:
			q.Account = accounts[rng.IntN(2)].ID
		}
		whole, _, err := s.Index(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		limit := 1 + rng.IntN(12)
		if paged := paged(t, s, q, limit); !slices.Equal(paged, whole) {
			t.Fatalf("%+v in pages of %d gives %d messages, at once %d, or in another order", q, limit, len(paged), len(whole))
		}
	}
}
