package viewmodel

import (
	"fmt"
	"reflect"
	"strings"
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
	p.Set(twoAccounts, folders, nil)
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
	p.Set(twoAccounts, []mailstore.Folder{{ID: 10, Account: 1, Role: mailstore.Inbox, Unread: 2}, {ID: 20, Account: 2, Role: mailstore.Bin}}, nil)
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
	p.Set(twoAccounts, nil, nil)
	p.Fold("account:2", true)
	p.Fold("account:1", true)
	p.Fold("account:1", false)
	var q Places
	q.SetFoldState(p.FoldState())
	q.Set(twoAccounts, nil, nil)
	if row, _ := q.Find("account:2"); !row.Folded {
		t.Error("a folded account is open after restoring")
	}
	if row, _ := q.Find("account:1"); row.Folded {
		t.Error("an open account is folded after restoring")
	}
}

func TestFolderCircleEnds(t *testing.T) {
	var p Places
	p.Set(twoAccounts[:1], []mailstore.Folder{{ID: 1, Account: 1, Name: "a"}, {ID: 2, Account: 1, Parent: 1, Name: "b"}, {ID: 3, Account: 1, Parent: 3, Name: "self"}}, nil)
	if got := len(p.Rows()); got != 4 {
		t.Errorf("%d rows, want 4", got)
	}
}

func TestNoAccountsNoPlaces(t *testing.T) {
	var p Places
	p.Set(nil, nil, nil)
	if len(p.Rows()) != 0 {
		t.Errorf("rows = %v, want none", p.Rows())
	}
}

// A folder that is folded tells what is unread in it; folders in the Bin tell nothing.
func TestNestedFolders(t *testing.T) {
	var p Places
	p.Set(twoAccounts[:1], []mailstore.Folder{
		{ID: 10, Account: 1, Role: mailstore.Inbox}, {ID: 14, Account: 1, Role: mailstore.Bin},
		{ID: 1, Account: 1, Name: "Tax", Unread: 1}, {ID: 2, Account: 1, Parent: 1, Name: "2025", Unread: 2},
		{ID: 3, Account: 1, Parent: 2, Name: "Letters", Unread: 4}, {ID: 4, Account: 1, Parent: 14, Name: "Old", Unread: 8},
	}, nil)
	describe := func() string {
		var b strings.Builder
		for _, r := range p.Rows()[2:] {
			fmt.Fprintf(&b, "%s level %d count %d", r.Title, r.Level, r.Count)
			for _, mark := range []struct {
				on   bool
				text string
			}{{r.Holds, " holds"}, {r.Folded, " folded"}, {r.InBin, " in the Bin"}, {r.Own(), " own"}, {r.MayHold(), " may hold"}} {
				if mark.on {
					b.WriteString(mark.text)
				}
			}
			b.WriteString("\n")
		}
		return b.String()
	}
	open := `Inbox level 0 count 0 may hold
Bin level 0 count 0 holds
Old level 1 count 0 in the Bin own
Tax level 0 count 1 holds own may hold
2025 level 1 count 2 holds own may hold
Letters level 2 count 4 own may hold
`
	if got := describe(); got != open {
		t.Errorf("open:\n%swant\n%s", got, open)
	}
	p.Fold("folder:1", true)
	p.Fold("folder:3", true) // holds nothing: there is nothing to fold
	folded := strings.Replace(open, "Tax level 0 count 1 holds own", "Tax level 0 count 7 holds folded own", 1)
	if got := describe(); got != folded {
		t.Errorf("folded:\n%swant\n%s", got, folded)
	}
}

func TestFolderTargets(t *testing.T) {
	var p Places
	p.Set(twoAccounts, []mailstore.Folder{
		{ID: 10, Account: 1, Role: mailstore.Inbox}, {ID: 13, Account: 1, Role: mailstore.Junk}, {ID: 14, Account: 1, Role: mailstore.Bin},
		{ID: 1, Account: 1, Name: "Tax"}, {ID: 2, Account: 1, Parent: 1, Name: "2025"}, {ID: 3, Account: 1, Parent: 2, Name: "Letters"},
		{ID: 4, Account: 1, Parent: 14, Name: "Old"}, {ID: 5, Account: 2, Name: "Other"},
	}, nil)
	for id, want := range map[string]string{
		"folder:1": "Inbox ",
		"folder:2": "ann@example.org Inbox ",
		"folder:3": "ann@example.org Inbox Tax ",
		"folder:4": "ann@example.org Inbox Tax 2025 Letters ",
	} {
		place, _ := p.Find(id)
		got := ""
		for _, target := range p.FolderTargets(place) {
			got += target.Title + " "
		}
		if got != want {
			t.Errorf("%s can go to %q, want %q", place.Title, got, want)
		}
	}
}

func TestSavedSearchesAmongPlaces(t *testing.T) {
	var p Places
	p.Set(twoAccounts[:1], nil, []mailstore.SavedSearch{{ID: 7, Name: "Bank", Query: "from:bank"}})
	rows := p.Rows()[2:]
	want := []Place{
		{ID: SearchesID, Title: "Saved searches", Heading: true},
		{ID: "search:7", Title: "Bank", Search: 7, Query: mailstore.Query{Text: "from:bank"}},
	}
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("rows = %+v\nwant %+v", rows, want)
	}
}
