//go:build linux

package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
)

// raw is the limit for any client of a server: it signs in, asks UIDL, sends all RETRs without waiting for a reply,
// and writes what comes, dots still stuffed, to one file with one fsync. It reads no letter and keeps no books.
func raw(ctx context.Context, args []string) error {
	f := flag.NewFlagSet("raw", flag.ContinueOnError)
	addr := f.String("addr", "", "`host:port`")
	ca := f.String("ca", "", "authority as a PEM `file`; TLS from the first byte")
	user := f.String("user", "", "`name`")
	password := f.String("password", "", "`secret`")
	out := f.String("out", "", "`file` for the letters; without it UIDL is asked and nothing fetched")
	dele := f.Bool("dele", false, "send DELE behind each RETR")
	want := f.Int("want", -1, "fail unless there are so many letters")
	if err := f.Parse(args); err != nil {
		return err
	}
	p, err := dial(ctx, *addr, *ca)
	if err != nil {
		return err
	}
	n, err := p.signIn(*user, *password)
	if err != nil {
		return err
	}
	if *want >= 0 && n != *want {
		return fmt.Errorf("the mailbox holds %d letters, not %d", n, *want)
	}
	if *out != "" {
		if err := p.fetch(n, *out, *dele); err != nil {
			return err
		}
	}
	_, err = p.ask("QUIT")
	return err
}

func dial(ctx context.Context, addr, ca string) (*puller, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	if ca != "" {
		pem, err := os.ReadFile(ca)
		if err != nil {
			return nil, err
		}
		host, _, err := net.SplitHostPort(addr)
		if err != nil {
			return nil, err
		}
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(pem)
		conn = tls.Client(conn, &tls.Config{RootCAs: pool, ServerName: host, MinVersion: tls.VersionTLS12})
	}
	p := &puller{conn: conn, buf: make([]byte, 1<<20)}
	_, err = p.reply()
	return p, err
}

// puller is a connection and what has come on it and is not yet used: buf[r:w].
type puller struct {
	conn net.Conn
	buf  []byte
	r, w int
}

func (p *puller) more() error {
	p.w = copy(p.buf, p.buf[p.r:p.w])
	p.r = 0
	if p.w == len(p.buf) {
		return errors.New("a line without an end")
	}
	n, err := p.conn.Read(p.buf[p.w:])
	p.w += n
	if n > 0 {
		return nil
	}
	return err
}

func (p *puller) reply() (string, error) {
	for {
		if i := bytes.IndexByte(p.buf[p.r:p.w], '\n'); i >= 0 {
			line := strings.TrimRight(string(p.buf[p.r:p.r+i]), "\r")
			p.r += i + 1
			if !strings.HasPrefix(line, "+OK") {
				return "", fmt.Errorf("the server said %q", line)
			}
			return line, nil
		}
		if err := p.more(); err != nil {
			return "", err
		}
	}
}

// body passes the lines behind a status line on, up to the final dot.
func (p *puller) body(to io.Writer) error {
	const empty, end = ".\r\n", "\r\n.\r\n"
	for p.w-p.r < len(empty) {
		if err := p.more(); err != nil {
			return err
		}
	}
	if string(p.buf[p.r:p.r+len(empty)]) == empty {
		p.r += len(empty)
		return nil
	}
	for {
		whole := bytes.Index(p.buf[p.r:p.w], []byte(end))
		sure := whole + len("\r\n")
		if whole < 0 {
			sure = max(0, p.w-p.r-len(end)+1)
		}
		if _, err := to.Write(p.buf[p.r : p.r+sure]); err != nil {
			return err
		}
		p.r += sure
		if whole >= 0 {
			p.r += len(empty)
			return nil
		}
		if err := p.more(); err != nil {
			return err
		}
	}
}

func (p *puller) ask(command string) (string, error) {
	if _, err := io.WriteString(p.conn, command+"\r\n"); err != nil {
		return "", err
	}
	return p.reply()
}

// signIn gives the number of letters. CAPA comes first, since a client may send commands ahead only when told so.
func (p *puller) signIn(user, password string) (int, error) {
	if _, err := p.ask("CAPA"); err != nil {
		return 0, err
	}
	if err := p.body(io.Discard); err != nil {
		return 0, err
	}
	for _, command := range []string{"USER " + user, "PASS " + password} {
		if _, err := p.ask(command); err != nil {
			return 0, err
		}
	}
	stat, err := p.ask("STAT\r\nUIDL")
	if err != nil {
		return 0, err
	}
	var n int
	var size int64
	if _, err := fmt.Sscanf(stat, "+OK %d %d", &n, &size); err != nil {
		return 0, fmt.Errorf("the server said %q: %w", stat, err)
	}
	if _, err := p.reply(); err != nil {
		return 0, err
	}
	return n, p.body(io.Discard)
}

func (p *puller) fetch(n int, path string, dele bool) error {
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	defer out.Close()
	sent := make(chan error, 1)
	go func() { sent <- p.sendAll(n, dele) }()
	for range n {
		if _, err := p.reply(); err != nil {
			return err
		}
		if err := p.body(out); err != nil {
			return err
		}
		if dele {
			if _, err := p.reply(); err != nil {
				return err
			}
		}
	}
	if err := <-sent; err != nil {
		return err
	}
	return out.Sync()
}

func (p *puller) sendAll(n int, dele bool) error {
	const piece = 8 << 10
	var commands []byte
	for i := 1; i <= n; i++ {
		number := strconv.Itoa(i)
		commands = append(commands, "RETR "+number+"\r\n"...)
		if dele {
			commands = append(commands, "DELE "+number+"\r\n"...)
		}
		if len(commands) >= piece || i == n {
			if _, err := p.conn.Write(commands); err != nil {
				return err
			}
			commands = commands[:0]
		}
	}
	return nil
}
