package viewmodel

import (
	"strings"

	"satchel/mailstore"
	"satchel/words"
)

// NewMail words a notification about letters that have come: with their senders and subjects where named, else their number
// alone.
func NewMail(heads []mailstore.Head, named bool) (title, text string) {
	title = words.N("%d new letter", "%d new letters", len(heads))
	if !named {
		return title, ""
	}
	lines := make([]string, len(heads))
	for i, h := range heads {
		lines[i] = Shortened(personName(h.FromName, h.FromAddress)) + ": " + Shortened(subjectOf(h.Subject))
	}
	return title, strings.Join(lines, "\n")
}
