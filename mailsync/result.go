package mailsync

import (
	"time"

	"satchel/mailstore"
)

// Result words, also in commands' JSON and in mailstore.Account.LastResult.
const (
	OK         = "ok"
	Partial    = "partial" // done but for some messages
	Auth       = "auth"
	Busy       = "busy" // in use, try later, minimum interval
	Network    = "network"
	TLS        = "tls"
	StoreFault = "store"
	Suspicious = "suspicious" // the listing is not believed (yet); nothing was forgotten, nothing deleted
)

// Failure is one message that could not be had.
type Failure struct {
	UIDL   string `json:"uidl"`
	Reason string `json:"reason"`
}

// Result of one check.
type Result struct {
	Account       mailstore.AccountID
	Slug          string
	Result        string
	Listed        int
	Fetched       int
	Bytes         int64
	Relabelled    int
	AskedToRemove int
	AskedGone     int // of AskedToRemove: deleted here for good before
	Removed       int
	Failed        []Failure
	Took          time.Duration
	Sentence      string    // for people: what happened, what Satchel does, what they can do
	Again         time.Time // not before this time, zero: when you like
	HeldBack      int       // removals that wait for a person's yes (the brake)
	Hold          Hold      // why they wait
	NoHead        int       // the same, where the server does not show heads alone: they wait there
	Repair        Repaired
	TooLarge      int // new messages over the account's limit: only their heads were fetched
}
