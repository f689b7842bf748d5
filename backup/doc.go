// Package backup puts a profile into one file, reads it back, and brings it into a profile again.
//
// # The file
//
// It is a log. Behind 16 octets of header come records, each with its kind, length, id and CRC-32C: chunks of raw
// messages packed as the store has them (plain or zstd, 1 MiB of message at most), then pages of rows (zstd over lines
// of JSON, which name their columns), then one end record, and 20 octets which say where that lies. All numbers are
// little-endian. A message's chunks are next to each other; its row says where they begin.
//
// A later backup into the same file writes behind the end only what is new, then all rows and an end of its own. What
// counts is the last end that is whole: a backup that is cut short leaves the one before as it was. A new file is
// written beside its place and gets its name when it is on the disk and was read back.
//
// # Why no copy of the database
//
// SQLite's own online backup was the other choice. It copies every page each time, index and all, and pins the log of a
// profile that fetches meanwhile; a copy that is brought up to date in its place is worth nothing if that is cut
// short. This file takes an hour's new mail in the time that takes, can be read by any later version as its rows go
// by name, and needs no index, which is made from the messages anyway.
package backup
