package mailsync

import (
	"fmt"
	"strconv"
	"time"
)

// plural is a number and its noun: "1 message", "212 messages".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// sizeWords is a size as people read it, in decimal units: "812 bytes", "18 MB", "1.4 GB".
func sizeWords(octets int64) string {
	if octets < 1000 {
		return plural(int(octets), "byte")
	}
	size, unit := float64(octets), ""
	for _, unit = range []string{"kB", "MB", "GB", "TB"} {
		size /= 1000
		if size < 999.5 {
			break
		}
	}
	if size < 9.95 {
		return fmt.Sprintf("%.1f %s", size, unit)
	}
	return fmt.Sprintf("%.0f %s", size, unit)
}

// dayWords is an exact day: "Tue 2 December".
func dayWords(t time.Time) string { return t.Local().Format("Mon 2 January") }

// timeWords is a time of the day of now, or a day and time: "14:20", "14:20 on Tue 2 December".
func timeWords(t, now time.Time) string {
	t, now = t.Local(), now.Local()
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return t.Format("15:04")
	}
	return t.Format("15:04") + " on " + dayWords(t)
}
