package cli

import (
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
		{[]string{"folder", "new", "nowhere"}, exitUsage, "Garden / 🌻|Garden / 🌻/2026"},
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
