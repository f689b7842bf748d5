package app

import (
	"testing"
	"time"

	"satchel/mailstore"
	"satchel/mailsync"
)

func TestEventsAreGathered(t *testing.T) {
	q := make(queue, 1000)
	var shown []news
	e := &events{post: q.post, show: func(n news) { shown = append(shown, n) }}
	begin := time.Now()
	for i := range 500 {
		e.report(mailsync.Event{Account: 1, Phase: mailsync.Getting, Done: i, Stored: []mailstore.MessageID{mailstore.MessageID(i)}})
	}
	e.report(mailsync.Event{Account: 1, Phase: mailsync.Ended, Result: &mailsync.Result{Result: mailsync.OK}})
	stored, ended := 0, false
	for !ended {
		q.next(t)
		n := shown[len(shown)-1]
		stored += len(n.stored)
		for _, ev := range n.events {
			ended = ended || ev.Phase == mailsync.Ended
		}
	}
	if stored != 500 {
		t.Errorf("%d of 500 stored messages were told", stored)
	}
	if most := int(time.Since(begin)/eventPause) + 2; len(shown) > most {
		t.Errorf("%d updates, want at most %d", len(shown), most)
	}
}

func TestNewsKeepsTheLastProgressAndEveryEnd(t *testing.T) {
	var n news
	n.add(mailsync.Event{Account: 1, Phase: mailsync.Connecting})
	n.add(mailsync.Event{Account: 2, Phase: mailsync.Connecting})
	n.add(mailsync.Event{Account: 1, Phase: mailsync.Ended})
	n.add(mailsync.Event{Account: 1, Phase: mailsync.Connecting})
	n.add(mailsync.Event{Account: 1, Phase: mailsync.Listing})
	var got []mailsync.Phase
	for _, ev := range n.events {
		if ev.Account == 1 {
			got = append(got, ev.Phase)
		}
	}
	if len(got) != 2 || got[0] != mailsync.Ended || got[1] != mailsync.Listing || len(n.events) != 3 {
		t.Errorf("phases of account 1 = %v, %d events", got, len(n.events))
	}
}

func TestClosedEventsShowNothing(t *testing.T) {
	q := make(queue, 10)
	e := &events{post: q.post, show: func(news) { t.Error("shown after close") }}
	e.report(mailsync.Event{Account: 1})
	e.close()
	e.report(mailsync.Event{Account: 1})
	e.flush()
}
