package mailsync

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"satchel/mailstore"
)

// Kinds of listings that are not believed at once.
const (
	listingEmpty    = "empty"    // nothing listed, though there was something
	listingShort    = "short"    // less than half of what was there
	listingMismatch = "mismatch" // STAT, UIDL and LIST do not agree
)

// A suspicious listing is believed when so many checks in a row, on so many days,
// missed the same messages: no passing fault lasts that long.
const (
	beliefChecks = 3
	beliefDays   = 2
	shortFrom    = 10 // smaller mailboxes may shrink as they like
)

// suspicion is the memory of a listing that is not believed yet, kept as JSON in
// mailstore.Account.Suspicion. The zero value is no suspicion.
type suspicion struct {
	Kind    string `json:"kind"`
	Missing string `json:"missing"` // fingerprint of the ledger rows not listed
	Checks  int    `json:"checks"`  // in a row that said so
	Days    int    `json:"days"`    // different days among them
	Day     string `json:"day"`     // the last of them
}

// inventoryFacts is what a listing is judged by.
type inventoryFacts struct {
	Listed  int                  // messages listed
	Agree   bool                 // STAT, UIDL and LIST tell the same messages
	Before  int                  // ledger rows that should be listed
	Missing []mailstore.LedgerID // rows that should be listed and are not
	Now     time.Time
}

// judge says what is odd about a listing, as a new state that follows before.
func judge(f inventoryFacts, before suspicion) suspicion {
	kind := oddness(f)
	if kind == "" {
		return suspicion{}
	}
	s := suspicion{Kind: kind, Missing: fingerprint(f.Missing), Checks: 1, Days: 1, Day: f.Now.UTC().Format(time.DateOnly)}
	if before.Kind == s.Kind && before.Missing == s.Missing {
		s.Checks = before.Checks + 1
		s.Days = before.Days
		if before.Day != s.Day {
			s.Days++
		}
	}
	return s
}

func oddness(f inventoryFacts) string {
	switch {
	case !f.Agree:
		return listingMismatch
	case f.Listed == 0 && f.Before > 0:
		return listingEmpty
	case f.Before >= shortFrom && 2*f.Listed < f.Before:
		return listingShort
	}
	return ""
}

// believed reports whether the listing may make Satchel forget or remove anything.
func (s suspicion) believed() bool {
	return s.Kind == "" || s.Checks >= beliefChecks && s.Days >= beliefDays
}

// fingerprint names a set of rows, in any order.
func fingerprint(rows []mailstore.LedgerID) string {
	sorted := slices.Clone(rows)
	slices.Sort(sorted)
	h := sha256.New()
	var number [8]byte
	for _, id := range sorted {
		binary.BigEndian.PutUint64(number[:], uint64(id))
		h.Write(number[:])
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// readSuspicion reads the state an account keeps. One that cannot be read is none:
// the count of checks begins anew, which only delays belief.
func readSuspicion(text string) suspicion {
	var s suspicion
	if json.Unmarshal([]byte(text), &s) != nil {
		return suspicion{}
	}
	return s
}

func (s suspicion) String() string {
	if s.Kind == "" {
		return ""
	}
	text, err := json.Marshal(s)
	if err != nil {
		return "" // cannot happen: strings and numbers only
	}
	return string(text)
}
