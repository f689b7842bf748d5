package smtptest

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"satchel/pop3client/pop3test"
)

// Security is how the server protects its port.
type Security int

const (
	Implicit Security = iota
	StartTLS
	Clear
)

// Config of a server; the zero value takes any letter under implicit TLS, from ann with the password "secret".
type Config struct {
	Security    Security
	Certificate pop3test.Certificate
	Users       map[string]string
	MaxSize     int64    // octets, as SIZE says; 0: no limit
	Hide        []string // extensions that are not offered
	UTF8        bool     // SMTPUTF8 is offered
	Inject      string   // text in clear right behind the answer to STARTTLS
	// Script is asked at each step what to do; nil, or a nil error: all goes well. It may be called from several
	// goroutines. An error of Refuse is answered; ErrDrop and ErrHang are what they say.
	Script func(Step) error
	// Taken is called when a letter is kept, before its sender is told; it may be called from several goroutines.
	Taken func(Received)
}

// Step of a session.
type Step struct {
	Session int    // from 1
	Command string // "MAIL", "RCPT", "END"
	Arg     string // the address
	Nth     int    // how many times this command came, over all sessions, from 1
}

// What a script may have done beside refusing.
var (
	ErrDrop     = errors.New("hang up without an answer")
	ErrTakeDrop = errors.New("take the letter and hang up unanswered")
	ErrHang     = errors.New("answer no more")
)

// Refuse is an answer with codes, such as 550 and "5.1.1".
func Refuse(code int, enhanced, text string) error {
	e := &smtp.SMTPError{Code: code, EnhancedCode: smtp.NoEnhancedCode, Message: text}
	if enhanced != "" {
		if _, err := fmt.Sscanf(enhanced, "%d.%d.%d", &e.EnhancedCode[0], &e.EnhancedCode[1], &e.EnhancedCode[2]); err != nil {
			panic(err)
		}
	}
	return e
}

// Received is a letter that was taken, whether its sender was told or not.
type Received struct {
	Session        int
	From           string
	To             []string
	Data           []byte
	EightBit, UTF8 bool
}

// Server is running; Close ends it.
type Server struct {
	config    Config
	authority *pop3test.Authority
	listener  net.Listener
	server    *smtp.Server

	mu       sync.Mutex
	sessions int
	counts   map[string]int
	received []Received
	log      []string
	hanging  chan struct{}
	closed   bool
}

// New starts a server on a free port of 127.0.0.1. It panics where that cannot be: nothing of a test would be left.
func New(c Config) *Server {
	authority, err := pop3test.NewAuthority(time.Now())
	if err != nil {
		panic(err)
	}
	cert, err := authority.Issue(c.Certificate)
	if err != nil {
		panic(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a port of this computer
	if err != nil {
		panic(err)
	}
	if c.Users == nil {
		c.Users = map[string]string{"ann": "secret"}
	}
	s := &Server{config: c, authority: authority, listener: listener, counts: map[string]int{}, hanging: make(chan struct{})}
	s.server = smtp.NewServer(smtp.BackendFunc(s.newSession))
	s.server.Domain = "smtptest.example"
	s.server.MaxMessageBytes = c.MaxSize
	s.server.EnableSMTPUTF8 = c.UTF8
	s.server.AllowInsecureAuth = c.Security == Clear || len(c.Hide) > 0
	s.server.ErrorLog = log.New(io.Discard, "", 0)
	config := &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	var l net.Listener = tampering{listener, c}
	switch c.Security {
	case Implicit:
		l = tls.NewListener(listener, config)
		if len(c.Hide) > 0 {
			l = tampering{l, c}
		}
	case StartTLS:
		s.server.TLSConfig = config
	case Clear:
	}
	go s.server.Serve(l) //nolint:errcheck // it ends with Close
	return s
}

// Addr is "127.0.0.1:port".
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Port is the port alone.
func (s *Server) Port() int {
	_, text, _ := net.SplitHostPort(s.Addr())
	port, _ := strconv.Atoi(text)
	return port
}

// Authority is who has issued the server's certificate.
func (s *Server) Authority() *pop3test.Authority { return s.authority }

// TLS is what a client needs to trust the server.
func (s *Server) TLS() *tls.Config {
	return &tls.Config{RootCAs: s.authority.Pool(), MinVersion: tls.VersionTLS12}
}

// Close ends all sessions, hanging ones too.
func (s *Server) Close() {
	s.mu.Lock()
	if !s.closed {
		close(s.hanging)
		s.closed = true
	}
	s.mu.Unlock()
	_ = s.server.Close() // an error would be of a listener that is closed
}

// Received are the letters taken so far.
func (s *Server) Received() []Received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.received)
}

// Sessions is how many sessions have greeted.
func (s *Server) Sessions() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sessions
}

// Log are the steps so far, as "1 RCPT bo@example.org".
func (s *Server) Log() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.log)
}

func (s *Server) newSession(c *smtp.Conn) (smtp.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sessions++
	return &session{server: s, conn: c, number: s.sessions}, nil
}

type session struct {
	server *Server
	conn   *smtp.Conn
	number int
	user   string
	letter Received
}

// step asks the script.
func (x *session) step(command, arg string) error {
	s := x.server
	s.mu.Lock()
	s.counts[command]++
	step := Step{x.number, command, arg, s.counts[command]}
	s.log = append(s.log, fmt.Sprintf("%d %s %s", x.number, command, arg))
	s.mu.Unlock()
	if s.config.Script == nil {
		return nil
	}
	err := s.config.Script(step)
	switch {
	case errors.Is(err, ErrDrop):
		x.conn.Conn().Close()
	case errors.Is(err, ErrHang):
		<-s.hanging
	}
	return err
}

func (x *session) AuthMechanisms() []string { return []string{sasl.Plain, sasl.Login} }

func (x *session) Auth(name string) (sasl.Server, error) {
	check := func(user, password string) error {
		if err := x.step("AUTH", user); err != nil {
			return err
		}
		if want, known := x.server.config.Users[user]; !known || want != password {
			return Refuse(535, "5.7.8", "Authentication credentials invalid")
		}
		x.user = user
		return nil
	}
	if name == sasl.Login {
		return &loginServer{check: check}, nil
	}
	return sasl.NewPlainServer(func(_, user, password string) error { return check(user, password) }), nil
}

// loginServer is LOGIN, which go-sasl has for clients only.
type loginServer struct {
	check func(user, password string) error
	user  string
	asked int
}

func (l *loginServer) Next(response []byte) (challenge []byte, done bool, err error) {
	l.asked++
	switch l.asked {
	case 1:
		return []byte("Username:"), false, nil
	case 2:
		l.user = string(response)
		return []byte("Password:"), false, nil
	}
	return nil, true, l.check(l.user, string(response))
}

func (x *session) Mail(from string, o *smtp.MailOptions) error {
	if x.user == "" {
		return Refuse(530, "5.7.0", "Authentication required")
	}
	x.letter = Received{Session: x.number, From: from, EightBit: o.Body == smtp.Body8BitMIME, UTF8: o.UTF8}
	return x.step("MAIL", from)
}

func (x *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if err := x.step("RCPT", to); err != nil {
		return err
	}
	x.letter.To = append(x.letter.To, to)
	return nil
}

func (x *session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	x.letter.Data = data
	err = x.step("END", x.letter.From)
	if err == nil || errors.Is(err, ErrTakeDrop) {
		x.server.mu.Lock()
		x.server.received = append(x.server.received, x.letter)
		x.server.mu.Unlock()
		if x.server.config.Taken != nil {
			x.server.config.Taken(x.letter)
		}
	}
	if errors.Is(err, ErrTakeDrop) {
		x.conn.Conn().Close()
	}
	return err
}

func (x *session) Reset()        { x.letter = Received{Session: x.number} }
func (x *session) Logout() error { return nil }
