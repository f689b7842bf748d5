package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"

	"satchel/mailstore"
	"satchel/mailsync"
	"satchel/signin"
)

func accountAddCommand() command {
	return command{
		name: "add", does: "add an account",
		usage: "ADDRESS [--pop3 HOST:PORT] [--user NAME] [--keep forever|remove|14d] [--check] [flags]",
		help: `Adds an account without signing in; --check signs in first and adds nothing when
that fails. Where --pop3 is missing the servers are looked up, as satchel lookup
does, and what must be known first is told. The password is asked, or read with --password-stdin. It goes to the
system's keyring; where there is none to a vault file, whose passphrase is asked or
taken from SATCHEL_PASSPHRASE. Without --keep all mail stays on the server.`,
		run: runAccountAdd,
	}
}

// defaultInterval lies above what most providers ask for.
const defaultInterval = 10 * time.Minute

var slugForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,31}$`)

func runAccountAdd(c *call) error {
	f := c.newFlags(c.path)
	flags := newAccountFlags(f)
	var id string
	var check bool
	f.StringVar(&id, "id", "", "`ID`: the account's short name in commands (default: from the address)")
	f.BoolVar(&check, "check", false, "sign in first, and add nothing when that fails")
	f.BoolVar(&flags.lookup.asTyped, "as-typed", false, "the address's domain is right, though it looks like a slip of the finger")
	f.BoolVar(&flags.lookup.mozilla, "ask-mozilla", false, "where no server is found, tell Mozilla's directory the domain and ask it")
	f.BoolVar(&flags.signIn.wanted, "sign-in", false, "sign in through the provider's website instead of with a password")
	flags.signIn.register(f)
	words, err := c.parse(f, 0, 1)
	if err != nil {
		return err
	}
	if err := c.fillIn(flags, words); err != nil {
		return err
	}
	a, err := flags.newAccount(id)
	if err != nil {
		return err
	}
	// Opened before the password is asked: a profile that cannot be used is told first.
	if c.dir() == "" {
		return c.needProfile()
	}
	if err := os.MkdirAll(c.dir(), 0o700); err != nil {
		return usagef("The profile folder %s cannot be made: %v.", c.dir(), reason(err))
	}
	if c.store, err = mailstore.Open(c.ctx, c.dir(), mailstore.Options{Now: c.Now}); err != nil {
		return err
	}
	var grant signin.Grant
	var password string
	if flags.signIn.wanted {
		if grant, err = c.signIn(a, flags.signIn); err == nil {
			password = grant.Access
			useToken(&a)
		}
	} else {
		password, err = c.password(flags.passwordStdin, a.User)
	}
	if err != nil {
		return err
	}
	if check {
		if r := c.syncer(c.keeper()).TestSignIn(c.ctx, a, password); r.Result != mailsync.OK {
			if err := c.ctx.Err(); err != nil {
				return err
			}
			return &failure{code: resultCode(r.Result), sentence: "The account was not added. " + r.Sentence}
		}
	}
	if err := c.warnOfSameMailbox(a); err != nil {
		return err
	}
	if a, err = c.addAccount(a, password); err != nil {
		return err
	}
	if flags.signIn.wanted {
		if err := signin.Save(c.ctx, c.keeper(), a.SecretKey, grant); err != nil {
			return err
		}
	}
	if c.json {
		return c.printJSON(accountOf(a))
	}
	return c.printf("Added %s (%s). %s\nIts password is in %s.\nFetch its mail: satchel fetch %s\n", a.Slug, clean(a.Email), keepWords(a.Keep, c.now()), c.keeper().Where(), a.Slug)
}

// fillIn takes the address from where it was typed, and looks the servers up where none is named.
func (c *call) fillIn(flags *accountFlags, words []string) error {
	if len(words) == 1 {
		if flags.email != "" && flags.email != words[0] {
			return usagef("Two addresses are named. Usage: %s %s", c.path, c.cmd.usage)
		}
		if err := flags.set.Set("email", words[0]); err != nil {
			return err
		}
	}
	if flags.email == "" {
		return usagef("Whose mail is it? --email is missing. Usage: %s %s", c.path, c.cmd.usage)
	}
	if err := checkEmail(flags.email); err != nil {
		return err
	}
	if flags.pop3 != "" {
		return nil
	}
	return c.findServers(flags)
}

// newAccount checks all flags of account add.
func (a *accountFlags) newAccount(id string) (mailstore.Account, error) {
	acc := mailstore.Account{Slug: id, Auth: "auto", Keep: mailstore.Keep{Mode: mailstore.KeepForever}, Interval: defaultInterval}
	if id != "" && !slugForm.MatchString(id) {
		return acc, usagef("--id %s cannot be used. Take up to 32 small letters, digits, dots and dashes, such as ann.", clean(id))
	}
	if err := a.apply(&acc); err != nil {
		return acc, err
	}
	if acc.User == "" {
		acc.User = acc.Email
	}
	if a.keep != "" {
		keep, err := parseKeep(a.keep)
		if err != nil {
			return acc, err
		}
		acc.Keep = keep
	}
	return acc, nil
}

// warnOfSameMailbox does not refuse: two names of one mailbox may look alike and be two.
func (c *call) warnOfSameMailbox(a mailstore.Account) error {
	list, err := c.store.Accounts(c.ctx)
	if err != nil {
		return err
	}
	for _, other := range list {
		if strings.EqualFold(other.Host, a.Host) && other.Port == a.Port && other.User == a.User {
			fmt.Fprintf(c.Err, "satchel: The account %s fetches from the same mailbox. Each of its messages will be here twice.\n", other.Slug)
		}
	}
	return nil
}

// addAccount keeps an account and its secret. The row comes first: without its secret it can be repaired with account
// set, while a secret without a row could never be found again. If the secret cannot be kept the row is taken back.
func (c *call) addAccount(a mailstore.Account, password string) (mailstore.Account, error) {
	added, err := c.store.AddAccount(c.ctx, a)
	if errors.Is(err, mailstore.ErrExists) {
		return a, usagef("There is an account %q already. Choose another name with --id, or change it: satchel account set %s", a.Slug, a.Slug)
	}
	if err != nil {
		return a, err
	}
	if err := c.keeper().Set(c.ctx, added.SecretKey, password); err != nil {
		// Taken back even when the person has pressed Ctrl-C meanwhile.
		if undo := c.store.RemoveAccount(context.WithoutCancel(c.ctx), added.ID, false); undo != nil {
			return a, errors.Join(err, undo)
		}
		f := c.explain(err)
		return a, &failure{f.code, "The account was not added, since its password cannot be kept. " + f.sentence, err}
	}
	return added, nil
}
