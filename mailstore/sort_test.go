package mailstore_test

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"satchel/mailstore"
)

// subjects gives the subjects of a list in order.
func subjects(t *testing.T, s *mailstore.Store, q mailstore.Query) []string {
	t.Helper()
	ids, _, err := s.Index(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	heads, err := s.Heads(ctx, ids)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, h := range heads {
		list = append(list, h.Subject)
	}
	return list
}

func TestSortedLists(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "me@example.org")
	letters := []struct {
		subject, name, address string
		size                   int
		attachments            int
	}{
		{"b", "Zoë", "z@example.org", 30, 0},
		{"Re: AW[2]: äpfel", "", "bob@example.org", 10, 1},
		{"[list] Apfelmus", `"Ann"`, "a@example.org", 20, 0},
		{"", "zoe", "other@example.org", 40, 0},
		{"Re: b", "ann", "a@example.org", 20, 1},
	}
	ids := record(t, s, list(t, s, a.ID, "u", len(letters)), func(i int, d *mailstore.Download) {
		l := letters[i]
		d.Fields.Subject, d.Fields.FromName, d.Fields.FromAddress, d.Fields.Attachments = l.subject, l.name, l.address, l.attachments
		d.Raw = spool(t, s, strings.Repeat("x", l.size))
	})
	if err := s.SetUnread(ctx, []mailstore.MessageID{ids[0], ids[3], ids[4]}, false); err != nil {
		t.Fatal(err)
	}
	if err := s.SetStarred(ctx, ids[2:3], true); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name  string
		query mailstore.Query
		want  string // subjects
	}{
		{"oldest first", mailstore.Query{Reverse: true}, "b,Re: AW[2]: äpfel,[list] Apfelmus,,Re: b"},
		{"sender", mailstore.Query{Sort: mailstore.BySender}, "Re: b,[list] Apfelmus,Re: AW[2]: äpfel,,b"},
		{"sender from Z on", mailstore.Query{Sort: mailstore.BySender, Reverse: true}, ",b,Re: AW[2]: äpfel,Re: b,[list] Apfelmus"},
		{"subject", mailstore.Query{Sort: mailstore.BySubject}, ",Re: AW[2]: äpfel,Re: b,b,[list] Apfelmus"},
		{"size", mailstore.Query{Sort: mailstore.BySize}, ",b,Re: b,[list] Apfelmus,Re: AW[2]: äpfel"},
		{"smallest first", mailstore.Query{Sort: mailstore.BySize, Reverse: true}, "Re: AW[2]: äpfel,Re: b,[list] Apfelmus,b,"},
		{"unread", mailstore.Query{Sort: mailstore.ByUnread}, "[list] Apfelmus,Re: AW[2]: äpfel,Re: b,,b"},
		{"read first", mailstore.Query{Sort: mailstore.ByUnread, Reverse: true}, "Re: b,,b,[list] Apfelmus,Re: AW[2]: äpfel"},
		{"starred", mailstore.Query{Sort: mailstore.ByStarred}, "[list] Apfelmus,Re: b,,Re: AW[2]: äpfel,b"},
		{"attachments", mailstore.Query{Sort: mailstore.ByAttachments}, "Re: b,Re: AW[2]: äpfel,,[list] Apfelmus,b"},
		{"of those with attachments", mailstore.Query{Sort: mailstore.BySize, WithAttachments: true}, "Re: b,Re: AW[2]: äpfel"},
		{"of a search", mailstore.Query{Sort: mailstore.BySize, Text: "from:ann", Ranked: true}, "Re: b,[list] Apfelmus"},
		{"of a folder", mailstore.Query{Sort: mailstore.BySender, Folder: 999}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(subjects(t, s, tt.query), ","); got != tt.want {
				t.Errorf("the list is %s\nwant        %s", got, tt.want)
			}
			whole, _, err := s.Index(ctx, tt.query)
			if err != nil {
				t.Fatal(err)
			}
			if paged := paged(t, s, tt.query, 2); !slices.Equal(paged, whole) {
				t.Errorf("in pages it is %v, at once %v", paged, whole)
			}
		})
	}
}

// Pages of a sorted list follow what is written between two of them.
func TestSortedPagesFollowTheStore(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "me@example.org")
	sizes := func(prefix string, sizes ...int) []mailstore.MessageID {
		return record(t, s, list(t, s, a.ID, prefix, len(sizes)), func(i int, d *mailstore.Download) { d.Raw = spool(t, s, strings.Repeat("x", sizes[i])) })
	}
	ids := sizes("u", 10, 30, 20)
	q := mailstore.Query{Sort: mailstore.BySize}
	first, err := s.Page(ctx, q, mailstore.Cursor{}, 1)
	if err != nil || first[0].ID != ids[1] {
		t.Fatalf("%+v, %v", first, err)
	}
	after := mailstore.Cursor{Date: first[0].Date.Unix(), ID: first[0].ID}
	more := sizes("v", 25)
	second, err := s.Page(ctx, q, after, 2)
	if err != nil || second[0].ID != more[0] || second[1].ID != ids[2] {
		t.Fatalf("%+v, %v", second, err)
	}
	if err := s.Destroy(ctx, ids[1:2]); err != nil {
		t.Fatal(err)
	}
	if page, err := s.Page(ctx, q, after, 2); !errors.Is(err, mailstore.ErrNotFound) {
		t.Errorf("after a message that is gone: %+v, %v", page, err)
	}
}

// An order that is in memory has to follow what comes, goes and becomes whole.
func TestSortedListsFollowTheStore(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "me@example.org")
	rng := rand.New(rand.NewPCG(8, 8))
	word := func() string { return []string{"é", "b", "C", "dé", "Re: b", "d", "", "zz"}[rng.IntN(8)] }
	for round := range 30 {
		rows := list(t, s, a.ID, fmt.Sprint("u", round, "-"), 1+rng.IntN(20))
		begun := round%5 == 1
		ids := record(t, s, rows, func(_ int, d *mailstore.Download) {
			d.Fields.Subject, d.Fields.FromName, d.Fields.Date = word()+word(), word(), noon.Add(time.Duration(rng.IntN(50))*time.Second)
			d.Raw, d.Partial = spool(t, s, strings.Repeat("y", 1+rng.IntN(60))), begun
		})
		if begun {
			checkSorted(t, s)
			record(t, s, rows[:1], func(_ int, d *mailstore.Download) {
				d.Fields.Subject, d.Raw = "whole", spool(t, s, strings.Repeat("z", 300))
			})
		}
		if err := s.Destroy(ctx, ids[:rng.IntN(len(ids))]); err != nil {
			t.Fatal(err)
		}
		checkSorted(t, s)
	}
}

func checkSorted(t *testing.T, s *mailstore.Store) {
	t.Helper()
	byDate, _, err := s.Index(ctx, mailstore.Query{})
	if err != nil {
		t.Fatal(err)
	}
	plain, lower := strings.NewReplacer("Re: ", "", "é", "e", "C", "c"), strings.NewReplacer("R", "r", "é", "e", "C", "c")
	for how, compare := range map[mailstore.Sort]func(a, b mailstore.Head) int{
		mailstore.BySize: func(a, b mailstore.Head) int { return cmp.Compare(b.Size, a.Size) },
		mailstore.BySender: func(a, b mailstore.Head) int {
			return cmp.Compare(lower.Replace(cmp.Or(a.FromName, a.FromAddress)), lower.Replace(cmp.Or(b.FromName, b.FromAddress)))
		},
		mailstore.BySubject: func(a, b mailstore.Head) int {
			return cmp.Compare(base(plain, a.Subject), base(plain, b.Subject))
		},
	} {
		want, err := s.Heads(ctx, byDate)
		if err != nil {
			t.Fatal(err)
		}
		slices.SortStableFunc(want, compare)
		got, _, err := s.Index(ctx, mailstore.Query{Sort: how})
		if err != nil || len(got) != len(want) {
			t.Fatalf("order %d has %d messages of %d, %v", how, len(got), len(want), err)
		}
		for i, id := range got {
			if id != want[i].ID {
				t.Fatalf("order %d: row %d is message %d, want %d: %+v", how, i, id, want[i].ID, want[i].Fields)
			}
		}
	}
}

// base is a subject as these tests make them without its first marks of answers: "bRe: b" has none.
func base(plain *strings.Replacer, subject string) string {
	for strings.HasPrefix(subject, "Re: ") {
		subject = subject[len("Re: "):]
	}
	return strings.ReplaceAll(plain.Replace(strings.ReplaceAll(subject, "Re: ", "\x00")), "\x00", "re: ")
}
