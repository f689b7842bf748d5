package mailsend

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"satchel/keychain"
	"satchel/mailmsg"
	"satchel/mailstore"
	"satchel/smtpsend/smtptest"
)

// rig is a store with an account at a scripted server.
type rig struct {
	store   *mailstore.Store
	server  *smtptest.Server
	sender  *Sender
	account mailstore.Account
	clock   *clockwork
}

// clockwork is a clock that a test sets.
type clockwork struct {
	mu sync.Mutex
	at time.Time
}

func (c *clockwork) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clockwork) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func newRig(t *testing.T, config smtptest.Config) *rig {
	t.Helper()
	clock := &clockwork{at: now}
	store, err := mailstore.Open(t.Context(), t.TempDir(), mailstore.Options{Now: clock.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	server := smtptest.New(config)
	t.Cleanup(server.Close)
	ca, err := server.Authority().WriteFile(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	how := map[smtptest.Security]string{smtptest.Implicit: "implicit", smtptest.StartTLS: "starttls", smtptest.Clear: "none"}[config.Security]
	account, err := store.AddAccount(t.Context(), mailstore.Account{
		Email: "ann@example.org", User: "ann", CAFile: ca, SMTPHost: "127.0.0.1", SMTPPort: server.Port(), SMTPTLS: how,
	})
	if err != nil {
		t.Fatal(err)
	}
	secrets := keychain.Memory()
	if err := secrets.Set(t.Context(), account.SecretKey, "secret"); err != nil {
		t.Fatal(err)
	}
	sender := New(store, secrets, Options{Now: clock.now, Silence: 2 * time.Second, EndWait: 2 * time.Second})
	return &rig{store, server, sender, account, clock}
}

const tea = "From: Ann <ann@example.org>\nTo: bo@example.net\nBcc: di@example.net\nSubject: Tea\n\nCome at four.\n.\n"

func (r *rig) queue(t *testing.T, raw string) mailstore.OutgoingID {
	t.Helper()
	id, err := r.sender.QueueRaw(t.Context(), r.account, strings.NewReader(raw), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (r *rig) send(t *testing.T) []mailstore.Outgoing {
	t.Helper()
	list, err := r.sender.Send(t.Context(), r.account.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func (r *rig) letter(t *testing.T, id mailstore.OutgoingID) mailstore.Outgoing {
	t.Helper()
	o, err := r.store.Outgoing(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func (r *rig) raw(t *testing.T, id mailstore.MessageID) string {
	t.Helper()
	in, err := r.store.Raw(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	raw, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestSentCopy: what lies in Sent is what went out, octet for octet, and the Bcc that nobody else saw.
func TestSentCopy(t *testing.T) {
	r := newRig(t, smtptest.Config{})
	id := r.queue(t, tea)
	if list := r.send(t); len(list) != 1 || list[0].State != mailstore.SentOut {
		t.Fatalf("sent %+v", list)
	}
	got := r.server.Received()[0]
	o := r.letter(t, id)
	kept := r.raw(t, o.Message)
	if want := strings.Replace(kept, "Bcc: di@example.net\r\n", "", 1); string(got.Data) != want || want == kept {
		t.Errorf("went out\n%s\nkept\n%s", got.Data, kept)
	}
	if int64(len(got.Data)) != o.Octets || fmt.Sprint(got.To) != "[bo@example.net di@example.net]" || got.From != "ann@example.org" {
		t.Errorf("%d octets said, %d sent, to %v", o.Octets, len(got.Data), got.To)
	}
	for _, field := range []string{"Date: ", "Message-ID: <"} {
		if !strings.Contains(kept, field) {
			t.Errorf("no %s in\n%s", field, kept)
		}
	}
	sent, err := r.store.FolderByRole(t.Context(), r.account.ID, mailstore.Sent)
	if err != nil || sent.Total != 1 {
		t.Errorf("Sent holds %d, %v", sent.Total, err)
	}
	if a, err := r.store.Account(t.Context(), r.account.ID); err != nil || !a.SMTPTLSSeen {
		t.Errorf("TLS is not remembered: %v", err)
	}
}

func TestComposedLetter(t *testing.T) {
	r := newRig(t, smtptest.Config{})
	data := strings.Repeat("0123456789", 50_000)
	d := mailmsg.Draft{
		From: mailmsg.Address{Name: "Ann Lee", Address: "ann@example.org"}, To: []mailmsg.Address{{Name: "Bö", Address: "bo@bücher.example"}, {Address: "BO@bücher.example"}},
		Bcc: []mailmsg.Address{{Address: "di@example.net"}}, Subject: "Grüße", Date: now, MessageID: "1@example.org", Text: "Komm um vier. é 🌷\n",
		Attachments: []mailmsg.File{{Name: "a.txt", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(data)), nil }}},
	}
	id, err := r.sender.Queue(t.Context(), r.account, d, Queueing{})
	if err != nil {
		t.Fatal(err)
	}
	r.send(t)
	got := r.server.Received()[0]
	if fmt.Sprint(got.To) != "[bo@xn--bcher-kva.example di@example.net]" || got.UTF8 || strings.Contains(string(got.Data), "di@example.net") {
		t.Errorf("to %v, SMTPUTF8 %v", got.To, got.UTF8)
	}
	o := r.letter(t, id)
	if o.EightBit || o.UTF8 || o.Subject != "Grüße" || o.Octets != int64(len(got.Data)) {
		t.Errorf("letter %+v", o)
	}
	m := mailmsg.Parse(strings.NewReader(r.raw(t, o.Message)), mailmsg.Options{})
	if len(m.Bcc) != 1 || m.Text != "Komm um vier. é 🌷\n" || len(m.Attachments) != 1 || string(m.Attachments[0].Data) != data {
		t.Errorf("kept %+v", m)
	}
}

func TestQueueRefuses(t *testing.T) {
	r := newRig(t, smtptest.Config{Security: smtptest.Clear})
	for name, raw := range map[string]string{
		"nobody":      "From: ann@example.org\n\nx\n",
		"empty":       "",
		"only groups": "To: undisclosed-recipients:;\n\nx\n",
		"no domain":   "To: bo\n\nx\n",
	} {
		if _, err := r.sender.QueueRaw(t.Context(), r.account, strings.NewReader(raw), time.Time{}); !errors.Is(err, ErrLetter) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if list, err := r.store.Outbox(t.Context(), true); len(list) != 0 || err != nil {
		t.Errorf("queued %v, %v", list, err)
	}
}

// TestFaults: a letter is in the server exactly once, or it waits, or it is said that it may have been sent; and by itself
// it never goes twice.
func TestFaults(t *testing.T) {
	first := func(command string, err error) func(smtptest.Step) error {
		return func(s smtptest.Step) error {
			if s.Command == command && s.Nth == 1 {
				return err
			}
			return nil
		}
	}
	later := smtptest.Refuse(451, "4.3.0", "later")
	tests := []struct {
		name   string
		script func(smtptest.Step) error
		state  mailstore.OutgoingState // after the first round
		then   mailstore.OutgoingState // after a later one
		sink   int                     // at the end
	}{
		{"all is well", nil, mailstore.SentOut, mailstore.SentOut, 1},
		{"later at MAIL", first("MAIL", later), mailstore.Queued, mailstore.SentOut, 1},
		{"later at RCPT", first("RCPT", later), mailstore.Queued, mailstore.SentOut, 1},
		{"later at the end", first("END", later), mailstore.Queued, mailstore.SentOut, 1},
		{"sign-in fails for now", first("AUTH", smtptest.Refuse(454, "4.7.0", "later")), mailstore.Queued, mailstore.SentOut, 1},
		{"hangs up at MAIL", first("MAIL", smtptest.ErrDrop), mailstore.Queued, mailstore.SentOut, 1},
		{"hangs up at RCPT", first("RCPT", smtptest.ErrDrop), mailstore.Queued, mailstore.SentOut, 1},
		{"hangs at RCPT", first("RCPT", smtptest.ErrHang), mailstore.Queued, mailstore.SentOut, 1},
		{"hangs up at the end", first("END", smtptest.ErrDrop), mailstore.MaybeSent, mailstore.MaybeSent, 0},
		{"takes it and hangs up", first("END", smtptest.ErrTakeDrop), mailstore.MaybeSent, mailstore.MaybeSent, 1},
		{"hangs at the end", first("END", smtptest.ErrHang), mailstore.MaybeSent, mailstore.MaybeSent, 0},
		{"refused at the end", first("END", smtptest.Refuse(554, "5.7.1", "spam")), mailstore.Refused, mailstore.Refused, 0},
		{"sender refused", first("MAIL", smtptest.Refuse(550, "5.7.1", "not owned")), mailstore.Refused, mailstore.Refused, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, smtptest.Config{Script: tt.script})
			id := r.queue(t, "To: bo@example.net\n\nx\n")
			r.send(t)
			o := r.letter(t, id)
			if o.State != tt.state || (o.Text == "") != (tt.state == mailstore.SentOut) {
				t.Errorf("first %s (%s), want %s", o.State, o.Text, tt.state)
			}
			for range 3 {
				r.clock.pass(2 * time.Hour)
				r.send(t)
			}
			if o := r.letter(t, id); o.State != tt.then {
				t.Errorf("then %s (%s), want %s", o.State, o.Text, tt.then)
			}
			if n := len(r.server.Received()); n != tt.sink {
				t.Errorf("%d in the server, want %d", n, tt.sink)
			}
		})
	}
}

// TestOneOfThreeRefusedOneLater: each recipient gets it once, or is told of.
func TestOneOfThreeRefusedOneLater(t *testing.T) {
	r := newRig(t, smtptest.Config{Script: func(s smtptest.Step) error {
		switch {
		case s.Arg == "cy@example.net":
			return smtptest.Refuse(550, "5.1.1", "No such user")
		case s.Arg == "di@example.net" && s.Session == 1:
			return smtptest.Refuse(450, "4.2.0", "Greylisted")
		}
		return nil
	}})
	id := r.queue(t, "To: bo@example.net, cy@example.net, di@example.net\n\nx\n")
	r.send(t)
	if o := r.letter(t, id); o.State != mailstore.Queued || !strings.HasPrefix(o.Text, "Sent to 1 of 3 recipients. cy@example.net did not get it: There is no such address.") || !o.NotBefore.Equal(now.Add(greyWait)) {
		t.Errorf("first %s, next %v: %s", o.State, o.NotBefore, o.Text)
	}
	r.clock.pass(greyWait)
	r.send(t)
	o := r.letter(t, id)
	if o.State != mailstore.SentOut || o.Recipients[1].State != mailstore.TurnedDown || o.Recipients[1].Text == "" {
		t.Errorf("then %+v", o)
	}
	got := r.server.Received()
	if len(got) != 2 || fmt.Sprint(got[0].To, got[1].To) != "[bo@example.net] [di@example.net]" {
		t.Errorf("received %v", got)
	}
}

// TestOneSessionForMany letters, one transaction each; one that is refused stops none behind it.
func TestOneSessionForMany(t *testing.T) {
	r := newRig(t, smtptest.Config{Script: func(s smtptest.Step) error {
		if s.Command == "END" && s.Nth == 2 {
			return smtptest.Refuse(554, "5.7.1", "spam")
		}
		return nil
	}})
	for range 4 {
		r.queue(t, tea)
	}
	if list := r.send(t); len(list) != 4 || list[1].State != mailstore.Refused || list[3].State != mailstore.SentOut {
		t.Errorf("sent %+v", list)
	}
	if n := r.server.Sessions(); n > 2 { // go-smtp greets a second time after the refusal
		t.Errorf("%d sessions", n)
	}
	if n := len(r.server.Received()); n != 3 {
		t.Errorf("%d received", n)
	}
}

// TestWrongPasswordWaitsForThePerson, and is tried once for all letters.
func TestWrongPasswordWaitsForThePerson(t *testing.T) {
	r := newRig(t, smtptest.Config{Users: map[string]string{"ann": "other"}})
	id := r.queue(t, tea)
	r.queue(t, tea)
	r.send(t)
	r.clock.pass(24 * time.Hour)
	r.send(t)
	if o := r.letter(t, id); o.State != mailstore.Queued || o.Result != Auth || !o.NotBefore.IsZero() {
		t.Errorf("letter %+v", o)
	}
	if n := len(r.server.Log()); n != 1 {
		t.Errorf("signed in %d times: %q", n, r.server.Log())
	}
	if err := r.sender.secrets.Set(t.Context(), r.account.SecretKey, "other"); err != nil {
		t.Fatal(err)
	}
	if n, err := r.store.RetryResult(t.Context(), r.account.ID, Auth); n != 2 || err != nil {
		t.Errorf("woken %d, %v", n, err)
	}
	r.send(t)
	if n := len(r.server.Received()); n != 2 {
		t.Errorf("%d received", n)
	}
}

func TestNeverBelowTLS(t *testing.T) {
	r := newRig(t, smtptest.Config{Security: smtptest.Clear})
	if _, err := r.store.UpdateAccount(t.Context(), r.account.ID, func(a *mailstore.Account) { a.SMTPTLSSeen = true }); err != nil {
		t.Fatal(err)
	}
	id := r.queue(t, tea)
	r.send(t)
	if o := r.letter(t, id); o.Result != TLS || len(r.server.Log()) != 0 {
		t.Errorf("letter %+v, server %q", o, r.server.Log())
	}
}

// TestStopped: a letter that was stopped before its end waits, and goes out once when it is sent again.
func TestStopped(t *testing.T) {
	r := newRig(t, smtptest.Config{})
	id := r.queue(t, "To: bo@example.net\n\n"+strings.Repeat("a line of the letter\n", 20_000))
	ctx, cancel := context.WithCancel(t.Context())
	_, err := r.sender.Send(ctx, r.account.ID, func(e Event) {
		if e.Sent > 0 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if o := r.letter(t, id); o.State != mailstore.Queued || o.NotBefore.After(r.clock.now()) {
		t.Errorf("letter %+v", o)
	}
	r.send(t)
	if n := len(r.server.Received()); n != 1 {
		t.Errorf("%d received", n)
	}
}

// TestRunner sends what is queued, what was put off once its time has come, and nothing before.
func TestRunner(t *testing.T) {
	r := newRig(t, smtptest.Config{})
	sent := make(chan mailstore.Outgoing, 10)
	runner := StartRunner(r.sender, func(e Event) {
		if e.Letter.State == mailstore.SentOut {
			sent <- e.Letter
		}
	})
	defer runner.Stop()
	later, err := r.sender.QueueRaw(t.Context(), r.account, strings.NewReader(tea), now.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	at := r.queue(t, tea)
	runner.Wake()
	if o := wait(t, sent); o.ID != at {
		t.Errorf("letter %d went out first", o.ID)
	}
	r.clock.pass(time.Hour)
	runner.Wake()
	if o := wait(t, sent); o.ID != later {
		t.Errorf("letter %d went out then", o.ID)
	}
	runner.Stop()
	runner.Wake()
	if n := len(r.server.Received()); n != 2 {
		t.Errorf("%d received", n)
	}
}

func wait(t *testing.T, sent chan mailstore.Outgoing) mailstore.Outgoing {
	t.Helper()
	select {
	case o := <-sent:
		return o
	case <-time.After(30 * time.Second):
		t.Fatal("nothing was sent")
		return mailstore.Outgoing{}
	}
}
