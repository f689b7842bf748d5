package mailstore_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"satchel/mailstore"
)

// lines shows contacts as text.
func lines(list []mailstore.Contact) (out []string) {
	for _, c := range list {
		out = append(out, fmt.Sprintf("%s|%s|%s|%s|%s", c.Name, strings.Join(c.Addresses, " "), strings.Join(c.Groups, ","), c.Notes, c.Card))
	}
	return out
}

func sameContacts(t *testing.T, s *mailstore.Store, want ...string) []mailstore.Contact {
	t.Helper()
	list, err := s.Contacts(ctx)
	must(t, err)
	if got := lines(list); !slices.Equal(got, want) {
		t.Errorf("contacts\n%q, want\n%q", got, want)
	}
	return list
}

func TestContacts(t *testing.T) {
	s := open(t, t.TempDir())
	zoe, err := s.SaveContact(ctx, mailstore.Contact{Name: " Zoë\nMüller ", Addresses: []string{"zoe@example.org", "ZOE@example.org", ""}, Groups: []string{"Choir", "choir"}})
	must(t, err)
	ann, err := s.SaveContact(ctx, mailstore.Contact{Addresses: []string{"ann@example.org"}, Notes: "two\nlines"})
	must(t, err)
	sameContacts(t, s, "|ann@example.org||two\nlines|", "Zoë Müller|zoe@example.org|Choir||")

	_, err = s.SaveContact(ctx, mailstore.Contact{ID: ann, Name: "Ann", Addresses: []string{"ann@example.org"}})
	must(t, err)
	must(t, s.RemoveContacts(ctx, []mailstore.ContactID{zoe}))
	sameContacts(t, s, "Ann|ann@example.org|||")
	for _, err := range []error{
		s.RemoveContacts(ctx, []mailstore.ContactID{zoe}),
		func() error { _, err := s.SaveContact(ctx, mailstore.Contact{ID: zoe, Name: "x"}); return err }(),
		func() error { _, err := s.MergeContacts(ctx, []mailstore.ContactID{ann, zoe}); return err }(),
	} {
		if !errors.Is(err, mailstore.ErrNotFound) {
			t.Errorf("a contact that is gone: %v", err)
		}
	}
	if _, err := s.UndoLast(ctx); err != nil {
		t.Fatal(err)
	}
	sameContacts(t, s, "Ann|ann@example.org|||", "Zoë Müller|zoe@example.org|Choir||")
}

func TestMergeContactsCanBeUndone(t *testing.T) {
	s := open(t, t.TempDir())
	var ids []mailstore.ContactID
	for _, c := range []mailstore.Contact{
		{Name: "Ann Miller", Addresses: []string{"ann@example.org"}, Notes: "old", Card: "TEL:1\n"},
		{Name: "Miller, A.", Addresses: []string{"Ann@Example.org", "a.miller@example.com"}, Groups: []string{"Work"}, Notes: "new", Card: "TEL:1\nTEL:2\n"},
	} {
		id, err := s.SaveContact(ctx, c)
		must(t, err)
		ids = append(ids, id)
	}
	two := lines(sameContacts(t, s, "Ann Miller|ann@example.org||old|TEL:1\n", "Miller, A.|Ann@Example.org a.miller@example.com|Work|new|TEL:1\nTEL:2\n"))
	_, err := s.MergeContacts(ctx, ids)
	must(t, err)
	one := "Ann Miller|ann@example.org a.miller@example.com|Work|old\n\nnew|TEL:1\nTEL:2\n"
	sameContacts(t, s, one)
	_, err = s.UndoLast(ctx)
	must(t, err)
	sameContacts(t, s, two...)
	_, err = s.RedoLast(ctx)
	must(t, err)
	sameContacts(t, s, one)
}

func TestAddContactsTakesNothingTwice(t *testing.T) {
	s := open(t, t.TempDir())
	_, err := s.SaveContact(ctx, mailstore.Contact{UID: "u1", Name: "Ann", Addresses: []string{"ann@example.org"}})
	must(t, err)
	in := []mailstore.Contact{
		{UID: "u1", Name: "Ann Miller", Addresses: []string{"ann@example.com"}},
		{UID: "u2", Name: "Bo", Addresses: []string{"bo@example.net"}, Card: "TEL:1\n"},
		{Name: "bó", Addresses: []string{"BO@example.net"}},
		{Name: ""},
	}
	got, err := s.AddContacts(ctx, in)
	must(t, err)
	if want := (mailstore.TakenIn{Added: 1, Updated: 1, Known: 1}); got != want {
		t.Errorf("taken in %+v, want %+v", got, want)
	}
	sameContacts(t, s, "Ann|ann@example.org ann@example.com|||", "Bo|bo@example.net|||TEL:1\n")
	if got, err = s.AddContacts(ctx, in); err != nil || got != (mailstore.TakenIn{Known: 3}) {
		t.Errorf("once more: %+v, %v", got, err)
	}
	_, err = s.UndoLast(ctx)
	must(t, err)
	sameContacts(t, s, "Ann|ann@example.org ann@example.com|||")
}

func TestDuplicates(t *testing.T) {
	list := []mailstore.Contact{
		{ID: 1, Name: "Ann Miller", Addresses: []string{"ann@example.org"}},
		{ID: 2, Name: "Bo"},
		{ID: 3, Name: "ánn  miller"},
		{ID: 4, Name: "Bo", Addresses: []string{"bo@example.net"}}, // one word is many people's
		{ID: 5, Name: "A", Addresses: []string{"x@example.org", "ANN@example.org"}},
		{ID: 6, Name: "B", Addresses: []string{"x@example.org"}},
	}
	var got [][]mailstore.ContactID
	for _, g := range mailstore.Duplicates(list) {
		var ids []mailstore.ContactID
		for _, c := range g {
			ids = append(ids, c.ID)
		}
		got = append(got, ids)
	}
	if want := [][]mailstore.ContactID{{1, 3, 5, 6}}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("duplicates %v, want %v", got, want)
	}
}
