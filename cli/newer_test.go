package cli

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"satchel/pop3client/pop3test"
)

// A profile that a later version wrote can be read, searched and taken out; whatever would change it says why not.
func TestANewerProfile(t *testing.T) {
	s := startServer(t, pop3test.Config{Messages: letters(3)})
	w := newWorld(t)
	w.add(s, "ann")
	w.want(exitDone, "fetch")
	file := filepath.Join(w.dir, "mail.db")
	db, err := sql.Open("sqlite3", file)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(w.ctx, "PRAGMA user_version = 1000")
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(t.TempDir(), "b")
	for _, args := range [][]string{
		{"list"}, {"search", "letter"}, {"show", "1"}, {"ledger"}, {"account", "list"},
		{"backup", backup}, {"verify"}, {"verify", backup}, {"export", filepath.Join(t.TempDir(), "out")}, {"doctor"},
	} {
		if a := w.run(args...); a.code != exitDone || !strings.Contains(a.err, "later version") && args[0] != "verify" {
			t.Errorf("%v ended with %d and said %q", args, a.code, a.err)
		}
	}
	for _, args := range [][]string{{"fetch"}, {"restore", backup}, {"account", "set", "ann", "--keep", "forever"}} {
		if a := w.run(args...); a.code != exitUsage || !strings.Contains(a.err, "A later version of Satchel wrote this profile. Nothing was changed.") {
			t.Errorf("%v ended with %d and said %q", args, a.code, a.err)
		}
	}
	if after, err := os.ReadFile(file); err != nil || !bytes.Equal(after, before) {
		t.Errorf("the file was changed (%v)", err)
	}
}
