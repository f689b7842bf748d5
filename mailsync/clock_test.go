package mailsync

import (
	"testing"
	"time"
)

func TestClockDoubt(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	never := time.Time{}
	const day = 24 * time.Hour
	tests := []struct {
		name  string
		facts clockFacts
		want  time.Time
	}{
		{"first check", clockFacts{Now: now}, never},
		{"ten minutes later", clockFacts{Now: now, Seen: ago(10 * time.Minute)}, never},
		{"two days later", clockFacts{Now: now, Seen: ago(2 * day)}, never},
		{"more than two days later", clockFacts{Now: now, Seen: ago(2*day + time.Second)}, now},
		{"ten years later", clockFacts{Now: now, Seen: ago(3650 * day)}, now},
		{"an hour back", clockFacts{Now: now, Seen: now.Add(time.Hour)}, never},
		{"more than an hour back", clockFacts{Now: now, Seen: now.Add(time.Hour + time.Second)}, now},
		{"in doubt, running on", clockFacts{Now: now, Seen: ago(time.Hour), Doubt: ago(23 * time.Hour)}, ago(23 * time.Hour)},
		{"in doubt, steady for a day", clockFacts{Now: now, Seen: ago(time.Hour), Doubt: ago(day)}, never},
		{"in doubt, jumped again", clockFacts{Now: now, Seen: ago(3 * day), Doubt: ago(4 * day)}, now},
		{"in doubt, set back before the doubt", clockFacts{Now: now, Seen: now.Add(30 * time.Minute), Doubt: now.Add(20 * time.Minute)}, now.Add(20 * time.Minute)},
		{"a new letter proves it", clockFacts{Now: now, Seen: ago(9 * day), Received: ago(day)}, never},
		{"an old letter proves nothing", clockFacts{Now: now, Seen: ago(9 * day), Received: ago(3 * day)}, now},
		{"a letter from the future proves nothing", clockFacts{Now: now, Seen: ago(9 * day), Received: now.Add(3 * day)}, now},
		{"a person said yes", clockFacts{Now: now, Seen: ago(9 * day), Yes: true}, never},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := clockDoubt(tt.facts); !got.Equal(tt.want) {
				t.Errorf("clockDoubt() = %v, want %v", got, tt.want)
			}
		})
	}
}
