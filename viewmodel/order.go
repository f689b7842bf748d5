package viewmodel

import (
	"satchel/mailstore"
	"satchel/words"
)

// Order is how a list is sorted. The zero value is newest first.
type Order struct {
	By      mailstore.Sort
	Reverse bool
}

// OrderChoice is an order that can be chosen.
type OrderChoice struct {
	By    mailstore.Sort
	Key   string // keeps the choice until the next start
	Title string // in the menu
	Words string // in a sentence: "Sorted by sender"
}

// OrderChoices are the orders in the menu.
func OrderChoices() []OrderChoice {
	return []OrderChoice{
		{mailstore.ByDate, "", words.T("Date"), words.T("date")},
		{mailstore.BySender, "sender", words.T("Sender"), words.T("sender")},
		{mailstore.BySubject, "subject", words.T("Subject"), words.T("subject")},
		{mailstore.BySize, "size", words.T("Size"), words.T("size")},
		{mailstore.ByUnread, "unread", words.T("Unread first"), words.T("unread first")},
		{mailstore.ByStarred, "starred", words.T("Starred first"), words.T("starred first")},
		{mailstore.ByAttachments, "attachments", words.T("Attachments first"), words.T("attachments first")},
	}
}

// OrderOf is the order of a kept key; an unknown one is by date.
func OrderOf(key string, reverse bool) Order {
	for _, c := range OrderChoices() {
		if c.Key == key {
			return Order{c.By, reverse}
		}
	}
	return Order{Reverse: reverse}
}

// choice is the order's line of the menu.
func (o Order) choice() OrderChoice {
	for _, c := range OrderChoices() {
		if c.By == o.By {
			return c
		}
	}
	return OrderChoices()[0]
}

// Key keeps the order until the next start.
func (o Order) Key() string { return o.choice().Key }

// Words are the button's tip: "Sorted by sender, the other way round".
func (o Order) Words() string {
	text := words.T("Sorted by %s", o.choice().Words)
	if o.Reverse {
		text += words.T(", the other way round")
	}
	return text
}

// Apply sorts a query.
func (o Order) Apply(q mailstore.Query) mailstore.Query {
	q.Sort, q.Reverse = o.By, o.Reverse
	return q
}

// newestFirst is true for a list in its usual order, which has headings by date and
// takes new mail in at its place.
func newestFirst(q mailstore.Query) bool { return q.Sort == mailstore.ByDate && !q.Reverse }
