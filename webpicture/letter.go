package webpicture

import (
	"context"
	"net/url"
	"sync"
	"time"

	"satchel/htmlview"
)

const (
	maxPictures    = 250      // of one letter
	maxLetterBytes = 50 << 20 // of one letter, over the wire
	arrivals       = 100 * time.Millisecond
)

// Letter holds the remote pictures of one letter that the reader wants to see. It implements htmlview.Pictures: the first
// question for an address starts its fetching and is answered with a picture of unknown size, later ones with the picture
// once it is here. A picture that cannot be had is answered with "not to be shown". It may be used from several goroutines.
type Letter struct {
	fetcher *Fetcher
	ctx     context.Context
	arrived func()
	work    sync.WaitGroup

	mu       sync.Mutex
	pictures map[string]*wanted // by the address asked for
	bytes    int64              // fetched so far
	telling  bool               // arrived is about to be called

	pixels int // decoded so far; guarded by fetcher.decoding
}

// wanted is one picture and how far it is.
type wanted struct {
	state   state
	picture htmlview.Picture
}

type state uint8

const (
	pending state = iota
	here
	failed
)

// Progress is how far a letter's pictures are.
type Progress struct{ Pending, Here, Failed int }

// Letter begins to fetch for one letter what it is asked for, until ctx ends; calling it is the reader's permission.
// arrived is called on a goroutine of its own when pictures came or failed, at most ten times a second: then it is time to
// lay out the letter again. It is not called any more once ctx has ended and Wait has returned.
func (f *Fetcher) Letter(ctx context.Context, arrived func()) *Letter {
	return &Letter{fetcher: f, ctx: ctx, arrived: arrived, pictures: map[string]*wanted{}}
}

// Picture implements htmlview.Pictures.
func (l *Letter) Picture(src string) (htmlview.Picture, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	w, ok := l.pictures[src]
	if !ok {
		w = &wanted{state: failed}
		if len(l.pictures) < 2*maxPictures { // beyond it not even the refusals are kept
			l.pictures[src] = w
			l.begin(src, w)
		}
	}
	return w.picture, w.state != failed
}

// begin looks for a picture that was asked for the first time. l.mu is held.
func (l *Letter) begin(src string, w *wanted) {
	address, err := secure(src)
	if err != nil || len(l.pictures) > maxPictures || l.ctx.Err() != nil {
		return
	}
	if p, ok := l.fetcher.cache.get(address.String()); ok {
		w.state, w.picture = here, p
		return
	}
	w.state = pending
	l.work.Go(func() { l.fetch(address, w) })
}

// fetch brings one picture and tells of it.
func (l *Letter) fetch(address *url.URL, w *wanted) {
	p, ok := l.bring(address)
	l.mu.Lock()
	defer l.mu.Unlock()
	w.state, w.picture = failed, p
	if ok {
		w.state = here
	}
	if !l.telling && l.ctx.Err() == nil {
		l.telling = true
		l.work.Go(l.tell)
	}
}

// tell calls arrived once for all that comes within a tenth of a second.
func (l *Letter) tell() {
	select {
	case <-l.ctx.Done():
		return
	case <-time.After(arrivals):
	}
	l.mu.Lock()
	l.telling = false
	l.mu.Unlock()
	l.arrived()
}

func (l *Letter) bring(address *url.URL) (htmlview.Picture, bool) {
	f := l.fetcher
	if !enter(l.ctx, f.slots) {
		return htmlview.Picture{}, false
	}
	data, err := l.get(address)
	<-f.slots
	if err != nil || !enter(l.ctx, f.decoding) {
		return htmlview.Picture{}, false
	}
	defer func() { <-f.decoding }()
	p, ok := htmlview.Decode(data, &l.pixels)
	if ok {
		f.cache.put(address.String(), p)
	}
	return p, ok
}

// get fetches within what the letter may cost together.
func (l *Letter) get(address *url.URL) ([]byte, error) {
	l.mu.Lock()
	left := maxLetterBytes - l.bytes
	l.mu.Unlock()
	data, err := l.fetcher.get(l.ctx, address, left)
	l.mu.Lock()
	l.bytes += int64(len(data))
	l.mu.Unlock()
	return data, err
}

// enter takes a place among those at work; false when ctx ends first.
func enter(ctx context.Context, places chan struct{}) bool {
	select {
	case <-ctx.Done():
		return false
	case places <- struct{}{}:
		return true
	}
}

// Progress counts the letter's pictures.
func (l *Letter) Progress() Progress {
	l.mu.Lock()
	defer l.mu.Unlock()
	var p Progress
	for _, w := range l.pictures {
		switch w.state {
		case pending:
			p.Pending++
		case here:
			p.Here++
		case failed:
			p.Failed++
		}
	}
	return p
}

// Wait returns when nothing is under way any more: soon after ctx has ended.
func (l *Letter) Wait() { l.work.Wait() }
