package viewmodel

import (
	"slices"
	"testing"
)

func TestFindTargets(t *testing.T) {
	targets := MoveTargets([]Place{
		{Title: "Inbox"}, {Title: "Archive"}, {Title: "Übungen"}, {Title: "Garden"}, {Title: "2025", Level: 1}, {Title: "Roses", Level: 2},
		{Title: "2026", Level: 1}, {Title: "House"}, {Title: "2026", Level: 1},
	})
	tests := []struct {
		typed string
		want  []string
	}{
		{"", []string{"Inbox", "Archive", "Übungen", "Garden", "Garden › 2025", "Garden › 2025 › Roses", "Garden › 2026", "House", "House › 2026"}},
		{"2026", []string{"Garden › 2026", "House › 2026"}},
		{"2026 gard", []string{"Garden › 2026"}},
		{"ubung", []string{"Übungen"}},
		{"ROSES", []string{"Garden › 2025 › Roses"}},
		{"  inb ", []string{"Inbox"}},
		{"xyz", nil},
		{"\x00\xff", nil},
	}
	for _, tt := range tests {
		var got []string
		for _, f := range FindTargets(targets, tt.typed) {
			got = append(got, f.Path)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q finds %q, want %q", tt.typed, got, tt.want)
		}
	}
	if got := MoveTargets([]Place{{Title: "Lost", Level: 3}}); got[0].Path != "Lost" {
		t.Errorf("a folder whose holder cannot be moved to is %q", got[0].Path)
	}
}
