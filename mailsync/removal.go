package mailsync

import (
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"satchel/mailstore"
)

// Removal is one message that the next check would ask the server to remove.
type Removal struct {
	Entry mailstore.Entry
	Day   time.Time // the day on which it becomes due
	Why   string
}

// removals says which listed messages are to go now. While the clock is in doubt
// none is, and heldBack says how many wait for that alone.
func removals(rows []row, keep mailstore.Keep, doubt, now time.Time) (remove []Removal, heldBack int) {
	for _, r := range rows {
		if r.Twin {
			continue // told apart by a guess: good enough to fetch, not to remove
		}
		day, ok := removalDay(r.Entry, keep)
		if !ok || now.Before(day) || now.Before(r.Entry.SafeAt) {
			continue
		}
		remove = append(remove, Removal{Entry: r.Entry, Day: day, Why: why(keep, r.Entry)})
	}
	if !doubt.IsZero() {
		return nil, len(remove)
	}
	return remove, 0
}

// removalDay is when a message may leave the server under a policy; false: never,
// as it stands. Days count from "safe here", never from what the sender claims.
func removalDay(e mailstore.Entry, keep mailstore.Keep) (time.Time, bool) {
	complete := e.ID != 0 && e.Message != 0 && e.SHA256 != [32]byte{} && !e.SafeAt.IsZero()
	asked := e.State == mailstore.Safe || e.State == mailstore.Due
	if !complete || !asked || e.Pinned || e.Asks >= vainAsks || !e.GoneSince.IsZero() {
		return time.Time{}, false
	}
	if e.SafeAt.Before(keep.From) || e.Doubt == mailstore.DoubtDiffers {
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
		return "Safe here; this account's mail is removed from the server once it is."
	}
	return fmt.Sprintf("Safe here since %s; this account's mail stays on the server for %s.", dayWords(e.SafeAt), plural(keep.Days, "day"))
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
