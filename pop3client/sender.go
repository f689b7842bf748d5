package pop3client

import (
	"strings"
	"sync"
)

// sender writes commands on a goroutine of its own, so that answers are read while
// commands go out: with a server that does not read because it cannot write, neither
// side would go on. Whoever starts one calls stop.
type sender struct {
	conn *Conn
	done chan struct{} // closed when the goroutine is gone

	mu     sync.Mutex
	wake   *sync.Cond // the queue or over has changed
	queue  strings.Builder
	over   bool
	failed error // of the first write that failed
}

func (c *Conn) startSender() *sender {
	s := &sender{conn: c, done: make(chan struct{})}
	s.wake = sync.NewCond(&s.mu)
	go s.run()
	return s
}

// send takes lines and returns at once. A write that failed earlier is returned
// here; the reader of the answers meets its cause too, as the connection is gone.
func (s *sender) send(lines ...string) error {
	block, err := s.conn.block(lines)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.WriteString(block)
	s.wake.Signal()
	return s.failed
}

func (s *sender) run() {
	defer close(s.done)
	for {
		block, ok := s.next()
		if !ok {
			return
		}
		if _, err := s.conn.nc.Write([]byte(block)); err != nil {
			s.mu.Lock()
			s.failed = err
			s.mu.Unlock()
			return
		}
	}
}

// next waits for lines to be written; false: there are no more.
func (s *sender) next() (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.queue.Len() == 0 && !s.over {
		s.wake.Wait()
	}
	block := s.queue.String()
	s.queue.Reset()
	return block, block != ""
}

// stop ends the goroutine and waits until it is gone. A write under way ends with the
// connection, so whoever has met an error ends that first.
func (s *sender) stop() {
	s.mu.Lock()
	s.over = true
	s.wake.Signal()
	s.mu.Unlock()
	<-s.done
}
