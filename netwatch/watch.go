package netwatch

import (
	"net"
	"slices"
	"strings"
	"sync"
	"time"
)

// How the computer's coming and going is noticed.
const (
	lookAround = 5 * time.Second  // how often
	sleptFrom  = 30 * time.Second // a look so much later than due: the computer was asleep
	settle     = 3 * time.Second  // for the network to be there after a wake or a change
)

// Watch notices that the computer has woken from sleep or has another network, and calls
// changed: then what failed for want of a network need not wait for the end of its pause. Whoever starts one
// calls Stop.
//
// It looks at the clock and at the addresses of the interfaces, which every system tells
// alike and costs some microseconds.
type Watch struct {
	quit    chan struct{}
	ended   sync.Once
	done    sync.WaitGroup
	now     func() time.Time // of the wall: the other clock may stand still in sleep
	network func() string    // names the networks that this computer is in; "": none
	changed func()
}

// Start begins to look. changed is called on a goroutine of the watch, some seconds after a change.
func Start(changed func()) *Watch {
	w := &Watch{
		quit: make(chan struct{}), changed: changed,
		now:     func() time.Time { return time.Now().Round(0) },
		network: networks,
	}
	w.done.Go(w.run)
	return w
}

func (w *Watch) run() {
	ticker := time.NewTicker(lookAround)
	defer ticker.Stop()
	seen := w.look(sight{})
	for {
		select {
		case <-w.quit:
			return
		case <-ticker.C:
		}
		next := w.look(seen)
		if next.news && w.pause() {
			next = w.look(next) // as it has settled
			next.news = false
			w.changed()
		}
		seen = next
	}
}

// pause waits for the network to settle; false: it is time to stop.
func (w *Watch) pause() bool {
	timer := time.NewTimer(settle)
	defer timer.Stop()
	select {
	case <-w.quit:
		return false
	case <-timer.C:
		return true
	}
}

// sight is what one look has seen.
type sight struct {
	at      time.Time
	network string
	news    bool // since the look before
}

// look compares with the look before. A network that is gone is no news: there is
// nothing to be tried.
func (w *Watch) look(before sight) sight {
	s := sight{at: w.now(), network: w.network()}
	slept := !before.at.IsZero() && s.at.Sub(before.at) > lookAround+sleptFrom
	s.news = slept || s.network != before.network && s.network != "" && !before.at.IsZero()
	return s
}

// Stop returns once the goroutine has ended; harmless twice.
func (w *Watch) Stop() {
	w.ended.Do(func() { close(w.quit) })
	w.done.Wait()
}

// networks are the addresses that lead beyond this computer, in order.
func networks() string {
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return ""
	}
	var list []string
	for _, a := range addrs {
		if ip, ok := a.(*net.IPNet); ok && ip.IP.IsGlobalUnicast() {
			list = append(list, a.String())
		}
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}
