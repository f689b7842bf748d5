package mailstore_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"satchel/mailstore"
)

// fill makes n messages without bodies in an account's Inbox, two of them at each second, a tenth of them unread.
func fill(t testing.TB, s *mailstore.Store, a mailstore.AccountID, n int) mailstore.FolderID {
	t.Helper()
	inbox, err := s.FolderByRole(ctx, a, mailstore.Inbox)
	if err != nil {
		t.Fatal(err)
	}
	s.Exec(t, `INSERT INTO messages (account_id, folder_id, thread_id, date, arrived, size, sha256, unread, attachments, attached, defects,
			from_name, from_address, recipients, subject, preview, message_id, in_reply_to)
		WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ?3)
		SELECT ?1, ?2, 0, 1700000000 + (n / 2 * 7919) % ?3, 0, 1, zeroblob(32), n % 10 = 0, n % 7 = 0, n % 7 = 0, 0,
			'Ann', 'ann@example.org', '', 'Letter ' || n, 'How are you? I am fine and so is everybody else here.', '', '' FROM c`, a, inbox.ID, n)
	return inbox.ID
}

// paged reads a list page by page.
func paged(t *testing.T, s *mailstore.Store, q mailstore.Query, limit int) (ids []mailstore.MessageID) {
	t.Helper()
	var after mailstore.Cursor
	for {
		heads, err := s.Page(ctx, q, after, limit)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range heads {
			ids = append(ids, h.ID)
			after = mailstore.Cursor{Date: h.Date.Unix(), ID: h.ID}
		}
		if len(heads) < limit {
			return ids
		}
	}
}

func TestPagesJoinToTheIndex(t *testing.T) {
	s := open(t, t.TempDir())
	ann, bob := addAccount(t, s, "ann@example.org"), addAccount(t, s, "bob@example.org")
	inbox := fill(t, s, ann.ID, 301)
	fill(t, s, bob.ID, 205)
	tests := []struct {
		name  string
		query mailstore.Query
		want  int
	}{
		{"folder", mailstore.Query{Folder: inbox}, 301},
		{"folder of its account", mailstore.Query{Folder: inbox, Account: ann.ID}, 301},
		{"folder of another account", mailstore.Query{Folder: inbox, Account: bob.ID}, 0},
		{"folder and role", mailstore.Query{Folder: inbox, Role: mailstore.Inbox}, 301},
		{"folder of another role", mailstore.Query{Folder: inbox, Role: mailstore.Bin}, 0},
		{"account", mailstore.Query{Account: bob.ID}, 205},
		{"all inboxes", mailstore.Query{Role: mailstore.Inbox}, 506},
		{"one account's inbox", mailstore.Query{Role: mailstore.Inbox, Account: bob.ID}, 205},
		{"all", mailstore.Query{}, 506},
		{"unread", mailstore.Query{Folder: inbox, Unread: true}, 30},
		{"unread everywhere", mailstore.Query{Unread: true}, 50},
		{"starred", mailstore.Query{Starred: true}, 0},
		{"with attachments", mailstore.Query{Account: ann.ID, WithAttachments: true}, 43},
		{"unread with attachments", mailstore.Query{Account: ann.ID, WithAttachments: true, Unread: true}, 4},
		{"no such folder", mailstore.Query{Folder: 999}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ids, dates, err := s.Index(ctx, tt.query)
			if err != nil || len(ids) != tt.want || len(dates) != tt.want {
				t.Fatalf("Index gives %d ids, %d dates, %v; want %d", len(ids), len(dates), err, tt.want)
			}
			paged := paged(t, s, tt.query, 7) // odd: pages end between two messages of one second
			if !slices.Equal(paged, ids) {
				t.Errorf("pages give %d messages which are not the index's %d", len(paged), len(ids))
			}
			for i := 1; i < len(ids); i++ {
				if dates[i] > dates[i-1] || dates[i] == dates[i-1] && ids[i] >= ids[i-1] {
					t.Fatalf("row %d (%d, %d) is not after (%d, %d)", i, dates[i], ids[i], dates[i-1], ids[i-1])
				}
			}
		})
	}
}

// Each list has to come from a covering index, in order: a sort or a look at the rows costs seconds at a million.
func TestListsNeedNoSort(t *testing.T) {
	s := open(t, t.TempDir())
	ann := addAccount(t, s, "ann@example.org")
	addAccount(t, s, "bob@example.org")
	addAccount(t, s, "eve@example.org")
	for _, q := range []mailstore.Query{
		{Folder: 1},
		{Account: ann.ID},
		{Role: mailstore.Inbox},
		{},
		{Folder: 1, Unread: true},
		{Unread: true},
		{Account: ann.ID, Starred: true},
		{Role: mailstore.Inbox, WithAttachments: true},
	} {
		for _, after := range []mailstore.Cursor{{}, {Date: 1, ID: 1}} {
			for _, step := range s.ListPlan(t, q, after) {
				if strings.Contains(step, "TEMP B-TREE") || strings.HasPrefix(step, "SCAN") ||
					strings.HasPrefix(step, "SEARCH") && !strings.Contains(step, "COVERING INDEX") {
					t.Errorf("%+v after %v: %s", q, after, step)
				}
			}
		}
	}
}

func TestHeadsKeepTheOrderAsked(t *testing.T) {
	s := open(t, t.TempDir())
	fill(t, s, addAccount(t, s, "ann@example.org").ID, 5)
	heads, err := s.Heads(ctx, []mailstore.MessageID{4, 99, 2, 5, 2})
	if err != nil {
		t.Fatal(err)
	}
	var got []mailstore.MessageID
	for _, h := range heads {
		got = append(got, h.ID)
	}
	if want := []mailstore.MessageID{4, 2, 5, 2}; !slices.Equal(got, want) {
		t.Errorf("Heads gives %v, want %v", got, want)
	}
}

func BenchmarkLists(b *testing.B) {
	for _, n := range []int{10_000, 1_000_000} {
		s := open(b, b.TempDir())
		a := addAccount(b, s, "ann@example.org")
		inbox := fill(b, s, a.ID, n)
		middle := mailstore.Cursor{Date: 1700000000 + int64(n/2), ID: 1}
		for _, q := range []struct {
			name  string
			query mailstore.Query
		}{{"folder", mailstore.Query{Folder: inbox}}, {"role", mailstore.Query{Role: mailstore.Inbox}}, {"unread", mailstore.Query{Unread: true}}} {
			b.Run(fmt.Sprintf("page100/%s/%d", q.name, n), func(b *testing.B) {
				for b.Loop() {
					if _, err := s.Page(ctx, q.query, middle, 100); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run(fmt.Sprintf("index/%s/%d", q.name, n), func(b *testing.B) {
				for b.Loop() {
					if _, _, err := s.Index(ctx, q.query); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		b.Run(fmt.Sprintf("mark-read/%d", n), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				if err := s.SetUnread(ctx, []mailstore.MessageID{mailstore.MessageID(n / 2)}, i%2 == 0); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("folders/%d", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Folders(ctx); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
