package mailsync

import (
	"time"

	"satchel/words"
)

// dayWords is an exact day here: "Tue 2 December".
func dayWords(t time.Time) string {
	t = t.Local()
	return words.Day(t, t)
}

// longDay has the year too: a certificate may be years old.
func longDay(t time.Time) string { return words.DayYear(t.Local()) }

// timeWords is a time of the day of now, or a day and time: "14:20", "14:20 on Tue 2 December".
func timeWords(t, now time.Time) string {
	t, now = t.Local(), now.Local()
	if words.SameDay(t, now) {
		return words.Clock(t)
	}
	return words.T("%[1]s on %[2]s", words.Clock(t), dayWords(t))
}
