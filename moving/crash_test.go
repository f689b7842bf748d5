package moving

import (
	"bufio"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3" // to have the whole file checked

	"satchel/backup"
	"satchel/mailstore"
)

const (
	crashDir   = "SATCHEL_TEST_CRASH_DIR" // set in the process that is to be killed
	crashKills = "SATCHEL_TEST_KILLS"     // how often; 500 is what a release is tried with
	crashMails = 400
)

// TestCrashChild is the process TestCrash kills: it imports, backs up, bins, undoes and empties the Bin without end.
func TestCrashChild(t *testing.T) {
	dir := os.Getenv(crashDir)
	if dir == "" {
		t.Skip("this is the child of TestCrash")
	}
	s, err := mailstore.Open(ctx, filepath.Join(dir, "profile"), mailstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("ready")
	for {
		fmt.Println("import")
		mustImport(t, s, filepath.Join(dir, "source"), ImportOptions{})
		ids, _, err := s.Index(ctx, mailstore.Query{})
		if err != nil {
			t.Fatal(err)
		}
		rand.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
		fmt.Println("undo")
		if err := s.MoveToRole(ctx, ids[:100], mailstore.Archive); err != nil {
			t.Fatal(err)
		}
		line, err := s.TimeLine(ctx, 1)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Undo(ctx, line[0].ID); err != nil {
			t.Fatal(err)
		}
		fmt.Println("backup")
		if _, err := backup.Write(ctx, s, filepath.Join(dir, "backup"), backup.Options{}); err != nil {
			t.Fatal(err)
		}
		fmt.Println("empty Bin")
		if err := s.MoveToRole(ctx, ids[:150], mailstore.Bin); err != nil {
			t.Fatal(err)
		}
		if _, err := s.EmptyBin(ctx, 0, time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
}

// A process killed at any moment of an import, a backup, an undo or while the Bin is emptied leaves a sound store with
// whole messages, and a backup that is whole or not there. The next import brings exactly what is missing.
func TestCrash(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	kills := 12
	if n, err := strconv.Atoi(os.Getenv(crashKills)); err == nil {
		kills = n
	}
	dir := t.TempDir()
	for path, text := range map[string]string{"source/box.mbox": box(0, crashMails-50), "source/in/more.mbox": box(crashMails-50, crashMails)} {
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := openProfile(t, dir)
	addAccount(t, s, "ann", "pop.example.org")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	backups, during := 0, map[string]int{}
	for range kills {
		during[killAfter(t, dir, time.Duration(rand.IntN(700))*time.Millisecond)]++
		s := openProfile(t, dir)
		examine(t, s, dir)
		r, err := backup.Verify(ctx, filepath.Join(dir, "backup"), backup.Options{})
		switch {
		case err == nil && r.Verified == r.Messages:
			backups++
		case !errors.Is(err, fs.ErrNotExist):
			t.Fatalf("the backup after a kill: %+v, %v", r, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	s = openProfile(t, dir)
	r := mustImport(t, s, filepath.Join(dir, "source"), ImportOptions{})
	if all, _, err := s.Index(ctx, mailstore.Query{}); err != nil || len(all) != crashMails || r.Found != crashMails {
		t.Errorf("in the end there are %d messages of %d, %v; %+v", len(all), crashMails, err, r)
	}
	t.Logf("%d kills, %d of them with a backup there, by what they ended: %v", kills, backups, during)
}

func openProfile(t *testing.T, dir string) *mailstore.Store {
	t.Helper()
	s, err := mailstore.Open(ctx, filepath.Join(dir, "profile"), mailstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// examine reads everything back.
func examine(t *testing.T, s *mailstore.Store, dir string) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(filepath.Join(dir, "profile", "mail.db"))+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var sound string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&sound); err != nil || sound != "ok" {
		t.Fatalf("integrity_check: %q, %v", sound, err)
	}
	ids, _, err := s.Index(ctx, mailstore.Query{})
	if err != nil {
		t.Fatal(err)
	}
	heads, err := s.Heads(ctx, ids)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[[32]byte]bool{}
	for _, h := range heads {
		if sum, err := s.VerifyStored(ctx, h.ID); err != nil || sum != h.SHA256 {
			t.Fatalf("message %d reads %x, %v", h.ID, sum, err)
		}
		if seen[h.SHA256] {
			t.Fatalf("message %d is here twice", h.ID)
		}
		seen[h.SHA256] = true
	}
}

// killAfter runs the child and kills it that long after it is ready, and tells what it was about.
func killAfter(t *testing.T, dir string, after time.Duration) (during string) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestCrashChild$")
	child.Env = append(os.Environ(), crashDir+"="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "ready" {
		t.Fatalf("the child says %q, %v", lines.Text(), lines.Err())
	}
	time.Sleep(after)
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
		during = lines.Text()
	}
	child.Wait()
	return during
}
