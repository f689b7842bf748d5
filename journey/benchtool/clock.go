//go:build linux

package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// reading is what the stopwatch tells of one run, as JSON.
type reading struct {
	Seconds float64 // from before the start to the end of the process
	CPU     float64 // seconds of the process and of its children that it waited for
	PeakKB  int64   // the largest of them
	Others  float64 // CPU seconds of everything else on this computer meanwhile, the server among them
	Code    int     // exit code, -1 after a signal
}

// clock runs one program and writes a reading to a file. A process shows at least the peak memory of the one that
// started it, so the tests, which are large, must not start what they measure; this program is small.
func clock(ctx context.Context, args []string) error {
	f := flag.NewFlagSet("clock", flag.ContinueOnError)
	out := f.String("o", "", "`file` for the reading")
	netns := f.String("netns", "", "network namespace to run in, a `path`")
	limit := f.Duration("limit", 2*time.Minute, "after this the program is ended")
	if err := f.Parse(args); err != nil {
		return err
	}
	if *netns != "" {
		runtime.LockOSThread() // the namespace is the thread's, and so of what it starts; never given back
		if err := enter(*netns); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, *limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, f.Arg(0), f.Args()[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGQUIT) } // a Go program tells what it waits for
	cmd.WaitDelay = time.Second
	before := busy()
	start := time.Now()
	err := cmd.Run()
	took := time.Since(start)
	all := busy() - before
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return err
	}
	state := cmd.ProcessState
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return errors.New("the system tells no usage")
	}
	cpu := (state.UserTime() + state.SystemTime()).Seconds()
	text, err := json.Marshal(reading{took.Seconds(), cpu, usage.Maxrss, max(0, all-cpu), state.ExitCode()})
	if err != nil {
		return err
	}
	return os.WriteFile(*out, text, 0o600)
}

// busy is the seconds that all processors have worked since the system started (proc(5), stat); 0: not told.
func busy() float64 {
	const perSecond = 100 // USER_HZ
	data, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0
	}
	var user, nice, system, idle, wait, irq, softirq, steal float64
	if _, err := fmt.Sscanf(string(data), "cpu %f %f %f %f %f %f %f %f", &user, &nice, &system, &idle, &wait, &irq, &softirq, &steal); err != nil {
		return 0
	}
	return (user + nice + system + irq + softirq + steal) / perSecond
}

// enter moves the calling thread into a network namespace.
func enter(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := unix.Setns(int(f.Fd()), unix.CLONE_NEWNET); err != nil {
		return fmt.Errorf("enter the network namespace: %w", err)
	}
	return nil
}
