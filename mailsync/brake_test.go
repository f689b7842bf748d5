package mailsync

import (
	"testing"

	"satchel/mailstore"
	"satchel/pop3client/pop3test"
)

func TestBrake(t *testing.T) {
	restored, listing := mailstore.WaryRestored, mailstore.WaryListing
	tests := []struct {
		name  string
		facts brakeFacts
		want  Hold
	}{
		{"told of a thousand", brakeFacts{Due: 1000, Listed: 1000}, HoldNot},
		{"nothing is due", brakeFacts{Listed: 10, Clock: true, Untold: true, Wary: restored}, HoldNot},
		{"one, the clock has jumped", brakeFacts{Due: 1, Listed: 1000, Clock: true}, HoldClock},
		{"the clock has jumped, and yes", brakeFacts{Due: 900, Listed: 1000, Clock: true, Yes: true}, HoldNot},
		{"another rule, a fifth", brakeFacts{Due: 20, Listed: 100, Untold: true}, HoldNot},
		{"another rule, more than a fifth", brakeFacts{Due: 21, Listed: 100, Untold: true}, HoldRule},
		{"another rule, fifty of many", brakeFacts{Due: 50, Listed: 10000, Untold: true}, HoldNot},
		{"another rule, fifty-one of many", brakeFacts{Due: 51, Listed: 10000, Untold: true}, HoldRule},
		{"another rule, all of a small mailbox", brakeFacts{Due: 1, Listed: 1, Untold: true}, HoldRule},
		{"another rule, and yes", brakeFacts{Due: 51, Listed: 100, Untold: true, Yes: true}, HoldNot},
		{"restored, one", brakeFacts{Due: 1, Listed: 100, Wary: restored}, HoldRestored},
		{"imported, one", brakeFacts{Due: 1, Listed: 100, Wary: mailstore.WaryImported}, HoldImported},
		{"imported, and yes", brakeFacts{Due: 1, Listed: 100, Wary: mailstore.WaryImported, Yes: true}, HoldNot},
		{"odd listing, few", brakeFacts{Due: 2, Listed: 100, Wary: listing}, HoldNot},
		{"restored, many", brakeFacts{Due: 51, Listed: 100, Wary: restored}, HoldRestored},
		{"odd listing, many", brakeFacts{Due: 51, Listed: 100, Wary: listing}, HoldListing},
		{"odd listing, and yes", brakeFacts{Due: 51, Listed: 100, Wary: listing, Yes: true}, HoldNot},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := brake(tt.facts); got != tt.want {
				t.Errorf("brake(%+v) = %q, want %q", tt.facts, got, tt.want)
			}
		})
	}
}

// A rule that came into the file by another way than a person's choice removes little at once.
func TestRuleChangedByHand(t *testing.T) {
	mail := letters(1, 60)
	r := newRig(t, clear(mail), "forever")
	r.check(OK)
	r.set(func(a *mailstore.Account) { a.Keep = mailstore.Keep{Mode: mailstore.KeepRemove} })
	got := r.check(OK)
	if got.AskedToRemove != 0 || got.HeldBack != 60 || got.Hold != HoldRule {
		t.Fatalf("result = %+v", got)
	}
	r.wantThere(mail...)
	p, err := r.sync.Preview(t.Context(), r.account, r.get().Keep)
	if err != nil || !p.NeedsYes || p.Held == "" || len(p.Remove) != 60 {
		t.Errorf("preview = %+v, %v", p, err)
	}
	r.set(func(a *mailstore.Account) { Chosen(a, a.Keep, r.now()) })
	if got := r.check(OK); got.AskedToRemove != 60 || got.HeldBack != 0 {
		t.Errorf("after the yes: %+v", got)
	}
	r.wantThere()
	r.wantHere(mail...)
}

func TestRestoredLedgerWaits(t *testing.T) {
	r := newRig(t, clear(letters(1, 60)), "7d")
	r.check(OK)
	for range 8 { // its days pass, and none is removed before they have
		r.pass(24 * 3600e9)
		r.set(func(a *mailstore.Account) { a.Wary = mailstore.WaryRestored })
		r.check(OK)
	}
	if got := r.check(OK); got.AskedToRemove != 0 || got.HeldBack != 60 || got.Hold != HoldRestored {
		t.Errorf("result = %+v", got)
	}
	r.set(func(a *mailstore.Account) { Chosen(a, a.Keep, r.now()) })
	if got := r.check(OK); got.AskedToRemove != 60 {
		t.Errorf("after the yes: %+v", got)
	}
}

// In Gmail's mode for several computers nothing is removed, by no rule and no wish: it would be gone for all of them.
func TestRecentModeRemovesNothing(t *testing.T) {
	keep := mailstore.Keep{Mode: mailstore.KeepRemove}
	rows := func(list []listed, e mailstore.Entry) []row { return []row{{listed: list[0], Entry: &e}} }
	wished := entry(1, "a", func(e *mailstore.Entry) { e.Wish = mailstore.WishRemove })
	for user, want := range map[string]int{"ann@gmail.com": 1, "recent:ann@gmail.com": 0, "Recent:ann@gmail.com": 0} {
		a := mailstore.Account{Host: "pop.gmail.com", User: user, Keep: keep}
		for name, e := range map[string]mailstore.Entry{"by the rule": entry(1, "a", nil), "by a wish": wished} {
			if got := removals(rows(lines("a"), e), ruleOf(a), planNow); len(got) != want {
				t.Errorf("%s, %s: %d removed, want %d", user, name, len(got), want)
			}
		}
	}
	if readsRecent(mailstore.Account{Host: "pop.example.org", User: "recent:ann"}) {
		t.Error("another provider's user name means nothing")
	}
}

// A message that breaks the connection each time is given up in the end, and a person's wish tries it again.
func TestMessageThatAlwaysBreaksTheConnection(t *testing.T) {
	mail := letters(1, 3)
	r := newRig(t, clear(mail), "forever")
	r.script.set(func(_ int, command, arg string) *pop3test.Reply {
		if command == "RETR" && arg == "2" {
			return &pop3test.Reply{Text: "+OK\r\nhalf of", Drop: true}
		}
		return nil
	})
	for range giveUpBroken {
		r.checkWith(t.Context(), false)
	}
	if e := r.rows()["uid-0002"]; e.State != mailstore.Unfetchable || e.Reason != reasonBreaks {
		t.Fatalf("row = %+v", e)
	}
	before := r.server.Count("PASS") + r.server.Count("AUTH")
	r.checkWith(t.Context(), false)
	if signIns := r.server.Count("PASS") + r.server.Count("AUTH") - before; signIns != 1 {
		t.Errorf("%d sign-ins though nothing is to be fetched", signIns)
	}
	r.script.set(nil)
	r.want("uid-0002", WantGet)
	r.check(OK)
	r.wantHere(mail...)
}
