//go:build linux

package journey

import (
	"flag"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"
)

var big = flag.Int("big", 0, "fetch a message of so many megabytes and measure memory (make big: 1024)")

// mostMemory is what a fetch may take, however large the message.
const mostMemory = 150 << 20

// TestBigMessage fetches a mailbox with one message of a gigabyte, removes it from the server once it has been read back,
// and measures the most memory that the program had.
func TestBigMessage(t *testing.T) {
	if *big == 0 {
		t.Skip("a measurement: make big")
	}
	badpop := buildBadpop(t)
	dir := t.TempDir()
	port := serveBadpop(t, badpop, "-scenario", "big-message", "-dir", dir, "-big", strconv.Itoa(*big), "-maxtime", "300s")
	p := newProfile(t)
	p.must(t, "secret\n", "account", "add", "--email", "reader@example.org", "--id", "home", "--pop3", "127.0.0.1:"+port, "--tls", "none",
		"--user", "reader", "--password-stdin", "--keep", "remove")
	cmd := p.command("", "fetch")
	start := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("fetch: %v\n%s", err, out)
	}
	took := time.Since(start)
	judge(t, badpop, dir, p)
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok || runtime.GOOS != "linux" {
		t.Skip("memory is measured on Linux only")
	}
	t.Logf("%d MB in %v, at most %d MB of memory", *big, took.Round(10*time.Millisecond), usage.Maxrss>>10)
	if usage.Maxrss<<10 > mostMemory {
		t.Errorf("it took %d MB of memory", usage.Maxrss>>10)
	}
}
