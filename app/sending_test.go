package app

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"satchel/app/widgets"
	"satchel/mailstore"
	"satchel/smtpsend/smtptest"
	"satchel/viewmodel"
)

// sendingBench is a bench whose account sends through a scripted server.
func sendingBench(t *testing.T, config smtptest.Config) (*bench, *smtptest.Server) {
	t.Helper()
	b := newBench(t, 2)
	server := smtptest.New(config)
	t.Cleanup(server.Close)
	ca, err := server.Authority().WriteFile(t.TempDir())
	b.check(err)
	ses := b.shell.session
	_, err = ses.store.UpdateAccount(t.Context(), b.account.ID, func(a *mailstore.Account) {
		a.SMTPHost, a.SMTPPort, a.SMTPTLS, a.CAFile = "127.0.0.1", server.Port(), "implicit", ca
	})
	b.check(err)
	b.check(ses.secrets.Set(t.Context(), b.account.SecretKey, "secret"))
	b.until("the workers run", func() bool { return ses.sending() != nil })
	b.shell.undoTime = time.Second
	return b, server
}

// sent writes an answer to Bob and sends it.
func (b *bench) sent(kind viewmodel.Answer, to string) {
	b.Helper()
	w := b.answered(kind)
	if to != "" {
		w.to.SetText(to)
	}
	for _, r := range "Hello" {
		w.editor.TypedRune(r)
	}
	w.send()
	b.until("the window is closed", func() bool { return w.closed })
}

// goTo goes to a folder of the account and waits for its list.
func (b *bench) goTo(role mailstore.Role, n int) {
	b.Helper()
	id := ""
	b.until("the place is there", func() bool {
		for _, row := range b.shell.places.vm.Rows() {
			if row.Role == role {
				id = row.ID
			}
		}
		return id != ""
	})
	b.shell.places.choose(id)
	b.until("its list is there", func() bool { return !b.shell.list.loading && b.shell.list.vm.Len() == n })
}

func TestALetterIsSent(t *testing.T) {
	b, server := sendingBench(t, smtptest.Config{})
	b.sent(viewmodel.Reply, "")
	if !strings.Contains(b.toast(), "goes out in 1 second") {
		t.Errorf("it says %q", b.toast())
	}
	if n := b.folder(mailstore.Drafts).Total; n != 0 {
		t.Errorf("there are %d drafts", n)
	}
	b.until("it was sent", func() bool { return b.folder(mailstore.Sent).Total == 1 })
	got := server.Received()
	if len(got) != 1 || !slices.Equal(got[0].To, []string{"bob@example.net"}) || !strings.Contains(string(got[0].Data), "\r\nHello\r\n") {
		t.Errorf("the server got %+v", got)
	}
	b.until("it is said", func() bool { return strings.Contains(b.toast(), "“Re: Letter 2” was sent.") })
	b.until("the letter is marked", func() bool { h, _ := b.shell.list.vm.Head(b.shell.list.vm.ID(0)); return h.Answered })
	b.goTo(mailstore.Sent, 1)
	if row := b.shell.list.vm.Row(0); row.From != "To Bob" {
		t.Errorf("the row says %q", row.From)
	}
}

func TestSendingIsUndone(t *testing.T) {
	b, server := sendingBench(t, smtptest.Config{})
	b.shell.undoTime = time.Minute
	b.sent(viewmodel.Forward, "cy@example.net")
	original := b.shell.list.vm.ID(0)
	b.until("it waits", func() bool { return b.folder(mailstore.Outbox).Total == 1 })
	b.until("the letter is marked", func() bool { h, _ := b.shell.list.vm.Head(original); return h.Forwarded })
	b.shell.actions.undo()
	w := b.writer()
	if w.to.Text() != "cy@example.net" || len(w.files) != 2 || !strings.HasPrefix(w.editor.Document().Plain(), "Hello\n\n") {
		t.Errorf("it is back to %q with %d files and %q", w.to.Text(), len(w.files), w.editor.Document().Plain())
	}
	b.kept(w)
	if drafts, out := b.folder(mailstore.Drafts).Total, b.folder(mailstore.Outbox).Total; drafts != 1 || out != 0 {
		t.Errorf("there are %d drafts, and %d wait", drafts, out)
	}
	b.until("the mark is gone", func() bool { h, _ := b.shell.list.vm.Head(original); return !h.Forwarded })
	if n := len(server.Received()); n != 0 {
		t.Errorf("%d letters were sent", n)
	}
	w.close()
	b.until("the window is closed", func() bool { return w.closed })
	b.shell.goOn(w.draft)
	if again := b.writer(); again.begun.PassesOn != original {
		t.Errorf("the draft passes on %d, want %d", again.begun.PassesOn, original)
	}
}

func TestARefusedLetterIsWrittenAnew(t *testing.T) {
	var refuse atomic.Bool
	refuse.Store(true)
	b, server := sendingBench(t, smtptest.Config{Script: func(s smtptest.Step) error {
		if s.Command == "RCPT" && refuse.Load() {
			return smtptest.Refuse(550, "5.1.1", "User unknown")
		}
		return nil
	}})
	b.sent(viewmodel.Reply, "")
	b.until("it was refused", func() bool { return strings.Contains(b.toast(), "was not sent") })
	b.until("the foot says so", func() bool { return b.shell.foot.line.Text == "1 letter in the Outbox needs you." })
	b.goTo(mailstore.Outbox, 1)
	if row := (listModel{b.shell.list}).Row(0); !strings.Contains(row.Preview, "There is no such address") || row.Title != "To Bob" {
		t.Errorf("the row says %+v", row)
	}
	b.shell.list.list.SelectAt(0)
	b.until("the letter says why", func() bool { return strings.Contains(b.shell.letter.head.fate, "There is no such address") })
	o, _ := b.shell.letter.outgoing()
	b.shell.actions.archive()
	if b.folder(mailstore.Outbox).Total != 1 || !strings.Contains(b.toast(), "stays in the Outbox") {
		t.Error("a letter that waits was moved")
	}
	b.shell.actions.outgoing(o, viewmodel.EditAgain)
	w := b.writer()
	if w.to.Text() != "Bob <bob@example.net>" || b.folder(mailstore.Outbox).Total != 0 {
		t.Errorf("it is back to %q", w.to.Text())
	}
	refuse.Store(false)
	w.send()
	b.until("it was sent", func() bool { return b.folder(mailstore.Sent).Total == 1 && len(server.Received()) == 1 })
	if n := b.folder(mailstore.Drafts).Total; n != 0 {
		t.Errorf("there are %d drafts", n)
	}
}

func TestMaybeSentIsLeftToThePerson(t *testing.T) {
	b, server := sendingBench(t, smtptest.Config{Script: func(s smtptest.Step) error {
		if s.Command == "END" {
			return smtptest.ErrTakeDrop
		}
		return nil
	}})
	b.sent(viewmodel.Reply, "")
	b.until("it may have been sent", func() bool { return strings.Contains(b.toast(), "may have been sent") })
	b.shell.session.sending().SendNow(0)
	b.goTo(mailstore.Outbox, 1)
	b.shell.list.list.SelectAt(0)
	b.until("the letter says so", func() bool { return strings.Contains(b.shell.letter.head.fate, "may have been sent") })
	o, _ := b.shell.letter.outgoing()
	if got := viewmodel.OutboxActions(o); !slices.Equal(got, []viewmodel.OutboxAction{viewmodel.ItHasGone, viewmodel.SendAgain, viewmodel.RemoveOut}) {
		t.Errorf("offers %v", got)
	}
	b.shell.actions.outgoing(o, viewmodel.ItHasGone)
	b.until("it lies in Sent", func() bool { return b.folder(mailstore.Sent).Total == 1 && b.folder(mailstore.Outbox).Total == 0 })
	if n := len(server.Received()); n != 1 {
		t.Errorf("it was sent %d times", n)
	}
}

func TestQuittingWhileALetterWaits(t *testing.T) {
	b, server := sendingBench(t, smtptest.Config{})
	b.shell.undoTime = time.Minute
	b.sent(viewmodel.Reply, "")
	b.shell.quit()
	b.until("it is asked", func() bool { return b.shell.boxTitle == "Not everything is sent yet" })
	b.shell.dismiss()
	b.shell.sendThenLeave()
	b.until("the program ends", func() bool { return b.shell.quitting })
	if n := len(server.Received()); n != 1 {
		t.Errorf("it was sent %d times", n)
	}
	b.shell.end()
}

func TestSendThenQuitAsksAgainWhenItFails(t *testing.T) {
	b, _ := sendingBench(t, smtptest.Config{})
	b.shell.undoTime = time.Minute
	_, err := b.shell.session.store.UpdateAccount(context.Background(), b.account.ID, func(a *mailstore.Account) { a.SMTPPort = 1 })
	b.check(err)
	b.sent(viewmodel.Reply, "")
	b.shell.sendThenLeave()
	b.until("it is asked", func() bool { return b.shell.boxTitle == "Not everything is sent yet" })
	if b.shell.quitting {
		t.Error("the program ended")
	}
}

func TestSendLater(t *testing.T) {
	b, server := sendingBench(t, smtptest.Config{})
	w := b.answered(viewmodel.Reply)
	w.askLater()
	field, ok := w.win.Canvas().Focused().(*widgets.Input)
	if !ok {
		t.Fatalf("the keyboard is at %T", w.win.Canvas().Focused())
	}
	field.SetText("2001-01-01 12:00")
	field.OnSubmitted("")
	if w.boxTitle != "When shall it go?" {
		t.Error("a time that is over was taken")
	}
	at := time.Now().Add(48 * time.Hour)
	field.SetText(at.Format("2006-01-02 15:04"))
	field.OnSubmitted("")
	b.until("the window is closed", func() bool { return w.closed })
	list, err := b.shell.session.store.Outbox(t.Context(), false)
	b.check(err)
	if len(list) != 1 || list[0].NotBefore.Unix() != at.Truncate(time.Minute).Unix() || !strings.Contains(b.toast(), "goes out at") {
		t.Errorf("it waits as %+v, and it says %q", list, b.toast())
	}
	if b.shell.status.Outbox.Waiting(time.Now()) != "" {
		t.Error("quitting would ask about it")
	}
	b.goTo(mailstore.Outbox, 1)
	b.shell.list.list.SelectAt(0)
	b.until("the letter says when", func() bool { return strings.HasPrefix(b.shell.letter.head.fate, "Goes out at ") })
	o, _ := b.shell.letter.outgoing()
	b.shell.actions.outgoing(o, viewmodel.SendNow)
	b.until("it was sent", func() bool { return len(server.Received()) == 1 && b.folder(mailstore.Sent).Total == 1 })
}

func TestALetterIsWrittenAnewFromAnother(t *testing.T) {
	b := newBench(t, 2)
	b.open(0, "Letter 2")
	b.shell.actions.editAsNew()
	w := b.writer()
	if w.subject.Text != "Letter 2" || w.to.Text() != "ann@example.org" || len(w.files) != 2 || w.draft != 0 || w.begun.InReplyTo != "" {
		t.Errorf("it begins with %q to %q, %d files, answers %q", w.subject.Text, w.to.Text(), len(w.files), w.begun.InReplyTo)
	}
	if text := w.editor.Document().Plain(); text != "This is number 2." {
		t.Errorf("it begins with %q", text)
	}
}

func TestRecipientsThatWereRefusedAreNamed(t *testing.T) {
	var refuse atomic.Bool
	refuse.Store(true)
	b, server := sendingBench(t, smtptest.Config{Script: func(s smtptest.Step) error {
		if s.Arg == "cy@example.net" && refuse.Load() {
			return smtptest.Refuse(552, "5.2.2", "mailbox full")
		}
		return nil
	}})
	b.sent(viewmodel.Reply, "bob@example.net, cy@example.net")
	b.until("it is said", func() bool { return strings.Contains(b.toast(), "did not reach everybody") })
	b.goTo(mailstore.Sent, 1)
	b.shell.list.list.SelectAt(0)
	b.until("the letter says so", func() bool { return b.shell.letter.head.fate != "" })
	if got := b.shell.letter.head.fate; !strings.Contains(got, "The mailbox is full.") || !strings.Contains(got, "\nbob@example.net: sent.\ncy@example.net: not sent.") {
		t.Errorf("the letter says %q", got)
	}
	o, _ := b.shell.letter.outgoing()
	refuse.Store(false)
	b.shell.actions.outgoing(o, viewmodel.SendToOther)
	b.until("it was sent to the other one", func() bool { return len(server.Received()) == 2 })
	if got := server.Received()[1].To; !slices.Equal(got, []string{"cy@example.net"}) {
		t.Errorf("the second time it went to %v", got)
	}
	b.until("nothing is said any more", func() bool { return b.shell.letter.head.fate == "" })
}

func TestRemovingAnAccountTellsOfItsLetters(t *testing.T) {
	b, _ := sendingBench(t, smtptest.Config{})
	b.shell.undoTime = time.Minute
	b.sent(viewmodel.Reply, "")
	if text := b.shell.status.Outbox.LostWith(b.account.ID); !strings.HasPrefix(text, "1 letter of this account waits") {
		t.Errorf("it says %q", text)
	}
	removeAccount(b.shell, b.account, false)
	b.until("nothing waits any more", func() bool { return b.shell.status.Outbox.Waiting(time.Now()) == "" })
}

func TestEditingAgainLeavesThoseOutWhoHaveIt(t *testing.T) {
	b, _ := sendingBench(t, smtptest.Config{Script: func(s smtptest.Step) error {
		if s.Arg == "cy@example.net" {
			return smtptest.Refuse(451, "4.7.1", "Greylisted, come back in 300 seconds")
		}
		return nil
	}})
	b.sent(viewmodel.Reply, "bob@example.net, cy@example.net")
	b.goTo(mailstore.Outbox, 1)
	b.shell.list.list.SelectAt(0)
	b.until("the letter says that one waits", func() bool { return strings.Contains(b.shell.letter.head.fate, "cy@example.net must wait") })
	o, _ := b.shell.letter.outgoing()
	b.shell.actions.outgoing(o, viewmodel.EditAgain)
	w := b.writer()
	if w.to.Text() != "cy@example.net" {
		t.Errorf("it goes to %q", w.to.Text())
	}
	b.kept(w)
	if sent, drafts := b.folder(mailstore.Sent).Total, b.folder(mailstore.Drafts).Total; sent != 1 || drafts != 1 {
		t.Errorf("%d lie in Sent and %d in Drafts", sent, drafts)
	}
}
