// Package mailsync polls accounts: plan, download, record, then delete.
//
// A check is one visit to one account's server. What it is going to do is decided
// by pure functions (plan.go, removal.go, clock.go, suspicion.go) from values that
// can be shown; the files named after deeds (leg.go, download.go, record.go,
// remove.go) carry it out. A message is removed from the server only after it was
// recorded durably here and read back with an equal hash, and it counts as removed
// only once a later listing, one that is believed, does not show it.
package mailsync
