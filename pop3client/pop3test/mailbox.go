package pop3test

import (
	"bytes"
	"fmt"
	"slices"
)

// mailbox is guarded by the server's lock.
type mailbox struct {
	messages []kept
	locked   bool
}

// kept is a message with a number of its own, since UIDLs may come twice.
type kept struct {
	Message
	id int
}

// Add puts a message into its mailbox. Sessions under way do not see it.
func (s *Server) Add(m Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.added++
	if m.UIDL == "" {
		m.UIDL = fmt.Sprintf("made-%06d", s.added)
	}
	if len(m.Data) > 0 && !bytes.HasSuffix(m.Data, []byte("\n")) {
		m.Data = append(slices.Clip(m.Data), "\r\n"...)
	}
	for user, box := range s.boxes {
		if m.User == "" || m.User == user {
			own := kept{m, s.added}
			own.User = user
			box.messages = append(box.messages, own)
		}
	}
}

// Messages is what is left in user's mailbox, oldest first.
func (s *Server) Messages(user string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	box := s.boxes[user]
	if box == nil {
		return nil
	}
	messages := make([]Message, len(box.messages))
	for i, m := range box.messages {
		messages[i] = m.Message
	}
	return messages
}

// Remove takes messages away by their UIDL, as another client would.
func (s *Server) Remove(user string, uidls ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if box := s.boxes[user]; box != nil {
		box.remove(func(m kept) bool { return slices.Contains(uidls, m.UIDL) })
	}
}

// remove makes a new slice: sessions under way keep theirs.
func (b *mailbox) remove(unwanted func(kept) bool) (removed int) {
	left := make([]kept, 0, len(b.messages))
	for _, m := range b.messages {
		if !unwanted(m) {
			left = append(left, m)
		}
	}
	removed = len(b.messages) - len(left)
	b.messages = left
	return removed
}

// lock gives a session the mailbox as it is now; false if another one has it.
func (s *Server) lock(user string) ([]kept, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	box := s.boxes[user]
	if box.locked && !s.config.NoLock {
		return nil, false
	}
	box.locked = true
	return slices.Clone(box.messages), true
}

func (s *Server) unlock(user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.boxes[user].locked = false
}

// update removes what a session has deleted, in one step.
func (s *Server) update(user string, ids map[int]bool) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.boxes[user].remove(func(m kept) bool { return ids[m.id] })
}
