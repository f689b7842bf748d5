package viewmodel

import (
	"reflect"
	"testing"
	"time"

	"satchel/mailstore"
)

type ids = []mailstore.MessageID

// head is a message of the given id, its date age before monday.
func head(id mailstore.MessageID, age time.Duration) mailstore.Head {
	return mailstore.Head{ID: id, Account: 1, Folder: 10,
		Fields: mailstore.Fields{Subject: "s", FromAddress: "ann@example.org", Date: monday.Add(-age)}}
}

// listOf shows heads given newest first; all of them are known.
func listOf(q mailstore.Query, heads ...mailstore.Head) *MessageList {
	l := NewMessageList(nil)
	l.Now = func() time.Time { return monday }
	l.SetRoles([]mailstore.Folder{{ID: 10, Role: mailstore.Inbox}, {ID: 11, Role: mailstore.Bin}})
	var ids ids
	var dates []int64
	for _, h := range heads {
		ids, dates = append(ids, h.ID), append(dates, h.Date.Unix())
	}
	l.Show(q, ids, dates, heads)
	return l
}

func TestRowWording(t *testing.T) {
	at := monday.Add(-time.Hour)
	tests := []struct {
		name string
		head mailstore.Head
		want Row
	}{
		{"everything empty", mailstore.Head{ID: 1}, Row{From: "(no sender)", Subject: "(no subject)"}},
		{"address only", mailstore.Head{ID: 1, Account: 2, Fields: mailstore.Fields{FromAddress: "a@b.example", Subject: "Hi", Preview: "There", Date: at}},
			Row{From: "a@b.example", Subject: "Hi", Preview: "There", When: "14:00", Account: 2}},
		{"all marks", mailstore.Head{ID: 1, Unread: true, Starred: true, Answered: true, Forwarded: true,
			Fields: mailstore.Fields{FromName: "Ann", FromAddress: "a@b.example", Subject: "Hi", Attachments: 2}},
			Row{From: "Ann", Subject: "Hi", Unread: true, Starred: true, Answered: true, Forwarded: true, Attachment: true}},
		{"stays on the server", mailstore.Head{ID: 1, OnServer: true}, Row{From: "(no sender)", Subject: "(no subject)", OnServer: true, ServerTip: "Stays on the server"}},
		{"goes on a day", mailstore.Head{ID: 1, OnServer: true, RemovalDay: monday.AddDate(0, 0, 8)},
			Row{From: "(no sender)", Subject: "(no subject)", OnServer: true, ServerTip: "On the server until Tue 1 December"}},
		{"is due", mailstore.Head{ID: 1, OnServer: true, RemovalDay: monday.AddDate(0, 0, -1)},
			Row{From: "(no sender)", Subject: "(no subject)", OnServer: true, ServerTip: "Leaves the server at the next check"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := rowOf(&tt.head, monday); got != tt.want {
				t.Errorf("rowOf = %+v\nwant   %+v", got, tt.want)
			}
		})
	}
}

func TestRowsAreAskedForOnceAPage(t *testing.T) {
	var asked []ids
	l := NewMessageList(func(want []mailstore.MessageID) { asked = append(asked, want) })
	var all ids
	for id := mailstore.MessageID(120); id > 0; id-- {
		all = append(all, id)
	}
	l.Show(mailstore.Query{}, all, make([]int64, len(all)), []mailstore.Head{{ID: 69}})
	if !l.Row(60).Loading {
		t.Error("a row without its head is not marked as loading")
	}
	l.Row(61)
	if len(asked) != 1 || len(asked[0]) != 49 {
		t.Fatalf("asked %d times, first for %d ids; want once for 49 (one of the page is known)", len(asked), len(asked[0]))
	}
	l.Deliver(asked[0], []mailstore.Head{{ID: 60}, {ID: 59}})
	if l.Row(l.Index(60)).Loading {
		t.Error("a delivered row is still loading")
	}
	if got, want := l.Len(), 120-47; got != want {
		t.Errorf("Len() = %d, want %d: rows of messages that are gone go too", got, want)
	}
}

func TestHeadsAreBounded(t *testing.T) {
	c := newHeadCache(3)
	for id := mailstore.MessageID(1); id <= 3; id++ {
		c.put(mailstore.Head{ID: id})
	}
	c.get(1)
	c.put(mailstore.Head{ID: 4})
	if c.has(2) || !c.has(1) || !c.has(3) || !c.has(4) {
		t.Errorf("the head used longest ago should have gone, here are %v", c.byID)
	}
	c.drop(9)
	c.drop(1)
	if c.has(1) || c.recent.Len() != 2 {
		t.Errorf("drop left %d heads", c.recent.Len())
	}
}

func TestInsert(t *testing.T) {
	old := head(5, 2*time.Hour)
	tests := []struct {
		name  string
		query mailstore.Query
		add   []mailstore.Head
		want  ids
	}{
		{"newest on top", mailstore.Query{Folder: 10}, []mailstore.Head{head(9, time.Hour)}, ids{9, 5}},
		{"an old one at its date", mailstore.Query{Folder: 10}, []mailstore.Head{head(9, 3*time.Hour)}, ids{5, 9}},
		{"same second: higher id first", mailstore.Query{Folder: 10}, []mailstore.Head{head(4, 2*time.Hour), head(6, 2*time.Hour)}, ids{6, 5, 4}},
		{"several, unsorted", mailstore.Query{}, []mailstore.Head{head(7, 3*time.Hour), head(8, time.Hour), head(9, time.Minute)}, ids{9, 8, 5, 7}},
		{"here already", mailstore.Query{Folder: 10}, []mailstore.Head{old}, ids{5}},
		{"another folder", mailstore.Query{Folder: 11}, []mailstore.Head{head(9, 0)}, ids{5}},
		{"another account", mailstore.Query{Account: 2}, []mailstore.Head{head(9, 0)}, ids{5}},
		{"all inboxes", mailstore.Query{Role: mailstore.Inbox}, []mailstore.Head{head(9, 0)}, ids{9, 5}},
		{"all bins", mailstore.Query{Role: mailstore.Bin}, []mailstore.Head{head(9, 0)}, ids{5}},
		{"only unread", mailstore.Query{Unread: true}, []mailstore.Head{head(9, 0)}, ids{5}},
		{"only starred", mailstore.Query{Starred: true}, []mailstore.Head{head(9, 0)}, ids{5}},
		{"only with attachments", mailstore.Query{WithAttachments: true}, []mailstore.Head{head(9, 0)}, ids{5}},
		{"a search", mailstore.Query{Text: "tax"}, []mailstore.Head{head(9, 0)}, ids{5}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := listOf(tt.query, old)
			changed := l.Insert(tt.add)
			if !reflect.DeepEqual(l.ids, tt.want) {
				t.Errorf("ids = %v, want %v", l.ids, tt.want)
			}
			if len(l.dates) != len(l.ids) {
				t.Errorf("%d dates for %d ids", len(l.dates), len(l.ids))
			}
			if changed != (len(tt.want) > 1) {
				t.Errorf("Insert = %v", changed)
			}
			for row, id := range l.ids {
				if l.Index(id) != row {
					t.Errorf("Index(%d) = %d, want %d", id, l.Index(id), row)
				}
			}
		})
	}
}

func TestRemoveAndNeighbour(t *testing.T) {
	tests := []struct {
		name      string
		remove    ids
		neighbour mailstore.MessageID
		left      ids
	}{
		{"the first", ids{5}, 4, ids{4, 3, 2}},
		{"the last", ids{2}, 3, ids{5, 4, 3}},
		{"two apart", ids{5, 3}, 2, ids{4, 2}},
		{"the end", ids{3, 2}, 4, ids{5, 4}},
		{"all", ids{5, 4, 3, 2}, 0, ids{}},
		{"unknown", ids{77}, 0, ids{5, 4, 3, 2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := listOf(mailstore.Query{}, head(5, 1), head(4, 2*time.Second), head(3, 3*time.Second), head(2, 4*time.Second))
			if got := l.Neighbour(tt.remove); got != tt.neighbour {
				t.Errorf("Neighbour = %d, want %d", got, tt.neighbour)
			}
			l.Remove(tt.remove)
			if !reflect.DeepEqual(l.ids, tt.left) || len(l.dates) != len(tt.left) {
				t.Errorf("left %v with %d dates, want %v", l.ids, len(l.dates), tt.left)
			}
		})
	}
}

func TestMarksKeepRowsInPlace(t *testing.T) {
	h := head(5, 0)
	h.Unread = true
	l := listOf(mailstore.Query{Unread: true}, h)
	l.SetUnread(ids{5, 99}, false)
	l.SetStarred(ids{5}, true)
	if r := l.Row(0); r.Unread || !r.Starred {
		t.Errorf("row = %+v, want read and starred", r)
	}
	if got, ok := l.Head(5); !ok || got.Unread {
		t.Errorf("Head = %+v, %v", got, ok)
	}
}
