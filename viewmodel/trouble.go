package viewmodel

import (
	"context"
	"errors"
	"os"

	"satchel/mailstore"
	"satchel/mailsync"
	"satchel/words"
)

// Trouble turns a failure into help: what happened, what Satchel does about it, what
// the person can do. doing is what was tried, as in "move the messages".
func Trouble(doing string, err error) string {
	switch {
	case errors.Is(err, mailstore.ErrFull):
		return words.T("Satchel could not %s: the disk is full. Everything from before is safe. Please make some room and try again.", doing)
	case errors.Is(err, mailstore.ErrNewer):
		return words.T("Satchel could not %s: %s", doing, words.T(NewerNotice))
	case errors.Is(err, mailstore.ErrNotFound):
		return words.T("Satchel could not %s: it is no longer there.", doing)
	case errors.Is(err, mailstore.ErrDamaged):
		return words.T("Satchel could not %s: the mail file cannot be read in full. Nothing was changed.", doing)
	case errors.Is(err, os.ErrPermission):
		return words.T("Satchel could not %s: this computer did not allow it there. Please choose another folder.", doing)
	case errors.Is(err, context.DeadlineExceeded):
		return words.T("Satchel could not %s in time. Please try again.", doing)
	}
	return words.T("Satchel could not %s. Your mail is safe. Please try again.", doing)
}

// NewerNotice stands above mail that a later version wrote.
//
//words:keys
const NewerNotice = "Your mail was last used by a newer Satchel. Here it can be read and searched; nothing in it is changed, and no new mail is fetched. Please update this Satchel."

// TightNotice stands above the mail while the disk is full.
//
//words:keys
const TightNotice = "The disk is full, so no new mail is fetched; it waits at your provider. What is here is safe, and you can read, move and delete it. Please make some room on this computer's disk."

// SignInTrouble is what to say at the form of an account whose sign-in failed: there the
// person can put it right at once, and nothing has been saved.
func SignInTrouble(r mailsync.Result, server string) string {
	if r.Result == mailsync.Auth {
		return words.T("%s did not accept the user name or the password. Please check both. Some providers want a password of its own for mail programs (an “app password”), and some need POP3 switched on in their settings first.", server)
	}
	return sentence(words.T(r.Sentence))
}

// StartTitle is the title above StartTrouble.
func StartTitle(err error) string {
	if errors.Is(err, mailstore.ErrLocked) {
		return words.T("Satchel is already open")
	}
	return words.T("Satchel cannot start")
}

// StartTrouble is what to say instead of the window where the profile in dir cannot be
// opened.
func StartTrouble(dir string, err error) string {
	switch {
	case errors.Is(err, mailstore.ErrLocked):
		return words.T("Please use the Satchel window that is there, or close it first. A check started from a terminal counts too: then please wait until it is done.")
	case errors.Is(err, mailstore.ErrNewer):
		return words.T("Your mail was last used by a newer Satchel, which this one cannot read. Nothing was changed. Please start the newer one, or update this one.")
	case errors.Is(err, mailstore.ErrDamaged):
		return words.T("The file with your mail cannot be read. Nothing was changed; it lies in %s. Please copy that folder to a safe place before you do anything else.", dir)
	case errors.Is(err, mailstore.ErrFull):
		return words.T("The disk is full, so Satchel cannot start. Your mail is safe. Please make some room and start again.")
	case errors.Is(err, os.ErrPermission):
		return words.T("This computer does not let Satchel use its folder, %s. Nothing was changed. Please check whom the folder belongs to.", dir)
	}
	return words.T("Satchel cannot open your mail in %s. Nothing was changed. The computer says: %s", dir, sentence(err.Error()))
}
