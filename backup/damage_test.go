package backup

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"testing"

	"satchel/mailstore"
)

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
