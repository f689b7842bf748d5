package viewmodel

import (
	"testing"
	"time"

	"satchel/mailstore"
	"satchel/mailsync"
)

func TestStatusLine(t *testing.T) {
	one := mailstore.Account{ID: 1, Email: "ann@example.org", LastCheck: monday.Add(-40 * time.Minute), NextCheck: monday.Add(10 * time.Minute)}
	two := mailstore.Account{ID: 2, Email: "bob@example.org", LastCheck: monday.Add(-10 * time.Minute), NextCheck: monday.Add(5 * time.Minute)}
	getting := mailsync.Event{Account: 1, Phase: mailsync.Getting, Done: 11, Of: 340, Bytes: 18_000_000, OfBytes: 610_000_000}
	refused := mailsync.Event{Account: 1, Phase: mailsync.Ended, Result: &mailsync.Result{Result: mailsync.Auth, Sentence: "the server did not accept your password"}}
	refusedTwo := refused
	refusedTwo.Account = 2
	tests := []struct {
		name     string
		accounts []mailstore.Account
		events   []mailsync.Event
		want     Line
	}{
		{"no account", nil, nil, Line{}},
		{"quiet", []mailstore.Account{one}, nil, Line{Text: "Checked at 14:20 · next 15:10"}},
		{"two accounts: latest and nearest", []mailstore.Account{one, two}, nil, Line{Text: "Checked at 14:50 · next 15:05"}},
		{"never checked", []mailstore.Account{{ID: 1}}, nil, Line{Text: "Not checked yet"}},
		{"checked on another day", []mailstore.Account{{ID: 1, LastCheck: monday.AddDate(0, 0, -2)}}, nil, Line{Text: "Checked on Sat 21 November, 15:00"}},
		{"next check overdue is not promised", []mailstore.Account{{ID: 1, LastCheck: monday, NextCheck: monday.Add(-time.Minute)}}, nil, Line{Text: "Checked at 15:00"}},
		{"connecting", []mailstore.Account{one}, []mailsync.Event{{Account: 1, Phase: mailsync.Connecting}}, Line{Text: "Connecting", Working: true, Fraction: -1}},
		{"signing in", []mailstore.Account{one}, []mailsync.Event{{Account: 1, Phase: mailsync.SigningIn}}, Line{Text: "Signing in", Working: true, Fraction: -1}},
		{"removing", []mailstore.Account{one}, []mailsync.Event{{Account: 1, Phase: mailsync.Removing}}, Line{Text: "Removing from the server what is safe here", Working: true, Fraction: -1}},
		{"getting", []mailstore.Account{one}, []mailsync.Event{getting}, Line{Text: "Getting 12 of 340 · 18 MB of 610 MB · about 5 min", Working: true, Fraction: 18.0 / 610}},
		{"getting at two", []mailstore.Account{one, two}, []mailsync.Event{getting, {Account: 2, Phase: mailsync.Getting, Done: 4, Of: 10}},
			Line{Text: "Getting 16 of 350 · 18 MB of 610 MB · about 5 min", Working: true, Fraction: 18.0 / 610}},
		{"a server that listed too little", []mailstore.Account{one}, []mailsync.Event{{Account: 1, Phase: mailsync.Getting, Done: 2, Of: 2, Bytes: 900, OfBytes: 100}},
			Line{Text: "Getting 2 of 2 · 900 bytes of 100 bytes", Working: true, Fraction: 1}},
		{"a problem", []mailstore.Account{one}, []mailsync.Event{refused},
			Line{Text: "The server did not accept your password.", Problem: true, Details: "The server did not accept your password."}},
		{"a problem of one of two", []mailstore.Account{one, two}, []mailsync.Event{refused},
			Line{Text: "ann@example.org: The server did not accept your password.", Problem: true, Details: "ann@example.org: The server did not accept your password."}},
		{"two problems", []mailstore.Account{one, two}, []mailsync.Event{refused, refusedTwo},
			Line{Text: "ann@example.org: The server did not accept your password. And 1 account more has a problem.", Problem: true,
				Details: "ann@example.org: The server did not accept your password.\n\nbob@example.org: The server did not accept your password."}},
		{"solved by the next check", []mailstore.Account{one}, []mailsync.Event{refused, {Account: 1, Phase: mailsync.Ended, Result: &mailsync.Result{Result: mailsync.OK}}},
			Line{Text: "Checked at 14:20 · next 15:10"}},
		{"a problem from before the start", []mailstore.Account{{ID: 1, LastResult: mailsync.Network, LastText: "no connection"}}, nil,
			Line{Text: "No connection.", Problem: true, Details: "No connection."}},
		{"messages that could not be had", []mailstore.Account{one}, []mailsync.Event{{Account: 1, Phase: mailsync.Ended,
			Result: &mailsync.Result{Result: mailsync.Partial, Failed: []mailsync.Failure{{UIDL: "x", Reason: "too big"}}}}},
			Line{Text: "The last check did not end well. Satchel tries again by itself.\nToo big.", Problem: true,
				Details: "The last check did not end well. Satchel tries again by itself.\nToo big."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := NewStatus()
			s.SetAccounts(tt.accounts)
			for _, ev := range tt.events {
				s.Apply(ev, monday.Add(-10*time.Second))
			}
			got := s.Line(monday)
			if d := got.Fraction - tt.want.Fraction; d > 1e-6 || d < -1e-6 {
				t.Errorf("fraction %v, want %v", got.Fraction, tt.want.Fraction)
			}
			got.Fraction = tt.want.Fraction
			if got != tt.want {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

func TestTroubleOfSatchelIsShownUntilTheNextCheck(t *testing.T) {
	s := NewStatus()
	s.SetAccounts([]mailstore.Account{{ID: 1}})
	s.Trouble("The disk is full.")
	if got := s.Line(monday); got.Text != "The disk is full." || !got.Problem {
		t.Errorf("line = %+v", got)
	}
	s.Apply(mailsync.Event{Account: 1, Phase: mailsync.Connecting}, monday)
	if got := s.Line(monday); got.Problem {
		t.Errorf("line = %+v", got)
	}
}

func TestRemovedAccountTakesItsProblemAlong(t *testing.T) {
	s := NewStatus()
	s.SetAccounts([]mailstore.Account{{ID: 1, LastResult: mailsync.Auth, LastText: "refused"}})
	if s.Problem(1) != "refused" {
		t.Errorf("Problem = %q", s.Problem(1))
	}
	s.SetAccounts(nil)
	if got := s.Line(monday); got.Problem {
		t.Errorf("line = %+v", got)
	}
}
