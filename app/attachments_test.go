package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOpeningAttachments(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	b := newBench(t, 1)
	b.open(0, "Letter 1")
	files := b.shell.letter.letter.Attachments
	if len(files) != 2 || files[0].Name != "table.csv" || files[0].Danger != "" || files[1].Danger == "" {
		t.Fatalf("attachments = %+v", files)
	}
	openFile(b.shell, b.shell.letter.id, files[1])
	if !strings.Contains(b.shell.boxTitle, "game.exe") {
		t.Errorf("a program is opened without a question: %q", b.shell.boxTitle)
	}
	b.shell.dismiss()
	openFile(b.shell, b.shell.letter.id, files[0])
	var found []string
	b.until("the file is written for the system to open", func() bool {
		found, _ = filepath.Glob(filepath.Join(os.TempDir(), "satchel-open-*", "*", "*"))
		return len(found) > 0
	})
	if len(found) != 1 || filepath.Base(found[0]) != "table.csv" {
		t.Errorf("files = %v", found)
	}
}

func TestSavingAsksBeforeItReplaces(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	dir := filepath.Join(os.Getenv("HOME"), "Downloads")
	b := newBench(t, 1)
	b.check(os.Mkdir(dir, 0o700))
	b.open(0, "Letter 1")
	file := b.shell.letter.letter.Attachments[0]
	path := filepath.Join(dir, file.Name)
	b.check(os.WriteFile(path, []byte("older"), 0o600))
	save := newSaveBox(b.shell, file.Name, attachedFile(b.shell, b.shell.letter.id, file))
	save.show()
	save.submit()
	if save.save.Text != "Replace it" || !save.says.Visible() {
		t.Errorf("it does not ask: %q", save.says.Text)
	}
	save.name.SetText("other.csv")
	save.submit()
	b.until("it is saved under another name", func() bool { return isFile(filepath.Join(dir, "other.csv")) })
	if data, err := os.ReadFile(path); err != nil || string(data) != "older" {
		t.Errorf("the file that was there holds %q, %v", data, err)
	}
	again := newSaveBox(b.shell, file.Name, attachedFile(b.shell, b.shell.letter.id, file))
	again.show()
	again.submit()
	again.submit()
	b.until("it is replaced", func() bool {
		data, err := os.ReadFile(path)
		return err == nil && string(data) != "older"
	})
	if left, _ := filepath.Glob(filepath.Join(dir, ".satchel-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A write that fails must leave the older file as it was.
func TestFailedSavingKeepsTheOlderFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	if err := os.Mkdir(path, 0o700); err != nil { // a file cannot take the place of a folder
		t.Fatal(err)
	}
	if writeWhole(path, []byte("new")) == nil {
		t.Error("no error")
	}
	if writeWhole(filepath.Join(dir, "no such folder", "a"), nil) == nil {
		t.Error("writing into no folder worked")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".satchel-*")); len(left) > 0 || !isFolder(path) {
		t.Errorf("left behind: %v", left)
	}
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func TestSourceIsShownAsItCame(t *testing.T) {
	tests := []struct {
		raw  string
		cut  bool
		want string
	}{
		{"Subject: a\r\n\r\nb\r\n", false, "Subject: a\n\nb\n"},
		{"caf\xe9", false, "caf\uFFFD"},
		{"a", true, "a\n\n(The rest is not shown.)"},
	}
	for _, tt := range tests {
		if got := sourceText(tt.raw, tt.cut); got != tt.want {
			t.Errorf("sourceText(%q) = %q, want %q", tt.raw, got, tt.want)
		}
	}
	b := newBench(t, 1)
	b.open(0, "Letter 1")
	before := len(b.shell.app.Driver().AllWindows())
	showSource(b.shell)
	b.until("a window with the source is there", func() bool { return len(b.shell.app.Driver().AllWindows()) == before+1 })
}
