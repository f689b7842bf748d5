package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"satchel/keychain"
	"satchel/mailstore"
	"satchel/mailsync"
)

func doctorCommand() command {
	return command{
		name: "doctor", does: "what is wrong now, what Satchel does about it, what you can do",
		help: `Lists what is wrong now; nothing when all is well. It looks at the store, the accounts,
the passwords and the disk, without the network, and changes nothing.`,
		run: runDoctor,
	}
}

// finding is one thing that is wrong.
type finding struct {
	Problem string `json:"problem"`
	Cause   string `json:"cause"`
	Doing   string `json:"doing"`
	Action  string `json:"action"`
	// Messages are those that are damaged here, where it is about them.
	Messages []damagedJSON `json:"messages,omitempty"`
}

// littleSpace is the room on the disk below which the doctor speaks up.
const littleSpace = 500_000_000

func runDoctor(c *call) error {
	if _, err := c.parse(c.newFlags(c.path), 0, 0); err != nil {
		return err
	}
	findings, err := c.examine()
	if err != nil {
		return err
	}
	if c.json {
		return c.printJSON(notNull(findings))
	}
	if len(findings) == 0 {
		return c.printf("All is well.\n")
	}
	for i, f := range findings {
		if i > 0 {
			if err := c.printf("\n"); err != nil {
				return err
			}
		}
		if err := c.printf("%s\n  Cause:    %s\n  Satchel:  %s\n  You:      %s\n", clean(f.Problem), clean(f.Cause), clean(f.Doing), clean(f.Action)); err != nil {
			return err
		}
	}
	return nil
}

// examine gives what is wrong, the gravest first. A profile that is not there, or not to be read, is an error.
func (c *call) examine() ([]finding, error) {
	list := c.examineDisk()
	err := c.openReadOnly()
	switch {
	case errors.Is(err, mailstore.ErrDamaged):
		return append([]finding{damaged(err)}, list...), nil
	case err != nil:
		return nil, err
	}
	lines, err := c.store.QuickCheck(c.ctx)
	if err != nil && !errors.Is(err, mailstore.ErrDamaged) {
		return nil, err
	}
	if err != nil || len(lines) > 0 {
		if err == nil {
			err = errors.New(strings.Join(lines[:min(len(lines), 3)], "; "))
		}
		return append([]finding{damaged(err)}, list...), nil
	}
	list = append(list, c.examineLock()...)
	accounts, err := c.store.Accounts(c.ctx)
	if err != nil {
		return nil, err
	}
	mail, err := c.examineMail()
	if err != nil {
		return nil, err
	}
	list = append(list, mail...)
	list = append(list, c.examineSecrets(accounts)...)
	for _, a := range accounts {
		found, err := c.examineAccount(a)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}

func damaged(err error) finding {
	return finding{
		Problem: "Satchel's mail file is damaged.",
		Cause:   fmt.Sprintf("The disk, or another program, changed mail.db: %v.", err),
		Doing:   "Satchel leaves the file as it is and removes nothing from the server.",
		Action:  "Make a copy of the profile folder, check the disk, then restore a backup.",
	}
}

// examineLock tells of another Satchel. It takes the lock for a moment only if it is free, and for sharing.
func (c *call) examineLock() []finding {
	path := filepath.Join(c.dir(), "lock")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || c.store == nil {
		return nil
	}
	lock := flock.New(path, flock.SetFlag(os.O_RDONLY))
	free, err := lock.TryRLock()
	if err != nil {
		return nil // a file system without locks: nothing to be told
	}
	if free {
		_ = lock.Unlock() // closing it at the end of this process does the same
		return nil
	}
	return []finding{{
		Problem: "Another Satchel has this profile open.",
		Cause:   "Its window, or a command such as fetch, is running.",
		Doing:   "The other one does the checks. Here list, show, ledger, plan and doctor work.",
		Action:  "Nothing; or close the other one to fetch or change accounts here.",
	}}
}

func (c *call) examineDisk() []finding {
	free, _, err := mailstore.DiskSpace(c.dir())
	if err != nil || free >= littleSpace {
		return nil
	}
	return []finding{{
		Problem: fmt.Sprintf("The disk is nearly full: %s free.", humanSize(free)),
		Cause:   "Less than 500 MB are left where Satchel keeps your mail.",
		Doing:   "Satchel goes on while it can. What does not fit stays on the server.",
		Action:  "Make some room on the disk of " + c.dir() + ".",
	}}
}

// examineSecrets asks nobody: a vault whose passphrase is not in the environment is passed over.
func (c *call) examineSecrets(accounts []mailstore.Account) []finding {
	var list []finding
	secrets := c.keeperAsking(c.environmentPassphrase)
	for _, a := range accounts {
		_, err := secrets.Get(c.ctx, a.SecretKey)
		switch {
		case err == nil, errors.Is(err, keychain.ErrLocked), errors.Is(err, context.Canceled):
		case errors.Is(err, keychain.ErrNotFound):
			list = append(list, finding{
				Problem: "The password of " + a.Slug + " is missing.",
				Cause:   "It is not in " + secrets.Where() + ".",
				Doing:   "Satchel does not check this account until it is there.",
				Action:  "Give it once more: satchel account set " + a.Slug + " --password-stdin",
			})
		default: // one place, one trouble: it is the same for all accounts
			action := "Unlock " + secrets.Where() + " and try again."
			if errors.Is(err, keychain.ErrDamaged) {
				action = "Restore " + secrets.Where() + " from a backup, or move it away and give each password again."
			}
			return append(list, finding{
				Problem: "The passwords are out of reach.",
				Cause:   c.explain(err).sentence,
				Doing:   "Satchel waits with the checks, and leaves all passwords where they are.",
				Action:  action,
			})
		}
	}
	return list
}

func (c *call) examineAccount(a mailstore.Account) ([]finding, error) {
	var list []finding
	if a.LastResult != "" && a.LastResult != mailsync.OK {
		list = append(list, lastResult(a))
	}
	if !a.ClockDoubt.IsZero() {
		list = append(list, finding{
			Problem: "This computer's clock is in doubt (" + a.Slug + ").",
			Cause:   "It jumped between two checks, noticed on " + day(a.ClockDoubt, c.now()) + ".",
			Doing:   "Satchel fetches as always and removes nothing from the server.",
			Action:  "Is today " + c.now().Format("Mon 2 January 2006") + "? If so, say yes: satchel account set " + a.Slug + " --yes",
		})
	}
	entries, err := c.store.Ledger(c.ctx, a.ID, false)
	if err != nil {
		return nil, err
	}
	list = append(list, unfetchable(a, entries)...)
	list = append(list, taken(a, entries, c.now())...)
	list = append(list, expiring(a)...)
	p, err := c.syncer(keychain.Memory()).Preview(c.ctx, a.ID, a.Keep)
	if err != nil {
		return nil, err
	}
	if p.Held != "" {
		list = append(list, finding{
			Problem: plural(len(p.Remove), "removal") + " of " + a.Slug + " wait for your yes.",
			Cause:   p.Held,
			Doing:   "Satchel removes none of it until you say so.",
			Action:  "See: satchel plan " + a.Slug + " – then: satchel account set " + a.Slug + " --yes",
		})
	}
	return list, nil
}

// lastResult tells of a check that did not end well. The check's own sentence is the cause; it says what Satchel does too.
func lastResult(a mailstore.Account) finding {
	f := finding{Cause: a.LastText, Doing: "Satchel tries again by itself.", Action: "Nothing, or check now: satchel fetch " + a.Slug}
	if f.Cause == "" {
		f.Cause = "The last check ended with: " + a.LastResult + "."
	}
	switch a.LastResult {
	case mailsync.Auth:
		f.Problem = a.Slug + ": Satchel could not sign in."
		if !a.NextCheck.IsZero() { // the vault was locked, and the server refused nothing
			f.Action = "Give the vault's passphrase when asked, or in SATCHEL_PASSPHRASE: satchel fetch " + a.Slug
			break
		}
		f.Doing = "Satchel does not try again by itself, so that the provider does not lock the account."
		f.Action = "Give the password once more: satchel account set " + a.Slug + " --password-stdin"
	case mailsync.Busy:
		f.Problem = a.Slug + ": the server asked to try later."
	case mailsync.Network:
		f.Problem = a.Slug + ": the server could not be reached."
	case mailsync.TLS:
		f.Problem = a.Slug + ": no protected connection could be made."
		f.Action = "Check the server's name: satchel account list"
	case mailsync.StoreFault:
		f.Problem = a.Slug + ": Satchel's own files kept the check from going on."
		f.Action = "Do what the cause says, then check now: satchel fetch " + a.Slug
	case mailsync.Suspicious:
		f.Problem = a.Slug + ": the server's list of messages is not believed."
		f.Doing = "Satchel forgets nothing and removes nothing, and looks again."
	default:
		f.Problem = a.Slug + ": the last check was not complete."
	}
	return f
}

func unfetchable(a mailstore.Account, entries []mailstore.Entry) []finding {
	n, why := 0, ""
	for _, e := range entries {
		if e.State == mailstore.Unfetchable {
			n++
			why = e.Reason
		}
	}
	if n == 0 {
		return nil
	}
	return []finding{{
		Problem: plural(n, "message") + " of " + a.Slug + " cannot be fetched; all others are here.",
		Cause:   why,
		Doing:   "Satchel leaves them on the server and tries again from time to time.",
		Action:  "Try now: satchel fetch " + a.Slug + " – or read them in your provider's webmail.",
	}}
}

// manyTaken is how many messages somebody else has to remove within a week before the doctor asks who it is: single ones
// are what people do in their webmail.
const manyTaken = 5

// taken tells of messages that somebody else removed from the server lately.
func taken(a mailstore.Account, entries []mailstore.Entry, now time.Time) []finding {
	n, missed := 0, 0
	for _, e := range entries {
		if e.State != mailstore.Vanished || now.Sub(e.GoneSince) > 7*24*time.Hour {
			continue
		}
		n++
		if e.Message == 0 {
			missed++
		}
	}
	if n < manyTaken {
		return nil
	}
	doing := "Satchel has all of them here."
	if missed > 0 {
		doing = fmt.Sprintf("Satchel keeps what it had fetched. %s gone before Satchel saw them.", were(missed))
	}
	return []finding{{
		Problem: plural(n, "message") + " of " + a.Slug + " disappeared from the server this week, and Satchel did not remove them.",
		Cause:   "A phone, another mail program, a rule in the webmail or somebody with the password removes mail there.",
		Doing:   doing,
		Action:  "If that is not what you want, look into that program's settings for \"leave messages on the server\".",
	}}
}

func were(n int) string {
	if n == 1 {
		return "1 was"
	}
	return strconv.Itoa(n) + " were"
}

// expiring tells of a server that removes mail by itself before the account's rule does.
func expiring(a mailstore.Account) []finding {
	days := mailsync.Facts(a).ExpireDays
	if days < 0 || a.Keep.Mode == mailstore.KeepRemove || a.Keep.Mode == mailstore.KeepDays && a.Keep.Days <= days {
		return nil
	}
	when := "after " + plural(days, "day")
	if days == 0 {
		when = "once it was fetched"
	}
	return []finding{{
		Problem: "The provider of " + a.Slug + " removes mail from its server " + when + ", sooner than your rule.",
		Cause:   "It says so itself; Satchel cannot change it.",
		Doing:   "Satchel fetches each message before that, if it checks often enough. What is here stays here.",
		Action:  "Nothing for the mail on this computer. Other devices lose it there.",
	}}
}
