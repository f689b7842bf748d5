package viewmodel

import (
	"testing"

	"satchel/mailstore"
)

func TestNewMail(t *testing.T) {
	heads := []mailstore.Head{{Fields: mailstore.Fields{FromName: "Ann", Subject: "Rain"}}, {Fields: mailstore.Fields{FromAddress: "bob@example.org", Subject: "Sun"}}}
	tests := []struct {
		heads       []mailstore.Head
		named       bool
		title, text string
	}{
		{heads, true, "2 new letters", "Ann: Rain\nbob@example.org: Sun"},
		{heads, false, "2 new letters", ""},
		{heads[:1], true, "1 new letter", "Ann: Rain"},
	}
	for _, tt := range tests {
		if title, text := NewMail(tt.heads, tt.named); title != tt.title || text != tt.text {
			t.Errorf("NewMail = %q, %q, want %q, %q", title, text, tt.title, tt.text)
		}
	}
}
