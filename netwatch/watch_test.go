package netwatch

import (
	"testing"
	"time"
)

func TestLookAround(t *testing.T) {
	const home, cafe = "192.0.2.5/24", "198.51.100.7/24"
	tests := []struct {
		name          string
		before, after string
		passed        time.Duration
		want          bool
	}{
		{"nothing has changed", home, home, lookAround, false},
		{"the look was late", home, home, lookAround + sleptFrom, false},
		{"asleep", home, home, time.Hour, true},
		{"asleep and without a network", home, "", time.Hour, true},
		{"the network is back", "", home, lookAround, true},
		{"another network", home, cafe, lookAround, true},
		{"a second one", home, home + " " + cafe, lookAround, true},
		{"the network is gone", home, "", lookAround, false},
		{"the clock was set back", home, home, -time.Hour, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			now, network := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC), tt.before
			w := &Watch{now: func() time.Time { return now }, network: func() string { return network }}
			seen := w.look(sight{})
			if seen.news {
				t.Error("the first look is news")
			}
			now, network = now.Add(tt.passed), tt.after
			if got := w.look(seen).news; got != tt.want {
				t.Errorf("news = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestWatchStops(t *testing.T) {
	w := Start(func() { t.Error("nothing has changed") })
	began := time.Now()
	w.Stop()
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("stopping took %v", took)
	}
}
