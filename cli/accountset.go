package cli

import (
	"crypto/rand"
	"strings"
	"time"

	"satchel/mailsend"
	"satchel/mailstore"
	"satchel/mailsync"
)

func accountSetCommand() command {
	return command{
		name: "set", does: "change an account: server, password, what stays on the server",
		usage: "ID [--keep forever|remove|14d [--only-new]] [--yes] [--password-stdin] [flags]",
		help: `Changes what is named and leaves the rest. A policy by which mail would leave the
server, or leave it earlier, is shown first and changes nothing (in the whole command)
without --yes. --yes also lets the next check remove what it would have held back.`,
		run: runAccountSet,
	}
}

// keepChange is a policy a person asked for, with what follows from it.
type keepChange struct {
	keep    mailstore.Keep
	preview mailsync.Preview
	needs   bool // mail would leave the server, or leave it earlier, than by the policy of now
}

func runAccountSet(c *call) error {
	f := c.newFlags(c.path)
	flags := newAccountFlags(f)
	var yes, onlyNew bool
	f.BoolVar(&yes, "yes", false, "do what the preview says")
	f.BoolVar(&flags.smtpPasswordStdin, "smtp-password-stdin", false, "read another password, for sending only, from standard input, one line")
	f.BoolVar(&onlyNew, "only-new", false, "the policy is for mail from today on; what is safe here already stays on the server")
	words, err := c.parse(f, 1, 1)
	if err != nil {
		return err
	}
	if err := c.openStore(); err != nil {
		return err
	}
	before, err := c.account(words[0])
	if err != nil {
		return err
	}
	after := before
	if err := flags.apply(&after); err != nil {
		return err
	}
	if err := neverBelowTLS(before, after); err != nil {
		return err
	}
	typed := given(f)
	if flags.passwordStdin && flags.smtpPasswordStdin {
		return usagef("--password-stdin and --smtp-password-stdin both want the line on standard input. Set one after the other.")
	}
	if !yes && !onlyNew && !flags.passwordStdin && !flags.smtpPasswordStdin && after == before && !typed["keep"] {
		return usagef("Nothing to change was named. See: %s --help", c.path)
	}
	var change *keepChange
	if typed["keep"] || onlyNew {
		if change, err = c.keepChange(before, flags.keep, onlyNew); err != nil {
			return err
		}
		if change.needs && !yes {
			return c.printKeepChange(before, *change, false)
		}
	}
	var yesAt time.Time
	if yes {
		yesAt = c.now()
	}
	switch {
	case change != nil:
		mailsync.Chosen(&after, change.keep, yesAt)
	case yes:
		mailsync.Chosen(&after, before.Keep, yesAt)
	}
	password := ""
	if flags.passwordStdin {
		if password, err = c.password(true, after.User); err != nil {
			return err
		}
	}
	if flags.smtpPasswordStdin {
		if err := c.keepSMTPPassword(&after); err != nil {
			return err
		}
	}
	if after, err = c.changeAccount(before, after, password); err != nil {
		return err
	}
	// Letters that waited for this go with the next send; a failure leaves them to "outbox retry".
	_, _ = c.store.RetryResult(c.ctx, after.ID, mailsend.Auth)
	switch {
	case change != nil:
		return c.printKeepChange(after, *change, true)
	case c.json:
		return c.printJSON(accountOf(after))
	}
	return c.printf("Changed %s.\n", after.Slug)
}

// keepSMTPPassword reads a password for sending and keeps it under a key of its own.
func (c *call) keepSMTPPassword(a *mailstore.Account) error {
	user := a.SMTPUser
	if user == "" {
		user = a.User
	}
	password, err := c.password(true, user)
	if err != nil {
		return err
	}
	if a.SMTPSecretKey == "" {
		a.SMTPSecretKey = rand.Text()
	}
	if err := c.keeper().Set(c.ctx, a.SMTPSecretKey, password); err != nil {
		f := c.explain(err)
		return &failure{f.code, "The new password cannot be kept. " + f.sentence, err}
	}
	return nil
}

// neverBelowTLS refuses clear text for a server that has spoken TLS: someone on the way could ask for nothing better.
func neverBelowTLS(before, after mailstore.Account) error {
	if before.TLSSeen && after.TLS == tlsNone && strings.EqualFold(after.Host, before.Host) {
		return usagef("%s has worked with TLS, and Satchel never goes below it. Nothing was changed.", clean(after.Host))
	}
	if before.SMTPTLSSeen && after.SMTPTLS == tlsNone && strings.EqualFold(after.SMTPHost, before.SMTPHost) {
		return usagef("%s has worked with TLS, and Satchel never goes below it. Nothing was changed.", clean(after.SMTPHost))
	}
	return nil
}

// keepChange finds out what a policy would do. word "" keeps the policy of now.
func (c *call) keepChange(a mailstore.Account, word string, onlyNew bool) (*keepChange, error) {
	change := &keepChange{keep: a.Keep}
	if word != "" {
		var err error
		if change.keep, err = parseKeep(word); err != nil {
			return nil, err
		}
	}
	if onlyNew {
		change.keep.From = c.now()
	}
	s := c.syncer(c.keeper())
	now, err := s.Preview(c.ctx, a.ID, a.Keep)
	if err != nil {
		return nil, err
	}
	if change.preview, err = s.Preview(c.ctx, a.ID, change.keep); err != nil {
		return nil, err
	}
	change.needs = stricter(now, change.preview)
	return change, nil
}

// stricter tells whether any message would leave the server that stays by now's policy, or would leave it earlier.
// A policy that only lets mail stay longer needs no yes: to wait for one would remove the mail meanwhile.
func stricter(now, then mailsync.Preview) bool {
	days := removalDays(now)
	for id, d := range removalDays(then) {
		if current, goes := days[id]; !goes || d.Before(current) {
			return true
		}
	}
	return false
}

// removalDays says when each message leaves the server.
func removalDays(p mailsync.Preview) map[mailstore.LedgerID]time.Time {
	days := make(map[mailstore.LedgerID]time.Time, len(p.Remove)+len(p.Later))
	for _, list := range [][]mailsync.Removal{p.Remove, p.Later} {
		for _, r := range list {
			days[r.Entry.ID] = r.Day
		}
	}
	return days
}

// changeAccount writes what differs between before and after, and the password where one is given. Only those fields are
// written: the rest belongs to the checks.
func (c *call) changeAccount(before, after mailstore.Account, password string) (mailstore.Account, error) {
	if password != "" {
		// Before the row: a row that says "sign in anew" with the old password would only be refused once more.
		if err := c.keeper().Set(c.ctx, before.SecretKey, password); err != nil {
			f := c.explain(err)
			return before, &failure{f.code, "The new password cannot be kept. " + f.sentence, err}
		}
	}
	return c.store.UpdateAccount(c.ctx, before.ID, func(a *mailstore.Account) {
		a.Email, a.Name, a.Host, a.Port, a.TLS, a.AllowClear = after.Email, after.Name, after.Host, after.Port, after.TLS, after.AllowClear
		a.CAFile, a.User, a.Auth, a.Interval = after.CAFile, after.User, after.Auth, after.Interval
		a.Keep, a.Told, a.Wary, a.YesAt = after.Keep, after.Told, after.Wary, after.YesAt
		a.SMTPHost, a.SMTPPort, a.SMTPTLS = after.SMTPHost, after.SMTPPort, after.SMTPTLS
		a.SMTPUser, a.SMTPAuth, a.SMTPSecretKey = after.SMTPUser, after.SMTPAuth, after.SMTPSecretKey
		if !strings.EqualFold(before.SMTPHost, after.SMTPHost) {
			a.SMTPTLSSeen = false // of another server
		}
		a.MaxSize, a.BinRemoves = after.MaxSize, after.BinRemoves
		mailsync.Amended(a, before, password != "")
	})
}

func (c *call) printKeepChange(a mailstore.Account, change keepChange, changed bool) error {
	if c.json {
		j := planOf(change.preview)
		j.NeedsYes = !changed
		return c.printJSON(struct {
			planJSON
			Account string `json:"account"`
			Keep    string `json:"keep"`
			Changed bool   `json:"changed"`
		}{j, a.Slug, change.keep.String(), changed})
	}
	if changed {
		return c.printf("Changed %s. %s\n%s", a.Slug, keepWords(change.keep, c.now()), planText(change.preview))
	}
	return c.printf("%s%s\nNothing was changed. With --yes it is done; with --only-new it is for mail from today on.\n",
		planText(change.preview), keepWords(change.keep, c.now()))
}
