package app

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"satchel/app/widgets"
	"satchel/backup"
	"satchel/mailstore"
)

// letterFiles writes a folder of n letters of another program.
func letterFiles(t *testing.T, n int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "Old mail")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		raw := fmt.Sprintf("From: Bo <bo@example.org>\r\nSubject: Old %d\r\nMessage-ID: <old%d@example.org>\r\n\r\nHello.\r\n", i, i)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(i, ".eml")), []byte(raw), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// lines are the texts of a page's body.
func lines(p *bringPage) string {
	var all []string
	for _, o := range p.body.Objects {
		if w, ok := o.(*widgets.Words); ok {
			all = append(all, w.Text)
		}
	}
	return strings.Join(all, "\n")
}

func TestMailOfAnotherProgramComesIn(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	b := newBench(t, 2)
	dir := letterFiles(t, 300)
	for round, want := range []string{"300 letters found = 300 new here + 0 here already.", "300 letters found = 0 new here + 300 here already."} {
		showImport(b.shell)
		p := b.shell.bringing
		p.begin()
		if p.stop != nil || !strings.Contains(p.state.Text, "choose first") {
			t.Errorf("without a path: %q", p.state.Text)
		}
		p.path.SetText(dir)
		p.begin()
		if p.stop == nil || !p.bar.Visible() || p.back.Text != "Stop" {
			t.Error("nothing is under way")
		}
		b.until("the mail is in", func() bool { return p.done && !b.shell.reading })
		if got := lines(p); got != want {
			t.Errorf("round %d says %q, want %q", round, got, want)
		}
		press(b, fyne.KeyReturn)
		b.until("the mail is shown", func() bool {
			return b.shell.page == nil && b.shell.places.current().Title == "Old mail" && b.shell.list.vm.Len() == 300
		})
	}
}

func TestWhatIsNoMailIsSaid(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	b := newBench(t, 1)
	for _, show := range []func(*shell){showImport, showRestore} {
		for _, path := range []string{t.TempDir(), filepath.Join(t.TempDir(), "none")} {
			show(b.shell)
			p := b.shell.bringing
			p.path.SetText(path)
			p.begin()
			b.until("the outcome is told", func() bool { return p.stop == nil })
			if p.done || p.bar.Visible() || p.start.Disabled() || !strings.HasSuffix(p.state.Text, ".") {
				t.Errorf("%s: done %v, says %q", path, p.done, p.state.Text)
			}
			p.cancel()
		}
	}
}

func TestImportCanBeStoppedAndIsNotDoubled(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	b := newBench(t, 0)
	dir := letterFiles(t, 500)
	showImport(b.shell)
	p := b.shell.bringing
	p.path.SetText(dir)
	p.begin()
	b.shell.showMail() // somebody looks at the mail meanwhile
	showRestore(b.shell)
	if b.shell.bringing != p || b.shell.page != p.page {
		t.Error("a second one begins beside the first")
	}
	p.cancel()
	b.until("it has stopped", func() bool { return p.stop == nil })
	if !p.done && !strings.Contains(p.state.Text, "Stopped.") {
		t.Errorf("says %q", p.state.Text)
	}
	if p.done { // it was quicker
		return
	}
	p.begin()
	b.until("it has gone on", func() bool { return p.done })
	ids, _, err := b.shell.session.store.Index(t.Context(), mailstore.Query{})
	b.check(err)
	if len(ids) != 500 {
		t.Errorf("%d letters, want 500", len(ids))
	}
}

func TestBackupComesIn(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	other := newBench(t, 5)
	file := filepath.Join(t.TempDir(), "mail.satchel")
	_, err := backup.Write(t.Context(), other.shell.session.store, file, backup.Options{})
	other.check(err)

	b := emptyBench(t)
	b.shell.opened(b.shell.session, defaultPrefs())
	b.until("the welcome page is shown", func() bool { return b.shell.page != nil })
	showRestore(b.shell)
	p := b.shell.bringing
	p.path.SetText(file)
	p.begin()
	b.until("the backup is in", func() bool { return p.done && !b.shell.reading })
	if got := lines(p); !strings.HasPrefix(got, "5 letters, ") || !strings.Contains(got, "5 of them are new here.") {
		t.Errorf("says %q", got)
	}
	p.begin() // "Show my mail"
	b.until("the mail is shown", func() bool { return b.shell.page == nil && b.shell.list.vm.Len() == 5 })
	if n := len(b.shell.places.vm.Accounts()); n != 1 {
		t.Errorf("%d accounts", n)
	}
}

func TestProgramsOnThisComputerAreOffered(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	profile := filepath.Join(home, ".thunderbird", "abc.default")
	if err := os.MkdirAll(filepath.Join(profile, "Mail", "pop.example.org"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(profile, "prefs.js"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b := newBench(t, 0)
	showImport(b.shell)
	p := b.shell.bringing
	b.until("the program is found", func() bool { return p.path.Text == profile })
}
