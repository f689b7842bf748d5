package app

import (
	"slices"
	"sync"
	"time"

	"satchel/mailsend"
	"satchel/mailstore"
	"satchel/mailsync"
)

// eventPause is the shortest time between two updates of the window: 15 a second are
// smooth to the eye and leave it time to be a window.
const eventPause = time.Second / 15

// news is what has happened since the window was last told.
type news struct {
	events []mailsync.Event // of each account the last one, and every end
	stored []mailstore.MessageID
	sent   []mailsend.Event // of each letter the last one
}

// events is the one place where the workers' events cross over to the UI goroutine.
// report may be called on any goroutine; show runs on the UI goroutine.
type events struct {
	post func(func())
	show func(news)

	mu      sync.Mutex
	waiting news
	last    time.Time
	timer   *time.Timer
	closed  bool
}

// report takes an event of a worker, at once.
func (e *events) report(ev mailsync.Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return
	}
	e.waiting.add(ev)
	e.flushSoon()
}

// reportSent takes an event of a letter on its way, at once.
func (e *events) reportSent(ev mailsend.Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return
	}
	n := &e.waiting
	n.sent = append(slices.DeleteFunc(n.sent, func(old mailsend.Event) bool { return old.Letter.ID == ev.Letter.ID }), ev)
	e.flushSoon()
}

// flushSoon is called with the lock held.
func (e *events) flushSoon() {
	if e.timer == nil {
		e.timer = time.AfterFunc(max(0, eventPause-time.Since(e.last)), func() { e.post(e.flush) })
	}
}

// flush shows all that has gathered. It runs on the UI goroutine.
func (e *events) flush() {
	e.mu.Lock()
	n := e.waiting
	e.waiting, e.timer, e.last = news{}, nil, time.Now()
	closed := e.closed
	e.mu.Unlock()
	if !closed {
		e.show(n)
	}
}

// close ends the reports; it may be called twice.
func (e *events) close() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed = true
	if e.timer != nil {
		e.timer.Stop()
	}
}

// add keeps of each account the newest progress only; ends and stored messages are
// never dropped.
func (n *news) add(ev mailsync.Event) {
	n.stored = append(n.stored, ev.Stored...)
	ev.Stored = nil
	if ev.Phase != mailsync.Ended {
		n.events = slices.DeleteFunc(n.events, func(old mailsync.Event) bool {
			return old.Account == ev.Account && old.Phase != mailsync.Ended
		})
	}
	n.events = append(n.events, ev)
}
