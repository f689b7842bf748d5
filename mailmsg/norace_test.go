//go:build !race

package mailmsg

const raceDetector = false
