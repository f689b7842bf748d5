package mailstore_test

import (
	"fmt"
	"strings"
	"testing"

	"satchel/mailstore"
)

// library is a store with five letters; the search tests name them by number.
func library(t testing.TB) *mailstore.Store {
	s := open(t, t.TempDir())
	letters := []mailstore.Fields{
		{Subject: "Invoice 2026-03", FromName: "Müller GmbH", FromAddress: "billing@mueller.example", Search: "Please pay the red car.", Attachments: 1, AttachmentNames: []string{"invoice.pdf"}},
		{Subject: "Re: holiday", FromName: "Ann", FromAddress: "ann@example.org", To: "bob@example.net", Search: "We saw a red boat and a blue car."},
		{Subject: "Café", FromName: "Eve", FromAddress: "eve@example.org", Search: "The carpet is blue. Ärger über Straße, C++ and AND OR NOT NEAR"},
		{Subject: "日本語のメール", FromName: "Yuki", Search: "東京"},
		{Search: "ann is not the sender"},
	}
	record(t, s, list(t, s, addAccount(t, s, "me@example.org").ID, "u", len(letters)), func(i int, d *mailstore.Download) { d.Fields = letters[i] })
	return s
}

func TestSearch(t *testing.T) {
	s := library(t)
	tests := []struct{ text, want string }{
		{"red", "1 2"},
		{"RED car", "1 2"},
		{`"red car"`, "1"},
		{`"red car`, "1"},
		{"ca", "1 2 3"},       // the last word may be unfinished
		{"car blue", "2"},     // the others are whole
		{"blue car", "2 3"},   // car is the beginning of carpet
		{`blue "car"`, "2"},   // a phrase is whole
		{"c", "3"},            // C++, and not the beginning of every other word
		{"cafe", "3"},         // accents do not matter
		{"arger", "3"},        //
		{"muller", "1"},       //
		{"blue -boat", "3"},   //
		{"-red", "3 4 5"},     //
		{"-red -blue", "4 5"}, //
		{`-"red car"`, "2 3 4 5"},
		{"from:ann", "2"},
		{"ann", "2 5"},
		{"to:bob", "2"},
		{"FROM:ann", "2"},
		{"-from:ann red", "1"},
		{`subject:"re holiday"`, "2"},
		{"subject:red", ""},
		{"has:attachment", "1"},
		{"has:attachment blue", ""},
		{"file:invoice", "1"},
		{"billing@mueller.example", "1"},
		{"2026-03", "1"},
		{"and or not near", "3"},
		{"日本語", "4"},
		{"東京", "4"},
		{"nowhere:red", ""},
		{"from:", ""},
		{"", "1 2 3 4 5"},
		{`"" - * ( ) : ^ '`, "1 2 3 4 5"},
		{"red\x00car", "1 2"},
		{"red*", "1 2"},
		{"(red)", "1 2"},
	}
	for _, tt := range tests {
		ids, _, err := s.Index(ctx, mailstore.Query{Text: tt.text})
		got := map[mailstore.MessageID]bool{}
		for _, id := range ids {
			got[id] = true
		}
		var names []string
		for id := mailstore.MessageID(1); id <= 5; id++ {
			if got[id] {
				names = append(names, fmt.Sprint(id))
			}
		}
		if found := strings.Join(names, " "); found != tt.want || err != nil {
			t.Errorf("search for %q finds %q, %v; want %q", tt.text, found, err, tt.want)
		}
	}
}

func TestSearchWithinAList(t *testing.T) {
	s := library(t)
	bin := record(t, s, list(t, s, 1, "v", 1), func(_ int, d *mailstore.Download) { d.Fields.Search, d.Unread = "red", false })
	if err := s.MoveToRole(ctx, bin, mailstore.Bin); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		query mailstore.Query
		want  int
	}{
		{mailstore.Query{Text: "red"}, 3},
		{mailstore.Query{Text: "red", Role: mailstore.Bin}, 1},
		{mailstore.Query{Text: "red", Role: mailstore.Inbox}, 2},
		{mailstore.Query{Text: "red", Unread: true}, 2},
		{mailstore.Query{Text: "red", Account: 2}, 0},
		{mailstore.Query{Text: "-red", Role: mailstore.Bin}, 0},
	} {
		heads, err := s.Page(ctx, tt.query, mailstore.Cursor{}, 10)
		if err != nil || len(heads) != tt.want {
			t.Errorf("%+v finds %d, %v; want %d", tt.query, len(heads), err, tt.want)
		}
	}
	first, err := s.Page(ctx, mailstore.Query{Text: "red"}, mailstore.Cursor{}, 2)
	if err != nil || len(first) != 2 {
		t.Fatalf("first page = %v, %v", first, err)
	}
	rest, err := s.Page(ctx, mailstore.Query{Text: "red"}, mailstore.Cursor{Date: first[1].Date.Unix(), ID: first[1].ID}, 2)
	if err != nil || len(rest) != 1 {
		t.Errorf("second page = %v, %v", rest, err)
	}
	if err := s.Destroy(ctx, bin); err != nil {
		t.Fatal(err)
	}
	if ids, _, err := s.Index(ctx, mailstore.Query{Text: "red"}); err != nil || len(ids) != 2 {
		t.Errorf("after Destroy search finds %v, %v", ids, err)
	}
}

// Whatever is typed, it is no error, and more words never find more.
func FuzzSearch(f *testing.F) {
	s := library(f)
	for _, text := range []string{"red", `"`, `a"b`, "-", "--x", "from:", `from:"`, `-from:"a b"c`, "NEAR(a b)", "{a b}:c", "a*b*", "\x00", "\xff", "^a", "a+b", "ё\u0301", "has:attachment"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		all, _, err := s.Index(ctx, mailstore.Query{})
		if err != nil {
			t.Fatal(err)
		}
		ids, _, err := s.Index(ctx, mailstore.Query{Text: text})
		if err != nil {
			t.Fatalf("search for %q: %v", text, err)
		}
		more, _, err := s.Index(ctx, mailstore.Query{Text: `"red" ` + text})
		if err != nil {
			t.Fatalf("search for red and %q: %v", text, err)
		}
		if len(ids) > len(all) || len(more) > len(ids) {
			t.Fatalf("search for %q finds %d of %d, with red %d", text, len(ids), len(all), len(more))
		}
	})
}
