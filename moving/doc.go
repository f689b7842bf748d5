// Package moving brings mail of other programs into the store and writes the store's mail into folders that other
// programs read.
//
// An import reads, parses and stores side by side, in batches bounded in octets, so its memory does not grow with the
// source. It can be broken off at any moment and run again: what is here already is known by its bytes. What another
// program knew of a server is taken over into the ledger, so that nothing is fetched twice.
package moving
