package mailstore_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"satchel/mailstore"
)

// sent adds a letter to a folder for that use.
func sent(t testing.TB, s *mailstore.Store, a mailstore.AccountID, role mailstore.Role, date time.Time, head string, marks mailstore.Marks) mailstore.MessageID {
	t.Helper()
	f, err := s.FolderByRole(ctx, a, role)
	if err != nil {
		t.Fatal(err)
	}
	shown := ""
	for line := range strings.Lines(head) {
		if to, ok := strings.CutPrefix(line, "To: "); ok {
			shown = strings.TrimSpace(to)
		}
	}
	ids, _, err := s.AddMessages(ctx, []mailstore.Addition{{
		Folder: f.ID, Raw: spool(t, s, head+"\r\nHello\r\n"), Arrived: date, Marks: marks,
		Fields: mailstore.Fields{FromName: "Cy", FromAddress: "cy@example.net", To: shown, Date: date},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return ids[0]
}

func people(t testing.TB, s *mailstore.Store) (out []string) {
	t.Helper()
	list, err := s.People(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		out = append(out, fmt.Sprintf("%s <%s> %d", p.Name, p.Address, p.Uses))
	}
	slices.Sort(out)
	return out
}

func TestPeopleOfLetters(t *testing.T) {
	s := open(t, t.TempDir())
	s.StopHouse()
	a := addAccount(t, s, "ann@example.org").ID
	sent(t, s, a, mailstore.Sent, noon, "To: Bo =?utf-8?q?J=C3=B8rn?= <bo@example.net>\r\nCc: \"Doe, Di\" <di@example.net>\r\nBcc: eve@example.net\r\n", mailstore.Marks{})
	sent(t, s, a, mailstore.Sent, noon.Add(-time.Hour), "To: old name <BO@example.net>, nobody, <a b@c>\r\n", mailstore.Marks{})
	sent(t, s, a, mailstore.Inbox, noon, "To: ann@example.org\r\n", mailstore.Marks{Answered: true})
	sent(t, s, a, mailstore.Inbox, noon, "To: ann@example.org\r\n", mailstore.Marks{})
	sent(t, s, a, mailstore.Drafts, noon, "To: later@example.org\r\n", mailstore.Marks{})
	if _, err := s.NotePeople(ctx); err != nil {
		t.Fatal(err)
	}
	want := []string{" <eve@example.net> 1", "Bo Jørn <bo@example.net> 2", "Cy <cy@example.net> 1", "Doe, Di <di@example.net> 1"}
	if got := people(t, s); !slices.Equal(got, want) {
		t.Errorf("people %q, want %q", got, want)
	}
	must(t, s.HidePerson(ctx, "Eve@example.net"))
	if got := people(t, s); !slices.Equal(got, want[1:]) {
		t.Errorf("with one hidden: %q", got)
	}
	if steps, err := s.NotePeople(ctx); err != nil || steps != 0 {
		t.Errorf("nothing waits, yet %d steps, %v", steps, err)
	}
}

// Whoever is in Bcc is known from the outbox; the letter is noted when it comes into Sent.
func TestPeopleOfTheOutbox(t *testing.T) {
	s := open(t, t.TempDir())
	s.StopHouse()
	a := addAccount(t, s, "ann@example.org")
	id := queue(t, s, a.ID, noon, "bo@example.net", "hidden@example.net")
	if _, err := s.NotePeople(ctx); err != nil || len(people(t, s)) != 0 {
		t.Fatalf("before it is sent: %q, %v", people(t, s), err)
	}
	must(t, s.MoveToRole(ctx, []mailstore.MessageID{letter(t, s, id).Message}, mailstore.Sent)) // refused: it is on its way
	if _, err := s.BeginSending(ctx, id); err != nil {
		t.Fatal(err)
	}
	_, err := s.EndSending(ctx, id, ended("bo@example.net", "taken", "hidden@example.net", "taken"))
	must(t, err)
	if _, err := s.NotePeople(ctx); err != nil {
		t.Fatal(err)
	}
	if got, want := people(t, s), []string{" <bo@example.net> 1", " <hidden@example.net> 1"}; !slices.Equal(got, want) {
		t.Errorf("people %q, want %q", got, want)
	}
}

// Mail that was there before is gone through in steps; a step that is done is not done again.
func TestPeopleOfOldMail(t *testing.T) {
	s := open(t, t.TempDir())
	s.StopHouse()
	a := addAccount(t, s, "ann@example.org").ID
	const letters = 300
	for i := range letters {
		sent(t, s, a, mailstore.Sent, noon, fmt.Sprintf("To: p%d@example.net\r\n", i), mailstore.Marks{})
	}
	s.Exec(t, "DELETE FROM people_waiting")
	s.Exec(t, "INSERT INTO settings (key, value) VALUES ('people.before', ?)", strconv.Itoa(letters+1))
	steps, err := s.NotePeople(ctx)
	must(t, err)
	if got := len(people(t, s)); got != letters || steps < 3 {
		t.Errorf("%d people in %d steps, want %d in at least 3", got, steps, letters)
	}
	if left, err := s.Setting(ctx, "people.before"); err != nil || left != "" {
		t.Errorf("left to do: %q, %v", left, err)
	}
}

func TestShownPeople(t *testing.T) {
	for text, want := range map[string]string{
		"":                                "[]",
		"Ann <ann@example.org>":           "[{Ann ann@example.org}]",
		"ann@example.org, b@example.org":  "[{ ann@example.org} { b@example.org}]",
		"Doe, Di <di@example.org>, x@y.z": "[{Doe, Di di@example.org} { x@y.z}]",
		"Nobody, Ann <ann@example.o":      "[]",
	} {
		got := []struct{ Name, Address string }{}
		for _, p := range mailstore.ShownPeople(text) {
			got = append(got, struct{ Name, Address string }{p.Name, p.Address})
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%q gives %v, want %s", text, got, want)
		}
	}
}

// suggested are the addresses and groups for what was typed.
func suggested(t testing.TB, s *mailstore.Store, typed string) (out []string) {
	t.Helper()
	list, err := s.Complete(ctx, typed, 8)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range list {
		out = append(out, one.Group+one.Address)
	}
	return out
}

func TestComplete(t *testing.T) {
	s := open(t, t.TempDir())
	s.StopHouse()
	person := func(name, address string, uses int, days int) {
		s.Exec(t, "INSERT INTO people (key, address, name, uses, last) VALUES (lower(?2), ?2, ?1, ?3, ?4)", name, address, uses, noon.AddDate(0, 0, -days).Unix())
	}
	person("Zoë Strøm", "zoe.strom@work.example", 5, 10)
	person("Anna Zöllner", "az@example.org", 50, 2000)
	person("", "zack@example.org", 1, 30)
	_, err := s.SaveContact(ctx, mailstore.Contact{Name: "Bo Zander", Addresses: []string{"bo@example.net", "bo@home.example"}, Groups: []string{"Zoo friends"}})
	must(t, err)
	for _, tt := range []struct{ typed, want string }{
		{"z", "zoe.strom@work.example az@example.org Zoo friends zack@example.org bo@example.net bo@home.example"},
		{"ZO", "zoe.strom@work.example az@example.org Zoo friends"},
		{"zo str", "zoe.strom@work.example"},
		{"strom", "zoe.strom@work.example"},
		{"work", "zoe.strom@work.example"},
		{"az@ex", "az@example.org"},
		{"an zö", "az@example.org"},
		{"x", ""},
		{"  ", ""},
		{"llner", ""},
	} {
		if got := strings.Join(suggested(t, s, tt.typed), " "); got != tt.want {
			t.Errorf("%q suggests %q, want %q", tt.typed, got, tt.want)
		}
	}
	if list, err := s.Complete(ctx, "zoo", 1); err != nil || len(list) != 1 || len(list[0].Members) != 1 || list[0].Members[0].Address != "bo@example.net" {
		t.Errorf("a group: %+v, %v", list, err)
	}
	must(t, s.HidePerson(ctx, "zack@example.org"))
	if got := suggested(t, s, "zack"); len(got) != 0 {
		t.Errorf("hidden, yet %q", got)
	}
	_, err = s.UndoLast(ctx)
	must(t, err)
	if got := suggested(t, s, "zoo"); len(got) != 0 {
		t.Errorf("taken back, yet %q", got)
	}
}

// BenchmarkComplete is the time of one key among 50,000 people: of one letter, of three, and of two words.
func BenchmarkComplete(b *testing.B) {
	s := open(b, b.TempDir())
	s.StopHouse()
	s.Exec(b, `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 49999)
		INSERT INTO people (key, address, name, uses, last)
		SELECT a, a, substr('annabelcarldoraevefritzginahansidajonkarl', 1 + i * 7 % 37, 4) || ' ' || substr('müllerschmidtweberfischerbecker', 1 + i * 11 % 26, 5) || i, 1 + i % 40, 1700000000 + i
		FROM (SELECT i, substr('annabelcarldoraevefritzginahansidajonkarl', 1 + i * 7 % 37, 4) || '.' || i || '@host' || (i % 300) || '.example' AS a FROM n)`)
	start := time.Now()
	if _, err := s.Complete(ctx, "a", 8); err != nil {
		b.Fatal(err)
	}
	first := time.Since(start)
	for _, typed := range []string{"a", "ann", "h", "ida web", "host1"} {
		b.Run(strings.ReplaceAll(typed, " ", "_"), func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Complete(ctx, typed, 8); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(first.Milliseconds()), "ms-first")
		})
	}
}
