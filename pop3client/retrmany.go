package pop3client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Request is one message wanted of RetrMany. Octets is the listed size, for the window's byte bound.
type Request struct {
	Number int
	Octets int64
	// Top asks for the head and so many lines of the body only (TOP); 0: for all of it (RETR).
	Top int
}

// command is the line that asks for it, and its verb.
func (r Request) command() (line, verb string) {
	if r.Top > 0 {
		return fmt.Sprintf("TOP %d %d", r.Number, r.Top), "TOP"
	}
	return fmt.Sprintf("RETR %d", r.Number), "RETR"
}

// Window bounds how far RetrMany asks ahead; zero: 4096 commands, 16 MiB.
//
// It has to hold what a line carries in one round trip, and half as much again as it
// is refilled by halves, or the line stands still: at 40 ms some 2,000 letters of a
// server that gives 25,000 small ones a second, or 8 MiB of large ones at 200 MB/s.
// Who asks ahead costs the server nothing, as it sends one message after the other,
// and keeps no memory here, as they are streamed.
type Window struct {
	Commands int // at most 4096 count
	Octets   int64
}

// firstAhead is how many requests go out before the first answer.
const firstAhead = 64

// maxAhead is 50 kB of commands: what a server loses of them when it breaks is asked anew.
const maxAhead = 4096

func (w Window) orDefault() Window {
	if w.Commands <= 0 {
		w.Commands = maxAhead
	}
	if w.Octets <= 0 {
		w.Octets = 16 << 20
	}
	w.Commands = min(w.Commands, maxAhead)
	return w
}

// RetrMany fetches requests in order, asking ahead within the window where the
// server offers PIPELINING (one at a time otherwise).
//
// For each it calls open, streams the bytes there, then calls done with nil or
// the *ServerError of that message alone (the session goes on). A message whose
// done was not called with nil is not complete. An error returned by open, done
// or the writer, or of the connection, ends RetrMany with that error; the
// connection is then closed, since answers are still on their way.
//
// A slow writer slows the server down: nothing is held in memory but one buffer.
// A server that loses commands sent ahead gives ErrPipelining.
func (c *Conn) RetrMany(ctx context.Context, reqs []Request, win Window, open func(Request) (io.Writer, error), done func(Request, error) error) error {
	for _, req := range reqs {
		if err := checkNumber(req.Number); err != nil {
			return fmt.Errorf("retrieve messages: %w", err)
		}
	}
	f := &flight{conn: c, reqs: reqs, win: win.orDefault()}
	if !c.mayAskAhead() {
		f.win.Commands = 1
	}
	return c.do(ctx, func() error {
		f.out = c.startSender()
		defer f.out.stop()
		for f.answered < len(reqs) {
			if err := f.next(open, done); err != nil {
				// Also where the caller returns a refusal as its own error.
				c.end(err)
				return err
			}
		}
		return nil
	})
}

// flight is the requests of one RetrMany: the first answered ones are done, those
// up to sent are on their way.
type flight struct {
	conn           *Conn
	out            *sender
	reqs           []Request
	win            Window
	sent, answered int
	paired         bool  // two requests have gone out in one write
	octets         int64 // listed for what is on its way and still to come
	current        int64 // of these, of the message being read
	right, wrong   int   // messages whose listed size was right or not
}

// next reads the answer to the oldest request.
func (f *flight) next(open func(Request) (io.Writer, error), done func(Request, error) error) error {
	if err := f.refill(); err != nil {
		return err
	}
	req := f.reqs[f.answered]
	w, err := open(req)
	if err != nil {
		return fmt.Errorf("open message %d: %w", req.Number, err)
	}
	f.current = listed(req)
	octets, refused, err := f.receive(req, w)
	if err != nil {
		return fmt.Errorf("retrieve message %d: %w", req.Number, err)
	}
	f.octets -= f.current
	f.answered++
	if f.paired && f.answered == f.sent {
		f.conn.pipelines = true
	}
	if refused != nil {
		return done(req, refused)
	}
	if f.misplaced(req, octets) {
		return fmt.Errorf("retrieve message %d: %w: a message of %d octets came that was asked for later", req.Number, ErrPipelining, octets)
	}
	return done(req, nil)
}

// receive reads one answer: a message, or the refusal of this message alone.
func (f *flight) receive(req Request, w io.Writer) (octets int64, refused *ServerError, err error) {
	_, verb := req.command()
	_, err = f.conn.status(verb)
	if errors.As(err, &refused) {
		return 0, refused, nil
	}
	if err != nil {
		return 0, nil, err
	}
	octets, err = f.conn.body(&flightWriter{f, w})
	return octets, nil, err
}

// refill sends the requests for which there is room, in one write. It waits until
// half the window is free, so that small messages do not cost a write each.
func (f *flight) refill() error {
	window := f.win
	onWay := f.sent - f.answered
	if window.Commands > 1 && f.right == 0 {
		// Until one size was right nothing would tell that an answer belongs to a later request.
		window.Commands = min(window.Commands, firstAhead)
	}
	if window.Commands > 1 && (!f.conn.pipelines || f.right == 0 && f.wrong > 0) {
		// Two requests and no third before both are answered: a server that throws
		// away what comes early falls silent here, and no later answer can be taken
		// for the lost one.
		window.Commands = 2
		if onWay > 0 {
			return nil
		}
	}
	if onWay > window.Commands/2 || onWay > 0 && f.octets > window.Octets/2 {
		return nil
	}
	var lines []string
	for f.sent < len(f.reqs) && f.sent-f.answered < window.Commands {
		size := listed(f.reqs[f.sent])
		if f.sent > f.answered && f.octets+size > window.Octets {
			break
		}
		line, _ := f.reqs[f.sent].command()
		lines = append(lines, line)
		f.octets += size
		f.sent++
	}
	if len(lines) == 0 {
		return nil
	}
	f.paired = f.paired || len(lines) > 1
	return f.out.send(lines...)
}

// misplaced notices that an answer belongs to a later request, as it does when a
// command got lost on the way: its size is that of a message further on, from a
// server whose sizes have all been right. Stored under the wrong id, the message
// could cost another one its place, so the session is ended instead.
func (f *flight) misplaced(req Request, octets int64) bool {
	if req.Top > 0 {
		return false // its size says nothing
	}
	if octets == req.Octets {
		f.right++
		return false
	}
	f.wrong++
	return f.right > 0 && f.wrong == 1 && slices.ContainsFunc(f.reqs[f.answered:f.sent], func(later Request) bool {
		return later.Octets == octets
	})
}

// listed guards the sums against sizes no message can have.
func listed(req Request) int64 { return min(max(req.Octets, 0), 1<<40) }

// flightWriter makes room in the window while a large message comes in, so that
// the next one is on its way before this one ends.
type flightWriter struct {
	f *flight
	w io.Writer
}

func (fw *flightWriter) Write(p []byte) (int, error) {
	n, err := fw.w.Write(p)
	if err != nil {
		return n, err
	}
	came := min(int64(n), fw.f.current)
	fw.f.current -= came
	fw.f.octets -= came
	return n, fw.f.refill()
}
