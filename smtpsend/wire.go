package smtpsend

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"sync/atomic"
	"time"
)

// wire is what go-smtp talks through. It keeps the clocks, which go-smtp has for commands and not for the letter itself,
// and says commands ahead, which go-smtp does not do.
type wire struct {
	net.Conn
	silence time.Duration
	ctx     context.Context // of the call under way
	ahead   []byte          // said already and still to come from go-smtp
	answer  int             // octets read since something was last said
	code    []byte          // the first three of them
	made    []byte          // an answer to what was not said
	closed  atomic.Bool
}

// maxAnswer bounds one answer; that to EHLO has some dozen lines.
const maxAnswer = 64 << 10

// long ago, to end a read or a write under way.
var longAgo = time.Unix(1, 0)

// during has the wire obey ctx until end is called.
func (w *wire) during(ctx context.Context) (end func()) {
	w.ctx = ctx
	stop := context.AfterFunc(ctx, func() { _ = w.Conn.SetDeadline(longAgo) })
	return func() { stop() }
}

// ctxErr is why the call under way was ended from this side; nil: it was not.
func (w *wire) ctxErr() error {
	if w.ctx == nil {
		return nil
	}
	return w.ctx.Err()
}

// prepare sets the clock for one read or write.
func (w *wire) prepare() error {
	if err := w.Conn.SetDeadline(time.Now().Add(w.silence)); err != nil {
		return err
	}
	if err := w.ctxErr(); err != nil { // after the setting: whoever ends ctx sets the clock too
		_ = w.Conn.SetDeadline(longAgo)
		return err
	}
	return nil
}

func (w *wire) Read(p []byte) (int, error) {
	if len(w.made) > 0 {
		n := copy(p, w.made)
		w.made = w.made[n:]
		return n, nil
	}
	if w.answer > maxAnswer {
		return 0, fmt.Errorf("%w: an answer without end", ErrProtocol)
	}
	if err := w.prepare(); err != nil {
		return 0, err
	}
	n, err := w.Conn.Read(p)
	w.answer += n
	w.code = append(w.code, p[:min(n, 3-len(w.code))]...)
	return n, err
}

// Write leaves out what was said ahead, and "*" where nothing is to be taken back: go-smtp says it after a refusal too,
// and Postfix hangs up at that.
func (w *wire) Write(p []byte) (int, error) {
	if string(p) == "*\r\n" && string(w.code) != "334" {
		w.made = []byte("501 nothing to take back\r\n")
		return len(p), nil
	}
	w.answer, w.code = 0, w.code[:0]
	if len(w.ahead) > 0 {
		n := min(len(p), len(w.ahead))
		if !bytes.Equal(p[:n], w.ahead[:n]) {
			return 0, fmt.Errorf("%w: out of step", ErrProtocol)
		}
		w.ahead = w.ahead[n:]
		if n == len(p) {
			return n, nil
		}
		rest, err := w.Write(p[n:])
		return n + rest, err
	}
	if err := w.prepare(); err != nil {
		return 0, err
	}
	return w.Conn.Write(p)
}

// sayAhead sends commands before their turn (RFC 2920).
func (w *wire) sayAhead(commands []byte) error {
	if err := w.prepare(); err != nil {
		return err
	}
	if _, err := w.Conn.Write(commands); err != nil {
		return err
	}
	w.ahead = append(w.ahead, commands...)
	return nil
}

// The clocks are kept here.
func (*wire) SetDeadline(time.Time) error      { return nil }
func (*wire) SetReadDeadline(time.Time) error  { return nil }
func (*wire) SetWriteDeadline(time.Time) error { return nil }

func (w *wire) Close() error {
	w.closed.Store(true)
	return w.Conn.Close()
}
