//go:build linux

// Command benchtool holds the parts of the fetch benchmark (make bench) which have to be processes of their own: the
// stopwatch that starts each program, the raw puller that no client can beat, and the two ways to a distant server.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

var tools = map[string]func(context.Context, []string) error{
	"clock": clock,
	"raw":   raw,
	"wire":  wire,
	"proxy": proxy,
}

func main() {
	if len(os.Args) < 2 || tools[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: benchtool clock|raw|wire|proxy …")
		os.Exit(2)
	}
	if err := tools[os.Args[1]](context.Background(), os.Args[2:]); err != nil {
		fmt.Fprintf(os.Stderr, "benchtool %s: %v\n", os.Args[1], err)
		os.Exit(1)
	}
}

// delay is how long everything is held in one direction. SIGUSR1 makes it nothing, to prepare a state quickly, and
// SIGUSR2 what it was.
type delay struct{ ns atomic.Int64 }

// The process ends with its standard input, and so with whoever started it.
func newDelay(roundTrip time.Duration) *delay {
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	d := new(delay)
	d.ns.Store(int64(roundTrip / 2))
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, unix.SIGUSR1, unix.SIGUSR2)
	go func() {
		for s := range signals {
			if s == unix.SIGUSR1 {
				d.ns.Store(0)
			} else {
				d.ns.Store(int64(roundTrip / 2))
			}
		}
	}()
	return d
}

func (d *delay) get() time.Duration { return time.Duration(d.ns.Load()) }

// late is something under way: bytes, and when they arrive. A queue of these delays without making anything slower.
type late struct {
	due  time.Time
	data []byte
}

func (d *delay) send(data []byte) late {
	return late{time.Now().Add(d.get()), append([]byte(nil), data...)}
}

func (l late) wait() { time.Sleep(time.Until(l.due)) }
