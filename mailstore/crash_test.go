package mailstore_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"satchel/mailstore"
)

const crashDir = "SATCHEL_TEST_CRASH_DIR" // set in the process that is to be killed

// TestCrashChild is the process TestCrash kills: it lists, records, marks and destroys without end.
func TestCrashChild(t *testing.T) {
	dir := os.Getenv(crashDir)
	if dir == "" {
		t.Skip("this is the child of TestCrash")
	}
	s := open(t, dir)
	accounts, err := s.Accounts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("ready")
	for round := 0; ; round++ {
		rows := list(t, s, accounts[0].ID, fmt.Sprintf("%d-%d-", os.Getpid(), round), 20)
		ids := record(t, s, rows, func(i int, d *mailstore.Download) {
			d.Raw = spool(t, s, strings.Repeat(fmt.Sprint(round, i, " "), 1+rand.IntN(20_000))) //nolint:gosec // no secret
		})
		if err := s.SetUnread(ctx, ids[:7], false); err != nil {
			t.Fatal(err)
		}
		if err := s.MoveToRole(ctx, ids[3:9], mailstore.Bin); err != nil {
			t.Fatal(err)
		}
		if err := s.Destroy(ctx, ids[8:14]); err != nil {
			t.Fatal(err)
		}
	}
}

// A process killed at any moment leaves a sound file in which a row is safe exactly when its message is here.
func TestCrash(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	dir := t.TempDir()
	s := open(t, dir)
	a := addAccount(t, s, "ann@example.org")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		runAndKill(t, dir, time.Duration(rand.IntN(120))*time.Millisecond) //nolint:gosec // no secret
		s := open(t, dir)
		if findings, err := s.QuickCheck(ctx); err != nil || len(findings) > 0 {
			t.Fatalf("QuickCheck = %q, %v", findings, err)
		}
		checkLedger(t, s, a)
		checkCounts(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	s = open(t, dir)
	if all, _, err := s.Index(ctx, mailstore.Query{}); err != nil || len(all) == 0 {
		t.Errorf("%d messages, %v: the child did nothing", len(all), err)
	}
}

func runAndKill(t *testing.T, dir string, after time.Duration) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestCrashChild$") //nolint:gosec // it is this test
	child.Env = append(os.Environ(), crashDir+"="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("the child says %q, %v", line, err)
	}
	time.Sleep(after)
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := child.Wait(); err == nil {
		t.Fatal("the child ended by itself")
	}
}

// checkLedger reads every message back and compares it with its row's proof; accounts are all of them.
func checkLedger(t *testing.T, s *mailstore.Store, accounts ...mailstore.Account) {
	t.Helper()
	rowOf := map[mailstore.MessageID]mailstore.LedgerID{}
	var rows []mailstore.Entry
	for _, a := range accounts {
		rows = append(rows, ledger(t, s, a.ID, false)...)
	}
	for _, row := range rows {
		proof := row.SHA256 != [32]byte{}
		if (row.State == mailstore.Safe) != proof || row.Message != 0 && !proof {
			t.Errorf("row %d is %s with message %d and proof %v", row.ID, row.State, row.Message, proof)
		}
		if row.Message == 0 {
			continue // not fetched yet, or destroyed here
		}
		rowOf[row.Message] = row.ID
		if sum, err := s.VerifyStored(ctx, row.Message); err != nil || sum != row.SHA256 {
			t.Errorf("row %d: message %d reads %x, %v", row.ID, row.Message, sum, err)
		}
	}
	all, _, err := s.Index(ctx, mailstore.Query{})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range all {
		if rowOf[id] == 0 {
			t.Errorf("message %d has no ledger row: it would be fetched again", id)
		}
	}
}
