package viewmodel

import "testing"

func TestSettingAnswers(t *testing.T) {
	s := Setting{Section: "Appearance", Title: "Text size", Hint: "Of the whole window", Words: "zoom Größe 150 %"}
	tests := map[string]bool{
		"": true, "  ": true, "text": true, "TEXT siz": true, "window size": true, "appear": true, "zoom": true, "grosse": false, "große": true,
		"größe": true, "GROß": true, "groß": true, "150": true, "text colour": false, "\xff": true,
	}
	for query, want := range tests {
		if got := s.Answers(query); got != want {
			t.Errorf("Answers(%q) = %v, want %v", query, got, want)
		}
	}
}
