package mailstore_test

import (
	"fmt"
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
		var paged []mailstore.MessageID
		var after mailstore.Cursor
		for {
			page, err := s.Page(ctx, q, after, 100)
			if err != nil {
				t.Fatal(err)
			}
			if len(page) == 0 {
				break
			}
			for _, h := range page {
				paged = append(paged, h.ID)
			}
			last := page[len(page)-1]
			after = mailstore.Cursor{Date: last.Date.Unix(), ID: last.ID}
		}
		if !slices.Equal(paged, whole) {
			t.Errorf("%+v: page by page %d hits, at once %d, or in another order", q, len(paged), len(whole))
		}
	}
}
