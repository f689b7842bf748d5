package mailsync

import (
	"encoding/hex"
	"strings"
	"time"

	"satchel/mailstore"
	"satchel/words"
)

// Removal is one message that the next check would ask the server to remove.
type Removal struct {
	Entry  mailstore.Entry
	Day    time.Time // the day on which it becomes due
	Why    string
	Wished bool // a person asked for this one; else the account's rule does
}

// rule is what an account's removals follow.
type rule struct {
	Keep  mailstore.Keep
	Bin   bool // what the Bin let go is removed too
	Never bool // nothing at all may be removed
}

func ruleOf(a mailstore.Account) rule { return ruleWith(a, a.Keep) }

// ruleWith is the account's with another policy.
func ruleWith(a mailstore.Account, keep mailstore.Keep) rule {
	return rule{Keep: keep, Bin: a.BinRemoves, Never: readsRecent(a)}
}

// readsRecent reports Gmail's mode for people with several computers: it shows each of them the mail of the last 30
// days, and what one of them removed would be gone for all.
func readsRecent(a mailstore.Account) bool {
	return providerOf(a.Host).Hides && strings.HasPrefix(strings.ToLower(a.User), "recent:")
}

// removals says which listed messages are due to leave the server now.
func removals(rows []row, rule rule, now time.Time) []Removal {
	var due []Removal
	if rule.Never {
		return nil
	}
	for _, r := range rows {
		if r.Twin {
			continue // told apart by a guess: good enough to fetch, not to remove
		}
		if why := wished(*r.Entry, rule); why != "" {
			due = append(due, Removal{Entry: *r.Entry, Day: now, Why: why, Wished: true})
			continue
		}
		day, ok := removalDay(*r.Entry, rule.Keep)
		if !ok || now.Before(day) || now.Before(r.Entry.SafeAt) {
			continue
		}
		due = append(due, Removal{Entry: *r.Entry, Day: day, Why: why(rule.Keep, *r.Entry)})
	}
	return due
}

// byRule counts the removals that no person asked for one by one.
func byRule(due []Removal) int {
	n := 0
	for _, r := range due {
		if !r.Wished {
			n++
		}
	}
	return n
}

// release gives the removals that need not wait, and how many have to.
func release(due []Removal, h Hold) (remove []Removal, heldBack int) {
	if h == HoldNot {
		return due, 0
	}
	for _, r := range due {
		if r.Wished {
			remove = append(remove, r)
		}
	}
	return remove, len(due) - len(remove)
}

// removable reports whether the copy on the server may go at all: what it is was proved here once, and nothing speaks
// against it.
func removable(e mailstore.Entry) bool {
	return e.ID != 0 && e.SHA256 != [32]byte{} && !e.SafeAt.IsZero() &&
		(e.State == mailstore.Safe || e.State == mailstore.Due) &&
		!e.Pinned && e.Asks < vainAsks && e.GoneSince.IsZero() && e.Doubt != mailstore.DoubtDiffers
}

// wished says why a person wants this message off the server; "": nobody does.
func wished(e mailstore.Entry, rule rule) string {
	switch {
	case !removable(e):
	case e.Wish == mailstore.WishRemove && e.Message != 0:
		return words.T("You asked for it; it stays on this computer.")
	case e.Wish == mailstore.WishBin && rule.Bin && e.Message == 0:
		return words.T("It was deleted for good on this computer, and this account's mail then leaves the server too.")
	}
	return ""
}

// removalDay is when a message may leave the server under a policy; false: never,
// as it stands. Days count from "safe here", never from what the sender claims.
func removalDay(e mailstore.Entry, keep mailstore.Keep) (time.Time, bool) {
	if !removable(e) || e.Message == 0 || e.SafeAt.Before(keep.From) {
		return time.Time{}, false
	}
	switch {
	case keep.Mode == mailstore.KeepRemove:
		return e.SafeAt, true
	case keep.Mode == mailstore.KeepDays && keep.Days > 0:
		return e.SafeAt.Add(time.Duration(keep.Days) * 24 * time.Hour), true
	}
	return time.Time{}, false
}

func why(keep mailstore.Keep, e mailstore.Entry) string {
	if keep.Mode == mailstore.KeepRemove {
		return words.T("Safe here; this account's mail is removed from the server once it is.")
	}
	return words.N("Safe here since %[2]s; this account's mail stays on the server for %[1]d day.", "Safe here since %[2]s; this account's mail stays on the server for %[1]d days.",
		keep.Days, dayWords(e.SafeAt))
}

// unproved reports whether the number a row was found under still has to be proved
// to name the message held here, by fetching it and comparing the hash.
func unproved(e mailstore.Entry) bool {
	if strings.HasPrefix(e.UIDL, hashID) {
		return e.UIDL != hashID+hex.EncodeToString(e.SHA256[:]) // the id is the proof: made of all bytes, in this session
	}
	return e.Doubt != mailstore.NoDoubt || strings.HasPrefix(e.UIDL, topID)
}

// Ids made up for messages of servers without UIDL.
const (
	topID  = "top:" // and the hash of the head
	hashID = "sha:" // and the hash of the whole message, where there is no TOP either
)
