package demo

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Layouts of dates in running text.
const (
	dayLayout   = "Monday 2 January"
	quoteLayout = "Mon, 2 Jan 2006 at 15:04"
)

// moment is the point in time that an age means, in the zone of now. "5d 18:40" is
// five calendar days before now at 18:40, at least one day, and so never later than
// now; anything else is a duration such as "3h20m".
func moment(age string, now time.Time) (time.Time, error) {
	days, clock, ok := strings.Cut(age, "d ")
	if !ok {
		d, err := time.ParseDuration(age)
		if err != nil {
			return time.Time{}, fmt.Errorf("age: %w", err)
		}
		return now.Add(-d).Truncate(time.Second), nil
	}
	n, err := strconv.Atoi(days)
	if err != nil || n < 1 {
		return time.Time{}, fmt.Errorf("age %q: want one day or more", age)
	}
	at, err := time.Parse("15:04", clock)
	if err != nil {
		return time.Time{}, fmt.Errorf("age: %w", err)
	}
	return time.Date(now.Year(), now.Month(), now.Day()-n, at.Hour(), at.Minute(), 0, 0, now.Location()), nil
}

var dateWord = regexp.MustCompile(`\{\{(day|next|ago|date) ([^}]*)\}\}`)

// expandDates puts dates in place of these words, of which the first two count from
// the letter's own date and the others from now, as X-Demo-Age does:
//
//	{{day +3}}          Tuesday 2 December; a layout of package time may follow
//	{{next Thursday}}   the first Thursday after that date; a layout may follow
//	{{ago 5d 18:40}}    Mon, 1 Dec 2025 at 18:40, for "On …, somebody wrote:"
//	{{date 5d 18:40}}   the same as a header field has it
func expandDates(text string, written, now time.Time) (string, error) {
	var failed error
	expanded := dateWord.ReplaceAllStringFunc(text, func(word string) string {
		m := dateWord.FindStringSubmatch(word)
		date, err := dateText(m[1], m[2], written, now)
		if err != nil {
			failed = fmt.Errorf("%s: %w", word, err)
		}
		return date
	})
	return expanded, failed
}

// dateText is what stands in place of one word.
func dateText(kind, arg string, written, now time.Time) (string, error) {
	switch kind {
	case "ago", "date":
		at, err := moment(arg, now)
		if err != nil {
			return "", err
		}
		if kind == "ago" {
			return at.Format(quoteLayout), nil
		}
		return at.Format(time.RFC1123Z), nil
	}
	first, layout, _ := strings.Cut(arg, " ")
	if layout == "" {
		layout = dayLayout
	}
	if kind == "day" {
		n, err := strconv.Atoi(first)
		if err != nil {
			return "", err
		}
		return written.AddDate(0, 0, n).Format(layout), nil
	}
	for n := 1; n <= 7; n++ {
		if day := written.AddDate(0, 0, n); day.Weekday().String() == first {
			return day.Format(layout), nil
		}
	}
	return "", fmt.Errorf("no weekday %q", first)
}
