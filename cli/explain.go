package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"syscall"

	"satchel/keychain"
	"satchel/mailstore"
)

// explain turns an error into the sentence a person reads and the exit code: the one place where kinds become help.
func (c *call) explain(err error) *failure {
	var known *failure
	if errors.As(err, &known) {
		return known
	}
	is := func(kind error) bool { return errors.Is(err, kind) }
	say := func(code int, sentence string) *failure { return &failure{code, sentence, err} }
	switch {
	case is(context.Canceled):
		return say(exitPartial, "Stopped. Everything that was fetched is safe here.")
	case is(mailstore.ErrLocked):
		return say(exitUsage, "Another Satchel has this profile open. Close it, or use its window; list, show, ledger, plan and doctor work beside it.")
	case is(mailstore.ErrNewer):
		return say(exitUsage, "A later version of Satchel wrote this profile. Nothing was changed. Please use that version or a newer one. With this one, list, search, show, export and backup work as long as it knows what is in there.")
	case is(mailstore.ErrSending):
		return say(exitUsage, "This letter is being sent at this moment. Look again in a minute.")
	case is(mailstore.ErrFull), is(syscall.ENOSPC):
		return say(exitStore, "The disk is full. Everything stored before is safe, and nothing was removed from the server. Free some space and try again.")
	case is(mailstore.ErrDamaged):
		return say(exitStore, "Satchel's mail file cannot be read: it is damaged. It was left as it is. Restore a backup of "+filepath.Join(c.dir(), "mail.db")+", or try another profile.")
	case is(mailstore.ErrNotFound):
		return say(exitUsage, "There is no such entry in this profile.")
	case is(keychain.ErrPassphrase):
		return say(exitUsage, "The passphrase does not open the vault file. The vault was left as it is.")
	case is(keychain.ErrLocked) && is(keychain.ErrUnavailable):
		return say(exitUsage, "The system's keyring does not answer, so the password would go to a vault file, which needs a passphrase. Unlock the keyring, or set SATCHEL_PASSPHRASE.")
	case is(keychain.ErrLocked):
		return say(exitUsage, "The vault file keeps the passwords here, and it needs its passphrase. Type it when asked, or set SATCHEL_PASSPHRASE.")
	case is(keychain.ErrDamaged):
		return say(exitStore, "The vault file "+filepath.Join(c.dir(), keychain.VaultName)+" is damaged and was left as it is. Move it away, then give each password again: satchel account set ID --password-stdin.")
	case is(keychain.ErrUnavailable):
		return say(exitUsage, "The system's keyring does not answer. Unlock it, or set SATCHEL_PASSPHRASE to keep passwords in a vault file.")
	case is(fs.ErrPermission):
		return say(exitStore, fmt.Sprintf("Satchel may not read or write its files in %s. Give yourself the right to, or name another folder with --profile.", c.dir()))
	}
	return say(exitStore, fmt.Sprintf("Satchel could not finish this: %v. Nothing was removed from the server.", err))
}

// internalFault writes a report of a panic beside the mail and says so in a sentence.
func (c *call) internalFault(fault any) int {
	defer c.abandon()
	worker, ok := fault.(workerFault)
	if !ok {
		worker = workerFault{fault, debug.Stack()}
	}
	where := ""
	report := fmt.Sprintf("Satchel %s, %s, %s\n\n%v\n\n%s", c.Version, c.path, c.now().UTC().Format("2006-01-02 15:04:05"), worker.value, worker.stack)
	report = c.secrets.hide(report)
	if info, err := os.Stat(c.dir()); err == nil && info.IsDir() {
		path := filepath.Join(c.dir(), "crash-"+c.now().UTC().Format("20060102-150405")+".txt")
		if os.WriteFile(path, []byte(report), 0o600) == nil {
			where = " A report without passwords is in " + path + "."
		}
	}
	fmt.Fprintf(c.Err, "satchel: Internal fault: Satchel made a mistake and stopped. Your mail is safe, here and on the server.%s\n", where)
	return exitStore
}
