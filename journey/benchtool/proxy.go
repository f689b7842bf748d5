//go:build linux

package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"time"
)

// proxy passes connections on to a server, everything late by half a round trip in each direction. It holds bytes and
// does not make them slower: TCP's own slow start and windows, which a real distance has, are missing.
//
//	benchtool proxy -rtt 40ms FROM=TO …
func proxy(ctx context.Context, args []string) error {
	f := flag.NewFlagSet("proxy", flag.ContinueOnError)
	rtt := f.Duration("rtt", 40*time.Millisecond, "round trip")
	if err := f.Parse(args); err != nil {
		return err
	}
	d := newDelay(*rtt)
	failed := make(chan error, 1)
	for _, pair := range f.Args() {
		from, to, err := splitPair(pair)
		if err != nil {
			return err
		}
		l, err := new(net.ListenConfig).Listen(ctx, "tcp", from)
		if err != nil {
			return err
		}
		go func() { failed <- accept(ctx, l, to, d) }()
	}
	fmt.Println("ready")
	return <-failed
}

func splitPair(pair string) (from, to string, err error) {
	for i := range pair {
		if pair[i] == '=' {
			return pair[:i], pair[i+1:], nil
		}
	}
	return "", "", fmt.Errorf("%q is not FROM=TO", pair)
}

func accept(ctx context.Context, l net.Listener, to string, d *delay) error {
	for {
		client, err := l.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer client.Close()
			time.Sleep(3 * d.get()) // SYN, its answer, and the ACK on which the server greets
			server, err := new(net.Dialer).DialContext(ctx, "tcp", to)
			if err != nil {
				return
			}
			defer server.Close()
			go pass(server, client, d)
			pass(client, server, d)
			time.Sleep(2 * d.get()) // what is under way still arrives
		}()
	}
}

// pass moves bytes until one side ends, and then tells the other.
func pass(from, to net.Conn, d *delay) {
	queue := make(chan late, 4096) // 256 MB: more than is ever under way, so that reading never waits
	go func() {
		defer close(queue)
		buf := make([]byte, 64<<10)
		for {
			n, err := from.Read(buf)
			if n > 0 {
				queue <- d.send(buf[:n])
			}
			if err != nil {
				return
			}
		}
	}()
	for l := range queue {
		l.wait()
		if _, err := to.Write(l.data); err != nil {
			_, _ = io.Copy(io.Discard, from) // nobody is there any more
		}
	}
	if c, ok := to.(*net.TCPConn); ok {
		_ = c.CloseWrite()
	}
}
