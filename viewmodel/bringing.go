package viewmodel

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"satchel/backup"
	"satchel/mailbox"
	"satchel/mailstore"
	"satchel/moving"
	"satchel/words"
)

// shownFailures is how many of the letters that could not be read are named; a list of thousands helps nobody.
const shownFailures = 5

// ImportProgress is how far an import is.
func ImportProgress(c moving.Counts) string {
	text := words.N("%d letter found, %s", "%d letters found, %s", int(c.Found), Size(c.Bytes))
	if c.AlreadyHere > 0 {
		text += words.T(", %s of them here already", Number(int(c.AlreadyHere)))
	}
	return text + "…"
}

// ImportLines set the counts of an import side by side, and say what else is to be known.
func ImportLines(r moving.ImportResult) []string {
	lines := []string{words.N("%d letter found = %s new here + %s here already.", "%d letters found = %s new here + %s here already.", int(r.Found-r.FailedMessages()), Number(int(r.Imported)), Number(int(r.AlreadyHere)))}
	if r.Deleted > 0 {
		lines = append(lines, words.N("%d letter that was deleted there stayed away.", "%d letters that were deleted there stayed away.", int(r.Deleted)))
	}
	if r.UIDLsTakenOver > 0 {
		lines = append(lines, words.N("%d letter at your provider will not be fetched again.", "%d letters at your provider will not be fetched again.", r.UIDLsTakenOver))
	}
	if len(r.Failed) > 0 {
		lines = append(lines, words.N("%d thing could not be read and stayed where they are:", "%d things could not be read and stayed where they are:", len(r.Failed)))
		for i, f := range r.Failed {
			if i == shownFailures {
				lines = append(lines, words.T("… and %s more.", strconv.Itoa(len(r.Failed)-i)))
				break
			}
			lines = append(lines, f.Where+": "+f.Why)
		}
	}
	return lines
}

// ImportTrouble says why an import did not come to its end. What came in before stays.
func ImportTrouble(path string, err error) string {
	name := filepath.Base(path)
	switch {
	case errors.Is(err, context.Canceled):
		return words.T("Stopped. What came in is whole and stays. Start again to go on; nothing comes twice.")
	case errors.Is(err, fs.ErrNotExist):
		return words.T("There is no file or folder of that name. Please choose another one.")
	case errors.Is(err, mailbox.ErrNoMail):
		return words.T("Satchel finds no mail in %s. Please choose the folder in which the other program keeps its mail.", name)
	case errors.Is(err, mailstore.ErrFull):
		return words.T("The disk is full. What came in is whole and stays. Please make some room and start again; nothing comes twice.")
	case errors.Is(err, fs.ErrPermission):
		return words.T("This computer does not let Satchel read %s. Please check whom it belongs to.", name)
	}
	return Trouble(words.T("bring the mail in"), err)
}

// RestoreProgress is how far a restore is.
func RestoreProgress(done, of int64) string {
	return words.N("%[2]s of %[1]d letter…", "%[2]s of %[1]d letters…", int(of), Number(int(done)))
}

// RestoreLines are the receipt of a restore.
func RestoreLines(r backup.Receipt, now time.Time) []string {
	lines := []string{words.N("%d letter, %s, verified %s.", "%d letters, %s, verified %s.", int(r.Messages), Size(r.Bytes), When(r.Finished, now)),
		words.T("%s of them are new here.", Number(int(r.Added)))}
	if r.Cut {
		lines = append(lines, words.T("The last backup in this file was cut short; this is the one before it."))
	}
	if n := len(r.Mismatches); n > 0 {
		lines = append(lines, words.N("%d letter is not what it was when it came. Where your provider still has it, fetch it anew.", "%d letters are not what they were when they came. Where your provider still has them, fetch them anew.", n))
	}
	return append(lines, words.T("Passwords are not in a backup: please type them in the settings of your accounts. Nothing is removed at your provider before you say yes."))
}

// RestoreTrouble says why a backup was not restored.
func RestoreTrouble(path string, err error) string {
	name := filepath.Base(path)
	is := func(kind error) bool { return errors.Is(err, kind) }
	switch {
	case is(context.Canceled):
		return words.T("Stopped. What came in is whole and stays. Start again to go on; nothing comes twice.")
	case is(fs.ErrNotExist):
		return words.T("There is no file of that name. Please choose another one.")
	case is(backup.ErrForeign):
		return words.T("%s is no Satchel backup. Please choose another file.", name)
	case is(backup.ErrNewer):
		return words.T("A later Satchel wrote %s. Please update this one and try again.", name)
	case is(backup.ErrCut):
		return words.T("The backup in %s was cut short, and no whole one is in it. Nothing was changed. Please use another backup.", name)
	case is(backup.ErrDamaged):
		return words.T("The backup in %s is damaged. Please use another backup; what came in before is whole and stays.", name)
	case is(mailstore.ErrFull):
		return words.T("The disk is full. What came in is whole and stays. Please make some room and start again; nothing comes twice.")
	case is(fs.ErrPermission):
		return words.T("This computer does not let Satchel read %s. Please check whom it belongs to.", name)
	}
	return Trouble(words.T("bring the backup in"), err)
}

// ProgramLine names another program's mail: "Thunderbird, abc.default".
func ProgramLine(p mailbox.Program) string {
	name := filepath.Base(p.Path)
	if strings.HasPrefix(name, ".") || strings.EqualFold(name, p.Name) {
		return p.Name
	}
	return p.Name + ", " + name
}
