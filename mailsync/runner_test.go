package mailsync

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"satchel/mailstore"
	"satchel/pop3client/pop3test"
)

// poll is a fake Syncer: it notes who is checked.
type poll struct {
	mu      sync.Mutex
	ids     []mailstore.AccountID
	due     map[mailstore.AccountID]time.Time
	checked chan checked
	hang    bool // checks last until they are stopped
}

type checked struct {
	id    mailstore.AccountID
	asked bool
}

func newPoll(ids ...mailstore.AccountID) *poll {
	return &poll{ids: ids, due: make(map[mailstore.AccountID]time.Time), checked: make(chan checked, 100)}
}

func (p *poll) accounts(context.Context) ([]mailstore.AccountID, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.ids), nil
}

func (p *poll) next(_ context.Context, id mailstore.AccountID) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.due[id]
}

func (p *poll) now() time.Time { return time.Now() }

// retry makes account 3 due, as a network does that is back.
func (p *poll) retry(context.Context) {
	p.change(func(p *poll) { p.due[3] = time.Now() })
}

func (p *poll) Check(ctx context.Context, id mailstore.AccountID, asked bool, report func(Event)) Result {
	p.mu.Lock()
	delete(p.due, id)
	hang := p.hang
	p.mu.Unlock()
	p.checked <- checked{id, asked}
	if hang {
		<-ctx.Done()
	}
	report(Event{Account: id, Phase: Ended})
	return Result{}
}

func (p *poll) change(f func(*poll)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f(p)
}

func (p *poll) want(t *testing.T, want ...checked) {
	t.Helper()
	var got []checked
	for range want {
		select {
		case c := <-p.checked:
			got = append(got, c)
		case <-time.After(5 * time.Second):
			t.Fatalf("checked %v, want %v", got, want)
		}
	}
	slices.SortFunc(got, func(a, b checked) int { return int(a.id - b.id) })
	if !slices.Equal(got, want) {
		t.Fatalf("checked %v, want %v", got, want)
	}
}

func TestRunnerChecksWhatIsDue(t *testing.T) {
	p := newPoll(1, 2, 3)
	p.due[1] = time.Now().Add(-time.Minute)
	p.due[2] = time.Now().Add(30 * time.Millisecond)
	p.due[3] = time.Now().Add(time.Hour)
	r := startRunner(p, nil)
	defer r.Stop()
	p.want(t, checked{1, false}, checked{2, false})
}

func TestRunnerWakesUp(t *testing.T) {
	p := newPoll(1, 2, 3)
	for id := range mailstore.AccountID(4) {
		p.due[id] = time.Now().Add(time.Hour)
	}
	r := startRunner(p, nil)
	defer r.Stop()
	r.wakeUp()
	p.want(t, checked{3, false})
}

// Only who failed for want of a network is tried before its time, and not before the server's.
func TestRetry(t *testing.T) {
	r := newRig(t, clear(nil), "forever")
	now := r.now()
	later := now.Add(15 * time.Minute)
	tests := []struct {
		name      string
		result    string
		interval  time.Duration
		notBefore time.Time
		want      time.Time
	}{
		{"no network", Network, time.Minute, time.Time{}, now},
		{"no network, and the server wants a pause", Network, time.Minute, now.Add(5 * time.Minute), now.Add(5 * time.Minute)},
		{"no network, never by itself", Network, 0, time.Time{}, later},
		{"in use", Busy, time.Minute, time.Time{}, later},
		{"wrong password", Auth, time.Minute, time.Time{}, later},
		{"all is well", OK, time.Minute, time.Time{}, later},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r.set(func(a *mailstore.Account) {
				a.LastResult, a.Interval, a.NotBefore, a.NextCheck = tt.result, tt.interval, tt.notBefore, later
			})
			r.sync.retry(t.Context())
			if got := r.get().NextCheck; !got.Equal(tt.want) {
				t.Errorf("next check at %v, want %v", got, tt.want)
			}
		})
	}
}

func TestRunnerChecksOnDemand(t *testing.T) {
	p := newPoll(1, 2)
	r := startRunner(p, nil)
	defer r.Stop()
	r.CheckNow(2, 7)
	p.want(t, checked{2, true})
	r.CheckNow()
	p.want(t, checked{1, true}, checked{2, true})
}

func TestRunnerFollowsTheAccounts(t *testing.T) {
	p := newPoll(1)
	r := startRunner(p, nil)
	defer r.Stop()
	p.change(func(p *poll) { p.ids = []mailstore.AccountID{2}; p.due[2] = time.Now() })
	r.Reload()
	p.want(t, checked{2, false})
	r.CheckNow(1, 2) // 1 is gone
	p.want(t, checked{2, true})
	p.change(func(p *poll) { p.due[2] = time.Now(); p.ids = []mailstore.AccountID{2, 3}; p.due[3] = time.Now() })
	r.Reload()
	p.want(t, checked{3, false}) // 2 was checked a moment ago
}

func TestRunnerStopsAtOnce(t *testing.T) {
	p := newPoll(1, 2, 3)
	p.hang = true
	reported := 0
	r := startRunner(p, func(Event) { reported++ })
	r.CheckNow()
	p.want(t, checked{1, true}, checked{2, true}, checked{3, true})
	began := time.Now()
	r.StopAccount(2)
	r.Stop()
	if d := time.Since(began); d > time.Second {
		t.Errorf("stopped after %v", d)
	}
	if reported != 0 {
		t.Errorf("%d events of checks that were stopped", reported)
	}
	r.CheckNow() // harmless
	r.Reload()
	r.Stop()
}

func TestWishIsNotOverwritten(t *testing.T) {
	w := &worker{poke: make(chan bool, 1)}
	w.wake(true)
	w.wake(false)
	if !<-w.poke {
		t.Error("a reload took the place of a person's wish")
	}
}

func TestRunnerOverStoreAndServer(t *testing.T) {
	mail := letters(1, 5)
	r := newRig(t, clear(mail), "forever")
	ended := make(chan Result, 10)
	runner := StartRunner(r.sync, func(e Event) {
		if e.Phase == Ended {
			ended <- *e.Result
		}
	})
	got := <-ended // a new account is checked by itself
	if got.Result != OK || got.Fetched != 5 {
		t.Errorf("result = %+v", got)
	}
	listing := make(chan struct{}, 1)
	r.script.set(func(_ int, command, _ string) *pop3test.Reply {
		if command != "STAT" {
			return nil
		}
		listing <- struct{}{}
		return &pop3test.Reply{Hang: true}
	})
	runner.CheckNow()
	<-listing
	began := time.Now()
	runner.Stop()
	if d := time.Since(began); d > time.Second {
		t.Errorf("stopped after %v", d)
	}
	r.wantHere(mail...)
}

func TestAtMostSoManyAtOnce(t *testing.T) {
	r := newRig(t, clear(nil), "forever")
	s := New(r.store, r.secrets, Options{Limits: Limits{AtOnce: 2}})
	leave1, _ := s.enter(t.Context(), 1)
	leave2, _ := s.enter(t.Context(), 2)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := s.enter(ctx, 3); err == nil {
		t.Fatal("a third check is let in beside two")
	}
	leave1()
	leave3, err := s.enter(t.Context(), 3)
	if err != nil {
		t.Fatal(err)
	}
	leave2()
	ctx, cancel = context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := s.enter(ctx, 3); err == nil {
		t.Fatal("one account is checked twice at a time")
	}
	leave3()
}
