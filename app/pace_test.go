package app

import (
	"testing"
	"time"
)

func TestPace(t *testing.T) {
	var p pace
	if perSecond, p95, longest := p.summary(); perSecond != 0 || p95 != 0 || longest != 0 {
		t.Errorf("summary of nothing = %v, %v, %v", perSecond, p95, longest)
	}
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	p.beat(now)
	for range 99 {
		now = now.Add(10 * time.Millisecond)
		p.beat(now)
	}
	p.beat(now.Add(110 * time.Millisecond))
	perSecond, p95, longest := p.summary()
	if perSecond < 90.8 || perSecond > 91 || p95 != 10*time.Millisecond || longest != 110*time.Millisecond {
		t.Errorf("summary = %v, %v, %v; want 100 beats in 1.1 s, 10ms, 110ms", perSecond, p95, longest)
	}
	p.beat(now.Add(130 * time.Millisecond))
	if _, _, longest := p.summary(); longest != 20*time.Millisecond || p.longest != 110*time.Millisecond {
		t.Errorf("longest since the last summary = %v, of all %v", longest, p.longest)
	}
}
