package viewmodel

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"satchel/backup"
	"satchel/mailbox"
	"satchel/mailstore"
	"satchel/moving"
)

func TestImportLines(t *testing.T) {
	r := moving.ImportResult{Counts: moving.Counts{Found: 24119, Imported: 24100, AlreadyHere: 18, Deleted: 1}, UIDLsTakenOver: 812}
	for i := range 7 {
		r.Failed = append(r.Failed, mailbox.Failure{Where: fmt.Sprint("Inbox, ", i), Why: "it ends too soon"})
	}
	got := strings.Join(ImportLines(r), "\n")
	want := strings.Join([]string{
		"24\u202f118 letters found = 24\u202f100 new here + 18 here already.",
		"1 letter that was deleted there stayed away.",
		"812 letters at your provider will not be fetched again.",
		"7 things could not be read and stayed where they are:",
		"Inbox, 0: it ends too soon", "Inbox, 1: it ends too soon", "Inbox, 2: it ends too soon", "Inbox, 3: it ends too soon", "Inbox, 4: it ends too soon",
		"… and 2 more."}, "\n")
	if got != want {
		t.Errorf("got\n%s", got)
	}
	if one := ImportLines(moving.ImportResult{Counts: moving.Counts{Found: 1, Imported: 1}}); len(one) != 1 || one[0] != "1 letter found = 1 new here + 0 here already." {
		t.Errorf("one letter: %q", one)
	}
}

func TestRestoreLines(t *testing.T) {
	now := time.Date(2026, 11, 3, 21, 10, 0, 0, time.UTC)
	got := RestoreLines(backup.Receipt{Messages: 24118, Bytes: 3_200_000_000, Added: 100, Finished: now.Add(-6 * time.Minute), Cut: true, Mismatches: make([]backup.Mismatch, 2)}, now)
	if !strings.HasPrefix(got[0], "24\u202f118 letters, 3.2 GB, verified ") || got[1] != "100 of them are new here." || len(got) != 5 || !strings.Contains(got[4], "Passwords") {
		t.Errorf("got %q", got)
	}
}

func TestBringingTroubleIsASentence(t *testing.T) {
	for _, err := range []error{context.Canceled, fs.ErrNotExist, fs.ErrPermission, mailbox.ErrNoMail, mailstore.ErrFull, errors.New("x"), backup.ErrForeign, backup.ErrNewer, backup.ErrCut, backup.ErrDamaged} {
		for _, text := range []string{ImportTrouble("/home/ann/Mail", fmt.Errorf("y: %w", err)), RestoreTrouble("/home/ann/mail.satchel", fmt.Errorf("y: %w", err))} {
			if !strings.HasSuffix(text, ".") || strings.Contains(text, "y:") || strings.Contains(text, "/home") {
				t.Errorf("%v: %q", err, text)
			}
		}
	}
}
