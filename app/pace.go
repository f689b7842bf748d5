package app

import (
	"slices"
	"time"
)

// pace keeps the gaps between the beats of something that should be regular. The zero
// value is ready; it is used on one goroutine.
type pace struct {
	last    time.Time
	longest time.Duration   // of all
	gaps    []time.Duration // since the last summary, the newest at most
}

// gapsKept bounds the memory of a program nobody asks for its state: a minute of beats.
const gapsKept = 6000

// beat notes one beat.
func (p *pace) beat(now time.Time) {
	if !p.last.IsZero() {
		gap := now.Sub(p.last)
		p.longest = max(p.longest, gap)
		if len(p.gaps) >= gapsKept {
			p.gaps = p.gaps[1:]
		}
		p.gaps = append(p.gaps, gap)
	}
	p.last = now
}

// summary gives beats per second, the gap that 95 of 100 stay below, and the longest one
// since the last summary; zeros where there was none.
func (p *pace) summary() (perSecond float64, p95, longest time.Duration) {
	if len(p.gaps) == 0 {
		return 0, 0, 0
	}
	var all time.Duration
	for _, gap := range p.gaps {
		all += gap
	}
	slices.Sort(p.gaps)
	perSecond = float64(len(p.gaps)) / all.Seconds()
	p95, longest = p.gaps[len(p.gaps)*95/100], p.gaps[len(p.gaps)-1]
	p.gaps = p.gaps[:0]
	return perSecond, p95, longest
}
