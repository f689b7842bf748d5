package viewmodel

import (
	"strings"
	"testing"

	"satchel/htmlview"
)

func TestLayoutNote(t *testing.T) {
	tests := []struct {
		name  string
		notes []string
		want  string // a word of the sentence
	}{
		{"whole", nil, ""}, {"cut", []string{htmlview.NoteTooDeep, htmlview.NoteTooLong}, "beginning"},
		{"deep", []string{htmlview.NoteTooDeep}, "places"}, {"complex", []string{htmlview.NoteTooComplex}, "places"},
	}
	for _, tt := range tests {
		if got := LayoutNote(tt.notes); (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q", tt.name, got)
		}
	}
}
