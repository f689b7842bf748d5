package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"satchel/mailindex"
	"satchel/mailstore"
)

var (
	ctx  = context.Background()
	noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
)

func openStore(t testing.TB) *mailstore.Store {
	t.Helper()
	return openAt(t, t.TempDir())
}

func openAt(t testing.TB, dir string) *mailstore.Store {
	t.Helper()
	s, err := mailstore.Open(ctx, dir, mailstore.Options{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func addAccount(t testing.TB, s *mailstore.Store, user string) mailstore.Account {
	t.Helper()
	a, err := s.AddAccount(ctx, mailstore.Account{Email: user + "@example.org", User: user, Host: "pop.example.org", Port: 995, TLS: "implicit", Keep: mailstore.Keep{Mode: mailstore.KeepDays, Days: 14}})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// letter is a message of about that size, a different one for each number.
func letter(n, size int) []byte {
	rng := rand.New(rand.NewPCG(uint64(n), 7))
	var b bytes.Buffer
	fmt.Fprintf(&b, "From: Ann <ann@example.org>\r\nSubject: Letter %d\r\nMessage-ID: <%d@example.org>\r\nDate: Tue, 10 Mar 2026 11:00:00 +0000\r\n\r\n", n, n)
	for b.Len() < size {
		if n%3 == 0 {
			fmt.Fprintf(&b, "%016x%016x%016x%016x\r\n", rng.Uint64(), rng.Uint64(), rng.Uint64(), rng.Uint64())
		} else {
			b.WriteString("the same words as in every other letter of ours, again and again\r\n")
		}
	}
	return b.Bytes()
}

// fetch records letters with ledger rows of these numbers, as a check does.
func fetch(t testing.TB, s *mailstore.Store, a mailstore.AccountID, from, to, size int) []mailstore.MessageID {
	t.Helper()
	var ids []mailstore.MessageID
	for step := from; step < to; step += 200 {
		var added []mailstore.NewEntry
		for i := step; i < min(to, step+200); i++ {
			added = append(added, mailstore.NewEntry{UIDL: fmt.Sprint("uid-", i), Incarnation: 1, Size: int64(size)})
		}
		rows, err := s.Listed(ctx, 0, a, added, nil, to, 0, noon)
		if err != nil {
			t.Fatal(err)
		}
		ds := make([]mailstore.Download, len(rows))
		for i := range rows {
			p := s.NewSpool()
			defer p.Discard()
			if _, err := p.Write(letter(step+i, size)); err != nil {
				t.Fatal(err)
			}
			ds[i] = mailstore.Download{Ledger: rows[i].ID, Raw: p, At: noon, Unread: true, Fields: mailindex.Of(p, noon).Fields}
		}
		got, _, err := s.RecordDownloads(ctx, 0, ds)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, got...)
	}
	return ids
}

// state is all that matters of a profile, in lines that do not depend on ids.
func state(t testing.TB, s *mailstore.Store) []string {
	t.Helper()
	var lines []string
	folders, err := s.Folders(ctx)
	if err != nil {
		t.Fatal(err)
	}
	names := map[mailstore.FolderID]string{}
	for _, f := range folders {
		names[f.ID] = string(f.Role) + ":" + f.Name
		lines = append(lines, fmt.Sprintf("folder %s %d %d", names[f.ID], f.Total, f.Unread))
	}
	ids, _, err := s.Index(ctx, mailstore.Query{})
	if err != nil {
		t.Fatal(err)
	}
	heads, err := s.Heads(ctx, ids)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range heads {
		sum, err := s.VerifyStored(ctx, h.ID)
		if err != nil || sum != h.SHA256 {
			t.Errorf("message %d reads %x, %v", h.ID, sum, err)
		}
		rows, err := s.LedgerOf(ctx, h.ID)
		if err != nil {
			t.Fatal(err)
		}
		uidl := ""
		for _, e := range rows {
			uidl += fmt.Sprintf(" %s/%d %s %x %s", e.UIDL, e.Incarnation, e.State, e.SHA256[:4], e.SafeAt.Format(time.RFC3339))
		}
		lines = append(lines, fmt.Sprintf("%x %s %q %s u%v s%v%s", h.SHA256[:8], names[h.Folder], h.Subject, h.Date, h.Unread, h.Starred, uidl))
	}
	slices.Sort(lines)
	return lines
}

func mustWrite(t testing.TB, s *mailstore.Store, path string) Receipt {
	t.Helper()
	r, err := Write(ctx, s, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Verified != r.Messages || len(r.Mismatches) > 0 {
		t.Fatalf("%d of %d messages read back", r.Verified, r.Messages)
	}
	return r
}

func mustRestore(t testing.TB, s *mailstore.Store, path string) Receipt {
	t.Helper()
	r, err := Restore(ctx, s, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRoundTrip(t *testing.T) {
	s := openStore(t)
	a := addAccount(t, s, "ann")
	ids := fetch(t, s, a.ID, 0, 30, 3000)
	fetch(t, s, a.ID, 30, 32, 2_500_000) // several chunks
	if err := s.SetUnread(ctx, ids[:5], false); err != nil {
		t.Fatal(err)
	}
	if err := s.SetStarred(ctx, ids[3:4], true); err != nil {
		t.Fatal(err)
	}
	if err := s.MoveToRole(ctx, ids[7:9], mailstore.Archive); err != nil {
		t.Fatal(err)
	}
	if err := s.Destroy(ctx, ids[9:10]); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "mail.satchel")
	if r := mustWrite(t, s, path); r.Messages != 31 || r.Added != 31 {
		t.Errorf("receipt %+v", r)
	}
	to := openStore(t)
	if r := mustRestore(t, to, path); r.Added != 31 || r.Verified != 31 {
		t.Errorf("receipt of the restore %+v", r)
	}
	want := state(t, s)
	if got := state(t, to); !slices.Equal(got, want) {
		t.Errorf("restored\n%q\nwant\n%q", got, want)
	}
	if r := mustRestore(t, to, path); r.Added != 0 {
		t.Errorf("restored twice, %d were added", r.Added)
	}
	if got := state(t, to); !slices.Equal(got, want) {
		t.Errorf("restored twice\n%q\nwant\n%q", got, want)
	}
	accounts, err := to.Accounts(ctx)
	if err != nil || len(accounts) != 1 {
		t.Fatalf("accounts %v, %v", accounts, err)
	}
	if b := accounts[0]; b.Email != a.Email || b.Keep != a.Keep || b.SecretKey == a.SecretKey || b.Slug != a.Slug {
		t.Errorf("the account came as %+v", b)
	}
	if hold, err := to.RemovalHold(ctx, accounts[0].ID); err != nil || hold.Since.IsZero() {
		t.Errorf("removals are not held after a restore: %v, %v", hold, err)
	}
	entries, err := to.Ledger(ctx, accounts[0].ID, false)
	if err != nil || len(entries) != 32 {
		t.Errorf("%d ledger rows, %v; want 32: also that of the destroyed message", len(entries), err)
	}
}

// What is in a backup goes into a profile that has part of it and mail of its own.
func TestRestoreIntoAFullProfile(t *testing.T) {
	s := openStore(t)
	a := addAccount(t, s, "ann")
	fetch(t, s, a.ID, 0, 20, 2000)
	path := filepath.Join(t.TempDir(), "mail.satchel")
	mustWrite(t, s, path)

	to := openStore(t)
	b := addAccount(t, to, "ann")
	ids := fetch(t, to, b.ID, 10, 30, 2000)
	if err := to.MoveToRole(ctx, ids[:2], mailstore.Bin); err != nil {
		t.Fatal(err)
	}
	// Listed and not fetched yet: the backup has it.
	if _, err := to.Listed(ctx, 0, b.ID, []mailstore.NewEntry{{UIDL: "uid-5", Incarnation: 1, Size: 2000}}, nil, 31, 0, noon); err != nil {
		t.Fatal(err)
	}
	if r := mustRestore(t, to, path); r.Added != 10 {
		t.Errorf("%d messages were added, want 10", r.Added)
	}
	all, _, err := to.Index(ctx, mailstore.Query{})
	if err != nil || len(all) != 30 {
		t.Errorf("%d messages, %v; want 30", len(all), err)
	}
	entries, err := to.Ledger(ctx, b.ID, false)
	if err != nil || len(entries) != 30 {
		t.Errorf("%d ledger rows, %v; want 30", len(entries), err)
	}
	for _, e := range entries {
		if e.State != mailstore.Safe || e.Message == 0 {
			t.Errorf("%s is %s with message %d", e.UIDL, e.State, e.Message)
		}
	}
	if bin, err := to.FolderByRole(ctx, b.ID, mailstore.Bin); err != nil || bin.Total != 2 {
		t.Errorf("the Bin holds %d, %v: the restore moved what was here", bin.Total, err)
	}
}

// Two letters of the same bytes are two letters.
func TestEqualLettersStayTwo(t *testing.T) {
	s := openStore(t)
	a := addAccount(t, s, "ann")
	inbox, err := s.FolderByRole(ctx, a.ID, mailstore.Inbox)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		p := s.NewSpool()
		defer p.Discard()
		p.Write(letter(1, 100))
		if _, _, err := s.AddMessages(ctx, []mailstore.Addition{{Folder: inbox.ID, Raw: p, Arrived: noon}}); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "b")
	mustWrite(t, s, path)
	to := openStore(t)
	for _, want := range []int64{2, 0} {
		if r := mustRestore(t, to, path); r.Added != want {
			t.Errorf("%d were added, want %d", r.Added, want)
		}
	}
}

func TestIncremental(t *testing.T) {
	s := openStore(t)
	a := addAccount(t, s, "ann")
	ids := fetch(t, s, a.ID, 0, 100, 5000)
	path := filepath.Join(t.TempDir(), "b")
	first := mustWrite(t, s, path)
	fetch(t, s, a.ID, 100, 110, 5000)
	second := mustWrite(t, s, path)
	if second.Added != 10 || second.Messages != 110 {
		t.Errorf("the second backup wrote %d of %d messages", second.Added, second.Messages)
	}
	if grown := second.FileBytes - first.FileBytes; grown > first.FileBytes/2 {
		t.Errorf("it grew from %d by %d octets for 10 of 110 messages", first.FileBytes, grown)
	}
	// Much of it is of no use any more: it is written anew.
	if err := s.Destroy(ctx, ids[:90]); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, s, path)
	last := mustWrite(t, s, path)
	if last.Messages != 20 || last.FileBytes > first.FileBytes/2 {
		t.Errorf("after most was destroyed: %+v", last)
	}
	to := openStore(t)
	mustRestore(t, to, path)
	if got, want := state(t, to), state(t, s); !slices.Equal(got, want) {
		t.Errorf("restored\n%q\nwant\n%q", got, want)
	}
}

// Cut at any octet, a file gives the last backup that is whole in it, or says that there is none.
func TestCutAnywhere(t *testing.T) {
	s := openStore(t)
	a := addAccount(t, s, "ann")
	fetch(t, s, a.ID, 0, 4, 100)
	dir := t.TempDir()
	path := filepath.Join(dir, "b")
	first := mustWrite(t, s, path)
	fetch(t, s, a.ID, 4, 6, 100)
	mustWrite(t, s, path)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(dir, "cut")
	for n := range len(whole) {
		if n%5 != 0 && n > headerSize+8 && (n < int(first.FileBytes)-8 || n > int(first.FileBytes)+8) && n < len(whole)-tailSize-8 {
			continue
		}
		if err := os.WriteFile(cut, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := Verify(ctx, cut, Options{})
		switch {
		case int64(n) < first.FileBytes:
			if !errors.Is(err, ErrCut) && !errors.Is(err, ErrForeign) {
				t.Fatalf("cut at %d of %d: %v", n, len(whole), err)
			}
		case err != nil || r.Messages != 4 || r.Verified != 4 || r.Cut != (int64(n) != first.FileBytes):
			t.Fatalf("cut at %d of %d: %+v, %v", n, len(whole), r, err)
		}
	}
	// And a later backup goes on from there.
	if err := os.WriteFile(path, whole[:len(whole)-30], 0o600); err != nil {
		t.Fatal(err)
	}
	if r := mustWrite(t, s, path); r.Messages != 6 || r.Cut {
		t.Errorf("after the cut: %+v", r)
	}
}

// No octet can change without a word.
func TestDamageAnywhere(t *testing.T) {
	s := openStore(t)
	a := addAccount(t, s, "ann")
	fetch(t, s, a.ID, 0, 3, 200)
	dir := t.TempDir()
	path := filepath.Join(dir, "b")
	mustWrite(t, s, path)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(whole); i += 1 + i%3 {
		bad := bytes.Clone(whole)
		bad[i] ^= 0x10
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if r, err := Verify(ctx, path, Options{}); err == nil && len(r.Mismatches) == 0 {
			t.Fatalf("octet %d of %d changed and nobody says so: %+v", i, len(whole), r)
		}
	}
}

// A damaged message is told and left out; its row waits for the server's copy.
func TestRestoreLeavesDamageOut(t *testing.T) {
	s := openStore(t)
	a := addAccount(t, s, "ann")
	fetch(t, s, a.ID, 0, 3, 5000)
	path := filepath.Join(t.TempDir(), "b")
	mustWrite(t, s, path)
	whole, _ := os.ReadFile(path)
	whole[headerSize+recordHead+50] ^= 1 // in the first message
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	to := openStore(t)
	r := mustRestore(t, to, path)
	if r.Added != 2 || len(r.Mismatches) != 1 || r.Verified != 2 {
		t.Errorf("receipt %+v", r)
	}
	accounts, _ := to.Accounts(ctx)
	entries, err := to.Ledger(ctx, accounts[0].ID, true)
	if err != nil || len(entries) != 3 {
		t.Fatalf("ledger %v, %v", entries, err)
	}
	waiting := 0
	for _, e := range entries {
		if e.State == mailstore.Waiting && e.Message == 0 && e.SHA256 == [32]byte{} {
			waiting++
		}
	}
	if waiting != 1 {
		t.Errorf("%d rows wait, want 1: %+v", waiting, entries)
	}
}

func TestNotWrittenOver(t *testing.T) {
	s := openStore(t)
	addAccount(t, s, "ann")
	dir := t.TempDir()
	other := openStore(t)
	addAccount(t, other, "bob")
	theirs := filepath.Join(dir, "theirs")
	mustWrite(t, other, theirs)
	whole, _ := os.ReadFile(theirs)
	newer := bytes.Clone(whole)
	newer[len(magic)] = version + 1
	for _, tt := range []struct {
		name string
		data []byte
		want error
	}{
		{"a text", []byte("Dear diary, today I saved my mail.\n"), ErrForeign},
		{"a short text", []byte("Sat"), ErrCut},
		{"another profile's", whole, ErrOther},
		{"a later version's", newer, ErrNewer},
		{"cut short", whole[:len(whole)/2], ErrCut},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(dir, "file")
			if err := os.WriteFile(path, tt.data, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := Write(ctx, s, path, Options{}); !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
			if left, _ := os.ReadFile(path); !bytes.Equal(left, tt.data) {
				t.Error("the file was changed")
			}
			if errors.Is(tt.want, ErrOther) {
				return
			}
			before := state(t, s)
			if _, err := Restore(ctx, s, path, Options{}); !errors.Is(err, tt.want) {
				t.Errorf("restore: %v, want %v", err, tt.want)
			}
			if !slices.Equal(state(t, s), before) {
				t.Error("the restore changed the profile")
			}
		})
	}
}

// A backup that breaks off leaves what was there.
func TestBrokenOff(t *testing.T) {
	s := openStore(t)
	a := addAccount(t, s, "ann")
	fetch(t, s, a.ID, 0, 10, 1000)
	dir := t.TempDir()
	path := filepath.Join(dir, "b")
	off := errors.New("the drive was pulled")
	breaking := Options{fault: func(string) error { return off }}
	if _, err := Write(ctx, s, path, breaking); !errors.Is(err, off) {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("a backup that broke off left %v", left)
	}
	mustWrite(t, s, path)
	before, _ := os.ReadFile(path)
	fetch(t, s, a.ID, 10, 20, 1000)
	if _, err := Write(ctx, s, path, breaking); !errors.Is(err, off) {
		t.Fatal(err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("a backup that broke off changed the one before")
	}
}

// A message that is damaged in the store is told; the others are safe all the same. A backup from before gives it back.
func TestBackupOfADamagedMessage(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir)
	a := addAccount(t, s, "ann")
	fetch(t, s, a.ID, 0, 3, 4000)
	earlier := filepath.Join(t.TempDir(), "earlier")
	mustWrite(t, s, earlier)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db := filepath.Join(dir, "mail.db")
	data, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	i := bytes.Index(data, letter(0, 4000)[2000:2040]) // number 0 does not compress, so it lies there as it is
	if i < 0 {
		t.Skip("the letter is packed")
	}
	data[i] ^= 1
	if err := os.WriteFile(db, data, 0o600); err != nil {
		t.Fatal(err)
	}
	s = openAt(t, dir)
	r, err := Write(ctx, s, filepath.Join(t.TempDir(), "b"), Options{})
	if err != nil || r.Verified != 2 || len(r.Mismatches) != 1 || r.Mismatches[0].SHA256 != sha256.Sum256(letter(0, 4000)) {
		t.Errorf("receipt %+v, %v", r, err)
	}
	if _, _, err := s.CheckSlice(ctx); err != nil {
		t.Fatal(err)
	}
	if bad, err := s.Damaged(ctx); len(bad) != 1 || err != nil {
		t.Fatalf("damaged %v, %v", bad, err)
	}
	if r := mustRestore(t, s, earlier); r.Added != 0 || r.Verified != 3 {
		t.Errorf("the restore: %+v", r)
	}
	if bad, err := s.Damaged(ctx); len(bad) != 0 || err != nil {
		t.Errorf("after the restore damaged %v, %v", bad, err)
	}
	state(t, s) // reads all back
}

// Fetching goes on while a backup is made, and what the backup holds is of one moment.
func TestBackupWhileFetching(t *testing.T) {
	s := openStore(t)
	a := addAccount(t, s, "ann")
	fetch(t, s, a.ID, 0, 200, 2000)
	path := filepath.Join(t.TempDir(), "b")
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for i := 200; ; i += 5 {
			select {
			case <-stop:
				return
			default:
				ids := fetch(t, s, a.ID, i, i+5, 2000)
				s.Destroy(ctx, ids[:1])
			}
		}
	}()
	for range 5 {
		mustWrite(t, s, path)
	}
	close(stop)
	<-done
	to := openStore(t)
	r := mustRestore(t, to, path)
	if r.Added != r.Messages || r.Added < 200 {
		t.Errorf("receipt %+v", r)
	}
	state(t, to) // reads all back
}

func FuzzOpen(f *testing.F) {
	s := openStore(f)
	a := addAccount(f, s, "ann")
	fetch(f, s, a.ID, 0, 2, 100)
	path := filepath.Join(f.TempDir(), "b")
	if _, err := Write(ctx, s, path, Options{}); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:100])
	file := filepath.Join(f.TempDir(), "fuzz")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		// Whatever it is: an error, or messages which are proved or named.
		r, err := Verify(ctx, file, Options{})
		if err == nil && r.Verified+int64(len(r.Mismatches)) != r.Messages {
			t.Fatalf("%+v", r)
		}
	})
}

// A disk that fills up leaves the backup before as it was, or none, and a restore that can go on.
func TestFullDisk(t *testing.T) {
	if runtime.GOOS != "linux" || os.Getuid() != 0 {
		t.Skip("needs a small file system of its own: Linux and root")
	}
	small := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", small).CombinedOutput(); err != nil {
		t.Skipf("mount is not allowed here: %s", out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", small).CombinedOutput(); err != nil {
			t.Errorf("umount: %s", out)
		}
	})
	s := openStore(t)
	a := addAccount(t, s, "ann")
	fetch(t, s, a.ID, 0, 3, 1_000_000) // two of them are packed to nearly nothing
	path := filepath.Join(small, "b")
	mustWrite(t, s, path)
	before, _ := os.ReadFile(path)
	for i := range 5 {
		fetch(t, s, a.ID, 3*(i+1), 3*(i+2), 2_000_000)
	}
	if _, err := Write(ctx, s, path, Options{}); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("more than there is room for: %v", err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(after, before) {
		t.Error("the backup before was changed")
	}
	if _, err := Write(ctx, s, filepath.Join(small, "c"), Options{}); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("a new one: %v", err)
	}
	left, _ := os.ReadDir(small)
	for _, f := range left {
		if f.Name() != "b" {
			t.Errorf("%s is left", f.Name())
		}
	}

	// And the other way: a profile on the full disk.
	large := filepath.Join(t.TempDir(), "large")
	mustWrite(t, s, large)
	os.Remove(path)
	to, err := mailstore.Open(ctx, filepath.Join(small, "profile"), mailstore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	if _, err := Restore(ctx, to, large, Options{}); !errors.Is(err, mailstore.ErrFull) {
		t.Fatalf("a restore onto a full disk: %v", err)
	}
	state(t, to) // what came is whole
}
