package viewmodel

import (
	"sort"

	"satchel/mailstore"
)

// Insert takes new messages into the list, each at its date, if they belong there, and
// the rest of one of which only the beginning was here. It reports whether a row was
// added or changed. A list that shows the answer to a search cannot
// tell by itself: it is read again instead (NeedsReload).
func (l *MessageList) Insert(heads []mailstore.Head) bool {
	if l.NeedsReload() {
		return false
	}
	added := make([]mailstore.Head, 0, len(heads))
	for _, h := range heads {
		if old := l.heads.get(h.ID); old != nil && old.Partial && !h.Partial {
			l.Remove([]mailstore.MessageID{h.ID}) // its date may be another one now
		}
		if l.belongs(h) && !l.holds(h) {
			added = append(added, h)
			l.heads.put(h)
		}
	}
	if len(added) == 0 {
		return false
	}
	sort.Slice(added, func(i, j int) bool {
		a, b := added[i].Date.Unix(), added[j].Date.Unix()
		return a > b || a == b && added[i].ID > added[j].ID
	})
	l.merge(added)
	return true
}

// NeedsReload is true for a search, and for a list in another order than newest first:
// only the store knows whether a message answers it, and where it goes.
func (l *MessageList) NeedsReload() bool { return l.query.Text != "" || !newestFirst(l.query) }

func (l *MessageList) holds(h mailstore.Head) bool {
	row := l.place(h.Date.Unix(), h.ID)
	return row < len(l.ids) && l.ids[row] == h.ID
}

// merge copies rows and added, both newest first, into new slices.
func (l *MessageList) merge(added []mailstore.Head) {
	n := len(l.ids) + len(added)
	ids, dates := make([]mailstore.MessageID, 0, n), make([]int64, 0, n)
	from := 0
	for _, h := range added {
		date := h.Date.Unix()
		to := max(from, l.place(date, h.ID))
		ids, dates = append(ids, l.ids[from:to]...), append(dates, l.dates[from:to]...)
		ids, dates = append(ids, h.ID), append(dates, date)
		from = to
	}
	l.ids, l.dates = append(ids, l.ids[from:]...), append(dates, l.dates[from:]...)
}

// belongs says whether a message is part of the list, by the list's query.
func (l *MessageList) belongs(h mailstore.Head) bool {
	q := l.query
	return (q.Account == 0 || q.Account == h.Account) &&
		(q.Folder == 0 || q.Folder == h.Folder) &&
		(q.Role == "" || q.Role == l.roles[h.Folder]) &&
		(!q.Unread || h.Unread) &&
		(!q.Starred || h.Starred) &&
		(!q.WithAttachments || h.Attachments > 0)
}

// Remove takes messages out of the list.
func (l *MessageList) Remove(ids []mailstore.MessageID) {
	if len(ids) == 0 {
		return
	}
	gone := setOf(ids)
	keptIDs, keptDates := make([]mailstore.MessageID, 0, len(l.ids)), make([]int64, 0, len(l.ids))
	for row, id := range l.ids {
		if !gone[id] {
			keptIDs, keptDates = append(keptIDs, id), append(keptDates, l.dates[row])
		}
	}
	l.ids, l.dates = keptIDs, keptDates
	for _, id := range ids {
		l.heads.drop(id)
	}
}

// Present gives those of ids which are in the list, in its order.
func (l *MessageList) Present(ids []mailstore.MessageID) []mailstore.MessageID {
	if len(ids) == 0 {
		return nil
	}
	wanted := setOf(ids)
	var present []mailstore.MessageID
	for _, id := range l.ids {
		if wanted[id] {
			present = append(present, id)
		}
	}
	return present
}

// Neighbour is the message to show once ids are gone: the one below them, else the
// one above, else 0.
func (l *MessageList) Neighbour(ids []mailstore.MessageID) mailstore.MessageID {
	gone := setOf(ids)
	last := -1
	for row, id := range l.ids {
		if gone[id] {
			last = row
		}
	}
	if last < 0 {
		return 0
	}
	for row := last + 1; row < len(l.ids); row++ {
		if !gone[l.ids[row]] {
			return l.ids[row]
		}
	}
	for row := last - 1; row >= 0; row-- {
		if !gone[l.ids[row]] {
			return l.ids[row]
		}
	}
	return 0
}

// SetUnread changes what the rows say; the store is changed by the caller. Rows stay
// where they are even if a filter would leave them out now: a letter must not vanish
// from under the eyes of whoever reads it.
func (l *MessageList) SetUnread(ids []mailstore.MessageID, unread bool) {
	for _, id := range ids {
		if h := l.heads.get(id); h != nil {
			h.Unread = unread
		}
	}
}

// SetStarred is like SetUnread for the star.
func (l *MessageList) SetStarred(ids []mailstore.MessageID, starred bool) {
	for _, id := range ids {
		if h := l.heads.get(id); h != nil {
			h.Starred = starred
		}
	}
}

func setOf(ids []mailstore.MessageID) map[mailstore.MessageID]bool {
	set := make(map[mailstore.MessageID]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}
