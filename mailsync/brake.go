package mailsync

import (
	"time"

	"satchel/mailstore"
)

// So many removals at once are many: for them a person is asked, unless it is what they were told of.
const (
	manyRemovals = 50
	manyOf       = 5 // one in so many of the mailbox
)

// Hold is why removals wait for a person's yes.
type Hold string

const (
	HoldNot      Hold = ""         // they do not
	HoldClock    Hold = "clock"    // it has jumped: days counted by it may be wrong
	HoldRule     Hold = "rule"     // the rule is not the one the person was shown
	HoldRestored Hold = "restored" // the ledger came out of a backup
	HoldImported Hold = "imported" // the ledger was taken over from another program
	HoldListing  Hold = "listing"  // the server's listing was odd, and is believed by now
)

// brakeFacts is what is asked before anything is removed.
type brakeFacts struct {
	Due    int            // removals by the account's rule; what a person asked for one by one is not counted
	Listed int            // messages there
	Clock  bool           // the clock is in doubt
	Untold bool           // the rule in force is not the one the person was shown
	Wary   mailstore.Wary // other reasons
	Yes    bool           // the person has seen these removals and said yes
}

// brake holds removals that nobody was told of. What makes single letters go wrongly too holds any number of them: a
// doubted clock, and a ledger that comes from another time or another program. Else few may go, since asking for each
// would teach people to say yes.
func brake(f brakeFacts) Hold {
	switch {
	case f.Due == 0 || f.Yes:
		return HoldNot
	case f.Clock:
		return HoldClock
	case f.Wary == mailstore.WaryRestored:
		return HoldRestored
	case f.Wary == mailstore.WaryImported:
		return HoldImported
	case f.Due <= manyRemovals && f.Due*manyOf <= f.Listed:
		return HoldNot
	case f.Untold:
		return HoldRule
	case f.Wary == mailstore.WaryListing:
		return HoldListing
	}
	return HoldNot
}

// told reports whether the person was shown what the account's rule removes.
func told(a mailstore.Account) bool { return a.Told == a.Keep.Mark() }

// yesHolds is how long a yes holds that no check could act on. What was shown is another matter by then, and so may the clock be.
const yesHolds = 3 * 24 * time.Hour

// saidYes reports whether the person agreed to the removals of the next check.
func saidYes(a mailstore.Account, now time.Time) bool {
	past := now.Sub(a.YesAt)
	return past > -clockBehind && past <= yesHolds
}

// Chosen sets the rule that a person has chosen. yes is when they were shown what it removes and agreed, which also answers
// for whatever else held removals back; zero: they were not asked. Whoever writes the account calls it in the same transaction.
func Chosen(a *mailstore.Account, keep mailstore.Keep, yes time.Time) {
	a.Keep, a.Told = keep, keep.Mark()
	if !yes.IsZero() {
		a.Wary, a.YesAt = mailstore.WaryNot, yes
	}
}
