package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"satchel/pop3client/pop3test"
)

// A Thunderbird profile comes in beside its server: nothing of it is fetched again, nothing leaves the server.
func TestImportFromThunderbird(t *testing.T) {
	mail := letters(4)
	s := startServer(t, pop3test.Config{Messages: mail})
	w := newWorld(t)
	w.add(s, "ann", "--keep", "remove")
	host, _, _ := strings.Cut(s.Addr(), ":")
	dir := t.TempDir()
	folder := filepath.Join(dir, "Mail", host)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	var box strings.Builder
	for i, m := range mail[:3] {
		box.WriteString("From - Mon Nov 02 10:00:00 2026\nX-UIDL: " + m.UIDL + "\nX-Mozilla-Status: 000" + string("159"[i]) + "\n" + strings.ReplaceAll(string(m.Data), "\r\n", "\n") + "\n")
	}
	for name, text := range map[string]string{"Inbox": box.String(), "popstate.dat": "*" + host + " ann\nk uid-1 1\nk uid-2 2\nk uid-3 3\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var r map[string]any
	w.decode(&r, exitDone, "import", dir)
	wantKeys(t, "import", r, "source found imported already_here failed uidls_taken_over")
	if r["format"] != "auto" && r["format"] != "thunderbird" || r["found"] != 2.0 || r["imported"] != 2.0 || r["deleted"] != 1.0 {
		t.Errorf("import %v", r)
	}
	if r["uidls_taken_over"] != 3.0 {
		t.Errorf("%v ids were taken over, want 3", r["uidls_taken_over"])
	}
	var results []resultJSON
	w.decode(&results, exitDone, "fetch")
	if results[0].Fetched != 1 || results[0].AskedToRemove != 0 {
		t.Errorf("fetch after the import: %+v", results)
	}
	if n := len(s.Messages("ann")); n != 4 {
		t.Errorf("the server has %d messages, want all 4", n)
	}
	w.decode(&r, exitDone, "import", dir, "--format", "thunderbird")
	if r["imported"] != 0.0 || r["already_here"] != 2.0 {
		t.Errorf("the second import %v", r)
	}
	out := filepath.Join(t.TempDir(), "out")
	w.decode(&r, exitDone, "export", out, "--format", "eml", "--folder", "inbox")
	if r["written"] != 3.0 {
		t.Errorf("export %v", r)
	}
	if a := w.want(exitUsage, "export", out); !strings.Contains(a.err, "writes over nothing") {
		t.Errorf("export into a full folder says %q", a.err)
	}
}

func TestImportOfNothing(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("no mail"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ path, format, want string }{
		{filepath.Join(dir, "none"), "auto", "There is no file or folder"},
		{dir, "auto", "finds no mail"},
		{filepath.Join(dir, "notes.txt"), "thunderbird", "finds no mail"},
		{dir, "pst", "is no format"},
	} {
		if a := newWorld(t).want(exitUsage, "import", tt.path, "--format", tt.format); !strings.Contains(a.err, tt.want) {
			t.Errorf("import %s as %s says %q", tt.path, tt.format, a.err)
		}
	}
	// A file that is no mailbox is named, and the code says that not all came.
	w := newWorld(t)
	if a := w.want(exitPartial, "import", filepath.Join(dir, "notes.txt")); !strings.Contains(a.out, "not read: ") {
		t.Errorf("it says %q %q", a.out, a.err)
	}
}
