//go:build !unix

package mailmsg

import "time"

// cpuTime is the time that went by, where there is nothing better.
func cpuTime() time.Duration { return time.Since(started) }

var started = time.Now()
