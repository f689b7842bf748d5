//go:build race

package mailmsg

// raceDetector makes everything many times slower.
const raceDetector = true
