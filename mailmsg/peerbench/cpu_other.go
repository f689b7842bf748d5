//go:build !unix

package main

import "time"

// cpuTime is the time since the start where there is nothing better: measure on a computer at rest.
func cpuTime() time.Duration { return time.Since(started) }

var started = time.Now()
