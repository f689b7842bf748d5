package demo

import (
	"crypto/x509"
	"fmt"
	"strings"
	"sync"
	"time"

	"satchel/pop3client/pop3test"
)

// User and Password sign in to the sample mailbox. The password protects nothing:
// the server listens on loopback only and holds sample mail only.
const (
	User     = "ann@satchel.example"
	Password = "quince-jelly"
)

// Server is the provider of the sample mailbox: POP3 on loopback, TLS from the first
// byte with a certificate of its own authority. Its methods may be called from any
// goroutine. Whoever starts it must Close it.
type Server struct {
	pop3    *pop3test.Server
	stop    chan struct{} // closed when no more letters are to arrive
	end     sync.Once
	running sync.WaitGroup
}

// Start serves Letters(now) and lets one letter of the Trickle arrive each interval,
// until there are none left; with an interval of 0 or less, none arrives. The letter
// that arrives n intervals after now is dated so, whatever the clock says then:
// whoever gives a fixed now for pictures of the window gets the same mail each time.
func Start(now time.Time, interval time.Duration) (*Server, error) {
	p := pace{now: now, interval: interval, untick: func() {}, arrived: func(Letter) {}}
	if interval > 0 {
		ticker := time.NewTicker(interval)
		p.ticks, p.untick = ticker.C, ticker.Stop
	}
	return start(Letters(now), p)
}

// pace says when the letters of the trickle arrive: one at each tick, the first of
// them dated an interval after now. Without ticks none arrives.
type pace struct {
	now      time.Time
	interval time.Duration
	ticks    <-chan time.Time
	untick   func()       // called once no more ticks are wanted
	arrived  func(Letter) // called after each letter that has been put into the mailbox
}

// start is Start with the first letters and the pace given.
func start(letters []Letter, p pace) (*Server, error) {
	config := pop3test.Config{
		Users:    map[string]string{User: Password},
		Greeting: "Ann's mailbox, sample mail only",
	}
	for _, letter := range letters {
		config.Messages = append(config.Messages, letter.message())
	}
	pop3, err := pop3test.Start(config)
	if err != nil {
		p.untick()
		return nil, fmt.Errorf("serve sample mail: %w", err)
	}
	s := &Server{pop3: pop3, stop: make(chan struct{})}
	s.running.Go(func() {
		defer p.untick()
		s.trickle(p)
	})
	return s, nil
}

// trickle puts one letter into the mailbox at each tick.
func (s *Server) trickle(p pace) {
	names, _ := letterNames() // nothing that can fail once Letters has worked
	at := p.now
	for _, name := range names {
		if !strings.HasPrefix(name, later) {
			continue
		}
		select {
		case <-s.stop:
			return
		case <-p.ticks:
		}
		at = at.Add(p.interval)
		letter, err := makeLetter(name, at)
		if err != nil {
			continue // as Letters does
		}
		s.pop3.Add(letter.message())
		p.arrived(letter)
	}
}

func (l Letter) message() pop3test.Message {
	return pop3test.Message{User: User, UIDL: l.UIDL, Data: l.Raw}
}

// Addr is "127.0.0.1:port".
func (s *Server) Addr() string { return s.pop3.Addr() }

// User is the name to sign in with, which is also the address.
func (s *Server) User() string { return User }

// Password is the password of User.
func (s *Server) Password() string { return Password }

// CAPool is what a client must trust.
func (s *Server) CAPool() *x509.CertPool { return s.pop3.CAPool() }

// CAFile writes what a client must trust to a PEM file in dir and returns its path.
func (s *Server) CAFile(dir string) (string, error) { return s.pop3.CAFile(dir) }

// Close ends the trickle, hangs up on everybody and returns once all has ended.
func (s *Server) Close() {
	s.end.Do(func() { close(s.stop) })
	s.running.Wait()
	s.pop3.Close()
}
