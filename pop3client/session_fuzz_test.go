package pop3client

import (
	"bytes"
	"errors"
	"io"
	"net"
	"testing"
	"time"
)

// recording is a server whose every word is known beforehand, whatever is asked.
type recording struct {
	net.Conn
	answers *bytes.Reader
	sent    bytes.Buffer
	size    int // bytes a read
}

func (r *recording) Read(p []byte) (int, error)     { return r.answers.Read(p[:min(r.size, len(p))]) }
func (r *recording) Write(p []byte) (int, error)    { return r.sent.Write(p) }
func (*recording) RemoteAddr() net.Addr             { return nil }
func (*recording) SetReadDeadline(time.Time) error  { return nil }
func (*recording) SetWriteDeadline(time.Time) error { return nil }
func (*recording) SetDeadline(time.Time) error      { return nil }
func (*recording) Close() error                     { return nil }

// FuzzSession: no server makes the client crash or hang, and no message is whole
// without a dot line of its own.
func FuzzSession(f *testing.F) {
	const opening = "+OK\r\n+OK\r\nPIPELINING\r\nSASL PLAIN\r\n.\r\n+OK\r\n+OK\r\nPIPELINING\r\n.\r\n"
	f.Add([]byte(opening+"+OK 2 9\r\n+OK\r\n1 a\r\n2 b\r\n.\r\n+OK\r\n1 5\r\n2 4\r\n.\r\n+OK\r\nx\r\n..\r\n.\r\n+OK\r\ny\r\n.\r\n+OK bye\r\n"), uint8(5))
	f.Add([]byte(opening+"+OK 1 9\r\n-ERR\r\n+OK\r\n1 5\r\n.\r\n-ERR [SYS/PERM] x\r\n+OK\r\ny\n.\n"), uint8(200))
	f.Add([]byte("+OK\r\n-ERR\r\n+OK\r\n+OK\r\n-ERR\r\n+OK 0 0\r\n+OK\r\n.\r\n+OK\r\n.\r\n+OK\r\n"), uint8(0))
	f.Fuzz(func(t *testing.T, answers []byte, size uint8) {
		server := &recording{answers: bytes.NewReader(answers), size: int(size) + 1}
		whole, err := talkWith(t, server)
		if dots := bytes.Count(answers, []byte(".\r\n")) + bytes.Count(answers, []byte(".\n")); whole > dots {
			t.Errorf("%d messages from %d dot lines", whole, dots)
		}
		if err == nil && !bytes.HasSuffix(server.sent.Bytes(), []byte("\r\nQUIT\r\n")) {
			t.Errorf("ended well without QUIT: %q", server.sent.Bytes())
		}
	})
}

// talkWith does a whole session and returns how many messages were whole.
func talkWith(t *testing.T, server net.Conn) (whole int, err error) {
	c, err := New(t.Context(), server, Options{Security: Clear})
	if err != nil {
		return 0, err
	}
	if err := c.Login(t.Context(), Credentials{User: "ann", Password: "secret"}); err != nil {
		return 0, err
	}
	inv, err := c.Inventory(t.Context())
	if err != nil {
		return 0, err
	}
	var reqs []Request
	for _, size := range inv.Sizes {
		reqs = append(reqs, Request{Number: size.Number, Octets: size.Octets})
	}
	err = c.RetrMany(t.Context(), reqs, Window{}, func(Request) (io.Writer, error) { return io.Discard, nil }, func(_ Request, err error) error {
		if err == nil {
			whole++
		}
		return nil
	})
	return whole, errors.Join(err, c.Quit(t.Context()))
}
