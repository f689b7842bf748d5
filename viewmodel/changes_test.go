package viewmodel

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"satchel/mailstore"
)

func TestChangeWords(t *testing.T) {
	n := NewNames([]mailstore.Folder{
		{ID: 4, Role: mailstore.Bin, Name: "Bin"}, {ID: 7, Name: "Garden"}, {ID: 8, Name: strings.Repeat("long ", 60)},
	}, []mailstore.SavedSearch{{ID: 3, Name: "Bank"}})
	n.Subjects = map[mailstore.MessageID]string{1: "Invoice", 2: ""}
	tests := []struct {
		name string
		done mailstore.Done
		want string
	}{
		{"read", mailstore.Done{Kind: "unread", Value: "0", First: 1, Count: 3}, "3 messages marked as read"},
		{"unread", mailstore.Done{Kind: "unread", Value: "1", First: 1, Count: 1}, "“Invoice” marked as unread"},
		{"no subject", mailstore.Done{Kind: "starred", Value: "1", First: 2, Count: 1}, "“(no subject)” starred"},
		{"a letter that is gone", mailstore.Done{Kind: "starred", Value: "0", First: 9, Count: 1}, "1 message no longer starred"},
		{"to the Bin", mailstore.Done{Kind: "folder", Value: "4", Was: "1", First: 1, Count: 12000}, "12\u202f000 messages moved to Bin"},
		{"to a folder that is gone", mailstore.Done{Kind: "folder", Value: "99", First: 1, Count: 2}, "2 messages moved to a folder that is gone"},
		{"to a folder with a long name", mailstore.Done{Kind: "folder", Value: "8", First: 1, Count: 2}, "2 messages moved to " + strings.Repeat("long ", 11) + "long…"},
		{"renamed", mailstore.Done{Kind: "rename", Was: "Old", Value: "New", First: 7, Count: 1}, "Folder “Old” renamed to “New”"},
		{"made", mailstore.Done{Kind: "made", First: 7, Count: 1}, "Folder “Garden” made"},
		{"made and gone", mailstore.Done{Kind: "made", First: 99, Count: 1}, "A folder made"},
		{"deleted", mailstore.Done{Kind: "place", Value: "4", First: 7, Count: 1}, "Folder “Garden” deleted"},
		{"to the top", mailstore.Done{Kind: "place", Value: "0", First: 7, Count: 1}, "Folder “Garden” moved to the top"},
		{"into another", mailstore.Done{Kind: "place", Value: "7", First: 8, Count: 1}, "Folder “" + strings.Repeat("long ", 11) + "long…” moved into “Garden”"},
		{"saved", mailstore.Done{Kind: "search", Value: "0", First: 3, Count: 1}, "Search “Bank” saved"},
		{"search removed", mailstore.Done{Kind: "search", Value: "1", First: 4, Count: 1}, "A search removed"},
		{"search renamed", mailstore.Done{Kind: "search-name", Was: "a", Value: "b", First: 3, Count: 1}, "Search “a” renamed to “b”"},
		{"contact added", mailstore.Done{Kind: "contact", Value: "0", Count: 1}, "1 contact added"},
		{"contacts deleted", mailstore.Done{Kind: "contact", Value: "1", Count: 3}, "3 contacts deleted"},
		{"contacts merged", mailstore.Done{Kind: "contacts", Value: "0", Count: 4}, "3 contacts merged"},
		{"of a later version", mailstore.Done{Kind: "colour", Count: 1}, "Something changed by a newer Satchel"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := ChangeWords(tt.done, n); got != tt.want {
				t.Errorf("ChangeWords = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestChangeRows(t *testing.T) {
	list := []mailstore.Done{
		{ID: 4, At: monday.Add(-time.Hour), Kind: "made", Count: 1},
		{ID: 3, At: monday.Add(-20 * time.Hour), Kind: "made", Count: 1, Undone: true},
		{ID: 2, At: monday.Add(-21 * time.Hour), Kind: "starred", Value: "1", Count: 2, Undone: true},
		{ID: 1, At: monday.Add(-72 * time.Hour), Kind: "starred", Value: "1", Count: 2},
	}
	want := []ChangeRow{
		{4, "Today", "14:00", "A folder made", "Undo", false},
		{3, "Yesterday", "19:00", "A folder made", "", true},
		{2, "Yesterday", "18:00", "2 messages starred", "Do again", true},
		{1, "Fri 20 November", "15:00", "2 messages starred", "Undo", false},
	}
	if got := ChangeRows(list, Names{}, monday); !reflect.DeepEqual(got, want) {
		t.Errorf("ChangeRows = %+v\nwant %+v", got, want)
	}
}

func TestUndoWords(t *testing.T) {
	d := mailstore.Done{Kind: "starred", Value: "1", Count: 2}
	undone := d
	undone.Undone = true
	for want, o := range map[string]mailstore.Outcome{
		"Taken back: 2 messages starred": {Done: undone, Count: 2},
		"Done again: 2 messages starred": {Done: d, Count: 1},
		"This cannot be taken back any more, as it was changed again since: 2 messages starred": {Done: undone},
		"This cannot be done again any more, as it was changed since: 2 messages starred":       {Done: d},
	} {
		if got := UndoWords(o, Names{}); got != want {
			t.Errorf("UndoWords = %q, want %q", got, want)
		}
	}
}
