// Package cli is Satchel without a window: the commands fetch, account, list, show, …
//
// Run does one command with everything it may touch handed in by Env, so that tests call it without a process. Standard
// output carries the answer, a text for people or one JSON document; all else goes to standard error.
package cli
