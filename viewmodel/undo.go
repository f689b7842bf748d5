package viewmodel

import "satchel/mailstore"

// Change is one thing to do to messages in the store: a move, or a mark. Exactly one
// of Folder, Unread and Starred is set.
type Change struct {
	IDs     []mailstore.MessageID
	Folder  mailstore.FolderID
	Unread  *bool
	Starred *bool
}

// Step is something the user did, and what brings back how it was.
type Step struct {
	Done string // "3 messages moved to Bin"
	Back []Change
}

// Undo remembers what the user did since the start, last first out.
type Undo struct{ steps []Step }

// undoDepth is how many steps are kept; more than anyone takes back one by one.
const undoDepth = 100

// Add remembers a step. A step with nothing to bring back is not one.
func (u *Undo) Add(s Step) {
	if len(s.Back) == 0 {
		return
	}
	u.steps = append(u.steps, s)
	if len(u.steps) > undoDepth {
		u.steps = append([]Step(nil), u.steps[1:]...)
	}
}

// Take removes the last step and gives it; ok is false when there is none.
func (u *Undo) Take() (s Step, ok bool) {
	if len(u.steps) == 0 {
		return Step{}, false
	}
	last := len(u.steps) - 1
	s, u.steps = u.steps[last], u.steps[:last]
	return s, true
}

// Forget drops what concerns messages that are gone for good.
func (u *Undo) Forget(ids []mailstore.MessageID) {
	gone := setOf(ids)
	var kept []Step
	for _, s := range u.steps {
		var back []Change
		for _, c := range s.Back {
			var left []mailstore.MessageID
			for _, id := range c.IDs {
				if !gone[id] {
					left = append(left, id)
				}
			}
			if len(left) > 0 {
				c.IDs = left
				back = append(back, c)
			}
		}
		if len(back) > 0 {
			kept = append(kept, Step{Done: s.Done, Back: back})
		}
	}
	u.steps = kept
}

// MoveStep is a move to a folder of that title; heads are the messages as they were
// before. Messages that lie there already are no part of it.
func MoveStep(heads []mailstore.Head, to func(mailstore.Head) mailstore.FolderID, title string) (s Step, moved []mailstore.MessageID) {
	back := map[mailstore.FolderID]int{}
	for _, h := range heads {
		if to(h) == h.Folder {
			continue
		}
		moved = append(moved, h.ID)
		i, ok := back[h.Folder]
		if !ok {
			i = len(s.Back)
			back[h.Folder] = i
			s.Back = append(s.Back, Change{Folder: h.Folder})
		}
		s.Back[i].IDs = append(s.Back[i].IDs, h.ID)
	}
	s.Done = Count(len(moved), "message", "messages") + " moved to " + title
	return s, moved
}

// UnreadStep marks as read or unread; only messages that change are part of it.
func UnreadStep(heads []mailstore.Head, unread bool) (s Step, changed []mailstore.MessageID) {
	for _, h := range heads {
		if h.Unread != unread {
			changed = append(changed, h.ID)
		}
	}
	word := " marked as read"
	if unread {
		word = " marked as unread"
	}
	s.Done = Count(len(changed), "message", "messages") + word
	if len(changed) > 0 {
		before := !unread
		s.Back = []Change{{IDs: changed, Unread: &before}}
	}
	return s, changed
}

// StarStep is like UnreadStep for the star.
func StarStep(heads []mailstore.Head, starred bool) (s Step, changed []mailstore.MessageID) {
	for _, h := range heads {
		if h.Starred != starred {
			changed = append(changed, h.ID)
		}
	}
	word := " starred"
	if !starred {
		word = " no longer starred"
	}
	s.Done = Count(len(changed), "message", "messages") + word
	if len(changed) > 0 {
		before := !starred
		s.Back = []Change{{IDs: changed, Starred: &before}}
	}
	return s, changed
}
