package viewmodel

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"
	"time"

	"satchel/backup"
	"satchel/mailbox"
	"satchel/mailstore"
	"satchel/moving"
)

func TestBackupDue(t *testing.T) {
	now := time.Date(2026, 11, 3, 21, 10, 0, 0, time.UTC)
	const day = 24 * time.Hour
	for _, tt := range []struct {
		name string
		last LastBackup
		mail int
		want string
	}{
		{"little mail", LastBackup{}, 100, ""},
		{"none yet", LastBackup{}, 24118, "There is no backup of your 24\u202f118 letters yet."},
		{"a new one", LastBackup{At: now.Add(-20 * day)}, 24118, ""},
		{"an old one", LastBackup{At: now.Add(-45 * day)}, 24118, "Your last backup is 45 days old."},
		{"said on Monday", LastBackup{At: now.Add(-45 * day), Told: now.Add(-2 * day)}, 24118, ""},
		{"said long ago", LastBackup{Told: now.Add(-8 * day)}, 300, "There is no backup of your 300 letters yet."},
	} {
		if got := BackupDue(tt.last, tt.mail, now); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestLastBackupIsRemembered(t *testing.T) {
	l := LastBackup{Path: "/media/disk/Mail.satchel", At: time.Date(2026, 11, 3, 21, 10, 0, 0, time.UTC)}
	if got := ParseLastBackup(l.String()); got != l {
		t.Errorf("got %+v, want %+v", got, l)
	}
	for _, odd := range []string{"", "{", "7", `{"at":"yesterday"}`} {
		if got := ParseLastBackup(odd); got != (LastBackup{}) {
			t.Errorf("%q is %+v", odd, got)
		}
	}
}

func TestWhatWasTakenOut(t *testing.T) {
	now := time.Date(2026, 11, 3, 21, 10, 0, 0, time.UTC)
	got := BackupLines("/media/disk/Mail.satchel", backup.Receipt{Messages: 24118, Bytes: 3_200_000_000, Added: 100, FileBytes: 2_100_000_000, Finished: now, Mismatches: make([]backup.Mismatch, 1)}, now)
	if !strings.HasPrefix(got[0], "24\u202f118 letters, 3.2 GB, written and read back") || !strings.Contains(got[1], "2.1 GB") || !strings.HasPrefix(got[2], "1 letter is not") || len(got) != 4 {
		t.Errorf("backup: %q", got)
	}
	if got := ExportLines("/home/ann/Mail", moving.ExportResult{Written: 3, Bytes: 5000, Failed: make([]mailbox.Failure, 2)}); len(got) != 2 || !strings.HasPrefix(got[0], "3 letters, ") || !strings.HasPrefix(got[1], "2 letters could not") {
		t.Errorf("export: %q", got)
	}
	if got := BackupProgress("reading back", 10, 300); got != "Reading back: 10 of 300 letters…" {
		t.Errorf("progress: %q", got)
	}
}

func TestTakingOutTroubleIsASentence(t *testing.T) {
	for _, err := range []error{
		context.Canceled, fs.ErrNotExist, fs.ErrPermission, syscall.ENOSPC, syscall.EROFS, mailstore.ErrFull, mailbox.ErrNotEmpty, errors.New("x"),
		backup.ErrForeign, backup.ErrNewer, backup.ErrCut, backup.ErrDamaged, backup.ErrOther, backup.ErrBusy, backup.ErrUnread,
	} {
		for _, text := range []string{BackupTrouble("/media/Mail.satchel", fmt.Errorf("y: %w", err)), ExportTrouble("/home/ann/Mail", fmt.Errorf("y: %w", err))} {
			if !strings.HasSuffix(text, ".") || strings.Contains(text, "y:") || strings.Contains(text, "/home") {
				t.Errorf("%v: %q", err, text)
			}
		}
	}
}
