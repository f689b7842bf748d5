// Package dovecottest runs a private Dovecot POP3 server for one test: its own
// configuration, free loopback ports, mail in a temporary folder. It touches no
// system configuration and ends with the test.
package dovecottest

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"satchel/pop3client/pop3test"
)

const binary = "/usr/sbin/dovecot"

// Options of a server; the zero value is one user "ann" with password "secret".
type Options struct {
	Users        map[string]string // user to password
	UIDLFormat   string            // pop3_uidl_format; "": "%08Xu%08Xv"
	LockSession  bool              // a second session gets -ERR [IN-USE]
	UpdateSeen   bool              // RETR sets the Seen flag at QUIT, which renames files
	Mechanisms   []string          // in lower case, "apop" among them; nil: "plain", "login"
	Tokens       bool              // XOAUTH2 and OAUTHBEARER besides, with tokens made by Server.Token
	Listen       []net.IP          // addresses besides 127.0.0.1, on the same ports and in the certificate
	Extra        string            // lines for the end of the configuration
	StartTimeout time.Duration     // 0: 20 s
}

// Server is a running Dovecot.
type Server struct {
	Addr    string // POP3 with STLS; signing in without TLS is allowed
	TLSAddr string // POP3 over TLS
	CAPool  *x509.CertPool
	CAFile  string // the authority as a PEM file, for programs

	dir       string
	uid, gid  int
	delivered int
	tokenKey  []byte // nil: no tokens
	log       *bytes.Buffer
}

// Start runs a server until the test ends. It skips the test where Dovecot is not
// installed.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	if _, err := os.Stat(binary); err != nil {
		t.Skip("Dovecot is not installed (Debian package dovecot-pop3d)")
	}
	if o.Users == nil {
		o.Users = map[string]string{"ann": "secret"}
	}
	if o.UIDLFormat == "" {
		o.UIDLFormat = "%08Xu%08Xv"
	}
	if o.Mechanisms == nil {
		o.Mechanisms = []string{"plain", "login"}
	}
	if o.StartTimeout == 0 {
		o.StartTimeout = 20 * time.Second
	}
	s := &Server{dir: OpenDir(t), log: new(bytes.Buffer)}
	must(t, s.prepare(o))
	s.run(t, o.StartTimeout)
	return s
}

// OpenDir is a temporary folder with a short name, since Dovecot keeps Unix
// sockets in it, whose paths are limited to about 100 bytes. Server processes
// run as other users and must be able to pass through.
func OpenDir(t testing.TB) string {
	dir, err := os.MkdirTemp("", "dct")
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	must(t, os.Chmod(dir, 0o711))
	return dir
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("private Dovecot: %v", err)
	}
}

// prepare writes certificate, users and configuration.
func (s *Server) prepare(o Options) error {
	if err := s.pickOwner(); err != nil {
		return err
	}
	if err := s.writeCertificate(o.Listen); err != nil {
		return err
	}
	var users bytes.Buffer
	for name, password := range o.Users {
		fmt.Fprintf(&users, "%s:{PLAIN}%s:%d:%d::%s::\n", name, password, s.uid, s.gid, filepath.Join(s.dir, "mail", name))
		for _, sub := range []string{"cur", "new", "tmp"} {
			if err := s.mkdirOwned("mail", name, "Maildir", sub); err != nil {
				return err
			}
		}
	}
	// Readable for Dovecot's own user: it is a test's password.
	if err := os.WriteFile(filepath.Join(s.dir, "users"), users.Bytes(), 0o644); err != nil {
		return err
	}
	if o.Tokens {
		if err := s.writeTokenKey(); err != nil {
			return err
		}
	}
	ports, err := freePorts(2)
	if err != nil {
		return err
	}
	s.Addr = net.JoinHostPort("127.0.0.1", strconv.Itoa(ports[0]))
	s.TLSAddr = net.JoinHostPort("127.0.0.1", strconv.Itoa(ports[1]))
	config, err := s.config(o, ports[0], ports[1])
	if err != nil {
		return err
	}
	return os.WriteFile(s.path("dovecot.conf"), config, 0o600)
}

func (s *Server) path(name string) string { return filepath.Join(s.dir, name) }

// pickOwner finds who owns the mail: Dovecot refuses to read mail as root.
func (s *Server) pickOwner() error {
	s.uid, s.gid = os.Getuid(), os.Getgid()
	if s.uid != 0 {
		return nil
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		return err
	}
	if s.uid, err = strconv.Atoi(nobody.Uid); err != nil {
		return err
	}
	s.gid, err = strconv.Atoi(nobody.Gid)
	return err
}

// mkdirOwned makes a folder and its parents for the owner of the mail.
func (s *Server) mkdirOwned(elements ...string) error {
	dir := s.dir
	for _, element := range elements {
		dir = filepath.Join(dir, element)
		if err := os.Mkdir(dir, 0o700); err != nil && !os.IsExist(err) {
			return err
		}
		if err := os.Chown(dir, s.uid, s.gid); err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) writeCertificate(others []net.IP) error {
	authority, err := pop3test.NewAuthority(time.Now())
	if err != nil {
		return err
	}
	cert, err := authority.Issue(pop3test.Good, others...)
	if err != nil {
		return err
	}
	key, err := x509.MarshalPKCS8PrivateKey(cert.PrivateKey)
	if err != nil {
		return err
	}
	s.CAPool = authority.Pool()
	if s.CAFile, err = authority.WriteFile(s.dir); err != nil {
		return err
	}
	pair := append(
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Certificate[0]}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})...)
	return os.WriteFile(s.path("server.pem"), pair, 0o600)
}

// freePorts asks the system for ports. Somebody else may take one before Dovecot
// does; Dovecot then fails to start and the test says so.
func freePorts(n int) (ports []int, err error) {
	for range n {
		l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer func() { _ = l.Close() }()
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports, nil
}

// run starts Dovecot in the foreground and waits until it answers.
func (s *Server) run(t testing.TB, timeout time.Duration) {
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, binary, "-F", "-c", s.path("dovecot.conf"))
	cmd.Stdout, cmd.Stderr = s.log, s.log
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	must(t, cmd.Start())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait() // its reason is in the log
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	if !s.answers(ended, timeout) {
		cancel()
		<-ended
		log, _ := os.ReadFile(s.path("log"))
		t.Fatalf("Dovecot did not start: %s%s", s.log, log)
	}
}

// answers waits for a greeting on the clear port.
func (s *Server) answers(ended <-chan struct{}, timeout time.Duration) bool {
	deadline := time.After(timeout)
	for {
		if s.greets() {
			return true
		}
		select {
		case <-ended:
			return false
		case <-deadline:
			return false
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (s *Server) greets() bool {
	dialer := net.Dialer{Timeout: time.Second}
	conn, err := dialer.DialContext(context.Background(), "tcp", s.Addr)
	if err != nil {
		return false
	}
	defer conn.Close()
	greeting := make([]byte, 3)
	_ = conn.SetReadDeadline(time.Now().Add(2 * time.Second)) // a failure shows at the read
	n, _ := conn.Read(greeting)
	return string(greeting[:n]) == "+OK"
}

// Maildir is the folder of user's mail.
func (s *Server) Maildir(user string) string { return filepath.Join(s.dir, "mail", user, "Maildir") }

// Deliver puts a message into user's mailbox, behind those delivered earlier.
func (s *Server) Deliver(t testing.TB, user string, raw []byte) {
	t.Helper()
	s.delivered++
	name := fmt.Sprintf("%d.M%06dP1.localhost", time.Now().Unix(), s.delivered)
	// Written beside and then renamed, as Maildir wants it: never seen half.
	tmp := filepath.Join(s.Maildir(user), "tmp", name)
	must(t, os.WriteFile(tmp, raw, 0o600))
	must(t, os.Chown(tmp, s.uid, s.gid))
	must(t, os.Rename(tmp, filepath.Join(s.Maildir(user), "new", name)))
}
