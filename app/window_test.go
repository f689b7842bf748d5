package app

import (
	"context"
	"database/sql"
	"fmt"
	"image/color"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"satchel/mailstore"
	"satchel/mailsync"
	"satchel/viewmodel"
)

func TestWindowShowsMail(t *testing.T) {
	b := newBench(t, 5)
	if got, want := b.shell.win.Title(), "All inboxes (5) – Satchel"; got != want {
		t.Errorf("title = %q, want %q", got, want)
	}
	if row := (listModel{b.shell.list}).Row(0); row.Line != "Letter 5" || row.Title != "Bob" || !row.Strong || !row.Cloud {
		t.Errorf("first row = %+v", row)
	}
	b.shell.places.choose("folder:" + fmt.Sprint(b.folder(mailstore.Bin).ID))
	b.until("the Bin is shown", func() bool { return b.shell.list.vm.Len() == 0 })
	if b.shell.list.list.Empty != "The Bin is empty" {
		t.Errorf("empty text = %q", b.shell.list.list.Empty)
	}
}

func TestWindowIsPainted(t *testing.T) {
	b := newBench(t, 5)
	b.open(0, "Letter 5")
	img := b.shell.win.Canvas().Capture()
	colours := map[color.Color]int{}
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			colours[img.At(x, y)]++
		}
	}
	if len(colours) < 20 {
		t.Errorf("the window has %d colours: it is blank", len(colours))
	}
}

func TestALetterIsReadAfterAWhile(t *testing.T) {
	b := newBench(t, 2)
	b.open(0, "Letter 2")
	if !b.shell.letter.letter.Unread {
		t.Error("the letter counts as read at once")
	}
	b.until("it is marked as read", func() bool { return b.folder(mailstore.Inbox).Unread == 1 })
	if row := b.shell.list.vm.Row(0); row.Unread {
		t.Error("the row is still bold")
	}
}

func TestOnlyTheLastLetterChosenIsShown(t *testing.T) {
	b := newBench(t, 20)
	for row := range 20 {
		b.shell.list.list.SelectAt(row)
	}
	b.open(3, "Letter 17")
	b.shell.list.list.SelectAt(4)
	b.shell.letter.clear()
	b.shell.list.list.SelectAt(5)
	b.until("the letter is there", func() bool { return strings.TrimSpace(b.shell.letter.view.Text()) == "This is number 15." })
}

func TestDeleteAndUndo(t *testing.T) {
	b := newBench(t, 5)
	b.open(1, "Letter 4")
	b.shell.actions.bin()
	if got := b.shell.list.vm.Len(); got != 4 {
		t.Errorf("%d rows right after Delete, want 4", got)
	}
	b.until("the next letter is shown", func() bool { return b.shell.letter.letter.Subject == "Letter 3" })
	b.until("it lies in the Bin", func() bool { return b.folder(mailstore.Bin).Total == 1 })
	b.shell.actions.undo()
	b.until("it is back", func() bool { return b.folder(mailstore.Inbox).Total == 5 && b.shell.list.vm.Len() == 5 })
	b.until("it is selected again", func() bool { return b.shell.letter.letter.Subject == "Letter 4" })
}

func TestUndoWaitsForTheMoveUnderWay(t *testing.T) {
	b := newBench(t, 3)
	b.open(0, "Letter 3")
	b.shell.actions.archive()
	b.shell.actions.undo()
	b.until("all three are back in the list", func() bool { return b.shell.list.vm.Len() == 3 })
	if got := b.folder(mailstore.Archive).Total; got != 0 {
		t.Errorf("%d messages are still in the archive", got)
	}
}

func TestMovingSeveral(t *testing.T) {
	b := newBench(t, 6)
	keys := []int64{(listModel{b.shell.list}).Key(1), (listModel{b.shell.list}).Key(2), (listModel{b.shell.list}).Key(4)}
	b.shell.list.list.Select(keys...)
	b.shell.actions.junk()
	b.until("three are junk", func() bool { return b.folder(mailstore.Junk).Total == 3 })
	if got := b.shell.list.vm.Len(); got != 3 {
		t.Errorf("%d rows, want 3", got)
	}
}

func TestDeletingInTheBinAsksFirst(t *testing.T) {
	b := newBench(t, 2)
	b.open(0, "Letter 2")
	b.shell.actions.bin()
	b.until("it lies in the Bin", func() bool { return b.folder(mailstore.Bin).Total == 1 })
	b.shell.places.choose("folder:" + fmt.Sprint(b.folder(mailstore.Bin).ID))
	b.until("the Bin is shown", func() bool { return b.shell.list.title.Text == "Bin" && b.shell.list.vm.Len() == 1 })
	b.open(0, "Letter 2")
	b.shell.actions.bin()
	b.until("a question is shown", func() bool { return b.shell.win.Canvas().Overlays().Top() != nil })
	if got := b.folder(mailstore.Bin).Total; got != 1 {
		t.Errorf("%d messages in the Bin before the answer, want 1", got)
	}
	b.shell.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}, 0)
	if b.shell.win.Canvas().Overlays().Top() != nil {
		t.Error("Escape does not close the question")
	}
	b.shell.actions.destroy(b.shell.list.selection())
	b.until("it is gone", func() bool { return b.folder(mailstore.Bin).Total == 0 })
	b.shell.actions.undo() // of the move to the Bin
	b.until("the undo has been tried", func() bool { return strings.HasPrefix(b.toast(), "This cannot be taken back any more") })
	if got := b.folder(mailstore.Inbox).Total; got != 1 {
		t.Errorf("undo brought %d messages back of what is gone for good", got-1)
	}
}

func TestMarksAndUndo(t *testing.T) {
	b := newBench(t, 3)
	b.shell.list.list.Select((listModel{b.shell.list}).Key(0), (listModel{b.shell.list}).Key(1))
	b.shell.actions.toggleUnread()
	b.until("two are read", func() bool { return b.folder(mailstore.Inbox).Unread == 1 })
	b.shell.actions.undo()
	b.until("all are unread again", func() bool { return b.folder(mailstore.Inbox).Unread == 3 && b.shell.list.vm.Row(0).Unread })
	id := b.shell.list.vm.ID(2)
	b.shell.actions.toggleStar([]mailstore.MessageID{id})
	b.until("the star is kept", func() bool {
		h, err := b.shell.session.store.Head(t.Context(), id)
		return err == nil && h.Starred
	})
}

func TestSearchAndBack(t *testing.T) {
	b := newBench(t, 8)
	b.shell.top.field.SetText("word7")
	b.until("one is found", func() bool { return b.shell.list.vm.Len() == 1 && b.shell.list.title.Text == "1 message found" })
	b.shell.top.field.SetText("nothingofthatkind")
	b.until("none is found", func() bool { return b.shell.list.vm.Len() == 0 })
	if b.shell.list.list.Empty != "Nothing found" {
		t.Errorf("empty text = %q", b.shell.list.list.Empty)
	}
	b.shell.top.field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	b.until("all are back", func() bool { return b.shell.list.vm.Len() == 8 && b.shell.list.title.Text == "All inboxes" })
}

func TestFilter(t *testing.T) {
	b := newBench(t, 3)
	b.shell.actions.toggleStar([]mailstore.MessageID{b.shell.list.vm.ID(1)})
	b.shell.list.toggle(b.shell.list.filters[1])
	b.until("only the starred one is left", func() bool { return b.shell.list.vm.Len() <= 1 })
	b.shell.list.toggle(b.shell.list.filters[1])
	b.until("all are back", func() bool { return b.shell.list.vm.Len() == 3 })
}

func TestSorting(t *testing.T) {
	b := newBench(t, 3)
	b.shell.list.sortBy(viewmodel.Order{Reverse: true})
	b.until("the oldest comes first", func() bool { return !b.shell.list.loading && b.shell.list.vm.Row(0).Subject == "Letter 1" })
	b.shell.list.sortBy(viewmodel.Order{By: mailstore.BySubject, Reverse: true})
	b.until("subjects go backwards", func() bool { return !b.shell.list.loading && b.shell.list.vm.Row(0).Subject == "Letter 3" })
	if got := (listModel{b.shell.list}).Groups(); len(got) != 0 {
		t.Errorf("headings %v in a list by subject", got)
	}
	if p := b.shell.currentPrefs(); p.SortBy != "subject" || !p.Reverse {
		t.Errorf("prefs %+v", p)
	}
	ids := b.addMail(4, 1)
	b.shell.events.report(mailsync.Event{Account: b.account.ID, Phase: mailsync.Getting, Stored: ids})
	b.until("new mail has its place", func() bool { return b.shell.list.vm.Len() == 4 && b.shell.list.vm.Row(0).Subject == "Letter 4" })
}

func TestNewMailKeepsTheSelection(t *testing.T) {
	b := newBench(t, 30)
	b.open(10, "Letter 20")
	ids := b.addMail(31, 2)
	b.shell.events.report(mailsync.Event{Account: b.account.ID, Phase: mailsync.Getting, Done: 2, Of: 2, Stored: ids})
	b.until("the new rows are there", func() bool { return b.shell.list.vm.Len() == 32 })
	if got := b.shell.list.list.FocusRow(); got != 12 {
		t.Errorf("the letter selected is in row %d, want 12", got)
	}
	if b.shell.letter.letter.Subject != "Letter 20" {
		t.Errorf("the letter shown is %q", b.shell.letter.letter.Subject)
	}
	b.until("the sidebar counts them", func() bool { return b.shell.places.current().Count >= 31 })
}

func TestNewMailAnswersASearch(t *testing.T) {
	b := newBench(t, 3)
	b.shell.top.find("number")
	b.until("three are found", func() bool { return b.shell.list.search != "" && !b.shell.list.loading && b.shell.list.vm.Len() == 3 })
	ids := b.addMail(4, 1)
	b.shell.events.report(mailsync.Event{Account: b.account.ID, Phase: mailsync.Getting, Stored: ids})
	b.until("the new one is found too", func() bool { return b.shell.list.vm.Len() == 4 })
}

// The first hits are shown before all are known; a person who chose one of them keeps it.
func TestSearchShowsFirstHitsThenAll(t *testing.T) {
	b := newBench(t, firstScreen+20)
	b.shell.list.find("number")
	b.until("the first hits are shown", func() bool { return b.shell.list.counting && b.shell.list.vm.Len() == firstScreen })
	if got := b.shell.list.title.Text; got != "Messages found, counting …" {
		t.Errorf("the title is %q", got)
	}
	b.until("all are there", func() bool { return !b.shell.list.loading && b.shell.list.vm.Len() == firstScreen+20 })
	if got := b.shell.list.title.Text; got != "80 messages found" {
		t.Errorf("the title is %q", got)
	}
}

func TestNarrowWindow(t *testing.T) {
	b := newBench(t, 3)
	b.shell.win.Resize(fyne.NewSize(700, 700))
	b.until("the window is narrow", func() bool { return b.shell.panes.narrow && b.shell.panes.inner == nil })
	if shown(b.shell.win, b.shell.letter.object) || !shown(b.shell.win, b.shell.list.object) {
		t.Error("a narrow window shows the letter before one was chosen, or no list")
	}
	b.open(0, "Letter 3")
	if !shown(b.shell.win, b.shell.letter.object) || shown(b.shell.win, b.shell.list.object) {
		t.Error("the letter has not taken the list's place")
	}
	if !b.shell.letter.back.Visible() {
		t.Error("there is no way back")
	}
	b.shell.letter.goBack()
	if !shown(b.shell.win, b.shell.list.object) {
		t.Error("the list is not back")
	}
	b.shell.win.Resize(fyne.NewSize(1200, 700))
	b.until("the window is wide", func() bool { return b.shell.panes.inner != nil })
	if !shown(b.shell.win, b.shell.list.object) || !shown(b.shell.win, b.shell.letter.object) || b.shell.letter.back.Visible() {
		t.Error("a wide window does not show list and letter")
	}
}

// shown says whether an object is part of what a window shows.
func shown(win fyne.Window, o fyne.CanvasObject) bool {
	return o.Visible() && contains(win.Content(), o)
}

func contains(tree, o fyne.CanvasObject) bool {
	if tree == o {
		return true
	}
	for _, child := range children(tree) {
		if contains(child, o) {
			return true
		}
	}
	return false
}

func children(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case fyne.Widget:
		return test.WidgetRenderer(o).Objects()
	}
	return nil
}

func TestWindowStateIsKept(t *testing.T) {
	b := newBench(t, 1)
	dir := b.shell.session.store.Dir()
	b.shell.setLook(func(p *prefs) { p.TextSize, p.Appearance = 125, "dark" })
	b.shell.win.Resize(fyne.NewSize(1000, 640))
	b.shell.places.fold("account:"+fmt.Sprint(b.account.ID), true)
	b.shell.quit()
	b.shell.end()
	op := open(context.Background(), profile{dir: dir})
	if op.err != nil {
		t.Fatal(op.err)
	}
	defer op.session.close()
	if p := op.prefs; p.Width != 1000 || p.Height != 640 || p.TextSize != 125 || p.Appearance != "dark" || p.Folded == "" {
		t.Errorf("prefs = %+v", p)
	}
}

func TestWelcomeAndFirstAccount(t *testing.T) {
	b := emptyBench(t)
	b.shell.opened(b.shell.session, defaultPrefs())
	b.until("the welcome page is shown", func() bool { return b.shell.page != nil })
	form := viewmodel.NewAccountForm()
	form.Email, form.Password, form.Server = "ann@example.org", "secret", "127.0.0.1"
	added := false // in order, as the form does it: the runner is being started meanwhile
	inOrder(b.shell.jobs, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, addAccount(ctx, b.shell.session, form, nil)
	}, func(_ struct{}, err error) {
		b.check(err)
		added = true
	})
	b.until("the account is added", func() bool { return added })
	accounts, err := b.shell.session.store.Accounts(t.Context())
	b.check(err)
	if len(accounts) != 1 {
		t.Fatalf("%d accounts", len(accounts))
	}
	if secret, err := b.shell.session.secrets.Get(t.Context(), accounts[0].SecretKey); err != nil || secret != "secret" {
		t.Errorf("secret = %q, %v", secret, err)
	}
}

func TestDeleteWhileTheListIsRead(t *testing.T) {
	b := newBench(t, 4)
	b.open(0, "Letter 4")
	b.shell.list.reload(false) // its outcome may be from before the move
	b.shell.actions.bin()
	b.until("it lies in the Bin", func() bool { return b.folder(mailstore.Bin).Total == 1 })
	b.until("the list has settled", func() bool { return !b.shell.list.loading && b.shell.places.current().Count == 3 })
	if got := b.shell.list.vm.Len(); got != 3 {
		t.Errorf("%d rows, want 3", got)
	}
}

// Mail of a later version is shown, with a word above it; nothing that changes it is even drawn.
func TestWindowOfANewerProfile(t *testing.T) {
	b := newBench(t, 3)
	dir := b.shell.session.store.Dir()
	b.shell.quit()
	b.shell.end()
	db, err := sql.Open("sqlite3", filepath.Join(dir, "mail.db"))
	b.check(err)
	_, err = db.ExecContext(t.Context(), "PRAGMA user_version = 1000")
	b.check(err)
	b.check(db.Close())
	op := open(t.Context(), profile{dir: dir})
	b.check(op.err)
	b.shell = newShell(test.NewTempApp(t), op.prefs, b.queue.post)
	t.Cleanup(b.shell.end)
	b.shell.opened(op.session, op.prefs)
	b.until("the list is there", func() bool { return b.shell.list.vm.Len() == 3 })
	if len(b.shell.panes.notice.Objects) == 0 {
		t.Error("nothing is said about it")
	}
	b.open(0, "Letter 3")
	b.shell.actions.bin()
	b.shell.checkNow()
	if b.shell.list.vm.Len() != 3 || b.toast() != viewmodel.NewerNotice {
		t.Errorf("%d rows after Delete, said %q", b.shell.list.vm.Len(), b.toast())
	}
}
