package mailsync

import (
	"testing"

	"satchel/mailstore"
	"satchel/pop3client/pop3test"
)

// TestSomeRemovalsAreRefused: marks are sent ahead, and each answer counts for its
// own message.
func TestSomeRemovalsAreRefused(t *testing.T) {
	mail := letters(1, 150)
	config := clear(mail)
	r := newRig(t, config, "remove")
	r.script.set(func(_ int, command, arg string) *pop3test.Reply {
		if command == "DELE" && (arg == "2" || arg == "100") {
			return &pop3test.Reply{Text: "-ERR kept\r\n"}
		}
		return nil
	})
	if got := r.check(OK); got.AskedToRemove != 148 {
		t.Errorf("asked to remove %d, want 148", got.AskedToRemove)
	}
	r.wantHere(mail...)
	r.wantThere(mail[1], mail[99])
	for uidl, e := range r.rows() {
		declined := uidl == "uid-0002" || uidl == "uid-0100"
		if declined && (e.State != mailstore.Safe || e.Asks != 1 || e.Reason != reasonRefused) {
			t.Errorf("refused: %+v", e)
		}
		if !declined && (e.State != mailstore.Asked || e.Asks != 1) {
			t.Errorf("asked for: %+v", e)
		}
	}
	ahead := 0
	for _, command := range r.server.Log() {
		if command.Name == "DELE" && command.Ahead {
			ahead++
		}
		if command.Name == "QUIT" && command.Ahead {
			t.Error("QUIT was sent ahead of an answer")
		}
	}
	if ahead < 75 {
		t.Errorf("%d of 150 marks were sent ahead", ahead)
	}
}

// TestLineLostAmongMarks: whatever was marked by then stays on the server.
func TestLineLostAmongMarks(t *testing.T) {
	mail := letters(1, 150)
	r := newRig(t, clear(mail), "remove")
	marks := 0
	r.script.set(func(_ int, command, _ string) *pop3test.Reply {
		if command == "DELE" {
			marks++
		}
		if marks == 90 {
			marks++
			return &pop3test.Reply{Serve: true, Drop: true}
		}
		return nil
	})
	r.checkWith(t.Context(), true)
	for _, s := range r.server.Sessions() {
		if s.Removed > 0 && !s.Quit {
			t.Errorf("session %d removed %d without QUIT", s.Number, s.Removed)
		}
	}
	r.check(OK)
	r.check(OK)
	r.wantHere(mail...)
	r.wantThere()
	for uidl, e := range r.rows() {
		if e.State != mailstore.Removed {
			t.Errorf("%s is %v, want removed", uidl, e.State)
		}
	}
}

// TestChangedWhileMarksAreSent: what a person decides between the first DELE and QUIT holds, as all that was asked is taken back.
func TestChangedWhileMarksAreSent(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(r *rig)
		stays  []int
	}{
		{"pinned", func(r *rig) { r.want("uid-0003", WantPin) }, []int{2}},
		{"another rule", func(r *rig) {
			r.set(func(a *mailstore.Account) { Chosen(a, mailstore.Keep{Mode: mailstore.KeepForever}, r.now()) })
		}, []int{0, 1, 2, 3, 4, 5}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			mail := letters(1, 6)
			r := newRig(t, clear(mail), "remove")
			var once bool
			r.script.set(func(_ int, command, arg string) *pop3test.Reply {
				if command == "DELE" && arg == "5" && !once {
					once = true
					tt.change(r)
				}
				return nil
			})
			r.check(OK)
			r.wantThere(mail...)
			r.check(OK)
			var stay []pop3test.Message
			for _, i := range tt.stays {
				stay = append(stay, mail[i])
			}
			r.wantThere(stay...)
			r.wantHere(mail...)
		})
	}
}
