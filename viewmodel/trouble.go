package viewmodel

import (
	"context"
	"errors"
	"os"

	"satchel/mailstore"
	"satchel/mailsync"
)

// Trouble turns a failure into help: what happened, what Satchel does about it, what
// the person can do. doing is what was tried, as in "move the messages".
func Trouble(doing string, err error) string {
	switch {
	case errors.Is(err, mailstore.ErrFull):
		return "Satchel could not " + doing + ": the disk is full. Everything from before is safe. Please make some room and try again."
	case errors.Is(err, mailstore.ErrNewer):
		return "Satchel could not " + doing + ": " + NewerNotice
	case errors.Is(err, mailstore.ErrNotFound):
		return "Satchel could not " + doing + ": it is no longer there."
	case errors.Is(err, mailstore.ErrDamaged):
		return "Satchel could not " + doing + ": the mail file cannot be read in full. Nothing was changed."
	case errors.Is(err, os.ErrPermission):
		return "Satchel could not " + doing + ": this computer did not allow it there. Please choose another folder."
	case errors.Is(err, context.DeadlineExceeded):
		return "Satchel could not " + doing + " in time. Please try again."
	}
	return "Satchel could not " + doing + ". Your mail is safe. Please try again."
}

// NewerNotice stands above mail that a later version wrote.
const NewerNotice = "Your mail was last used by a newer Satchel. Here it can be read and searched; nothing in it is changed, and no new mail is fetched. Please update this Satchel."

// TightNotice stands above the mail while the disk is full.
const TightNotice = "The disk is full, so no new mail is fetched; it waits at your provider. What is here is safe, and you can read, move and delete it. Please make some room on this computer's disk."

// SignInTrouble is what to say at the form of an account whose sign-in failed: there the
// person can put it right at once, and nothing has been saved.
func SignInTrouble(r mailsync.Result, server string) string {
	if r.Result == mailsync.Auth {
		return server + " did not accept the user name or the password. Please check both. Some providers want a password of its own for mail programs (an “app password”), and some need POP3 switched on in their settings first."
	}
	return sentence(r.Sentence)
}

// StartTitle is the title above StartTrouble.
func StartTitle(err error) string {
	if errors.Is(err, mailstore.ErrLocked) {
		return "Satchel is already open"
	}
	return "Satchel cannot start"
}

// StartTrouble is what to say instead of the window where the profile in dir cannot be
// opened.
func StartTrouble(dir string, err error) string {
	switch {
	case errors.Is(err, mailstore.ErrLocked):
		return "Please use the Satchel window that is there, or close it first. A check started from a terminal counts too: then please wait until it is done."
	case errors.Is(err, mailstore.ErrNewer):
		return "Your mail was last used by a newer Satchel, which this one cannot read. Nothing was changed. Please start the newer one, or update this one."
	case errors.Is(err, mailstore.ErrDamaged):
		return "The file with your mail cannot be read. Nothing was changed; it lies in " + dir + ". Please copy that folder to a safe place before you do anything else."
	case errors.Is(err, mailstore.ErrFull):
		return "The disk is full, so Satchel cannot start. Your mail is safe. Please make some room and start again."
	case errors.Is(err, os.ErrPermission):
		return "This computer does not let Satchel use its folder, " + dir + ". Nothing was changed. Please check whom the folder belongs to."
	}
	return "Satchel cannot open your mail in " + dir + ". Nothing was changed. The computer says: " + sentence(err.Error())
}
