package mailsync

import "time"

// A wrong clock makes every message look old enough to be removed. These bounds say
// when the clock is doubted and what makes it believed again.
const (
	clockAhead  = 2 * 24 * time.Hour // further ahead of the last session: a jump, or a holiday
	clockBehind = time.Hour          // further behind the last session: it was or is wrong
	clockSteady = 24 * time.Hour     // running on for so long without a jump ends the doubt
	clockProof  = 2 * 24 * time.Hour // a Received header no further from now ends the doubt
)

// clockFacts is what is known about the clock of this computer.
type clockFacts struct {
	Now      time.Time
	Seen     time.Time // the clock at the last session; zero: there was none
	Doubt    time.Time // since when it is in doubt; zero: it is not
	Received time.Time // newest Received header of the messages fetched in this check; zero: none
	Yes      bool      // a person said that all is well
}

// clockDoubt returns since when the clock is in doubt, zero when it can be relied on.
//
// A jump while in doubt begins the doubt anew. A provider's Received header and a
// person's yes end it at once: neither depends on the clock of this computer.
func clockDoubt(f clockFacts) time.Time {
	if f.Yes || proven(f.Received, f.Now) {
		return time.Time{}
	}
	if !f.Seen.IsZero() && (f.Now.Sub(f.Seen) > clockAhead || f.Seen.Sub(f.Now) > clockBehind) {
		return f.Now
	}
	if !f.Doubt.IsZero() && f.Now.Sub(f.Doubt) >= clockSteady {
		return time.Time{}
	}
	return f.Doubt
}

// proven reports whether a Received header shows that now is about right.
func proven(received, now time.Time) bool {
	if received.IsZero() {
		return false
	}
	return now.Sub(received).Abs() <= clockProof
}
