package mailsync

import (
	"time"

	"satchel/mailstore"
)

// Phase of a check, for progress.
type Phase string

// Phases in the order in which a check goes through them.
const (
	Connecting Phase = "connecting"
	SigningIn  Phase = "signing in"
	Listing    Phase = "listing"
	Getting    Phase = "getting"
	Removing   Phase = "removing"
	Ended      Phase = "ended"
)

// Event tells what a check is doing; it is sent on the check's goroutine, must be taken at once, and at most about 15 times a
// second except for phase changes. The last event of a check has Phase Ended and Result set.
type Event struct {
	Account        mailstore.AccountID
	Phase          Phase
	Done, Of       int // messages of this check
	Bytes, OfBytes int64
	Stored         []mailstore.MessageID // newly recorded since the last event: durable, can be shown
	Result         *Result
}

// eventPause is the shortest time between two events of one phase.
const eventPause = time.Second / 15

// reporter sends a check's events, on the check's goroutine only.
type reporter struct {
	report func(Event)                  // nil: nobody listens
	stored func() []mailstore.MessageID // takes what was recorded since the last call; nil: nothing yet
	event  Event                        // the counts so far
	sent   time.Time
}

// phase tells at once that another phase has begun.
func (r *reporter) phase(p Phase) {
	r.event.Phase = p
	r.send()
}

// progress tells of progress unless that was done a moment ago.
func (r *reporter) progress() {
	if time.Since(r.sent) >= eventPause {
		r.send()
	}
}

func (r *reporter) end(result Result) {
	r.event.Phase, r.event.Result = Ended, &result
	r.send()
}

func (r *reporter) send() {
	r.sent = time.Now()
	if r.report == nil {
		return
	}
	e := r.event
	if r.stored != nil {
		e.Stored = r.stored()
	}
	r.report(e)
}
