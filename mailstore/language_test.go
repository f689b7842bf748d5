package mailstore_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"satchel/mailstore"
)

// shelf is a store with letters of two accounts in several folders; the tests name them by number.
func shelf(t testing.TB) *mailstore.Store {
	s := open(t, t.TempDir())
	a, b := addAccount(t, s, "ann@example.org"), addAccount(t, s, "work@example.com")
	letters := []mailstore.Fields{
		{Subject: "garden plan", FromName: "Bob", Search: "roses", Date: time.Date(2024, 4, 30, 23, 59, 59, 0, time.UTC)},
		{Subject: "roses", FromName: "Eve", Search: "about the garden", Date: time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC), Attachments: 1, AttachmentNames: []string{"Rosen_2024.pdf"}},
		{Subject: "庭の計画について", FromName: "山田太郎", Search: "来週の東京特許許可局で会いましょう。メールありがとう", Date: time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC)},
		{Subject: "정원 계획", FromName: "김철수", Search: "안녕하세요 서울에서", Date: time.Date(2025, 2, 2, 0, 0, 0, 0, time.UTC)},
		{Subject: "München", FromName: "Zoë", Search: "naïve façade garden", Date: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)},
	}
	ids := record(t, s, list(t, s, a.ID, "u", len(letters)), func(i int, d *mailstore.Download) { d.Fields = letters[i] })
	work := record(t, s, list(t, s, b.ID, "w", 1), func(_ int, d *mailstore.Download) {
		d.Fields = mailstore.Fields{Subject: "garden at work", Search: "x", Date: time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)}
	})
	garden, err := s.EnsureFolder(ctx, a.ID, 0, []string{"Garden 🌻", "2024"})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{s.Move(ctx, ids[:1], garden), s.SetUnread(ctx, ids[1:2], false), s.SetStarred(ctx, work, true), s.MoveToRole(ctx, ids[4:], mailstore.Junk)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func hits(t testing.TB, s *mailstore.Store, q mailstore.Query) []string {
	t.Helper()
	ids, _, err := s.Index(ctx, q)
	if err != nil {
		t.Fatalf("search for %q: %v", q.Text, err)
	}
	var out []string
	for _, id := range ids {
		out = append(out, fmt.Sprint(id))
	}
	return out
}

func TestSearchLanguage(t *testing.T) {
	s := shelf(t)
	for _, tt := range []struct{ text, want string }{
		{"before:2024-05", "1 6"},
		{"after:2024-05", "2 3 4 5"},
		{"after:2024 before:2025", "1 2"},
		{"after:2024-05-01 before:2024-05-02", "2"},
		{"garden after:2024/5", "2 5"},
		{"-after:2024", "6"},
		{"is:unread garden", "1 5 6"},
		{"is:read", "2"},
		{"-is:unread", "2"},
		{"is:starred", "6"},
		{"has:attachments", "2"},
		{"-has:attachment garden", "1 5 6"},
		{"file:rosen", "2"},
		{"account:work", "6"},
		{"account:ann@example.org garden", "1 2 5"},
		{"-account:work garden", "1 2 5"},
		{"in:junk", "5"},
		{"-in:junk garden", "1 2 6"},
		{`in:"garden 🌻/2024"`, "1"},
		{"in:2024 roses", "1"},
		{"munchen", "5"},
		{"MÜNCHEN", "5"},
		{"naive facade", "5"},
		{"zoe", "5"},
		{"東京", "3"},
		{"許可局", "3"},
		{"京特", "3"},
		{"京", "3"},
		{"計画", "3"},
		{"from:太郎", "3"},
		{"メール", "3"},
		{"東 局", "3"},
		{"局東", ""},
		{"서울", "4"},
		{"하세요", "4"},
		{"계획", "4"},
		{"-東京 after:2025", "4 5"},
		// none of these is wrong
		{"in:nowhere", ""},
		{"is:late garden", ""},
		{"before:tomorrow", ""},
		{"before:", ""},
		{`in:"`, ""},
		{"AND OR NOT ( ) * ^ :", ""},
		{"{subject} : x", ""},
	} {
		got := hits(t, s, mailstore.Query{Text: tt.text})
		slices.Sort(got)
		if strings.Join(got, " ") != tt.want {
			t.Errorf("search for %q finds %v, want %q", tt.text, got, tt.want)
		}
	}
}

// Hits in subject and sender come first, each part newest first, and paging goes on where it was.
func TestSearchRanked(t *testing.T) {
	s := shelf(t)
	q := mailstore.Query{Text: "garden", Ranked: true}
	want := []string{"1", "6", "5", "2"}
	if got := hits(t, s, q); !slices.Equal(got, want) {
		t.Errorf("ranked: %v, want %v", got, want)
	}
	var paged []string
	var after mailstore.Cursor
	for {
		page, err := s.Page(ctx, q, after, 1)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		paged = append(paged, fmt.Sprint(page[0].ID))
		after = mailstore.Cursor{Date: page[0].Date.Unix(), ID: page[0].ID}
	}
	if !slices.Equal(paged, want) {
		t.Errorf("page by page: %v, want %v", paged, want)
	}
	q.Ranked = false
	if got := hits(t, s, q); !slices.Equal(got, []string{"5", "2", "1", "6"}) {
		t.Errorf("newest first: %v", got)
	}
}

// No query is wrong.
func FuzzSearchLanguage(f *testing.F) {
	s := shelf(f)
	for _, text := range []string{`a "b`, "-", "in:x is:", "京", "before:2024-13", "\x00*", `"" AND`, "from:\"a b\" -c", "subject:*", "a:b:c", "\"\"\"", "{a}"} {
		f.Add(text, false)
	}
	f.Fuzz(func(t *testing.T, text string, ranked bool) {
		if _, err := s.Page(ctx, mailstore.Query{Text: text, Ranked: ranked}, mailstore.Cursor{Date: 1, ID: 3}, 5); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
	})
}
