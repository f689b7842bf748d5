package cli

import (
	"fmt"

	"satchel/mailstore"
	"satchel/signin"
)

func accountRemoveCommand() command {
	return command{
		name: "remove", does: "remove an account from Satchel (nothing is removed from the server)",
		usage: "ID [--yes] [--delete-mail]",
		help: `Says what would happen, and does it with --yes. Its mail stays in Satchel unless
--delete-mail is given. Nothing is removed from the server.`,
		run: runAccountRemove,
	}
}

type accountRemovalJSON struct {
	Account  string `json:"account"`
	Messages int    `json:"messages"`  // here
	OnServer int    `json:"on_server"` // at the last full listing
	KeepMail bool   `json:"keep_mail"`
	Removed  bool   `json:"removed"`
	NeedsYes bool   `json:"needs_yes"`
}

func runAccountRemove(c *call) error {
	f := c.newFlags(c.path)
	var yes, keepMail, deleteMail bool
	f.BoolVar(&yes, "yes", false, "do it")
	f.BoolVar(&keepMail, "keep-mail", false, "its mail stays in Satchel (the default)")
	f.BoolVar(&deleteMail, "delete-mail", false, "its mail is deleted from Satchel too")
	words, err := c.parse(f, 1, 1)
	if err != nil {
		return err
	}
	if keepMail && deleteMail {
		return usagef("--keep-mail and --delete-mail exclude each other.")
	}
	if err := c.openStore(); err != nil {
		return err
	}
	a, err := c.account(words[0])
	if err != nil {
		return err
	}
	plan := accountRemovalJSON{Account: a.Slug, OnServer: a.ServerCount, KeepMail: !deleteMail, NeedsYes: !yes}
	if plan.Messages, err = c.countMessages(a.ID); err != nil {
		return err
	}
	if yes {
		if err := c.removeAccount(a, !deleteMail); err != nil {
			return err
		}
		plan.Removed = true
	}
	if c.json {
		return c.printJSON(plan)
	}
	return c.printf("%s", removalText(plan))
}

func (c *call) countMessages(id mailstore.AccountID) (int, error) {
	folders, err := c.store.Folders(c.ctx)
	n := 0
	for _, f := range folders {
		if f.Account == id {
			n += f.Total
		}
	}
	return n, err
}

// removeAccount takes the secret away first: if it ends in between, an account without its secret can still be removed,
// while a secret without its account would stay for ever. A keyring that does not answer keeps nobody from removing.
func (c *call) removeAccount(a mailstore.Account, keepMail bool) error {
	if err := signin.Forget(c.ctx, c.keeper(), a.SecretKey); err != nil {
		if c.ctx.Err() != nil {
			return err
		}
		fmt.Fprintf(c.Err, "satchel: The password of %s could not be taken out of %s and may still be there. %s\n", a.Slug, c.keeper().Where(), c.explain(err).sentence)
	}
	if a.SMTPSecretKey != "" {
		_ = c.keeper().Delete(c.ctx, a.SMTPSecretKey) // told above where the keeper does not answer
	}
	return c.store.RemoveAccount(c.ctx, a.ID, keepMail)
}

func removalText(p accountRemovalJSON) string {
	here := plural(p.Messages, "message")
	there := "nothing is removed from the server"
	if p.OnServer > 0 {
		there += " (" + plural(p.OnServer, "message") + " at the last check)"
	}
	switch {
	case p.Removed && p.KeepMail:
		return fmt.Sprintf("Removed the account %s. Its %s stay here; %s.\n", p.Account, here, there)
	case p.Removed:
		return fmt.Sprintf("Removed the account %s and its %s from this computer; %s.\n", p.Account, here, there)
	case p.KeepMail:
		return fmt.Sprintf("The account %s would go. Its %s stay here; %s.\nNothing was changed. With --yes it is done.\n", p.Account, here, there)
	}
	return fmt.Sprintf("The account %s and its %s would be deleted from this computer; %s.\nNothing was changed. With --yes it is done.\n", p.Account, here, there)
}
