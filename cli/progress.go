package cli

import (
	"fmt"
	"io"
	"sync"
	"time"

	"satchel/mailstore"
	"satchel/mailsync"
)

// progress draws one line about all checks under way, on a terminal only. Safe for concurrent use.
type progress struct {
	mu    sync.Mutex
	w     io.Writer
	now   func() time.Time
	last  map[mailstore.AccountID]mailsync.Event
	since time.Time // the first message began to arrive
	drawn bool
}

// newProgress gives nil, which draws nothing, where standard error is no terminal.
func newProgress(w io.Writer, terminal bool, now func() time.Time) *progress {
	if !terminal {
		return nil
	}
	return &progress{w: w, now: now, last: map[mailstore.AccountID]mailsync.Event{}}
}

// progressCells is a width that fits every terminal: a longer line would wrap, and could not be drawn over.
const progressCells = 78

// take is the report function of a check.
func (p *progress) take(e mailsync.Event) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last[e.Account] = e
	if e.Phase == mailsync.Getting && p.since.IsZero() {
		p.since = p.now()
	}
	// Errors of drawing are nobody's trouble.
	fmt.Fprintf(p.w, "\r%s", fit(p.line(), progressCells))
	p.drawn = true
}

// line sums up the accounts: "Getting 12 of 340 · 18 MB of 610 MB · about 2 min".
func (p *progress) line() string {
	var done, of int
	var bytes, ofBytes int64
	phases := map[mailsync.Phase]bool{}
	for _, e := range p.last {
		phases[e.Phase] = true
		done, of = done+e.Done, of+e.Of
		bytes, ofBytes = bytes+e.Bytes, ofBytes+e.OfBytes
	}
	switch {
	case phases[mailsync.Getting] && of > 0:
		text := fmt.Sprintf("Getting %s of %s · %s of %s", thousands(int64(min(done+1, of))), thousands(int64(of)), humanSize(bytes), humanSize(max(bytes, ofBytes)))
		if left, known := remaining(p.now().Sub(p.since), bytes, ofBytes); known {
			text += " · " + about(left)
		}
		return text
	case phases[mailsync.Removing]:
		return "Asking the server to remove what is due …"
	case phases[mailsync.Listing]:
		return "Looking what is new …"
	case phases[mailsync.SigningIn]:
		return "Signing in …"
	case phases[mailsync.Connecting]:
		return "Connecting …"
	}
	return ""
}

// remaining says how long the rest takes at the speed so far; false before that can be told.
func remaining(taken time.Duration, bytes, ofBytes int64) (time.Duration, bool) {
	if taken < 2*time.Second || bytes <= 0 || ofBytes <= bytes {
		return 0, false
	}
	return time.Duration(float64(taken) * float64(ofBytes-bytes) / float64(bytes)), true
}

// clear takes the line away.
func (p *progress) clear() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.drawn {
		fmt.Fprintf(p.w, "\r%s\r", fit("", progressCells))
	}
}
