package pop3client

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"satchel/pop3client/pop3test"
)

// deleAll marks numbers and gives what done was told.
func deleAll(t *testing.T, c *Conn, win Window, numbers ...int) (told []string, err error) {
	t.Helper()
	err = c.DeleMany(t.Context(), numbers, win, func(n int, err error) error {
		told = append(told, fmt.Sprint(n, " ", err))
		return nil
	})
	return told, err
}

func TestDeleManyDialogues(t *testing.T) {
	const ok, no = "S: +OK", "S: -ERR [SYS/PERM] kept"
	tests := []struct {
		name         string
		capabilities string
		options      Options
		numbers      []int
		steps        []string
		told         []string
		want         error
	}{
		{"none", "PIPELINING", Options{}, nil, nil, nil, nil},
		{"in a window", "PIPELINING", Options{}, []int{1, 2, 3, 4, 5, 6, 7, 8},
			[]string{"C: DELE 1", "C: DELE 2", ok, ok, "C: DELE 3", "C: DELE 4", "C: DELE 5", "C: DELE 6", ok, ok, "C: DELE 7", "C: DELE 8", ok, ok, ok, ok, "C: QUIT", ok},
			[]string{"1 <nil>", "2 <nil>", "3 <nil>", "4 <nil>", "5 <nil>", "6 <nil>", "7 <nil>", "8 <nil>"}, nil},
		{"one at a time", "-", Options{}, []int{4, 2},
			[]string{"C: DELE 4", ok, "C: DELE 2", ok, "C: QUIT", ok}, []string{"4 <nil>", "2 <nil>"}, nil},
		{"never ahead", "PIPELINING", Options{OneAtATime: true}, []int{1, 2},
			[]string{"C: DELE 1", ok, "C: DELE 2", ok, "C: QUIT", ok}, []string{"1 <nil>", "2 <nil>"}, nil},
		{"a refusal in between", "PIPELINING", Options{}, []int{1, 2, 3},
			[]string{"C: DELE 1", "C: DELE 2", ok, no, "C: DELE 3", ok, "C: QUIT", ok},
			[]string{"1 <nil>", "2 pop3: DELE refused: [SYS/PERM] kept", "3 <nil>"}, nil},
		{"cut off", "PIPELINING", Options{}, []int{1, 2, 3}, []string{"C: DELE 1", "C: DELE 2", ok}, []string{"1 <nil>"}, io.ErrUnexpectedEOF},
		{"garbage", "PIPELINING", Options{}, []int{1, 2}, []string{"C: DELE 1", "C: DELE 2", "S: yes"}, nil, ErrProtocol},
		{"one answer too many", "PIPELINING", Options{}, []int{1, 2}, []string{"C: DELE 1", "C: DELE 2", "R: +OK\r\n+OK\r\n+OK\r\n"}, []string{"1 <nil>", "2 <nil>"}, ErrProtocol},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.options.Timeout = 5 * time.Second
			c := dialogue(t, tt.options, tt.capabilities, tt.steps...)
			told, err := deleAll(t, c, Window{Commands: 4}, tt.numbers...)
			if err == nil && len(tt.numbers) > 0 {
				err = c.Quit(t.Context())
			}
			if !errors.Is(err, tt.want) || !slices.Equal(told, tt.told) {
				t.Errorf("DeleMany = %v, %q, want %v, %q", err, told, tt.want, tt.told)
			}
		})
	}
}

func TestDeleManyRefusesNumbers(t *testing.T) {
	c := dialogue(t, Options{}, "PIPELINING", "C: NOOP", "S: +OK")
	if told, err := deleAll(t, c, Window{}, 1, 0); !errors.Is(err, ErrArgument) || told != nil {
		t.Errorf("DeleMany = %v, %q, want ErrArgument and nothing sent", err, told)
	}
	if err := c.Noop(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestDeleManyCallerStops(t *testing.T) {
	stop := &ServerError{"DELE", "", "the caller's own, of the kind that is forgiven elsewhere"}
	server, e := serve(t, pop3test.Config{}, "a\r\n", "b\r\n", "c\r\n")
	c := e.login(t)
	if err := c.DeleMany(t.Context(), []int{1, 2, 3}, Window{}, func(int, error) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("DeleMany = %v, want the caller's error", err)
	}
	if err := c.Quit(t.Context()); err == nil || !strings.Contains(err.Error(), "session is over") {
		t.Errorf("Quit = %v, want the end of the session", err)
	}
	if n := len(server.Messages("ann")); n != 3 {
		t.Errorf("%d messages are left of 3", n)
	}
}

// TestDeleManyLostCommands: a lost DELE must not be taken for a done one.
func TestDeleManyLostCommands(t *testing.T) {
	server, e := serve(t, pop3test.Config{LosesCommands: true}, "a\r\n", "b\r\n", "c\r\n")
	o := e.options()
	o.Timeout = 500 * time.Millisecond
	c, err := Dial(t.Context(), e.Addr, o)
	if err == nil {
		err = c.Login(t.Context(), Credentials{User: e.User, Password: e.Password})
	}
	if err != nil {
		t.Fatal(err)
	}
	if told, err := deleAll(t, c, Window{}, 1, 2, 3); !errors.Is(err, ErrPipelining) || len(told) > 1 {
		t.Errorf("DeleMany = %v, %q, want ErrPipelining", err, told)
	}
	if n := len(server.Messages("ann")); n != 3 {
		t.Errorf("%d messages are left of 3", n)
	}
}

func TestDeleManyIsPipelined(t *testing.T) {
	var numbers []int
	messages := make([]string, 500)
	for i := range messages {
		messages[i] = "x\r\n"
		numbers = append(numbers, i+1)
	}
	server, e := serve(t, pop3test.Config{}, messages...)
	c := e.login(t)
	if told, err := deleAll(t, c, Window{Commands: 100}, numbers...); err != nil || len(told) != 500 {
		t.Fatalf("DeleMany = %v after %d", err, len(told))
	}
	if err := c.Quit(t.Context()); err != nil {
		t.Error(err)
	}
	ahead := 0
	for _, command := range server.Log() {
		if command.Name == "DELE" && command.Ahead {
			ahead++
		}
		if command.Name == "QUIT" && command.Ahead {
			t.Error("QUIT was sent ahead")
		}
	}
	if left := len(server.Messages("ann")); left != 0 || ahead < 300 {
		t.Errorf("%d left, %d of 500 sent ahead", left, ahead)
	}
}

// BenchmarkDeleMany marks 1000 messages over TLS on loopback, server included.
func BenchmarkDeleMany(b *testing.B) {
	config := pop3test.Config{Users: map[string]string{"ann": "secret"}}
	var numbers []int
	for n := range 1000 {
		config.Messages = append(config.Messages, pop3test.Message{Data: []byte("x")})
		numbers = append(numbers, n+1)
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
	for _, commands := range []int{1, 16, 64, 256} {
		b.Run(fmt.Sprint(commands), func(b *testing.B) {
			for b.Loop() {
				if err := c.DeleMany(b.Context(), numbers, Window{Commands: commands}, func(_ int, err error) error { return err }); err != nil {
					b.Fatal(err)
				}
				if err := c.Rset(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
