package mailstore

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"
)

const (
	migrateDir   = "SATCHEL_TEST_MIGRATE_DIR" // set in the process that is to be killed
	migrateKills = "SATCHEL_TEST_KILLS"       // how often; 500 is what a release is tried with
	oldMessages  = 4000
)

// TestMigrationCrashChild is the process TestMigrationCrash kills.
func TestMigrationCrashChild(t *testing.T) {
	dir := os.Getenv(migrateDir)
	if dir == "" {
		t.Skip("this is the child of TestMigrationCrash")
	}
	fmt.Println("ready")
	s, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// A process killed at any moment while it brings a profile of the first version up to date leaves one of some version,
// sound and with every message, and the next start brings it up to date.
func TestMigrationCrash(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	kills := 10
	if n, err := strconv.Atoi(os.Getenv(migrateKills)); err == nil {
		kills = n
	}
	old := oldProfile(t)
	steps := migrationsOf(t)
	longest := migrateFor(t, copyProfile(t, old), time.Hour)
	at := map[int]int{}
	for range kills {
		dir := copyProfile(t, old)
		migrateFor(t, dir, time.Duration(rand.Int64N(int64(longest)))) //nolint:gosec // no secret
		at[checkOldProfile(t, dir)]++
		s, err := Open(t.Context(), dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if version := checkOldProfile(t, dir); version != len(steps) {
			t.Fatalf("the profile is of version %d after the next start", version)
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d kills within %s, by the version they left: %v", kills, longest, at)
}

// oldProfile makes a profile of the first version with mail of every kind of row.
func oldProfile(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	db := sql.OpenDB(connector{dsn: location(filepath.Join(dir, dbName)) + "?_journal_mode=WAL", pragmas: fmt.Sprintf("PRAGMA application_id = %d", applicationID)})
	db.SetMaxOpenConns(1)
	defer db.Close() //nolint:errcheck // closed below
	if err := migrate(t.Context(), db, migrationsOf(t)[:1]); err != nil {
		t.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	run := func(query string, args ...any) {
		t.Helper()
		if _, err := tx.Exec(query, args...); err != nil {
			t.Fatal(err)
		}
	}
	run(`INSERT INTO accounts VALUES (1, 'ann', 'key', 'ann@example.org', '', '', 0, '', 0, '', '', '', 'forever', 0, 0, '', 0, '', 0, 5, 0, 0, 0, 0, 0, '', '', 0, 0, 0, 0, 0, '', 0)`)
	run("INSERT INTO folders (account_id, parent, role, name) VALUES (1, 0, 'inbox', 'Inbox'), (1, 0, 'bin', 'Bin')")
	for id := 1; id <= oldMessages; id++ {
		raw := bytes.Repeat([]byte(fmt.Sprint("letter ", id, "\r\n")), 1+id%50)
		sum := sha256.Sum256(raw)
		run(`INSERT INTO messages (account_id, folder_id, thread_id, date, arrived, size, sha256, unread, attachments, attached, defects, from_name, from_address, recipients, subject, preview, message_id, in_reply_to)
			VALUES (1, 1 + ?1 % 5 / 4, ?1, ?1 * 7 % 5000, 5, ?2, ?3, ?1 % 2, 0, 0, 0, 'Ann', 'ann@example.org', '', 'Letter', 'preview', ?1 || '@example.org', '')`, id, len(raw), sum[:])
		run("INSERT INTO chunks (id, codec, data) VALUES (?1 * 65536, 0, ?2)", id, raw)
		run("INSERT INTO search (rowid, subject, sender, recipients, body, attachments) VALUES (?1, 'letter', 'ann', '', 'words ' || ?1, '')", id)
		run("INSERT INTO ledger (account_id, uidl, incarnation, size, first_seen, state, since, message_id, sha256) VALUES (1, ?1, 1, ?2, 5, 'safe', 5, ?3, ?4)", []byte(strconv.Itoa(id)), len(raw), id, sum[:])
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func copyProfile(t *testing.T, from string) string {
	t.Helper()
	dir, err := os.MkdirTemp(t.TempDir(), "copy")
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(from, dbName)) //nolint:gosec // this test's own
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, dbName), data, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// migrateFor opens a profile in a process of its own and kills it after that long, and tells how long it lived.
func migrateFor(t *testing.T, dir string, after time.Duration) time.Duration {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestMigrationCrashChild$") //nolint:gosec // it is this test
	child.Env = append(os.Environ(), migrateDir+"="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	if line, err := lines.ReadString('\n'); line != "ready\n" {
		t.Fatalf("the child says %q, %v", line, err)
	}
	started := time.Now()
	timer := time.AfterFunc(after, func() { child.Process.Kill() }) //nolint:errcheck // it may have ended
	defer timer.Stop()
	lines.ReadString(0) //nolint:errcheck // until it is gone
	child.Wait()        //nolint:errcheck // killed, mostly
	return time.Since(started)
}

// checkOldProfile reads everything of a profile that oldProfile made, and tells of which version it is.
func checkOldProfile(t *testing.T, dir string) (version int) {
	t.Helper()
	db := connect(filepath.Join(dir, dbName), "rw", 1)
	defer db.Close() //nolint:errcheck // it was read only
	ctx := context.Background()
	one := func(query string, value any) {
		t.Helper()
		if err := db.QueryRowContext(ctx, query).Scan(value); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
	}
	var sound string
	if one("PRAGMA integrity_check", &sound); sound != "ok" {
		t.Fatalf("integrity_check: %s", sound)
	}
	if _, err := db.ExecContext(ctx, "INSERT INTO search (search) VALUES ('integrity-check')"); err != nil {
		t.Fatalf("the search index: %v", err)
	}
	var found, rows int
	one("SELECT count(*) FROM search WHERE search MATCH 'letter'", &found)
	one("SELECT count(*) FROM ledger l JOIN messages m ON m.id = l.message_id WHERE l.sha256 = m.sha256 AND l.state = 'safe'", &rows)
	if found != oldMessages || rows != oldMessages {
		t.Fatalf("the search finds %d, the ledger has %d of %d", found, rows, oldMessages)
	}
	one("PRAGMA user_version", &version)
	list, err := db.QueryContext(ctx, "SELECT m.sha256, c.data FROM messages m JOIN chunks c ON c.id = m.id * 65536 ORDER BY m.id")
	if err != nil {
		t.Fatal(err)
	}
	type stored struct{ sum, raw []byte }
	letters, err := collect(list, func(s *stored) []any { return []any{&s.sum, &s.raw} })
	if err != nil || len(letters) != oldMessages {
		t.Fatalf("%d letters, %v", len(letters), err)
	}
	for i, l := range letters {
		if sum := sha256.Sum256(l.raw); !slices.Equal(sum[:], l.sum) {
			t.Fatalf("letter %d reads %x", i+1, sum)
		}
	}
	return version
}
