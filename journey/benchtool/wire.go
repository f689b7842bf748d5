//go:build linux

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/netip"
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// wire makes a network namespace and joins it to the caller's by a line that holds every packet for half a round trip,
// as "tc netem delay" does, for kernels without it: a TUN device at each end. Order is kept, nothing is lost, and the
// bandwidth is what the processor gives. It prints the path of the namespace when all stands, and takes both devices
// away by ending. It needs root.
//
//	benchtool wire -rtt 40ms -here 198.18.0.1 -there 198.18.0.2
func wire(_ context.Context, args []string) error {
	f := flag.NewFlagSet("wire", flag.ContinueOnError)
	rtt := f.Duration("rtt", 40*time.Millisecond, "round trip")
	here := f.String("here", "", "`address` of the caller's end")
	there := f.String("there", "", "`address` of the other end")
	if err := f.Parse(args); err != nil {
		return err
	}
	if err := free(*here); err != nil {
		return err
	}
	d := newDelay(*rtt)
	near, _, err := openEnd(*here, false)
	if err != nil {
		return err
	}
	far, path, err := openEnd(*there, true)
	if err != nil {
		return err
	}
	fmt.Println(path)
	failed := make(chan error, 2)
	go func() { failed <- relay(near, far, d) }()
	go func() { failed <- relay(far, near, d) }()
	return <-failed
}

// free refuses an address within a network that this computer is in: the device would take its place.
func free(addr string) error {
	ip := net.ParseIP(addr)
	nets, err := net.InterfaceAddrs()
	if err != nil {
		return err
	}
	for _, n := range nets {
		if ours, ok := n.(*net.IPNet); ok && ours.Contains(ip) {
			return fmt.Errorf("%s lies in this computer's network %s", addr, ours)
		}
	}
	return nil
}

// openEnd opens one TUN device, in a new namespace or in this one, whose path it gives.
func openEnd(addr string, apart bool) (fd int, path string, err error) {
	done := make(chan struct{})
	go func() {
		runtime.LockOSThread() // never given back: the namespace lives as long as this thread
		if apart {
			err = unix.Unshare(unix.CLONE_NEWNET)
		}
		if err == nil {
			path = fmt.Sprintf("/proc/%d/task/%d/ns/net", os.Getpid(), unix.Gettid())
			fd, err = openTUN(addr)
		}
		if err == nil && apart {
			err = up("lo", "")
		}
		close(done)
		select {}
	}()
	<-done
	return fd, path, err
}

func openTUN(addr string) (int, error) {
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		return -1, fmt.Errorf("open /dev/net/tun: %w", err)
	}
	const name = "satchel0"
	device, err := unix.NewIfreq(name)
	if err != nil {
		return -1, err
	}
	// Packets may be longer than the line's frames (segmentation offload), as between two virtual machines: the relay
	// costs little then.
	device.SetUint16(unix.IFF_TUN | unix.IFF_NO_PI | unix.IFF_VNET_HDR)
	if err := unix.IoctlIfreq(fd, unix.TUNSETIFF, device); err != nil {
		return -1, fmt.Errorf("make the device: %w", err)
	}
	if err := unix.IoctlSetInt(fd, unix.TUNSETOFFLOAD, unix.TUN_F_CSUM|unix.TUN_F_TSO4|unix.TUN_F_TSO6); err != nil {
		return -1, fmt.Errorf("set offload: %w", err)
	}
	return fd, up(name, addr)
}

// up gives an interface an address in a net of four, a long queue, and starts it.
func up(name, addr string) error {
	s, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(s) //nolint:errcheck // nothing was written to it
	r, err := unix.NewIfreq(name)
	if err != nil {
		return err
	}
	if addr != "" {
		ip, err := netip.ParseAddr(addr)
		if err != nil {
			return err
		}
		if err := r.SetInet4Addr(ip.AsSlice()); err != nil {
			return err
		}
		if err := unix.IoctlIfreq(s, unix.SIOCSIFADDR, r); err != nil {
			return fmt.Errorf("set the address: %w", err)
		}
		if err := r.SetInet4Addr([]byte{255, 255, 255, 252}); err != nil {
			return err
		}
		if err := unix.IoctlIfreq(s, unix.SIOCSIFNETMASK, r); err != nil {
			return fmt.Errorf("set the net: %w", err)
		}
		r.SetUint32(10_000)
		if err := unix.IoctlIfreq(s, unix.SIOCSIFTXQLEN, r); err != nil {
			return fmt.Errorf("set the queue: %w", err)
		}
	}
	r.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	if err := unix.IoctlIfreq(s, unix.SIOCSIFFLAGS, r); err != nil {
		return fmt.Errorf("start %s: %w", name, err)
	}
	return nil
}

func relay(from, to int, d *delay) error {
	queue := make(chan late, 1<<16)
	failed := make(chan error, 1)
	go func() {
		for l := range queue {
			l.wait()
			if _, err := unix.Write(to, l.data); err != nil && !errors.Is(err, unix.EINTR) && !errors.Is(err, unix.EINVAL) {
				failed <- err
				return
			}
		}
	}()
	buf := make([]byte, 70_000)
	for {
		n, err := unix.Read(from, buf)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return err
		}
		select {
		case queue <- d.send(buf[:n]):
		case err := <-failed:
			return err
		}
	}
}
