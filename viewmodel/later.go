package viewmodel

import (
	"strings"
	"time"

	"satchel/words"
)

// Later is a time to come at which a letter can be sent.
type Later struct {
	Title string // with the time in words
	At    time.Time
}

// LaterChoices are the usual times to send a letter later, the nearest first.
func LaterChoices(now time.Time) []Later {
	day := func(days, hour int) time.Time {
		return time.Date(now.Year(), now.Month(), now.Day()+days, hour, 0, 0, 0, now.Location())
	}
	list := []Later{{words.T("In an hour, at %s", Clock(now.Add(time.Hour))), now.Add(time.Hour)}}
	if evening := day(0, 18); evening.Sub(now) > time.Hour {
		list = append(list, Later{words.T("This evening, at %s", Clock(evening)), evening})
	}
	list = append(list, Later{words.T("Tomorrow morning, at %s", Clock(day(1, 8))), day(1, 8)})
	if days := (int(time.Monday)-int(now.Weekday())+6)%7 + 1; days > 1 { // 1 is tomorrow
		list = append(list, Later{words.T("On Monday, at %s", Clock(day(days, 8))), day(days, 8)})
	}
	return list
}

// ParseLater reads a time to come as a person types it: "18:30", "24.12. 18:30", "24/12 18:30", "2026-12-24 18:30". A day
// without a year is the next one of that name. problem says what is wrong, "" where it is a time.
func ParseLater(typed string, now time.Time) (at time.Time, problem string) {
	typed = strings.Join(strings.Fields(typed), " ")
	at, ok := parseMoment(typed, now)
	switch {
	case !ok:
		return time.Time{}, words.T("Please type a time such as 18:30, or a day and a time such as 2026-12-24 18:30.")
	case !at.After(now):
		return time.Time{}, words.T("That time is over. Please type one to come.")
	case at.Sub(now) > mostLater:
		return time.Time{}, words.T("That is more than a year away. Please type an earlier time.")
	}
	return at, ""
}

// mostLater keeps a mistyped year from hiding a letter for good.
const mostLater = 366 * 24 * time.Hour

func parseMoment(typed string, now time.Time) (time.Time, bool) {
	here := now.Location()
	if t, err := time.ParseInLocation("15:04", typed, here); err == nil {
		t = time.Date(now.Year(), now.Month(), now.Day(), t.Hour(), t.Minute(), 0, 0, here)
		if !t.After(now) {
			t = time.Date(now.Year(), now.Month(), now.Day()+1, t.Hour(), t.Minute(), 0, 0, here)
		}
		return t, true
	}
	for _, form := range []string{"2006-01-02 15:04", "2.1.2006 15:04", "2/1/2006 15:04"} {
		if t, err := time.ParseInLocation(form, typed, here); err == nil {
			return t, true
		}
	}
	for _, form := range []string{"2.1. 15:04", "2/1 15:04"} {
		t, err := time.ParseInLocation(form, typed, here)
		if err != nil {
			continue
		}
		for year := now.Year(); year <= now.Year()+4; year++ { // 29 February comes every four years
			next := time.Date(year, t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, here)
			if next.Day() == t.Day() && next.After(now) {
				return next, true
			}
		}
	}
	return time.Time{}, false
}
