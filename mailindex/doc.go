// Package mailindex makes of a raw message what the lists, the conversations and the search know of it. Whatever brings
// mail into the store asks it, so that a message found by a fetch, an import or a restore is found alike.
package mailindex
