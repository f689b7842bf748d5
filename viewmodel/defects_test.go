package viewmodel

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"satchel/mailmsg"
)

// A sentence added to the reader of messages must get plain words here.
func TestEveryDefectHasPlainWords(t *testing.T) {
	files, err := filepath.Glob("../mailmsg/*.go")
	if err != nil {
		t.Fatal(err)
	}
	noted := regexp.MustCompile(`\.defectf?\("([^"\\]+)`)
	found := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range noted.FindAllStringSubmatch(string(source), -1) {
			found++
			if plain := plainDefect(m[1]); plain == sentence(m[1]) || plain == m[1] {
				t.Errorf("%s: %q has no plain words", file, m[1])
			}
		}
	}
	if found < 10 {
		t.Errorf("only %d sentences found", found)
	}
}

func TestPlainDefects(t *testing.T) {
	tests := []struct{ name, raw, want string }{
		{"no date", "From: a@example.org\r\n\r\nhi\r\n", "This letter does not say when it was written."},
		{"received", "Received: from a by b; Tue, 3 Mar 2026 10:00:00 +0000\r\nFrom: a@example.org\r\n\r\nhi\r\n",
			"This letter does not say when it was written, so the time it was received is shown."},
		{"bad date", "From: a@example.org\r\nDate: soon\r\n\r\nhi\r\n", "This letter's date cannot be read."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := mailmsg.Parse(strings.NewReader(tt.raw), mailmsg.Options{})
			if got := defectsText(m.Defects); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
