//go:build unix

package mailmsg

import (
	"syscall"
	"time"
)

// cpuTime is what this process has used so far: other work on the computer does not count.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err) // no process lacks it
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
