// Package mailstore keeps accounts, messages and the POP3 ledger in one SQLite file.
//
// # What it promises
//
// A function that writes does so in one transaction, or says in which steps; what it wrote is durable when it
// returns (WAL with synchronous=FULL). A message and the ledger row that proves it are one transaction, so after a
// crash a message is wholly here or is fetched again. Raw bytes are never changed; all else can be rebuilt from them.
//
// # One writer, a few readers
//
// All writes go through one connection and take turns; reads use a pool of read-only ones and never wait for a
// write. A lock file keeps other processes from writing; they may open the profile with Options.ReadOnly.
//
// Pages move from the WAL to the database by the housekeeping and never within a commit: when the store has been
// idle for some seconds, or beside the writer when the WAL has grown beyond busyWAL, so that a large first download
// leaves little to do at its end.
//
// # Choices that were measured
//
// The figures are for 1,000 made-up messages of 131 MB together (BenchmarkRecord), on a small server with two cores.
//
//   - Pages of 16 KiB: 1.1 s, where 4 and 8 KiB took 1.25 s. 32 KiB saves little more and doubles what marking one
//     message as read writes.
//   - Full text is the dearest part: 14 MB of words cost 0.4 s. So they are written beside the message and taken into
//     the index in larger groups when the store is idle, or when somebody searches (index.go). An index for prefixes
//     of two and three characters would cost as much again; without it a prefix is a range of the index of words, and
//     one character is not treated as a prefix at all. A trigram index costs twice what words do and is not kept.
//   - zstd at its fastest, one frame for each chunk of 1 MiB, in a goroutine beside the writer: it shrinks text to
//     a third at 250 MB/s and passes over base64 at 3 GB/s, which then is stored as it is.
//   - A list over many folders or accounts is a union of runs, each in order from its own covering index and merged
//     by SQLite. So a message carries no folder role, and a move writes one row. The ids and dates of 1,000,000
//     messages take 0.35 s, a page of 100 takes 0.6 ms at any length.
//   - mmap is not used: an error of the disk would be a signal that ends the program and not an error.
package mailstore
