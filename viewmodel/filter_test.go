package viewmodel

import (
	"testing"

	"satchel/mailstore"
)

func TestFilterNarrowsAQuery(t *testing.T) {
	tests := []struct {
		filter Filter
		want   mailstore.Query
	}{
		{Filter{}, mailstore.Query{Folder: 3}},
		{Filter{Unread: true}, mailstore.Query{Folder: 3, Unread: true}},
		{Filter{Starred: true, Attachments: true}, mailstore.Query{Folder: 3, Starred: true, WithAttachments: true}},
	}
	for _, tt := range tests {
		if got := tt.filter.Apply(mailstore.Query{Folder: 3}); got != tt.want {
			t.Errorf("%+v: query = %+v, want %+v", tt.filter, got, tt.want)
		}
		if tt.filter.On() != (tt.filter != Filter{}) {
			t.Errorf("On() of %+v", tt.filter)
		}
	}
}

func TestEmptyList(t *testing.T) {
	tests := []struct {
		place  Place
		filter Filter
		search string
		want   string
	}{
		{Place{Role: mailstore.Inbox}, Filter{Unread: true}, "tax", "Nothing found"},
		{Place{Role: mailstore.Inbox}, Filter{Unread: true}, "", "Nothing here with this filter"},
		{Place{Role: mailstore.Inbox}, Filter{}, "", "No mail yet"},
		{Place{ID: AllInboxes}, Filter{}, "", "No mail yet"},
		{Place{Role: mailstore.Bin}, Filter{}, "", "The Bin is empty"},
		{Place{Role: mailstore.Junk}, Filter{}, "", "No junk"},
		{Place{Role: mailstore.Archive}, Filter{}, "", "Nothing archived"},
		{Place{Role: mailstore.Sent}, Filter{}, "", "Nothing here"},
		{Place{Title: "Tax"}, Filter{}, "", "Nothing here"},
	}
	for _, tt := range tests {
		if title, hint := EmptyList(tt.place, tt.filter, tt.search); title != tt.want || hint == "" && tt.place.Role != mailstore.Sent {
			t.Errorf("EmptyList(%+v, %+v, %q) = %q, %q", tt.place, tt.filter, tt.search, title, hint)
		}
	}
}
