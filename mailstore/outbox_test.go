package mailstore_test

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"satchel/mailstore"
)

const outgoing = "From: ann@example.org\r\nTo: bo@example.net\r\nBcc: di@example.net\r\nSubject: Tea\r\nMessage-ID: <1@example.org>\r\n\r\nCome at four.\r\n"

// queue puts a letter to these into the outbox.
func queue(t testing.TB, s *mailstore.Store, a mailstore.AccountID, at time.Time, to ...string) mailstore.OutgoingID {
	t.Helper()
	l := mailstore.NewLetter{
		Account: a, Raw: spool(t, s, outgoing), Sender: "ann@example.org", NotBefore: at,
		Fields: mailstore.Fields{Subject: "Tea", FromAddress: "ann@example.org", MessageID: "1@example.org", Date: noon},
	}
	for _, address := range to {
		l.Recipients = append(l.Recipients, mailstore.Recipient{Address: address})
	}
	id, err := s.QueueLetter(ctx, l)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func letter(t testing.TB, s *mailstore.Store, id mailstore.OutgoingID) mailstore.Outgoing {
	t.Helper()
	o, err := s.Outgoing(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// roleOf says in which folder a message lies.
func roleOf(t testing.TB, s *mailstore.Store, id mailstore.MessageID) mailstore.Role {
	t.Helper()
	heads, err := s.Heads(ctx, []mailstore.MessageID{id})
	if err != nil || len(heads) != 1 {
		t.Fatalf("message %d: %v, %v", id, heads, err)
	}
	for _, role := range []mailstore.Role{mailstore.Outbox, mailstore.Sent, mailstore.Drafts, mailstore.Bin} {
		if f, err := s.FolderByRole(ctx, heads[0].Account, role); err == nil && f.ID == heads[0].Folder {
			return role
		}
	}
	return ""
}

func states(o mailstore.Outgoing) string {
	words := []string{string(o.State)}
	for _, r := range o.Recipients {
		words = append(words, string(r.State))
	}
	return strings.Join(words, " ")
}

// ended is an attempt that ends so for each address.
func ended(words ...string) mailstore.Attempt {
	a := mailstore.Attempt{Recipients: map[string]mailstore.Recipient{}, NotBefore: noon.Add(time.Minute), Result: "busy", Text: "Later."}
	for i := 0; i < len(words); i += 2 {
		a.Recipients[words[i]] = mailstore.Recipient{State: mailstore.RecipientState(words[i+1]), Text: "why"}
	}
	return a
}

func begin(t testing.TB, s *mailstore.Store, id mailstore.OutgoingID) {
	t.Helper()
	if _, err := s.BeginSending(ctx, id); err != nil {
		t.Fatal(err)
	}
}

// TestLetterOfManyFates: where a letter stands, and lies, follows from its recipients.
func TestLetterOfManyFates(t *testing.T) {
	tests := []struct {
		name   string
		ended  []string
		want   string
		folder mailstore.Role
	}{
		{"taken", []string{"b", "taken", "c", "taken"}, "sent taken taken", mailstore.Sent},
		{"one refused", []string{"b", "taken", "c", "refused"}, "sent taken refused", mailstore.Sent},
		{"one later", []string{"b", "taken", "c", "waiting"}, "queued taken waiting", mailstore.Outbox},
		{"all refused", []string{"b", "refused", "c", "refused"}, "refused refused refused", mailstore.Outbox},
		{"all later", []string{"b", "waiting", "c", "waiting"}, "queued waiting waiting", mailstore.Outbox},
		{"nothing known", nil, "queued waiting waiting", mailstore.Outbox},
		{"perhaps", []string{"b", "maybe", "c", "maybe"}, "maybe maybe maybe", mailstore.Outbox},
		{"perhaps, and one later", []string{"b", "maybe", "c", "waiting"}, "maybe maybe waiting", mailstore.Outbox},
		{"perhaps, and one refused", []string{"b", "maybe", "c", "refused"}, "maybe maybe refused", mailstore.Outbox},
	}
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			id := queue(t, s, a.ID, time.Time{}, "b", "c")
			begin(t, s, id)
			o, err := s.EndSending(ctx, id, ended(tt.ended...))
			if err != nil {
				t.Fatal(err)
			}
			if got := states(o); got != tt.want || states(letter(t, s, id)) != tt.want {
				t.Errorf("states %q, stored %q, want %q", got, states(letter(t, s, id)), tt.want)
			}
			if got := roleOf(t, s, o.Message); got != tt.folder {
				t.Errorf("the letter lies in %q, want %q", got, tt.folder)
			}
			if waits := o.State == mailstore.Queued || o.State == mailstore.MaybeSent; waits == o.NotBefore.IsZero() && o.State != mailstore.MaybeSent {
				t.Errorf("next try at %v in state %s", o.NotBefore, o.State)
			}
		})
	}
}

// TestLetterKeepsItsBytes: what was queued is what lies in Sent, Bcc and all.
func TestLetterKeepsItsBytes(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	id := queue(t, s, a.ID, time.Time{}, "b")
	begin(t, s, id)
	o, err := s.EndSending(ctx, id, ended("b", "taken"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Raw(ctx, o.Message)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if raw, err := io.ReadAll(r); string(raw) != outgoing || err != nil {
		t.Errorf("raw = %q, %v", raw, err)
	}
	if list, err := s.Outbox(ctx, false); len(list) != 0 || err != nil {
		t.Errorf("still in the outbox: %v, %v", list, err)
	}
	if list, err := s.Outbox(ctx, true); len(list) != 1 || err != nil {
		t.Errorf("what was sent: %v, %v", list, err)
	}
}

// TestProgramEndsWhileSending: what may be out is never sent again by itself, and what is not goes on.
func TestProgramEndsWhileSending(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	a := addAccount(t, s, "ann@example.org")
	before, after, later := queue(t, s, a.ID, time.Time{}, "b"), queue(t, s, a.ID, time.Time{}, "b", "c"), queue(t, s, a.ID, noon.Add(time.Hour), "b")
	begin(t, s, before)
	begin(t, s, after)
	if err := s.BeginEnd(ctx, after, []string{"b"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil { // as a kill would: nothing is written at the end
		t.Fatal(err)
	}
	s = open(t, dir)
	for id, want := range map[mailstore.OutgoingID]string{before: "queued waiting", after: "maybe maybe waiting", later: "queued waiting"} {
		o := letter(t, s, id)
		if got := states(o); got != want {
			t.Errorf("letter %d: %q, want %q", id, got, want)
		}
		if id != later && o.Text == "" {
			t.Errorf("letter %d: no sentence", id)
		}
	}
	due, err := s.DueLetters(ctx, a.ID, noon)
	if err != nil || len(due) != 1 || due[0].ID != before {
		t.Errorf("due: %v, %v", due, err)
	}
	if err := s.SettleLetter(ctx, after); err != nil || states(letter(t, s, after)) != "queued taken waiting" {
		t.Errorf("settled: %q, %v", states(letter(t, s, after)), err)
	}
}

func TestPersonDecides(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	retry, cancel, settle := s.RetryLetter, s.CancelLetter, s.SettleLetter
	tests := []struct {
		name   string
		ended  []string // nil: not tried yet; "sending": under way
		decide func(mailstore.OutgoingID) error
		want   string
		err    error
		folder mailstore.Role
	}{
		{"undo", nil, func(id mailstore.OutgoingID) error { return cancel(ctx, id) }, "cancelled waiting waiting", nil, mailstore.Drafts},
		{"cancel what is being sent", []string{"sending"}, func(id mailstore.OutgoingID) error { return cancel(ctx, id) }, "sending waiting waiting", mailstore.ErrSending, mailstore.Outbox},
		{"cancel what was sent", []string{"b", "taken", "c", "taken"}, func(id mailstore.OutgoingID) error { return cancel(ctx, id) }, "sent taken taken", mailstore.ErrNotWaiting, mailstore.Sent},
		{"cancel the rest", []string{"b", "taken", "c", "waiting"}, func(id mailstore.OutgoingID) error { return cancel(ctx, id) }, "cancelled taken waiting", nil, mailstore.Sent},
		{"retry a refused one", []string{"b", "refused", "c", "refused"}, func(id mailstore.OutgoingID) error { return retry(ctx, id) }, "queued waiting waiting", nil, mailstore.Outbox},
		{"retry the one refused", []string{"b", "taken", "c", "refused"}, func(id mailstore.OutgoingID) error { return retry(ctx, id) }, "queued taken waiting", nil, mailstore.Sent},
		{"retry what was sent", []string{"b", "taken", "c", "taken"}, func(id mailstore.OutgoingID) error { return retry(ctx, id) }, "sent taken taken", mailstore.ErrNotWaiting, mailstore.Sent},
		{"send again what may be sent", []string{"b", "maybe", "c", "refused"}, func(id mailstore.OutgoingID) error { return retry(ctx, id) }, "queued waiting waiting", nil, mailstore.Outbox},
		{"it has arrived", []string{"b", "maybe", "c", "maybe"}, func(id mailstore.OutgoingID) error { return settle(ctx, id) }, "sent taken taken", nil, mailstore.Sent},
		{"settle what waits", nil, func(id mailstore.OutgoingID) error { return settle(ctx, id) }, "queued waiting waiting", mailstore.ErrNotWaiting, mailstore.Outbox},
		{"there is none", nil, func(mailstore.OutgoingID) error { return cancel(ctx, 999) }, "queued waiting waiting", mailstore.ErrNotFound, mailstore.Outbox},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			id := queue(t, s, a.ID, time.Time{}, "b", "c")
			if tt.ended != nil {
				begin(t, s, id)
				if tt.ended[0] != "sending" {
					if _, err := s.EndSending(ctx, id, ended(tt.ended...)); err != nil {
						t.Fatal(err)
					}
				}
			}
			if err := tt.decide(id); !errors.Is(err, tt.err) {
				t.Errorf("error %v, want %v", err, tt.err)
			}
			o := letter(t, s, id)
			if got := states(o); got != tt.want {
				t.Errorf("states %q, want %q", got, tt.want)
			}
			if got := roleOf(t, s, o.Message); got != tt.folder {
				t.Errorf("the letter lies in %q, want %q", got, tt.folder)
			}
		})
	}
}

// TestOnlyOneSends: a claim is for one, and of what was taken back nobody has it.
func TestOnlyOneSends(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	id := queue(t, s, a.ID, time.Time{}, "b")
	begin(t, s, id)
	if _, err := s.BeginSending(ctx, id); !errors.Is(err, mailstore.ErrNotWaiting) {
		t.Errorf("claimed twice: %v", err)
	}
	id = queue(t, s, a.ID, time.Time{}, "b")
	if err := s.CancelLetter(ctx, id); err != nil {
		t.Fatal(err)
	}
	if _, err := s.BeginSending(ctx, id); !errors.Is(err, mailstore.ErrNotWaiting) {
		t.Errorf("claimed what was taken back: %v", err)
	}
}

// TestWaitingLetterStays, whatever is done with its row in a list; once it is through it is mail as any other.
func TestWaitingLetterStays(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	id := queue(t, s, a.ID, time.Time{}, "b")
	message := []mailstore.MessageID{letter(t, s, id).Message}
	if err := s.MoveToRole(ctx, message, mailstore.Bin); err != nil {
		t.Error(err)
	}
	if err := s.Destroy(ctx, message); err != nil {
		t.Error(err)
	}
	if got := roleOf(t, s, message[0]); got != mailstore.Outbox {
		t.Fatalf("the letter lies in %q", got)
	}
	begin(t, s, id)
	if _, err := s.EndSending(ctx, id, ended("b", "taken")); err != nil {
		t.Fatal(err)
	}
	if err := s.Destroy(ctx, message); err != nil {
		t.Error(err)
	}
	if o := letter(t, s, id); o.Message != 0 || o.State != mailstore.SentOut {
		t.Errorf("after its bytes were destroyed: %+v", o)
	}
	if err := s.RetryLetter(ctx, id); !errors.Is(err, mailstore.ErrNotWaiting) {
		t.Errorf("retry without bytes: %v", err)
	}
}

func TestOutboxFolderShowsOnlyWhenUsed(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	shown := func() bool {
		folders, err := s.Folders(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(folders, func(f mailstore.Folder) bool { return f.Role == mailstore.Outbox })
	}
	id := queue(t, s, a.ID, time.Time{}, "b")
	if !shown() {
		t.Error("a letter waits and the outbox is not shown")
	}
	if err := s.CancelLetter(ctx, id); err != nil {
		t.Fatal(err)
	}
	if shown() {
		t.Error("the outbox is empty and shown")
	}
}

func TestNextLetters(t *testing.T) {
	s := open(t, t.TempDir())
	a, b := addAccount(t, s, "ann@example.org"), addAccount(t, s, "bo@example.org")
	queue(t, s, a.ID, noon.Add(time.Hour), "b")
	soon := queue(t, s, a.ID, noon.Add(time.Minute), "b")
	waits := queue(t, s, b.ID, time.Time{}, "b")
	begin(t, s, waits)
	end := ended("b", "waiting")
	end.NotBefore, end.Result = time.Time{}, "auth" // until the person has entered a password
	if _, err := s.EndSending(ctx, waits, end); err != nil {
		t.Fatal(err)
	}
	next, err := s.NextLetters(ctx)
	if err != nil || len(next) != 1 || !next[a.ID].Equal(noon.Add(time.Minute)) {
		t.Errorf("next = %v, %v", next, err)
	}
	if n, err := s.RetryResult(ctx, b.ID, "auth"); n != 1 || err != nil {
		t.Errorf("woken %d, %v", n, err)
	}
	if due, err := s.DueLetters(ctx, b.ID, noon); len(due) != 1 || err != nil {
		t.Errorf("due %v, %v", due, err)
	}
	if err := s.SendLetterAt(ctx, soon, noon.Add(2*time.Hour)); err != nil {
		t.Error(err)
	}
	if next, err := s.NextLetters(ctx); err != nil || !next[a.ID].Equal(noon.Add(time.Hour)) {
		t.Errorf("next = %v, %v", next, err)
	}
}

// TestRemovedAccountSendsNothing, and its letters are mail that can be deleted.
func TestRemovedAccountSendsNothing(t *testing.T) {
	for _, keep := range []bool{true, false} {
		s := open(t, t.TempDir())
		a := addAccount(t, s, "ann@example.org")
		queue(t, s, a.ID, time.Time{}, "b")
		if err := s.RemoveAccount(ctx, a.ID, keep); err != nil {
			t.Fatal(err)
		}
		if list, err := s.Outbox(ctx, true); len(list) != 0 || err != nil {
			t.Errorf("keep %v: %v, %v", keep, list, err)
		}
	}
}

func TestQueueingTakesTheDraftAndMarksWhatItAnswers(t *testing.T) {
	s := open(t, t.TempDir())
	a := addAccount(t, s, "ann@example.org")
	add := func(role mailstore.Role, text string) mailstore.MessageID {
		t.Helper()
		f, err := s.FolderByRole(ctx, a.ID, role)
		if err != nil {
			t.Fatal(err)
		}
		ids, _, err := s.AddMessages(ctx, []mailstore.Addition{{Folder: f.ID, Raw: spool(t, s, text), Arrived: noon}})
		if err != nil {
			t.Fatal(err)
		}
		return ids[0]
	}
	draft, answered, forwarded := add(mailstore.Drafts, "draft"), add(mailstore.Inbox, "one"), add(mailstore.Inbox, "two")
	id, err := s.QueueLetter(ctx, mailstore.NewLetter{
		Account: a.ID, Raw: spool(t, s, outgoing), Sender: "ann@example.org", Recipients: []mailstore.Recipient{{Address: "bo@example.net"}},
		Draft: draft, Answered: answered, Forwarded: forwarded,
	})
	if err != nil {
		t.Fatal(err)
	}
	marks := func(want string) {
		t.Helper()
		heads, err := s.Heads(ctx, []mailstore.MessageID{answered, forwarded})
		if err != nil || len(heads) != 2 {
			t.Fatal(heads, err)
		}
		got := ""
		for _, h := range heads {
			for _, on := range []bool{h.Answered, h.Forwarded} {
				got += map[bool]string{true: "x", false: "-"}[on]
			}
		}
		if got != want {
			t.Errorf("marks %s, want %s", got, want)
		}
	}
	if _, err := s.Head(ctx, draft); !errors.Is(err, mailstore.ErrNotFound) {
		t.Errorf("the draft is still there: %v", err)
	}
	marks("x--x")
	o := letter(t, s, id)
	if found, err := s.OutgoingOf(ctx, o.Message); err != nil || found.ID != id {
		t.Errorf("found %d, %v", found.ID, err)
	}
	if err := s.UndoLetter(ctx, id, answered, 0); err != nil {
		t.Fatal(err)
	}
	marks("---x")
	if got := roleOf(t, s, o.Message); got != mailstore.Drafts {
		t.Errorf("the letter lies in %q", got)
	}
	if err := s.UndoLetter(ctx, id, 0, 0); !errors.Is(err, mailstore.ErrNotWaiting) {
		t.Errorf("undone twice: %v", err)
	}
	tried := queue(t, s, a.ID, time.Time{}, "bo@example.net")
	begin(t, s, tried)
	if err := s.UndoLetter(ctx, tried, 0, 0); !errors.Is(err, mailstore.ErrSending) {
		t.Errorf("undone while it is sent: %v", err)
	}
	if _, err := s.OutgoingOf(ctx, answered); !errors.Is(err, mailstore.ErrNotFound) {
		t.Errorf("an incoming letter is in the outbox: %v", err)
	}
}
