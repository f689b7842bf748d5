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
