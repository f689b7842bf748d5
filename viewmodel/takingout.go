package viewmodel

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"satchel/backup"
	"satchel/mailbox"
	"satchel/mailstore"
	"satchel/moving"
	"satchel/words"
)

// BackupName is what a backup is called unless somebody gives it another name.
const BackupName = "Mail.satchel"

// LastBackup is what is remembered of the backup made last, and of the last word about one.
type LastBackup struct {
	Path string    `json:"path"`
	At   time.Time `json:"at"`   // zero: none was made
	Told time.Time `json:"told"` // when the person was last reminded
}

// ParseLastBackup reads what String wrote. Anything else is no backup.
func ParseLastBackup(text string) LastBackup {
	var l LastBackup
	if json.Unmarshal([]byte(text), &l) != nil {
		return LastBackup{}
	}
	return l
}

func (l LastBackup) String() string {
	text, err := json.Marshal(l)
	if err != nil {
		return "" // a time of no year that JSON has: as if there were none
	}
	return string(text)
}

const (
	backupAge   = 30 * 24 * time.Hour // after which a backup is called old
	backupWorth = 200                 // letters worth a word about a backup
	toldEvery   = 7 * 24 * time.Hour  // who has heard it wants no more of it for a while
)

// BackupDue says that a backup is missing or old, "" where all is well or that was said lately. mail is how many letters are here.
func BackupDue(l LastBackup, mail int, now time.Time) string {
	switch {
	case mail < backupWorth, now.Sub(l.Told).Abs() < toldEvery:
		return ""
	case l.At.IsZero():
		return words.N("There is no backup of your %d letter yet.", "There is no backup of your %d letters yet.", mail)
	case now.Sub(l.At) > backupAge:
		return words.N("Your last backup is %d day old.", "Your last backup is %d days old.", int(now.Sub(l.At)/(24*time.Hour)))
	}
	return ""
}

// BackupIntro is what stands above the choice of a file.
func BackupIntro(l LastBackup, now time.Time) string {
	text := words.T("One file holds all mail, folders and accounts, without passwords. The same file again takes only what is new. It is safest on another disk.")
	if !l.At.IsZero() {
		text += " " + words.T("The last one was made %s.", When(l.At, now))
	}
	return text
}

// BackupProgress is how far a backup is.
func BackupProgress(step string, done, of int64) string {
	text := words.N("%[2]s of %[1]d letter…", "%[2]s of %[1]d letters…", int(of), Number(int(done)))
	if step != "" {
		text = strings.ToUpper(step[:1]) + step[1:] + ": " + text
	}
	return text
}

// BackupLines are the receipt of a backup.
func BackupLines(path string, r backup.Receipt, now time.Time) []string {
	lines := []string{
		words.N("%d letter, %s, written and read back %s.", "%d letters, %s, written and read back %s.", int(r.Messages), Size(r.Bytes), When(r.Finished, now)),
		words.T("%s of them were new. The file %s has %s.", Number(int(r.Added)), path, Size(r.FileBytes)),
	}
	if n := len(r.Mismatches); n > 0 {
		lines = append(lines, words.N("%d letter is not what it was when it came; an older backup may have it whole. The Doctor in the Help menu names it.", "%d letters are not what they were when they came; an older backup may have them whole. The Doctor in the Help menu names them.", n))
	}
	return append(lines, words.T("Passwords are not in it. To bring it in on another computer, choose “I have a Satchel backup” at the first start."))
}

// BackupTrouble says why a backup was not made.
func BackupTrouble(path string, err error) string {
	name := filepath.Base(path)
	is := func(kind error) bool { return errors.Is(err, kind) }
	switch {
	case is(context.Canceled):
		return words.T("Stopped. A backup that was in the file before is as it was.")
	case is(backup.ErrForeign):
		return words.T("%s is something else, and no Satchel backup. It was left as it is. Please choose another name.", name)
	case is(backup.ErrNewer):
		return words.T("A later Satchel wrote %s. It was left as it is. Please choose another name, or update this Satchel.", name)
	case is(backup.ErrOther):
		return words.T("%s is the backup of other mail. It was left as it is. Please choose another name.", name)
	case is(backup.ErrBusy):
		return words.T("A backup into %s is under way already. Please wait until it has ended.", name)
	case is(backup.ErrCut), is(backup.ErrDamaged):
		return words.T("%s is a backup that is not whole. It was left as it is. Please choose another name.", name)
	case is(backup.ErrUnread):
		return words.T("What was written does not read back, so the disk there is not to be trusted. Please use another disk.")
	}
	return outTrouble(words.T("make the backup"), name, err)
}

// ExportLines say what an export wrote.
func ExportLines(path string, r moving.ExportResult) []string {
	lines := []string{words.N("%d letter, %s, written to %s.", "%d letters, %s, written to %s.", int(r.Written), Size(r.Bytes), path)}
	if n := len(r.Failed); n > 0 {
		lines = append(lines, words.N("%d letter could not be read from the disk here and is not in it. The Doctor in the Help menu says more.", "%d letters could not be read from the disk here and are not in it. The Doctor in the Help menu says more.", n))
	}
	return lines
}

// ExportTrouble says why an export did not come to its end.
func ExportTrouble(path string, err error) string {
	name := filepath.Base(path)
	switch {
	case errors.Is(err, context.Canceled):
		return words.T("Stopped. The letters that were written are whole; nothing here has changed.")
	case errors.Is(err, mailbox.ErrNotEmpty):
		return words.T("%s is not empty. Nothing was changed there. Please choose an empty folder.", name)
	}
	return outTrouble(words.T("write the mail"), name, err)
}

// outTrouble says what went wrong with the place that mail goes to.
func outTrouble(doing, name string, err error) string {
	switch {
	case errors.Is(err, mailstore.ErrFull), errors.Is(err, syscall.ENOSPC):
		return words.T("The disk with %s is full. Your mail here is as it was. Please choose another disk, or make some room.", name)
	case errors.Is(err, fs.ErrNotExist):
		return words.T("There is no such folder. Please choose another one.")
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return words.T("This computer does not let Satchel write there. Please choose another folder.")
	}
	return Trouble(doing, err)
}
