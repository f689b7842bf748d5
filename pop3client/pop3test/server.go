package pop3test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"sync"
)

// Server is a running server. Its methods may be called from any goroutine.
type Server struct {
	config    Config
	authority *Authority
	cert      tls.Certificate
	listener  net.Listener
	done      chan struct{} // closed when the server is to end
	end       sync.Once
	running   sync.WaitGroup

	mu       sync.Mutex
	boxes    map[string]*mailbox
	sessions []*Session
	conns    map[net.Conn]struct{}
	left     sync.Cond // on mu: a session has ended
	added    int       // messages so far
}

// NewServer starts a server on a free loopback port. Close it when done. It
// panics if there is no loopback to listen on, as httptest does; Start does not.
func NewServer(config Config) *Server {
	s, err := Start(config)
	if err != nil {
		panic(err)
	}
	return s
}

// Start starts a server on a free loopback port.
func Start(config Config) (*Server, error) {
	authority, err := NewAuthority(config.now())
	if err != nil {
		return nil, fmt.Errorf("start POP3 server: %w", err)
	}
	cert, err := authority.Issue(config.Certificate)
	if err != nil {
		return nil, fmt.Errorf("start POP3 server: %w", err)
	}
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start POP3 server: %w", err)
	}
	s := &Server{
		config: config, authority: authority, cert: cert, listener: listener,
		done:  make(chan struct{}),
		boxes: make(map[string]*mailbox),
		conns: make(map[net.Conn]struct{}),
	}
	s.left.L = &s.mu
	for user := range config.Users {
		s.boxes[user] = &mailbox{}
	}
	for _, m := range config.Messages {
		s.Add(m)
	}
	s.running.Go(s.accept)
	return s, nil
}

// Addr is "127.0.0.1:port".
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Host is the address alone.
func (s *Server) Host() string { return "127.0.0.1" }

// Port is the port alone.
func (s *Server) Port() int { return s.listener.Addr().(*net.TCPAddr).Port }

// CAPool is what a client must trust.
func (s *Server) CAPool() *x509.CertPool { return s.authority.Pool() }

// CAFile writes the CA's certificate to ca.pem in dir and returns its path.
func (s *Server) CAFile(dir string) (string, error) { return s.authority.WriteFile(dir) }

// Close hangs up on everybody and returns once all sessions have ended.
func (s *Server) Close() {
	s.end.Do(func() {
		close(s.done)
		_ = s.listener.Close()
		s.mu.Lock()
		for conn := range s.conns {
			_ = conn.Close()
		}
		s.mu.Unlock()
	})
	s.running.Wait()
}

func (s *Server) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return // closed
		}
		session, ok := s.enter(conn)
		if !ok {
			_ = conn.Close()
			return
		}
		s.running.Go(func() {
			defer s.leave(conn)
			newTalk(s, session, conn).run()
		})
	}
}

// enter notes a new session; false when the server is ending.
func (s *Server) enter(conn net.Conn) (*Session, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.done:
		return nil, false
	default:
	}
	s.conns[conn] = struct{}{}
	session := &Session{Number: len(s.sessions) + 1}
	s.sessions = append(s.sessions, session)
	return session, true
}

func (s *Server) leave(conn net.Conn) {
	_ = conn.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, conn)
	s.left.Broadcast()
}

// WaitForIdle returns once no session is under way. A client that has hung up returns
// before its server has noticed, and until then the maildrop is locked.
func (s *Server) WaitForIdle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.conns) > 0 {
		s.left.Wait()
	}
}
