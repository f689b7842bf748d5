package pop3client

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"time"
)

// wire is the raw connection under TLS with both clocks of the session: each
// read and write renews the limit on silence, and the end of the watched context
// interrupts either at once. It lies below TLS so that any byte counts as life,
// also a part of a record.
type wire struct {
	net.Conn
	timeout time.Duration

	mu    sync.Mutex
	ctx   context.Context // of the command under way; nil between commands
	watch int             // number of that command

	// How fast the answer under way comes in; used by the reading goroutine only.
	waited time.Duration
	got    int
	// The same of the stretch under way.
	stretchWaited time.Duration
	stretchGot    int
}

// A server must send a byte per second on average, over paceSpans timeouts: ten
// bytes per second are slow and alive, one byte per minute is a trap that would
// hold the session for ever.
const (
	paceSpans         = 4
	minBytesPerSecond = 1
)

// Each stretch of an answer has to come within so many timeouts, ten minutes: a line
// of a hundred bytes per second passes, a server that drips does not hold the mailbox
// for days.
const (
	stretch      = 64 << 10
	stretchSpans = 10
)

// follow lets ctx interrupt reads and writes until stop is called.
func (w *wire) follow(ctx context.Context) (stop func()) {
	w.mu.Lock()
	w.ctx = ctx
	w.watch++
	watch := w.watch
	w.mu.Unlock()
	unhook := context.AfterFunc(ctx, func() { w.interrupt(watch) })
	return func() {
		unhook()
		w.mu.Lock()
		w.ctx = nil
		w.mu.Unlock()
	}
}

// interrupt ends the waits of one command. The context of an earlier one
// interrupts nothing: the next command may have begun under another.
func (w *wire) interrupt(watch int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ctx != nil && w.watch == watch {
		_ = w.SetDeadline(time.Unix(1, 0)) // fails on a closed connection only
	}
}

// arm renews the deadline. The lock keeps an interruption from being overwritten.
func (w *wire) arm(set func(time.Time) error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.cancelled(); err != nil {
		return err
	}
	return set(time.Now().Add(w.timeout))
}

func (w *wire) cancelled() error {
	if w.ctx == nil {
		return nil
	}
	return w.ctx.Err()
}

// beginAnswer begins to measure the pace anew and reports a context that ended
// meanwhile: an answer which is wholly buffered would not notice otherwise.
func (w *wire) beginAnswer() error {
	w.waited, w.got, w.stretchWaited, w.stretchGot = 0, 0, 0, 0
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.cancelled()
}

func (w *wire) Read(p []byte) (int, error) {
	if err := w.arm(w.SetReadDeadline); err != nil {
		return 0, err
	}
	start := time.Now()
	n, err := w.Conn.Read(p)
	if err != nil {
		return n, w.explain(err)
	}
	return n, w.pace(n, time.Since(start))
}

func (w *wire) pace(n int, waited time.Duration) error {
	w.got += n
	w.waited += waited
	w.stretchGot += n
	w.stretchWaited += waited
	if w.stretchWaited > stretchSpans*w.timeout {
		return fmt.Errorf("%w: %d bytes in %v", ErrTimeout, w.stretchGot, w.stretchWaited.Round(time.Second))
	}
	if w.stretchGot >= stretch {
		w.stretchWaited, w.stretchGot = 0, 0
	}
	if w.waited < paceSpans*w.timeout {
		return nil
	}
	if float64(w.got) < minBytesPerSecond*w.waited.Seconds() {
		return fmt.Errorf("%w: %d bytes in %v", ErrTimeout, w.got, w.waited.Round(time.Second))
	}
	w.waited, w.got = 0, 0
	return nil
}

func (w *wire) Write(p []byte) (int, error) {
	if err := w.arm(w.SetWriteDeadline); err != nil {
		return 0, err
	}
	n, err := w.Conn.Write(p)
	return n, w.explain(err)
}

// explain tells the two reasons for a passed deadline apart.
func (w *wire) explain(err error) error {
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if ended := w.cancelled(); ended != nil {
		return ended
	}
	return ErrTimeout
}
