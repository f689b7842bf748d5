package viewmodel

import (
	"testing"
	"time"
)

func TestLaterChoices(t *testing.T) {
	for day := 1; day <= 7; day++ { // 1 June 2026 is a Monday
		for _, hour := range []int{0, 7, 12, 17, 23} {
			now := time.Date(2026, 6, day, hour, 30, 0, 0, time.Local)
			last := now
			for _, l := range LaterChoices(now) {
				if !l.At.After(last) && !l.At.After(now) || l.Title == "" || l.At.Sub(now) > 8*24*time.Hour {
					t.Errorf("at %v: %q at %v", now, l.Title, l.At)
				}
				last = l.At
			}
			if monday := LaterChoices(now); day != 7 && monday[len(monday)-1].At.Weekday() != time.Monday {
				t.Errorf("at %v the last is %v", now, monday[len(monday)-1])
			}
		}
	}
}

func TestParseLater(t *testing.T) {
	now := time.Date(2026, 12, 24, 12, 0, 0, 0, time.Local)
	at := func(year, month, day, hour, minute int) time.Time {
		return time.Date(year, time.Month(month), day, hour, minute, 0, 0, time.Local)
	}
	tests := []struct {
		typed string
		want  time.Time // zero: refused
	}{
		{"18:30", at(2026, 12, 24, 18, 30)},
		{" 7:05 ", at(2026, 12, 25, 7, 5)},
		{"12:00", at(2026, 12, 25, 12, 0)},
		{"2026-12-26  09:00", at(2026, 12, 26, 9, 0)},
		{"26.12.2026 9:00", at(2026, 12, 26, 9, 0)},
		{"31.12. 23:59", at(2026, 12, 31, 23, 59)},
		{"1/1 0:10", at(2027, 1, 1, 0, 10)},
		{"2026-12-01 09:00", time.Time{}},
		{"2126-12-01 09:00", time.Time{}},
		{"31.2. 9:00", time.Time{}},
		{"25:00", time.Time{}},
		{"soon", time.Time{}},
		{"", time.Time{}},
	}
	for _, tt := range tests {
		got, problem := ParseLater(tt.typed, now)
		if !got.Equal(tt.want) || (problem == "") != !tt.want.IsZero() {
			t.Errorf("ParseLater(%q) = %v, %q; want %v", tt.typed, got, problem, tt.want)
		}
	}
}

func FuzzParseLater(f *testing.F) {
	f.Add("18:30")
	f.Add("29.2. 12:00")
	now := time.Date(2026, 12, 24, 12, 0, 0, 0, time.Local)
	f.Fuzz(func(t *testing.T, typed string) {
		at, problem := ParseLater(typed, now)
		if problem == "" && (!at.After(now) || at.Sub(now) > mostLater) || problem != "" && !at.IsZero() {
			t.Errorf("ParseLater(%q) = %v, %q", typed, at, problem)
		}
	})
}
