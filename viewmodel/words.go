package viewmodel

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Size is a number of octets in words: "512 bytes", "18 MB", "1.4 GB". Units are
// decimal, as file managers and providers' mailbox limits have them.
func Size(octets int64) string {
	if octets < 1000 {
		return Count(int(max(octets, 0)), "byte", "bytes")
	}
	units := []string{"kB", "MB", "GB", "TB"}
	v := float64(octets) / 1000
	for i, unit := range units {
		// 999.5 would be rounded to "1000 kB": it is the next unit's 1.
		if v < 999.5 || i == len(units)-1 {
			return shortNumber(v) + " " + unit
		}
		v /= 1000
	}
	return ""
}

// shortNumber has one decimal below ten, unless it is a zero.
func shortNumber(v float64) string {
	if v < 9.95 {
		return strings.TrimSuffix(strconv.FormatFloat(v, 'f', 1, 64), ".0")
	}
	return strconv.FormatFloat(v, 'f', 0, 64)
}

// Number is n with its thousands set apart by a narrow space: "24 118".
func Number(n int) string {
	digits := strconv.Itoa(n)
	if n < 0 || len(digits) <= 4 {
		return digits
	}
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteRune('\u202f')
		}
		b.WriteRune(d)
	}
	return b.String()
}

// Count is a number with its noun: "1 message", "24 118 messages".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + many
}

// Clock is the time of day: "14:20".
func Clock(t time.Time) string { return t.Format("15:04") }

// Day is an exact day: "Tue 2 December", with the year if it is not the present one.
func Day(t, now time.Time) string {
	t = t.In(now.Location())
	if t.Year() != now.Year() {
		return t.Format("Mon 2 January 2006")
	}
	return t.Format("Mon 2 January")
}

// When is a moment for running text: the time alone today, else day and time.
func When(t, now time.Time) string {
	t = t.In(now.Location())
	if daysApart(t, now) == 0 {
		return Clock(t)
	}
	return Day(t, now) + ", " + Clock(t)
}

// ListTime is the short time of a list row: "14:20" today, "Yesterday" as the heading
// above it has it, "Tue" within the last six days, then "2 Dec", and "2 Dec 2024" in
// another year. No date gives "".
func ListTime(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(now.Location())
	switch days := daysApart(t, now); {
	case days == 0:
		return Clock(t)
	case days == 1:
		return "Yesterday"
	case days > 0 && days < 7:
		return t.Format("Mon")
	case t.Year() == now.Year():
		return t.Format("2 Jan")
	}
	return t.Format("2 Jan 2006")
}

// LetterTime is the date of a letter in words: "Today, 14:20", "Yesterday, 14:20",
// "Tuesday 2 December, 14:20", with the year if it is not the present one.
func LetterTime(t, now time.Time) string {
	if t.IsZero() {
		return "No date"
	}
	t = t.In(now.Location())
	switch days := daysApart(t, now); {
	case days == 0:
		return "Today, " + Clock(t)
	case days == 1:
		return "Yesterday, " + Clock(t)
	case t.Year() == now.Year():
		return t.Format("Monday 2 January, 15:04")
	}
	return t.Format("Monday 2 January 2006, 15:04")
}

// daysApart counts the midnights from t to now; negative where t is later.
func daysApart(t, now time.Time) int {
	return int(midnight(now).Sub(midnight(t)) / (24 * time.Hour))
}

// midnight is t's calendar day, taken as UTC so that days are all 24 hours long even
// where clocks change.
func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// Lasting is a rough duration still to go: "a few seconds", "about 2 min", "about 3 h".
func Lasting(d time.Duration) string {
	switch {
	case d < 10*time.Second:
		return "a few seconds"
	case d < 50*time.Second:
		return fmt.Sprintf("about %d s", (int(d.Seconds())+5)/10*10)
	case d < time.Hour-30*time.Second:
		return fmt.Sprintf("about %d min", max(1, int(d.Minutes()+0.5)))
	}
	return fmt.Sprintf("about %d h", int(d.Hours()+0.5))
}

// sentence ends a text with a full stop, and starts it with a capital letter.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	s = strings.ToUpper(s[:1]) + s[1:]
	if strings.ContainsRune(".!?…", []rune(s)[len([]rune(s))-1]) {
		return s
	}
	return s + "."
}
