package viewmodel

import (
	"slices"
	"strings"
	"testing"
	"time"

	"satchel/mailmsg"
	"satchel/mailstore"
	"satchel/mailsync"
)

func safeEntry(id mailstore.LedgerID) mailstore.Entry {
	return mailstore.Entry{ID: id, UIDL: "id", Size: 1500, State: mailstore.Safe, Message: 1, SHA256: [32]byte{1, 2}, SafeAt: monday, FirstSeen: monday, Session: 3}
}

func TestWanted(t *testing.T) {
	waiting := mailstore.Entry{ID: 9, Size: 100, State: mailstore.Waiting}
	w := NewWanted(mailsync.WantRemove, []mailstore.Entry{safeEntry(1), waiting, safeEntry(2)})
	if len(w.Changes) != 2 || w.Octets != 3000 || w.Not != 1 || w.Why == "" || w.Refusal() != "" {
		t.Errorf("two of three: %+v", w)
	}
	q := RemoveNowQuestion(w)
	if q.Title != "Remove 2 messages at your provider?" || !strings.Contains(q.Text, "2 messages (3 kB)") || len(q.Lines) != 2 || !strings.Contains(q.Lines[1], "1 other is not complete here") {
		t.Errorf("question = %+v", q)
	}
	if one := RemoveNowQuestion(NewWanted(mailsync.WantRemove, []mailstore.Entry{safeEntry(1)})); one.Title != "Remove 1 message at your provider?" || len(one.Lines) != 1 || !strings.HasPrefix(one.Lines[0], "It stays") {
		t.Errorf("question for one = %+v", one)
	}
	none := NewWanted(mailsync.WantRemove, []mailstore.Entry{waiting, waiting})
	if none.Refusal() == "" || !strings.HasPrefix(none.Refusal(), "None of the selected messages") {
		t.Errorf("refusal = %q", none.Refusal())
	}
	if got := NewWanted(mailsync.WantGet, []mailstore.Entry{safeEntry(1)}).Refusal(); got != "All of it is here already." {
		t.Errorf("refusal of one = %q", got)
	}
}

func TestProof(t *testing.T) {
	e := safeEntry(1)
	e.VerifiedAt = monday
	session := &mailstore.Session{Start: monday, Text: "1 new message arrived (1.5 kB)."}
	lines := Proof(e, session, monday.Add(time.Hour))
	for _, want := range []string{"Fingerprint (SHA-256): 01020000 00000000", "Read back and found the same: ", "1 new message arrived", "(UIDL): id"} {
		if !slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, want) }) {
			t.Errorf("no line says %q: %q", want, lines)
		}
	}
	waiting := Proof(mailstore.Entry{State: mailstore.Waiting, UIDL: "a\x1b[31m\u202Eb" + strings.Repeat("x", 200)}, nil, monday)
	last := waiting[len(waiting)-1]
	if strings.ContainsAny(last, "\x1b\u202E") || len([]rune(last)) > 140 {
		t.Errorf("the server's id is shown as %q", last)
	}
}

// A letter of which only the beginning is here says so in place of its own faults, and offers the rest while there is one.
func TestPartialLetter(t *testing.T) {
	m := &mailmsg.Message{Text: "The begin", Defects: []string{"the body ends too early"}}
	h := mailstore.Head{ID: 1, Size: 34_000_000, Partial: true, OnServer: true}
	l := NewLetter(h, m, mailstore.Inbox, monday)
	if len(l.Banners) != 1 || l.Banners[0].Action != ActionGetRest || !strings.Contains(l.Banners[0].Text, "34 MB") || !l.Partial {
		t.Errorf("banners = %+v", l.Banners)
	}
	h.OnServer = false
	if l := NewLetter(h, m, mailstore.Inbox, monday); len(l.Banners) != 1 || l.Banners[0].Action != "" || !l.Banners[0].Warning {
		t.Errorf("gone from the server: %+v", l.Banners)
	}
}

func TestRestTakesThePlaceOfTheBeginning(t *testing.T) {
	l := NewMessageList(nil)
	head := mailstore.Head{ID: 5, Partial: true, Fields: mailstore.Fields{Date: monday}}
	l.Show(mailstore.Query{}, []mailstore.MessageID{5}, []int64{monday.Unix()}, []mailstore.Head{head})
	if !l.Row(0).Partial {
		t.Error("the row does not say that only the beginning is here")
	}
	head.Partial, head.Date = false, monday.Add(time.Hour)
	if !l.Insert([]mailstore.Head{head}) || l.Len() != 1 || l.Row(0).Partial {
		t.Errorf("%d rows, the first %+v", l.Len(), l.Row(0))
	}
}

func TestLimitChoices(t *testing.T) {
	if len(LimitChoices()) != len(limits()) {
		t.Fatalf("%d choices for %d limits", len(LimitChoices()), len(limits()))
	}
	for octets, want := range map[int64]int{0: 0, -1: 0, 1: 1, 5_000_000: 1, 9_999_999: 1, 10_000_000: 2, 1 << 40: 4} {
		if got := limitOf(octets); got != want {
			t.Errorf("limitOf(%d) = %d, want %d", octets, got, want)
		}
	}
	a := mailstore.Account{MaxSize: 123_456_789} // set in a terminal: kept as long as the choice is not another
	f := FormOf(a)
	f.Fill(&a)
	if a.MaxSize != 123_456_789 {
		t.Errorf("the limit became %d", a.MaxSize)
	}
	f.Limit = 0
	if f.Fill(&a); a.MaxSize != 0 {
		t.Errorf("the limit stayed %d", a.MaxSize)
	}
}
