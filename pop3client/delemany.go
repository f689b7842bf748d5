package pop3client

import (
	"context"
	"errors"
	"fmt"
)

// DeleMany marks messages for removal in order, asking ahead within the window
// (its Commands alone; zero: 8192) where the server offers PIPELINING. The server removes
// them at Quit, which is never sent ahead.
//
// done is called for each with nil or the *ServerError of that message alone. A
// message whose done was not called with nil is not marked. An error returned by
// done, or of the connection, ends DeleMany with that error; the connection is
// then closed, and nothing at all is removed (RFC 1939 section 6).
//
// A server that loses commands sent ahead gives ErrPipelining.
func (c *Conn) DeleMany(ctx context.Context, numbers []int, win Window, done func(n int, err error) error) error {
	for _, n := range numbers {
		if err := checkNumber(n); err != nil {
			return fmt.Errorf("mark messages for removal: %w", err)
		}
	}
	if win.Commands <= 0 {
		win.Commands = maxMarks
	}
	m := &marking{conn: c, numbers: numbers, window: min(win.Commands, maxMarks)}
	if !c.mayAskAhead() {
		m.window = 1
	}
	return c.do(ctx, func() error {
		m.out = c.startSender()
		defer m.out.stop()
		for m.answered < len(numbers) {
			if err := m.next(done); err != nil {
				// Also where the caller returns a refusal as its own error.
				c.end(err)
				return err
			}
		}
		return nil
	})
}

// maxMarks is how many DELE go ahead: they are short, as their answers are, and all
// that is lost with a server that breaks is taken back by it.
const maxMarks = 8192

// marking is the numbers of one DeleMany: the first answered ones are done, those
// up to sent are on their way.
type marking struct {
	out            *sender
	conn           *Conn
	numbers        []int
	window         int
	sent, answered int
	paired         bool // two have gone out in one write
}

// next reads the answer to the oldest DELE.
func (m *marking) next(done func(n int, err error) error) error {
	if err := m.refill(); err != nil {
		return err
	}
	n := m.numbers[m.answered]
	_, err := m.conn.status("DELE")
	var refused *ServerError
	if err != nil && !errors.As(err, &refused) {
		return fmt.Errorf("mark message %d for removal: %w", n, err)
	}
	m.answered++
	if m.paired && m.answered == m.sent {
		m.conn.pipelines = true
	}
	if refused != nil {
		return done(n, refused)
	}
	return done(n, nil)
}

// refill sends what there is room for, in one write, once half the window is free.
func (m *marking) refill() error {
	window, onWay := m.window, m.sent-m.answered
	if window > 1 && !m.conn.pipelines {
		// Two and no third before both are answered, as flight does it: a server
		// that throws away what comes early falls silent here.
		window = 2
		if onWay > 0 {
			return nil
		}
	}
	if onWay > window/2 {
		return nil
	}
	upTo := min(m.answered+window, len(m.numbers))
	var lines []string
	for _, n := range m.numbers[m.sent:upTo] {
		lines = append(lines, fmt.Sprintf("DELE %d", n))
	}
	if len(lines) == 0 {
		return nil
	}
	m.paired = m.paired || len(lines) > 1
	m.sent = upTo
	return m.out.send(lines...)
}
