package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"satchel/pop3client/pop3test"
)

func TestFolderCommands(t *testing.T) {
	s := startServer(t, pop3test.Config{Messages: letters(1)})
	w := newWorld(t)
	w.add(s, "ann")
	paths := func() (own []string) {
		t.Helper()
		var list []folderJSON
		w.decode(&list, exitDone, "folder", "list", "--account", "ann")
		for _, f := range list {
			if f.Role == "" {
				own = append(own, f.Path)
			}
		}
		slices.Sort(own)
		return own
	}
	for _, step := range []struct {
		args []string
		code int
		want string // own folders after it
	}{
		{[]string{"folder", "new", "Garden / 🌻", "--account", "ann"}, exitDone, "Garden / 🌻"},
		{[]string{"folder", "new", "2026", "--in", "garden / 🌻"}, exitDone, "Garden / 🌻|Garden / 🌻/2026"},
		{[]string{"folder", "new", "nowhere", "--in", "none"}, exitUsage, "Garden / 🌻|Garden / 🌻/2026"},
		{[]string{"folder", "rename", "Garden / 🌻", "Plants"}, exitDone, "Plants|Plants/2026"},
		{[]string{"folder", "move", "Plants/2026", "/"}, exitDone, "2026|Plants"},
		{[]string{"folder", "move", "Plants", "Plants"}, exitUsage, "2026|Plants"},
		{[]string{"folder", "rename", "Inbox", "Eingang"}, exitUsage, "2026|Plants"},
		{[]string{"folder", "remove", "2026"}, exitDone, "Bin/2026|Plants"},
		{[]string{"folder", "remove", "none such"}, exitUsage, "Bin/2026|Plants"},
		{[]string{"undo"}, exitDone, "2026|Plants"},
		{[]string{"undo", "3"}, exitDone, "2026|Garden / 🌻"},
		{[]string{"undo", "3"}, exitUsage, "2026|Garden / 🌻"},
		{[]string{"undo", "x"}, exitUsage, "2026|Garden / 🌻"},
	} {
		w.want(step.code, step.args...)
		if got := strings.Join(paths(), "|"); got != step.want {
			t.Errorf("after %v: %s, want %s", step.args, got, step.want)
		}
	}
	var list []changeJSON
	w.decode(&list, exitDone, "changes")
	if len(list) != 5 || !list[0].Undone || list[4].Kind != "made" {
		t.Errorf("changes %+v", list)
	}
	if a := w.want(exitDone, "changes", "--limit", "1"); !strings.Contains(a.out, "2026 moved into Bin (taken back)") {
		t.Errorf("changes says %q", a.out)
	}
}

// Mail that was brought in before there is an account has folders like any other.
func TestFoldersWithoutAnAccount(t *testing.T) {
	w := newWorld(t)
	if a := w.want(exitUsage, "folder", "new", "Garden"); !strings.Contains(a.err, "satchel account add") {
		t.Errorf("without a profile: %q", a.err)
	}
	mbox := filepath.Join(t.TempDir(), "work")
	if err := os.WriteFile(mbox, []byte("From a@example.org Mon Nov  2 10:00:00 2026\nSubject: one\n\ntext\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.want(exitDone, "import", mbox)
	w.want(exitDone, "folder", "new", "Zoo")
	w.want(exitDone, "folder", "new", "Bears", "--in", "Zoo")
	w.want(exitDone, "folder", "new", "Ants", "--in", "Zoo/Bears")
	w.want(exitDone, "folder", "new", "Cats")
	w.want(exitUsage, "folder", "new", " ")
	var list []folderJSON
	w.decode(&list, exitDone, "folder", "list")
	var paths []string
	for _, f := range list {
		paths = append(paths, f.Path)
	}
	if want := []string{"Cats", "work", "Zoo", "Zoo/Bears", "Zoo/Bears/Ants"}; !slices.Equal(paths, want) {
		t.Errorf("folders %q, want %q", paths, want)
	}
}
