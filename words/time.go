package words

import (
	"strconv"
	"strings"
	"time"
)

// Clock is the time of day: "14:20".
func Clock(t time.Time) string { return t.Format("15:04") }

// Day is an exact day in the zone of now: "Tue 2 December", with the year if it is not the present one.
func Day(t, now time.Time) string {
	t = t.In(now.Location())
	if t.Year() != now.Year() {
		return DayYear(t)
	}
	return write(t, func(m *manner) string { return m.day })
}

// DayYear is an exact day with its year, in the zone that t has: "Tue 2 December 2025".
func DayYear(t time.Time) string { return write(t, func(m *manner) string { return m.dayYear }) }

// LongDay is Day with the weekday in full: "Tuesday 2 December".
func LongDay(t, now time.Time) string {
	t = t.In(now.Location())
	if t.Year() != now.Year() {
		return write(t, func(m *manner) string { return m.longDayYear })
	}
	return write(t, func(m *manner) string { return m.longDay })
}

// Month is a month with its year: "December 2026".
func Month(t time.Time) string { return write(t, func(m *manner) string { return m.month }) }

// Moment is a day with weekday and year, and a time: "Tuesday 2 December 2025, 14:20".
func Moment(t time.Time) string {
	return write(t, func(m *manner) string { return m.longDayYear }) + ", " + Clock(t)
}

// ShortDay is Day for a narrow place: "2 Dec".
func ShortDay(t, now time.Time) string {
	t = t.In(now.Location())
	if t.Year() != now.Year() {
		return write(t, func(m *manner) string { return m.shortDayYear })
	}
	return write(t, func(m *manner) string { return m.shortDay })
}

// Weekday is the short name of t's day: "Tue".
func Weekday(t time.Time) string { return write(t, func(*manner) string { return "{Mon}" }) }

// When is a moment for running text: the time alone today, else day and time.
func When(t, now time.Time) string {
	t = t.In(now.Location())
	if SameDay(t, now) {
		return Clock(t)
	}
	return Day(t, now) + ", " + Clock(t)
}

// SameDay says whether t is on the calendar day of now, where now is.
func SameDay(t, now time.Time) bool {
	y, m, d := t.In(now.Location()).Date()
	y2, m2, d2 := now.Date()
	return y == y2 && m == m2 && d == d2
}

// Lasting is a rough duration still to go: "a few seconds", "about 2 min", "about 3 h".
func Lasting(d time.Duration) string {
	switch {
	case d < 10*time.Second:
		return T("a few seconds")
	case d < 50*time.Second:
		return T("about %d s", (int(d.Seconds())+5)/10*10)
	case d < time.Hour-30*time.Second:
		return T("about %d min", max(1, int(d.Minutes()+0.5)))
	}
	return T("about %d h", int(d.Hours()+0.5))
}

// write fills in the placeholders of a pattern that the language has.
func write(t time.Time, pattern func(*manner) string) string {
	m := inUse().manner
	day := strconv.Itoa(t.Day())
	if t.Day() == 1 && m.first != "" {
		day = m.first
	}
	return strings.NewReplacer("{Mon}", m.shortDays[t.Weekday()], "{Monday}", m.weekdays[t.Weekday()], "{2}", day,
		"{Jan}", m.shortMonths[t.Month()-1], "{January}", m.months[t.Month()-1], "{2006}", strconv.Itoa(t.Year())).
		Replace(pattern(m))
}
