package cli

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"satchel/mailstore"
	"satchel/pop3client/pop3test"
)

// A new computer gets everything back from the file, and fetches nothing twice.
func TestBackupAndRestore(t *testing.T) {
	s := startServer(t, pop3test.Config{Messages: letters(12)})
	w := newWorld(t)
	w.add(s, "ann", "--keep", "1d")
	w.want(exitDone, "fetch")
	path := filepath.Join(t.TempDir(), "mail.satchel")
	var r map[string]any
	w.decode(&r, exitDone, "backup", path)
	wantKeys(t, "receipt", r, "messages bytes verified sha256_mismatches finished")
	if r["messages"] != 12.0 || r["verified"] != 12.0 || r["finished"] != true {
		t.Errorf("receipt %v", r)
	}
	w.decode(&r, exitDone, "verify", path)
	w.decode(&r, exitDone, "verify")
	if r["verified"] != 12.0 {
		t.Errorf("verify %v", r)
	}
	if a := w.want(exitDone, "backup", path); !strings.Contains(a.out, "12 messages, ") || !strings.Contains(a.out, "verified ") {
		t.Errorf("backup says %q", a.out)
	}

	to := newWorld(t)
	to.decode(&r, exitDone, "restore", path)
	if r["messages"] != 12.0 || r["added"] != 12.0 {
		t.Errorf("restore %v", r)
	}
	if a := to.typing(testPassword+"\n", "account", "set", "ann", "--password-stdin"); a.code != exitDone {
		t.Fatal(a)
	}
	var results []resultJSON
	to.decode(&results, exitDone, "fetch")
	if results[0].Fetched != 0 || results[0].AskedToRemove != 0 {
		t.Errorf("after the restore: %+v", results)
	}
	to.decode(&r, exitDone, "restore", path)
	if r["added"] != 0.0 {
		t.Errorf("restored twice: %v", r)
	}
}

func TestRestoreOfWhatIsNoBackup(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text")
	if err := os.WriteFile(text, []byte("a text of some length, more than a header"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{text: "is no Satchel backup", filepath.Join(dir, "nothing"): "There is no file", dir: "is no Satchel backup"} {
		w := newWorld(t)
		if a := w.want(exitUsage, "restore", path); !strings.Contains(a.err, want) {
			t.Errorf("restore %s says %q", path, a.err)
		}
		if _, err := os.Stat(w.dir); err == nil {
			t.Error("it made a profile")
		}
	}
}

// A message that has changed on the disk is told by verify, with the code for "done but for some".
func TestVerifyTellsDamage(t *testing.T) {
	mail := letters(3)
	rng := rand.New(rand.NewPCG(1, 2))
	for range 2000 { // what does not compress lies plain in the file
		mail[1].Data = append(mail[1].Data, byte(0x21+rng.IntN(0xdf)))
	}
	mail[1].Data = append(mail[1].Data, "\r\n"...)
	s := startServer(t, pop3test.Config{Messages: mail})
	w := newWorld(t)
	w.add(s, "ann")
	w.want(exitDone, "fetch")
	db := filepath.Join(w.dir, "mail.db")
	data, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	i := bytes.LastIndex(data, mail[1].Data[len(mail[1].Data)-500:])
	if i < 0 {
		t.Fatal("the letter does not lie plain in the file")
	}
	data[i] = 'X'
	if err := os.WriteFile(db, data, 0o600); err != nil {
		t.Fatal(err)
	}
	var r receiptJSON
	w.decode(&r, exitPartial, "verify")
	if len(r.Mismatches) != 1 || r.Verified != 2 {
		t.Errorf("verify %+v", r)
	}
}

// A window that has the profile open does not keep a backup from being made.
func TestBackupBesideTheWindow(t *testing.T) {
	s := startServer(t, pop3test.Config{Messages: letters(3)})
	w := newWorld(t)
	w.add(s, "ann")
	w.want(exitDone, "fetch")
	window, err := mailstore.Open(w.ctx, w.dir, mailstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer window.Close()
	path := filepath.Join(t.TempDir(), "b")
	var r receiptJSON
	w.decode(&r, exitDone, "backup", path)
	if r.Messages != 3 || r.Verified != 3 {
		t.Errorf("%+v", r)
	}
	w.decode(&r, exitDone, "verify")
	if a := w.want(exitUsage, "restore", path); !strings.Contains(a.err, "Another Satchel has this profile open") {
		t.Errorf("restore beside the window says %q", a.err)
	}
	var hits []map[string]any
	w.decode(&hits, exitDone, "search", "letter")
	if out := filepath.Join(t.TempDir(), "out"); w.want(exitDone, "export", out).code != exitDone {
		t.Error("no export beside the window")
	}
}
