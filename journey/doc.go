// Package journey holds tests and benchmarks of the real program: built once, run as a person or a timer would run it,
// against a real Dovecot, with a real keyring and, for the window, on a real X server. There is no code here that
// ships. What a machine lacks is skipped with a word; -short skips all of it.
package journey
