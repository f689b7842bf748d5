package pop3client

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
)

// bufferSize holds four TLS records, so that a fast line costs few system calls.
// It is also the longest line taken as a reply: a banner of megabytes is refused
// after this many bytes. Lines within a message may have any length.
const bufferSize = 64 << 10

// Conn is one POP3 session. It is used by one goroutine at a time.
type Conn struct {
	opts Options
	wire *wire
	nc   net.Conn      // the wire, or TLS over it
	in   *bufio.Reader // from nc
	out  *bufio.Writer // to the caller's writer of the message under way
	caps Capabilities
	over error // why the session ended; nil while it lives

	host, port string // of the server, as the caller names them; port may be ""
	stamp      string // of the greeting, for APOP; "": none
	askedUTF8  bool

	due       int  // answers the server owes, with the one being read
	ahead     bool // a command was sent before the one in front of it was answered
	pipelines bool // the server has once answered commands sent ahead
	bareLF    bool // the last status line ended without CR

	learnt   Recall
	recalled bool // what is offered was recalled, not asked for
	askLater bool // CAPA goes out together with the inventory

	secrets []string // never in a trace or an error; only while signing in
}

// New makes a session of an open connection: it protects it as o.Security says,
// reads the greeting and asks CAPA. The name checked in the certificate is
// o.TLS.ServerName, else the remote address. nc belongs to the session from now
// on and is closed on an error.
func New(ctx context.Context, nc net.Conn, o Options) (*Conn, error) {
	host, port := remoteHost(nc)
	return open(ctx, nc, host, port, o)
}

// remoteHost is "localhost" for what has no port, such as a pipe or a Unix
// socket: that does not leave this computer.
func remoteHost(nc net.Conn) (host, port string) {
	const here = "localhost"
	addr := nc.RemoteAddr()
	if addr == nil {
		return here, ""
	}
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return here, ""
	}
	return host, port
}

func open(ctx context.Context, nc net.Conn, host, port string, o Options) (*Conn, error) {
	if err := o.checkClear(host); err != nil {
		return nil, errors.Join(err, nc.Close())
	}
	w := &wire{Conn: nc, timeout: o.timeout()}
	c := &Conn{opts: o, wire: w, out: bufio.NewWriterSize(nil, bufferSize), host: host, port: port}
	c.use(w)
	err := c.do(ctx, func() error { return c.greet(ctx) })
	if err != nil {
		c.end(err)
		return nil, err
	}
	return c, nil
}

// greet brings the connection to the point where signing in can begin.
func (c *Conn) greet(ctx context.Context) error {
	if c.opts.Security == Implicit {
		if err := c.startTLS(ctx); err != nil {
			return err
		}
	}
	c.due = 1
	greeting, err := c.status("greeting")
	if err != nil {
		return fmt.Errorf("read greeting: %w", err)
	}
	c.stamp = stampOf(greeting)
	if c.opts.Security == StartTLS {
		if err := c.stls(ctx); err != nil {
			return err
		}
	}
	return c.begin()
}

// use reads and writes through nc from now on; what was buffered is forgotten.
func (c *Conn) use(nc net.Conn) {
	c.nc = nc
	c.in = bufio.NewReaderSize(nc, bufferSize)
}

// do runs one exchange under ctx. A refusal or an argument that was never sent
// leaves the session in step; any other error ends it.
func (c *Conn) do(ctx context.Context, talk func() error) error {
	if c.over != nil {
		return fmt.Errorf("pop3: session is over: %w", c.over)
	}
	stop := c.wire.follow(ctx)
	defer stop()
	err := talk()
	if err != nil && !isRefusal(err) && !errors.Is(err, ErrArgument) {
		c.end(err)
	}
	return err
}

// end closes the connection under TLS, which might otherwise wait to say goodbye
// to a server that does not read. Only the first reason is kept.
func (c *Conn) end(reason error) {
	if c.over != nil {
		return
	}
	c.over = reason
	_ = c.wire.Close() // nothing is on its way that could be lost
}

// errClosed is why a session is over that the caller has ended.
var errClosed = fmt.Errorf("pop3: closed by this side: %w", net.ErrClosed)

// Close drops the connection without QUIT: nothing marked is deleted (RFC 1939
// section 6). It is not an error to close twice.
func (c *Conn) Close() error {
	c.end(errClosed)
	return nil
}

// command sends one line and waits for +OK.
func (c *Conn) command(ctx context.Context, line string) error {
	return c.do(ctx, func() error { return c.ask(line) })
}

func (c *Conn) ask(line string) error {
	if err := c.send(line); err != nil {
		return err
	}
	verb, _, _ := strings.Cut(line, " ")
	_, err := c.status(verb)
	return err
}

// send writes lines in one piece. A line with an embedded end would be two
// commands, so it is refused before anything is sent.
func (c *Conn) send(lines ...string) error {
	block, err := c.block(lines)
	if err != nil {
		return err
	}
	if _, err := c.nc.Write([]byte(block)); err != nil {
		return fmt.Errorf("send: %w", err)
	}
	return nil
}

// block makes one piece of lines and counts the answers that they ask for.
func (c *Conn) block(lines []string) (string, error) {
	for _, line := range lines {
		if err := checkArgument("command", line); err != nil {
			return "", err
		}
	}
	if c.due == 0 && c.in.Buffered() > 0 {
		return "", fmt.Errorf("%w: text that answers nothing", ErrProtocol)
	}
	var block strings.Builder
	for _, line := range lines {
		block.WriteString(line)
		block.WriteString("\r\n")
		c.trace('C', line)
	}
	c.due += len(lines)
	c.ahead = c.ahead || c.due > 1
	return block.String(), nil
}

// answered counts one answer that has been read to its end.
func (c *Conn) answered() {
	c.due--
	c.ahead = c.ahead && c.due > 0
}

// checkArgument names what in its error and never shows value, which may be a password.
func checkArgument(what, value string) error {
	if strings.ContainsAny(value, "\r\n\x00") {
		return fmt.Errorf("%w: %s holds a line break or NUL", ErrArgument, what)
	}
	return nil
}

func (c *Conn) trace(direction byte, line string) {
	if c.opts.Trace != nil {
		c.opts.Trace(direction, printable(c.hide(line)))
	}
}

// hide blanks the secrets in text, also where a server repeats them.
func (c *Conn) hide(text string) string {
	for _, secret := range c.secrets {
		text = strings.ReplaceAll(text, secret, "***")
	}
	return text
}
