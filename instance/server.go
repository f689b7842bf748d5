package instance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"
)

const (
	addressFile = "window"      // in the profile folder: the path of the socket
	socketName  = "window.sock" // in the profile folder or a temporary one
	timeout     = 2 * time.Second
	mostBytes   = 64 << 10 // of a request or an answer
)

// Request is what a second start wants of the window. Fields may be added; unknown ones are passed over.
type Request struct {
	Raise bool `json:"raise"` // bring the window to the front
}

type answer struct {
	OK bool `json:"ok"`
}

// Server answers second starts. Whoever calls Listen must call Close.
type Server struct {
	listener net.Listener
	address  string // of the file that names the socket
	temp     string // folder to be removed, "" for none
	cancel   context.CancelFunc
	running  sync.WaitGroup
}

// Listen answers second starts on the profile in dir, which the caller has to itself. handle is called on a goroutine for
// each request; while its context lasts it may wait for the window. An error of it is an answer that never comes.
func Listen(dir string, handle func(context.Context, Request) error) (*Server, error) {
	s := &Server{address: filepath.Join(dir, addressFile)}
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	if err := s.listen(ctx, dir); err != nil {
		cancel()
		return nil, fmt.Errorf("listen for a second start: %w", err)
	}
	s.running.Add(1)
	go func() {
		defer s.running.Done()
		s.serve(ctx, handle)
	}()
	return s, nil
}

func (s *Server) listen(ctx context.Context, dir string) error {
	path := filepath.Join(dir, socketName)
	_ = os.Remove(path) // of a run that was killed: the profile is the caller's alone
	var err error
	if s.listener, err = new(net.ListenConfig).Listen(ctx, "unix", path); err != nil {
		if s.temp, err = os.MkdirTemp("", "satchel-"); err != nil { // 0700
			return err
		}
		path = filepath.Join(s.temp, socketName)
		if s.listener, err = new(net.ListenConfig).Listen(ctx, "unix", path); err != nil {
			return errors.Join(err, os.RemoveAll(s.temp))
		}
	}
	if err := os.WriteFile(s.address, []byte(path), 0o600); err != nil {
		return errors.Join(err, s.listener.Close(), os.RemoveAll(s.temp))
	}
	return nil
}

func (s *Server) serve(ctx context.Context, handle func(context.Context, Request) error) {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return // closed
		}
		s.running.Add(1)
		go func() {
			defer s.running.Done()
			defer conn.Close() //nolint:errcheck // the other end sees an answer or none
			ctx, cancel := context.WithTimeout(ctx, timeout)
			defer cancel()
			context.AfterFunc(ctx, func() { conn.Close() }) //nolint:errcheck // ends a read that waits
			answerOne(ctx, conn, handle)
		}()
	}
}

// answerOne reads a request and answers it once it was done. What is no request is not answered.
func answerOne(ctx context.Context, conn io.ReadWriter, handle func(context.Context, Request) error) {
	var r Request
	if json.NewDecoder(io.LimitReader(conn, mostBytes)).Decode(&r) != nil || handle(ctx, r) != nil {
		return
	}
	_ = json.NewEncoder(conn).Encode(answer{OK: true}) // nobody may listen any more
}

// Close ends the answers, waits for those under way and leaves nothing behind.
func (s *Server) Close() error {
	s.cancel()
	err := s.listener.Close() // removes the socket
	s.running.Wait()
	err = errors.Join(err, os.Remove(s.address))
	if s.temp != "" {
		err = errors.Join(err, os.RemoveAll(s.temp))
	}
	if err != nil {
		return fmt.Errorf("end the answers to second starts: %w", err)
	}
	return nil
}
