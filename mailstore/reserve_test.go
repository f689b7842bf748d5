package mailstore_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"satchel/mailstore"
)

// smallDisk is a file system of its own of that size, in tmpfs' words.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	if runtime.GOOS != "linux" || os.Getuid() != 0 {
		t.Skip("needs a small file system of its own: Linux and root")
	}
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("mount is not allowed here: %s", out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %s", out)
		}
	})
	return dir
}

func TestDiskSpace(t *testing.T) {
	if free, whole, err := mailstore.DiskSpace(t.TempDir()); err != nil || free <= 0 || whole < free {
		t.Errorf("DiskSpace = %d, %d, %v", free, whole, err)
	}
	if _, _, err := mailstore.DiskSpace("/none/such"); err == nil {
		t.Error("DiskSpace of nothing = nil")
	}
}

// Mail stops coming before the disk is full; when it is, what a person does is still kept.
func TestReserve(t *testing.T) {
	dir := smallDisk(t, "24m")
	s := open(t, dir)
	t.Cleanup(func() { s.Close() })
	a := addAccount(t, s, "ann@example.org")
	other := filepath.Join(dir, "of the person")
	must(t, s.KeepReserve(), os.WriteFile(other, make([]byte, 6<<20), 0o600))
	reserve := filepath.Join(dir, "reserve")
	info, err := os.Stat(reserve)
	must(t, err)
	fillUp(t, s, a.ID)
	if free, _, err := mailstore.DiskSpace(dir); err != nil || free < info.Size()-300_000 {
		t.Errorf("%d bytes were left free by the mail, %v; want about the reserve's %d", free, err, info.Size())
	}
	if !s.Tight() {
		t.Error("it does not say that the disk is full")
	}
	filler := filepath.Join(dir, "of another program")
	if err := os.WriteFile(filler, make([]byte, 24<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("the disk could not be filled: %v", err)
	}
	all, _, err := s.Index(ctx, mailstore.Query{})
	must(t, err)
	for i := 0; ; i++ {
		must(t, s.SetStarred(ctx, all, i%2 == 0))
		if _, err := os.Stat(reserve); err != nil {
			break // that one needed it
		}
		if i > 500 {
			t.Fatal("the reserve was never needed")
		}
	}
	must(t, s.MoveToRole(ctx, all[:1], mailstore.Bin))
	if o, err := s.UndoLast(ctx); err != nil || o.Count != 1 {
		t.Errorf("undo on a full disk: %+v, %v", o, err)
	}
	must(t, os.Remove(filler), os.Remove(other), s.KeepReserve())
	if _, err := os.Stat(reserve); err != nil || s.Tight() {
		t.Errorf("with room again: %v, tight %v", err, s.Tight())
	}
	if findings, err := s.QuickCheck(ctx); err != nil || len(findings) > 0 {
		t.Errorf("QuickCheck = %q, %v", findings, err)
	}
}
