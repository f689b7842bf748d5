package viewmodel

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"satchel/backup"
	"satchel/mailbox"
	"satchel/mailstore"
	"satchel/moving"
)

// shownFailures is how many of the letters that could not be read are named; a list of thousands helps nobody.
const shownFailures = 5

// ImportProgress is how far an import is.
func ImportProgress(c moving.Counts) string {
	text := Count(int(c.Found), "letter", "letters") + " found, " + Size(c.Bytes)
	if c.AlreadyHere > 0 {
		text += ", " + Number(int(c.AlreadyHere)) + " of them here already"
	}
	return text + "…"
}

// ImportLines set the counts of an import side by side, and say what else is to be known.
func ImportLines(r moving.ImportResult) []string {
	lines := []string{fmt.Sprintf("%s found = %s new here + %s here already.", Count(int(r.Found-r.FailedMessages()), "letter", "letters"), Number(int(r.Imported)), Number(int(r.AlreadyHere)))}
	if r.Deleted > 0 {
		lines = append(lines, Count(int(r.Deleted), "letter that was", "letters that were")+" deleted there stayed away.")
	}
	if r.UIDLsTakenOver > 0 {
		lines = append(lines, Count(r.UIDLsTakenOver, "letter", "letters")+" at your provider will not be fetched again.")
	}
	if len(r.Failed) > 0 {
		lines = append(lines, Count(len(r.Failed), "thing", "things")+" could not be read and stayed where they are:")
		for i, f := range r.Failed {
			if i == shownFailures {
				lines = append(lines, "… and "+strconv.Itoa(len(r.Failed)-i)+" more.")
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
		return "Stopped. What came in is whole and stays. Start again to go on; nothing comes twice."
	case errors.Is(err, fs.ErrNotExist):
		return "There is no file or folder of that name. Please choose another one."
	case errors.Is(err, mailbox.ErrNoMail):
		return "Satchel finds no mail in " + name + ". Please choose the folder in which the other program keeps its mail."
	case errors.Is(err, mailstore.ErrFull):
		return "The disk is full. What came in is whole and stays. Please make some room and start again; nothing comes twice."
	case errors.Is(err, fs.ErrPermission):
		return "This computer does not let Satchel read " + name + ". Please check whom it belongs to."
	}
	return Trouble("bring the mail in", err)
}

// RestoreProgress is how far a restore is.
func RestoreProgress(done, of int64) string {
	return Number(int(done)) + " of " + Count(int(of), "letter", "letters") + "…"
}

// RestoreLines are the receipt of a restore.
func RestoreLines(r backup.Receipt, now time.Time) []string {
	lines := []string{fmt.Sprintf("%s, %s, verified %s.", Count(int(r.Messages), "letter", "letters"), Size(r.Bytes), When(r.Finished, now)),
		Number(int(r.Added)) + " of them are new here."}
	if r.Cut {
		lines = append(lines, "The last backup in this file was cut short; this is the one before it.")
	}
	if n := len(r.Mismatches); n > 0 {
		lines = append(lines, Count(n, "letter is", "letters are")+" not what they were when they came. Where your provider still has them, fetch them anew.")
	}
	return append(lines, "Passwords are not in a backup: please type them in the settings of your accounts. Nothing is removed at your provider before you say yes.")
}

// RestoreTrouble says why a backup was not restored.
func RestoreTrouble(path string, err error) string {
	name := filepath.Base(path)
	is := func(kind error) bool { return errors.Is(err, kind) }
	switch {
	case is(context.Canceled):
		return "Stopped. What came in is whole and stays. Start again to go on; nothing comes twice."
	case is(fs.ErrNotExist):
		return "There is no file of that name. Please choose another one."
	case is(backup.ErrForeign):
		return name + " is no Satchel backup. Please choose another file."
	case is(backup.ErrNewer):
		return "A later Satchel wrote " + name + ". Please update this one and try again."
	case is(backup.ErrCut):
		return "The backup in " + name + " was cut short, and no whole one is in it. Nothing was changed. Please use another backup."
	case is(backup.ErrDamaged):
		return "The backup in " + name + " is damaged. Please use another backup; what came in before is whole and stays."
	case is(mailstore.ErrFull):
		return "The disk is full. What came in is whole and stays. Please make some room and start again; nothing comes twice."
	case is(fs.ErrPermission):
		return "This computer does not let Satchel read " + name + ". Please check whom it belongs to."
	}
	return Trouble("bring the backup in", err)
}

// ProgramLine names another program's mail: "Thunderbird, abc.default".
func ProgramLine(p mailbox.Program) string {
	name := filepath.Base(p.Path)
	if strings.HasPrefix(name, ".") || strings.EqualFold(name, p.Name) {
		return p.Name
	}
	return p.Name + ", " + name
}
