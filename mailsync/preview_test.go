package mailsync

import (
	"testing"
	"time"

	"satchel/mailstore"
)

func TestPreview(t *testing.T) {
	const day = 24 * time.Hour
	since := func(d time.Duration, size int64) func(*mailstore.Entry) {
		return func(e *mailstore.Entry) { e.SafeAt, e.Size = planNow.Add(-d), size }
	}
	ledger := []mailstore.Entry{
		entry(1, "a", since(20*day, 1_200_000_000)),
		entry(2, "b", since(15*day, 200_000_000)),
		entry(3, "c", since(5*day, 100)),
		entry(4, "d", waitingFor),
		entry(5, "e", func(e *mailstore.Entry) { e.State = mailstore.Vanished; e.GoneSince = planNow }),
		entry(6, "f", func(e *mailstore.Entry) { e.Pinned = true }),
	}
	forever := mailstore.Keep{Mode: mailstore.KeepForever}
	days := func(n int) mailstore.Keep { return mailstore.Keep{Mode: mailstore.KeepDays, Days: n} }
	tests := []struct {
		name      string
		old, keep mailstore.Keep
		doubt     time.Time
		needsYes  bool
		sentence  string
	}{
		{"fewer days than before", days(30), days(14), time.Time{}, true,
			"At the next check 2 messages (1.4 GB) will be removed from the server. All 2 are here and verified. 1 is not complete here and stays. 1 message will become due later, the first on Thu 19 March."},
		{"as it is", days(14), days(14), time.Time{}, false,
			"At the next check 2 messages (1.4 GB) will be removed from the server. All 2 are here and verified. 1 is not complete here and stays. 1 message will become due later, the first on Thu 19 March."},
		{"as it is, the clock in doubt", days(14), days(14), planNow, true,
			"At the next check 2 messages (1.4 GB) will be removed from the server. All 2 are here and verified. 1 is not complete here and stays. 1 message will become due later, the first on Thu 19 March."},
		{"one message", forever, days(18), time.Time{}, true,
			"At the next check 1 message (1.2 GB) will be removed from the server. It is here and verified. 1 is not complete here and stays. 2 messages will become due later, the first on Fri 13 March."},
		{"later only", forever, days(300), time.Time{}, true,
			"At the next check nothing will be removed from the server. 1 is not complete here and stays. 3 messages will become due later, the first on Tue 15 December."},
		{"back to forever", days(14), forever, time.Time{}, false,
			"At the next check nothing will be removed from the server. 1 is not complete here and stays."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := preview(ledger, mailstore.Account{Keep: tt.old, Told: tt.old.Mark(), ClockDoubt: tt.doubt}, tt.keep, planNow)
			if p.NeedsYes != tt.needsYes {
				t.Errorf("NeedsYes = %v", p.NeedsYes)
			}
			if p.Sentence != tt.sentence {
				t.Errorf("sentence = %q\nwant %q", p.Sentence, tt.sentence)
			}
		})
	}
}

// TestPreviewIsWhatHappens compares a preview with the check after it.
func TestPreviewIsWhatHappens(t *testing.T) {
	r := newRig(t, clear(letters(1, 9)), "forever")
	r.check(OK)
	keep := mailstore.Keep{Mode: mailstore.KeepRemove}
	p, err := r.sync.Preview(t.Context(), r.account, keep)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Remove) != 9 || !p.NeedsYes {
		t.Errorf("preview = %+v", p)
	}
	r.set(func(a *mailstore.Account) { Chosen(a, keep, time.Time{}) })
	if got := r.check(OK); got.AskedToRemove != len(p.Remove) {
		t.Errorf("removed %d, foretold %d", got.AskedToRemove, len(p.Remove))
	}
	if _, err := r.sync.Preview(t.Context(), 99, keep); err == nil {
		t.Error("a preview of no account")
	}
}
