package app

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"satchel/keychain"
	"satchel/mailstore"
)

// driver is the software driver; its event loop ends at once.
func driver() fyne.App { return test.NewApp() }

func TestRunOpensAndClosesTheProfile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "profile")
	if code := Run(Options{Dir: dir, Driver: driver, wait: time.Minute}); code != 0 {
		t.Errorf("exit code %d", code)
	}
	store, err := mailstore.Open(t.Context(), dir, mailstore.Options{})
	if err != nil {
		t.Fatalf("the profile was not closed: %v", err)
	}
	defer store.Close()
	if text, err := store.Setting(t.Context(), prefsKey); err != nil || text == "" {
		t.Errorf("the window's state was not kept: %q, %v", text, err)
	}
}

func TestRunWithALockedProfile(t *testing.T) {
	dir := t.TempDir()
	store, err := mailstore.Open(t.Context(), dir, mailstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if code := Run(Options{Dir: dir, Driver: driver, wait: time.Minute}); code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
}

// A second start brings the window that is there to the front; one that hangs gives no answer.
func TestASecondStart(t *testing.T) {
	b := emptyBench(t)
	dir := b.shell.session.store.Dir()
	b.shell.opened(b.shell.session, defaultPrefs())
	var answered, ended bool
	go func() {
		yes := raised(context.Background(), dir, mailstore.ErrLocked)
		b.queue.post(func() { answered, ended = yes, true })
	}()
	b.until("the second start has ended", func() bool { return ended })
	if !answered {
		t.Error("the window did not answer")
	}
	if raised(t.Context(), dir, mailstore.ErrLocked) { // nobody serves the queue meanwhile
		t.Error("a window that hangs has answered")
	}
	if raised(t.Context(), dir, mailstore.ErrDamaged) {
		t.Error("asked for a profile nobody has")
	}
}

func TestRunWithADamagedProfileChangesNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "mail.db")
	damaged := []byte(strings.Repeat("this is no database ", 500))
	if err := os.WriteFile(path, damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	if code := Run(Options{Dir: dir, Driver: driver, wait: time.Minute}); code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	if now, err := os.ReadFile(path); err != nil || string(now) != string(damaged) {
		t.Errorf("the damaged file was changed (%v)", err)
	}
}

func TestDemoArrivesAndLeavesNothing(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	b := emptyBench(t)
	b.check(b.shell.session.close())
	op := open(t.Context(), profile{demo: true})
	b.check(op.err)
	b.shell.session = nil
	b.shell.demo = true
	b.shell.opened(op.session, op.prefs)
	b.until("sample mail is shown", func() bool { return b.shell.list.vm.Len() > 20 })
	b.until("the check has ended", func() bool { return strings.HasPrefix(b.shell.foot.line.Text, "Checked at") })
	b.until("the newest letter is shown", func() bool { return b.shell.letter.letter.Subject != "" })
	unread, starred := 0, 0
	ids, _, err := b.shell.session.store.Index(t.Context(), mailstore.Query{})
	b.check(err)
	heads, err := b.shell.session.store.Heads(t.Context(), ids)
	b.check(err)
	for _, h := range heads {
		if h.Unread {
			unread++
		}
		if h.Starred {
			starred++
		}
	}
	if unread < 3 || unread > 12 || starred != len(demoStars) {
		t.Errorf("%d of %d letters are unread and %d have a star", unread, len(heads), starred)
	}
	if !strings.HasPrefix(b.shell.win.Title(), "Sample mail") {
		t.Errorf("title = %q", b.shell.win.Title())
	}
	begun := time.Now()
	b.shell.quit()
	b.shell.end()
	if took := time.Since(begun); took > 20*time.Second {
		t.Errorf("the end took %v", took)
	}
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "satchel-*"))
	b.check(err)
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestStateDump(t *testing.T) {
	b := newBench(t, 3)
	path := filepath.Join(t.TempDir(), "s")
	dump, err := startDump(b.shell, path)
	b.check(err)
	b.shell.dump = dump
	b.open(0, "Letter 3")
	answer := make(chan State, 1)
	go func() {
		conn, err := net.Dial("unix", path)
		if err != nil {
			close(answer)
			return
		}
		defer conn.Close()
		var st State
		if json.NewDecoder(conn).Decode(&st) != nil {
			close(answer)
			return
		}
		answer <- st
	}()
	var st State
	got := false
	b.until("the state is told", func() bool {
		select {
		case st, got = <-answer:
			return true
		default:
			return false
		}
	})
	if !got || st.Rows != 3 || st.Subject != "Letter 3" || st.Width != 1200 || st.Place != "All inboxes" || st.Selected == 0 || !strings.HasPrefix(st.Text, "This is number 3.") {
		t.Errorf("state = %+v, %v", st, got)
	}
}

func TestPassphraseIsAskedInTheWindow(t *testing.T) {
	b := emptyBench(t)
	a := &asker{dir: t.TempDir(), post: b.queue.post, shell: b.shell}
	type reply struct {
		text string
		err  error
	}
	replies := make(chan reply, 1)
	go func() {
		text, err := a.ask(t.Context())
		replies <- reply{text, err}
	}()
	b.until("the question is shown", func() bool { return b.shell.win.Canvas().Overlays().Top() != nil })
	test.Type(b.shell.win.Canvas().Focused(), "open sesame")
	b.shell.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if b.shell.win.Canvas().Overlays().Top() == nil {
		t.Error("a new passphrase is taken without typing it twice")
	}
	test.Type(b.shell.win.Canvas().Focused(), "open sesame")
	b.shell.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if r := <-replies; r.text != "open sesame" || r.err != nil {
		t.Errorf("reply = %+v", r)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := a.ask(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of the context: %v", err)
	}
	if got := secretTrouble(keychain.ErrLocked); !strings.Contains(got, "locked") {
		t.Errorf("words for a locked vault: %q", got)
	}
}
