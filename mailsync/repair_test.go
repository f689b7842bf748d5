package mailsync

import (
	"bytes"
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"satchel/mailstore"
	"satchel/pop3client/pop3test"
)

// exec changes the database behind the store's back.
func (r *rig) exec(query string, args ...any) {
	r.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(r.dir, "mail.db")+"?_busy_timeout=5000")
	if err != nil {
		r.t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(query, args...); err != nil {
		r.t.Fatal(err)
	}
}

// damage changes what is stored of a message, as a bad disk does.
func (r *rig) damage(uidl string) mailstore.MessageID {
	r.t.Helper()
	id := r.rows()[uidl].Message
	r.exec("UPDATE chunks SET codec = 0, data = zeroblob(length(data)) WHERE id = ?", int64(id)<<16)
	r.wantDamaged(id, true)
	return id
}

func (r *rig) wantDamaged(id mailstore.MessageID, want bool) {
	r.t.Helper()
	if got, err := r.store.CheckMessage(r.t.Context(), id); got != want || err != nil {
		r.t.Fatalf("message %d damaged: %v, %v; want %v", id, got, err, want)
	}
}

func TestRepairFromTheServer(t *testing.T) {
	mail := letters(1, 4)
	r := newRig(t, clear(mail), "forever")
	r.check(OK)
	second, fourth := r.damage("uid-0002"), r.damage("uid-0004")
	if got := r.check(OK); got.Repair != (Repaired{}) {
		t.Errorf("unasked: %+v", got)
	}
	r.want("uid-0002", WantRepair)
	got := r.check(OK)
	if got.Repair != (Repaired{Whole: 1}) || got.Fetched != 0 || !strings.Contains(got.Sentence, "1 damaged message is whole again") {
		t.Errorf("result = %+v", got)
	}
	r.wantDamaged(second, false)
	r.want("uid-0004", WantRepair)
	r.check(OK)
	r.wantDamaged(fourth, false)
	if e := r.rows()["uid-0004"]; e.Wish != mailstore.NoWish || e.Message != fourth || e.State != mailstore.Safe {
		t.Errorf("row = %+v", e)
	}
	r.wantHere(mail...)
	r.wantThere(mail...)
	if got := r.check(OK); got.Repair != (Repaired{}) || got.Sentence != "No new mail." {
		t.Errorf("afterwards: %+v", got)
	}
}

// Mail that is to leave the server stays there while it is damaged here, and goes once it is whole again.
func TestRepairBeforeRemoval(t *testing.T) {
	mail := letters(1, 3)
	r := newRig(t, clear(mail), "forever")
	r.check(OK)
	id := r.damage("uid-0002")
	r.set(func(a *mailstore.Account) { Chosen(a, mailstore.Keep{Mode: mailstore.KeepRemove}, r.now()) })
	r.check(OK)
	r.wantThere(mail[1])
	r.want("uid-0002", WantRepair)
	if got := r.check(OK); got.Repair.Whole != 1 || got.AskedToRemove != 1 {
		t.Errorf("result = %+v", got)
	}
	r.wantDamaged(id, false)
	r.wantThere()
	r.wantHere(mail...)
}

// What the removal finds damaged is told like what the idle check finds.
func TestRemovalNotesDamage(t *testing.T) {
	mail := letters(1, 3)
	r := newRig(t, clear(mail), "forever")
	r.check(OK)
	id := r.damage("uid-0002")
	r.exec("DELETE FROM damaged WHERE message_id = ?", id) // forgotten, though it is so
	r.set(func(a *mailstore.Account) { Chosen(a, mailstore.Keep{Mode: mailstore.KeepRemove}, r.now()) })
	r.check(OK)
	r.wantThere(mail[1])
	if bad, err := r.store.Damaged(t.Context()); err != nil || !slices.Equal(bad, []mailstore.MessageID{id}) {
		t.Errorf("damaged: %v, %v", bad, err)
	}
}

func TestRepairOfWhatIsGone(t *testing.T) {
	mail := letters(1, 4)
	r := newRig(t, clear(mail), "forever")
	r.check(OK)
	id := r.damage("uid-0003")
	r.want("uid-0003", WantRepair)
	r.server.Remove(testUser, "uid-0003")
	got := r.check(OK)
	if got.Repair != (Repaired{Gone: 1}) || !strings.Contains(got.Sentence, "no longer at your provider") {
		t.Errorf("result = %+v", got)
	}
	e := r.rows()["uid-0003"]
	if e.Wish != mailstore.NoWish || e.State != mailstore.Vanished {
		t.Errorf("row = %+v", e)
	}
	if _, no := Wanted(e, WantRepair); no == "" {
		t.Error("it can be asked for once more")
	}
	r.wantDamaged(id, true)
	if got := r.check(OK); got.Repair != (Repaired{}) {
		t.Errorf("once more: %+v", got)
	}
}

// A listing that is not believed says nothing about what is gone.
func TestRepairWaitsForABelievedListing(t *testing.T) {
	mail := letters(1, 12)
	r := newRig(t, clear(mail), "forever")
	r.check(OK)
	id := r.damage("uid-0003")
	r.want("uid-0003", WantRepair)
	r.script.set(func(_ int, command, _ string) *pop3test.Reply {
		switch command {
		case "STAT":
			return &pop3test.Reply{Text: "+OK 0 0\r\n"}
		case "UIDL", "LIST":
			return &pop3test.Reply{Text: "+OK\r\n.\r\n"}
		}
		return nil
	})
	if got := r.check(Suspicious); got.Repair != (Repaired{}) {
		t.Errorf("result = %+v", got)
	}
	r.script.set(nil)
	if got := r.check(OK); got.Repair.Whole != 1 {
		t.Errorf("afterwards = %+v", got)
	}
	r.wantDamaged(id, false)
}

// The server's copy is another one: what is here stays as it is, and the other comes beside it.
func TestRepairDiffers(t *testing.T) {
	mail := letters(1, 3)
	r := newRig(t, clear(mail), "forever")
	r.check(OK)
	id := r.damage("uid-0002")
	r.want("uid-0002", WantRepair)
	changed := mail[1]
	changed.Data = bytes.Replace(mail[1].Data, []byte("Subject: Letter"), []byte("Subject: letter"), 1)
	r.server.Remove(testUser, "uid-0002")
	r.server.Add(changed)
	got := r.check(OK)
	if got.Repair != (Repaired{Differ: 1}) || !strings.Contains(got.Sentence, "in another form") {
		t.Errorf("result = %+v", got)
	}
	r.wantDamaged(id, true)
	if got := r.check(OK); got.Fetched != 1 {
		t.Errorf("the next check: %+v", got)
	}
	if got := r.check(OK); got.Fetched != 0 || got.Repair != (Repaired{}) {
		t.Errorf("the one after it: %+v", got)
	}
	heads, subjects := r.heads(), []string(nil)
	for _, h := range heads {
		subjects = append(subjects, h.Subject)
	}
	slices.Sort(subjects)
	if want := []string{"Letter 1", "Letter 2", "Letter 3", "letter 2"}; !slices.Equal(subjects, want) {
		t.Errorf("here: %q, want %q", subjects, want)
	}
}

func TestRepairRefusedAndBroken(t *testing.T) {
	tests := []struct {
		name  string
		reply pop3test.Reply
	}{
		{"refused", pop3test.Reply{Text: "-ERR no such message\r\n"}},
		{"broken", pop3test.Reply{Text: "+OK\r\nSubject: half\r\n", Drop: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			mail := letters(1, 3)
			r := newRig(t, clear(mail), "forever")
			r.check(OK)
			id := r.damage("uid-0002")
			r.want("uid-0002", WantRepair)
			r.script.set(func(_ int, command, arg string) *pop3test.Reply {
				if command == "RETR" && arg == "2" {
					return &tt.reply
				}
				return nil
			})
			got := r.check(OK)
			if got.Repair != (Repaired{Refused: 1}) || !strings.Contains(got.Sentence, "could not be fetched again") {
				t.Errorf("result = %+v", got)
			}
			r.wantDamaged(id, true)
			if got := r.check(OK); got.Repair != (Repaired{}) {
				t.Errorf("it is tried by itself again: %+v", got)
			}
			r.script.set(nil)
			r.want("uid-0002", WantRepair)
			r.check(OK)
			r.wantDamaged(id, false)
		})
	}
}

// Two messages of one id: the hash says which of them it is.
func TestRepairOfATwin(t *testing.T) {
	mail := letters(1, 3)
	mail[2].UIDL = mail[1].UIDL
	r := newRig(t, clear(mail), "forever")
	r.check(OK)
	rows, err := r.store.Ledger(t.Context(), r.account, true)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range rows[1:] {
		r.exec("DELETE FROM chunks WHERE id = ?", int64(e.Message)<<16)
		r.wantDamaged(e.Message, true)
		change, no := Wanted(e, WantRepair)
		if no != "" {
			t.Fatal(no)
		}
		if err := r.store.ApplyChanges(t.Context(), 0, []mailstore.Change{change}, r.now()); err != nil {
			t.Fatal(err)
		}
	}
	if got := r.check(OK); got.Repair != (Repaired{Whole: 2}) {
		t.Errorf("result = %+v", got)
	}
	r.wantHere(mail...)
}
