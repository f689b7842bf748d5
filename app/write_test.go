package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"satchel/editor"
	"satchel/mailmsg"
	"satchel/mailstore"
	"satchel/viewmodel"
)

// writer waits for the window in which a letter is written.
func (b *bench) writer() *writer {
	b.Helper()
	b.until("a letter can be written", func() bool { return len(b.shell.writers) == 1 && b.shell.writers[0].editor.Ready() })
	return b.shell.writers[0]
}

// answered opens the answer to a letter of the bench.
func (b *bench) answered(kind viewmodel.Answer) *writer {
	b.Helper()
	b.open(0, "Letter 2")
	b.shell.actions.answer(kind)
	return b.writer()
}

// kept waits until all is in Drafts, and gives the message there.
func (b *bench) kept(w *writer) *mailmsg.Message {
	b.Helper()
	b.until("the letter is kept", func() bool { return !w.unsaved() && w.draft != 0 })
	m, err := parse(b.Context(), b.shell.session.store, w.draft, mailmsg.Options{})
	b.check(err)
	return m
}

func TestAReplyBeginsWithTheQuote(t *testing.T) {
	b := newBench(t, 2)
	w := b.answered(viewmodel.Reply)
	if w.to.Text() != "Bob <bob@example.net>" || w.subject.Text != "Re: Letter 2" {
		t.Errorf("it goes to %q about %q", w.to.Text(), w.subject.Text)
	}
	text := w.editor.Document().Plain()
	if !strings.HasPrefix(text, "\n\nOn Monday 23 November 2026, ") || !strings.HasSuffix(text, ", Bob wrote:\n> This is number 2.") {
		t.Errorf("it begins with %q", text)
	}
	if w.win.Canvas().Focused() != w.editor {
		t.Error("the keyboard is not in the text")
	}
	if w.unsaved() || b.folder(mailstore.Drafts).Total != 0 {
		t.Error("an answer in which nothing was written is kept")
	}
	w.close()
	if !w.closed || len(b.shell.writers) != 0 {
		t.Error("the window does not close")
	}
}

func TestALetterIsKeptAsItIsWritten(t *testing.T) {
	b := newBench(t, 2)
	w := b.answered(viewmodel.Reply)
	for _, r := range "Hello" {
		w.editor.TypedRune(r)
	}
	m := b.kept(w)
	if !strings.HasPrefix(m.Text, "Hello\n\nOn Monday") || m.Subject != "Re: Letter 2" || len(m.To) != 1 {
		t.Errorf("kept is %q to %v", m.Text, m.To)
	}
	first := w.draft
	w.editor.TypedRune('!')
	w.cc.SetText("half an addr")
	if m = b.kept(w); !strings.HasPrefix(m.Text, "Hello!\n") || w.draft == first {
		t.Errorf("kept after another letter is %q", m.Text)
	}
	if n := b.folder(mailstore.Drafts).Total; n != 1 {
		t.Errorf("there are %d drafts", n)
	}
	w.close()
	b.until("the window is closed", func() bool { return w.closed })

	b.shell.goOn(w.draft)
	again := b.writer()
	if again.cc.Text() != "half an addr" || again.to.Text() != w.to.Text() || again.editor.Document().Plain() != w.editor.Document().Plain() {
		t.Errorf("found again: cc %q, to %q, %q", again.cc.Text(), again.to.Text(), again.editor.Document().Plain())
	}
	if at := again.editor.Document().Selection().Caret; at != (editor.Pos{At: 6}) {
		t.Errorf("the caret is at %v", at)
	}
	b.shell.goOn(again.draft)
	if len(b.shell.writers) != 1 {
		t.Error("a draft is open twice")
	}
}

func TestALetterIsKeptWhileOneWritesOn(t *testing.T) {
	b := newBench(t, 2)
	w := b.answered(viewmodel.Reply)
	begun := time.Now()
	for w.draft == 0 && time.Since(begun) < 10*time.Second {
		w.editor.TypedRune('x') // never a pause
		select {
		case f := <-b.queue:
			f()
		case <-time.After(20 * time.Millisecond):
		}
	}
	if took := time.Since(begun); w.draft == 0 || took > 2*saveMost {
		t.Errorf("kept after %v", took)
	}
}

func TestQuittingKeepsLetters(t *testing.T) {
	b := newBench(t, 2)
	w := b.answered(viewmodel.Reply)
	w.editor.TypedRune('x')
	b.shell.quit()
	b.until("the program ends", func() bool { return b.shell.quitting })
	if m := b.kept(w); !strings.HasPrefix(m.Text, "x\n") {
		t.Errorf("kept is %q", m.Text)
	}
	b.shell.end()
}

func TestForwardTakesFilesAlong(t *testing.T) {
	b := newBench(t, 2)
	w := b.answered(viewmodel.Forward)
	if w.to.Text() != "" || w.win.Canvas().Focused() != w.to.FocusTarget() || len(w.files) != 2 {
		t.Fatalf("it goes to %q with %d files", w.to.Text(), len(w.files))
	}
	m := b.keptAfter(w, func() { w.to.SetText("cy@example.net") })
	if len(m.Attachments) != 2 || m.Attachments[0].Name != "table.csv" || string(m.Attachments[0].Data) != "one,two" {
		t.Errorf("kept are %+v", m.Attachments)
	}
	if !strings.Contains(m.Text, "Forwarded message") || !strings.Contains(m.Text, "This is number 2.") {
		t.Errorf("kept is %q", m.Text)
	}
	m = b.keptAfter(w, func() { w.removeFile(0) })
	if len(m.Attachments) != 1 || m.Attachments[0].Name != "game.exe" {
		t.Errorf("after one was removed there are %+v", m.Attachments)
	}
}

// keptAfter waits until a change is kept.
func (b *bench) keptAfter(w *writer, change func()) *mailmsg.Message {
	b.Helper()
	before := w.draft
	change()
	b.until("the change is kept", func() bool { return w.draft != before })
	return b.kept(w)
}

func TestFilesAreAttached(t *testing.T) {
	b := newBench(t, 2)
	w := b.answered(viewmodel.Reply)
	path := filepath.Join(t.TempDir(), "list.csv")
	b.check(os.WriteFile(path, []byte("a,b\n"), 0o600))
	w.attach([]fyne.URI{storage.NewFileURI(path)})
	b.until("it is attached", func() bool { return len(w.files) == 1 })
	b.check(os.Remove(path))
	if m := b.kept(w); len(m.Attachments) != 1 || string(m.Attachments[0].Data) != "a,b\n" {
		t.Errorf("kept are %+v", m.Attachments)
	}
	w.attach([]fyne.URI{storage.NewFileURI(path)}) // it is gone
	b.until("it is said", func() bool { return w.boxTitle == "The file was not attached" })
}

func TestSending(t *testing.T) {
	b := newBench(t, 2)
	w := b.answered(viewmodel.Reply)
	tests := []struct{ name, to, subject, text, title string }{
		{"to nobody", "", "Hi", "x", "Who shall get the letter?"},
		{"to no address", "bob", "Hi", "x", "Please look at the addresses"},
		{"without a subject", "bob@example.net", " ", "x", "Send without a subject?"},
		{"without the file", "bob@example.net", "Hi", "I attach it.", "Is a file missing?"},
		{"all is there", "bob@example.net", "Hi", "x", "Where shall it be sent from?"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w.to.SetText(tt.to)
			w.subject.SetText(tt.subject)
			w.editor.SetDocument(editor.New(tt.text))
			w.send()
			b.until(tt.title, func() bool { return w.boxTitle == tt.title })
			w.dismiss()
		})
	}
}

func TestDiscardMovesToTheBin(t *testing.T) {
	b := newBench(t, 2)
	w := b.answered(viewmodel.Reply)
	w.editor.TypedRune('x')
	w.discard()
	if w.boxTitle == "" {
		t.Fatal("nothing is asked")
	}
	w.yes()
	b.until("the window is closed", func() bool { return w.closed })
	if bin, drafts := b.folder(mailstore.Bin).Total, b.folder(mailstore.Drafts).Total; bin != 1 || drafts != 0 {
		t.Errorf("there are %d in the Bin and %d drafts", bin, drafts)
	}
}

func TestALetterThatCannotBeKeptStaysOpen(t *testing.T) {
	b := newBench(t, 2)
	w := b.answered(viewmodel.Reply)
	b.check(b.shell.session.store.Close())
	w.editor.TypedRune('x')
	w.close()
	b.until("it is asked", func() bool { return w.boxTitle == "Close without keeping it?" })
	w.dismiss()
	if w.closed || !w.unsaved() || !strings.Contains(w.says.Text, "keep this letter in Drafts") {
		t.Errorf("closed %v, and it says %q", w.closed, w.says.Text)
	}
	b.shell.quit()
	b.until("it is asked", func() bool { return w.boxTitle == "Quit without keeping this letter?" })
	if b.shell.quitting {
		t.Error("the program ends all the same")
	}
	w.yes()
	b.until("the program ends", func() bool { return b.shell.quitting })
	b.shell.end()
}

func TestFindingInALetter(t *testing.T) {
	b := newBench(t, 2)
	w := b.answered(viewmodel.Reply)
	w.find.open()
	w.find.field.SetText("number")
	if got := w.editor.Document().Selected().Text(); got != "number" || w.find.count.Text != "1 of 1" {
		t.Errorf("%q is found, %q", got, w.find.count.Text)
	}
	w.find.close()
	if w.win.Canvas().Focused() != w.editor || w.unsaved() {
		t.Error("the keyboard is not in the text, or finding changed it")
	}
}

// TestADraftOfAnotherProgramStays: this window writes plain text, and would lose what else is in it.
func TestADraftOfAnotherProgramStays(t *testing.T) {
	b := newBench(t, 1)
	store := b.shell.session.store
	spool := store.NewSpool()
	_, err := spool.Write([]byte("From: ann@example.org\r\nSubject: styled\r\nContent-Type: text/html\r\n\r\n<p>one <b>two</b>\r\n"))
	b.check(err)
	ids, _, err := store.AddMessages(b.Context(), []mailstore.Addition{{Folder: b.folder(mailstore.Drafts).ID, Raw: spool, Arrived: time.Now()}})
	b.check(err)
	b.shell.goOn(ids[0])
	w := b.writer()
	if got := w.editor.Document().Text(); got != "one two" {
		t.Errorf("it begins with %q", got)
	}
	w.editor.TypedRune('x')
	b.kept(w)
	if n := b.folder(mailstore.Drafts).Total; n != 2 || w.draft == ids[0] {
		t.Errorf("there are %d drafts, want the other program's and this one", n)
	}
}

// TestAReplyToAMegabyteOpensAtOnce would take minutes with the toolkit's own field. The limit is for busy machines; -v tells
// the time.
func TestAReplyToAMegabyteOpensAtOnce(t *testing.T) {
	const line = "Thank you for the pictures. We looked at all of them after dinner, and your father says that the one with the boat must be old.\n"
	m := &mailmsg.Message{Subject: "Hi", From: []mailmsg.Address{{Address: "bob@example.net"}}, Text: strings.Repeat(line, 1_000_000/len(line))}
	b := newBench(t, 1)
	accounts := []mailstore.Account{b.account}
	var took time.Duration
	for range 2 { // the fonts are opened with the first one
		begun := time.Now()
		w := newWriter(b.shell, accounts, viewmodel.NewAnswer(viewmodel.Reply, b.account.ID, m, nil, begun), nil, 0)
		b.writer()
		w.win.Canvas().Capture()
		took = time.Since(begun)
		w.leave()
	}
	t.Logf("a reply to a megabyte is there after %v", took)
	if took > 20*time.Second { // the toolkit's own entry takes minutes; a busy machine under the race detector 3 s
		t.Errorf("a reply to a megabyte takes %v", took)
	}
}
