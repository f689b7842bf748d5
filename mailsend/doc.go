// Package mailsend carries the outbox: it puts letters in, and hands them to their accounts' submission servers.
//
// A letter is claimed in the store, handed over in one transaction of its own, and its fate written down, each durably.
// Before its end goes out, that is written down too: a letter whose fate nobody knows is never sent again by itself.
// What an answer, or none, means for each recipient is decided by a pure function (verdict.go).
package mailsend
