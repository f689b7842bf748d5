package viewmodel

import (
	"satchel/mailstore"
	"satchel/words"
)

// Filter leaves out part of a list. The zero value leaves out nothing.
type Filter struct{ Unread, Starred, Attachments bool }

// On is true if something is left out.
func (f Filter) On() bool { return f != Filter{} }

// Apply narrows a query.
func (f Filter) Apply(q mailstore.Query) mailstore.Query {
	q.Unread = q.Unread || f.Unread
	q.Starred = q.Starred || f.Starred
	q.WithAttachments = q.WithAttachments || f.Attachments
	return q
}

// EmptyList says why a list has no rows, and what can be done.
func EmptyList(place Place, f Filter, search string) (title, hint string) {
	switch {
	case search != "":
		return words.T("Nothing found"), words.T("Satchel looked in every folder. Fewer or shorter words find more.")
	case f.On():
		return words.T("Nothing here with this filter"), words.T("Press the filter again to see all messages.")
	}
	switch place.Role {
	case mailstore.Junk:
		return words.T("No junk"), words.T("What you mark as junk lies here.")
	case mailstore.Bin:
		return words.T("The Bin is empty"), words.T("What you delete lies here until you delete it for good.")
	case mailstore.Archive:
		return words.T("Nothing archived"), words.T("Archive puts letters here which you are done with.")
	case mailstore.Inbox:
		return words.T("No mail yet"), words.T("Satchel checks every 10 minutes. Get mail checks at once.")
	case mailstore.Drafts, mailstore.Outbox, mailstore.Sent:
		return words.T("Nothing here"), ""
	}
	if place.ID == AllInboxes {
		return words.T("No mail yet"), words.T("Satchel checks every 10 minutes. Get mail checks at once.")
	}
	return words.T("Nothing here"), words.T("Messages can be moved here with the right mouse button.")
}
