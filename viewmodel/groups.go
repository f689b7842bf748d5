package viewmodel

import (
	"sort"
	"time"

	"satchel/words"
)

// Group is a heading above row First of a list.
type Group struct {
	First int
	Title string
}

// span is a stretch of time that ends where the one before it begins.
type span struct {
	title string
	from  int64 // Unix seconds, inclusive
}

// groupsOf cuts dates (Unix seconds, newest first) into Today, Yesterday, This week,
// Last week, This month and then one group a month. Weeks begin on Monday. It costs
// one binary search a group, so a million rows are no matter.
func groupsOf(dates []int64, now time.Time) []Group {
	var groups []Group
	row := 0
	add := func(title string, from int64) {
		end := row + sort.Search(len(dates)-row, func(i int) bool { return dates[row+i] < from })
		if end > row {
			groups = append(groups, Group{First: row, Title: title})
			row = end
		}
	}
	for _, s := range recentSpans(now) {
		add(s.title, s.from)
	}
	for row < len(dates) {
		month := startOfMonth(time.Unix(dates[row], 0).In(now.Location()))
		add(words.Month(month), month.Unix())
	}
	return groups
}

// recentSpans are the stretches up to the start of this month or of the last week,
// whichever is earlier.
func recentSpans(now time.Time) []span {
	y, m, d := now.Date()
	day := func(back int) int64 { return time.Date(y, m, d-back, 0, 0, 0, 0, now.Location()).Unix() }
	sinceMonday := (int(now.Weekday()) + 6) % 7
	return []span{
		{words.T("Dated in the future"), day(-1)},
		{words.T("Today"), day(0)},
		{words.T("Yesterday"), day(1)},
		{words.T("This week"), day(sinceMonday)},
		{words.T("Last week"), day(sinceMonday + 7)},
		{words.T("This month"), startOfMonth(now).Unix()},
	}
}

func startOfMonth(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, t.Location())
}
