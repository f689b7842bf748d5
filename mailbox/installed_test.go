package mailbox

import (
	"os"
	"path/filepath"
	"testing"
)

func TestInstalled(t *testing.T) {
	home := filepath.Join(t.TempDir(), "a [home]")
	write := func(name string) {
		path := filepath.Join(home, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := Installed(home); len(got) > 0 {
		t.Errorf("in an empty home: %v", got)
	}
	write(".thunderbird/profiles.ini")
	write(".thunderbird/abc.default/prefs.js")
	write(".thunderbird/abc.default/Mail/pop.example.org/Inbox")
	write(".thunderbird/new.default/prefs.js") // never used
	write(".claws-mail/clawsrc")
	write(".sylpheed-2.0") // a file is no program's folder
	got := Installed(home)
	want := []Program{{"Thunderbird", filepath.Join(home, ".thunderbird", "abc.default")}, {"Claws Mail", filepath.Join(home, ".claws-mail")}}
	if len(got) != len(want) || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("found %v, want %v", got, want)
	}
	if _, err := Open(got[0].Path, Auto); err != nil {
		t.Errorf("what was found cannot be opened: %v", err)
	}
}
