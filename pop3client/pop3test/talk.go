package pop3test

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"time"
)

// talk is one connection being served, on its own goroutine.
type talk struct {
	server  *Server
	session *Session
	conn    net.Conn
	in      *bufio.Reader
	out     *bufio.Writer
	limit   *cutWriter // under out

	secure    bool
	given     string // by USER
	user      string // signed in
	box       []kept
	deleted   []bool
	startsTLS bool // once the answer is out
	ended     bool
}

// errEnd ends a connection as the script says.
var errEnd = errors.New("end of the script")

func newTalk(s *Server, session *Session, conn net.Conn) *talk {
	t := &talk{server: s, session: session}
	t.use(conn)
	return t
}

func (t *talk) use(conn net.Conn) {
	t.conn = conn
	t.in = bufio.NewReaderSize(conn, 64<<10)
	t.limit = &cutWriter{w: conn, left: -1}
	t.out = bufio.NewWriterSize(t.limit, 64<<10)
}

func (t *talk) run() {
	defer func() {
		if t.user != "" {
			t.server.unlock(t.user)
		}
	}()
	if t.server.config.Security == Implicit {
		layer := t.tls()
		// Before the hook: a connection dropped with the handshake unread is reset,
		// and a client could not tell that from a network that fails.
		if layer.HandshakeContext(context.Background()) != nil {
			return
		}
		t.use(layer)
		t.secure = true
	}
	if t.answer("CONNECT", "") != nil {
		return
	}
	ahead := false
	for !t.ended {
		line, err := t.in.ReadString('\n')
		if err != nil {
			return
		}
		name, arg, _ := strings.Cut(strings.TrimRight(line, "\r\n"), " ")
		t.log(strings.ToUpper(name), arg, ahead)
		ahead = t.in.Buffered() > 0
		if t.answer(strings.ToUpper(name), arg) != nil {
			return
		}
		if t.server.config.LosesCommands {
			_, _ = t.in.Discard(t.in.Buffered()) // cannot fail: it is buffered
		}
	}
}

func (t *talk) tls() *tls.Conn {
	config := &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{t.server.cert}}
	return tls.Server(t.conn, config)
}

// log keeps passwords out of the log, as the program's own logs do.
func (t *talk) log(name, arg string, ahead bool) {
	switch name {
	case "PASS":
		arg = "***"
	case "AUTH", "APOP":
		if who, _, found := strings.Cut(arg, " "); found {
			arg = who + " ***"
		}
	}
	command := Command{
		Session: t.session.Number, At: t.server.config.now(),
		Name: name, Arg: arg, Secure: t.secure, Ahead: ahead,
	}
	t.server.note(func() { t.session.Commands = append(t.session.Commands, command) })
}

// answer serves one command as the hook says. Answers are sent once no further
// command waits, so that pipelined ones share a packet.
func (t *talk) answer(name, arg string) error {
	var reply *Reply
	if t.server.config.Hook != nil {
		reply = t.server.config.Hook(t.session.Number, name, arg)
	}
	if reply == nil {
		reply = &Reply{Serve: true}
	}
	if err := t.play(reply, name, arg); err != nil {
		return err
	}
	if t.in.Buffered() == 0 || t.startsTLS || t.ended {
		if err := t.out.Flush(); err != nil {
			return err
		}
	}
	if t.startsTLS {
		t.startsTLS = false
		t.use(t.tls())
		t.secure = true
	}
	return nil
}

func (t *talk) play(reply *Reply, name, arg string) error {
	if reply.Delay > 0 {
		select {
		case <-time.After(reply.Delay):
		case <-t.server.done:
			return errEnd
		}
	}
	t.say(reply.Text)
	if reply.Serve {
		if err := t.serveUpTo(reply.CutAt, name, arg); err != nil {
			return err
		}
	}
	t.say(reply.After)
	for reply.Repeat != nil {
		text := reply.Repeat()
		if text == "" {
			break
		}
		if _, err := io.WriteString(t.out, text); err != nil {
			return err
		}
	}
	if !reply.Hang && !reply.Drop {
		return nil
	}
	if err := t.out.Flush(); err != nil {
		return err
	}
	if reply.Hang {
		_, _ = io.Copy(io.Discard, t.in) // until the client hangs up
	}
	return errEnd
}

// serveUpTo serves a command but sends only the first bytes of its answer; 0: all.
func (t *talk) serveUpTo(bytes int, name, arg string) error {
	if bytes == 0 {
		t.serve(name, arg)
		return nil
	}
	if err := t.out.Flush(); err != nil {
		return err
	}
	t.limit.left = bytes
	t.serve(name, arg)
	err := t.out.Flush()
	t.limit.left = -1
	return err
}

// say sends lines as they are. A write error shows at the next flush.
func (t *talk) say(text string) { _, _ = t.out.WriteString(text) }

func (t *talk) ok(text string)  { t.say("+OK " + text + "\r\n") }
func (t *talk) err(text string) { t.say("-ERR " + text + "\r\n") }

// knows reports whether a command is there.
func (t *talk) knows(name string) bool { return !slices.Contains(t.server.config.Without, name) }

// cutWriter drops all that is beyond its limit; negative: no limit.
type cutWriter struct {
	w    io.Writer
	left int
}

func (c *cutWriter) Write(p []byte) (int, error) {
	if c.left < 0 {
		return c.w.Write(p)
	}
	pass := p[:min(len(p), c.left)]
	c.left -= len(pass)
	if n, err := c.w.Write(pass); err != nil {
		return n, err
	}
	return len(p), nil
}
