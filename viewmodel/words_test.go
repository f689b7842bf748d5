package viewmodel

import (
	"testing"
	"time"
)

// monday is the present of these tests: Monday 23 November 2026, 15:00.
var monday = time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC)

func TestSize(t *testing.T) {
	tests := []struct {
		octets int64
		want   string
	}{
		{-5, "0 bytes"}, {0, "0 bytes"}, {1, "1 byte"}, {999, "999 bytes"},
		{1000, "1 kB"}, {1540, "1.5 kB"}, {9949, "9.9 kB"}, {9950, "10 kB"}, {18_000_000, "18 MB"},
		{999_499, "999 kB"}, {999_500, "1 MB"}, {1_400_000_000, "1.4 GB"}, {5_000_000_000_000_000, "5000 TB"},
	}
	for _, tt := range tests {
		if got := Size(tt.octets); got != tt.want {
			t.Errorf("Size(%d) = %q, want %q", tt.octets, got, tt.want)
		}
	}
}

func TestTimes(t *testing.T) {
	tests := []struct {
		name                    string
		at                      time.Time
		list, letter, day, when string
	}{
		{"today", monday.Add(-40 * time.Minute), "14:20", "Today, 14:20", "Mon 23 November", "14:20"},
		{"just after midnight", time.Date(2026, 11, 23, 0, 1, 0, 0, time.UTC), "00:01", "Today, 00:01", "Mon 23 November", "00:01"},
		{"yesterday late", time.Date(2026, 11, 22, 23, 59, 0, 0, time.UTC), "Yesterday", "Yesterday, 23:59", "Sun 22 November", "Sun 22 November, 23:59"},
		{"six days ago", time.Date(2026, 11, 17, 8, 5, 0, 0, time.UTC), "Tue", "Tuesday 17 November, 08:05", "Tue 17 November", "Tue 17 November, 08:05"},
		{"seven days ago", time.Date(2026, 11, 16, 8, 5, 0, 0, time.UTC), "16 Nov", "Monday 16 November, 08:05", "Mon 16 November", "Mon 16 November, 08:05"},
		{"another year", time.Date(2024, 12, 2, 9, 0, 0, 0, time.UTC), "2 Dec 2024", "Monday 2 December 2024, 09:00", "Mon 2 December 2024", "Mon 2 December 2024, 09:00"},
		{"in the future", time.Date(2026, 12, 2, 9, 0, 0, 0, time.UTC), "2 Dec", "Wednesday 2 December, 09:00", "Wed 2 December", "Wed 2 December, 09:00"},
		{"another zone", time.Date(2026, 11, 23, 1, 0, 0, 0, time.FixedZone("", 7200)), "Yesterday", "Yesterday, 23:00", "Sun 22 November", "Sun 22 November, 23:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := ListTime(tt.at, monday); got != tt.list {
				t.Errorf("ListTime = %q, want %q", got, tt.list)
			}
			if got := LetterTime(tt.at, monday); got != tt.letter {
				t.Errorf("LetterTime = %q, want %q", got, tt.letter)
			}
			if got := Day(tt.at, monday); got != tt.day {
				t.Errorf("Day = %q, want %q", got, tt.day)
			}
			if got := When(tt.at, monday); got != tt.when {
				t.Errorf("When = %q, want %q", got, tt.when)
			}
		})
	}
	if got := ListTime(time.Time{}, monday); got != "" {
		t.Errorf("ListTime of no date = %q", got)
	}
}

func TestDaysApartAcrossAClockChange(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zone data here")
	}
	before := time.Date(2026, 3, 28, 23, 30, 0, 0, berlin) // the next day has 23 hours
	after := time.Date(2026, 3, 30, 0, 30, 0, 0, berlin)
	if got := daysApart(before, after); got != 2 {
		t.Errorf("daysApart = %d, want 2", got)
	}
}

func TestLasting(t *testing.T) {
	tests := map[time.Duration]string{
		3 * time.Second: "a few seconds", 34 * time.Second: "about 30 s", 55 * time.Second: "about 1 min",
		130 * time.Second: "about 2 min", 59*time.Minute + 50*time.Second: "about 1 h", 170 * time.Minute: "about 3 h",
	}
	for d, want := range tests {
		if got := Lasting(d); got != want {
			t.Errorf("Lasting(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestSentence(t *testing.T) {
	tests := map[string]string{"": "", " it broke ": "It broke.", "Done.": "Done.", "Why?": "Why?", "more…": "More…"}
	for in, want := range tests {
		if got := sentence(in); got != want {
			t.Errorf("sentence(%q) = %q, want %q", in, got, want)
		}
	}
}
