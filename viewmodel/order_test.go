package viewmodel

import (
	"testing"
	"time"

	"satchel/mailstore"
)

func TestOrders(t *testing.T) {
	for _, c := range OrderChoices() {
		for _, reverse := range []bool{false, true} {
			o := Order{c.By, reverse}
			if got := OrderOf(o.Key(), reverse); got != o {
				t.Errorf("%s is kept as %+v", c.Title, got)
			}
			if q := o.Apply(mailstore.Query{Unread: true}); q.Sort != c.By || q.Reverse != reverse || !q.Unread {
				t.Errorf("%s gives %+v", c.Title, q)
			}
		}
	}
	if got := OrderOf("of a later version", false); got != (Order{}) {
		t.Errorf("an unknown order is %+v", got)
	}
	if got, want := (Order{mailstore.BySender, true}).Words(), "Sorted by sender, the other way round"; got != want {
		t.Errorf("Words = %q, want %q", got, want)
	}
}

// A list in another order has no headings by date, finds its rows all the same, and is read anew for new mail.
func TestListInAnotherOrder(t *testing.T) {
	l := NewMessageList(nil)
	l.Now = func() time.Time { return monday }
	old, recent := mailstore.Head{ID: 2, Fields: mailstore.Fields{Date: monday.Add(-48 * time.Hour)}}, mailstore.Head{ID: 1, Fields: mailstore.Fields{Date: monday}}
	l.Show(mailstore.Query{Sort: mailstore.BySender}, ids{2, 1}, []int64{old.Date.Unix(), recent.Date.Unix()}, []mailstore.Head{old, recent})
	if got := l.Groups(); got != nil {
		t.Errorf("groups %v", got)
	}
	if l.Index(1) != 1 || l.Index(2) != 0 || l.Index(3) != -1 {
		t.Errorf("rows %d, %d, %d", l.Index(1), l.Index(2), l.Index(3))
	}
	if !l.NeedsReload() || l.Insert([]mailstore.Head{{ID: 3, Fields: mailstore.Fields{Date: monday}}}) {
		t.Error("new mail is put in by its date")
	}
	l.Show(mailstore.Query{Reverse: true}, ids{2, 1}, []int64{old.Date.Unix(), recent.Date.Unix()}, nil)
	if got := l.Groups(); got != nil {
		t.Errorf("oldest first has groups %v", got)
	}
}
