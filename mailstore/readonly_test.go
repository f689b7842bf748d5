package mailstore_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"satchel/mailstore"
)

// A profile on a disk that is only read is told apart from other trouble, and can be read.
func TestReadOnlyDisk(t *testing.T) {
	if runtime.GOOS != "linux" || os.Getuid() != 0 {
		t.Skip("needs a file system of its own: Linux and root")
	}
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=30m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("mount is not allowed here: %s", out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %s", out)
		}
	})
	profile := filepath.Join(dir, "profile")
	s := open(t, profile)
	ids := record(t, s, list(t, s, addAccount(t, s, "ann@example.org").ID, "u", 3), nil)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mount", "-o", "remount,ro", dir).CombinedOutput(); err != nil {
		t.Skipf("remount is not allowed here: %s", out)
	}
	if s, err := mailstore.Open(ctx, profile, mailstore.Options{}); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("opened for writing: %v", err)
		if err == nil {
			s.Close()
		}
	}
	s, err := mailstore.Open(ctx, profile, mailstore.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if h, err := s.Head(ctx, ids[1]); err != nil || h.Subject == "" {
		t.Errorf("%+v, %v", h, err)
	}
	if _, err := mailstore.Open(ctx, filepath.Join(dir, "new"), mailstore.Options{}); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("a new profile: %v", err)
	}
}
