// Package addressbook reads and writes vCard files (RFC 6350, RFC 2426, and what older phones write as 2.1) as contacts of
// the store.
//
// What a card says beside name, addresses, groups and notes is kept as the line it was, and written again. That is why the
// reader is our own: a library that takes a card apart into values cannot put it together as it was, for it no longer knows
// a comma within a value from one between two. What is written is held against such a library in a test.
package addressbook
