package viewmodel

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"satchel/words"
)

// Size is a number of octets in words: "512 bytes", "18 MB", "1.4 GB".
func Size(octets int64) string { return words.Size(octets) }

// Number is n with its thousands set apart: "24 118".
func Number(n int) string { return words.Number(n) }

// Clock is the time of day: "14:20".
func Clock(t time.Time) string { return words.Clock(t) }

// Day is an exact day: "Tue 2 December", with the year if it is not the present one.
func Day(t, now time.Time) string { return words.Day(t, now) }

// When is a moment for running text: the time alone today, else day and time.
func When(t, now time.Time) string { return words.When(t, now) }

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
		return words.T("Yesterday")
	case days > 0 && days < 7:
		return words.Weekday(t)
	}
	return words.ShortDay(t, now)
}

// LetterTime is the date of a letter in words: "Today, 14:20", "Yesterday, 14:20",
// "Tuesday 2 December, 14:20", with the year if it is not the present one.
func LetterTime(t, now time.Time) string {
	if t.IsZero() {
		return words.T("No date")
	}
	t = t.In(now.Location())
	switch daysApart(t, now) {
	case 0:
		return words.T("Today, %s", Clock(t))
	case 1:
		return words.T("Yesterday, %s", Clock(t))
	}
	return words.LongDay(t, now) + ", " + Clock(t)
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
func Lasting(d time.Duration) string { return words.Lasting(d) }

// sentence ends a text with a full stop, and starts it with a capital letter.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(s)
	s = string(unicode.ToUpper(first)) + s[size:]
	if strings.ContainsRune(".!?…", []rune(s)[len([]rune(s))-1]) {
		return s
	}
	return s + "."
}
