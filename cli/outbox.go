package cli

import (
	"context"
	"errors"
	"strconv"
	"time"

	"satchel/mailstore"
)

func outboxCommand() command {
	return command{
		name: "outbox", does: "show letters that wait to be sent; try again or take back",
		usage: "[--all]   |   retry ID   |   cancel ID   |   sent ID",
		help: `Lists the letters that wait, were refused, or may have been sent, with what happened;
--all also those that were sent or taken back lately.

  retry ID    tries a letter again now, with those recipients who have not got it
  cancel ID   takes a letter back; it goes to Drafts
  sent ID     files a letter that may have been sent under Sent: it has arrived`,
		run: runOutbox,
	}
}

// outgoingJSON is a letter of the outbox in commands' JSON.
type outgoingJSON struct {
	ID         mailstore.OutgoingID `json:"id"`
	Account    string               `json:"account"`
	State      string               `json:"state"`
	Result     string               `json:"result"`
	Sentence   string               `json:"sentence"`
	Subject    string               `json:"subject"`
	Sender     string               `json:"sender"`
	Size       int64                `json:"size"`
	Message    mailstore.MessageID  `json:"message"`
	Queued     *time.Time           `json:"queued"`
	NextTry    *time.Time           `json:"next_try"`
	LastTry    *time.Time           `json:"last_try"`
	Tries      int                  `json:"tries"`
	Recipients []recipientJSON      `json:"recipients"`
}

type recipientJSON struct {
	Name     string `json:"name"`
	Address  string `json:"address"`
	Hidden   bool   `json:"hidden"`
	State    string `json:"state"`
	Sentence string `json:"sentence"`
}

func runOutbox(c *call) error {
	f := c.newFlags(c.path)
	all := f.Bool("all", false, "also letters that were sent or taken back in the last months")
	args, err := c.parse(f, 0, 2)
	if err != nil {
		return err
	}
	if len(args) == 0 {
		return c.listOutbox(*all)
	}
	if len(args) != 2 {
		return usagef("Usage: %s %s", c.path, c.cmd.usage)
	}
	id, err := strconv.ParseInt(args[1], 10, 64)
	if err != nil {
		return usagef("%q is no letter's number. See: satchel outbox", clean(args[1]))
	}
	if err := c.openStore(); err != nil {
		return err
	}
	return c.decideOutbox(args[0], mailstore.OutgoingID(id))
}

func (c *call) decideOutbox(verb string, id mailstore.OutgoingID) error {
	decide, known := map[string]func(context.Context, mailstore.OutgoingID) error{
		"retry": c.store.RetryLetter, "cancel": c.store.CancelLetter, "sent": c.store.SettleLetter,
	}[verb]
	if !known {
		return usagef("%q is nothing that can be done with a letter. There are: retry, cancel, sent.", clean(verb))
	}
	err := decide(c.ctx, id)
	switch {
	case errors.Is(err, mailstore.ErrNotFound):
		return usagef("There is no letter %d in the outbox. See: satchel outbox", id)
	case errors.Is(err, mailstore.ErrNotWaiting):
		return usagef("Letter %d is not in a state for that: it was sent or taken back, or nothing about it is in doubt. See: satchel outbox --all", id)
	case err != nil:
		return err
	}
	return c.handOver(c.mailSender(), id)
}

func (c *call) listOutbox(all bool) error {
	if err := c.openReadOnly(); err != nil {
		return err
	}
	list, err := c.store.Outbox(c.ctx, all)
	if err != nil {
		return err
	}
	if c.json {
		rows, err := c.outgoingRows(list)
		if err != nil {
			return err
		}
		return c.printJSON(rows)
	}
	if len(list) == 0 {
		return c.printf("No letter waits to be sent.\n")
	}
	for _, o := range list {
		subject := o.Subject
		if subject == "" {
			subject = "(no subject)"
		}
		if err := c.printf("%4d  %s\n      %s\n", o.ID, clean(subject), clean(outgoingSentence(o, c.now()))); err != nil {
			return err
		}
	}
	return nil
}

// ctxForReport lets what has happened be told when the person has stopped it.
func ctxForReport(c *call) context.Context { return context.WithoutCancel(c.ctx) }

func (c *call) outgoingRows(list []mailstore.Outgoing) ([]outgoingJSON, error) {
	accounts, err := c.store.Accounts(ctxForReport(c))
	if err != nil {
		return nil, err
	}
	slugs := map[mailstore.AccountID]string{}
	for _, a := range accounts {
		slugs[a.ID] = a.Slug
	}
	rows := make([]outgoingJSON, len(list))
	for i, o := range list {
		rows[i] = outgoingJSON{
			ID: o.ID, Account: slugs[o.Account], State: string(o.State), Result: o.Result, Sentence: outgoingSentence(o, c.now()), Subject: o.Subject, Sender: o.Sender,
			Size: o.Octets, Message: o.Message, Queued: timeOrNull(o.Queued), NextTry: timeOrNull(o.NotBefore), LastTry: timeOrNull(o.LastTry), Tries: o.Tries,
			Recipients: []recipientJSON{},
		}
		for _, r := range o.Recipients {
			rows[i].Recipients = append(rows[i].Recipients, recipientJSON{r.Name, r.Address, r.Hidden, string(r.State), r.Text})
		}
	}
	return rows, nil
}
