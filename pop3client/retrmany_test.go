package pop3client

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"satchel/pop3client/pop3test"
)

func requests(octets int64, numbers ...int) (reqs []Request) {
	for _, n := range numbers {
		reqs = append(reqs, Request{Number: n, Octets: octets})
	}
	return reqs
}

func discard(Request) (io.Writer, error) { return io.Discard, nil }

func answer(text string) []string { return []string{"S: +OK", "S: " + text, "S: ."} }

// TestRetrManyWindow: the first two prove that nothing is lost; then the window
// opens, and fills again once it is half empty.
func TestRetrManyWindow(t *testing.T) {
	tests := []struct {
		name   string
		octets int64
		window Window
		steps  []string
	}{
		{"by count", 3, Window{Commands: 4}, slices.Concat(
			[]string{"C: RETR 1", "C: RETR 2"}, answer("1"), answer("2"),
			[]string{"C: RETR 3", "C: RETR 4", "C: RETR 5", "C: RETR 6"}, answer("3"), answer("4"),
			[]string{"C: RETR 7"}, answer("5"), answer("6"), answer("7"))},
		{"by octets", 3, Window{Octets: 7}, slices.Concat(
			[]string{"C: RETR 1", "C: RETR 2"}, answer("1"), answer("2"),
			[]string{"C: RETR 3", "C: RETR 4"}, answer("3"), []string{"C: RETR 5"}, answer("4"), []string{"C: RETR 6"}, answer("5"), []string{"C: RETR 7"}, answer("6"), answer("7"))},
		{"sizes that are never right", 9, Window{}, slices.Concat( // nothing would tell that an answer was lost
			[]string{"C: RETR 1", "C: RETR 2"}, answer("1"), answer("2"), []string{"C: RETR 3", "C: RETR 4"}, answer("3"), answer("4"),
			[]string{"C: RETR 5", "C: RETR 6"}, answer("5"), answer("6"), []string{"C: RETR 7"}, answer("7"))},
		{"each above the window", 1000, Window{Octets: 250}, slices.Concat(
			[]string{"C: RETR 1"}, answer("1"), []string{"C: RETR 2"}, answer("2"), []string{"C: RETR 3"}, answer("3"), []string{"C: RETR 4"}, answer("4"),
			[]string{"C: RETR 5"}, answer("5"), []string{"C: RETR 6"}, answer("6"), []string{"C: RETR 7"}, answer("7"))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := dialogue(t, Options{Timeout: 5 * time.Second}, "PIPELINING", tt.steps...)
			for i, got := range retrAll(t, c, requests(tt.octets, 1, 2, 3, 4, 5, 6, 7), tt.window) {
				if want := fmt.Sprintf("%d\r\n", i+1); string(got) != want {
					t.Errorf("message %d = %q, want %q", i+1, got, want)
				}
			}
		})
	}
}

func TestRetrManyGoesOnAfterRefusal(t *testing.T) {
	for _, capabilities := range []string{"PIPELINING", "-"} {
		steps := slices.Concat([]string{"C: RETR 1", "C: RETR 2"}, answer("1"), []string{"S: -ERR [SYS/PERM] broken", "C: RETR 3"}, answer("3"))
		if capabilities == "-" {
			steps = slices.Concat([]string{"C: RETR 1"}, answer("1"), []string{"C: RETR 2", "S: -ERR [SYS/PERM] broken", "C: RETR 3"}, answer("3"))
		}
		c := dialogue(t, Options{}, capabilities, steps...)
		var results []string
		err := c.RetrMany(t.Context(), requests(3, 1, 2, 3), Window{}, discard, func(req Request, err error) error {
			results = append(results, fmt.Sprint(req.Number, " ", err))
			return nil
		})
		want := []string{"1 <nil>", "2 pop3: RETR refused: [SYS/PERM] broken", "3 <nil>"}
		if err != nil || !slices.Equal(results, want) {
			t.Errorf("%s: RetrMany = %v, %q, want %q", capabilities, err, results, want)
		}
	}
}

func TestRetrManyCallerStops(t *testing.T) {
	stop := &ServerError{"RETR", "", "the caller's own, of the kind that is forgiven elsewhere"}
	nop := func(Request, error) error { return nil }
	tests := []struct {
		name string
		open func(Request) (io.Writer, error)
		done func(Request, error) error
	}{
		{"open", func(Request) (io.Writer, error) { return nil, stop }, nop},
		{"writer", func(Request) (io.Writer, error) { return failingWriter{stop}, nil }, nop},
		{"done", discard, func(Request, error) error { return stop }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, e := serve(t, pop3test.Config{}, "a\r\n", "b\r\n", "c\r\n")
			c := e.login(t)
			if err := c.RetrMany(t.Context(), requests(3, 1, 2, 3), Window{}, tt.open, tt.done); !errors.Is(err, stop) {
				t.Errorf("RetrMany = %v, want the caller's error", err)
			}
			if err := c.Noop(t.Context()); err == nil || !strings.Contains(err.Error(), "session is over") {
				t.Errorf("Noop = %v, want the end of the session", err)
			}
		})
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

// TestLostCommands: a server that announces PIPELINING and throws away what comes
// early. No message may come under the number of another one.
func TestLostCommands(t *testing.T) {
	messages := []string{"one\r\n", "two\r\n", "three\r\n", "four\r\n"}
	_, e := serve(t, pop3test.Config{LosesCommands: true, NoLock: true}, messages...)
	o := e.options()
	o.Timeout = 500 * time.Millisecond
	open := func(oneAtATime bool) *Conn {
		o.OneAtATime = oneAtATime
		c, err := Dial(t.Context(), e.Addr, o)
		if err == nil {
			err = c.Login(t.Context(), Credentials{User: e.User, Password: e.Password})
		}
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	var current bytes.Buffer
	err := open(false).RetrMany(t.Context(), requests(0, 1, 2, 3, 4), Window{},
		func(Request) (io.Writer, error) { current.Reset(); return &current, nil },
		func(req Request, err error) error {
			if current.String() != messages[req.Number-1] || err != nil {
				t.Errorf("message %d = %q, %v", req.Number, current.String(), err)
			}
			return nil
		})
	if !errors.Is(err, ErrPipelining) || !errors.Is(err, ErrTimeout) {
		t.Errorf("RetrMany = %v, want ErrPipelining", err)
	}
	if inv, err := open(false).Inventory(t.Context()); !errors.Is(err, ErrPipelining) || inv.Listings != nil {
		t.Errorf("Inventory = %v, %v, want ErrPipelining", inv, err)
	}
	if err := open(false).RetrMany(t.Context(), requests(0, 1, 2, 3, 4), Window{Commands: 1}, discard, func(_ Request, err error) error { return err }); err != nil {
		t.Errorf("RetrMany with one command = %v", err)
	}
	if inv, err := open(true).Inventory(t.Context()); err != nil || len(inv.Listings) != 4 {
		t.Errorf("Inventory one at a time = %v, %v", inv, err)
	}
}

// TestMisplacedAnswer: the third request got lost, after all had gone well.
func TestMisplacedAnswer(t *testing.T) {
	steps := slices.Concat([]string{"C: RETR 1", "C: RETR 2"}, answer("1"), answer("22"),
		[]string{"C: RETR 3", "C: RETR 4", "C: RETR 5"}, answer("4444"))
	c := dialogue(t, Options{}, "PIPELINING", steps...)
	reqs := []Request{{1, 3, 0}, {2, 4, 0}, {3, 5, 0}, {4, 6, 0}, {5, 7, 0}}
	var finished []int
	err := c.RetrMany(t.Context(), reqs, Window{}, discard, func(req Request, err error) error {
		finished = append(finished, req.Number)
		return err
	})
	if !errors.Is(err, ErrPipelining) || !slices.Equal(finished, []int{1, 2}) {
		t.Errorf("RetrMany = %v after %v, want ErrPipelining after 1 and 2", err, finished)
	}
}

// TestWrongSizes: sizes are hints, and a coincidence ends nothing.
func TestWrongSizes(t *testing.T) {
	steps := slices.Concat([]string{"C: RETR 1", "C: RETR 2"}, answer("1"), answer("22"), []string{"C: RETR 3"}, answer("333"))
	c := dialogue(t, Options{}, "PIPELINING", steps...)
	if got := retrAll(t, c, []Request{{1, 4, 0}, {2, -9, 0}, {3, 1 << 62, 0}}, Window{}); len(got) != 3 {
		t.Errorf("%d messages", len(got))
	}
}

// TestHeadsAmongWholes: the answers to TOP and RETR come in order, and a head's size proves nothing.
func TestHeadsAmongWholes(t *testing.T) {
	steps := slices.Concat([]string{"C: RETR 1", "C: TOP 2 5"}, answer("1"), answer("4444"),
		[]string{"C: RETR 3", "C: TOP 4 5"}, answer("333"), []string{"S: -ERR no such command"})
	c := dialogue(t, Options{}, "PIPELINING", steps...)
	var refused []int
	err := c.RetrMany(t.Context(), []Request{{1, 3, 0}, {2, 9, 5}, {3, 5, 0}, {4, 6, 5}}, Window{}, discard, func(req Request, err error) error {
		if err != nil {
			refused = append(refused, req.Number)
		}
		return nil
	})
	if err != nil || !slices.Equal(refused, []int{4}) {
		t.Errorf("RetrMany = %v, refused %v, want 4 alone", err, refused)
	}
}

// TestPipeliningIsUsed: what the server sees is requests sent ahead.
func TestPipeliningIsUsed(t *testing.T) {
	var messages []string
	for n := range 200 {
		messages = append(messages, fmt.Sprintf("message %d\r\n", n))
	}
	server, e := serve(t, pop3test.Config{}, messages...)
	c := e.login(t)
	inv, err := c.Inventory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var reqs []Request
	for _, size := range inv.Sizes {
		reqs = append(reqs, Request{Number: size.Number, Octets: size.Octets})
	}
	retrAll(t, c, reqs, Window{})
	ahead := 0
	for _, command := range server.Log() {
		if command.Name == "RETR" && command.Ahead {
			ahead++
		}
	}
	if ahead < 100 {
		t.Errorf("%d of 200 requests were sent ahead", ahead)
	}
}

// BenchmarkRetrMany fetches letters over TLS on loopback, server included.
func BenchmarkRetrMany(b *testing.B) {
	letter := []byte("Subject: x\r\n\r\n" + strings.Repeat("A line of a letter, as long as most of them are.\r\n", 160))
	config := pop3test.Config{Users: map[string]string{"ann": "secret"}}
	var reqs []Request
	for n := range 1000 {
		config.Messages = append(config.Messages, pop3test.Message{Data: letter})
		reqs = append(reqs, Request{Number: n + 1, Octets: int64(len(letter))})
	}
	server := pop3test.NewServer(config)
	defer server.Close()
	c, err := Dial(b.Context(), server.Addr(), endpoint{CAPool: server.CAPool()}.options())
	if err == nil {
		err = c.Login(b.Context(), Credentials{User: "ann", Password: "secret"})
	}
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	b.SetBytes(int64(len(reqs) * len(letter)))
	for b.Loop() {
		if err := c.RetrMany(b.Context(), reqs, Window{}, discard, func(_ Request, err error) error { return err }); err != nil {
			b.Fatal(err)
		}
	}
}
