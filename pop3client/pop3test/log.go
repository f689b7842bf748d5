package pop3test

import (
	"slices"
	"time"
)

// Command is one line a client has sent. Passwords and tokens are "***".
type Command struct {
	Session int
	At      time.Time
	Name    string // in upper case
	Arg     string
	Secure  bool // it came under TLS
	Ahead   bool // it was there before the one in front of it was answered
}

// Session is one connection, numbered from 1.
type Session struct {
	Number   int
	User     string // who has signed in
	Commands []Command
	Removed  int  // messages removed at QUIT
	Quit     bool // QUIT was answered with +OK
}

// Sessions is a copy of all sessions so far, also those under way.
func (s *Server) Sessions() []Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	sessions := make([]Session, len(s.sessions))
	for i, session := range s.sessions {
		sessions[i] = *session
		sessions[i].Commands = slices.Clone(session.Commands)
	}
	return sessions
}

// Log is the commands of all sessions, session by session.
func (s *Server) Log() []Command {
	var log []Command
	for _, session := range s.Sessions() {
		log = append(log, session.Commands...)
	}
	return log
}

// Count is how often a command came, over all sessions.
func (s *Server) Count(name string) int {
	n := 0
	for _, command := range s.Log() {
		if command.Name == name {
			n++
		}
	}
	return n
}

// note changes the record of a session.
func (s *Server) note(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}
