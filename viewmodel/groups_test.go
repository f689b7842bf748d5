package viewmodel

import (
	"reflect"
	"testing"
	"time"
)

func TestGroups(t *testing.T) {
	day := func(month time.Month, d int) int64 { return time.Date(2026, month, d, 12, 0, 0, 0, time.UTC).Unix() }
	wednesday := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	tests := []struct {
		name  string
		now   time.Time
		dates []int64
		want  []Group
	}{
		{"nothing", monday, nil, nil},
		{"on a Monday yesterday belongs to last week but is named", monday,
			[]int64{day(11, 23), day(11, 22), day(11, 21), day(11, 15), day(10, 31), day(10, 1), day(1, 2)},
			[]Group{{0, "Today"}, {1, "Yesterday"}, {2, "Last week"}, {3, "This month"}, {4, "October 2026"}, {6, "January 2026"}}},
		{"in mid-week", wednesday,
			[]int64{day(11, 25), day(11, 24), day(11, 23), day(11, 22), day(11, 16), day(11, 15)},
			[]Group{{0, "Today"}, {1, "Yesterday"}, {2, "This week"}, {3, "Last week"}, {5, "This month"}}},
		{"from the future", monday, []int64{day(12, 24), day(11, 23)},
			[]Group{{0, "Dated in the future"}, {1, "Today"}}},
		{"last week reaches into the month before", time.Date(2026, 12, 2, 9, 0, 0, 0, time.UTC),
			[]int64{day(11, 28), day(11, 23), day(11, 22)},
			[]Group{{0, "Last week"}, {2, "November 2026"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := groupsOf(tt.dates, tt.now); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("groupsOf = %v\nwant %v", got, tt.want)
			}
		})
	}
}
