package viewmodel

import (
	"reflect"
	"testing"

	"satchel/mailstore"
)

var twoAccounts = []mailstore.Account{{ID: 1, Email: "ann@example.org"}, {ID: 2, Email: "bob@example.org", Colour: 1}}

func TestPlaces(t *testing.T) {
	folders := []mailstore.Folder{
		{ID: 10, Account: 1, Role: mailstore.Inbox, Name: "Inbox", Unread: 2},
		{ID: 11, Account: 1, Role: mailstore.Drafts},
		{ID: 12, Account: 1, Role: mailstore.Sent, Total: 3, Unread: 1},
		{ID: 13, Account: 1, Role: mailstore.Junk, Unread: 4},
		{ID: 14, Account: 1, Role: mailstore.Bin, Unread: 5},
		{ID: 15, Account: 1, Name: "Tax"},
		{ID: 16, Account: 1, Parent: 15, Name: "2025", Unread: 1},
		{ID: 20, Account: 2, Role: mailstore.Inbox, Unread: 1},
		{ID: 30, Account: 9, Role: mailstore.Inbox},
	}
	var p Places
	p.Set(twoAccounts, folders)
	type row struct {
		id, title    string
		count, level int
		strong       bool
	}
	want := []row{
		{"all", "All inboxes", 3, 0, true},
		{"account:1", "ann@example.org", 0, 0, false},
		{"folder:10", "Inbox", 2, 0, true},
		{"folder:12", "Sent", 0, 0, false},
		{"folder:13", "Junk", 4, 0, false},
		{"folder:14", "Bin", 0, 0, false},
		{"folder:15", "Tax", 0, 0, false},
		{"folder:16", "2025", 1, 1, true},
		{"account:2", "bob@example.org", 0, 0, false},
		{"folder:20", "Inbox", 1, 0, true},
		{"account:9", "Kept mail", 0, 0, false},
		{"folder:30", "Inbox", 0, 0, false},
	}
	var got []row
	for _, r := range p.Rows() {
		got = append(got, row{r.ID, r.Title, r.Count, r.Level, r.Strong})
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("rows = %v\nwant   %v", got, want)
	}
	var targets []string
	for _, place := range p.Targets(1) {
		targets = append(targets, place.Title)
	}
	if want := []string{"Inbox", "Junk", "Bin", "Tax", "2025"}; !reflect.DeepEqual(targets, want) {
		t.Errorf("Targets = %v, want %v", targets, want)
	}
}

func TestPlaceTitles(t *testing.T) {
	var p Places
	p.Set(twoAccounts, []mailstore.Folder{{ID: 10, Account: 1, Role: mailstore.Inbox, Unread: 2}, {ID: 20, Account: 2, Role: mailstore.Bin}})
	tests := map[string]string{
		"all":       "All inboxes (2) – Satchel",
		"folder:10": "Inbox (2) – ann@example.org – Satchel",
		"folder:20": "Bin – bob@example.org – Satchel",
		"gone":      "Satchel",
	}
	for id, want := range tests {
		if got := p.Title(id); got != want {
			t.Errorf("Title(%q) = %q, want %q", id, got, want)
		}
	}
}

func TestFoldingIsKept(t *testing.T) {
	var p Places
	p.Set(twoAccounts, nil)
	p.Fold("account:2", true)
	p.Fold("account:1", true)
	p.Fold("account:1", false)
	var q Places
	q.SetFoldState(p.FoldState())
	q.Set(twoAccounts, nil)
	if row, _ := q.Find("account:2"); !row.Folded {
		t.Error("a folded account is open after restoring")
	}
	if row, _ := q.Find("account:1"); row.Folded {
		t.Error("an open account is folded after restoring")
	}
}

func TestFolderCircleEnds(t *testing.T) {
	var p Places
	p.Set(twoAccounts[:1], []mailstore.Folder{{ID: 1, Account: 1, Name: "a"}, {ID: 2, Account: 1, Parent: 1, Name: "b"}, {ID: 3, Account: 1, Parent: 3, Name: "self"}})
	if got := len(p.Rows()); got != 4 {
		t.Errorf("%d rows, want 4", got)
	}
}

func TestNoAccountsNoPlaces(t *testing.T) {
	var p Places
	p.Set(nil, nil)
	if len(p.Rows()) != 0 {
		t.Errorf("rows = %v, want none", p.Rows())
	}
}
