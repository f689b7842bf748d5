package mailsync

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"satchel/mailstore"
	"satchel/pop3client/pop3test"
)

// A twin keeps its doubt whatever else happens to its row: once its like is gone, nothing but the bytes can tell which
// of the two is listed.
func TestTwinStaysInDoubt(t *testing.T) {
	inVain := func(e *mailstore.Entry) { e.Asks, e.Reason = 1, reasonStillThere }
	ledger := []mailstore.Entry{entry(1, "a", inVain), entry(2, "a", func(e *mailstore.Entry) { inVain(e); e.Incarnation = 2 })}
	p := makePlan(situation{Listing: lines("a", "a"), Agree: true, Ledger: ledger, Now: planNow})
	for _, r := range p.Rows {
		if r.Entry.Doubt != mailstore.DoubtTwin || !unproved(*r.Entry) {
			t.Errorf("row %d: doubt %q", r.Entry.ID, r.Entry.Doubt)
		}
	}
	if len(p.Changes) != 2 || p.Changes[0].Doubt == nil || *p.Changes[0].Doubt != mailstore.DoubtTwin {
		t.Errorf("changes = %+v", p.Changes)
	}
}

// A message that was asked for in vain is compared once more before it is asked for again.
func TestDoubtOutlivesAsking(t *testing.T) {
	row := entry(1, "a", func(e *mailstore.Entry) {
		e.State, e.Asks, e.Doubt = mailstore.Asked, 1, mailstore.DoubtRelabelled
	})
	p := makePlan(situation{Listing: lines("a"), Agree: true, Ledger: []mailstore.Entry{row}, Now: planNow})
	if e := p.Rows[0].Entry; e.State != mailstore.Safe || e.Reason != reasonStillThere || !unproved(*e) {
		t.Errorf("row = %+v", e)
	}
}

// A message may come well ended and still be cut short: by a virus scanner on the way, or a server's bad disk.
func TestShorterThanListed(t *testing.T) {
	whole := letterOf(2, 9)
	head := bytes.Index(whole.Data, []byte("\r\n\r\n")) + 4
	short := "+OK\r\n" + string(whole.Data[:head]) + "..cut\r\n.\r\n"
	tests := []struct {
		name  string
		times int // so often it comes short
		there []pop3test.Message
	}{
		{"once", 1, []pop3test.Message{whole}},
		{"always", -1, nil}, // it is all the server has
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, clear([]pop3test.Message{letter(1), whole, letter(3)}), "remove")
			left := tt.times
			r.script.set(func(_ int, command, arg string) *pop3test.Reply {
				if command != "RETR" || arg != "2" || left == 0 {
					return nil
				}
				left--
				return &pop3test.Reply{Text: short}
			})
			if got := r.check(OK); got.Fetched != 3 || got.AskedToRemove != 3-len(tt.there) {
				t.Errorf("result = %+v", got)
			}
			r.wantThere(tt.there...)
			if e := r.rows()[whole.UIDL]; len(tt.there) > 0 && (e.Doubt != mailstore.DoubtDiffers || e.State != mailstore.Safe) {
				t.Errorf("row = %+v", e)
			}
			r.check(OK)
			r.wantThere(tt.there...)
		})
	}
}

func TestPersonChangesHerMindWhileItIsRemoved(t *testing.T) {
	tests := []struct {
		name   string
		change func(r *rig)
	}{
		{"another rule", func(r *rig) {
			r.set(func(a *mailstore.Account) { Chosen(a, mailstore.Keep{Mode: mailstore.KeepForever}, time.Time{}) })
		}},
		{"pinned", func(r *rig) {
			e := r.rows()["uid-0002"]
			if err := r.store.ApplyChanges(r.t.Context(), 0, []mailstore.Change{{ID: e.ID, Pinned: new(true)}}, r.now()); err != nil {
				r.t.Error(err)
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			mail := letters(1, 5)
			r := newRig(t, clear(mail), "remove")
			changed := false
			r.script.set(func(_ int, command, arg string) *pop3test.Reply {
				if command == "DELE" && arg == "5" && !changed {
					changed = true
					tt.change(r)
				}
				return nil
			})
			if got := r.check(OK); got.AskedToRemove != 0 || !changed {
				t.Errorf("result = %+v", got)
			}
			r.wantThere(mail...)
			if e := r.rows()["uid-0005"]; e.State != mailstore.Safe || e.Asks != 0 {
				t.Errorf("row = %+v", e)
			}
		})
	}
}

func TestAccountRemovedDuringItsCheck(t *testing.T) {
	for _, command := range []string{"RETR", "DELE"} {
		t.Run(command, func(t *testing.T) {
			mail := letters(1, 5)
			r := newRig(t, clear(mail), "remove")
			removed := false
			r.script.set(func(_ int, name, _ string) *pop3test.Reply {
				if name == command && !removed {
					removed = true
					if err := r.store.RemoveAccount(r.t.Context(), r.account, false); err != nil {
						r.t.Error(err)
					}
				}
				return nil
			})
			if got := r.checkWith(t.Context(), true); got.Result == OK || got.AskedToRemove != 0 || !strings.Contains(got.Sentence, sayNoAccount) {
				t.Errorf("result = %+v", got)
			}
			r.wantThere(mail...)
		})
	}
}
