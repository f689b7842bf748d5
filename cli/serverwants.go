package cli

import (
	"fmt"

	"satchel/mailstore"
	"satchel/mailsync"
)

func serverCommands() command {
	return command{
		name: "server", does: "what to do with single messages on the server",
		sub: []command{
			wantCommand(mailsync.WantPin, "keep messages on the server whatever the rule says",
				"The messages stay on the server until they are unpinned, whatever the account's rule says."),
			wantCommand(mailsync.WantUnpin, "let the rule hold for messages again",
				"The account's rule holds for the messages again."),
			wantCommand(mailsync.WantRemove, "remove messages from the server at the next check; they stay here",
				"Shows what would be removed, and with --yes the next check asks the server to. Each is read\nback and compared first; what is not complete here stays there."),
			wantCommand(mailsync.WantGet, "fetch messages at the next check, however large or often tried",
				"For messages of which only the beginning is here, and those that could not be fetched."),
		},
	}
}

func wantCommand(w mailsync.Want, does, help string) command {
	return command{
		name: string(w), does: does, usage: "ACCOUNT UIDL…",
		help: help + "\nThe ids are those of satchel ledger.",
		run:  func(c *call) error { return runWant(c, w) },
	}
}

type wantJSON struct {
	UIDL    string               `json:"uidl"`
	Message *mailstore.MessageID `json:"message"`
	Size    int64                `json:"size"`
	Done    bool                 `json:"done"`
	Reason  string               `json:"reason"` // why not
}

func runWant(c *call, w mailsync.Want) error {
	f := c.newFlags(c.path)
	yes := w != mailsync.WantRemove // the others take nothing away
	if !yes {
		f.BoolVar(&yes, "yes", false, "do it")
	}
	words, err := c.parse(f, 2, -1)
	if err != nil {
		return err
	}
	if err := c.openStore(); err != nil {
		return err
	}
	a, err := c.account(words[0])
	if err != nil {
		return err
	}
	rows, changes, err := c.wants(a, words[1:], w)
	if err != nil {
		return err
	}
	if yes {
		if err := c.store.ApplyChanges(c.ctx, 0, changes, c.now()); err != nil {
			return err
		}
	}
	code := exitDone
	for i := range rows {
		if rows[i].Reason != "" {
			code = exitPartial
		}
		rows[i].Done = yes && rows[i].Reason == ""
	}
	if c.json {
		err = c.printJSON(rows)
	} else {
		err = c.printf("%s", wantText(rows, a, yes))
	}
	if err != nil {
		return err
	}
	return silent(code)
}

// wants finds the ledger rows of ids and what is to be changed. Of an id that names several rows all are meant.
func (c *call) wants(a mailstore.Account, uidls []string, w mailsync.Want) (rows []wantJSON, changes []mailstore.Change, err error) {
	ledger, err := c.store.Ledger(c.ctx, a.ID, true)
	if err != nil {
		return nil, nil, err
	}
	byUIDL := map[string][]mailstore.Entry{}
	for _, e := range ledger {
		byUIDL[e.UIDL] = append(byUIDL[e.UIDL], e)
	}
	for _, uidl := range uidls {
		found := byUIDL[uidl]
		if len(found) == 0 {
			rows = append(rows, wantJSON{UIDL: uidl, Reason: "No message on the server has this id."})
		}
		for _, e := range found {
			change, no := mailsync.Wanted(e, w)
			rows = append(rows, wantJSON{UIDL: uidl, Message: messageOrNull(e.Message), Size: e.Size, Reason: no})
			if no == "" {
				changes = append(changes, change)
			}
		}
	}
	return rows, changes, nil
}

func wantText(rows []wantJSON, a mailstore.Account, yes bool) string {
	text, possible := "", 0
	for _, r := range rows {
		word := "at the next check"
		if r.Reason != "" {
			word = r.Reason
		} else {
			possible++
		}
		text += fmt.Sprintf("%s  %9s  %s\n", fit(clean(r.UIDL), 24), humanSize(r.Size), clean(word))
	}
	switch {
	case possible == 0:
		return text + "Nothing was changed.\n"
	case !yes:
		return text + "Nothing was changed. With --yes the next check removes " + plural(possible, "message") + " from the server.\n"
	}
	return text + "The next check does it: satchel fetch " + a.Slug + "\n"
}
