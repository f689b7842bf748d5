package mailsync

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"satchel/mailstore"
	"satchel/pop3client/pop3test"
)

// B2: moving letters about, and deleting one of two copies, reaches no server even where what leaves the Bin does.
func TestMovingAndSparingACopyReachNoServer(t *testing.T) {
	twin := letter(3)
	twin.UIDL = "uid-0004" // the same bytes once more
	mail := append(letters(1, 3), twin)
	r := newRig(t, clear(mail), "forever")
	r.set(func(a *mailstore.Account) { a.BinRemoves = true })
	r.check(OK)
	rows := r.rows()
	for uidl, role := range map[string]mailstore.Role{"uid-0001": mailstore.Archive, "uid-0002": mailstore.Junk, "uid-0003": mailstore.Bin} {
		if err := r.store.MoveToRole(t.Context(), []mailstore.MessageID{rows[uidl].Message}, role); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.store.Destroy(t.Context(), []mailstore.MessageID{rows["uid-0003"].Message}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		r.check(OK)
	}
	if n := r.server.Count("DELE"); n != 0 {
		t.Errorf("%d DELE", n)
	}
	r.wantThere(mail...)
}

// B5: a program that is killed at any DELE or at QUIT has all mail that the server lacks afterwards, and knows of it.
func TestKilledBetweenAnyTwoCommands(t *testing.T) {
	mail := letters(1, 5)
	r := newRig(t, clear(mail), "remove")
	var mu sync.Mutex
	var copies []string
	base := t.TempDir()
	r.script.set(func(_ int, command, _ string) *pop3test.Reply {
		if command == "DELE" || command == "QUIT" {
			mu.Lock()
			defer mu.Unlock()
			dir := filepath.Join(base, fmt.Sprint(len(copies)))
			if err := copyStore(r.store.Dir(), dir); err != nil {
				t.Error(err)
			}
			copies = append(copies, dir)
		}
		return nil
	})
	r.check(OK)
	r.wantThere()
	if len(copies) != len(mail)+1 {
		t.Fatalf("%d moments, want each DELE and QUIT", len(copies))
	}
	for i, dir := range copies {
		s, err := mailstore.Open(t.Context(), dir, mailstore.Options{Now: r.now})
		if err != nil {
			t.Fatal(err)
		}
		ledger, err := s.Ledger(t.Context(), r.account, false)
		if err != nil || len(ledger) != len(mail) {
			t.Fatalf("moment %d: %d rows, %v", i, len(ledger), err)
		}
		for _, e := range ledger {
			if sum, err := s.VerifyStored(t.Context(), e.Message); err != nil || sum != e.SHA256 {
				t.Errorf("moment %d: %s reads back as %x, %v", i, e.UIDL, sum, err)
			}
			if i == len(copies)-1 && e.State != mailstore.Asked {
				t.Errorf("at QUIT %s is %s, want asked", e.UIDL, e.State)
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// copyStore copies what a killed program leaves; the WAL after the database, as it still holds what is moved meanwhile.
func copyStore(from, to string) error {
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	for _, name := range []string{"mail.db", "mail.db-wal"} {
		if err := copyFile(filepath.Join(from, name), filepath.Join(to, name)); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}

// C2: a server that falls silent, or goes, after any byte of an answer costs at most that message's try.
func TestServerStopsAfterAnyByte(t *testing.T) {
	mail := letters(1, 3)
	for at := 1; at < 200; at += 60 {
		for _, reply := range []pop3test.Reply{{Serve: true, CutAt: at, Drop: true}, {Serve: true, CutAt: at, Hang: true}} {
			r := newRig(t, clear(mail), "remove")
			r.sync.options.Limits.Silence = 100 * time.Millisecond
			r.script.set(on("RETR", 1, reply))
			r.checkWith(t.Context(), true)
			r.script.set(nil)
			r.sync.options.Limits.Silence = 5 * time.Second
			r.check(OK)
			r.check(OK)
			r.wantHere(mail...)
			r.wantThere()
		}
	}
}

// C4: fifty thousand ids beside as many rows are laid side by side in a moment; the bound is far above what it takes, and
// far below what a search for each would.
func TestFiftyThousandIDs(t *testing.T) {
	const n = 50_000
	ledger, list := make([]mailstore.Entry, 0, n), make([]listed, 0, n)
	for i := range n {
		uidl := fmt.Sprintf("u%d", i)
		ledger = append(ledger, entry(i+1, uidl, nil))
		list = append(list, listed{Number: i + 1, UIDL: uidl, Octets: 100})
	}
	began := time.Now()
	p := makePlan(situation{Listing: list, Agree: true, Ledger: ledger, Now: planNow, Rule: rule{Keep: mailstore.Keep{Mode: mailstore.KeepForever}}})
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("it took %v", took)
	}
	if len(p.New)+len(p.Changes)+len(p.Remove) != 0 {
		t.Errorf("%d new, %d changes, %d removals", len(p.New), len(p.Changes), len(p.Remove))
	}
}

// What waits for the store is bounded by the memory it takes up, not by its octets: a message over 4 KiB has a block of
// 64 KiB (mailstore/spool.go).
func TestBudgetBoundsMemory(t *testing.T) {
	const block = 64 << 10
	b, n := newBudget(), 0
	for b.taken(share(5000)) {
		n++
	}
	if n*block > 2*budgetOctets {
		t.Errorf("%d messages of 5000 octets may wait, in %d MB", n, n*block>>20)
	}
}
