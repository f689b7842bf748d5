package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"satchel/backup"
	"satchel/viewmodel"
)

func TestBackupFromTheWindow(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	b := newBench(t, 30)
	file := filepath.Join(home, "disk", "All my mail.satchel")
	for round, want := range []string{"30 of them were new", "0 of them were new"} {
		showBackup(b.shell)
		b.until("the page is there", func() bool { return b.shell.bringing != nil && b.shell.page == b.shell.bringing.page })
		p := b.shell.bringing
		if round == 0 {
			if p.path.Text != filepath.Join(home, viewmodel.BackupName) {
				t.Errorf("offers %q at first", p.path.Text)
			}
			p.path.SetText(file)
			p.begin()
			b.until("it says that there is no such folder", func() bool { return p.stop == nil && strings.HasPrefix(p.state.Text, "There is no such folder") })
			if err := os.Mkdir(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
		} else if p.path.Text != file {
			t.Errorf("offers %q the second time", p.path.Text)
		}
		p.begin()
		b.until("the backup is made", func() bool { return p.done })
		if got := lines(p); !strings.Contains(got, "30 letters") || !strings.Contains(got, want) || !strings.Contains(got, file) {
			t.Errorf("round %d says %q", round, got)
		}
		p.begin() // "Done"
		b.until("the mail is shown", func() bool { return b.shell.page == nil })
	}
	if end, err := backup.Look(file); err != nil || end.Messages != 30 {
		t.Errorf("the file: %+v, %v", end, err)
	}
}

func TestExportFromTheWindow(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	b := newBench(t, 3)
	showExport(b.shell)
	p := b.shell.bringing
	p.path.SetText(home)
	if err := os.WriteFile(filepath.Join(home, "notes.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p.begin()
	b.until("it leaves a folder that is in use alone", func() bool { return p.stop == nil && strings.Contains(p.state.Text, "is not empty") })
	p.path.SetText(filepath.Join(home, "Out"))
	p.begin()
	b.until("the mail is written", func() bool { return p.done })
	if got := lines(p); !strings.HasPrefix(got, "3 letters, ") {
		t.Errorf("says %q", got)
	}
}
