package pop3client

import (
	"errors"
	"io"
	"net"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"satchel/pop3client/pop3test"
)

// TestPace sends a message in single bytes, on a clock of its own.
func TestPace(t *testing.T) {
	tests := []struct {
		name  string
		pause time.Duration
		want  error
	}{
		{"ten bytes a second", 100 * time.Millisecond, nil},
		{"five bytes a second", 200 * time.Millisecond, nil},
		{"two bytes a second", 500 * time.Millisecond, ErrTimeout},
		{"one byte in each timeout", 59 * time.Second, ErrTimeout},
		{"one byte, too late", 61 * time.Second, ErrTimeout},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				here, there := net.Pipe()
				ended := make(chan struct{})
				go func() {
					defer close(ended)
					drip(there, strings.Repeat("line of a letter\r\n", 100)+".\r\n", tt.pause)
				}()
				c, err := New(t.Context(), here, Options{Security: Clear})
				if err != nil {
					t.Fatal(err)
				}
				began := time.Now()
				octets, err := c.Retr(t.Context(), 1, io.Discard)
				if !errors.Is(err, tt.want) || tt.want == nil && octets != 1800 {
					t.Errorf("Retr = %d octets, %v, want %v", octets, err, tt.want)
				}
				if tt.want != nil && time.Since(began) > stretchSpans*defaultTimeout+time.Minute {
					t.Errorf("gave up after %v", time.Since(began))
				}
				c.Close()
				<-ended
			})
		})
	}
}

// drip answers CAPA and one command more, that one byte by byte.
func drip(conn net.Conn, message string, pause time.Duration) {
	defer conn.Close()
	err := pop3test.Play(conn, "S: +OK", "C: CAPA", "S: -ERR", "C: RETR 1", "S: +OK")
	for i := 0; i < len(message) && err == nil; i++ {
		time.Sleep(pause)
		_, err = conn.Write([]byte{message[i]})
	}
}

// heapWhile is how far the heap grows while f runs, sampled.
func heapWhile(f func()) (grown uint64) {
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	for {
		runtime.ReadMemStats(&now)
		if now.HeapInuse > before.HeapInuse {
			grown = max(grown, now.HeapInuse-before.HeapInuse)
		}
		select {
		case <-done:
			return grown
		case <-time.After(time.Millisecond):
		}
	}
}

// repeat returns text n times, then "".
func repeat(text string, n int) func() string {
	return func() string {
		if n--; n < 0 {
			return ""
		}
		return text
	}
}

func TestHugeBanner(t *testing.T) {
	_, e := serve(t, pop3test.Config{Hook: at("CONNECT", pop3test.Reply{Text: "+OK ", Repeat: repeat(strings.Repeat("x", 1<<16), 160), Drop: true})})
	var err error
	grown := heapWhile(func() { _, err = Dial(t.Context(), e.Addr, e.options()) })
	if !errors.Is(err, ErrProtocol) || grown > 4<<20 {
		t.Errorf("Dial = %v with %d bytes of heap, want ErrProtocol within 4 MiB", err, grown)
	}
}

func TestEndlessCapabilities(t *testing.T) {
	n := 0
	more := func() string { n++; return "X" + strings.Repeat("A", n) + "\r\n" }
	_, e := serve(t, pop3test.Config{Hook: at("CAPA", pop3test.Reply{Text: "+OK\r\n", Repeat: more})})
	if _, err := Dial(t.Context(), e.Addr, e.options()); !errors.Is(err, ErrProtocol) {
		t.Errorf("Dial = %v, want ErrProtocol", err)
	}
}

func TestLineOf50MB(t *testing.T) {
	const chunks = 50 << 4
	_, e := serve(t, pop3test.Config{Hook: func(_ int, name, _ string) *pop3test.Reply {
		if name == "RETR" {
			return &pop3test.Reply{Text: "+OK\r\n", Repeat: repeat(strings.Repeat(".", 1<<16), chunks), Drop: true}
		}
		return nil
	}})
	c := e.login(t)
	var octets int64
	var err error
	grown := heapWhile(func() { octets, err = c.Retr(t.Context(), 1, io.Discard) })
	// Never ended: not a message, but all of it has been streamed but the last buffer.
	if !errors.Is(err, io.ErrUnexpectedEOF) || octets < chunks<<16-2*bufferSize || grown > 4<<20 {
		t.Errorf("Retr = %d octets, %v, with %d bytes of heap", octets, err, grown)
	}
}

// TestSlowWriter: what the writer has not taken waits at the server.
func TestSlowWriter(t *testing.T) {
	letter := []byte(strings.Repeat("a line that takes its time\r\n", 1<<20/28))
	config := pop3test.Config{}
	var reqs []Request
	for n := range 30 {
		config.Messages = append(config.Messages, pop3test.Message{Data: letter})
		reqs = append(reqs, Request{Number: n + 1}) // told as empty: the window does not help
	}
	_, e := serve(t, config)
	c := e.login(t)
	var err error
	var slow slowWriter
	grown := heapWhile(func() {
		err = c.RetrMany(t.Context(), reqs, Window{}, func(Request) (io.Writer, error) { return &slow, nil }, func(_ Request, err error) error { return err })
	})
	if want := int64(len(reqs) * len(letter)); err != nil || slow.octets != want || grown > 4<<20 {
		t.Errorf("RetrMany = %v, %d of %d octets, with %d bytes of heap", err, slow.octets, want, grown)
	}
}

type slowWriter struct{ octets int64 }

func (w *slowWriter) Write(p []byte) (int, error) {
	time.Sleep(time.Millisecond)
	w.octets += int64(len(p))
	return len(p), nil
}

// BenchmarkRetr fetches messages of 1 MiB from memory, without a network.
func BenchmarkRetr(b *testing.B) {
	line := "A line of a letter, as long as most of them are: 76 characters in all here.\r\n"
	answer := "+OK\r\n" + strings.Repeat(line, 1<<20/len(line)) + ".\r\n"
	c, err := New(b.Context(), &memoryConn{answer: answer, rest: "+OK\r\n-ERR\r\n"}, Options{Security: Clear})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(answer)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Retr(b.Context(), 1, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

// memoryConn answers each command with the same text.
type memoryConn struct {
	net.Conn
	answer, rest string
	greeted      bool
}

func (m *memoryConn) Read(p []byte) (int, error) {
	if !m.greeted { // the greeting first, the answer to CAPA at the next read
		p, m.greeted = p[:5], true
	}
	n := copy(p, m.rest)
	m.rest = m.rest[n:]
	return n, nil
}

func (m *memoryConn) Write(p []byte) (int, error) {
	if string(p) != "CAPA\r\n" {
		m.rest = m.answer
	}
	return len(p), nil
}

func (*memoryConn) RemoteAddr() net.Addr             { return &net.UnixAddr{} }
func (*memoryConn) SetReadDeadline(time.Time) error  { return nil }
func (*memoryConn) SetWriteDeadline(time.Time) error { return nil }
func (*memoryConn) SetDeadline(time.Time) error      { return nil }
func (*memoryConn) Close() error                     { return nil }
